//! Recording what rules have decided.

use super::queries;
use super::rules::EntrySet;
use crate::store::Tx;
use kernel::{BillId, BranchId, Day, EntrySetId, Id, ImportId, Problem, RefundId};
use uuid::Uuid;

/// The business row that caused a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A bill was paid.
    Bill(BillId),
    /// A bill was refunded, wholly or in part.
    Refund(RefundId),
    /// A balance was taken in from another program.
    Import(ImportId),
}

impl Source {
    /// The code and the id by which the source is stored.
    pub(super) fn row(self) -> (&'static str, Uuid) {
        match self {
            Source::Bill(id) => ("bill", id.uuid()),
            Source::Refund(id) => ("refund", id.uuid()),
            Source::Import(id) => ("import", id.uuid()),
        }
    }
}

/// A set to be recorded, and what it is about.
#[derive(Clone, Debug)]
pub struct Posting<'a> {
    /// What moves.
    pub set: &'a EntrySet,
    /// Where it happened.
    pub branch: BranchId,
    /// On which business day of that branch.
    pub day: Day,
    /// What caused it.
    pub source: Source,
    /// Why, in a word or a sentence of the person who did it.
    pub reason: &'a str,
}

/// Records a set. One that moves nothing is not recorded.
pub async fn post(tx: &mut Tx<'_>, posting: Posting<'_>) -> Result<(), Problem> {
    if posting.set.is_empty() {
        return Ok(());
    }
    let id: EntrySetId = tx.new_id();
    queries::insert_set(tx, id, &posting).await?;
    for (position, entry) in (0_i64..).zip(posting.set.entries()) {
        queries::insert_entry(tx, id, position, entry).await?;
    }
    Ok(())
}

/// Deletes some sets of an import that nobody has seen yet, and says how many; none when all are
/// gone. What has been seen is never deleted but reversed.
pub async fn remove_import(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<usize, Problem> {
    let sets = queries::sets_of_import(tx, import, limit).await?;
    for &set in &sets {
        queries::delete_set(tx, set).await?;
    }
    Ok(sets.len())
}
