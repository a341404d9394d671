//! Another program's receipts, as bills: nothing is priced, what they say is kept.

use crate::bill::model::{Amounts, HistoryBill, HistoryLine};
use crate::ledger::{Account, Entry, EntrySet, Unbalanced, Unit};
use kernel::{CustomerId, Money};

/// What the lines come to.
pub fn amounts(lines: &[HistoryLine]) -> Amounts {
    let net = lines.iter().map(|line| line.net).sum();
    let tax_added = lines.iter().map(HistoryLine::tax).sum();
    Amounts { list: net, tax_added, total: net + tax_added, ..Amounts::NOTHING }
}

/// Whose the bill is: the customer whom all its lines name.
pub fn customer(lines: &[HistoryLine]) -> Option<CustomerId> {
    let (first, rest) = lines.split_first()?;
    first.customer.filter(|_| rest.iter().all(|line| line.customer == first.customer))
}

/// The entries of a bill that another program was paid: what was earned and the taxes on it, against
/// the branch's account of its history, since the money never came into the drawers of this one.
pub fn entries(bill: &HistoryBill) -> Result<EntrySet, Unbalanced> {
    let &HistoryBill { place, currency, .. } = bill;
    let entry = |account, amount: Money| Entry::new(place, account, Unit::Money(currency), amount.to_minor());
    let earned = bill.lines.iter().map(|line| entry(Account::Revenue(place.branch), -line.net));
    let taxes = bill.lines.iter().flat_map(|line| &line.taxes);
    let taxes = taxes.map(|tax| entry(Account::OutputTax(tax.tax.rate, place.branch), -tax.amount));
    let paid = entry(Account::HistoryClearing(place.branch), amounts(&bill.lines).total);
    EntrySet::balanced(std::iter::once(paid).chain(earned).chain(taxes))
}
