//! The points prove themselves against the books.

use super::queries;
use crate::ledger::{self, CHECK_PAGE, Fault, Stretch};
use crate::store::Tx;
use kernel::{Id, LotId, Problem};
use uuid::Uuid;

/// What is promised of points.
pub const PROMISES: &[&str] = &["loyalty.lot_is_in_the_books"];

/// Checks that what is left of each lot is what the books say is owed; gives the first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let left = queries::left_after(tx, LotId::from_uuid(after), CHECK_PAGE).await?;
        let left: Vec<_> = left.into_iter().map(|(lot, left)| (lot.uuid(), left)).collect();
        let stretch = Stretch::of_page(after, &left);
        let held = ledger::held_in(tx, "points_lot", stretch).await?;
        if let Some(fault) = ledger::compare("loyalty.lot_is_in_the_books", &left, &held) {
            return Ok(vec![fault]);
        }
        next = stretch.next();
    }
    Ok(Vec::new())
}
