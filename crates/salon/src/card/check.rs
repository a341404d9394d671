//! The cards prove themselves against their moves and against the books.

use super::model::Value;
use super::queries;
use crate::ledger::{self, CHECK_PAGE, Fault};
use crate::store::Tx;
use kernel::{Id, LotId, Money, Problem};
use uuid::Uuid;

/// Checks that what is left of each lot is the sum of its moves and what the books say is owed.
/// Each promise gives its first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Vec::new();
    if let Some(lot) = queries::first_wrong_lot(tx).await? {
        faults.push(Fault::new("card.lot_is_its_moves", lot, "what is left is not the sum of the moves"));
    }
    faults.extend(first_wrong_balance(tx, "card_principal", |left| left.principal).await?);
    faults.extend(first_wrong_balance(tx, "card_bonus", |left| left.bonus).await?);
    Ok(faults)
}

/// The first lot of which one part is not what the ledger holds for it.
async fn first_wrong_balance(
    tx: &mut Tx<'_>,
    account: &'static str,
    part: impl Fn(Value) -> Money,
) -> Result<Option<Fault>, Problem> {
    let mut after = LotId::from_uuid(Uuid::nil());
    loop {
        let left = queries::left_after(tx, after, CHECK_PAGE).await?;
        let Some(&(last, _)) = left.last() else { return Ok(None) };
        let left: Vec<_> = left.iter().map(|&(lot, left)| (lot.uuid(), part(left).to_minor())).collect();
        let held = ledger::held_after(tx, account, after.uuid(), CHECK_PAGE).await?;
        if let Some(fault) = ledger::compare("card.lot_is_in_the_books", &left, &held) {
            return Ok(Some(fault));
        }
        after = last;
    }
}
