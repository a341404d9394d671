//! What is found by what.

use crate::args;
use crate::store::{Row, StoreError, Tx};
use uuid::Uuid;

/// Adds a piece by which a category, a service or a product is found.
pub async fn add_piece(
    tx: &mut Tx<'_>,
    kind: &'static str,
    item: Uuid,
    piece: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO catalogue_search (org_id, kind, piece, item_id) VALUES ($1, $2, $3, $4)";
    tx.put(sql, args![kind, piece, item]).await
}

/// Forgets what a category, a service or a product was found by.
pub async fn forget_pieces(tx: &mut Tx<'_>, kind: &'static str, item: Uuid) -> Result<(), StoreError> {
    let sql = "DELETE FROM catalogue_search WHERE org_id = $1 AND kind = $2 AND item_id = $3";
    tx.exec(sql, args![kind, item]).await.map(drop)
}

/// Something that is found by nothing yet.
pub struct Unindexed {
    pub item: Uuid,
    pub name: String,
    pub code: String,
}

/// Services after one of them that are found by nothing yet: they are older than the search.
pub async fn unindexed_services(
    tx: &mut Tx<'_>,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Unindexed>, StoreError> {
    let sql = "SELECT s.id, s.name, COALESCE(s.code, '') FROM catalogue_service s
               WHERE s.org_id = $1 AND s.id > $2
                   AND NOT EXISTS (SELECT 1 FROM catalogue_search k
                                   WHERE k.org_id = s.org_id AND k.kind = 'service' AND k.item_id = s.id)
               ORDER BY s.id LIMIT $3";
    tx.rows(sql, args![after, limit], read_unindexed).await
}

/// Categories after one of them that are found by nothing yet.
pub async fn unindexed_categories(
    tx: &mut Tx<'_>,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Unindexed>, StoreError> {
    let sql = "SELECT c.id, c.name, '' FROM catalogue_category c
               WHERE c.org_id = $1 AND c.id > $2
                   AND NOT EXISTS (SELECT 1 FROM catalogue_search k
                                   WHERE k.org_id = c.org_id AND k.kind = 'category' AND k.item_id = c.id)
               ORDER BY c.id LIMIT $3";
    tx.rows(sql, args![after, limit], read_unindexed).await
}

fn read_unindexed(row: &mut Row) -> Result<Unindexed, StoreError> {
    Ok(Unindexed { item: row.take()?, name: row.take()?, code: row.take()? })
}
