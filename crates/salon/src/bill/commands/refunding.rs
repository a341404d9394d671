//! Giving back: stored amounts to where they came from, or where the customer wants them.

use super::paying::on_shelf_of;
use super::{found, reading, today};
use crate::access::Permission;
use crate::bill::model::{
    Bill, Cell, Head, LineKind, LineRefund, OtherWay, PaidCell, PaidLine, RefundLine, RefundLineWish,
    RefundQuote, RefundTender, Refusal, SentTo, Source, State, StoredLine, StoredTender,
};
use crate::bill::queries::{self, NewRefund, StoredReceipt, TenderBack};
use crate::bill::rules;
use crate::bill::rules::books::{self, Books, Turned};
use crate::bill::rules::list;
use crate::bill::rules::refund::{self, Wanted};
use crate::card::{self, OnBill, TimeDraw, Undone, Value, VisitsDraw};
use crate::ledger::{self, Account, Channel, Posting, Source as Cause};
use crate::store::{Command, Tx};
use crate::{customer, stock};
use kernel::{BillId, CardId, Day, Id, LotId, Money, Problem, RefundId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Gives lines back, wholly or in part, under a number set aside for the refund.
///
/// Refuses, in this order: bill unknown, another branch, of another program, not paid, nothing left, reason, a line
/// that the bill has not, a quantity out of range or above what is left, another total than was
/// shown; for each other way: not for who may not, no money of this bill, no consent, card unknown,
/// closed, without money, of another customer; a card sale or top-up of which something has been
/// used; a debt that has been repaid since.
#[derive(Serialize)]
pub struct GiveBack {
    pub bill: BillId,
    pub lines: Option<Vec<RefundLineWish>>,
    pub reason: String,
    pub expected_total: Money,
    pub restock: bool,
    pub other_ways: Vec<OtherWay>,
    /// Taken before the command, so a repeated request comes with another one.
    #[serde(skip)]
    pub number: i64,
}

impl Command for GiveBack {
    type Out = Bill;
    const NAME: &'static str = "bill.refund";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let paid = Paid::load(tx, self.bill, Permission::BillRefund).await?;
        rules::check_refundable(paid.head.state)?;
        let reason = rules::check_reason(&self.reason)?;
        let refunds = paid.refunds(self.lines.as_deref())?;
        let total: Money = refunds.iter().map(|refund| refund.amount).sum();
        if total != self.expected_total {
            return Err(Refusal::TotalChanged { total }.into());
        }
        let ways = paid.other_ways(tx, &self.other_ways).await?;
        let day = today(tx, paid.head.place.branch).await?.day;
        let giving =
            Giving { number: self.number, day, reason, reversal: false, restock: self.restock, ways };
        paid.give_back(tx, &refunds, giving).await?;
        let (bill, branch) = (paid.head.id, paid.head.place.branch);
        queries::set_refunded(tx, bill, paid.state_after(&refunds), total).await?;
        tx.touched("bill", bill, Some(branch));
        tx.tell("bill.refunded", bill, Some(branch)).await?;
        reading::shown(tx, bill).await
    }
}

/// What refunding would give back. Changes nothing. Refuses, in this order: bill unknown, another
/// branch, of another program, not paid, nothing left, a line that the bill has not, a quantity out of range or above
/// what is left, a card sale or top-up of which something has been used.
pub async fn quote_refund(
    tx: &mut Tx<'_>,
    bill: BillId,
    wanted: Option<&[RefundLineWish]>,
    other_ways: &[OtherWay],
) -> Result<RefundQuote, Problem> {
    let paid = Paid::load(tx, bill, Permission::BillRead).await?;
    rules::check_refundable(paid.head.state)?;
    let refunds = paid.refunds(wanted)?;
    for refund in &refunds {
        paid.check_undo(tx, refund).await?;
    }
    let ways = paid.named_ways(other_ways)?;
    let lines: Vec<RefundLine> = refunds.iter().map(refund_line).collect();
    let tenders = paid.by_tender(&refunds).into_iter().map(|(place, back)| paid.shown(place, back, &ways));
    let total = refunds.iter().map(|refund| refund.amount).sum();
    Ok(RefundQuote { total, lines, tenders: tenders.collect() })
}

/// Where the money of a tender goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Way {
    /// Back where it came from.
    #[default]
    Same,
    /// Out of the drawer.
    Cash,
    /// Onto a card, as money paid in.
    Card(CardId),
    /// Nowhere yet: the shop holds it for the bill that takes this one's place.
    Held,
}

