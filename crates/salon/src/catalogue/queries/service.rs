//! Services, their variants, and what is sold together with them.

use super::{Placed, range, read_known, some};
use crate::args;
use crate::catalogue::model::{Blocks, Refusal, Service, ServiceWish, Variant};
use crate::catalogue::rules::{Known, Search};
use crate::store::{Row, StoreError, Tx, Val, sixteen};
use kernel::page::{Cursor, Limit};
use kernel::text::pinyin;
use kernel::{CategoryId, Id, ImportId, Page, Problem, ServiceId, VariantId};

/// Which services are wanted.
#[derive(Default)]
pub struct ServicesWanted {
    /// Only what is in use, or only what is out of it.
    pub active: Option<bool>,
    /// What was typed to find them.
    pub search: Search,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many.
    pub limit: Limit,
}

/// A page of the price list, by category and name, without variants and add-ons.
pub async fn list(tx: &mut Tx<'_>, wanted: ServicesWanted) -> Result<Page<Service>, StoreError> {
    let sql = "SELECT s.id, s.code, s.name, c.name, s.category_id, s.price, s.setup, s.hands_on, s.processing,
                   s.finishing, s.taxes, s.add_on, s.active, COALESCE(c.position, 9223372036854775807)
               FROM catalogue_service s
               LEFT JOIN catalogue_category c ON c.org_id = s.org_id AND c.id = s.category_id
               WHERE s.org_id = $1 AND s.active >= $2 AND s.active <= $3
                   AND ($4 = ''
                        OR s.id IN (SELECT k.item_id FROM catalogue_search k
                                    WHERE k.org_id = $1 AND k.kind = 'service' AND k.piece >= $4 AND k.piece < $5)
                        OR s.category_id IN (SELECT k.item_id FROM catalogue_search k
                                    WHERE k.org_id = $1 AND k.kind = 'category' AND k.piece >= $4 AND k.piece < $5))
                   AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                   WHERE u.org_id = s.org_id AND u.import_id = s.import_id)
                   AND (COALESCE(c.position, 9223372036854775807), COALESCE(c.name, ''), s.name) > ($6, $7, $8)
               ORDER BY COALESCE(c.position, 9223372036854775807), COALESCE(c.name, ''), s.name LIMIT $9";
    let ServicesWanted { active, search, after, limit } = wanted;
    let (least, most) = range(active);
    // No name is empty, so every service comes after the empty one.
    let [place, category, name] = after.as_ref().and_then(Cursor::keys).unwrap_or(["", "", ""]);
    let place: i64 = place.parse().unwrap_or(i64::MIN);
    let args = args![least, most, search.from, search.to, place, category, name, limit.one_more()];
    let read = |row: &mut Row| Ok(Placed { row: read_service(row)?, place: row.take()? });
    let found = tx.rows(sql, args, read).await?;
    let cursor =
        |Placed { place, row }: &Placed<Service>| Cursor::of(&[&place.to_string(), &row.category, &row.name]);
    Ok(Page::cut(found, limit, cursor).map(|placed| placed.row))
}

/// One service, without variants and add-ons. Refuses: service unknown.
pub async fn find(tx: &mut Tx<'_>, id: ServiceId) -> Result<Service, Problem> {
    let sql =
        "SELECT s.id, s.code, s.name, c.name, s.category_id, s.price, s.setup, s.hands_on, s.processing,
                   s.finishing, s.taxes, s.add_on, s.active
               FROM catalogue_service s
               LEFT JOIN catalogue_category c ON c.org_id = s.org_id AND c.id = s.category_id
               WHERE s.org_id = $1 AND s.id = $2
                   AND NOT EXISTS (SELECT 1 FROM catalogue_unseen u
                                   WHERE u.org_id = s.org_id AND u.import_id = s.import_id)";
    tx.row(sql, args![id], read_service).await?.ok_or_else(|| Refusal::Unknown.into())
}

/// One service by its name, seen or not.
pub async fn find_by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<ServiceId>, StoreError> {
    let sql = "SELECT id FROM catalogue_service WHERE org_id = $1 AND name = $2";
    tx.row(sql, args![name], |row| row.take()).await
}

/// Other services that have this name or this code, seen or not: at most two.
pub async fn services_alike(
    tx: &mut Tx<'_>,
    wished: &Known,
    other_than: Option<ServiceId>,
) -> Result<Vec<Known>, StoreError> {
    let sql = "SELECT name, code, '' FROM catalogue_service
               WHERE org_id = $1 AND (name = $2 OR code = $3) AND id <> $4 ORDER BY name";
    let other_than = other_than.map_or(uuid::Uuid::nil(), Id::uuid);
    tx.rows(sql, args![wished.name.as_str(), wished.code.as_str(), other_than], read_known).await
}

/// A service about to be written.
pub struct Written<'a> {
    pub wish: &'a ServiceWish,
    pub category: Option<CategoryId>,
}

pub async fn insert(
    tx: &mut Tx<'_>,
    id: ServiceId,
    written: Written<'_>,
    import: Option<ImportId>,
) -> Result<(), Problem> {
    let sql = "INSERT INTO catalogue_service (org_id, id, import_id, code, name, category_id, price, setup, hands_on,
                   processing, finishing, taxes, add_on, active)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
               ON CONFLICT (org_id, name) DO NOTHING";
    let mut args = args![id, import];
    args.extend(columns(written)?);
    Ok(tx.guard(sql, args, Refusal::NameTaken.into()).await?)
}

