//! The figures that are kept.

use crate::access::At;
use crate::args;
use crate::report::model::{Figures, Key, Month, Part, Piece, ShopClock, Sums};
use crate::store::{Row, StoreError, Tx};
use kernel::{BranchId, Day, Zone};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The clock by which a branch's figures were told; none while none are kept.
pub async fn kept_by(tx: &mut Tx<'_>, branch: BranchId) -> Result<Option<ShopClock>, StoreError> {
    let sql = "SELECT time_zone, cut_off_minutes FROM report_branch WHERE org_id = $1 AND branch_id = $2";
    let read = |row: &mut Row| {
        let zone: String = row.take()?;
        let zone = Zone::parse(&zone).ok_or_else(|| StoreError::row("a stored time zone is none"))?;
        Ok(ShopClock { zone, cut_off_minutes: row.take()? })
    };
    tx.row(sql, args![branch], read).await
}

/// Remembers by which clock a branch's figures are told from now on.
pub async fn keep_by(tx: &mut Tx<'_>, branch: BranchId, clock: &ShopClock) -> Result<(), StoreError> {
    let sql = "INSERT INTO report_branch (org_id, branch_id, time_zone, cut_off_minutes)
               VALUES ($1, $2, $3, $4)
               ON CONFLICT (org_id, branch_id)
               DO UPDATE SET time_zone = $3, cut_off_minutes = $4";
    tx.put(sql, args![branch, clock.zone.name(), clock.cut_off_minutes]).await
}

/// The figures of a part over some days or months, by key.
pub async fn by_key(
    tx: &mut Tx<'_>,
    at: At,
    part: Part,
    piece: Piece,
) -> Result<Vec<(Key, Sums)>, StoreError> {
    let sql = "SELECT key, name, CAST(SUM(bills) AS BIGINT), CAST(SUM(lines) AS BIGINT),
                   CAST(SUM(amount) AS BIGINT), CAST(SUM(tax) AS BIGINT)
               FROM report_figure
               WHERE org_id = $1 AND branch_id = $2 AND span = $3 AND part = $4
                   AND period >= $5 AND period <= $6
               GROUP BY key, name ORDER BY key, name";
    let (span, from, to) = stored(piece);
    let read = |row: &mut Row| Ok((Key { key: row.take()?, name: row.take()? }, read_sums(row)?));
    tx.rows(sql, args![at.branch(), span, part.code(), from, to], read).await
}

/// The totals, the flows and the ways of paying over some days or months.
pub async fn overall(tx: &mut Tx<'_>, at: At, piece: Piece) -> Result<Vec<((Part, Key), Sums)>, StoreError> {
    let sql = "SELECT part, key, name, CAST(SUM(bills) AS BIGINT), CAST(SUM(lines) AS BIGINT),
                   CAST(SUM(amount) AS BIGINT), CAST(SUM(tax) AS BIGINT)
               FROM report_figure
               WHERE org_id = $1 AND branch_id = $2 AND span = $3 AND part IN ('total', 'flow', 'tender')
                   AND period >= $4 AND period <= $5
               GROUP BY part, key, name ORDER BY part, key, name";
    let (span, from, to) = stored(piece);
    tx.rows(sql, args![at.branch(), span, from, to], read_figure).await
}

