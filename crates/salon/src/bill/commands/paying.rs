//! Paying: everything that one payment changes, in one transaction.

use super::draft::Draft;
use super::payers::{Agreed, Payers};
use super::reading::shown_tender;
use super::{open_bill, prepaying, rated, reading, today};
use crate::access::Permission;
use crate::bill::model::{
    Bill, BillTender, Cell, Head, LineKind, Means, Priced, PricedLine, Refusal, Settlement, ShownCell,
    ShownSettlement, StoredLine, StoredTender, TenderWish,
};
use crate::bill::queries::{self, CardAfter, StoredDebt};
use crate::bill::rules::books::{self, Books, Turned};
use crate::bill::rules::{list, settle};
use crate::card::{
    self, BonusTerms, Card, CardPlan, Lot, OnBill, PlanTime, PlanVisits, Sale, Sold, TimeLot, Value,
    VisitsLot,
};
use crate::ledger::{self, Posting, Source as Cause};
use crate::prepaid::{self, Agreement};
use crate::store::{Command, Tx};
use crate::{customer, stock};
use kernel::{BillId, CardId, CustomerId, Day, DebtId, Id, LotId, Money, Problem, TenderId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Pays a bill: prices it again, draws the lots, sells the cards, writes the matrix of lines and
/// tenders, posts the entries.
///
/// Refuses, in this order: as [`open_bill`], empty bill, a card by whose rates it is priced unknown, closed or locked,
/// without money, not to be used here, charging the list, one of two, total changed, more than twenty tenders; for
/// each tender: a reference too long; a card in two tenders, unknown, closed, without money or
/// visits, balance short, less than is charged by its rates; a line unknown, visits of another service or too few; credit for who may
/// not give it or for nobody; a receipt unknown or short; a holder who has not agreed. Then a tender of
/// nothing, two that pay one line with visits, above the rest, or of no money for money passed on;
/// tenders short; as [`prepaid::judge`] and [`prepaid::heed`]; for each card sold or topped up: customer missing, of another customer, closed,
/// number taken; for each debt: more than is owed.
#[derive(Serialize)]
pub struct Pay {
    /// Which bill.
    pub bill: BillId,
    /// How it is paid.
    pub tenders: Vec<TenderWish>,
    /// How the holders of friends' cards agreed; looked at before.
    pub agreed: BTreeMap<CardId, Agreed>,
    /// What whoever pays has seen.
    pub expected_total: Money,
    /// Why a card holds more than the law wants it to.
    pub prepaid_reason: Option<String>,
}

impl Command for Pay {
    type Out = Bill;
    const NAME: &'static str = "bill.pay";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let head = open_bill(tx, self.bill, Permission::BillPay).await?;
        let mut draft = Draft::load(tx, &head).await?;
        if draft.lines.is_empty() {
            return Err(Refusal::Empty.into());
        }
        draft.value = rated::chosen(tx, &draft, &self.tenders).await?;
        let priced = draft.priced()?;
        if priced.total() != self.expected_total {
            return Err(Refusal::TotalChanged { total: priced.total() }.into());
        }
        let payers = Payers::load(tx, &draft, &priced, &self.tenders, Some(&self.agreed)).await?;
        let settlement = settle::paid(settle::settle(&priced.lines, &payers.means)?)?;
        let notices = prepaying::notices(tx, &draft, &priced, &settlement).await?;
        let reason = self.prepaid_reason.as_deref();
        prepaid::heed(tx, head.place.company, head.id, &notices, reason).await?;
        draft.save(tx, &priced).await?;

        let day = today(tx, head.place.branch).await?.day;
        let mut payment = Payment::new(tx, draft, priced, settlement, payers, day);
        payment.write_tenders(tx).await?;
        payment.draw_lots(tx).await?;
        payment.use_visits(tx).await?;
        payment.use_time(tx).await?;
        payment.write_lines(tx).await?;
        payment.post(tx).await?;
        payment.write_cards(tx).await?;
        payment.agree(tx).await?;
        queries::close(tx, head.id, day).await?;
        ledger::mark_day(tx, head.place.branch, day).await?;
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
    let mut draft = Draft::load(tx, &head).await?;
    let offers = rated::offers(tx, &draft, tenders).await?;
    draft.value = rated::chosen(tx, &draft, tenders).await?;
    let priced = draft.priced()?;
    let payers = Payers::load(tx, &draft, &priced, tenders, None).await?;
    let settlement = settle::settle(&priced.lines, &payers.means)?;
    let notices = prepaying::notices(tx, &draft, &priced, &settlement).await?;
    let cell = |cell: &Cell| ShownCell {
        line: cell.line,
        tender: cell.tender,
        lot: cell.source.lot(),
        part: cell.source.code().to_owned(),
        amount: cell.amount,
    };
    let shown: Vec<BillTender> =
        settlement.tenders.iter().map(|tender| shown_tender(&payers.stored(tx.new_id(), tender))).collect();
    Ok(ShownSettlement {
        total: priced.total(),
        rest: settlement.rest,
        change: settlement.change(),
        tenders: shown,
        cells: settlement.cells.iter().map(cell).collect(),
        notices,
        offers,
    })
}

/// A payment being written: everything is decided.
struct Payment {
    head: Head,
    lines: Vec<StoredLine>,
    priced: Priced,
    settlement: Settlement,
    payers: Payers,
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
        Payment { head, lines, priced, settlement, payers, tenders, day, turned, after }
    }

    fn on_bill(&self) -> OnBill {
        OnBill { id: self.head.id, number: self.head.number }
    }

    /// Writes the tenders with the debts and receipts behind them, and the matrix of what each source
    /// paid of each line. Refuses: less of a receipt left.
    async fn write_tenders(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for ((position, tender), &id) in (1..).zip(&self.settlement.tenders).zip(&self.tenders) {
            queries::insert_tender(tx, self.head.id, position, &self.payers.stored(id, tender)).await?;
            match &tender.means {
                Means::OnAccount { customer, amount } => self.write_debt(tx, id, *customer, *amount).await?,
                Means::Unapplied { receipt, amount, .. } => {
                    queries::apply_receipt(tx, *receipt, *amount).await?;
                }
                _ => {}
            }
        }
        for (position, cell) in (1..).zip(&self.settlement.cells) {
            let tender = self.tenders.get(cell.tender).copied();
            let tender = tender.ok_or_else(|| Problem::bug("a cell of a tender that is not there"))?;
            queries::insert_cell(tx, self.head.id, position, tender, cell).await?;
        }
        Ok(())
    }

    async fn write_debt(
        &self,
        tx: &mut Tx<'_>,
        tender: TenderId,
        customer: CustomerId,
        amount: Money,
    ) -> Result<(), Problem> {
        let debt = StoredDebt {
            id: tx.new_id(),
            bill: self.head.id,
            bill_number: self.head.number,
            tender,
            home: self.head.place,
            customer,
            at: tx.now(),
            business_day: self.day,
            amount,
            repaid: Money::ZERO,
            returned: Money::ZERO,
            written_off: Money::ZERO,
        };
        Ok(queries::insert_debt(tx, &debt).await?)
    }

    /// Takes the visits that pay from their lots. Refuses: visits short.
    async fn use_visits(&mut self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for (place, tender) in self.settlement.tenders.iter().enumerate() {
            let Means::Visits { card: id, draws, .. } = &tender.means else { continue };
            for draw in draws {
                card::take_visits(tx, draw, self.list_paid_by(place, draw.lot), self.on_bill()).await?;
            }
            if let Some(card) = self.payers.cards.get(id) {
                let ends_on = card::begin_visits(tx, card, self.day).await?;
                let after = touched(&mut self.after, card);
                after.ends_on = ends_on;
                let used: i64 = draws.iter().map(|draw| draw.count).sum();
                after.visits_left = after.visits_left.map(|left| left - used);
            }
        }
        Ok(())
    }

    /// Notes the uses of the time cards that pay.
    async fn use_time(&mut self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for tender in &self.settlement.tenders {
            let Means::Time { card: id, draw, .. } = &tender.means else { continue };
            let ends_on = card::take_time(tx, draw, self.day, self.on_bill()).await?;
            if let Some(card) = self.payers.cards.get(id) {
                touched(&mut self.after, card).ends_on = ends_on;
            }
        }
        Ok(())
    }

    /// Takes what the cards pay from their lots. Refuses: balance short.
    async fn draw_lots(&mut self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for (place, tender) in self.settlement.tenders.iter().enumerate() {
            let Means::Card { card: id, draws, .. } = &tender.means else { continue };
            for draw in draws {
                card::take(tx, *id, draw, self.list_paid_by(place, draw.lot), self.on_bill()).await?;
            }
            let used: Value = draws.iter().map(|draw| draw.value).sum();
            if let Some(card) = self.payers.cards.get(id) {
                let after = touched(&mut self.after, card);
                after.used = after.used + used;
                after.left = after.left - used;
            }
        }
        Ok(())
    }

    /// The list price of what a lot paid for in one tender: its part of each line's.
    fn list_paid_by(&self, tender: usize, lot: LotId) -> Money {
        let own = |cell: &Cell| cell.tender == tender && cell.source.lot() == Some(lot);
        let of_line = |line: &PricedLine| -> Money {
            let cells: Vec<Cell> =
                self.settlement.cells.iter().filter(|cell| cell.line == line.id).copied().collect();
            let parts = list::list_paid(line.list, &cells).into_iter().zip(&cells);
            parts.filter(|(_, cell)| own(cell)).map(|(part, _)| part).sum()
        };
        self.priced.lines.iter().map(of_line).sum()
    }

    /// Turns each line into what it was paid for: revenue with its taxes, a lot on a card, a smaller
    /// debt, a tip to pass on.
    async fn write_lines(&mut self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let lines = self.lines.clone();
        let priced = self.priced.lines.clone();
        for (stored, line) in lines.iter().zip(&priced) {
            let turned = match stored.kind {
                LineKind::Service | LineKind::Fee | LineKind::Imported => self.earn(tx, line).await?,
                LineKind::Product => {
                    self.take_off_the_shelf(tx, stored).await?;
                    self.earn(tx, line).await?
                }
                LineKind::CardSale => self.sell_card(tx, stored, line.net).await?,
                LineKind::TopUp => Turned::Lot(self.top_up(tx, stored, line.net).await?),
                LineKind::Repayment => repay(tx, Id::from_uuid(stored.item), line.net).await?,
                LineKind::Tip => Turned::Tip { staff: Id::from_uuid(stored.item), amount: line.net },
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

    /// Goods are sold whether or not the shelf is known to hold them: who stands there with them knows
    /// better. What is left is remembered, so that the till can say when it is below nothing.
    async fn take_off_the_shelf(&self, tx: &mut Tx<'_>, line: &StoredLine) -> Result<(), Problem> {
        if !line.stocked {
            return Ok(());
        }
        let (product, on_bill) = (Id::from_uuid(line.item), on_shelf_of(&self.head));
        let sold = stock::sell(tx, self.head.place, product, line.quantity, on_bill).await?;
        Ok(queries::set_stock_left(tx, line.id, sold.left).await?)
    }

    /// Refuses, in this order: customer missing, plan unknown, number taken.
    async fn sell_card(
        &mut self,
        tx: &mut Tx<'_>,
        line: &StoredLine,
        paid: Money,
    ) -> Result<Turned, Problem> {
        let customer = self.customer(line)?;
        let plan: CardPlan = card::plan_version(tx, Id::from_uuid(line.item), line.item_version).await?;
        let number = line.card_number.as_deref();
        let number = number.ok_or_else(|| Problem::bug("a card sale without a number"))?;
        card::check_trial(tx, &plan, customer).await?;
        let mut ends_on = card::valid_from_sale(&plan, self.day);
        let (sold, turned, left, visits_left) = match &plan.time {
            Some(time) => {
                let lot = self.new_time(tx, line, time, paid).await?;
                ends_on = card::time_ends_on(&lot, self.day);
                (Sold::Time(lot), Turned::Time(lot), Value::NONE, None)
            }
            None if plan.kind.counts_visits() => {
                let parts = line.visits.as_slice().iter().chain(&plan.bundle);
                let lots = self.new_visits(tx, line, &plan.bundle, paid).await?;
                let count = lots.iter().map(|lot| lot.bought).sum();
                (
                    Sold::Visits(lots.iter().copied().zip(parts).collect()),
                    Turned::Visits(lots),
                    Value::NONE,
                    Some(count),
                )
            }
            None => {
                let lot = self.new_lot(tx, line, paid, plan.bonus_terms).await?;
                (Sold::Value(lot), Turned::Lot(lot), lot.left, None)
            }
        };
        let sale = Sale { number, customer, plan: &plan, sold, day: self.day, bill: self.on_bill() };
        let id = card::sell(tx, &sale).await?;
        let (number, plan_name) = (number.to_owned(), plan.name);
        let after = CardAfter { card: id, number, plan_name, used: Value::NONE, left, visits_left, ends_on };
        self.after.insert(id, after);
        Ok(turned)
    }

    /// Refuses, in this order: customer missing, card unknown, closed, of another customer.
    async fn top_up(&mut self, tx: &mut Tx<'_>, line: &StoredLine, paid: Money) -> Result<Lot, Problem> {
        let customer = self.customer(line)?;
        let id: CardId = Id::from_uuid(line.item);
        let card = card::find(tx, id).await?;
        card::check_usable(&card)?;
        if customer::resolve(tx, card.customer).await? != customer::resolve(tx, customer).await? {
            return Err(Refusal::CardOfAnother.into());
        }
        let terms = card::bonus_terms(tx, &card).await?;
        let lot = self.new_lot(tx, line, paid, terms).await?;
        card::top_up(tx, id, lot, self.on_bill()).await?;
        // What was read of the card does not know of this payment yet, unless the card pays in it.
        let after = self.after.entry(id).or_insert_with(|| untouched(&card));
        after.left = after.left + lot.left;
        Ok(lot)
    }

    async fn new_lot(
        &self,
        tx: &mut Tx<'_>,
        line: &StoredLine,
        paid: Money,
        terms: BonusTerms,
    ) -> Result<Lot, Problem> {
        let bought = Value { principal: paid, bonus: line.bonus };
        let bonus_until = card::bonus_until(terms, line.bonus, self.day);
        let lot = Lot { bonus_until, ..Lot::new(tx.new_id(), self.head.place, tx.now(), bought) };
        queries::set_line_lot(tx, line.id, lot.id).await?;
        Ok(lot)
    }

    /// The lots of what the line sells: of its one service, or of the services of a bundle.
    async fn new_visits(
        &self,
        tx: &mut Tx<'_>,
        line: &StoredLine,
        bundle: &[PlanVisits],
        paid: Money,
    ) -> Result<Vec<VisitsLot>, Problem> {
        let parts: Vec<PlanVisits> = line.visits.iter().chain(bundle).cloned().collect();
        let lots = card::bundle_lots(tx, &parts, self.head.place, paid).await?;
        let first = lots.first().ok_or_else(|| Problem::bug("a card of visits without visits"))?;
        queries::set_line_lot(tx, line.id, first.id).await?;
        Ok(lots)
    }

    async fn new_time(
        &self,
        tx: &mut Tx<'_>,
        line: &StoredLine,
        time: &PlanTime,
        paid: Money,
    ) -> Result<TimeLot, Problem> {
        let (id, home, at) = (tx.new_id(), self.head.place, tx.now());
        queries::set_line_lot(tx, line.id, id).await?;
        Ok(card::new_time(id, home, at, time, paid, self.day))
    }

    /// Whose the line is: its own customer's, otherwise the bill's. Refuses: customer missing.
    fn customer(&self, line: &StoredLine) -> Result<CustomerId, Refusal> {
        line.customer.or(self.head.customer).ok_or(Refusal::CustomerMissing)
    }

    /// Posts what moved.
    async fn post(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let place = self.head.place;
        let (mut homes, mut services) = (BTreeMap::new(), BTreeMap::new());
        for tender in &self.settlement.tenders {
            match &tender.means {
                Means::Card { draws, .. } => homes.extend(draws.iter().map(|draw| (draw.lot, draw.home))),
                Means::Visits { draws, .. } => {
                    homes.extend(draws.iter().map(|draw| (draw.lot, draw.home)));
                    services.extend(draws.iter().map(|draw| (draw.lot, draw.service)));
                }
                _ => {}
            }
        }
        let accounts = self.settlement.tenders.iter();
        let accounts = accounts.map(|tender| books::money_account(&tender.means, place.branch)).collect();
        let books = Books { place, currency: self.head.currency, tenders: accounts, homes, services };
        let set = books::entries(&books, &self.settlement.cells, &self.turned)?;
        let (branch, day, source) = (place.branch, self.day, Cause::Bill(self.head.id));
        ledger::post(tx, Posting { set: &set, branch, day, source, reason: "" }).await
    }

    /// Keeps the contract of each card that was sold or topped up.
    async fn agree(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let tenders = self.tenders.iter().zip(&self.settlement.tenders);
        let stored = tenders.map(|(id, tender)| self.payers.stored(*id, tender));
        let payment = |tender: StoredTender| prepaid::Payment { kind: tender.kind, amount: tender.amount };
        let payments: Vec<prepaid::Payment> = stored.map(payment).collect();
        for ((line, priced), turned) in self.lines.iter().zip(&self.priced.lines).zip(&self.turned) {
            let lot = match turned {
                Turned::Lot(lot) => lot.id,
                Turned::Time(lot) => lot.id,
                // Visits of several services are sold as one, under the first of their lots.
                Turned::Visits(lots) => match lots.first() {
                    Some(lot) => lot.id,
                    None => continue,
                },
                Turned::Earned { .. } | Turned::Settled { .. } | Turned::Tip { .. } => continue,
            };
            let sold = self.after.values().find(|after| Some(&after.number) == line.card_number.as_ref());
            let card = sold.ok_or_else(|| Problem::bug("a lot that was sold on no card"))?.card;
            let agreement = Agreement {
                bill: self.head.id,
                bill_number: self.head.number,
                branch: self.head.place.branch,
                card,
                lot,
                customer: self.customer(line)?,
                paid: priced.net,
                bonus: line.bonus,
                payments: payments.clone(),
            };
            prepaid::agree(tx, &agreement).await?;
        }
        Ok(())
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

/// A bill, as the stock knows it.
pub(super) fn on_shelf_of(head: &Head) -> stock::OnBill {
    stock::OnBill { bill: head.id, number: head.number }
}

/// Takes so much off a debt. Refuses, in this order: debt unknown, more than is owed.
async fn repay(tx: &mut Tx<'_>, id: DebtId, amount: Money) -> Result<Turned, Problem> {
    let debt = queries::debt(tx, id).await?;
    if amount > debt.left() {
        return Err(Refusal::RepaymentAboveDebt { left: debt.left() }.into());
    }
    queries::repay(tx, id, amount).await?;
    tx.touched("bill_debt", id, Some(debt.home.branch));
    Ok(Turned::Settled { customer: debt.customer, home: debt.home, amount })
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
        ends_on: card.time.as_ref().and_then(|time| time.ends_on).or(card.valid_until),
        visits_left: (!card.visits.is_empty()).then(|| card.visits.iter().map(|visits| visits.left).sum()),
    }
}
