//! The entries of a payment, and of a refund, which is the same backwards.

use super::pricing::taxes_on;
use crate::bill::model::{Cell, Means, PricedLine, Source};
use crate::card::{self, Lot, TimeLot, Value, VisitsDraw, VisitsLot};
use crate::ledger::{Account, Entry, EntrySet, Site, Unit};
use kernel::{BranchId, Currency, CustomerId, LotId, Money, Problem, Rate, ServiceId, StaffId};
use std::collections::BTreeMap;

/// Where a bill's value comes from and where it goes: what its entries need besides its cells.
#[derive(Clone, Debug)]
pub struct Books {
    /// Where the bill is written.
    pub place: Site,
    /// Its currency.
    pub currency: Currency,
    /// Where the money of each tender goes, by the tender's place in the list; nowhere for those
    /// that are no money.
    pub tenders: Vec<Option<Account>>,
    /// Whose books carry each lot that pays.
    pub homes: BTreeMap<LotId, Site>,
    /// The service of each lot of visits that pays.
    pub services: BTreeMap<LotId, ServiceId>,
}

/// What a line's payment turns into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turned {
    /// Into what is earned, with the taxes that are in it.
    Earned {
        /// What money and principal paid.
        paid: Money,
        /// How much of it is tax, by rate.
        taxes: Vec<(Rate, Money)>,
    },
    /// Into a lot.
    Lot(Lot),
    /// Into visits of one service or several.
    Visits(Vec<VisitsLot>),
    /// Into days.
    Time(TimeLot),
    /// Into a smaller debt.
    Settled {
        /// Who owed it.
        customer: CustomerId,
        /// In whose books.
        home: Site,
        /// How much of it.
        amount: Money,
    },
    /// Into what is passed on to somebody who works here.
    Tip {
        /// To whom.
        staff: StaffId,
        /// How much.
        amount: Money,
    },
}

/// Where the money of a way of paying goes in a branch, or comes from; nowhere for stored value and
/// points.
pub fn money_account(means: &Means, branch: BranchId) -> Option<Account> {
    match means {
        Means::Cash { .. } => Some(Account::CashDrawer(branch)),
        Means::Channel { channel, .. } => Some(Account::Clearing(*channel, branch)),
        Means::OnAccount { customer, .. } => Some(Account::Receivable(*customer)),
        Means::Unapplied { .. } => Some(Account::UnappliedReceipts(branch)),
        Means::Card { .. } | Means::Visits { .. } | Means::Time { .. } | Means::Points { .. } => None,
    }
}

/// What a line's taxes come to on what is earned by it, by rate. Bonus and points are no
/// consideration, so what they pay is not taxed, and visits are taxed on what was paid for them. The
/// part of the net that is earned is taxed as the whole net was priced, so that a line paid in money
/// posts the taxes that it shows.
pub fn taxes_due(line: &PricedLine, paid: Money) -> Vec<(Rate, Money)> {
    let net = line.net.ratio_half_up(paid.to_minor(), line.payable().to_minor());
    let taxes: Vec<_> = line.taxes.iter().map(|tax| tax.tax.clone()).collect();
    taxes_on(net, &taxes).into_iter().map(|tax| (tax.tax.rate, tax.amount)).collect()
}

/// The entries by which cells pay for lines. A refund is the reversal of the entries of the cells
/// that go back. It is a fault of ours, not of the caller's input, when the cells of a line are not
/// what the line turned into, or when a cell names a lot or tender that the books do not know.
pub fn entries(books: &Books, cells: &[Cell], lines: &[Turned]) -> Result<EntrySet, Problem> {
    let mut entries = Vec::new();
    for cell in cells {
        entries.extend(value_in(books, cell)?);
    }
    entries.extend(lines.iter().flat_map(|line| turned(books, line)));
    Ok(EntrySet::balanced(entries)?)
}

/// The entries by which a cell's value leaves its source.
fn value_in(books: &Books, cell: &Cell) -> Result<Vec<Entry>, Problem> {
    let &Books { place, currency, .. } = books;
    let spend = |lot, value| Ok(card::spend(lot, books.home(lot)?, value, place, currency));
    match cell.source {
        Source::Money => {
            let account = books.tenders.get(cell.tender).copied().flatten();
            let account = account.ok_or_else(|| Problem::bug("money of a tender that is no money"))?;
            Ok(vec![Entry::new(place, account, Unit::Money(currency), cell.amount.to_minor())])
        }
        Source::Principal(lot) => spend(lot, Value { principal: cell.amount, ..Value::NONE }),
        Source::Bonus(lot) => spend(lot, Value { bonus: cell.amount, ..Value::NONE }),
        Source::Points(lot) => {
            let home = books.home(lot)?;
            let program = Account::PointsProgram(home.company);
            Ok(vec![
                Entry::new(home, Account::PointsLot(lot), Unit::Points, cell.count),
                Entry::new(home, program, Unit::Points, -cell.count),
            ])
        }
        // Days are earned as they pass, whether they are used or not.
        Source::Time(_) => Ok(Vec::new()),
        Source::Visits(lot) => {
            let service = books.services.get(&lot).copied();
            let service = service.ok_or_else(|| Problem::bug(format!("visits {lot} are of no service")))?;
            let (home, count, value) = (books.home(lot)?, cell.count, cell.earned);
            Ok(card::spend_visits(&VisitsDraw { lot, home, service, count, value }, place, currency))
        }
    }
}

impl Books {
    fn home(&self, lot: LotId) -> Result<Site, Problem> {
        let home = self.homes.get(&lot).copied();
        home.ok_or_else(|| Problem::bug(format!("lot {lot} pays, but nobody's books carry it")))
    }
}

/// The entries of what a line turned into.
fn turned(books: &Books, line: &Turned) -> Vec<Entry> {
    let &Books { place, currency, .. } = books;
    match line {
        Turned::Lot(lot) => card::issue(lot, currency).to_vec(),
        Turned::Visits(lots) => lots.iter().flat_map(|lot| card::issue_visits(lot, currency)).collect(),
        Turned::Time(lot) => card::issue_time(lot, currency).to_vec(),
        &Turned::Tip { staff, amount } => {
            let tips = Account::TipsPayable(staff);
            vec![Entry::new(place, tips, Unit::Money(currency), -amount.to_minor())]
        }
        &Turned::Settled { customer, home, amount } => {
            // Money taken here for a debt there is owed to the branch that carries the debt.
            let (receivable, unit) = (Account::Receivable(customer), Unit::Money(currency));
            let mut entries = vec![Entry::new(home, receivable, unit, -amount.to_minor())];
            entries.extend(card::owed_across(place, home, amount, currency));
            entries
        }
        Turned::Earned { paid, taxes } => {
            let tax_sum: Money = taxes.iter().map(|&(_, amount)| amount).sum();
            let entry = |account, amount: Money| {
                Entry::new(place, account, Unit::Money(currency), -amount.to_minor())
            };
            let taxes =
                taxes.iter().map(|&(rate, amount)| entry(Account::OutputTax(rate, place.branch), amount));
            std::iter::once(entry(Account::Revenue(place.branch), *paid - tax_sum)).chain(taxes).collect()
        }
    }
}
