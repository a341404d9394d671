//! Customers who are one person, and those who share a phone.

use super::person::summaries;
use crate::args;
use crate::customer::model::{CustomerSummary, Refusal};
use crate::store::{StoreError, Tx};
use kernel::{BranchId, CustomerId, Day, Instant, Problem};

/// The one who survives; somebody who was never merged, unchanged. Refuses: unknown.
pub async fn resolve(tx: &mut Tx<'_>, id: CustomerId) -> Result<CustomerId, Problem> {
    let sql = "SELECT COALESCE(merged_into, id) FROM customer WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], |row| row.take()).await?.ok_or_else(|| Refusal::Unknown.into())
}

/// The one who survives and all who were merged into them. Empty for somebody unknown.
pub async fn group(tx: &mut Tx<'_>, id: CustomerId) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT o.id
               FROM customer m JOIN customer o ON o.org_id = m.org_id
                   AND (o.id = COALESCE(m.merged_into, m.id) OR o.merged_into = COALESCE(m.merged_into, m.id))
               WHERE m.org_id = $1 AND m.id = $2
               ORDER BY CASE WHEN o.merged_into IS NULL THEN 0 ELSE 1 END, o.id";
    tx.rows(sql, args![id], |row| row.take()).await
}

/// Merges somebody, and those who were merged into them, into one who survives. Refuses: merged already.
pub async fn merge(tx: &mut Tx<'_>, from: CustomerId, into: CustomerId) -> Result<(), StoreError> {
    let sql = "UPDATE customer SET merged_into = $3 WHERE org_id = $1 AND merged_into = $2";
    tx.exec(sql, args![from, into]).await?;
    let sql = "UPDATE customer SET merged_into = $3, version = version + 1
               WHERE org_id = $1 AND id = $2 AND merged_into IS NULL";
    tx.guard(sql, args![from, into], Refusal::MergedAlready.into()).await
}

/// What a walk-in takes over who turns out to be a member.
pub struct Membership<'a> {
    pub number: &'a str,
    pub registered_at: Option<Instant>,
    pub branch: Option<BranchId>,
}

/// Moves a membership to a walk-in: a number belongs to one row.
pub async fn move_membership(
    tx: &mut Tx<'_>,
    from: CustomerId,
    into: CustomerId,
    membership: &Membership<'_>,
) -> Result<(), StoreError> {
    let sql = "UPDATE customer SET member_number = NULL WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![from]).await?;
    let sql =
        "UPDATE customer SET kind = 'member', member_number = $3, registered_at = $4, registered_branch = $5
               WHERE org_id = $1 AND id = $2";
    let Membership { number, registered_at, branch } = *membership;
    tx.put(sql, args![into, number, registered_at, branch]).await
}

/// The days on which two rows of a person came last are one.
pub async fn move_visit(tx: &mut Tx<'_>, into: CustomerId, day: Option<Day>) -> Result<(), StoreError> {
    match day {
        Some(day) => super::visited(tx, into, day).await,
        None => Ok(()),
    }
}

/// The others who have a phone of somebody's, of those merged into them too.
pub async fn family(tx: &mut Tx<'_>, id: CustomerId) -> Result<Vec<CustomerSummary>, StoreError> {
    let sql = "SELECT DISTINCT c.id, c.kind, c.walk_in_number, c.member_number, c.name, c.phone, c.tags, c.registered_at,
                   c.last_visit
               FROM customer mine
                   JOIN customer_phone p ON p.org_id = mine.org_id AND p.customer_id = mine.id AND p.part = 'whole'
                   JOIN customer_phone q ON q.org_id = p.org_id AND q.part = p.part AND q.digest = p.digest
                   JOIN customer m ON m.org_id = q.org_id AND m.id = q.customer_id
                   JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE mine.org_id = $1 AND (mine.id = $2 OR mine.merged_into = $2) AND c.id <> $2
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY c.id LIMIT 100";
    summaries(tx, sql, args![id]).await
}

/// Digests of phones that several people have, in their own order.
pub async fn shared_phones(tx: &mut Tx<'_>, after: Vec<u8>, limit: i64) -> Result<Vec<Vec<u8>>, StoreError> {
    let sql = "SELECT p.digest
               FROM customer_phone p JOIN customer m ON m.org_id = p.org_id AND m.id = p.customer_id
               WHERE p.org_id = $1 AND p.part = 'whole' AND p.digest > $2
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = m.org_id AND u.import_id = m.import_id)
               GROUP BY p.digest HAVING COUNT(DISTINCT COALESCE(m.merged_into, m.id)) > 1
               ORDER BY p.digest LIMIT $3";
    tx.rows(sql, args![after, limit], |row| row.take()).await
}
