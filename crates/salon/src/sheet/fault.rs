//! Why a file cannot be read as a table.

use kernel::{Kind, Problem};

/// Why a file cannot be read as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetFault {
    /// More bytes than are taken.
    TooLarge,
    /// Compressed so that it would fill the memory.
    Unfolds,
    /// An `.xls` of before 2007, or a workbook with a password: both are the same kind of file.
    OldExcel,
    /// A web page or another kind of file.
    NotASheet,
    /// Text in no encoding that is known here.
    Encoding,
    /// Damaged; the cause is for the log.
    Broken(String),
    /// No cell holds anything.
    Empty,
    /// More rows than are taken.
    TooManyRows,
    /// More columns than are taken.
    TooManyColumns,
    /// More cells than are taken.
    TooManyCells,
    /// A cell with more text than is taken.
    CellTooLong {
        /// The row that it stands in.
        row: u32,
    },
}

impl From<SheetFault> for Problem {
    fn from(fault: SheetFault) -> Problem {
        let refuse = |code, detail| Problem::new(Kind::Invalid, code, detail);
        match fault {
            SheetFault::TooLarge => {
                Problem::new(Kind::TooLarge, "sheet.too_large", "The file is larger than 20 MiB.")
            }
            SheetFault::Unfolds => {
                refuse("sheet.unfolds", "The compressed file unfolds to more than is taken.")
            }
            SheetFault::OldExcel => refuse(
                "sheet.old_excel",
                "This is an old .xls file or has a password. Save it as .xlsx without a password, or as CSV.",
            ),
            SheetFault::NotASheet => {
                refuse("sheet.not_a_sheet", "This is no table. An .xlsx workbook or a CSV file is read.")
            }
            SheetFault::Encoding => {
                refuse("sheet.encoding_unknown", "The text is neither UTF-8 nor GB18030. Save it as UTF-8.")
            }
            SheetFault::Broken(cause) => {
                let detail = "The file is damaged. Open it in a spreadsheet program and save it again.";
                Problem { cause: Some(cause), ..refuse("sheet.broken", detail) }
            }
            SheetFault::Empty => refuse("sheet.empty", "There is nothing in the file."),
            SheetFault::TooManyRows => {
                refuse("sheet.too_many_rows", "The file has more than 200,000 rows. Split it.")
            }
            SheetFault::TooManyColumns => {
                refuse("sheet.too_many_columns", "The file has more than 200 columns.")
            }
            SheetFault::TooManyCells => {
                refuse("sheet.too_many_cells", "The file has more than 5 million cells.")
            }
            SheetFault::CellTooLong { row } => {
                let detail = format!("A cell of row {row} has more than 4,000 characters.");
                Problem::new(Kind::Invalid, "sheet.cell_too_long", detail).with("row", row)
            }
        }
    }
}
