//! Gift cards 礼品卡: codes that are handed over, and who claims them.

use super::life::{Happened, shown};
use crate::access::Permission;
use crate::card::model::{Card, CardEventKind, GiftCode, OnBill, Refusal, SoldGift};
use crate::card::queries::{self, NewGift};
use crate::card::rules::{self, closing::check_reason, gift};
use crate::customer;
use crate::store::{Command, Tx};
use kernel::{BillId, BranchId, CardId, CustomerId, Problem, RowId};
use serde::Serialize;

/// The index of codes; also the name of their digest's key.
const INDEX: &str = "card_gift.code";

fn digest(tx: &Tx<'_>, code: &str) -> [u8; 32] {
    tx.cipher().digest(INDEX, code)
}

/// A code that nobody can guess: a random id under a key that lies outside the database.
fn new_code(tx: &mut Tx<'_>) -> String {
    let random: RowId = tx.new_id();
    gift::code(&tx.cipher().digest("card_gift.random", &random.to_string()))
}

/// Gives a gift card that was just sold its code.
pub(super) async fn give_code(
    tx: &mut Tx<'_>,
    card: CardId,
    bought_by: CustomerId,
    bill: OnBill,
) -> Result<(), Problem> {
    let code = new_code(tx);
    let new = NewGift { card, digest: digest(tx, &code), code: &code, bill: bill.id, bought_by };
    queries::insert_gift(tx, &new).await
}

/// The gift cards that a bill sold, with the codes that nobody has printed yet.
pub async fn gifts_of_bill(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<SoldGift>, Problem> {
    let sold = queries::gifts_of_bill(tx, bill).await?.into_iter();
    let shown = |(number, plan_name, code): (_, _, String)| SoldGift {
        number,
        plan_name,
        code: gift::in_fours(&code),
    };
    Ok(sold.map(shown).collect())
}

/// Forgets the codes that a bill sold, once they stand on paper.
pub async fn forget_codes(tx: &mut Tx<'_>, bill: BillId) -> Result<(), Problem> {
    Ok(queries::forget_codes(tx, bill).await?)
}

/// The gift card of a code. Refuses, in this order: code unknown, claimed, closed or locked.
pub async fn gift_of_code(tx: &mut Tx<'_>, code: &str) -> Result<Card, Problem> {
    let found = queries::gift_of_code(tx, digest(tx, code)).await?;
    let (card, claimed) = found.ok_or(Refusal::GiftCodeUnknown)?;
    if claimed {
        return Err(Refusal::GiftClaimed.into());
    }
    let card = shown(tx, card).await?;
    rules::check_active(&card)?;
    Ok(card)
}

/// Makes a gift card the card of a customer who has its code; with that the code is dead. Its lots stay as they
/// are, so the books need no entry.
///
/// Refuses, in this order: another branch, code unknown, claimed, closed or locked, customer unknown.
#[derive(Serialize)]
pub struct Claim {
    /// The code, as [`gift::read_code`] gives it.
    pub code: String,
    pub branch: BranchId,
    pub customer: CustomerId,
}

impl Command for Claim {
    type Out = Card;
    const NAME: &'static str = "card.claim";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardClaim, self.branch)?;
        let card = gift_of_code(tx, &self.code).await?;
        customer::brief(tx, self.customer).await?;
        let holder = customer::resolve(tx, self.customer).await?;
        queries::claim(tx, card.id, holder).await?;
        queries::set_password(tx, card.id, None).await?;
        customer::add_number(tx, holder, &card.number).await?;
        customer::reopen(tx, holder).await?;
        let happened = Happened { branch: self.branch, reason: "" };
        happened.to(tx, card.id, CardEventKind::Claimed, "", None).await?;
        shown(tx, card.id).await
    }
}

/// Gives a gift card another code in the place of one that was lost, which is dead with that.
///
/// Refuses, in this order: another branch, card unknown, reason, closed or locked, claimed or no gift card.
#[derive(Serialize)]
pub struct NewCode {
    pub card: CardId,
    pub branch: BranchId,
    pub reason: String,
}

impl Command for NewCode {
    type Out = GiftCode;
    const NAME: &'static str = "card.new_code";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GiftCode, Problem> {
        tx.at(Permission::CardReplace, self.branch)?;
        let card = queries::find(tx, self.card).await?;
        let reason = check_reason(&self.reason)?;
        rules::check_active(&card)?;
        if !card.bearer {
            return Err(Refusal::GiftClaimed.into());
        }
        let code = new_code(tx);
        queries::set_code(tx, card.id, digest(tx, &code)).await?;
        let happened = Happened { branch: self.branch, reason };
        happened.to(tx, card.id, CardEventKind::NewCode, "", None).await?;
        Ok(GiftCode { card: card.id, number: card.number, code: gift::in_fours(&code) })
    }
}