/// The keys of which a report by day tells: a year of a chain has so many days that reading them all shows.
pub type DayKeys = [&'static str; 4];

/// The figures of a part under some of its keys, day by day.
pub async fn by_day(
    tx: &mut Tx<'_>,
    at: At,
    (part, keys): (Part, DayKeys),
    (from, to): (Day, Day),
) -> Result<Vec<(Day, Key, Sums)>, StoreError> {
    let sql = "SELECT period, key, name, bills, lines, amount, tax FROM report_figure
               WHERE org_id = $1 AND branch_id = $2 AND span = 'day' AND part = $3
                   AND period >= $4 AND period <= $5 AND key IN ($6, $7, $8, $9)
               ORDER BY period, key, name";
    let read = |row: &mut Row| {
        let (day, key, name) = (row.take()?, row.take()?, row.take()?);
        Ok((day, Key { key, name }, read_sums(row)?))
    };
    let [one, two, three, four] = keys;
    tx.rows(sql, args![at.branch(), part.code(), from, to, one, two, three, four], read).await
}

/// The figures that are kept of a day, or of a month.
pub async fn kept(tx: &mut Tx<'_>, branch: BranchId, piece: Piece) -> Result<Figures, StoreError> {
    let sql = "SELECT part, key, name, CAST(SUM(bills) AS BIGINT), CAST(SUM(lines) AS BIGINT),
                   CAST(SUM(amount) AS BIGINT), CAST(SUM(tax) AS BIGINT)
               FROM report_figure
               WHERE org_id = $1 AND branch_id = $2 AND span = $3
                   AND part IN ('total', 'flow', 'hour', 'tender', 'staff', 'item')
                   AND period >= $4 AND period <= $5
               GROUP BY part, key, name ORDER BY part, key, name";
    let (span, from, to) = stored(piece);
    Ok(tx.rows(sql, args![branch, span, from, to], read_figure).await?.into_iter().collect())
}

/// Takes away what is kept of a part of a day, or of a month.
pub async fn forget(
    tx: &mut Tx<'_>,
    branch: BranchId,
    part: Part,
    (span, period): (&'static str, String),
) -> Result<(), StoreError> {
    let sql = "DELETE FROM report_figure
               WHERE org_id = $1 AND branch_id = $2 AND span = $3 AND part = $4 AND period = $5";
    tx.exec(sql, args![branch, span, part.code(), period]).await.map(drop)
}

/// Keeps a figure of a day.
pub async fn keep(
    tx: &mut Tx<'_>,
    branch: BranchId,
    day: Day,
    (part, key): &(Part, Key),
    sums: Sums,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO report_figure (org_id, branch_id, span, part, period, key, name, bills, lines,
                   amount, tax)
               VALUES ($1, $2, 'day', $3, $4, $5, $6, $7, $8, $9, $10)";
    let Sums { bills, lines, amount, tax } = sums;
    let args =
        args![branch, part.code(), day, key.key.as_str(), key.name.as_str(), bills, lines, amount, tax];
    tx.put(sql, args).await
}

/// Keeps a part of a month: the sums of its days.
pub async fn keep_month(
    tx: &mut Tx<'_>,
    branch: BranchId,
    part: Part,
    month: Month,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO report_figure (org_id, branch_id, span, part, period, key, name, bills, lines,
                   amount, tax)
               SELECT org_id, branch_id, 'month', part, $4, key, name, CAST(SUM(bills) AS BIGINT),
                   CAST(SUM(lines) AS BIGINT), CAST(SUM(amount) AS BIGINT), CAST(SUM(tax) AS BIGINT)
               FROM report_figure
               WHERE org_id = $1 AND branch_id = $2 AND span = 'day' AND part = $3
                   AND period >= $5 AND period <= $6
               GROUP BY org_id, branch_id, part, key, name";
    let days = month.days();
    tx.exec(sql, args![branch, part.code(), month.to_string(), days.from, days.to]).await.map(drop)
}

/// The months of a branch that are kept as a whole.
pub async fn months(tx: &mut Tx<'_>, branch: BranchId) -> Result<BTreeSet<Month>, StoreError> {
    let sql = "SELECT month FROM report_month WHERE org_id = $1 AND branch_id = $2 ORDER BY month";
    Ok(tx.rows(sql, args![branch], |row| row.take_as(Month::parse)).await?.into_iter().collect())
}

/// The days of a branch of which figures are kept.
pub async fn kept_days(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Day>, StoreError> {
    let sql = "SELECT DISTINCT period FROM report_figure
               WHERE org_id = $1 AND branch_id = $2 AND span = 'day'
                   AND part IN ('total', 'flow', 'hour', 'tender', 'staff', 'item')
               ORDER BY period";
    tx.rows(sql, args![branch], |row| row.take()).await
}

/// Says that a month is kept as a whole.
pub async fn month_is_kept(tx: &mut Tx<'_>, branch: BranchId, month: Month) -> Result<(), StoreError> {
    let sql = "INSERT INTO report_month (org_id, branch_id, month) VALUES ($1, $2, $3)";
    tx.put(sql, args![branch, month.to_string()]).await
}

/// Says that a month is not kept as a whole any more.
pub async fn month_is_not_kept(tx: &mut Tx<'_>, branch: BranchId, month: Month) -> Result<(), StoreError> {
    let sql = "DELETE FROM report_month WHERE org_id = $1 AND branch_id = $2 AND month = $3";
    tx.exec(sql, args![branch, month.to_string()]).await.map(drop)
}

/// Under which heading each service and each product stands now.
pub async fn headings(tx: &mut Tx<'_>) -> Result<BTreeMap<String, String>, StoreError> {
    let sql = "SELECT i.id, c.name
               FROM (SELECT s.org_id AS org_id, s.id AS id, s.category_id AS category_id
                     FROM catalogue_service s WHERE s.org_id = $1
                     UNION ALL
                     SELECT p.org_id, p.id, p.category_id FROM catalogue_product p WHERE p.org_id = $1) i
               JOIN catalogue_category c ON c.org_id = i.org_id AND c.id = i.category_id
               WHERE c.org_id = $1 ORDER BY i.id";
    let read = |row: &mut Row| {
        let id: Uuid = row.take()?;
        Ok((id.to_string(), row.take()?))
    };
    Ok(tx.rows(sql, args![], read).await?.into_iter().collect())
}

/// The number and the name of everybody who works here, or did.
pub async fn people(tx: &mut Tx<'_>) -> Result<BTreeMap<String, (String, String)>, StoreError> {
    let sql = "SELECT id, number, name FROM staff WHERE org_id = $1 ORDER BY id";
    let read = |row: &mut Row| {
        let id: Uuid = row.take()?;
        Ok((id.to_string(), (row.take()?, row.take()?)))
    };
    Ok(tx.rows(sql, args![], read).await?.into_iter().collect())
}

fn stored(piece: Piece) -> (&'static str, String, String) {
    match piece {
        Piece::Days(from, to) => ("day", from.to_string(), to.to_string()),
        Piece::Months(from, to) => ("month", from.to_string(), to.to_string()),
    }
}

fn read_figure(row: &mut Row) -> Result<((Part, Key), Sums), StoreError> {
    let part = row.take_as(Part::parse)?;
    let key = Key { key: row.take()?, name: row.take()? };
    Ok(((part, key), read_sums(row)?))
}

fn read_sums(row: &mut Row) -> Result<Sums, StoreError> {
    Ok(Sums { bills: row.take()?, lines: row.take()?, amount: row.take()?, tax: row.take()? })
}
