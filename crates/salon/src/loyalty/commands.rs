//! How points come to be.

use super::{queries, rules};
use crate::customer;
use crate::ledger::{self, EntrySet, Posting, Site, Source};
use crate::store::Tx;
use kernel::{CustomerId, Day, ImportId, LotId, Problem};

/// Points that another program kept for a customer.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// Whose.
    pub customer: CustomerId,
    /// Where they are kept from now on.
    pub home: Site,
    /// The business day on which they are taken in.
    pub day: Day,
    /// How many; above nothing.
    pub points: i64,
    /// The import.
    pub import: ImportId,
}

/// Takes points in from another program.
pub async fn take_in(tx: &mut Tx<'_>, opening: Opening) -> Result<LotId, Problem> {
    let id: LotId = tx.new_id();
    queries::insert_lot(tx, id, &opening).await?;
    let set = EntrySet::balanced(rules::issue(id, opening.home, opening.points))?;
    let posting = Posting {
        set: &set,
        branch: opening.home.branch,
        day: opening.day,
        source: Source::Import(opening.import),
        reason: "",
    };
    ledger::post(tx, posting).await?;
    Ok(id)
}

/// Deletes some points of an import that nobody has seen yet, and says how many lots; none when all
/// are gone. Their entries go with [`ledger::remove_import`].
pub async fn remove_taken_in(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<usize, Problem> {
    let lots = queries::of_import(tx, import, limit).await?;
    for &lot in &lots {
        queries::delete_lot(tx, lot).await?;
    }
    Ok(lots.len())
}

/// The points that a customer holds, with those of who was merged into them.
pub async fn held(tx: &mut Tx<'_>, customer: CustomerId) -> Result<i64, Problem> {
    let mut held = 0;
    for holder in customer::group(tx, customer).await? {
        held += queries::held(tx, holder).await?;
    }
    Ok(held)
}
