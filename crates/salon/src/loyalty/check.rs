//! The points prove themselves against the books.

use super::queries;
use crate::ledger::{self, CHECK_PAGE, Fault};
use crate::store::Tx;
use kernel::{Id, LotId, Problem};
use uuid::Uuid;

/// Checks that what is left of each lot is what the books say is owed; gives the first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut after = LotId::from_uuid(Uuid::nil());
    loop {
        let left = queries::left_after(tx, after, CHECK_PAGE).await?;
        let Some(&(last, _)) = left.last() else { return Ok(Vec::new()) };
        let left: Vec<_> = left.into_iter().map(|(lot, left)| (lot.uuid(), left)).collect();
        let held = ledger::held_after(tx, "points_lot", after.uuid(), CHECK_PAGE).await?;
        if let Some(fault) = ledger::compare("loyalty.lot_is_in_the_books", &left, &held) {
            return Ok(vec![fault]);
        }
        after = last;
    }
}
