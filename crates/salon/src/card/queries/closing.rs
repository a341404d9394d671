//! Cards that were given back.

use crate::args;
use crate::card::model::{CardClosing, CardPayout, Refusal};
use crate::ledger::Channel;
use crate::store::{Row, StoreError, Tx};
use kernel::{CardId, ClosingId, LotId, Money, Problem};
use uuid::Uuid;

/// Writes a closing with its payouts.
pub async fn insert_closing(tx: &mut Tx<'_>, closing: &CardClosing) -> Result<(), Problem> {
    let sql =
        "INSERT INTO card_closing (org_id, id, card_id, customer_id, branch_id, at, business_day, closed_by,
                   closed_by_name, cause, reason, quote, total)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let args = args![
        closing.id,
        closing.card,
        closing.customer,
        closing.branch,
        closing.at,
        closing.business_day,
        tx.actor().user,
        closing.closed_by_name.as_str(),
        closing.quote.cause.code(),
        closing.reason.as_str(),
        serde_json::to_string(&closing.quote).map_err(Problem::bug)?,
        closing.quote.total,
    ];
    tx.put(sql, args).await?;
    for (position, payout) in (1..).zip(&closing.payouts) {
        insert_payout(tx, closing.id, position, payout).await?;
    }
    Ok(())
}

async fn insert_payout(
    tx: &mut Tx<'_>,
    closing: ClosingId,
    position: i64,
    payout: &CardPayout,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO card_payout (org_id, closing_id, position, channel, amount, reference)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let channel = payout.channel.map(|channel| channel.code().to_owned());
    tx.put(sql, args![closing, position, channel, payout.amount, payout.reference.as_str()]).await
}

/// The times a card was given back, newest first, without their payouts.
pub async fn closings(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<CardClosing>, StoreError> {
    let sql = "SELECT id, card_id, customer_id, branch_id, at, business_day, closed_by_name, reason, quote
               FROM card_closing WHERE org_id = $1 AND card_id = $2 ORDER BY at DESC, id DESC LIMIT 100";
    let read = |row: &mut Row| {
        Ok(CardClosing {
            id: row.take()?,
            card: row.take()?,
            customer: row.take()?,
            branch: row.take()?,
            at: row.take()?,
            business_day: row.take()?,
            closed_by_name: row.take()?,
            reason: row.take()?,
            quote: row.take_as(|text| serde_json::from_str(text).ok())?,
            payouts: Vec::new(),
        })
    };
    tx.rows(sql, args![card], read).await
}

/// How the money of a closing was paid out.
pub async fn payouts(tx: &mut Tx<'_>, closing: ClosingId) -> Result<Vec<CardPayout>, StoreError> {
    let sql = "SELECT channel, amount, reference FROM card_payout
               WHERE org_id = $1 AND closing_id = $2 ORDER BY position";
    let read = |row: &mut Row| {
        let channel: Option<String> = row.take()?;
        let channel = channel.as_deref().and_then(Channel::parse);
        Ok(CardPayout { channel, amount: row.take()?, reference: row.take()? })
    };
    tx.rows(sql, args![closing], read).await
}

/// What closings came to, in the order of their ids, after one of them.
pub async fn closed_after(
    tx: &mut Tx<'_>,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(ClosingId, Money)>, StoreError> {
    let sql = "SELECT id, total FROM card_closing WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![after, limit], |row| Ok((row.take()?, row.take()?))).await
}

/// The first closing whose payouts do not come to what was due.
pub async fn first_wrong_closing(tx: &mut Tx<'_>) -> Result<Option<ClosingId>, StoreError> {
    let sql = "SELECT c.id FROM card_closing c
               LEFT JOIN card_payout p ON p.org_id = c.org_id AND p.closing_id = c.id
               WHERE c.org_id = $1 GROUP BY c.id, c.total
               HAVING COALESCE(SUM(p.amount), 0) <> c.total ORDER BY c.id LIMIT 1";
    tx.row(sql, args![], |row| row.take()).await
}

/// The first closed card on which something is left.
pub async fn first_closed_card_not_empty(tx: &mut Tx<'_>) -> Result<Option<CardId>, StoreError> {
    let sql = "SELECT c.id FROM card c WHERE c.org_id = $1 AND c.state = 'closed'
                   AND (EXISTS (SELECT 1 FROM card_lot l WHERE l.org_id = c.org_id AND l.card_id = c.id
                                AND (l.principal_left <> 0 OR l.bonus_left <> 0))
                     OR EXISTS (SELECT 1 FROM card_visits v WHERE v.org_id = c.org_id AND v.card_id = c.id
                                AND (v.unused <> 0 OR v.value_left <> 0))
                     OR EXISTS (SELECT 1 FROM card_time t WHERE t.org_id = c.org_id AND t.card_id = c.id
                                AND t.value_left <> 0))
               ORDER BY c.id LIMIT 1";
    tx.row(sql, args![], |row| row.take()).await
}

/// Remembers that visits were given back, or went to another card.
pub async fn end_visits(tx: &mut Tx<'_>, lot: LotId) -> Result<(), StoreError> {
    let sql = "UPDATE card_visits SET ended_at = $3 WHERE org_id = $1 AND id = $2 AND ended_at IS NULL";
    let now = tx.now();
    tx.guard(sql, args![lot, now], Refusal::CardClosed.into()).await
}

/// Makes a closed card one that can be used again, because something comes back to it; says whether it was
/// closed.
pub async fn reopen_card(tx: &mut Tx<'_>, card: CardId) -> Result<bool, StoreError> {
    let sql = "UPDATE card SET state = 'active', closed_in = NULL
               WHERE org_id = $1 AND id = $2 AND state = 'closed'";
    Ok(tx.exec(sql, args![card]).await? > 0)
}