impl Way {
    fn sent_to(self) -> SentTo {
        match self {
            Way::Same => SentTo::Same,
            Way::Cash => SentTo::Cash,
            Way::Card(_) => SentTo::Card,
            Way::Held => SentTo::Held,
        }
    }

    fn card(self) -> Option<CardId> {
        match self {
            Way::Card(card) => Some(card),
            Way::Same | Way::Cash | Way::Held => None,
        }
    }
}

/// How lines are given back.
pub(super) struct Giving<'a> {
    /// What people call the refund.
    pub number: i64,
    pub day: Day,
    pub reason: &'a str,
    /// Whether the bill is undone, rather than refunded.
    pub reversal: bool,
    /// Whether the goods go back on the shelf.
    pub restock: bool,
    /// Where the money of tenders goes, by their places; back where it came from for the others.
    pub ways: BTreeMap<usize, Way>,
}

/// What goes back to one tender.
#[derive(Clone, Copy, Default)]
struct Back {
    amount: Money,
    value: Value,
    visits: i64,
}

/// A paid bill with all that giving back looks at.
pub(super) struct Paid {
    pub head: Head,
    pub stored: Vec<StoredLine>,
    pub tenders: Vec<StoredTender>,
    lines: Vec<PaidLine>,
    /// The places of each line's cells in the bill's matrix.
    places: Vec<Vec<i64>>,
}

impl Paid {
    /// Refuses, in this order: bill unknown, another branch, of another program.
    pub(super) async fn load(tx: &mut Tx<'_>, bill: BillId, permission: Permission) -> Result<Paid, Problem> {
        let head = found(tx, bill, permission).await?;
        rules::check_own(&head)?;
        let stored = queries::lines(tx, bill).await?;
        let tenders = queries::tenders(tx, bill).await?;
        let cells = queries::cells(tx, bill, &tenders).await?;
        let mut taxes = queries::taxes(tx, bill).await?;
        let (mut lines, mut places) = (Vec::new(), Vec::new());
        for line in &stored {
            let own = cells.iter().filter(|(_, cell)| cell.paid.line == line.id);
            let (place, cells): (Vec<i64>, Vec<PaidCell>) = own.copied().unzip();
            lines.push(PaidLine {
                id: line.id,
                kind: line.kind,
                quantity: line.quantity,
                paid: line.payable,
                refunded_quantity: line.refunded_quantity,
                refunded: line.refunded,
                taxes: taxes.remove(&line.id).unwrap_or_default(),
                cells,
            });
            places.push(place);
        }
        Ok(Paid { head, stored, tenders, lines, places })
    }

    /// What refunding some lines gives back, or all that is left of the bill.
    pub(super) fn refunds(&self, wanted: Option<&[RefundLineWish]>) -> Result<Vec<LineRefund>, Refusal> {
        let wanted: Option<Vec<Wanted>> = wanted.map(|lines| {
            lines.iter().map(|wish| Wanted { line: wish.line, quantity: wish.quantity }).collect()
        });
        refund::refund(&self.lines, wanted.as_deref())
    }

    /// Where money is wished to go, by the place of its tender. Refuses, in this order: no money of
    /// this bill, no consent.
    fn named_ways(&self, wishes: &[OtherWay]) -> Result<BTreeMap<usize, Way>, Refusal> {
        let named = |wish: &OtherWay| {
            let mut tenders = self.tenders.iter();
            let place = tenders.position(|tender| tender.id == wish.tender() && is_money(tender));
            let way = match *wish {
                OtherWay::Cash { .. } => Way::Cash,
                OtherWay::Card { consent: false, .. } => return Err(Refusal::ConsentNeeded),
                OtherWay::Card { card, .. } => Way::Card(card),
            };
            Ok((place.ok_or(Refusal::OtherWay)?, way))
        };
        wishes.iter().map(named).collect()
    }

    /// Refuses, in this order: for who may not, as [`Paid::named_ways`], card unknown, closed,
    /// without money, of another customer.
    async fn other_ways(
        &self,
        tx: &mut Tx<'_>,
        wishes: &[OtherWay],
    ) -> Result<BTreeMap<usize, Way>, Problem> {
        if !wishes.is_empty() {
            tx.at(Permission::BillRefundOtherWay, self.head.place.branch)?;
        }
        let ways = self.named_ways(wishes)?;
        for card in ways.values().filter_map(|way| way.card()) {
            let card = card::find(tx, card).await?;
            card::check_usable(&card)?;
            let Some(customer) = self.head.customer else { continue };
            if customer::resolve(tx, card.customer).await? != customer::resolve(tx, customer).await? {
                return Err(Refusal::CardOfAnother.into());
            }
        }
        Ok(ways)
    }

