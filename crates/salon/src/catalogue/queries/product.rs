//! Products.

use super::{Placed, range, read_known, some};
use crate::args;
use crate::catalogue::model::{Product, ProductWish, Refusal};
use crate::catalogue::rules::{Known, Search};
use crate::store::{Row, StoreError, Tx, Val, sixteen};
use kernel::page::{Cursor, Limit};
use kernel::text::pinyin;
use kernel::{CategoryId, Id, ImportId, Page, Problem, ProductId};

/// Which products are wanted.
#[derive(Default)]
pub struct ProductsWanted {
    /// Only what is in use, or only what is out of it.
    pub active: Option<bool>,
    /// Only what is counted on the shelf, or only what is not.
    pub stocked: Option<bool>,
    /// What was typed to find them.
    pub search: Search,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many.
    pub limit: Limit,
}

/// A page of the products, by category and name.
pub async fn products(tx: &mut Tx<'_>, wanted: ProductsWanted) -> Result<Page<Product>, StoreError> {
    let sql = "SELECT p.id, p.code, p.barcode, p.name, c.name, p.category_id, p.price, p.cost, p.unit, p.taxes,
                   p.stocked, p.active, COALESCE(c.position, 9223372036854775807)
               FROM catalogue_product p
               LEFT JOIN catalogue_category c ON c.org_id = p.org_id AND c.id = p.category_id
               WHERE p.org_id = $1 AND p.active >= $2 AND p.active <= $3 AND p.stocked >= $4 AND p.stocked <= $5
                   AND ($6 = ''
                        OR p.id IN (SELECT k.item_id FROM catalogue_search k
                                    WHERE k.org_id = $1 AND k.kind = 'product' AND k.piece >= $6 AND k.piece < $7)
                        OR p.category_id IN (SELECT k.item_id FROM catalogue_search k
                                    WHERE k.org_id = $1 AND k.kind = 'category' AND k.piece >= $6 AND k.piece < $7))
                   AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                   WHERE u.org_id = p.org_id AND u.import_id = p.import_id)
                   AND (COALESCE(c.position, 9223372036854775807), COALESCE(c.name, ''), p.name) > ($8, $9, $10)
               ORDER BY COALESCE(c.position, 9223372036854775807), COALESCE(c.name, ''), p.name LIMIT $11";
    let ProductsWanted { active, stocked, search, after, limit } = wanted;
    let ((least, most), (least_stocked, most_stocked)) = (range(active), range(stocked));
    // No name is empty, so every product comes after the empty one.
    let [place, category, name] = after.as_ref().and_then(Cursor::keys).unwrap_or(["", "", ""]);
    let place: i64 = place.parse().unwrap_or(i64::MIN);
    let args = args![
        least,
        most,
        least_stocked,
        most_stocked,
        search.from,
        search.to,
        place,
        category,
        name,
        limit.one_more()
    ];
    let read = |row: &mut Row| Ok(Placed { row: read_product(row)?, place: row.take()? });
    let found = tx.rows(sql, args, read).await?;
    let cursor =
        |Placed { place, row }: &Placed<Product>| Cursor::of(&[&place.to_string(), &row.category, &row.name]);
    Ok(Page::cut(found, limit, cursor).map(|placed| placed.row))
}

/// One product. Refuses: product unknown.
pub async fn find_product(tx: &mut Tx<'_>, id: ProductId) -> Result<Product, Problem> {
    let sql =
        "SELECT p.id, p.code, p.barcode, p.name, c.name, p.category_id, p.price, p.cost, p.unit, p.taxes,
                   p.stocked, p.active
               FROM catalogue_product p
               LEFT JOIN catalogue_category c ON c.org_id = p.org_id AND c.id = p.category_id
               WHERE p.org_id = $1 AND p.id = $2
                   AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                   WHERE u.org_id = p.org_id AND u.import_id = p.import_id)";
    tx.row(sql, args![id], read_product).await?.ok_or_else(|| Refusal::ProductUnknown.into())
}

