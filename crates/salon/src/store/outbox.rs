//! What happened, read back from the outbox for open screens.

use super::{Db, StoreError};
use kernel::{BranchId, Instant, OrganisationId, RowId};
use uuid::Uuid;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The message's own id.
    pub id: RowId,
    /// When.
    pub at: Instant,
    /// `capability.what_happened`.
    pub topic: String,
    /// The row it happened to.
    pub subject: Uuid,
    /// The branch it happened in, when it belongs to one.
    pub branch: Option<BranchId>,
}

impl Db {
    /// Everything told since a moment, oldest first, at most a thousand. Transactions end in
    /// another order than their times, so a reader looks back a little and skips what it has seen.
    pub async fn told_since(&self, since: Instant) -> Result<Vec<Told>, StoreError> {
        let sql = "SELECT org_id, id, at, topic, subject_id, branch_id FROM store_outbox
                   WHERE at >= $1 ORDER BY at, id LIMIT 1000";
        let rows = self.global_rows(sql, crate::args![since]).await?;
        let read = |mut row: super::Row| {
            Ok(Told {
                organisation: row.take()?,
                id: row.take()?,
                at: row.take()?,
                topic: row.take()?,
                subject: row.take()?,
                branch: row.take()?,
            })
        };
        rows.into_iter().map(read).collect()
    }
}