    /// Gives lines back: writes what was given back, moves the value, posts the entries. Refuses:
    /// more than is left, something used of what was sold, a debt that has been repaid since.
    pub(super) async fn give_back(
        &self,
        tx: &mut Tx<'_>,
        refunds: &[LineRefund],
        giving: Giving<'_>,
    ) -> Result<(), Problem> {
        let id: RefundId = tx.new_id();
        let total = refunds.iter().map(|refund| refund.amount).sum();
        let (bill, branch) = (self.head.id, self.head.place.branch);
        let Giving { number, day, reason, reversal, .. } = giving;
        let new = NewRefund { id, bill, branch, number, reversal, day, reason, total };
        queries::insert_refund(tx, &new).await?;
        ledger::mark_day(tx, branch, day).await?;
        self.mark(tx, id, refunds, &giving).await?;
        let set = self.undo(tx, refunds, &giving).await?;
        ledger::post(tx, Posting { set: &set, branch, day, source: Cause::Refund(id), reason }).await
    }

    fn line(&self, refund: &LineRefund) -> Result<&StoredLine, Problem> {
        let found = self.stored.iter().find(|line| line.id == refund.line);
        found.ok_or_else(|| Problem::bug("a refund of a line that is not there"))
    }

    /// Refuses: something has been used of what the line sold.
    async fn check_undo(&self, tx: &mut Tx<'_>, refund: &LineRefund) -> Result<(), Problem> {
        let line = self.line(refund)?;
        match line.lot {
            Some(lot) => card::check_undo_sold(tx, lot).await,
            None => Ok(()),
        }
    }

    /// Writes what is given back of lines, cells, taxes and tenders. Refuses: more than is left.
    async fn mark(
        &self,
        tx: &mut Tx<'_>,
        id: RefundId,
        refunds: &[LineRefund],
        giving: &Giving<'_>,
    ) -> Result<(), Problem> {
        let bill = self.head.id;
        for refund in refunds {
            let line = refund_line(refund);
            let net = refund::net_back(self.line(refund)?, refund.quantity);
            let tax = refund.taxes.iter().map(|&(_, amount)| amount).sum();
            queries::insert_refund_line(tx, id, &line, (net, tax)).await?;
            queries::give_back_line(tx, bill, &line).await?;
            let known = self.lines.iter().zip(&self.places).find(|(line, _)| line.id == refund.line);
            let places = known.map(|(_, places)| places.as_slice()).unwrap_or_default();
            for (&place, cell) in places.iter().zip(&refund.cells).filter(|(_, cell)| moves(cell)) {
                queries::give_back_cell(tx, bill, place, cell).await?;
            }
            let taxes = (1..).zip(&refund.taxes).filter(|(_, (_, amount))| !amount.is_zero());
            for (position, &(_, amount)) in taxes {
                queries::give_back_tax(tx, bill, refund.line, position, amount).await?;
            }
        }
        for (place, Back { amount, value, visits }) in self.by_tender(refunds) {
            let way = giving.ways.get(&place).copied().unwrap_or_default();
            let (tender, to, card) = (self.tenders[place].id, way.sent_to(), way.card());
            let back = TenderBack { tender, amount, value, visits, to, card };
            queries::insert_refund_tender(tx, id, &back).await?;
        }
        Ok(())
    }

