//! How long what is on a card can be used.

use super::read_lot;
use crate::args;
use crate::card::model::StoredLot;
use crate::store::{StoreError, Tx};
use kernel::{CardId, Day, LotId};

/// Lots with bonus whose last day is before a day, in the order of their ids, after one of them.
pub async fn lapsing_after(
    tx: &mut Tx<'_>,
    today: Day,
    after: LotId,
    limit: i64,
) -> Result<Vec<StoredLot>, StoreError> {
    let sql = "SELECT id, card_id, branch_id, company_id, at, origin, principal_bought, bonus_bought, principal_left,
                   bonus_left, principal_ratio, bonus_ratio, bonus_until, bonus_lapsed
               FROM card_lot
               WHERE org_id = $1 AND id > $2 AND bonus_until < $3 AND bonus_left > 0 ORDER BY id LIMIT $4";
    tx.rows(sql, args![after, today, limit], read_lot).await
}

/// The last day on which the bonus of a lot can be used; none where it has none, or is of something else.
pub async fn bonus_until(tx: &mut Tx<'_>, lot: LotId) -> Result<Option<Day>, StoreError> {
    let sql = "SELECT bonus_until FROM card_lot WHERE org_id = $1 AND id = $2";
    Ok(tx.row(sql, args![lot], |row| row.take()).await?.flatten())
}

/// Writes the last day on which a card's visits can be used.
pub async fn set_valid_until(tx: &mut Tx<'_>, card: CardId, until: Option<Day>) -> Result<(), StoreError> {
    tx.put("UPDATE card SET valid_until = $3 WHERE org_id = $1 AND id = $2", args![card, until]).await
}

/// Whether the last day of a card was ever moved.
pub async fn was_extended(tx: &mut Tx<'_>, card: CardId) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM card_event WHERE org_id = $1 AND card_id = $2 AND kind = 'extended'";
    Ok(tx.row(sql, args![card], |row| row.take()).await?.unwrap_or(0_i64) > 0)
}

/// Measures the ratio of a lot anew at what is left of it.
pub async fn measure_anew(tx: &mut Tx<'_>, lot: LotId) -> Result<(), StoreError> {
    let sql = "UPDATE card_lot SET principal_ratio = principal_left, bonus_ratio = bonus_left
               WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![lot]).await
}
