//! Categories.

use crate::args;
use crate::catalogue::model::{Category, Kind, Refusal};
use crate::store::{Row, StoreError, Tx};
use kernel::{CategoryId, ImportId, Problem};

/// All categories of all kinds in their order, with how much in use stands under each.
pub async fn categories(tx: &mut Tx<'_>) -> Result<Vec<Category>, StoreError> {
    let sql = "SELECT c.id, c.name, c.kind, c.position,
                   (SELECT COUNT(*) FROM catalogue_service s
                    WHERE s.org_id = c.org_id AND s.category_id = c.id AND s.active = 1)
                   + (SELECT COUNT(*) FROM catalogue_product p
                      WHERE p.org_id = c.org_id AND p.category_id = c.id AND p.active = 1)
               FROM catalogue_category c
               WHERE c.org_id = $1
                   AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                   WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY c.kind DESC, c.position, c.name LIMIT 1000";
    tx.rows(sql, args![], read_category).await
}

/// One category. Refuses: category unknown.
pub async fn category(tx: &mut Tx<'_>, id: CategoryId) -> Result<Category, Problem> {
    let sql = "SELECT c.id, c.name, c.kind, c.position,
                   (SELECT COUNT(*) FROM catalogue_service s
                    WHERE s.org_id = c.org_id AND s.category_id = c.id AND s.active = 1)
                   + (SELECT COUNT(*) FROM catalogue_product p
                      WHERE p.org_id = c.org_id AND p.category_id = c.id AND p.active = 1)
               FROM catalogue_category c WHERE c.org_id = $1 AND c.id = $2";
    tx.row(sql, args![id], read_category).await?.ok_or_else(|| Refusal::CategoryUnknown.into())
}

/// The category of a kind that has this name.
pub async fn category_of_name(
    tx: &mut Tx<'_>,
    kind: Kind,
    name: &str,
) -> Result<Option<CategoryId>, StoreError> {
    let sql = "SELECT id FROM catalogue_category WHERE org_id = $1 AND kind = $2 AND name = $3";
    tx.row(sql, args![kind.code(), name], |row| row.take()).await
}

/// Writes a category behind the others of its kind. Refuses: category taken.
pub async fn insert_category(
    tx: &mut Tx<'_>,
    id: CategoryId,
    kind: Kind,
    name: &str,
    import: Option<ImportId>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO catalogue_category (org_id, id, kind, name, position, import_id)
               SELECT $1, $2, $3, $4, COALESCE(MAX(c.position), 0) + 1, $5
               FROM catalogue_category c WHERE c.org_id = $1 AND c.kind = $3
               ON CONFLICT (org_id, kind, name) DO NOTHING";
    tx.guard(sql, args![id, kind.code(), name, import], Refusal::CategoryTaken.into()).await
}

pub async fn change_category(
    tx: &mut Tx<'_>,
    id: CategoryId,
    name: &str,
    position: i64,
) -> Result<(), StoreError> {
    let sql = "UPDATE catalogue_category SET name = $3, position = $4 WHERE org_id = $1 AND id = $2";
    tx.guard(sql, args![id, name, position], Refusal::CategoryUnknown.into()).await
}

/// How much stands under a category, in use or not.
pub async fn count_under(tx: &mut Tx<'_>, id: CategoryId) -> Result<i64, StoreError> {
    let sql = "SELECT (SELECT COUNT(*) FROM catalogue_service s WHERE s.org_id = c.org_id AND s.category_id = c.id)
                   + (SELECT COUNT(*) FROM catalogue_product p WHERE p.org_id = c.org_id AND p.category_id = c.id)
               FROM catalogue_category c WHERE c.org_id = $1 AND c.id = $2";
    Ok(tx.row(sql, args![id], |row| row.take()).await?.unwrap_or(0))
}

pub async fn delete_category(tx: &mut Tx<'_>, id: CategoryId) -> Result<(), StoreError> {
    tx.put("DELETE FROM catalogue_category WHERE org_id = $1 AND id = $2", args![id]).await
}

fn read_category(row: &mut Row) -> Result<Category, StoreError> {
    Ok(Category {
        id: row.take()?,
        name: row.take()?,
        kind: row.take_as(Kind::parse)?,
        position: row.take()?,
        items: row.take()?,
    })
}
