//! What a till sells: services and products in one list, at the prices of a branch.

use crate::access::At;
use crate::args;
use crate::catalogue::model::{Item, ItemPart, Kind};
use crate::catalogue::rules::Search;
use crate::store::{Row, StoreError, Tx, Val, sixteen};
use kernel::page::{Cursor, Limit};
use kernel::text::pinyin;
use kernel::{Page, ServiceId};

/// Which items are wanted.
#[derive(Default)]
pub struct ItemsWanted {
    /// Only services, or only products.
    pub kind: Option<Kind>,
    /// What was typed or scanned.
    pub search: Search,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many.
    pub limit: Limit,
}

/// An item with what it is ordered by.
struct Found {
    rank: i64,
    list: i64,
    place: i64,
    item: Item,
}

/// A page of what a till sells, without variants and add-ons: first what has exactly this code or
/// barcode, then services, then products, each by category and name.
pub async fn items(tx: &mut Tx<'_>, at: At, wanted: ItemsWanted) -> Result<Page<Item>, StoreError> {
    let sql = "WITH catalogue_item AS (
                   SELECT CAST(0 AS BIGINT) AS list, s.id AS id, COALESCE(s.code, '') AS code, '' AS barcode, s.name AS name,
                       COALESCE(c.name, '') AS category, COALESCE(c.position, 9223372036854775807) AS place,
                       COALESCE(b.price, s.price) AS price, s.setup + s.hands_on + s.processing + s.finishing AS minutes,
                       CAST(0 AS BIGINT) AS stocked
                   FROM catalogue_service s
                   LEFT JOIN catalogue_category c ON c.org_id = s.org_id AND c.id = s.category_id
                   LEFT JOIN catalogue_price b ON b.org_id = s.org_id AND b.item_id = s.id AND b.branch_id = $2
                   WHERE s.org_id = $1 AND s.active = 1 AND s.add_on = 0
                       AND ($3 = ''
                            OR s.id IN (SELECT k.item_id FROM catalogue_search k
                                        WHERE k.org_id = $1 AND k.kind = 'service' AND k.piece >= $3 AND k.piece < $4)
                            OR s.category_id IN (SELECT k.item_id FROM catalogue_search k
                                        WHERE k.org_id = $1 AND k.kind = 'category' AND k.piece >= $3 AND k.piece < $4))
                       AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                       WHERE u.org_id = s.org_id AND u.import_id = s.import_id)
                   UNION ALL
                   SELECT CAST(1 AS BIGINT), p.id, COALESCE(p.code, ''), COALESCE(p.barcode, ''), p.name,
                       COALESCE(c.name, ''), COALESCE(c.position, 9223372036854775807),
                       COALESCE(b.price, p.price), CAST(0 AS BIGINT), p.stocked
                   FROM catalogue_product p
                   LEFT JOIN catalogue_category c ON c.org_id = p.org_id AND c.id = p.category_id
                   LEFT JOIN catalogue_price b ON b.org_id = p.org_id AND b.item_id = p.id AND b.branch_id = $2
                   WHERE p.org_id = $1 AND p.active = 1
                       AND ($3 = ''
                            OR p.id IN (SELECT k.item_id FROM catalogue_search k
                                        WHERE k.org_id = $1 AND k.kind = 'product' AND k.piece >= $3 AND k.piece < $4)
                            OR p.category_id IN (SELECT k.item_id FROM catalogue_search k
                                        WHERE k.org_id = $1 AND k.kind = 'category' AND k.piece >= $3 AND k.piece < $4))
                       AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                       WHERE u.org_id = p.org_id AND u.import_id = p.import_id)),
               catalogue_ranked AS (
                   SELECT CASE WHEN $5 <> '' AND (LOWER(i.code) = $5 OR LOWER(i.barcode) = $5)
                               THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END AS rank,
                       i.list, i.place, i.category, i.name, i.id, i.code, i.barcode, i.price, i.minutes, i.stocked
                   FROM catalogue_item i WHERE i.list >= $6 AND i.list <= $7)
               SELECT r.rank, r.list, r.place, r.id, r.code, r.barcode, r.name, r.category, r.price, r.minutes, r.stocked
               FROM catalogue_ranked r
               WHERE (r.rank, r.list, r.place, r.category, r.name) > ($8, $9, $10, $11, $12)
               ORDER BY r.rank, r.list, r.place, r.category, r.name LIMIT $13";
    let ItemsWanted { kind, search, after, limit } = wanted;
    let (first, last) = kind.map_or((0, 1), |kind| (list_of(kind), list_of(kind)));
    let [rank, list, place, category, name] = after.as_ref().and_then(Cursor::keys).unwrap_or_default();
    let number = |text: &str| text.parse().unwrap_or(i64::MIN);
    let args = args![
        at.branch(),
        search.from,
        search.to,
        search.whole,
        first,
        last,
        number(rank),
        number(list),
        number(place),
        category,
        name,
        limit.one_more()
    ];
    let found = tx.rows(sql, args, read_found).await?;
    let cursor = |Found { rank, list, place, item }: &Found| {
        let number = |number: &i64| number.to_string();
        Cursor::of(&[&number(rank), &number(list), &number(place), &item.category, &item.name])
    };
    Ok(Page::cut(found, limit, cursor).map(|found| found.item))
}

