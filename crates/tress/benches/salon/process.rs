//! What processes have used, as Linux counts it.

use std::time::Duration;

/// Linux counts the CPU time of processes in hundredths of a second.
const TICKS: u32 = 100;

/// The fields of `/proc/PID/stat` after the name, which may hold anything.
fn stat(process: &str) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}

fn ticks(fields: &[String], places: std::ops::Range<usize>) -> u32 {
    fields[places].iter().map(|field| field.parse::<u32>().unwrap_or(0)).sum()
}

/// The CPU time that this process has used.
pub fn own() -> Duration {
    of("self")
}

/// The CPU time that a process has used.
pub fn of(process: &str) -> Duration {
    stat(process).map_or(Duration::ZERO, |fields| Duration::from_secs(1) * ticks(&fields, 11..13) / TICKS)
}

/// The CPU time of a process, of its children and of the children that have ended.
pub fn of_family(parent: u32) -> Duration {
    let Some(fields) = stat(&parent.to_string()) else { return Duration::ZERO };
    let mut sum = ticks(&fields, 11..15);
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let name = entry.file_name();
        let Some(fields) = name.to_str().and_then(stat) else { continue };
        if fields[1] == parent.to_string() {
            sum += ticks(&fields, 11..13);
        }
    }
    Duration::from_secs(1) * sum / TICKS
}

/// The process that started another one.
pub fn parent_of(process: u32) -> u32 {
    stat(&process.to_string()).unwrap()[1].parse().unwrap()
}

/// The memory that a process holds, in MiB.
pub fn memory_of(process: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap().div_ceil(1024)
}

/// The most memory that a process has held so far, in MiB; none once it has ended.
pub fn most_memory_of(process: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()?.div_ceil(1024))
}

/// How often this thread has read from a file.
pub fn reads_of_this_thread() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/io").unwrap_or_default();
    let count = text.lines().find_map(|line| line.strip_prefix("syscr: "));
    count.and_then(|count| count.parse().ok()).unwrap_or(0)
}
