//! What moved on a card over some time.

use crate::args;
use crate::card::model::{CardStatementLine, CardSums, MoveKind};
use crate::store::{Row, StoreError, Tx};
use kernel::{CardId, Instant, Money};

/// What was on a card at a moment.
pub async fn sums_before(tx: &mut Tx<'_>, card: CardId, at: Instant) -> Result<CardSums, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(principal), 0) AS BIGINT), CAST(COALESCE(SUM(bonus), 0) AS BIGINT)
               FROM card_move WHERE org_id = $1 AND card_id = $2 AND at < $3";
    let read = |row: &mut Row| Ok((row.take()?, row.take()?));
    let (principal, bonus) = tx.row(sql, args![card, at], read).await?.unwrap_or_default();
    let (visits, visits_value) = visits_before(tx, card, at).await?;
    let time_value = super::time_value_before(tx, card, at).await?;
    Ok(CardSums { principal, bonus, visits, visits_value, time_value })
}

async fn visits_before(tx: &mut Tx<'_>, card: CardId, at: Instant) -> Result<(i64, Money), StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(visits), 0) AS BIGINT), CAST(COALESCE(SUM(value), 0) AS BIGINT)
               FROM card_visits_move WHERE org_id = $1 AND card_id = $2 AND at < $3";
    let read = |row: &mut Row| Ok((row.take()?, row.take()?));
    Ok(tx.row(sql, args![card, at], read).await?.unwrap_or_default())
}

/// What moved on a card from one moment up to another, oldest first; the lots of one event together.
pub async fn moved_between(
    tx: &mut Tx<'_>,
    card: CardId,
    (from, to): (Instant, Instant),
    limit: i64,
) -> Result<Vec<CardStatementLine>, StoreError> {
    let sql =
        "SELECT at, kind, bill_id, bill_number, CAST(SUM(principal) AS BIGINT), CAST(SUM(bonus) AS BIGINT)
               FROM card_move WHERE org_id = $1 AND card_id = $2 AND at >= $3 AND at < $4
               GROUP BY at, kind, bill_id, bill_number ORDER BY at, kind, COALESCE(bill_number, 0) LIMIT $5";
    let read = |row: &mut Row| {
        let line = read_line(row)?;
        let moved = CardSums { principal: row.take()?, bonus: row.take()?, ..CardSums::default() };
        Ok(CardStatementLine { moved, ..line })
    };
    tx.rows(sql, args![card, from, to, limit], read).await
}

/// The same of its visits.
pub async fn visits_moved_between(
    tx: &mut Tx<'_>,
    card: CardId,
    (from, to): (Instant, Instant),
    limit: i64,
) -> Result<Vec<CardStatementLine>, StoreError> {
    let sql = "SELECT at, kind, bill_id, bill_number, CAST(SUM(visits) AS BIGINT), CAST(SUM(value) AS BIGINT)
               FROM card_visits_move WHERE org_id = $1 AND card_id = $2 AND at >= $3 AND at < $4
               GROUP BY at, kind, bill_id, bill_number ORDER BY at, kind, COALESCE(bill_number, 0) LIMIT $5";
    let read = |row: &mut Row| {
        let line = read_line(row)?;
        let moved = CardSums { visits: row.take()?, visits_value: row.take()?, ..CardSums::default() };
        Ok(CardStatementLine { moved, ..line })
    };
    tx.rows(sql, args![card, from, to, limit], read).await
}

/// The event of a line; what moved is the caller's to read.
pub(super) fn read_line(row: &mut Row) -> Result<CardStatementLine, StoreError> {
    let (at, kind) = (row.take()?, row.take_as(MoveKind::parse)?);
    let (bill, bill_number) = (row.take()?, row.take()?);
    let nothing = CardSums::default();
    Ok(CardStatementLine { at, kind, bill, bill_number, used_by: None, moved: nothing, left: nothing })
}
