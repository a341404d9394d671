//! Paying: one transaction from the price to the entries.

use super::editing::Draft;
use super::open_bill;
use super::reading::{self, shown_tender};
use crate::access::Permission;
use crate::bill::model::{
    Bill, BillTender, Head, LineKind, Means, Priced, PricedLine, Refusal, Settlement, ShownCell,
    ShownSettlement, StoredLine, StoredTender, Tender, TenderWish,
};
use crate::bill::queries::{self, CardAfter};
use crate::bill::rules::books::{self, Books, Turned};
use crate::bill::rules::{self, settle};
use crate::card::{self, Card, CardPlan, Lot, OnBill, Sale, Value};
use crate::ledger::{self, Channel, Posting, Source as Cause};
use crate::store::{Command, Tx};
use crate::{branch, customer};
use kernel::{BillId, CardId, CustomerId, Day, Id, LotId, Money, Problem, TenderId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Pays a bill: prices it again, draws the lots, sells the cards, writes the matrix of lines and
/// tenders, posts the entries.
///
/// Refuses, in this order: as [`open_bill`], empty bill, total changed, more than twenty tenders, a
/// card in two tenders, a reference too long; for each card that pays: unknown, closed, without
/// money, of another customer, balance short; a tender of nothing, above the rest, or of stored
/// value for value sold; tenders short; for each card sold or topped up: customer missing, of
/// another customer, closed, number taken.
#[derive(Serialize)]
pub struct Pay {
    pub bill: BillId,
    pub tenders: Vec<TenderWish>,
    pub expected_total: Money,
}

impl Command for Pay {
    type Out = Bill;
    const NAME: &'static str = "bill.pay";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillPay).await?;
        let draft = Draft::load(tx, &head).await?;
        if draft.lines.is_empty() {
            return Err(Refusal::Empty.into());
        }
        let priced = draft.priced()?;
        if priced.total() != self.expected_total {
            return Err(Refusal::TotalChanged { total: priced.total() }.into());
        }
        let payers = Payers::load(tx, &head, &self.tenders).await?;
        let settlement = settle::paid(settle::settle(&priced.lines, &payers.means)?)?;
        draft.save(tx, &priced).await?;

        let day = branch::find(tx, head.place.branch).await?.business_day(tx.now());
        let mut payment = Payment::new(tx, draft, priced, settlement, payers, day);
        payment.write_tenders(tx).await?;
        payment.draw_lots(tx).await?;
        payment.write_lines(tx).await?;
        payment.post(tx).await?;
        payment.write_cards(tx).await?;
        queries::close(tx, head.id, day).await?;
        if let Some(customer) = head.customer {
            customer::touch_visit(tx, customer, day).await?;
        }
        tx.touched("bill", head.id, Some(head.place.branch));
        tx.tell("bill.paid", head.id, Some(head.place.branch)).await?;
        reading::shown(tx, head.id).await
    }
}

/// What paying in some ways would do. Changes nothing. Refuses: as [`Pay`] as far as the tenders
/// go; what is still missing is shown, not refused.
pub async fn quote_settlement(
    tx: &mut Tx<'_>,
    bill: BillId,
    tenders: &[TenderWish],
) -> Result<ShownSettlement, Problem> {
    let head = open_bill(tx, bill, Permission::BillPay).await?;
    let priced = Draft::load(tx, &head).await?.priced()?;
    let payers = Payers::load(tx, &head, tenders).await?;
    let settlement = settle::settle(&priced.lines, &payers.means)?;
    let cell = |cell: &crate::bill::model::Cell| ShownCell {
        line: cell.line,
        tender: cell.tender,
        lot: cell.source.lot(),
        part: cell.source.code().to_owned(),
        amount: cell.amount,
    };
    let shown: Vec<BillTender> = settlement
        .tenders
        .iter()
        .map(|tender| shown_tender(&stored(tx.new_id(), tender, &payers.cards)))
        .collect();
    Ok(ShownSettlement {
        total: priced.total(),
        rest: settlement.rest,
        change: settlement.change(),
        tenders: shown,
        cells: settlement.cells.iter().map(cell).collect(),
    })
}

/// The ways in which a bill is to be paid, with the cards behind them.
struct Payers {
    means: Vec<Means>,
    cards: BTreeMap<CardId, Card>,
}

impl Payers {
    async fn load(tx: &mut Tx<'_>, head: &Head, wishes: &[TenderWish]) -> Result<Payers, Problem> {
        if wishes.len() > rules::TENDERS_MAX {
            return Err(Refusal::TendersFull.into());
        }
        let mut payers = Payers { means: Vec::new(), cards: BTreeMap::new() };
        for wish in wishes {
            let means = match wish {
                TenderWish::Cash { received } => Means::Cash { received: *received },
                TenderWish::Wechat { amount, reference } => by(Channel::WeChat, *amount, reference)?,
                TenderWish::Alipay { amount, reference } => by(Channel::Alipay, *amount, reference)?,
                TenderWish::BankCard { amount, reference } => by(Channel::BankCard, *amount, reference)?,
                TenderWish::Card { card, amount } => payers.by_card(tx, head, *card, *amount).await?,
            };
            payers.means.push(means);
        }
        Ok(payers)
    }

