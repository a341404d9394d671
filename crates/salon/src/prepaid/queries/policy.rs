//! Whose rules hold, and what was paid against them.

use crate::args;
use crate::prepaid::model::{Exception, FigureWish, Notice, OwnFigure, Region, Rule};
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, CompanyId, Day, RowId};

/// Whose rules a company goes by, where it has been said.
pub async fn region(tx: &mut Tx<'_>, company: CompanyId) -> Result<Option<Region>, StoreError> {
    let sql = "SELECT region FROM prepaid_company WHERE org_id = $1 AND company_id = $2";
    tx.row(sql, args![company], |row| row.take_as(Region::parse)).await
}

/// Forgets whose rules a company goes by.
pub async fn forget_region(tx: &mut Tx<'_>, company: CompanyId) -> Result<(), StoreError> {
    let sql = "DELETE FROM prepaid_company WHERE org_id = $1 AND company_id = $2";
    tx.exec(sql, args![company]).await.map(drop)
}

pub async fn insert_region(tx: &mut Tx<'_>, company: CompanyId, region: Region) -> Result<(), StoreError> {
    let sql = "INSERT INTO prepaid_company (org_id, company_id, region) VALUES ($1, $2, $3)";
    tx.put(sql, args![company, region.code()]).await
}

/// What the owner has set for a company, the older first.
pub async fn own_figures(tx: &mut Tx<'_>, company: CompanyId) -> Result<Vec<OwnFigure>, StoreError> {
    let sql = "SELECT rule, valid_from, value FROM prepaid_figure
               WHERE org_id = $1 AND company_id = $2 ORDER BY valid_from, rule LIMIT 1000";
    tx.rows(sql, args![company], read_figure).await
}

/// Forgets what was set for a rule from a day on.
pub async fn forget_figures(
    tx: &mut Tx<'_>,
    company: CompanyId,
    rule: Rule,
    from: Day,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM prepaid_figure
               WHERE org_id = $1 AND company_id = $2 AND rule = $3 AND valid_from >= $4";
    tx.exec(sql, args![company, rule.code(), from]).await.map(drop)
}

pub async fn insert_figure(
    tx: &mut Tx<'_>,
    company: CompanyId,
    wish: &FigureWish,
    from: Day,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO prepaid_figure (org_id, company_id, rule, valid_from, value)
               VALUES ($1, $2, $3, $4, $5)";
    tx.put(sql, args![company, wish.rule.code(), from, wish.value]).await
}

/// Keeps that a bill was paid against a rule.
pub async fn insert_exception(
    tx: &mut Tx<'_>,
    company: CompanyId,
    bill: BillId,
    notice: &Notice,
    reason: &str,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO prepaid_exception (org_id, id, company_id, bill_id, line_id, at, rule, most, amount,
                   reason, user_id, user_name)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let id: RowId = tx.new_id();
    let Notice { rule, line, limit, amount, .. } = notice;
    let (by, name) = (tx.actor().user, tx.actor().name.clone());
    let args = args![id, company, bill, *line, tx.now(), rule.code(), *limit, *amount, reason, by, name];
    tx.put(sql, args).await
}

/// The newest rules that were not kept, newest first.
pub async fn exceptions(
    tx: &mut Tx<'_>,
    company: CompanyId,
    limit: i64,
) -> Result<Vec<Exception>, StoreError> {
    let sql = "SELECT id, at, bill_id, rule, most, amount, reason, user_name FROM prepaid_exception
               WHERE org_id = $1 AND company_id = $2 ORDER BY at DESC, id DESC LIMIT $3";
    tx.rows(sql, args![company, limit], read_exception).await
}

fn read_figure(row: &mut Row) -> Result<OwnFigure, StoreError> {
    Ok(OwnFigure { rule: row.take_as(Rule::parse)?, valid_from: row.take()?, value: row.take()? })
}

fn read_exception(row: &mut Row) -> Result<Exception, StoreError> {
    Ok(Exception {
        id: row.take()?,
        at: row.take()?,
        bill: row.take()?,
        rule: row.take_as(Rule::parse)?,
        limit: row.take()?,
        amount: row.take()?,
        reason: row.take()?,
        by: row.take()?,
    })
}
