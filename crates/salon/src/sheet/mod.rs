//! Tables that come from and go to spreadsheet programs.
//!
//! **What.** Reads CSV and XLSX files into rows of typed cells that keep the sheet's own row
//! numbers, and writes CSV and XLSX that a spreadsheet shows and never runs. It knows nothing of what the
//! columns mean.
//!
//! **Words.** *sheet*: one table of a file; *row number*: what the spreadsheet program shows at
//! the left, from 1, blank rows counted; *cell*: text, number, day or nothing.
//!
//! **Owns.** No tables.
//!
//! **Promises.**
//! - No file, however hostile, takes more than the [limits](Limits) or ends the program
//!   (`a_zip_bomb_is_refused_before_it_is_read`, `no_bytes_are_too_strange`).
//! - A number is the decimal text that the spreadsheet program shows; no amount passes through
//!   float arithmetic (`numbers_come_as_the_decimals_that_are_shown`).
//! - No formula is evaluated when reading, and none can be planted by writing
//!   (`what_a_spreadsheet_would_run_is_written_as_text`).
//!
//! **Leans on.** `kernel`.

mod csv;
mod fault;
pub mod values;
pub mod write;
mod xlsx;

pub use fault::SheetFault;
use kernel::Day;
use std::borrow::Cow;

/// What a file may hold at most. Counted while reading, before anything is kept.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

impl Limits {
    /// Bytes of the file.
    pub const FILE: usize = 20 * 1024 * 1024;
    /// Bytes that a compressed file may unfold to.
    pub const UNFOLDED: u64 = 200 * 1024 * 1024;
    /// How many times larger than itself a file may unfold, once it is past [`Limits::SMALL`].
    pub const RATIO: u64 = 200;
    /// Bytes up to which no ratio is asked: small tables compress very well.
    pub const SMALL: u64 = 8 * 1024 * 1024;
    /// Rows that hold something, over all sheets of a file.
    pub const ROWS: usize = 200_000;
    /// Columns.
    pub const COLUMNS: usize = 200;
    /// Cells, over all sheets of a file.
    pub const CELLS: usize = 5_000_000;
    /// Characters of one cell.
    pub const CELL: usize = 4_000;
}

/// One table of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name in the workbook; empty for CSV.
    pub name: String,
    /// Whether the workbook shows it.
    pub visible: bool,
    /// The rows that hold something, in their order.
    pub rows: Vec<Row>,
    /// The last row, where it ends before the columns that the rows before it agree on: as a rule the
    /// file was cut off there. A workbook that was cut off is none.
    pub short_end: Option<u32>,
}

/// A row that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number that the spreadsheet program shows, from 1.
    pub number: u32,
    /// The cells up to the last one that holds something.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, as written.
    Text(String),
    /// A number, as decimal text without grouping, such as `-1647.04`.
    Number(String),
    /// A day; the time of day, if there was one, is left out.
    Date(Day),
}

impl Cell {
    /// A cell of text; empty when there is nothing but white space.
    pub fn text(text: &str) -> Cell {
        if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty)
    }

    /// The content as text; a day as `YYYY-MM-DD`.
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) | Cell::Number(text) => Cow::Borrowed(text),
            Cell::Date(day) => Cow::Owned(day.to_string()),
        }
    }
}

impl Row {
    /// The cell of a column, counted from 0; nothing beyond the last.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// Reads a file: an XLSX workbook, or CSV in UTF-8, UTF-16 (with its mark) or GB18030. What it
/// is shows in its bytes; its name is not asked. This works for up to some seconds: never
/// call it where others wait.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, SheetFault> {
    if bytes.len() > Limits::FILE {
        return Err(SheetFault::TooLarge);
    }
    let sheets = match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx::read(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(SheetFault::OldExcel),
        _ => vec![csv::read(bytes)?],
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(SheetFault::Empty);
    }
    Ok(sheets)
}

/// Collects the cells of a file and stops at the first limit.
#[derive(Default)]
struct Collector {
    rows: usize,
    cells: usize,
}

impl Collector {
    /// Counts a row and its cells, trailing empty ones left out; `None` for a row of nothing.
    fn row(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<Option<Row>, SheetFault> {
        let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        cells.truncate(used);
        if cells.is_empty() {
            return Ok(None);
        }
        if cells.len() > Limits::COLUMNS {
            return Err(SheetFault::TooManyColumns);
        }
        if cells.iter().any(|cell| cell.to_text().chars().count() > Limits::CELL) {
            return Err(SheetFault::CellTooLong { row: number });
        }
        self.rows += 1;
        self.cells += cells.len();
        if self.rows > Limits::ROWS {
            return Err(SheetFault::TooManyRows);
        }
        if self.cells > Limits::CELLS {
            return Err(SheetFault::TooManyCells);
        }
        Ok(Some(Row { number, cells }))
    }
}

#[cfg(test)]
mod tests;
