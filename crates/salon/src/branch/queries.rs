//! Every statement over `branch` and `branch_*`.

use super::model::{Branch, BranchWish, Company, CompanyWish, NewOrganisation, Organisation, Refusal};
use crate::args;
use crate::store::{Db, Row, StoreError, Tx, Val};
use kernel::{BranchId, CompanyId, OrganisationId, Problem, Zone};

/// All organisations on this server, by name. Read before anybody is signed in.
pub async fn directory(db: &Db) -> Result<Vec<Organisation>, StoreError> {
    let sql = "SELECT org_id, handle, name, currency, time_zone FROM branch_organisation ORDER BY name, org_id LIMIT 1000";
    let rows = db.global_rows(sql, Vec::new()).await?;
    rows.into_iter().map(|mut row| read_organisation(&mut row)).collect()
}

/// The organisation of this transaction.
pub async fn organisation(tx: &mut Tx<'_>) -> Result<Organisation, Problem> {
    let sql = "SELECT org_id, handle, name, currency, time_zone FROM branch_organisation WHERE org_id = $1";
    let found = tx.row(sql, args![], read_organisation).await?;
    found.ok_or_else(|| Problem::bug("a transaction of an unknown organisation"))
}

pub async fn insert_organisation(
    tx: &mut Tx<'_>,
    new: &NewOrganisation,
    handle: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO branch_organisation (org_id, handle, name, currency, time_zone, created_at)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let args = args![handle, new.name.as_str(), new.currency, new.time_zone.name(), tx.now()];
    tx.put(sql, args).await
}

pub async fn rename_organisation(tx: &mut Tx<'_>, name: &str) -> Result<(), StoreError> {
    tx.put("UPDATE branch_organisation SET name = $2 WHERE org_id = $1", args![name]).await
}

/// All branches, in the order of their numbers.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Branch>, StoreError> {
    let sql = "SELECT id, number, company_id, name, address, phone, time_zone, cut_off_minutes, hours, active
               FROM branch WHERE org_id = $1 ORDER BY number LIMIT 1000";
    tx.rows(sql, args![], read_branch).await
}

/// One branch. Refuses: branch unknown.
pub async fn find(tx: &mut Tx<'_>, id: BranchId) -> Result<Branch, Problem> {
    let sql = "SELECT id, number, company_id, name, address, phone, time_zone, cut_off_minutes, hours, active
               FROM branch WHERE org_id = $1 AND id = $2";
    let found = tx.row(sql, args![id], read_branch).await?;
    found.ok_or_else(|| Refusal::BranchUnknown.into())
}

/// The next free branch number.
pub async fn next_number(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM branch WHERE org_id = $1";
    Ok(tx.row(sql, args![], |row| row.take()).await?.unwrap_or(1))
}

pub async fn insert_branch(
    tx: &mut Tx<'_>,
    id: BranchId,
    number: i64,
    wish: &BranchWish,
) -> Result<(), Problem> {
    let sql = "INSERT INTO branch (org_id, id, number, company_id, name, address, phone, time_zone, cut_off_minutes,
                   hours, active)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let mut args = args![id, number];
    args.extend(written(wish)?);
    Ok(tx.put(sql, args).await?)
}

pub async fn update_branch(tx: &mut Tx<'_>, id: BranchId, wish: &BranchWish) -> Result<(), Problem> {
    let sql = "UPDATE branch SET company_id = $3, name = $4, address = $5, phone = $6, time_zone = $7,
                   cut_off_minutes = $8, hours = $9, active = $10
               WHERE org_id = $1 AND id = $2";
    let mut args = args![id];
    args.extend(written(wish)?);
    Ok(tx.guard(sql, args, Refusal::BranchUnknown.into()).await?)
}

/// The columns of a branch that can be wished for, in the order in which both statements name them.
fn written(wish: &BranchWish) -> Result<Vec<Val>, Problem> {
    let hours = serde_json::to_string(&wish.hours).map_err(Problem::bug)?;
    Ok(args![
        wish.company,
        wish.name.trim(),
        wish.address.as_str(),
        wish.phone.as_str(),
        wish.time_zone.name(),
        wish.cut_off_minutes,
        hours,
        wish.active,
    ])
}

/// All companies, by name.
pub async fn companies(tx: &mut Tx<'_>) -> Result<Vec<Company>, StoreError> {
    let sql =
        "SELECT id, name, tax_number FROM branch_company WHERE org_id = $1 ORDER BY name, id LIMIT 1000";
    tx.rows(sql, args![], read_company).await
}

/// One company. Refuses: company unknown.
pub async fn company(tx: &mut Tx<'_>, id: CompanyId) -> Result<Company, Problem> {
    let sql = "SELECT id, name, tax_number FROM branch_company WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], read_company).await?.ok_or_else(|| Refusal::CompanyUnknown.into())
}

pub async fn insert_company(tx: &mut Tx<'_>, id: CompanyId, wish: &CompanyWish) -> Result<(), StoreError> {
    let sql = "INSERT INTO branch_company (org_id, id, name, tax_number) VALUES ($1, $2, $3, $4)";
    tx.put(sql, args![id, wish.name.trim(), wish.tax_number.as_str()]).await
}

pub async fn update_company(tx: &mut Tx<'_>, id: CompanyId, wish: &CompanyWish) -> Result<(), StoreError> {
    let sql = "UPDATE branch_company SET name = $3, tax_number = $4 WHERE org_id = $1 AND id = $2";
    let absent = Refusal::CompanyUnknown.into();
    tx.guard(sql, args![id, wish.name.trim(), wish.tax_number.as_str()], absent).await
}

fn read_organisation(row: &mut Row) -> Result<Organisation, StoreError> {
    let id: OrganisationId = row.take()?;
    let (handle, name, currency) = (row.take()?, row.take()?, row.take()?);
    Ok(Organisation { id, handle, name, currency, time_zone: row.take_as(Zone::parse)? })
}

fn read_company(row: &mut Row) -> Result<Company, StoreError> {
    Ok(Company { id: row.take()?, name: row.take()?, tax_number: row.take()? })
}

fn read_branch(row: &mut Row) -> Result<Branch, StoreError> {
    Ok(Branch {
        id: row.take()?,
        number: row.take()?,
        company: row.take()?,
        name: row.take()?,
        address: row.take()?,
        phone: row.take()?,
        time_zone: row.take_as(Zone::parse)?,
        cut_off_minutes: row.take()?,
        hours: row.take_json()?,
        active: row.take()?,
    })
}
