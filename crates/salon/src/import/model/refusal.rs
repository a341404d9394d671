//! Why a sheet is not taken in.

use super::{DatesRead, Field, Kind};
use kernel::Problem;

/// Why a sheet cannot be checked, or not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such import.
    Unknown,
    /// No row looks like the names of columns.
    NoHeader,
    /// A column was given for a field that does not exist.
    UnknownField(Kind, String),
    /// A column was given that the sheet does not have.
    UnknownHeader {
        /// The field it was given for.
        field: Field,
        /// The column's name, as given.
        header: String,
    },
    /// One column was given for two fields.
    HeaderTwice(String),
    /// Columns are missing without which a file of this kind says nothing.
    ColumnsMissing(Kind),
    /// The file ends in the middle of a row.
    CutShort(u32),
    /// The dates of receipts cannot be read.
    Dates(DatesRead),
    /// Some rows are refused or repeat earlier ones, and it was not said that the others are to
    /// be taken in all the same.
    RowsRefused {
        /// Rows refused.
        rejected: u32,
        /// Rows that repeat an earlier row.
        duplicates: u32,
    },
    /// Another file is being taken in.
    AnotherRuns,
    /// It is being taken in, or was: it cannot be checked anew or removed.
    Started,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Unknown => Problem::not_found("import.unknown", "There is no such import."),
            Refusal::NoHeader => Problem::invalid(
                "columns",
                "import.no_header",
                "No row of the sheet looks like the names of columns.",
            ),
            Refusal::UnknownField(kind, field) => {
                let known: Vec<&str> = kind.fields().iter().map(|field| field.code()).collect();
                let known = known.join(", ");
                let detail = format!("There is no field '{field}'. The fields are: {known}.");
                Problem::invalid("columns", "import.unknown_field", detail)
            }
            Refusal::UnknownHeader { field, header } => {
                let field = format!("columns.{}", field.code());
                let detail = format!("The sheet has no column '{header}'.");
                Problem::invalid(&field, "import.unknown_header", detail).with("header", header)
            }
            Refusal::HeaderTwice(header) => {
                let detail = format!("The column '{header}' was given for two fields.");
                Problem::invalid("columns", "import.header_twice", detail).with("header", header)
            }
            Refusal::ColumnsMissing(Kind::Catalogue) => Problem::invalid(
                "columns",
                "import.catalogue_columns_missing",
                "A column for the name and one for the price are needed. Name them in `columns`.",
            ),
            Refusal::ColumnsMissing(Kind::Stock) => Problem::invalid(
                "columns",
                "import.stock_columns_missing",
                "A column for the quantity and one for the code, the barcode or the name are needed. Name them in `columns`.",
            ),
            Refusal::ColumnsMissing(Kind::History) => Problem::invalid(
                "columns",
                "import.history_columns_missing",
                "Columns for the receipt number, the date, the amount, and the code or the name of what was sold are needed. Name them in `columns`.",
            ),
            Refusal::CutShort(row) => Problem::refused(
                "import.cut_short",
                format!("The file ends in the middle of row {row}. Export it again and take in the whole of it."),
            )
            .with("row", row),
            Refusal::Dates(DatesRead::Mixed) => Problem::refused(
                "import.dates_mixed",
                "Some dates of the file have the day first and others the month. Export it again with dates of one form.",
            ),
            Refusal::Dates(DatesRead::Otherwise) => Problem::invalid(
                "options.dates",
                "import.dates_otherwise",
                "The dates of the file are not written as was said. Say the other form, or none.",
            ),
            Refusal::Dates(_) => Problem::invalid(
                "options.dates",
                "import.dates_unclear",
                "The dates of the file can be read with the day or the month first. Say which: `--dates day-first` or `--dates month-first`.",
            ),
            Refusal::ColumnsMissing(Kind::Customers) => Problem::invalid(
                "columns",
                "import.columns_missing",
                "A column for the name and one for the phone or the card number are needed. Name them in `columns`.",
            ),
            Refusal::RowsRefused { rejected, duplicates } => Problem::refused(
                "import.rows_refused",
                "Some rows cannot be taken in. Correct them, or say that the others are taken in without them.",
            )
            .with("rejected", rejected)
            .with("duplicates", duplicates),
            Refusal::AnotherRuns => Problem::conflict(
                "import.another_runs",
                "Another file is being taken in. Wait until it is done, or remove it.",
            ),
            Refusal::Started => Problem::conflict(
                "import.started",
                "This import is being taken in or was; it cannot be checked anew or removed.",
            ),
        }
    }
}
