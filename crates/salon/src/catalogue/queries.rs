//! Every statement over `catalogue_service`.

use super::model::{Refusal, Service, ServiceWish};
use crate::args;
use crate::store::{Row, StoreError, Tx, Val};
use kernel::page::{Cursor, Limit};
use kernel::text::pinyin;
use kernel::{Page, Problem, ServiceId};

/// A page of the price list, by category and name; all of it, or only what is in use or out of it.
pub async fn list(
    tx: &mut Tx<'_>,
    active: Option<bool>,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Service>, StoreError> {
    let sql = "SELECT id, code, name, category, price, duration_minutes, taxes, active FROM catalogue_service
               WHERE org_id = $1 AND active >= $2 AND active <= $3 AND (category, name) > ($4, $5)
               ORDER BY category, name LIMIT $6";
    let (least, most) = active.map_or((0, 1), |active| (i64::from(active), i64::from(active)));
    // No name is empty, so every service comes after the empty one.
    let [category, name] = after.as_ref().and_then(Cursor::keys).unwrap_or(["", ""]);
    let args = args![least, most, category, name, limit.one_more()];
    let found = tx.rows(sql, args, read_service).await?;
    Ok(Page::cut(found, limit, |service| Cursor::of(&[&service.category, &service.name])))
}

/// One service. Refuses: service unknown.
pub async fn find(tx: &mut Tx<'_>, id: ServiceId) -> Result<Service, Problem> {
    let sql = "SELECT id, code, name, category, price, duration_minutes, taxes, active FROM catalogue_service
               WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], read_service).await?.ok_or_else(|| Refusal::Unknown.into())
}

/// One service by its name.
pub async fn find_by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Service>, StoreError> {
    let sql = "SELECT id, code, name, category, price, duration_minutes, taxes, active FROM catalogue_service
               WHERE org_id = $1 AND name = $2";
    tx.row(sql, args![name], read_service).await
}

/// Services that have this name or this code: at most two.
pub async fn alike(tx: &mut Tx<'_>, name: &str, code: &str) -> Result<Vec<Service>, StoreError> {
    let sql = "SELECT id, code, name, category, price, duration_minutes, taxes, active FROM catalogue_service
               WHERE org_id = $1 AND (name = $2 OR code = $3) ORDER BY name";
    tx.rows(sql, args![name, code], read_service).await
}

pub async fn insert(tx: &mut Tx<'_>, id: ServiceId, wish: &ServiceWish) -> Result<(), Problem> {
    let sql = "INSERT INTO catalogue_service (org_id, id, code, name, category, price, duration_minutes, taxes, active)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (org_id, name) DO NOTHING";
    let mut args = args![id];
    args.extend(written(wish)?);
    Ok(tx.guard(sql, args, Refusal::NameTaken.into()).await?)
}

pub async fn update(tx: &mut Tx<'_>, id: ServiceId, wish: &ServiceWish) -> Result<(), Problem> {
    let sql =
        "UPDATE catalogue_service SET code = $3, name = $4, category = $5, price = $6, duration_minutes = $7,
                   taxes = $8, active = $9
               WHERE org_id = $1 AND id = $2";
    let mut args = args![id];
    args.extend(written(wish)?);
    Ok(tx.guard(sql, args, Refusal::Unknown.into()).await?)
}

/// The columns that can be wished for, in the order in which both statements name them.
fn written(wish: &ServiceWish) -> Result<Vec<Val>, Problem> {
    let code = Some(wish.code.as_str()).filter(|code| !code.is_empty());
    let taxes = serde_json::to_string(&wish.taxes).map_err(Problem::bug)?;
    Ok(args![
        code,
        wish.name.as_str(),
        wish.category.as_str(),
        wish.price,
        wish.duration_minutes,
        taxes,
        wish.active,
    ])
}

fn read_service(row: &mut Row) -> Result<Service, StoreError> {
    let (id, code, name) = (row.take()?, row.take::<Option<String>>()?, row.take::<String>()?);
    Ok(Service {
        id,
        code: code.unwrap_or_default(),
        pinyin: pinyin::initials(&name),
        name,
        category: row.take()?,
        price: row.take()?,
        duration_minutes: row.take()?,
        taxes: row.take_json()?,
        active: row.take()?,
    })
}
