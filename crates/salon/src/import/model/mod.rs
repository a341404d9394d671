//! What a sheet says, row by row, and what became of it.

mod fault;
mod field;
mod record;
mod refusal;
mod report;

pub use fault::{Double, Fault};
pub use field::{Field, Kind};
pub use record::{
    Checked, Client, Goods, Identity, Key, Known, Member, OpeningCost, ReadRow, Receipt, ReceiptLine, Record,
    StockRow, Verdict,
};
pub use refusal::Refusal;
pub use report::{
    ApplyWish, ColumnsWish, DateForm, DatesRead, Import, Options, Preview, Report, RowProblem, Said, State,
    Sums,
};
