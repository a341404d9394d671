//! Statements over the days of time cards.

use super::statement::read_line;
use crate::args;
use crate::card::model::{
    CardMove, CardStatementLine, CardSums, MoveKind, OnBill, Origin, Refusal, StoredTime, TimeLot,
};
use crate::ledger::{Site, Stretch};
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, CardId, Day, Instant, LotId, Money, Problem, RowId};

/// The days on a card, oldest first.
pub async fn time_lots(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<StoredTime>, StoreError> {
    let sql =
        "SELECT id, card_id, branch_id, company_id, at, origin, paid, value_left, days, starts_on, frozen_on,
                   frozen_days, earned_on, ended_at
               FROM card_time WHERE org_id = $1 AND card_id = $2 ORDER BY at, id";
    tx.rows(sql, args![card], read_time).await
}

/// One lot of days; none where the lot is of something else.
pub async fn time_lot(tx: &mut Tx<'_>, id: LotId) -> Result<Option<StoredTime>, StoreError> {
    let sql =
        "SELECT id, card_id, branch_id, company_id, at, origin, paid, value_left, days, starts_on, frozen_on,
                   frozen_days, earned_on, ended_at
               FROM card_time WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], read_time).await
}

/// Lots that have begun and are not earned whole, in the order of their ids, after one of them.
pub async fn running_after(tx: &mut Tx<'_>, after: LotId, limit: i64) -> Result<Vec<StoredTime>, StoreError> {
    let sql = "SELECT id, card_id, branch_id, company_id, at, origin, paid, value_left, days, starts_on, frozen_on,
                   frozen_days, earned_on, ended_at
               FROM card_time
               WHERE org_id = $1 AND id > $2 AND value_left > 0 AND starts_on IS NOT NULL ORDER BY id LIMIT $3";
    tx.rows(sql, args![after, limit], read_time).await
}

pub async fn insert_time(tx: &mut Tx<'_>, stored: &StoredTime) -> Result<(), StoreError> {
    let sql = "INSERT INTO card_time (org_id, id, card_id, branch_id, company_id, at, origin, paid, value_left, days,
                   starts_on, frozen_on, frozen_days, earned_on)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let TimeLot { id, home, at, paid, value_left, days, starts_on, frozen_on, frozen_days, earned_on } =
        stored.lot;
    let args = args![
        id,
        stored.card,
        home.branch,
        home.company,
        at,
        stored.origin.code(),
        paid,
        value_left,
        days,
        starts_on,
        frozen_on,
        frozen_days,
        earned_on,
    ];
    tx.put(sql, args).await
}

/// Writes a lot that was read in this transaction; with `ended_at` where it is over. Refuses: it is over already.
pub async fn update_time(
    tx: &mut Tx<'_>,
    after: &TimeLot,
    ended_at: Option<Instant>,
) -> Result<(), StoreError> {
    let sql = "UPDATE card_time SET value_left = $3, starts_on = $4, frozen_on = $5, frozen_days = $6, earned_on = $7,
                   ended_at = $8, days = $9
               WHERE org_id = $1 AND id = $2 AND ended_at IS NULL";
    let TimeLot { id, value_left, days, starts_on, frozen_on, frozen_days, earned_on, .. } = *after;
    let args = args![id, value_left, starts_on, frozen_on, frozen_days, earned_on, ended_at, days];
    tx.guard(sql, args, Refusal::CardClosed.into()).await
}

/// What moved on a lot of days, about to be written.
pub struct NewTimeMove {
    pub card: CardId,
    pub lot: LotId,
    pub kind: MoveKind,
    pub bill: Option<OnBill>,
    /// On which business day; of a use that comes back, the day of the use.
    pub day: Day,
    /// How often it was used; below zero where a use came back.
    pub uses: i64,
    /// Positive when money was paid for it.
    pub value: Money,
}

/// Writes what moved, and says under which id.
pub async fn insert_time_move(tx: &mut Tx<'_>, new: &NewTimeMove) -> Result<RowId, StoreError> {
    let sql = "INSERT INTO card_time_move
                   (org_id, id, card_id, lot_id, at, day, kind, bill_id, bill_number, uses, value)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let id: RowId = tx.new_id();
    let (bill, number) = (new.bill.map(|bill| bill.id), new.bill.map(|bill| bill.number));
    let (kind, now) = (new.kind.code(), tx.now());
    let NewTimeMove { card, lot, day, uses, value, .. } = *new;
    tx.put(sql, args![id, card, lot, now, day, kind, bill, number, uses, value]).await?;
    Ok(id)
}

/// How often a lot was used on some days, without what came back.
pub async fn used_between(tx: &mut Tx<'_>, lot: LotId, (from, to): (Day, Day)) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(uses), 0) AS BIGINT) FROM card_time_move
               WHERE org_id = $1 AND lot_id = $2 AND day >= $3 AND day <= $4";
    Ok(tx.row(sql, args![lot, from, to], |row| row.take()).await?.unwrap_or_default())
}