    /// Gives value back to its lots, money to where it goes, takes back what the lines sold, and
    /// makes the entries. Refuses: something has been used of what was sold, a debt repaid since.
    async fn undo(
        &self,
        tx: &mut Tx<'_>,
        refunds: &[LineRefund],
        giving: &Giving<'_>,
    ) -> Result<ledger::EntrySet, Problem> {
        let on_bill = OnBill { id: self.head.id, number: self.head.number };
        let cells: Vec<Cell> = refunds.iter().flat_map(|refund| refund.cells.iter().copied()).collect();
        let lists = self.lists_given_back(refunds)?;
        // Value comes back to another lot where its own is over.
        let (mut homes, mut services, mut lots) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (lot, value) in refund::to_lots(&cells) {
            let list = lists.get(&lot).copied().unwrap_or_default();
            let (now, home) = card::give_back(tx, lot, value, list, on_bill).await?;
            homes.insert(now, home);
            lots.insert(lot, now);
        }
        for (lot, uses) in refund::to_time(&cells) {
            card::give_back_time(tx, &TimeDraw { lot, uses }, on_bill).await?;
        }
        for (lot, (count, value)) in refund::to_visits(&cells) {
            let known = card::visits_lot(tx, lot).await?;
            let (home, service) = (known.home, known.service);
            let (list, draw) = (
                lists.get(&lot).copied().unwrap_or_default(),
                VisitsDraw { lot, home, service, count, value },
            );
            let now = card::give_back_visits(tx, &draw, list, on_bill).await?;
            homes.insert(now, home);
            services.insert(now, service);
            lots.insert(lot, now);
        }
        let mut turned = Vec::with_capacity(refunds.len());
        for refund in refunds {
            turned.push(self.take_back(tx, refund, on_bill).await?);
            if giving.restock {
                self.restock(tx, refund).await?;
            }
        }
        let backs = self.by_tender(refunds);
        let mut tenders = Vec::with_capacity(self.tenders.len());
        for place in 0..self.tenders.len() {
            let amount = backs.get(&place).map_or(Money::ZERO, |back| back.amount);
            let way = giving.ways.get(&place).copied().unwrap_or_default();
            tenders.push(if amount.is_zero() { None } else { self.send(tx, place, amount, way).await? });
        }
        let books = Books { place: self.head.place, currency: self.head.currency, tenders, homes, services };
        let moved: Vec<Cell> = cells.into_iter().filter(moves).map(|cell| cell.on_lots(&lots)).collect();
        Ok(books::entries(&books, &moved, &turned)?.reversed())
    }

    /// Puts the goods of a line back on the shelf.
    async fn restock(&self, tx: &mut Tx<'_>, refund: &LineRefund) -> Result<(), Problem> {
        let line = self.line(refund)?;
        if line.kind != LineKind::Product || !line.stocked {
            return Ok(());
        }
        let (product, on_bill) = (Id::from_uuid(line.item), on_shelf_of(&self.head));
        stock::take_back(tx, self.head.place, product, refund.quantity, on_bill).await
    }

    /// Takes back what a line had turned into. Refuses: something has been used of it.
    async fn take_back(
        &self,
        tx: &mut Tx<'_>,
        refund: &LineRefund,
        on_bill: OnBill,
    ) -> Result<Turned, Problem> {
        let line = self.line(refund)?;
        let sold = || line.lot.ok_or_else(|| Problem::bug("a card sale without its lot"));
        match line.kind {
            LineKind::CardSale | LineKind::TopUp => Ok(match card::undo_sold(tx, sold()?, on_bill).await? {
                Undone::Value(lot) => Turned::Lot(lot),
                Undone::Visits(lots) => Turned::Visits(lots),
                Undone::Time(lot) => Turned::Time(lot),
            }),
            LineKind::Repayment => {
                let debt = queries::debt(tx, Id::from_uuid(line.item)).await?;
                queries::repay(tx, debt.id, -refund.amount).await?;
                Ok(Turned::Settled { customer: debt.customer, home: debt.home, amount: refund.amount })
            }
            LineKind::Tip => Ok(Turned::Tip { staff: Id::from_uuid(line.item), amount: refund.amount }),
            LineKind::Service | LineKind::Product | LineKind::Fee | LineKind::Imported => {
                let paid = refund.cells.iter().map(|cell| cell.earned).sum();
                Ok(Turned::Earned { paid, taxes: refund.taxes.clone() })
            }
        }
    }

    /// Sends the money of a tender where it goes, and says which account that is; none for stored
    /// value, which goes back to its lots. Refuses: a debt that has been repaid since.
    async fn send(
        &self,
        tx: &mut Tx<'_>,
        place: usize,
        amount: Money,
        way: Way,
    ) -> Result<Option<Account>, Problem> {
        let tender = &self.tenders[place];
        let branch = self.head.place.branch;
        let account = match (tender.kind.as_str(), way) {
            ("card" | "visits" | "time" | "points", _) => return Ok(None),
            (_, Way::Cash) | ("cash", Way::Same | Way::Held) => Account::CashDrawer(branch),
            (_, Way::Card(card)) => {
                let on_bill = OnBill { id: self.head.id, number: self.head.number };
                let lot = card::credit(tx, card, self.head.place, amount, on_bill).await?;
                Account::CardPrincipal(lot)
            }
            ("on_account", _) => {
                let customer = queries::debt_of(tx, tender.id).await?.customer;
                queries::return_debt(tx, tender.id, amount).await?;
                Account::Receivable(customer)
            }
            ("unapplied", way) => {
                let id = tender.receipt.ok_or_else(|| Problem::bug("a receipt that is not named"))?;
                let receipt = queries::receipt(tx, id).await?;
                if way == Way::Held {
                    queries::apply_receipt(tx, id, -amount).await?;
                    Account::UnappliedReceipts(branch)
                } else {
                    Account::Clearing(receipt.channel, branch)
                }
            }
            (kind, way) => {
                let channel = Channel::parse(kind).ok_or_else(|| Problem::bug("money of no known kind"))?;
                if way == Way::Held {
                    self.hold(tx, tender, channel, amount).await?;
                    Account::UnappliedReceipts(branch)
                } else {
                    Account::Clearing(channel, branch)
                }
            }
        };
        Ok(Some(account))
    }

