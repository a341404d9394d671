//! CSV for spreadsheet programs, in which nothing runs.
//!
//! A program that opens a CSV file takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a
//! carriage return for a formula, and a formula may send the sheet away or start a program. What
//! people typed into a name or a note therefore gets an apostrophe in front, which the program
//! shows as text (OWASP, "CSV Injection").

use super::{Cell, SheetFault};
use std::borrow::Cow;

/// A text that no spreadsheet program takes for a formula.
pub fn inert(text: &str) -> Cow<'_, str> {
    let seen = text.trim_start_matches([' ', '\u{a0}', '\u{feff}', '\u{200b}']);
    match seen.chars().next() {
        // The full-width signs are taken for formulas as well where the input method is Chinese or Japanese.
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// A CSV file of these rows: UTF-8 with its mark (by which spreadsheet programs know it), commas,
/// and every text inert. Numbers are written as they are.
pub fn csv<'a>(rows: impl IntoIterator<Item = &'a [Cell]>) -> Result<Vec<u8>, SheetFault> {
    let broken = |error: String| SheetFault::Broken(error);
    let mut file = vec![0xef, 0xbb, 0xbf];
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(&mut file);
    for row in rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => inert(text),
            other => other.to_text(),
        });
        let cells: Vec<Cow<'_, str>> = cells.collect();
        writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(|e| broken(e.to_string()))?;
    }
    writer.flush().map_err(|error| broken(error.to_string()))?;
    drop(writer);
    Ok(file)
}
