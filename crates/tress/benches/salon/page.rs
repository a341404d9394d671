//! The figures as a page.

use std::fmt;
use std::path::Path;
use std::time::Duration;

/// A table with what it says.
pub struct Section {
    pub title: &'static str,
    pub about: &'static str,
    pub head: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
}

impl fmt::Display for Section {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "## {}\n\n{}\n", self.title, self.about)?;
        writeln!(out, "| {} |\n|{}", self.head.join(" | "), "---|".repeat(self.head.len()))?;
        for row in &self.rows {
            writeln!(out, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}

/// Milliseconds with two places.
pub fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

/// A part of a whole, in percent.
pub fn percent(part: f64, whole: f64) -> String {
    format!("{:.0} %", 100.0 * part / whole)
}

/// Writes `docs/BENCH.md`.
pub fn write(sections: &[Section]) {
    let sections: Vec<String> = sections.iter().map(Section::to_string).collect();
    let page = format!(
        "# Figures\n\nWritten by `cargo xtask bench`, a release build, on {}. Servers, clients and disk share one \
         machine: {} cores, {} GiB of memory, {}. Rates swing between runs and machines: compare the rows of one \
         run, and believe the CPU time more than the rate. Commits are durable on both databases.\n\n{}",
        salon::store::Clock::System.now().day(&kernel::Zone::parse("UTC").unwrap()),
        std::thread::available_parallelism().map_or(0, usize::from),
        memory(),
        system(),
        sections.join("\n")
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/BENCH.md");
    std::fs::write(file, page).unwrap();
}

fn memory() -> u64 {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = text.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok());
    kib.unwrap_or(0).div_ceil(1024 * 1024)
}

fn system() -> String {
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}
