//! Giving a card back for good.

use super::refund::{Clocks, asked, holdings};
use super::time;
use crate::access::Permission;
use crate::card::model::{
    Card, CardClosing, CardPayout, CardRefundCause, CardRefundQuote, CardRefundWish, Lot, MoveKind, Refusal,
    StoredLot, StoredVisits, Value, VisitsLot,
};
use crate::card::queries::{self, NewMove, NewVisitsMove};
use crate::card::rules::{self, closing};
use crate::ledger::{self, Entry, EntrySet, Posting, Site, Source};
use crate::store::{Command, Tx};
use crate::{branch, customer};
use kernel::{BranchId, CardId, ClosingId, Currency, CustomerId, Day, LotId, Money, Problem};
use serde::Serialize;

/// Closes a card: pays out what is due by a cause, empties its lots, and keeps the quote that was shown.
///
/// Refuses, in this order: another branch, card unknown, reason, locked or closed, not claimed, a companion card, an end after today or
/// before a payment, gifts below nothing, an agreed amount out of range, another figure than was shown, more
/// than ten payouts, a reference too long, payouts that do not come to what is due.
#[derive(Serialize)]
pub struct Close {
    pub card: CardId,
    pub branch: BranchId,
    pub cause: CardRefundCause,
    pub ended_on: Option<Day>,
    pub gift: Money,
    pub agreed: Option<Money>,
    /// What both sides have seen.
    pub expected_total: Money,
    pub reason: String,
    pub payouts: Vec<CardPayout>,
}

impl Command for Close {
    type Out = CardClosing;
    const NAME: &'static str = "card.close";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CardClosing, Problem> {
        tx.at(Permission::CardClose, self.branch)?;
        let card = queries::find(tx, self.card).await?;
        let reason = closing::check_reason(&self.reason)?;
        rules::check_active(&card)?;
        rules::gift::check_claimed(&card)?;
        rules::companion::check_no_companion(&card)?;
        let quote = self.quote(tx, &card).await?;
        if quote.total != self.expected_total {
            return Err(Refusal::RefundChanged { total: quote.total }.into());
        }
        closing::check_payouts(&self.payouts, quote.total)?;
        let shop = branch::find(tx, self.branch).await?;
        let closing = CardClosing {
            id: tx.new_id(),
            card: card.id,
            customer: customer::resolve(tx, card.customer).await?,
            branch: shop.id,
            at: tx.now(),
            business_day: ledger::open_day(tx, &shop).await?.day,
            closed_by_name: tx.actor().name.clone(),
            reason: reason.to_owned(),
            quote,
            payouts: self.payouts.clone(),
        };
        let place = Site { branch: shop.id, company: shop.company };
        let currency = branch::organisation(tx).await?.currency;
        queries::insert_closing(tx, &closing).await?;
        let owed = empty(tx, &card, &closing, currency).await?;
        post(tx, &closing, place, owed, currency).await?;
        queries::close_card(tx, card.id).await?;
        tx.touched("card", card.id, Some(shop.id));
        tx.tell("card.changed", card.id, Some(shop.id)).await?;
        Ok(closing)
    }
}

impl Close {
    async fn quote(&self, tx: &mut Tx<'_>, card: &Card) -> Result<CardRefundQuote, Problem> {
        let clocks = Clocks::load(tx).await?;
        let on = clocks.day(card.branch, tx.now())?;
        let wish = CardRefundWish { ended_on: self.ended_on, gift: Some(self.gift), agreed: self.agreed };
        let holdings = holdings(tx, card, &clocks, self.ended_on.unwrap_or(on)).await?;
        Ok(rules::refund::quote(&holdings, &asked(self.cause, on, wish))?)
    }
}

/// What is owed for the lots of a card that is being closed.
struct Owed {
    /// The entries by which it comes to be owed.
    entries: Vec<Entry>,
    /// Which branch owes how much of it.
    parts: Vec<(Site, Money)>,
}

