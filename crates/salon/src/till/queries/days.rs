//! Closed days.

use crate::access::At;
use crate::args;
use crate::store::{Row, StoreError, Tx};
use crate::till::model::{ClosedDay, ClosedDaySummary, DayDrawer, DayReport, MoveKind, Refusal, Tender};
use kernel::{BranchId, Day, Limit, Money, Problem, TillDayId};
use std::collections::BTreeMap;

/// The number of the next Z-report of a branch.
pub async fn next_number(tx: &mut Tx<'_>, branch: BranchId) -> Result<i64, StoreError> {
    let sql =
        "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM till_day WHERE org_id = $1 AND branch_id = $2";
    let last: Option<i64> = tx.row(sql, args![branch], |row| row.take()).await?;
    Ok(last.unwrap_or(0) + 1)
}

/// Keeps what a day came to. `difference` is that of all tenders that were counted.
pub async fn insert_day(
    tx: &mut Tx<'_>,
    closed: &ClosedDay,
    difference: Option<Money>,
    report: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO till_day (org_id, id, branch_id, business_day, number, closed_at, closed_by, closed_by_name,
                   currency, takings, difference, report, seal)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let seal = closed.seal.as_ref().map(serde_json::to_string).transpose().map_err(StoreError::row)?;
    let args = args![
        closed.id,
        closed.branch,
        closed.business_day,
        closed.number,
        closed.closed_at,
        tx.actor().user,
        closed.closed_by.as_str(),
        closed.currency,
        closed.report.takings,
        difference,
        report,
        seal
    ];
    tx.put(sql, args).await
}

/// A closed day. Refuses: day unknown.
pub async fn closed_day(tx: &mut Tx<'_>, id: TillDayId) -> Result<ClosedDay, Problem> {
    let sql = "SELECT id, branch_id, number, business_day, closed_at, closed_by_name, currency, report, seal
               FROM till_day WHERE org_id = $1 AND id = $2";
    let read = |row: &mut Row| {
        Ok(ClosedDay {
            id: row.take()?,
            branch: row.take()?,
            number: row.take()?,
            business_day: row.take()?,
            closed_at: row.take()?,
            closed_by: row.take()?,
            currency: row.take()?,
            report: row.take_as(read_report)?,
            seal: row.take::<Option<String>>()?.and_then(|text| serde_json::from_str(&text).ok()),
        })
    };
    tx.row(sql, args![id], read).await?.ok_or_else(|| Refusal::DayUnknown.into())
}

fn read_report(text: &str) -> Option<DayReport> {
    serde_json::from_str(text).ok()
}

/// Some closed days of a branch with numbers below one, newest first, one more than wanted.
pub async fn closed_days(
    tx: &mut Tx<'_>,
    at: At,
    below: i64,
    limit: Limit,
) -> Result<Vec<ClosedDaySummary>, StoreError> {
    let sql = "SELECT id, number, business_day, closed_at, closed_by_name, takings, difference
               FROM till_day WHERE org_id = $1 AND branch_id = $2 AND number < $3
               ORDER BY number DESC LIMIT $4";
    let read = |row: &mut Row| {
        Ok(ClosedDaySummary {
            id: row.take()?,
            number: row.take()?,
            business_day: row.take()?,
            closed_at: row.take()?,
            closed_by: row.take()?,
            takings: row.take()?,
            difference: row.take()?,
        })
    };
    tx.rows(sql, args![at.branch(), below, limit.one_more()], read).await
}

/// What was counted on a day of each tender, less what was expected.
pub async fn differences(
    tx: &mut Tx<'_>,
    branch: BranchId,
    day: Day,
) -> Result<BTreeMap<Tender, Money>, StoreError> {
    let sql = "SELECT c.tender, CAST(SUM(c.counted - c.expected) AS BIGINT) FROM till_session s
               JOIN till_count c ON c.org_id = s.org_id AND c.session_id = s.id
               WHERE s.org_id = $1 AND s.branch_id = $2 AND s.handed_over_day = $3 AND c.counted IS NOT NULL
               GROUP BY c.tender ORDER BY c.tender";
    let read = |row: &mut Row| Ok((row.take_as(Tender::parse)?, row.take()?));
    Ok(tx.rows(sql, args![branch, day], read).await?.into_iter().collect())
}

/// What moved in the drawer on a day besides bills, without what was over or short.
pub async fn day_drawer(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<DayDrawer, StoreError> {
    let sql = "SELECT kind, CAST(SUM(amount) AS BIGINT) FROM till_move
               WHERE org_id = $1 AND branch_id = $2 AND business_day = $3 GROUP BY kind ORDER BY kind";
    let read = |row: &mut Row| Ok((row.take_as(MoveKind::parse)?, row.take()?));
    let mut drawer = DayDrawer::default();
    for (kind, amount) in tx.rows(sql, args![branch, day], read).await? {
        match kind {
            MoveKind::PaidIn => drawer.paid_in = amount,
            MoveKind::PaidOut => drawer.paid_out = amount,
            MoveKind::BankDrop => drawer.bank_dropped = amount,
        }
    }
    drawer.floats = floats(tx, branch, day).await?;
    (drawer.sessions, drawer.emptied) = emptied(tx, branch, day).await?;
    Ok(drawer)
}

/// What came from the safe as floats of the sessions that began on a day.
async fn floats(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<Money, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(opening_float - held_before), 0) AS BIGINT) FROM till_session
               WHERE org_id = $1 AND branch_id = $2 AND business_day = $3";
    Ok(tx.row(sql, args![branch, day], |row| row.take()).await?.unwrap_or_default())
}

/// How many sessions were handed over on a day, and what went to the safe.
async fn emptied(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<(i64, Money), StoreError> {
    let sql =
        "SELECT COUNT(*), CAST(COALESCE(SUM(c.counted - s.next_float), 0) AS BIGINT) FROM till_session s
               JOIN till_count c ON c.org_id = s.org_id AND c.session_id = s.id AND c.tender = 'cash'
               WHERE s.org_id = $1 AND s.branch_id = $2 AND s.handed_over_day = $3";
    let read = |row: &mut Row| Ok((row.take()?, row.take()?));
    Ok(tx.row(sql, args![branch, day], read).await?.unwrap_or_default())
}

/// The branches of which days were closed, each with its currency.
pub async fn closed_branches(tx: &mut Tx<'_>) -> Result<Vec<(BranchId, kernel::Currency)>, StoreError> {
    let sql = "SELECT DISTINCT branch_id, currency FROM till_day WHERE org_id = $1 ORDER BY branch_id";
    tx.rows(sql, args![], |row| Ok((row.take()?, row.take()?))).await
}

/// What the closed days of a branch came to, in their order: number, day, takings, report.
pub async fn reports_of(
    tx: &mut Tx<'_>,
    branch: BranchId,
) -> Result<Vec<(i64, Day, Money, Option<DayReport>)>, StoreError> {
    let sql = "SELECT number, business_day, takings, report FROM till_day
               WHERE org_id = $1 AND branch_id = $2 ORDER BY number";
    let read = |row: &mut Row| {
        let (number, day, takings, report): (_, _, _, String) =
            (row.take()?, row.take()?, row.take()?, row.take()?);
        Ok((number, day, takings, read_report(&report)))
    };
    tx.rows(sql, args![branch], read).await
}
