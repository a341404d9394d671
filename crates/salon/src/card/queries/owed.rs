//! What is owed to all holders together, and what moved.

use crate::args;
use crate::card::model::{MoveKind, MovedSum, Owed};
use crate::store::{Row, StoreError, Tx};
use kernel::{CardId, CompanyId, Instant, Money};
use std::collections::BTreeMap;

/// What each company owes the holders of its cards now.
pub async fn owed(tx: &mut Tx<'_>) -> Result<BTreeMap<CompanyId, Owed>, StoreError> {
    let mut owed: BTreeMap<CompanyId, Owed> = BTreeMap::new();
    for (company, lots) in owed_in_value(tx).await? {
        owed.insert(company, lots);
    }
    for (company, Owed { visits, visits_value, .. }) in owed_in_visits(tx).await? {
        let of_company = owed.entry(company).or_default();
        *of_company = Owed { visits, visits_value, ..*of_company };
    }
    for (company, time_value) in owed_in_time(tx).await? {
        owed.entry(company).or_default().time_value = time_value;
    }
    Ok(owed)
}

async fn owed_in_value(tx: &mut Tx<'_>) -> Result<Vec<(CompanyId, Owed)>, StoreError> {
    let sql = "SELECT company_id, CAST(SUM(principal_left) AS BIGINT), CAST(SUM(bonus_left) AS BIGINT)
               FROM card_lot WHERE org_id = $1 GROUP BY company_id ORDER BY company_id";
    let read = |row: &mut Row| {
        Ok((row.take()?, Owed { principal: row.take()?, bonus: row.take()?, ..Owed::default() }))
    };
    tx.rows(sql, args![], read).await
}

async fn owed_in_visits(tx: &mut Tx<'_>) -> Result<Vec<(CompanyId, Owed)>, StoreError> {
    let sql = "SELECT company_id, CAST(SUM(unused) AS BIGINT), CAST(SUM(value_left) AS BIGINT)
               FROM card_visits WHERE org_id = $1 GROUP BY company_id ORDER BY company_id";
    let read = |row: &mut Row| {
        Ok((row.take()?, Owed { visits: row.take()?, visits_value: row.take()?, ..Owed::default() }))
    };
    tx.rows(sql, args![], read).await
}

async fn owed_in_time(tx: &mut Tx<'_>) -> Result<Vec<(CompanyId, Money)>, StoreError> {
    let sql = "SELECT company_id, CAST(SUM(value_left) AS BIGINT)
               FROM card_time WHERE org_id = $1 GROUP BY company_id ORDER BY company_id";
    tx.rows(sql, args![], |row| Ok((row.take()?, row.take()?))).await
}

/// What moved from one moment up to, and not including, another, by company and kind.
pub async fn moved(tx: &mut Tx<'_>, from: Instant, to: Instant) -> Result<Vec<MovedSum>, StoreError> {
    let sql = "SELECT l.company_id, m.kind, CAST(SUM(CASE WHEN m.principal > 0 THEN m.principal ELSE 0 END) AS BIGINT),
                   CAST(SUM(CASE WHEN m.principal < 0 THEN -m.principal ELSE 0 END) AS BIGINT), COUNT(*)
               FROM card_move m JOIN card_lot l ON l.org_id = m.org_id AND l.id = m.lot_id
               WHERE m.org_id = $1 AND m.at >= $2 AND m.at < $3
               GROUP BY l.company_id, m.kind ORDER BY l.company_id, m.kind";
    let mut moved = tx.rows(sql, args![from, to], read_moved).await?;
    let sql =
        "SELECT l.company_id, m.kind, CAST(SUM(CASE WHEN m.value > 0 THEN m.value ELSE 0 END) AS BIGINT),
                   CAST(SUM(CASE WHEN m.value < 0 THEN -m.value ELSE 0 END) AS BIGINT), COUNT(*)
               FROM card_visits_move m JOIN card_visits l ON l.org_id = m.org_id AND l.id = m.lot_id
               WHERE m.org_id = $1 AND m.at >= $2 AND m.at < $3
               GROUP BY l.company_id, m.kind ORDER BY l.company_id, m.kind";
    moved.extend(tx.rows(sql, args![from, to], read_moved).await?);
    let sql =
        "SELECT l.company_id, m.kind, CAST(SUM(CASE WHEN m.value > 0 THEN m.value ELSE 0 END) AS BIGINT),
                   CAST(SUM(CASE WHEN m.value < 0 THEN -m.value ELSE 0 END) AS BIGINT), COUNT(*)
               FROM card_time_move m JOIN card_time l ON l.org_id = m.org_id AND l.id = m.lot_id
               WHERE m.org_id = $1 AND m.at >= $2 AND m.at < $3
               GROUP BY l.company_id, m.kind ORDER BY l.company_id, m.kind";
    moved.extend(tx.rows(sql, args![from, to], read_moved).await?);
    Ok(moved)
}

fn read_moved(row: &mut Row) -> Result<MovedSum, StoreError> {
    Ok(MovedSum {
        company: row.take()?,
        kind: row.take_as(MoveKind::parse)?,
        came: row.take()?,
        went: row.take()?,
        count: row.take()?,
    })
}

/// The next cards on which a company owes something, by id.
pub async fn with_value(
    tx: &mut Tx<'_>,
    company: CompanyId,
    after: CardId,
    limit: i64,
) -> Result<Vec<CardId>, StoreError> {
    let sql = "SELECT c.id FROM card c
               WHERE c.org_id = $1 AND c.id > $3 AND (
                   EXISTS (SELECT 1 FROM card_lot l WHERE l.org_id = c.org_id AND l.card_id = c.id
                       AND l.company_id = $2 AND (l.principal_left > 0 OR l.bonus_left > 0))
                   OR EXISTS (SELECT 1 FROM card_visits v WHERE v.org_id = c.org_id AND v.card_id = c.id
                       AND v.company_id = $2 AND v.unused > 0)
                   OR EXISTS (SELECT 1 FROM card_time t WHERE t.org_id = c.org_id AND t.card_id = c.id
                       AND t.company_id = $2 AND t.value_left > 0))
               ORDER BY c.id LIMIT $4";
    tx.rows(sql, args![company, after, limit], |row| row.take()).await
}
