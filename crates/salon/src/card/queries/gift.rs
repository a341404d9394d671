//! Codes of gift cards.

use crate::args;
use crate::card::model::Refusal;
use crate::store::{Cell, Row, StoreError, Tx};
use kernel::{BillId, CardId, CustomerId, Id, Problem};

/// A gift card about to be written.
pub struct NewGift<'a> {
    pub card: CardId,
    pub digest: [u8; 32],
    pub code: &'a str,
    pub bill: BillId,
    pub bought_by: CustomerId,
}

/// Where the code of a card is sealed.
fn code_of(card: CardId) -> Cell {
    Cell { table: "card_gift", column: "code", row: card.uuid() }
}

pub async fn insert_gift(tx: &mut Tx<'_>, new: &NewGift<'_>) -> Result<(), Problem> {
    let sql = "INSERT INTO card_gift (org_id, card_id, digest, code, bill_id, bought_by)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let code = tx.seal(code_of(new.card), new.code)?;
    Ok(tx.put(sql, args![new.card, new.digest, code, new.bill, new.bought_by]).await?)
}

/// The card of a code, and whether it has been claimed.
pub async fn gift_of_code(tx: &mut Tx<'_>, digest: [u8; 32]) -> Result<Option<(CardId, bool)>, StoreError> {
    let sql = "SELECT card_id, CASE WHEN claimed_at IS NULL THEN 0 ELSE 1 END FROM card_gift
               WHERE org_id = $1 AND digest = $2";
    tx.row(sql, args![digest], |row| Ok((row.take()?, row.take()?))).await
}

/// The gift cards of a bill whose codes nobody has printed: number, plan, and code.
pub async fn gifts_of_bill(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<(String, String, String)>, Problem> {
    let sql = "SELECT g.card_id, c.number, c.plan_name, g.code FROM card_gift g
               JOIN card c ON c.org_id = g.org_id AND c.id = g.card_id
               WHERE g.org_id = $1 AND g.bill_id = $2 AND g.claimed_at IS NULL AND c.state <> 'closed'
               ORDER BY c.number";
    let read = |row: &mut Row| {
        let (card, number, plan): (CardId, String, String) = (row.take()?, row.take()?, row.take()?);
        let sealed: Vec<u8> = row.take()?;
        Ok((card, number, plan, sealed))
    };
    let mut gifts = Vec::new();
    for (card, number, plan, sealed) in tx.rows(sql, args![bill], read).await? {
        let code = tx.cipher().open_text(code_of(card), &sealed)?;
        if !code.is_empty() {
            gifts.push((number, plan, code));
        }
    }
    Ok(gifts)
}

/// Forgets the codes of a bill, where it sold some: all but their digests.
pub async fn forget_codes(tx: &mut Tx<'_>, bill: BillId) -> Result<(), StoreError> {
    let sql = "UPDATE card_gift SET code = $3 WHERE org_id = $1 AND bill_id = $2";
    tx.exec(sql, args![bill, Vec::<u8>::new()]).await.map(drop)
}

/// Gives a card that nobody has claimed another code. Refuses: claimed.
pub async fn set_code(tx: &mut Tx<'_>, card: CardId, digest: [u8; 32]) -> Result<(), StoreError> {
    let sql = "UPDATE card_gift SET digest = $3, code = $4
               WHERE org_id = $1 AND card_id = $2 AND claimed_at IS NULL";
    tx.guard(sql, args![card, digest, Vec::<u8>::new()], Refusal::GiftClaimed.into()).await
}

/// Makes a gift card a customer's. Refuses: claimed.
pub async fn claim(tx: &mut Tx<'_>, card: CardId, by: CustomerId) -> Result<(), StoreError> {
    let sql = "UPDATE card_gift SET claimed_by = $3, claimed_at = $4, code = $5
               WHERE org_id = $1 AND card_id = $2 AND claimed_at IS NULL";
    let args = args![card, by, tx.now(), Vec::<u8>::new()];
    tx.guard(sql, args, Refusal::GiftClaimed.into()).await?;
    tx.put("UPDATE card SET customer_id = $3 WHERE org_id = $1 AND id = $2", args![card, by]).await
}