/// How often a lot was used at all, without what came back.
pub async fn uses(tx: &mut Tx<'_>, lot: LotId) -> Result<i64, StoreError> {
    let sql =
        "SELECT CAST(COALESCE(SUM(uses), 0) AS BIGINT) FROM card_time_move WHERE org_id = $1 AND lot_id = $2";
    Ok(tx.row(sql, args![lot], |row| row.take()).await?.unwrap_or_default())
}

/// The business day on which a bill used a lot. A lot is only asked for by what it paid, so that none is known
/// is a fault.
pub async fn day_of_use(tx: &mut Tx<'_>, lot: LotId, bill: BillId) -> Result<Day, Problem> {
    let sql =
        "SELECT day FROM card_time_move WHERE org_id = $1 AND lot_id = $2 AND bill_id = $3 AND kind = 'use'
               ORDER BY id LIMIT 1";
    let found = tx.row(sql, args![lot, bill], |row| row.take()).await?;
    found.ok_or_else(|| Problem::bug(format!("lot {lot} was used and does not know when")))
}

/// The newest hundred moves of a card's days, newest first.
pub async fn time_moves(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<CardMove>, StoreError> {
    let sql = "SELECT at, kind, bill_id, bill_number, CAST(SUM(value) AS BIGINT), CAST(SUM(uses) AS BIGINT)
               FROM card_time_move WHERE org_id = $1 AND card_id = $2
               GROUP BY at, kind, bill_id, bill_number ORDER BY at DESC, kind, COALESCE(bill_number, 0) LIMIT 100";
    let read = |row: &mut Row| {
        Ok(CardMove {
            at: row.take()?,
            kind: row.take_as(MoveKind::parse)?,
            bill: row.take()?,
            bill_number: row.take()?,
            principal: row.take()?,
            bonus: Money::ZERO,
            visits: 0,
            uses: row.take()?,
            used_by: None,
        })
    };
    tx.rows(sql, args![card], read).await
}

/// What was paid for a card's days and not earned at a moment.
pub async fn time_value_before(tx: &mut Tx<'_>, card: CardId, at: Instant) -> Result<Money, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM card_time_move
               WHERE org_id = $1 AND card_id = $2 AND at < $3";
    Ok(tx.row(sql, args![card, at], |row| row.take()).await?.unwrap_or_default())
}

/// What moved on a card's days from one moment up to another, oldest first.
pub async fn time_moved_between(
    tx: &mut Tx<'_>,
    card: CardId,
    (from, to): (Instant, Instant),
    limit: i64,
) -> Result<Vec<CardStatementLine>, StoreError> {
    let sql = "SELECT at, kind, bill_id, bill_number, CAST(SUM(value) AS BIGINT) FROM card_time_move
               WHERE org_id = $1 AND card_id = $2 AND at >= $3 AND at < $4
               GROUP BY at, kind, bill_id, bill_number ORDER BY at, kind, COALESCE(bill_number, 0) LIMIT $5";
    let read = |row: &mut Row| {
        let line = read_line(row)?;
        let moved = CardSums { time_value: row.take()?, ..CardSums::default() };
        Ok(CardStatementLine { moved, ..line })
    };
    tx.rows(sql, args![card, from, to, limit], read).await
}

/// What is not earned of each lot of days, in the order of their ids, after one of them.
pub async fn time_left_after(
    tx: &mut Tx<'_>,
    after: LotId,
    limit: i64,
) -> Result<Vec<(LotId, Money)>, StoreError> {
    let sql = "SELECT id, value_left FROM card_time WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![after, limit], |row| Ok((row.take()?, row.take()?))).await
}

/// The first lot of days of a stretch whose moves do not add up to what is left of it.
pub async fn first_wrong_time(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Option<LotId>, StoreError> {
    let sql = "SELECT t.id FROM card_time t
               LEFT JOIN card_time_move m ON m.org_id = t.org_id AND m.lot_id = t.id
               WHERE t.org_id = $1 AND t.id > $2 AND t.id <= $3
               GROUP BY t.id, t.value_left
               HAVING COALESCE(SUM(m.value), 0) <> t.value_left ORDER BY t.id LIMIT 1";
    tx.row(sql, args![stretch.after, stretch.upto], |row| row.take()).await
}

fn read_time(row: &mut Row) -> Result<StoredTime, StoreError> {
    let (id, card) = (row.take()?, row.take()?);
    let home = Site { branch: row.take()?, company: row.take()? };
    let (at, origin) = (row.take()?, row.take_as(Origin::parse)?);
    let (paid, value_left, days) = (row.take()?, row.take()?, row.take()?);
    let (starts_on, frozen_on, frozen_days) = (row.take()?, row.take()?, row.take()?);
    let earned_on = row.take()?;
    let ended_at: Option<Instant> = row.take()?;
    let lot = TimeLot { id, home, at, paid, value_left, days, starts_on, frozen_on, frozen_days, earned_on };
    Ok(StoredTime { lot, card, origin, is_over: ended_at.is_some() })
}
