//! What an import writes: nobody sees it until all is there.

use super::read_known;
use crate::args;
use crate::catalogue::rules::Known;
use crate::store::{StoreError, Tx};
use kernel::{CategoryId, ImportId, ProductId, ServiceId};

/// Hides the rows of an import.
pub async fn hide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "INSERT INTO catalogue_unseen (org_id, import_id) VALUES ($1, $2)
               ON CONFLICT (org_id, import_id) DO NOTHING";
    tx.exec(sql, args![import]).await.map(drop)
}

/// Shows the rows of an import, all at once.
pub async fn unhide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "DELETE FROM catalogue_unseen WHERE org_id = $1 AND import_id = $2";
    tx.exec(sql, args![import]).await.map(drop)
}

/// By what services after a name are known, seen or not.
pub async fn services_known_after(
    tx: &mut Tx<'_>,
    after: &str,
    limit: i64,
) -> Result<Vec<Known>, StoreError> {
    let sql = "SELECT name, code, '' FROM catalogue_service
               WHERE org_id = $1 AND name > $2 ORDER BY name LIMIT $3";
    tx.rows(sql, args![after, limit], read_known).await
}

/// By what products after a name are known, seen or not, with whether each is counted on the shelf.
pub async fn products_known_after(
    tx: &mut Tx<'_>,
    after: &str,
    limit: i64,
) -> Result<Vec<(ProductId, bool, Known)>, StoreError> {
    let sql = "SELECT id, stocked, name, code, barcode FROM catalogue_product
               WHERE org_id = $1 AND name > $2 ORDER BY name LIMIT $3";
    tx.rows(sql, args![after, limit], |row| Ok((row.take()?, row.take()?, read_known(row)?))).await
}

/// The product that has this barcode, or else this code, or else this name.
pub async fn product_known(tx: &mut Tx<'_>, known: &Known) -> Result<Option<ProductId>, StoreError> {
    let sql = "SELECT p.id FROM catalogue_product p
               WHERE p.org_id = $1 AND (p.barcode = $2 OR p.code = $3 OR p.name = $4)
                   AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                   WHERE u.org_id = p.org_id AND u.import_id = p.import_id)
               ORDER BY CASE WHEN p.barcode = $2 THEN 0 WHEN p.code = $3 THEN 1 ELSE 2 END LIMIT 1";
    let Known { name, code, barcode } = known;
    tx.row(sql, args![barcode.as_str(), code.as_str(), name.as_str()], |row| row.take()).await
}

/// The service that has this code, or else this name, seen or not.
pub async fn service_named(
    tx: &mut Tx<'_>,
    code: Option<&str>,
    name: &str,
) -> Result<Option<ServiceId>, StoreError> {
    let sql = "SELECT id FROM catalogue_service WHERE org_id = $1 AND (code = $2 OR name = $3)
               ORDER BY CASE WHEN code = $2 THEN 0 ELSE 1 END, id LIMIT 1";
    tx.row(sql, args![code, name], |row| row.take()).await
}

/// The product that has this code, or else this name, seen or not.
pub async fn product_named(
    tx: &mut Tx<'_>,
    code: Option<&str>,
    name: &str,
) -> Result<Option<ProductId>, StoreError> {
    let sql = "SELECT id FROM catalogue_product WHERE org_id = $1 AND (code = $2 OR name = $3)
               ORDER BY CASE WHEN code = $2 THEN 0 ELSE 1 END, id LIMIT 1";
    tx.row(sql, args![code, name], |row| row.take()).await
}

/// Some services of an import.
pub async fn services_of_import(
    tx: &mut Tx<'_>,
    import: ImportId,
    limit: i64,
) -> Result<Vec<ServiceId>, StoreError> {
    let sql = "SELECT id FROM catalogue_service WHERE org_id = $1 AND import_id = $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![import, limit], |row| row.take()).await
}

/// Some products of an import.
pub async fn products_of_import(
    tx: &mut Tx<'_>,
    import: ImportId,
    limit: i64,
) -> Result<Vec<ProductId>, StoreError> {
    let sql = "SELECT id FROM catalogue_product WHERE org_id = $1 AND import_id = $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![import, limit], |row| row.take()).await
}

/// Some categories of an import under which nothing stands any more.
pub async fn empty_categories_of_import(
    tx: &mut Tx<'_>,
    import: ImportId,
    limit: i64,
) -> Result<Vec<CategoryId>, StoreError> {
    let sql = "SELECT c.id FROM catalogue_category c
               WHERE c.org_id = $1 AND c.import_id = $2
                   AND NOT EXISTS (SELECT 1 FROM catalogue_service s WHERE s.org_id = c.org_id AND s.category_id = c.id)
                   AND NOT EXISTS (SELECT 1 FROM catalogue_product p WHERE p.org_id = c.org_id AND p.category_id = c.id)
               ORDER BY c.id LIMIT $3";
    tx.rows(sql, args![import, limit], |row| row.take()).await
}

/// Removes a service that nobody has seen.
pub async fn delete_service(tx: &mut Tx<'_>, id: ServiceId) -> Result<(), StoreError> {
    let sql = "DELETE FROM catalogue_service
               WHERE org_id = $1 AND id = $2
                   AND import_id IN (SELECT import_id FROM catalogue_unseen WHERE org_id = $1)";
    tx.put(sql, args![id]).await
}

/// Removes a product that nobody has seen.
pub async fn delete_product(tx: &mut Tx<'_>, id: ProductId) -> Result<(), StoreError> {
    let sql = "DELETE FROM catalogue_product
               WHERE org_id = $1 AND id = $2
                   AND import_id IN (SELECT import_id FROM catalogue_unseen WHERE org_id = $1)";
    tx.put(sql, args![id]).await
}