/// The variants in which up to sixteen services are sold in a branch.
pub async fn variants_offered(
    tx: &mut Tx<'_>,
    at: At,
    services: &[ServiceId],
) -> Result<Vec<(ServiceId, ItemPart)>, StoreError> {
    let sql = "SELECT v.service_id, v.id, v.name, COALESCE(b.price, v.price),
                   v.setup + v.hands_on + v.processing + v.finishing
               FROM catalogue_variant v
               LEFT JOIN catalogue_price b ON b.org_id = v.org_id AND b.item_id = v.id AND b.branch_id = $18
               WHERE v.org_id = $1 AND v.active = 1 AND v.service_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY v.service_id, v.position, v.id";
    parts(tx, sql, at, services).await
}

/// What may be sold together with up to sixteen services in a branch.
pub async fn add_ons_offered(
    tx: &mut Tx<'_>,
    at: At,
    services: &[ServiceId],
) -> Result<Vec<(ServiceId, ItemPart)>, StoreError> {
    let sql = "SELECT a.service_id, s.id, s.name, COALESCE(b.price, s.price),
                   s.setup + s.hands_on + s.processing + s.finishing
               FROM catalogue_add_on a
               JOIN catalogue_service s ON s.org_id = a.org_id AND s.id = a.add_on_id
               LEFT JOIN catalogue_price b ON b.org_id = s.org_id AND b.item_id = s.id AND b.branch_id = $18
               WHERE a.org_id = $1 AND s.active = 1 AND s.add_on = 1 AND a.service_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY a.service_id, a.position";
    parts(tx, sql, at, services).await
}

async fn parts(
    tx: &mut Tx<'_>,
    sql: &'static str,
    at: At,
    services: &[ServiceId],
) -> Result<Vec<(ServiceId, ItemPart)>, StoreError> {
    let mut args = sixteen(services);
    args.push(Val::from(at.branch()));
    let read = |row: &mut Row| {
        let service = row.take()?;
        let (id, name) = (row.take()?, row.take()?);
        Ok((service, ItemPart { id, name, price: row.take()?, duration_minutes: row.take()? }))
    };
    tx.rows(sql, args, read).await
}

fn list_of(kind: Kind) -> i64 {
    match kind {
        Kind::Service => 0,
        Kind::Product => 1,
    }
}

fn read_found(row: &mut Row) -> Result<Found, StoreError> {
    let (rank, list, place) = (row.take()?, row.take()?, row.take()?);
    let (id, code, barcode, name): (_, _, _, String) = (row.take()?, row.take()?, row.take()?, row.take()?);
    let item = Item {
        kind: if list == 0 { Kind::Service } else { Kind::Product },
        id,
        code,
        barcode,
        pinyin: pinyin::initials(&name),
        name,
        category: row.take()?,
        price: row.take()?,
        duration_minutes: row.take()?,
        variants: Vec::new(),
        add_ons: Vec::new(),
        stocked: row.take()?,
    };
    Ok(Found { rank, list, place, item })
}
