//! Giving back: stored amounts to where they came from.

use super::{found, reading};
use crate::access::Permission;
use crate::bill::model::{
    Bill, Cell, Head, LineRefund, PaidCell, PaidLine, RefundLine, RefundLineWish, RefundQuote, RefundTender,
    Refusal, Source, StoredLine, StoredTender,
};
use crate::bill::queries::{self, NewRefund};
use crate::bill::rules;
use crate::bill::rules::books::{self, Books, Turned};
use crate::bill::rules::refund::{self, Wanted};
use crate::branch;
use crate::card::{self, OnBill, Value};
use crate::ledger::{self, Account, Channel, Posting, Source as Cause};
use crate::store::{Command, Tx};
use kernel::{BillId, LotId, Money, Problem, RefundId, TenderId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Gives lines back, wholly or in part, under a number set aside for the refund.
///
/// Refuses, in this order: bill unknown, another branch, not paid, nothing left, reason, a line
/// that the bill has not, a quantity out of range or above what is left, another total than was
/// shown, a card sale or top-up of which something has been used.
#[derive(Serialize)]
pub struct GiveBack {
    pub bill: BillId,
    pub lines: Option<Vec<RefundLineWish>>,
    pub reason: String,
    pub expected_total: Money,
    /// Taken before the command, so a repeated request comes with another one.
    #[serde(skip)]
    pub number: i64,
}

impl Command for GiveBack {
    type Out = Bill;
    const NAME: &'static str = "bill.refund";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Bill, Problem> {
        let paid = Paid::load(tx, self.bill).await?;
        let reason = rules::check_reason(&self.reason)?;
        let refunds = paid.refunds(self.lines.as_deref())?;
        let total: Money = refunds.iter().map(|refund| refund.amount).sum();
        if total != self.expected_total {
            return Err(Refusal::TotalChanged { total }.into());
        }
        let id: RefundId = tx.new_id();
        let day = branch::find(tx, paid.head.place.branch).await?.business_day(tx.now());
        let (bill, branch) = (paid.head.id, paid.head.place.branch);
        let new = NewRefund { id, bill, branch, number: self.number, day, reason, total };
        queries::insert_refund(tx, &new).await?;
        paid.mark(tx, id, &refunds).await?;
        let set = paid.undo(tx, &refunds).await?;
        let posting = Posting { set: &set, branch, day, source: Cause::Refund(id), reason };
        ledger::post(tx, posting).await?;
        queries::set_refunded(tx, bill, paid.state_after(&refunds), total).await?;
        tx.touched("bill", bill, Some(branch));
        tx.tell("bill.refunded", bill, Some(branch)).await?;
        reading::shown(tx, bill).await
    }
}

/// What refunding would give back. Changes nothing. Refuses, in this order: bill unknown, another
/// branch, not paid, nothing left, a line that the bill has not, a quantity out of range or above
/// what is left, a card sale or top-up of which something has been used.
pub async fn quote_refund(
    tx: &mut Tx<'_>,
    bill: BillId,
    wanted: Option<&[RefundLineWish]>,
) -> Result<RefundQuote, Problem> {
    let paid = Paid::load(tx, bill).await?;
    let refunds = paid.refunds(wanted)?;
    for lot in refunds.iter().filter_map(|refund| paid.lot_sold(refund)) {
        card::check_undo(tx, lot).await?;
    }
    let lines: Vec<RefundLine> = refunds.iter().map(refund_line).collect();
    let tenders = paid.by_tender(&refunds).into_iter().map(|(place, back)| paid.shown(place, back));
    let total = refunds.iter().map(|refund| refund.amount).sum();
    Ok(RefundQuote { total, lines, tenders: tenders.collect() })
}

/// What goes back to one tender.
#[derive(Clone, Copy, Default)]
struct Back {
    amount: Money,
    value: Value,
}

/// A paid bill with all that a refund looks at.
struct Paid {
    head: Head,
    stored: Vec<StoredLine>,
    tenders: Vec<StoredTender>,
    lines: Vec<PaidLine>,
    /// The places of each line's cells in the bill's matrix.
    places: Vec<Vec<i64>>,
}