    async fn by_card(
        &mut self,
        tx: &mut Tx<'_>,
        head: &Head,
        id: CardId,
        amount: Money,
    ) -> Result<Means, Problem> {
        if self.cards.contains_key(&id) {
            return Err(Refusal::CardTwice.into());
        }
        let (card, lots) = card::payer(tx, id).await?;
        if Some(card.customer) != head.customer {
            return Err(Refusal::CardOfAnother.into());
        }
        let draws = card::draw(&lots, card.draw_order, amount)?;
        self.cards.insert(id, card);
        Ok(Means::Card { card: id, draws })
    }
}

/// Money through a channel. Refuses: reference too long.
fn by(channel: Channel, amount: Money, reference: &str) -> Result<Means, Refusal> {
    rules::check_text("reference", reference)?;
    Ok(Means::Channel { channel, amount, reference: reference.trim().to_owned() })
}

/// A tender as it is stored.
fn stored(id: TenderId, tender: &Tender, cards: &BTreeMap<CardId, Card>) -> StoredTender {
    let blank = StoredTender {
        id,
        kind: String::new(),
        amount: tender.amount,
        received: None,
        change: tender.change,
        reference: String::new(),
        card: None,
        card_number: None,
        principal: None,
        bonus: None,
    };
    match &tender.means {
        Means::Cash { received } => {
            StoredTender { kind: "cash".to_owned(), received: Some(*received), ..blank }
        }
        Means::Channel { channel, reference, .. } => {
            StoredTender { kind: channel.code().to_owned(), reference: reference.clone(), ..blank }
        }
        Means::Card { card, draws } => {
            let value: Value = draws.iter().map(|draw| draw.value).sum();
            StoredTender {
                kind: "card".to_owned(),
                card: Some(*card),
                card_number: cards.get(card).map(|card| card.number.clone()),
                principal: Some(value.principal),
                bonus: Some(value.bonus),
                ..blank
            }
        }
        Means::Points { .. } => StoredTender { kind: "points".to_owned(), ..blank },
    }
}

/// A payment being written: everything is decided.
struct Payment {
    head: Head,
    lines: Vec<StoredLine>,
    priced: Priced,
    settlement: Settlement,
    cards: BTreeMap<CardId, Card>,
    tenders: Vec<TenderId>,
    day: Day,
    /// What each line turned into, filled as the lines are written.
    turned: Vec<Turned>,
    /// The cards that the payment touches, as they stand after it.
    after: BTreeMap<CardId, CardAfter>,
}

impl Payment {
    fn new(
        tx: &mut Tx<'_>,
        draft: Draft,
        priced: Priced,
        settlement: Settlement,
        payers: Payers,
        day: Day,
    ) -> Payment {
        let tenders = settlement.tenders.iter().map(|_| tx.new_id()).collect();
        let Draft { head, lines, .. } = draft;
        let (turned, after) = (Vec::new(), BTreeMap::new());
        Payment { head, lines, priced, settlement, cards: payers.cards, tenders, day, turned, after }
    }

    fn on_bill(&self) -> OnBill {
        OnBill { id: self.head.id, number: self.head.number }
    }

    /// Writes the tenders, and the matrix of what each source paid of each line.
    async fn write_tenders(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for ((position, tender), &id) in (1..).zip(&self.settlement.tenders).zip(&self.tenders) {
            let tender = stored(id, tender, &self.cards);
            queries::insert_tender(tx, self.head.id, position, &tender).await?;
        }
        for (position, cell) in (1..).zip(&self.settlement.cells) {
            let tender = self.tenders.get(cell.tender).copied();
            let tender = tender.ok_or_else(|| Problem::bug("a cell of a tender that is not there"))?;
            queries::insert_cell(tx, self.head.id, position, tender, cell).await?;
        }
        Ok(())
    }

    /// Takes what the cards pay from their lots. Refuses: balance short.
    async fn draw_lots(&mut self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for tender in &self.settlement.tenders {
            let Means::Card { card: id, draws } = &tender.means else { continue };
            for draw in draws {
                card::take(tx, *id, draw, self.list_paid_by(draw.lot), self.on_bill()).await?;
            }
            let used: Value = draws.iter().map(|draw| draw.value).sum();
            if let Some(card) = self.cards.get(id) {
                let after = touched(&mut self.after, card);
                after.used = after.used + used;
                after.left = after.left - used;
            }
        }
        Ok(())
    }

    /// The list price of what a lot paid for: its share of each line's, by what it paid of the line.
    fn list_paid_by(&self, lot: LotId) -> Money {
        let cells = self.settlement.cells.iter().filter(|cell| cell.source.lot() == Some(lot));
        let shares = cells.filter_map(|cell| {
            let line = self.priced.lines.iter().find(|line| line.id == cell.line)?;
            Some(line.list.ratio_half_up(cell.amount.to_minor(), line.payable().to_minor()))
        });
        shares.sum()
    }