/// Empties the lots of a card.
async fn empty(
    tx: &mut Tx<'_>,
    card: &Card,
    closing: &CardClosing,
    currency: Currency,
) -> Result<Owed, Problem> {
    let mut owed = Owed { entries: Vec::new(), parts: Vec::new() };
    let due = |lot: LotId| {
        let known = closing.quote.lots.iter().find(|quoted| quoted.lot == lot);
        known.map_or(Money::ZERO, |quoted| quoted.due)
    };
    let customer: CustomerId = closing.customer;
    for StoredLot { lot, card, .. } in queries::lots(tx, closing.card).await? {
        if lot.is_over() {
            continue;
        }
        let due = due(lot.id);
        owed.entries.extend(closing::close_lot(&lot, due, customer, currency));
        owed.parts.push((lot.home, due));
        empty_lot(tx, card, &lot, MoveKind::Closing).await?;
    }
    for stored in queries::visits(tx, closing.card).await?.into_iter().filter(|stored| !stored.is_over) {
        let due = due(stored.lot.id);
        owed.entries.extend(closing::close_visits(&stored.lot, due, customer, currency));
        owed.parts.push((stored.lot.home, due));
        empty_visits(tx, &stored, MoveKind::Closing).await?;
    }
    for lot in time::give_up(tx, card, closing.quote.ended_on).await? {
        let due = due(lot.id);
        owed.entries.extend(rules::time::close_time(&lot, due, customer, currency));
        owed.parts.push((lot.home, due));
    }
    Ok(owed)
}

/// Takes everything off a lot, for good.
pub(super) async fn empty_lot(
    tx: &mut Tx<'_>,
    card: CardId,
    lot: &Lot,
    kind: MoveKind,
) -> Result<(), Problem> {
    queries::update_lot(tx, lot, &Lot { left: Value::NONE, ratio: Value::NONE, ..*lot }).await?;
    if lot.left == Value::NONE {
        return Ok(());
    }
    let value = Value::NONE - lot.left;
    let new = NewMove { card, lot: lot.id, kind, bill: None, value, list: Money::ZERO };
    Ok(queries::insert_move(tx, &new).await?)
}

/// The same of a lot of visits.
pub(super) async fn empty_visits(
    tx: &mut Tx<'_>,
    stored: &StoredVisits,
    kind: MoveKind,
) -> Result<(), Problem> {
    let lot = &stored.lot;
    queries::update_visits(tx, lot, &VisitsLot { left: 0, value_left: Money::ZERO, ..*lot }).await?;
    queries::end_visits(tx, lot.id).await?;
    if lot.left == 0 {
        return Ok(());
    }
    let (visits, value) = (-lot.left, -lot.value_left);
    let (card, lot, bill, list) = (stored.card, lot.id, None, Money::ZERO);
    Ok(queries::insert_visits_move(tx, &NewVisitsMove { card, lot, kind, bill, visits, value, list }).await?)
}

/// Posts what is owed for a closed card, and its payout.
async fn post(
    tx: &mut Tx<'_>,
    closing: &CardClosing,
    place: Site,
    mut owed: Owed,
    currency: Currency,
) -> Result<(), Problem> {
    let (customer, interest) = (closing.customer, closing.quote.interest);
    owed.entries.extend(closing::owe_interest(place, interest, customer, currency));
    owed.parts.push((place, interest));
    let paid = closing::pay_out(place, &owed.parts, &closing.payouts, customer, currency);
    let (id, branch, day): (ClosingId, _, _) = (closing.id, closing.branch, closing.business_day);
    let reason = closing.reason.as_str();
    for (entries, source) in [(owed.entries, Source::CardClosing(id)), (paid, Source::CardPayout(id))] {
        let set = EntrySet::balanced(entries)?;
        ledger::post(tx, Posting { set: &set, branch, day, source, reason }).await?;
    }
    Ok(ledger::mark_day(tx, branch, day).await?)
}

/// The times a card was given back, newest first. Refuses: card unknown.
pub async fn closings(tx: &mut Tx<'_>, id: CardId) -> Result<Vec<CardClosing>, Problem> {
    let card = queries::find(tx, id).await?;
    let mut closings = queries::closings(tx, card.id).await?;
    for closing in &mut closings {
        closing.payouts = queries::payouts(tx, closing.id).await?;
    }
    Ok(closings)
}
