//! What happens to cards besides paying.

use crate::args;
use crate::card::model::{CardEvent, CardEventKind, CardState, Refusal};
use crate::store::{Row, StoreError, Tx};
use kernel::{BranchId, CardId, Day, LotId, Money, Problem, RowId};

/// An event about to be written.
pub struct NewEvent<'a> {
    pub card: CardId,
    pub branch: BranchId,
    pub kind: CardEventKind,
    pub reason: &'a str,
    /// The number it had before, or the other card's; empty where neither is meant.
    pub number: &'a str,
    pub other_card: Option<CardId>,
    /// The last day that it had, and the one it has now, where that was moved.
    pub last_days: Option<(Day, Day)>,
}

pub async fn insert_event(tx: &mut Tx<'_>, new: &NewEvent<'_>) -> Result<RowId, StoreError> {
    let sql = "INSERT INTO card_event (org_id, id, card_id, branch_id, at, kind, user_id, user_name, reason, number,
                   other_card, last_day_before, last_day_after)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let id: RowId = tx.new_id();
    let args = args![
        id,
        new.card,
        new.branch,
        tx.now(),
        new.kind.code(),
        tx.actor().user,
        tx.actor().name.as_str(),
        new.reason,
        new.number,
        new.other_card,
        new.last_days.map(|(before, _)| before),
        new.last_days.map(|(_, after)| after),
    ];
    tx.put(sql, args).await?;
    Ok(id)
}

/// The newest hundred events of a card, newest first.
pub async fn events(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<CardEvent>, StoreError> {
    let sql = "SELECT at, kind, user_name, reason, number, other_card, last_day_before, last_day_after FROM card_event
               WHERE org_id = $1 AND card_id = $2 ORDER BY at DESC, id DESC LIMIT 100";
    let read = |row: &mut Row| {
        Ok(CardEvent {
            at: row.take()?,
            kind: row.take_as(CardEventKind::parse)?,
            by_name: row.take()?,
            reason: row.take()?,
            number: row.take()?,
            other_card: row.take()?,
            last_day_before: row.take()?,
            last_day_after: row.take()?,
        })
    };
    tx.rows(sql, args![card], read).await
}

/// Writes the state of a card that was read in this transaction.
pub async fn set_state(tx: &mut Tx<'_>, card: CardId, state: CardState) -> Result<(), StoreError> {
    let sql = "UPDATE card SET state = $3 WHERE org_id = $1 AND id = $2 AND state <> 'closed'";
    tx.guard(sql, args![card, state.code()], Refusal::CardClosed.into()).await
}

/// Gives a card another number, with which it can be used. Refuses: number taken.
pub async fn set_number(tx: &mut Tx<'_>, card: CardId, number: &str) -> Result<(), Problem> {
    let sql = "UPDATE card SET number = $3, state = 'active' WHERE org_id = $1 AND id = $2
                   AND NOT EXISTS (SELECT 1 FROM card c WHERE c.org_id = $1 AND c.number = $3)";
    match tx.exec(sql, args![card, number]).await? {
        0 => Err(Refusal::NumberTaken.into()),
        _ => Ok(()),
    }
}

/// Puts a lot on another card.
pub async fn move_lot(tx: &mut Tx<'_>, lot: LotId, card: CardId) -> Result<(), StoreError> {
    tx.put("UPDATE card_lot SET card_id = $3 WHERE org_id = $1 AND id = $2", args![lot, card]).await
}

/// Puts visits on another card.
pub async fn move_visits(tx: &mut Tx<'_>, lot: LotId, card: CardId) -> Result<(), StoreError> {
    tx.put("UPDATE card_visits SET card_id = $3 WHERE org_id = $1 AND id = $2", args![lot, card]).await
}

/// Remembers what a lot's uses cost on the list before it came to its card.
pub async fn set_list_before(tx: &mut Tx<'_>, lot: LotId, list: Money) -> Result<(), StoreError> {
    tx.put("UPDATE card_lot SET list_before = $3 WHERE org_id = $1 AND id = $2", args![lot, list]).await
}

/// Remembers what used visits cost on the list before they came to their card.
pub async fn set_visits_list_before(tx: &mut Tx<'_>, lot: LotId, list: Money) -> Result<(), StoreError> {
    tx.put("UPDATE card_visits SET list_before = $3 WHERE org_id = $1 AND id = $2", args![lot, list]).await
}
