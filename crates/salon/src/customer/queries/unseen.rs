//! Customers of an import that is being written: nobody sees them until all are there.

use crate::args;
use crate::store::{StoreError, Tx};
use kernel::{CustomerId, ImportId};

/// Hides the customers of an import.
pub async fn hide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "INSERT INTO customer_unseen (org_id, import_id) VALUES ($1, $2)
               ON CONFLICT (org_id, import_id) DO NOTHING";
    tx.exec(sql, args![import]).await.map(drop)
}

/// Shows the customers of an import, all at once.
pub async fn show(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "DELETE FROM customer_unseen WHERE org_id = $1 AND import_id = $2";
    tx.exec(sql, args![import]).await.map(drop)
}

/// Whether an import is being written whose customers nobody sees yet.
pub async fn any_hidden(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT import_id FROM customer_unseen WHERE org_id = $1 ORDER BY import_id LIMIT 1";
    Ok(tx.row(sql, args![], |row| row.take::<ImportId>()).await?.is_some())
}

/// Some customers of an import.
pub async fn of_import(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT id FROM customer WHERE org_id = $1 AND import_id = $2 ORDER BY id DESC LIMIT $3";
    tx.rows(sql, args![import, limit], |row| row.take()).await
}

/// Removes the row of a customer whom nobody has seen.
pub async fn remove(tx: &mut Tx<'_>, id: CustomerId) -> Result<(), StoreError> {
    let sql = "DELETE FROM customer_number WHERE org_id = $1 AND customer_id = $2";
    tx.exec(sql, args![id]).await?;
    let sql = "UPDATE customer SET referrer_id = NULL WHERE org_id = $1 AND referrer_id = $2";
    tx.exec(sql, args![id]).await?;
    let sql = "DELETE FROM customer
               WHERE org_id = $1 AND id = $2 AND import_id IN (SELECT import_id FROM customer_unseen WHERE org_id = $1)";
    tx.put(sql, args![id]).await
}
