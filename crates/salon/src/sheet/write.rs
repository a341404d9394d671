//! Files for spreadsheet programs, in which nothing runs.
//!
//! In an XLSX file a text says that it is one. A program that opens a CSV file takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a
//! carriage return for a formula, and a formula may send the sheet away or start a program. What
//! people typed into a name or a note therefore gets an apostrophe in front, which the program
//! shows as text (OWASP, "CSV Injection").

use super::{Cell, SheetFault};
use rust_xlsxwriter::{ExcelDateTime, Format as Look, Workbook, Worksheet, XlsxError};
use serde::Deserialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// Which kind of file is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SheetFormat)]
pub enum Format {
    /// Text with commas.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// The end of the file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A file of these rows. This works for up to some seconds: never call it where others wait.
pub fn file(format: Format, rows: &[Vec<Cell>]) -> Result<Vec<u8>, SheetFault> {
    match format {
        Format::Csv => csv(rows.iter().map(Vec::as_slice)),
        Format::Xlsx => xlsx(rows).map_err(|error| SheetFault::Broken(error.to_string())),
    }
}

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

/// The digits that a spreadsheet program keeps of a number; a longer one is written as text.
const DIGITS: usize = 15;

fn xlsx(rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Look::new().set_num_format("yyyy-mm-dd");
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            put(sheet, (row, column), cell, &day)?;
        }
    }
    book.save_to_buffer()
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, day: &Look) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Number(text) if text.bytes().filter(u8::is_ascii_digit).count() <= DIGITS => {
            match text.parse::<f64>() {
                Ok(number) => drop(sheet.write_number(row, column, number)?),
                Err(_) => drop(sheet.write_string(row, column, text)?),
            }
        }
        Cell::Date(date) => {
            let parts = (date.year(), date.month(), date.day_of_month());
            let date = ExcelDateTime::from_ymd(
                parts.0.unsigned_abs(),
                parts.1.unsigned_abs(),
                parts.2.unsigned_abs(),
            )?;
            sheet.write_datetime_with_format(row, column, date, day)?;
        }
        Cell::Number(text) | Cell::Text(text) => drop(sheet.write_string(row, column, text)?),
    }
    Ok(())
}
