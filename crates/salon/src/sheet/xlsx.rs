//! XLSX workbooks: checks what they unfold to, then reads cell by cell.

use super::{Cell, Collector, Limits, Row, Sheet, SheetFault, values};
use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most files in a workbook.
const PARTS: usize = 2_000;

/// Reads the tables of a workbook. Formulas are not evaluated: the value that was saved beside
/// a formula is what stands in its cell.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, SheetFault> {
    check_unfolded(bytes)?;
    // The parser underneath is not ours: were it to stumble over a hostile file, the file is refused
    // and the program goes on.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes)))
        .unwrap_or_else(|_| Err(SheetFault::Broken("the workbook's reader stumbled".to_owned())))
}

/// Unfolds every part once without keeping it, because the sizes that a file declares can lie.
fn check_unfolded(bytes: &[u8]) -> Result<(), SheetFault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > PARTS {
        return Err(SheetFault::Unfolds);
    }
    let fair = u64::try_from(bytes.len()).unwrap_or(u64::MAX).saturating_mul(Limits::RATIO);
    let allowed = Limits::UNFOLDED.min(fair.max(Limits::SMALL));
    let mut unfolded = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let mut rest = part.take(allowed - unfolded + 1);
        unfolded += std::io::copy(&mut rest, &mut std::io::sink()).map_err(broken)?;
        if unfolded > allowed {
            return Err(SheetFault::Unfolds);
        }
    }
    Ok(())
}

fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, SheetFault> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let tables: Vec<_> = workbook.sheets_metadata().to_vec();
    let mut collector = Collector::default();
    let mut sheets = Vec::new();
    for table in tables.into_iter().filter(|table| table.typ == SheetType::WorkSheet) {
        let rows = rows(&mut workbook, &table.name, &mut collector)?;
        sheets.push(Sheet {
            name: table.name,
            visible: table.visible == SheetVisible::Visible,
            rows,
            short_end: None,
        });
    }
    Ok(sheets)
}

/// Reads the cells that are there, wherever they say they stand: a table of two cells a million
/// rows apart must cost two cells.
fn rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    collector: &mut Collector,
) -> Result<Vec<Row>, SheetFault> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let mut table: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut places = 0;
    while let Some(found) = reader.next_cell().map_err(broken)? {
        let ((row, column), cell) = (found.get_position(), cell(found.get_value()));
        if cell.is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= Limits::COLUMNS {
            return Err(SheetFault::TooManyColumns);
        }
        let cells = table.entry(row).or_default();
        if cells.len() <= column {
            places += column + 1 - cells.len();
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        if table.len() > Limits::ROWS {
            return Err(SheetFault::TooManyRows);
        }
        if places > Limits::CELLS {
            return Err(SheetFault::TooManyCells);
        }
    }
    let rows = table.into_iter().map(|(row, cells)| collector.row(row.saturating_add(1), cells));
    rows.filter_map(Result::transpose).collect()
}

fn cell(found: &DataRef<'_>) -> Cell {
    match found {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => number_cell(*number),
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(truth) => Cell::Text(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(moment) => date_cell(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::text(text),
        DataRef::Error(_) => Cell::Text(Data::from(found.clone()).to_string()),
    }
}

fn number_cell(number: f64) -> Cell {
    values::decimal(number).map_or_else(|| Cell::Text(number.to_string()), Cell::Number)
}

/// A number that the workbook shows as a day. One that lies outside the calendar, and a length
/// of time, stay numbers.
fn date_cell(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let in_calendar = moment.is_datetime() && moment.as_f64() >= 1.0;
    let part = |number: u8| i8::try_from(number).ok();
    let day = match (i16::try_from(year), part(month), part(day)) {
        (Ok(year), Some(month), Some(day)) if in_calendar => kernel::Day::new(year, month, day),
        _ => None,
    };
    day.map_or_else(|| number_cell(moment.as_f64()), Cell::Date)
}

fn broken(error: impl std::fmt::Display) -> SheetFault {
    SheetFault::Broken(error.to_string())
}
