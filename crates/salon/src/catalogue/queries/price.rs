//! What branches charge where it is not the list's price.

use crate::access::At;
use crate::args;
use crate::catalogue::model::{BranchPrice, Priced};
use crate::store::{Row, StoreError, Tx};
use kernel::page::{Cursor, Limit};
use kernel::{BranchId, Money, Page};
use uuid::Uuid;

/// A page of everything in use that has a price, with what a branch charges for it: services that
/// are sold as they are, variants under the name of their service, products.
pub async fn branch_prices(
    tx: &mut Tx<'_>,
    at: At,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<BranchPrice>, StoreError> {
    let sql = "WITH catalogue_priced AS (
                   SELECT s.org_id, s.id, 'service' AS kind, s.name AS name, s.price FROM catalogue_service s
                   WHERE s.org_id = $1 AND s.active = 1
                       AND NOT EXISTS (SELECT 1 FROM catalogue_variant v
                                       WHERE v.org_id = s.org_id AND v.service_id = s.id AND v.active = 1)
                       AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                       WHERE u.org_id = s.org_id AND u.import_id = s.import_id)
                   UNION ALL
                   SELECT v.org_id, v.id, 'variant', s.name || ' · ' || v.name, v.price FROM catalogue_variant v
                   JOIN catalogue_service s ON s.org_id = v.org_id AND s.id = v.service_id
                   WHERE v.org_id = $1 AND v.active = 1 AND s.active = 1
                   UNION ALL
                   SELECT p.org_id, p.id, 'product', p.name, p.price FROM catalogue_product p
                   WHERE p.org_id = $1 AND p.active = 1
                       AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                       WHERE u.org_id = p.org_id AND u.import_id = p.import_id))
               SELECT i.id, i.kind, i.name, i.price, b.price FROM catalogue_priced i
               LEFT JOIN catalogue_price b ON b.org_id = i.org_id AND b.item_id = i.id AND b.branch_id = $2
               WHERE (CASE WHEN i.kind = 'product' THEN 'product' ELSE '' END, i.name, i.id) > ($3, $4, $5)
               ORDER BY CASE WHEN i.kind = 'product' THEN 'product' ELSE '' END, i.name, i.id LIMIT $6";
    let [list, name, id] = after.as_ref().and_then(Cursor::keys).unwrap_or(["", "", ""]);
    let id: Uuid = id.parse().unwrap_or_default();
    let found = tx.rows(sql, args![at.branch(), list, name, id, limit.one_more()], read_price).await?;
    let list = |price: &BranchPrice| if price.kind == Priced::Product { "product" } else { "" };
    Ok(Page::cut(found, limit, |price| Cursor::of(&[list(price), &price.name, &price.item.to_string()])))
}

/// What a branch charges for something; nothing where it follows the list.
pub async fn branch_price(
    tx: &mut Tx<'_>,
    branch: BranchId,
    item: Uuid,
) -> Result<Option<Money>, StoreError> {
    let sql = "SELECT price FROM catalogue_price WHERE org_id = $1 AND branch_id = $2 AND item_id = $3";
    tx.row(sql, args![branch, item], |row| row.take()).await
}

pub async fn put_price(tx: &mut Tx<'_>, at: At, item: Uuid, price: Money) -> Result<(), StoreError> {
    let sql = "INSERT INTO catalogue_price (org_id, branch_id, item_id, price) VALUES ($1, $2, $3, $4)
               ON CONFLICT (org_id, branch_id, item_id) DO UPDATE SET price = EXCLUDED.price";
    tx.put(sql, args![at.branch(), item, price]).await
}

pub async fn forget_price(tx: &mut Tx<'_>, at: At, item: Uuid) -> Result<(), StoreError> {
    let sql = "DELETE FROM catalogue_price WHERE org_id = $1 AND branch_id = $2 AND item_id = $3";
    tx.exec(sql, args![at.branch(), item]).await.map(drop)
}

fn read_price(row: &mut Row) -> Result<BranchPrice, StoreError> {
    let (item, kind) = (row.take()?, row.take_as(Priced::parse)?);
    Ok(BranchPrice { item, kind, name: row.take()?, list_price: row.take()?, price: row.take()? })
}