    /// Turns each line into what it was paid for: revenue with its taxes, or a lot on a card.
    async fn write_lines(&mut self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let lines = self.lines.clone();
        let priced = self.priced.lines.clone();
        for (stored, line) in lines.iter().zip(&priced) {
            let turned = match stored.kind {
                LineKind::Service => self.earn(tx, line).await?,
                LineKind::CardSale => Turned::Lot(self.sell_card(tx, stored, line.net).await?),
                LineKind::TopUp => Turned::Lot(self.top_up(tx, stored, line.net).await?),
            };
            self.turned.push(turned);
        }
        Ok(())
    }

    async fn earn(&self, tx: &mut Tx<'_>, line: &PricedLine) -> Result<Turned, Problem> {
        let paid = self.settlement.earning(line.id);
        let taxes = books::taxes_due(line, paid);
        for (position, &tax) in (1..).zip(&taxes) {
            queries::insert_tax(tx, self.head.id, line.id, position, tax).await?;
        }
        Ok(Turned::Earned { paid, taxes })
    }

    /// Refuses, in this order: customer missing, plan unknown, number taken.
    async fn sell_card(&mut self, tx: &mut Tx<'_>, line: &StoredLine, paid: Money) -> Result<Lot, Problem> {
        let customer = self.customer()?;
        let plan: CardPlan = card::plan_version(tx, Id::from_uuid(line.item), line.item_version).await?;
        let number = line.card_number.as_deref();
        let number = number.ok_or_else(|| Problem::bug("a card sale without a number"))?;
        let lot = self.new_lot(tx, line, paid).await?;
        let sale = Sale { number, customer, plan: &plan, lot, day: self.day, bill: self.on_bill() };
        let id = card::sell(tx, &sale).await?;
        let (number, plan_name) = (number.to_owned(), plan.name);
        self.after.insert(id, CardAfter { card: id, number, plan_name, used: Value::NONE, left: lot.left });
        Ok(lot)
    }

    /// Refuses, in this order: customer missing, card unknown, closed, of another customer.
    async fn top_up(&mut self, tx: &mut Tx<'_>, line: &StoredLine, paid: Money) -> Result<Lot, Problem> {
        let customer = self.customer()?;
        let id: CardId = Id::from_uuid(line.item);
        let card = card::find(tx, id).await?;
        card::check_usable(&card)?;
        if card.customer != customer {
            return Err(Refusal::CardOfAnother.into());
        }
        let lot = self.new_lot(tx, line, paid).await?;
        card::top_up(tx, id, lot, self.on_bill()).await?;
        // What was read of the card does not know of this payment yet, unless the card pays in it.
        let after = self.after.entry(id).or_insert_with(|| untouched(&card));
        after.left = after.left + lot.left;
        Ok(lot)
    }

    async fn new_lot(&self, tx: &mut Tx<'_>, line: &StoredLine, paid: Money) -> Result<Lot, Problem> {
        let bought = Value { principal: paid, bonus: line.bonus };
        let lot = Lot::new(tx.new_id(), self.head.place, tx.now(), bought);
        queries::set_line_lot(tx, line.id, lot.id).await?;
        Ok(lot)
    }

    fn customer(&self) -> Result<CustomerId, Refusal> {
        self.head.customer.ok_or(Refusal::CustomerMissing)
    }

    /// Posts what moved.
    async fn post(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let place = self.head.place;
        let mut homes = BTreeMap::new();
        for tender in &self.settlement.tenders {
            if let Means::Card { draws, .. } = &tender.means {
                homes.extend(draws.iter().map(|draw| (draw.lot, draw.home)));
            }
        }
        let accounts = self.settlement.tenders.iter();
        let accounts = accounts.map(|tender| books::money_account(&tender.means, place.branch)).collect();
        let books = Books { place, currency: self.head.currency, tenders: accounts, homes };
        let set = books::entries(&books, &self.settlement.cells, &self.turned)?;
        let (branch, day, source) = (place.branch, self.day, Cause::Bill(self.head.id));
        ledger::post(tx, Posting { set: &set, branch, day, source, reason: "" }).await
    }

    /// Remembers the touched cards as they stand now, for the receipt.
    async fn write_cards(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for after in self.after.values() {
            queries::insert_card_after(tx, self.head.id, after).await?;
            tx.tell("card.changed", after.card, Some(self.head.place.branch)).await?;
        }
        Ok(())
    }
}

fn touched<'a>(after: &'a mut BTreeMap<CardId, CardAfter>, card: &Card) -> &'a mut CardAfter {
    after.entry(card.id).or_insert_with(|| untouched(card))
}

fn untouched(card: &Card) -> CardAfter {
    CardAfter {
        card: card.id,
        number: card.number.clone(),
        plan_name: card.plan_name.clone(),
        used: Value::NONE,
        left: card.left(),
    }
}
