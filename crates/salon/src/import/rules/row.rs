//! What rows of every kind have in common.

use super::headers::Layout;
use crate::import::model::{Fault, Field, Options};
use crate::sheet::values::{self, AmountFault, WholeFault};
use crate::sheet::{Cell, Row};
use kernel::text::fold;
use kernel::{Day, Money};

/// What stands where the sums and signatures of a sheet stand.
const REMARKS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "总合计",
    "汇总",
    "共计",
    "合計",
    "總計",
    "小計",
    "制表",
    "打印",
    "导出",
    "以上",
    "说明",
    "total",
    "sum",
    "subtotal",
    "grandtotal",
];

/// What reading a row depends on besides the row.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The day of reading: nothing was opened and nobody was born after it.
    pub today: Day,
    /// How many decimals the currency has.
    pub decimals: u32,
    /// How the other program writes what no column says.
    pub options: Options,
}

/// Whether a row names nothing but is a total or a signature: one of its cells says so, and besides
/// it there is nothing by which a row is known.
pub(super) fn is_remark(row: &Row, layout: &Layout) -> bool {
    let says_so = |cell: &Cell| {
        let word = fold::lower(&cell.to_text()).replace(' ', "");
        let rests = REMARKS.iter().filter_map(|remark| word.strip_prefix(remark));
        rests.into_iter().any(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
    };
    let nobody = |field: Field| {
        let cell = layout.cell(row, field);
        cell.is_empty() || says_so(cell)
    };
    layout.kind.naming().iter().all(|field| nobody(*field)) && row.cells.iter().any(says_so)
}

/// An amount; nothing where the cell says so.
pub(super) fn some_amount(cell: &Cell, field: Field, decimals: u32) -> Result<Option<Money>, Fault> {
    values::amount(cell, decimals).map_err(|fault| match fault {
        AmountFault::NotAnAmount => Fault::NotAnAmount(field),
        AmountFault::TooManyDecimals => Fault::TooManyDecimals,
        AmountFault::Negative => Fault::Negative(field),
        AmountFault::TooLarge => Fault::TooLarge(field),
    })
}

/// An amount; zero where the cell says that there is none.
pub(super) fn amount(cell: &Cell, field: Field, decimals: u32) -> Result<Money, Fault> {
    some_amount(cell, field, decimals).map(Option::unwrap_or_default)
}

/// A whole number; nothing where the cell says so.
pub(super) fn whole(cell: &Cell, field: Field, not_whole: Fault) -> Result<Option<i64>, Fault> {
    values::whole(cell).map_err(|fault| match fault {
        WholeFault::NotWhole => not_whole,
        WholeFault::Negative => Fault::Negative(field),
        WholeFault::TooLarge => Fault::TooLarge(field),
    })
}

/// A text of one line; empty where the cell says that there is none.
pub(super) fn line(cell: &Cell, field: Field, longest: usize) -> Result<String, Fault> {
    let text = fold::plain(&cell.to_text());
    match text.chars().count() {
        _ if values::says_nothing(&text) => Ok(String::new()),
        count if count <= longest => Ok(text),
        _ => Err(Fault::TextTooLong(field)),
    }
}
