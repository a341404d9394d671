//! What can be done with a bill.

mod debts;
mod draft;
mod editing;
mod history;
mod lines;
mod payers;
mod paying;
mod prepaying;
mod rated;
mod reading;
mod refunding;
mod reversing;
mod splitting;

pub use debts::{PayBack, WriteOff, debts, receipts};
pub use editing::{GiveReduction, Open, Park, RemoveReduction, Resume, SetCustomer, SetRounding, Void};
pub use history::{receipts_on_file, show_history, take_back_history, take_in_history};
pub use lines::{AddLine, ChangeLine, RemoveLine};
pub use payers::Agreed;
pub use paying::{Pay, quote_settlement};
pub use reading::{MarkPrinted, receipt, show, summaries, waiting};
pub use refunding::{GiveBack, quote_refund};
pub use reversing::Reverse;
pub use splitting::{Merge, SplitOff};

use super::model::Head;
use super::{queries, rules};
use crate::access::Permission;
use crate::branch;
use crate::ledger::{self, OpenDay};
use crate::store::Tx;
use kernel::{BillId, BranchId, Cursor, Id, Instant, Problem};

/// The business day on which a branch's work is posted now.
async fn today(tx: &mut Tx<'_>, branch: BranchId) -> Result<OpenDay, Problem> {
    let branch = branch::find(tx, branch).await?;
    ledger::open_day(tx, &branch).await
}

/// Where a row stands in a list that is ordered by time.
fn place_of(at: Instant, id: impl Id) -> Cursor {
    Cursor::of(&[&at.millis().to_string(), &id.uuid().to_string()])
}

/// A bill that may still be changed, by somebody who may. Refuses, in this order: bill unknown,
/// another branch, put aside, given up, paid.
async fn open_bill(tx: &mut Tx<'_>, id: BillId, permission: Permission) -> Result<Head, Problem> {
    let head = found(tx, id, permission).await?;
    rules::check_open(head.state)?;
    Ok(head)
}

/// A bill in whatever state, for somebody who may. Refuses, in this order: bill unknown, another
/// branch.
async fn found(tx: &mut Tx<'_>, id: BillId, permission: Permission) -> Result<Head, Problem> {
    let head = queries::find(tx, id).await?;
    tx.at(permission, head.place.branch)?;
    Ok(head)
}