    /// Keeps money of a channel for the bill that takes this one's place.
    async fn hold(
        &self,
        tx: &mut Tx<'_>,
        tender: &StoredTender,
        channel: Channel,
        amount: Money,
    ) -> Result<(), Problem> {
        let receipt = StoredReceipt {
            id: tx.new_id(),
            bill: self.head.id,
            bill_number: self.head.number,
            tender: tender.id,
            branch: self.head.place.branch,
            company: self.head.place.company,
            channel,
            reference: tender.reference.clone(),
            at: tx.now(),
            amount,
            left: amount,
        };
        Ok(queries::insert_receipt(tx, &receipt).await?)
    }

    /// The list price of what each lot no longer pays for.
    fn lists_given_back(&self, refunds: &[LineRefund]) -> Result<BTreeMap<LotId, Money>, Problem> {
        let mut lists: BTreeMap<LotId, Money> = BTreeMap::new();
        for refund in refunds {
            let paid = self.lines.iter().find(|line| line.id == refund.line);
            let cells = paid.map(|line| line.cells.as_slice()).unwrap_or_default();
            let parts = list::list_back(self.line(refund)?.list, cells, &refund.cells);
            for (cell, part) in refund.cells.iter().zip(parts) {
                if let Some(lot) = cell.source.lot() {
                    *lists.entry(lot).or_default() += part;
                }
            }
        }
        Ok(lists)
    }

    fn state_after(&self, refunds: &[LineRefund]) -> State {
        let mut lines = self.lines.clone();
        for refund in refunds {
            let line = lines.iter_mut().find(|line| line.id == refund.line);
            line.into_iter().for_each(|line| line.refunded_quantity += refund.quantity);
        }
        rules::state_after_refund(&lines)
    }

    /// What goes back to each tender, by the tender's place; none of nothing.
    fn by_tender(&self, refunds: &[LineRefund]) -> BTreeMap<usize, Back> {
        let mut backs: BTreeMap<usize, Back> = BTreeMap::new();
        for cell in refunds.iter().flat_map(|refund| &refund.cells) {
            let back = backs.entry(cell.tender).or_default();
            back.amount += cell.amount;
            match cell.source {
                Source::Principal(_) => back.value.principal += cell.amount,
                Source::Bonus(_) => back.value.bonus += cell.amount,
                Source::Visits(_) | Source::Time(_) => {
                    back.visits += cell.count;
                    back.value.principal += cell.earned;
                }
                Source::Money | Source::Points(_) => {}
            }
        }
        backs.retain(|_, back| !back.amount.is_zero());
        backs
    }

    fn shown(&self, place: usize, back: Back, ways: &BTreeMap<usize, Way>) -> RefundTender {
        let tender = &self.tenders[place];
        RefundTender {
            tender: tender.id,
            to: ways.get(&place).copied().unwrap_or_default().sent_to(),
            kind: tender.kind.clone(),
            card_number: tender.card_number.clone(),
            amount: back.amount,
            principal: back.value.principal,
            bonus: back.value.bonus,
            visits: back.visits,
        }
    }
}

/// Whether anything of a cell goes back.
fn moves(cell: &Cell) -> bool {
    !cell.amount.is_zero() || cell.count != 0
}

fn refund_line(refund: &LineRefund) -> RefundLine {
    RefundLine { line: refund.line, quantity: refund.quantity, amount: refund.amount }
}

/// Whether a tender was money, which can be given back another way than it came.
fn is_money(tender: &StoredTender) -> bool {
    matches!(tender.kind.as_str(), "cash" | "unapplied") || Channel::parse(&tender.kind).is_some()
}
