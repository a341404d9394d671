//! A real salon's past, taken in and reported by the program itself, held against a plain sum over its file.
//! The files are not part of the product; their folder is named by `TRESS_SAMPLES`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const TRESS: &str = env!("CARGO_BIN_EXE_tress");
/// By what the report tells its rows apart, and in which column of the file that stands.
const COLUMNS: [(&str, usize); 3] = [("staff", 4), ("service", 2), ("day", 1)];

/// Bills, lines, cents without taxes, cents of taxes.
type Sum = (i64, i64, i64, i64);

#[test]
fn the_reports_of_a_real_past_are_the_sums_of_its_receipts() {
    let Some(samples) = std::env::var_os("TRESS_SAMPLES") else {
        println!("skipped: TRESS_SAMPLES is not set");
        return;
    };
    let files = PathBuf::from(samples).join("real-salon");
    let data = std::env::temp_dir().join(format!("tress-history-{}", std::process::id()));
    let receipts = files.join("Receipt Transactions0.csv");
    tress(&data, &["import", "catalogue", path(&files.join("Service Listing0.csv")), "--currency", "CAD"]);
    tress(&data, &["import", "history", path(&receipts), "--branch", "1"]);
    let text = std::fs::read_to_string(receipts).unwrap();
    for (by, column) in COLUMNS {
        assert_eq!(reported(&data, by), summed(&text, Some(column)), "by {by}");
    }
    assert_eq!(reported(&data, "total"), summed(&text, None));
    std::fs::remove_dir_all(&data).unwrap();
    std::fs::remove_file(data.with_extension("key")).unwrap();
}

fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

fn tress(data: &Path, words: &[&str]) -> String {
    let output = Command::new(TRESS).args(words).arg("--data").arg(data).output().unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", said(&output.stdout), said(&output.stderr));
    said(&output.stdout)
}

fn reported(data: &Path, by: &str) -> BTreeMap<String, Sum> {
    let rows: Vec<Value> =
        serde_json::from_str(&tress(data, &["report", "revenue", "--by", by, "--json"])).unwrap();
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    for row in rows {
        let name = row[by].as_str().unwrap_or_default().to_owned();
        let of = |key: &str| row[key].as_i64().unwrap();
        let known = sums.insert(name, (of("bills"), of("lines"), of("amount"), of("tax")));
        assert_eq!(known, None, "{row}");
    }
    sums
}

/// The plainest sum: no cell of the file holds a comma or a quote.
fn summed(text: &str, column: Option<usize>) -> BTreeMap<String, Sum> {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut bills: BTreeSet<(String, String)> = BTreeSet::new();
    for line in text.trim().lines().skip(1) {
        let cells: Vec<&str> = line.trim_end().split(',').collect();
        let name = column.map_or(String::new(), |column| named(column, cells[column]));
        let sum = sums.entry(name.clone()).or_default();
        sum.0 += i64::from(bills.insert((name, cells[0].to_owned())));
        sum.1 += 1;
        sum.2 += cents(cells[6]);
        sum.3 += cents(cells[7]) + cents(cells[8]);
    }
    sums
}

/// What stands in a column as the report writes it.
fn named(column: usize, cell: &str) -> String {
    if column == 1 {
        let [month, day, year] = cell.split('/').collect::<Vec<_>>()[..] else { panic!("{cell}") };
        return format!("{year}-{month}-{day}");
    }
    let words = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if column == 2 && words.is_empty() { "—".to_owned() } else { words }
}

/// Cents of a decimal number, half a cent away from zero.
fn cents(text: &str) -> i64 {
    let (whole, fraction) =
        text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
    let exact = whole.parse::<i64>().unwrap() * 10_000 + format!("{fraction:0<4}").parse::<i64>().unwrap();
    let size = (exact + 50) / 100;
    if text.starts_with('-') { -size } else { size }
}
