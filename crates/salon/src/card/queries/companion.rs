//! Companion cards and what was used through them.

use crate::args;
use crate::card::model::{CompanionLimits, StoredCompanion, Through};
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, CardId, CustomerId, Day, Instant, LotId, Money};

pub async fn insert_companion(
    tx: &mut Tx<'_>,
    card: CardId,
    companion: &StoredCompanion,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO card_companion (org_id, card_id, owner_card, per_bill, per_day, per_month, until)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let CompanionLimits { per_bill, per_day, per_month, until } = companion.limits;
    tx.put(sql, args![card, companion.owner, per_bill, per_day, per_month, until]).await
}

/// What a card is a companion of.
pub async fn companion(tx: &mut Tx<'_>, card: CardId) -> Result<Option<StoredCompanion>, StoreError> {
    let sql = "SELECT owner_card, per_bill, per_day, per_month, until FROM card_companion
               WHERE org_id = $1 AND card_id = $2";
    let read = |row: &mut Row| {
        let owner = row.take()?;
        let (per_bill, per_day) = (row.take()?, row.take()?);
        let (per_month, until) = (row.take()?, row.take()?);
        Ok(StoredCompanion { owner, limits: CompanionLimits { per_bill, per_day, per_month, until } })
    };
    tx.row(sql, args![card], read).await
}

/// The companion cards of a card, the newest first.
pub async fn companions(tx: &mut Tx<'_>, owner: CardId) -> Result<Vec<CardId>, StoreError> {
    let sql = "SELECT card_id FROM card_companion WHERE org_id = $1 AND owner_card = $2
               ORDER BY card_id DESC LIMIT 100";
    tx.rows(sql, args![owner], |row| row.take()).await
}

/// What was spent through a companion card from one business day to another, less what came back.
pub async fn used_through(
    tx: &mut Tx<'_>,
    companion: CardId,
    (from, to): (Day, Day),
) -> Result<Money, StoreError> {
    let sql = "SELECT CAST(COALESCE(-SUM(principal + bonus), 0) AS BIGINT) FROM card_move
               WHERE org_id = $1 AND companion_id = $2 AND companion_day >= $3 AND companion_day <= $4";
    Ok(tx.row(sql, args![companion, from, to], |row| row.take()).await?.unwrap_or(Money::ZERO))
}

/// Through which companion card a lot paid on a bill.
pub async fn paid_through(tx: &mut Tx<'_>, lot: LotId, bill: BillId) -> Result<Option<Through>, StoreError> {
    let sql = "SELECT companion_id, companion_day FROM card_move
               WHERE org_id = $1 AND lot_id = $2 AND bill_id = $3 AND companion_id IS NOT NULL
               ORDER BY id LIMIT 1";
    let read = |row: &mut Row| Ok(Through { companion: row.take()?, day: row.take()? });
    tx.row(sql, args![lot, bill], read).await
}

/// The bills on which companion cards spent from a card in some time, each with the holder of the companion.
pub async fn companion_bills(
    tx: &mut Tx<'_>,
    card: CardId,
    (from, to): (Instant, Instant),
    limit: i64,
) -> Result<Vec<(BillId, CustomerId)>, StoreError> {
    let sql = "SELECT DISTINCT m.bill_id, c.customer_id FROM card_move m
               JOIN card c ON c.org_id = m.org_id AND c.id = m.companion_id
               WHERE m.org_id = $1 AND m.card_id = $2 AND m.at >= $3 AND m.at <= $4 AND m.bill_id IS NOT NULL
               ORDER BY m.bill_id LIMIT $5";
    tx.rows(sql, args![card, from, to, limit], |row| Ok((row.take()?, row.take()?))).await
}
