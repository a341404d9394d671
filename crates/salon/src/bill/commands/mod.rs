//! What can be done with a bill.

mod editing;
mod paying;
mod reading;
mod refunding;

pub use editing::{
    AddLine, ChangeLine, GiveReduction, Open, Park, RemoveLine, RemoveReduction, Resume, SetCustomer,
    SetRounding, Void,
};
pub use paying::{Pay, quote_settlement};
pub use reading::{MarkPrinted, receipt, show, summaries};
pub use refunding::{GiveBack, quote_refund};

use super::model::Head;
use super::{queries, rules};
use crate::access::Permission;
use crate::store::Tx;
use kernel::{BillId, Problem};

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