impl Paid {
    async fn load(tx: &mut Tx<'_>, bill: BillId) -> Result<Paid, Problem> {
        let head = found(tx, bill, Permission::BillRefund).await?;
        rules::check_refundable(head.state)?;
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

    fn refunds(&self, wanted: Option<&[RefundLineWish]>) -> Result<Vec<LineRefund>, Refusal> {
        let wanted: Option<Vec<Wanted>> = wanted.map(|lines| {
            lines.iter().map(|wish| Wanted { line: wish.line, quantity: wish.quantity }).collect()
        });
        refund::refund(&self.lines, wanted.as_deref())
    }

    /// The lot that a refunded line sold, where it sold one.
    fn lot_sold(&self, refund: &LineRefund) -> Option<LotId> {
        self.stored.iter().find(|line| line.id == refund.line)?.lot
    }

    /// Writes what is given back of lines, cells, taxes and tenders. Refuses: more than is left.
    async fn mark(&self, tx: &mut Tx<'_>, id: RefundId, refunds: &[LineRefund]) -> Result<(), Problem> {
        let bill = self.head.id;
        for refund in refunds {
            let line = refund_line(refund);
            queries::insert_refund_line(tx, id, &line).await?;
            queries::give_back_line(tx, bill, &line).await?;
            let known = self.lines.iter().zip(&self.places).find(|(line, _)| line.id == refund.line);
            let places = known.map(|(_, places)| places.as_slice()).unwrap_or_default();
            let cells = places.iter().zip(&refund.cells).filter(|(_, cell)| !cell.amount.is_zero());
            for (&place, cell) in cells {
                queries::give_back_cell(tx, bill, place, cell.amount).await?;
            }
            let taxes = (1..).zip(&refund.taxes).filter(|(_, (_, amount))| !amount.is_zero());
            for (position, &(_, amount)) in taxes {
                queries::give_back_tax(tx, bill, refund.line, position, amount).await?;
            }
        }
        for (place, back) in self.by_tender(refunds) {
            let tender: TenderId = self.tenders[place].id;
            queries::insert_refund_tender(tx, id, tender, back.amount, back.value).await?;
        }
        Ok(())
    }

    /// Gives value back to its lots, takes back the lots that the lines sold, and makes the
    /// entries. Refuses: part of a lot that was sold has been used.
    async fn undo(&self, tx: &mut Tx<'_>, refunds: &[LineRefund]) -> Result<ledger::EntrySet, Problem> {
        let on_bill = OnBill { id: self.head.id, number: self.head.number };
        let cells: Vec<Cell> = refunds.iter().flat_map(|refund| refund.cells.iter().copied()).collect();
        let mut homes = BTreeMap::new();
        for (lot, value) in refund::to_lots(&cells) {
            let list = self.list_given_back(lot, &cells);
            homes.insert(lot, card::give_back(tx, lot, value, list, on_bill).await?);
        }
        let mut turned = Vec::with_capacity(refunds.len());
        for refund in refunds {
            turned.push(match self.lot_sold(refund) {
                Some(lot) => Turned::Lot(card::undo(tx, lot, on_bill).await?),
                None => Turned::Earned { paid: earned(&refund.cells), taxes: refund.taxes.clone() },
            });
        }
        let place = self.head.place;
        let tenders = self.tenders.iter().map(|tender| money_account(tender, place.branch)).collect();
        let books = Books { place, currency: self.head.currency, tenders, homes };
        let moved: Vec<Cell> = cells.into_iter().filter(|cell| !cell.amount.is_zero()).collect();
        Ok(books::entries(&books, &moved, &turned)?.reversed())
    }

    /// The list price of what a lot no longer pays for.
    fn list_given_back(&self, lot: LotId, cells: &[Cell]) -> Money {
        let own = cells.iter().filter(|cell| cell.source.lot() == Some(lot));
        let shares = own.filter_map(|cell| {
            let line = self.stored.iter().find(|line| line.id == cell.line)?;
            Some(line.list.ratio_half_up(cell.amount.to_minor(), line.payable.to_minor()))
        });
        shares.sum()
    }

    fn state_after(&self, refunds: &[LineRefund]) -> crate::bill::model::State {
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
                Source::Money | Source::Points(_) => {}
            }
        }
        backs.retain(|_, back| !back.amount.is_zero());
        backs
    }

    fn shown(&self, place: usize, back: Back) -> RefundTender {
        let tender = &self.tenders[place];
        RefundTender {
            kind: tender.kind.clone(),
            card_number: tender.card_number.clone(),
            amount: back.amount,
            principal: back.value.principal,
            bonus: back.value.bonus,
        }
    }
}

fn refund_line(refund: &LineRefund) -> RefundLine {
    RefundLine { line: refund.line, quantity: refund.quantity, amount: refund.amount }
}

/// What of the given back had been earned.
fn earned(cells: &[Cell]) -> Money {
    cells.iter().filter(|cell| cell.source.earns()).map(|cell| cell.amount).sum()
}

/// Where the money of a stored tender went; nowhere for stored value.
fn money_account(tender: &StoredTender, branch: kernel::BranchId) -> Option<Account> {
    match tender.kind.as_str() {
        "cash" => Some(Account::CashDrawer(branch)),
        kind => Channel::parse(kind).map(|channel| Account::Clearing(channel, branch)),
    }
}
