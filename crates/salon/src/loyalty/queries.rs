//! Every statement over `loyalty_*`.

use super::commands::Opening;
use crate::args;
use crate::store::{StoreError, Tx, sixteen};
use kernel::{CustomerId, ImportId, LotId};

pub async fn insert_lot(tx: &mut Tx<'_>, id: LotId, opening: &Opening) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO loyalty_lot (org_id, id, customer_id, branch_id, company_id, at, origin, earned, unused,
                   import_id)
               VALUES ($1, $2, $3, $4, $5, $6, 'opening', $7, $7, $8)";
    let Opening { customer, home, points, import, .. } = *opening;
    tx.put(sql, args![id, customer, home.branch, home.company, tx.now(), points, import]).await
}

/// The points in a customer's own lots.
pub async fn held(tx: &mut Tx<'_>, customer: CustomerId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(unused), 0) AS BIGINT) FROM loyalty_lot
               WHERE org_id = $1 AND customer_id = $2";
    Ok(tx.row(sql, args![customer], |row| row.take()).await?.unwrap_or(0))
}

/// Of sixteen customers those who hold points.
pub async fn holders_among(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<Vec<CustomerId>, StoreError> {
    let sql =
        "SELECT DISTINCT customer_id FROM loyalty_lot WHERE org_id = $1 AND unused <> 0 AND customer_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY customer_id";
    tx.rows(sql, sixteen(ids), |row| row.take()).await
}

/// Some lots of an import.
pub async fn of_import(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<Vec<LotId>, StoreError> {
    let sql = "SELECT id FROM loyalty_lot WHERE org_id = $1 AND import_id = $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![import, limit], |row| row.take()).await
}

/// Deletes a lot. Only for lots that nobody has seen yet.
pub async fn delete_lot(tx: &mut Tx<'_>, lot: LotId) -> Result<(), StoreError> {
    tx.put("DELETE FROM loyalty_lot WHERE org_id = $1 AND id = $2", args![lot]).await
}

/// What is left of each lot, in the order of their ids, after one of them.
pub async fn left_after(tx: &mut Tx<'_>, after: LotId, limit: i64) -> Result<Vec<(LotId, i64)>, StoreError> {
    let sql = "SELECT id, unused FROM loyalty_lot WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![after, limit], |row| Ok((row.take()?, row.take()?))).await
}