/// Up to sixteen products by their ids, in the order of these.
pub async fn products_of(tx: &mut Tx<'_>, ids: &[ProductId]) -> Result<Vec<Product>, StoreError> {
    let sql =
        "SELECT p.id, p.code, p.barcode, p.name, c.name, p.category_id, p.price, p.cost, p.unit, p.taxes,
                   p.stocked, p.active
               FROM catalogue_product p
               LEFT JOIN catalogue_category c ON c.org_id = p.org_id AND c.id = p.category_id
               WHERE p.org_id = $1 AND p.id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY p.id";
    tx.rows(sql, sixteen(ids), read_product).await
}

/// Other products that have this name, code or barcode, seen or not: at most three.
pub async fn products_alike(
    tx: &mut Tx<'_>,
    wished: &Known,
    other_than: Option<ProductId>,
) -> Result<Vec<Known>, StoreError> {
    let sql = "SELECT name, code, barcode FROM catalogue_product
               WHERE org_id = $1 AND (name = $2 OR code = $3 OR barcode = $4) AND id <> $5 ORDER BY name";
    let other_than = other_than.map_or(uuid::Uuid::nil(), Id::uuid);
    let Known { name, code, barcode } = wished;
    tx.rows(sql, args![name.as_str(), code.as_str(), barcode.as_str(), other_than], read_known).await
}

/// A product about to be written.
pub struct WrittenProduct<'a> {
    pub wish: &'a ProductWish,
    pub category: Option<CategoryId>,
}

pub async fn insert_product(
    tx: &mut Tx<'_>,
    id: ProductId,
    written: WrittenProduct<'_>,
    import: Option<ImportId>,
) -> Result<(), Problem> {
    let sql = "INSERT INTO catalogue_product (org_id, id, import_id, code, barcode, name, category_id, price, cost, unit,
                   taxes, stocked, active)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
               ON CONFLICT (org_id, name) DO NOTHING";
    let mut args = args![id, import];
    args.extend(columns(written)?);
    Ok(tx.guard(sql, args, Refusal::NameTaken.into()).await?)
}

pub async fn update_product(
    tx: &mut Tx<'_>,
    id: ProductId,
    written: WrittenProduct<'_>,
) -> Result<(), Problem> {
    let sql = "UPDATE catalogue_product SET code = $3, barcode = $4, name = $5, category_id = $6, price = $7, cost = $8,
                   unit = $9, taxes = $10, stocked = $11, active = $12
               WHERE org_id = $1 AND id = $2";
    let mut args = args![id];
    args.extend(columns(written)?);
    Ok(tx.guard(sql, args, Refusal::ProductUnknown.into()).await?)
}

/// The columns that can be wished for, in the order in which both statements name them.
fn columns(WrittenProduct { wish, category }: WrittenProduct<'_>) -> Result<Vec<Val>, Problem> {
    let taxes = serde_json::to_string(&wish.taxes).map_err(Problem::bug)?;
    Ok(args![
        some(&wish.code),
        some(&wish.barcode),
        wish.name.as_str(),
        category,
        wish.price,
        wish.cost,
        wish.unit.as_str(),
        taxes,
        wish.stocked,
        wish.active,
    ])
}

fn read_product(row: &mut Row) -> Result<Product, StoreError> {
    let (id, code, barcode) = (row.take()?, row.take::<Option<String>>()?, row.take::<Option<String>>()?);
    let name: String = row.take()?;
    Ok(Product {
        id,
        code: code.unwrap_or_default(),
        barcode: barcode.unwrap_or_default(),
        pinyin: pinyin::initials(&name),
        name,
        category: row.take::<Option<String>>()?.unwrap_or_default(),
        category_id: row.take()?,
        price: row.take()?,
        cost: row.take()?,
        unit: row.take()?,
        taxes: row.take_json()?,
        stocked: row.take()?,
        active: row.take()?,
    })
}