pub async fn update(tx: &mut Tx<'_>, id: ServiceId, written: Written<'_>) -> Result<(), Problem> {
    let sql = "UPDATE catalogue_service SET code = $3, name = $4, category_id = $5, price = $6, setup = $7,
                   hands_on = $8, processing = $9, finishing = $10, taxes = $11, add_on = $12, active = $13
               WHERE org_id = $1 AND id = $2";
    let mut args = args![id];
    args.extend(columns(written)?);
    Ok(tx.guard(sql, args, Refusal::Unknown.into()).await?)
}

/// The columns that can be wished for, in the order in which both statements name them.
fn columns(Written { wish, category }: Written<'_>) -> Result<Vec<Val>, Problem> {
    let taxes = serde_json::to_string(&wish.taxes).map_err(Problem::bug)?;
    let [setup, hands_on, processing, finishing] = wish.blocks.each();
    Ok(args![
        some(&wish.code),
        wish.name.as_str(),
        category,
        wish.price,
        setup,
        hands_on,
        processing,
        finishing,
        taxes,
        wish.add_on,
        wish.active,
    ])
}

/// The variants of up to sixteen services, in their order.
pub async fn variants(
    tx: &mut Tx<'_>,
    services: &[ServiceId],
) -> Result<Vec<(ServiceId, Variant)>, StoreError> {
    let sql = "SELECT service_id, id, name, price, setup, hands_on, processing, finishing, active
               FROM catalogue_variant
               WHERE org_id = $1 AND service_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY service_id, position, id";
    tx.rows(sql, sixteen(services), |row| Ok((row.take()?, read_variant(row)?))).await
}

/// One variant, with its service.
pub async fn variant(tx: &mut Tx<'_>, id: VariantId) -> Result<Option<(ServiceId, Variant)>, StoreError> {
    let sql = "SELECT service_id, id, name, price, setup, hands_on, processing, finishing, active
               FROM catalogue_variant WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], |row| Ok((row.take()?, read_variant(row)?))).await
}

/// Writes a variant as it is from now on.
pub async fn put_variant(
    tx: &mut Tx<'_>,
    service: ServiceId,
    position: i64,
    variant: &Variant,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO catalogue_variant (org_id, id, service_id, position, name, price, setup, hands_on, processing,
                   finishing, active)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
               ON CONFLICT (org_id, id) DO UPDATE SET position = EXCLUDED.position, name = EXCLUDED.name,
                   price = EXCLUDED.price, setup = EXCLUDED.setup, hands_on = EXCLUDED.hands_on,
                   processing = EXCLUDED.processing, finishing = EXCLUDED.finishing, active = EXCLUDED.active";
    let Variant { id, name, price, blocks, active } = variant;
    let [setup, hands_on, processing, finishing] = blocks.each();
    let args =
        args![*id, service, position, name.as_str(), *price, setup, hands_on, processing, finishing, *active];
    tx.put(sql, args).await
}

/// The add-ons of up to sixteen services, in their order; those that are none any more left out.
pub async fn add_ons(
    tx: &mut Tx<'_>,
    services: &[ServiceId],
) -> Result<Vec<(ServiceId, ServiceId)>, StoreError> {
    let sql = "SELECT a.service_id, a.add_on_id FROM catalogue_add_on a
               JOIN catalogue_service s ON s.org_id = a.org_id AND s.id = a.add_on_id
               WHERE a.org_id = $1 AND s.add_on = 1 AND a.service_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY a.service_id, a.position";
    tx.rows(sql, sixteen(services), |row| Ok((row.take()?, row.take()?))).await
}

/// Whether a service may be sold together with another one.
pub async fn is_add_on_of(tx: &mut Tx<'_>, parent: ServiceId, add_on: ServiceId) -> Result<bool, StoreError> {
    let sql = "SELECT a.position FROM catalogue_add_on a
               JOIN catalogue_service s ON s.org_id = a.org_id AND s.id = a.add_on_id
               WHERE a.org_id = $1 AND a.service_id = $2 AND a.add_on_id = $3 AND s.add_on = 1";
    Ok(tx.row(sql, args![parent, add_on], |row| row.take::<i64>()).await?.is_some())
}

pub async fn insert_add_on(
    tx: &mut Tx<'_>,
    service: ServiceId,
    position: i64,
    add_on: ServiceId,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO catalogue_add_on (org_id, service_id, add_on_id, position) VALUES ($1, $2, $3, $4)";
    tx.put(sql, args![service, add_on, position]).await
}

pub async fn forget_add_ons(tx: &mut Tx<'_>, service: ServiceId) -> Result<(), StoreError> {
    let sql = "DELETE FROM catalogue_add_on WHERE org_id = $1 AND service_id = $2";
    tx.exec(sql, args![service]).await.map(drop)
}

fn read_service(row: &mut Row) -> Result<Service, StoreError> {
    let (id, code, name) = (row.take()?, row.take::<Option<String>>()?, row.take::<String>()?);
    let (category, category_id, price) = (row.take::<Option<String>>()?, row.take()?, row.take()?);
    let blocks = read_blocks(row)?;
    Ok(Service {
        id,
        code: code.unwrap_or_default(),
        pinyin: pinyin::initials(&name),
        name,
        category: category.unwrap_or_default(),
        category_id,
        price,
        blocks,
        duration_minutes: blocks.minutes(),
        taxes: row.take_json()?,
        variants: Vec::new(),
        add_ons: Vec::new(),
        add_on: row.take()?,
        active: row.take()?,
    })
}

fn read_variant(row: &mut Row) -> Result<Variant, StoreError> {
    let (id, name, price) = (row.take()?, row.take()?, row.take()?);
    Ok(Variant { id, name, price, blocks: read_blocks(row)?, active: row.take()? })
}

fn read_blocks(row: &mut Row) -> Result<Blocks, StoreError> {
    Ok(Blocks { setup: row.take()?, hands_on: row.take()?, processing: row.take()?, finishing: row.take()? })
}
