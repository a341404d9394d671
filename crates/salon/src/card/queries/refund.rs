//! What the uses of a card cost on the list.

use crate::args;
use crate::store::{StoreError, Tx};
use kernel::{CardId, LotId, Money};
use std::collections::BTreeMap;

/// What the uses of each lot of a card cost on the list, less what came back.
pub async fn list_used(tx: &mut Tx<'_>, card: CardId) -> Result<BTreeMap<LotId, Money>, StoreError> {
    let sql = "SELECT l.id, CAST(l.list_before + SUM(m.list) AS BIGINT)
               FROM card_lot l JOIN card_move m ON m.org_id = l.org_id AND m.lot_id = l.id
               WHERE l.org_id = $1 AND l.card_id = $2 GROUP BY l.id, l.list_before ORDER BY l.id";
    let lots = tx.rows(sql, args![card], |row| Ok((row.take()?, row.take()?))).await?;
    Ok(lots.into_iter().collect())
}

/// What the used visits of each lot of a card cost on the list, less what came back.
pub async fn visits_list_used(tx: &mut Tx<'_>, card: CardId) -> Result<BTreeMap<LotId, Money>, StoreError> {
    let sql = "SELECT v.id, CAST(v.list_before + SUM(m.list) AS BIGINT)
               FROM card_visits v JOIN card_visits_move m ON m.org_id = v.org_id AND m.lot_id = v.id
               WHERE v.org_id = $1 AND v.card_id = $2 GROUP BY v.id, v.list_before ORDER BY v.id";
    let lots = tx.rows(sql, args![card], |row| Ok((row.take()?, row.take()?))).await?;
    Ok(lots.into_iter().collect())
}
