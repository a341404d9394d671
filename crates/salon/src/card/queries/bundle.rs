//! Bundles and trials.

use crate::args;
use crate::store::{StoreError, Tx};
use kernel::{CustomerId, LotId, PlanId};

/// Whether a customer has a card of a plan, or had one whose sale was not undone.
pub async fn has_had(tx: &mut Tx<'_>, customer: CustomerId, plan: PlanId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM card c WHERE c.org_id = $1 AND c.customer_id = $2 AND c.plan_id = $3
                   AND (c.state <> 'closed' OR EXISTS (
                       SELECT 1 FROM card_visits_move m WHERE m.org_id = c.org_id AND m.card_id = c.id
                           AND m.kind IN ('use', 'closing', 'transfer')))
               ORDER BY c.id LIMIT 1";
    let found: Option<i64> = tx.row(sql, args![customer, plan], |row| row.take()).await?;
    Ok(found.is_some())
}

/// Remembers that a lot was sold together with another one.
pub async fn set_sold_with(tx: &mut Tx<'_>, lot: LotId, first: LotId) -> Result<(), StoreError> {
    tx.put("UPDATE card_visits SET sold_with = $3 WHERE org_id = $1 AND id = $2", args![lot, first]).await
}

/// The other lots that were sold together with one.
pub async fn sold_with(tx: &mut Tx<'_>, first: LotId) -> Result<Vec<LotId>, StoreError> {
    let sql = "SELECT id FROM card_visits WHERE org_id = $1 AND sold_with = $2 ORDER BY id";
    tx.rows(sql, args![first], |row| row.take()).await
}

/// Whether a lot is one of visits.
pub async fn are_visits(tx: &mut Tx<'_>, lot: LotId) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM card_visits WHERE org_id = $1 AND id = $2";
    Ok(tx.row(sql, args![lot], |row| row.take()).await?.unwrap_or(0_i64) > 0)
}
