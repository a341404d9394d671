//! Every capability's proof of its books, put together.

pub use crate::ledger::Fault;

use crate::store::Tx;
use crate::{bill, card, ledger, loyalty};
use kernel::Problem;

/// What does not hold in the books of this transaction's organisation: for each promise that is
/// broken, the first row that breaks it. Nothing, when everything holds.
pub async fn books(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = ledger::check(tx).await?;
    faults.extend(card::check(tx).await?);
    faults.extend(loyalty::check(tx).await?);
    faults.extend(bill::check(tx).await?);
    Ok(faults)
}
