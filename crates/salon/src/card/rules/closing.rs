//! Closing a card: what its payout may be, and the entries.

use crate::card::model::{CardPayout, Lot, Refusal, VisitsLot};
use crate::ledger::{Account, Entry, Site, Unit};
use kernel::{Currency, CustomerId, Money};

/// The most ways in which one card is paid out.
const PAYOUTS_MAX: usize = 10;
/// The longest reference of a channel.
const REFERENCE_MAX: usize = 100;

/// The ways in which a card is paid out come to what is due. Refuses, in this order: more than ten, a
/// reference too long, one of nothing, another sum.
pub fn check_payouts(payouts: &[CardPayout], total: Money) -> Result<(), Refusal> {
    let refused = Err(Refusal::Payout { total });
    if payouts.len() > PAYOUTS_MAX {
        return refused;
    }
    if payouts.iter().any(|payout| payout.reference.chars().count() > REFERENCE_MAX) {
        return Err(Refusal::Reference);
    }
    let paid: Money = payouts.iter().map(|payout| payout.amount).sum();
    let some = payouts.iter().all(|payout| payout.amount.is_positive());
    if some && paid == total { Ok(()) } else { refused }
}

/// Why something is done: 1 to 300 characters.
pub fn check_reason(reason: &str) -> Result<&str, Refusal> {
    let reason = reason.trim();
    if (1..=300).contains(&reason.chars().count()) { Ok(reason) } else { Err(Refusal::Reason) }
}

/// The entries by which a lot is owed no more, and its part of what is due is owed to the customer
/// instead. What the two differ by is the shop's, or its cost.
pub fn close_lot(lot: &Lot, due: Money, customer: CustomerId, currency: Currency) -> Vec<Entry> {
    let (home, left) = (lot.home, lot.left);
    let bonus = left.bonus.to_minor();
    let mut entries = vec![
        Entry::new(home, Account::CardPrincipal(lot.id), Unit::Money(currency), left.principal.to_minor()),
        Entry::new(home, Account::CardBonus(lot.id), Unit::Bonus, bonus),
        Entry::new(home, Account::BonusProgram(home.company), Unit::Bonus, -bonus),
    ];
    entries.extend(owed_instead(home, left.principal, due, customer, currency));
    entries
}

/// The same of a lot of visits.
pub fn close_visits(lot: &VisitsLot, due: Money, customer: CustomerId, currency: Currency) -> Vec<Entry> {
    let VisitsLot { id, home, service, left, value_left, .. } = *lot;
    let unit = Unit::Visits(service);
    let mut entries = vec![
        Entry::new(home, Account::VisitsValue(id), Unit::Money(currency), value_left.to_minor()),
        Entry::new(home, Account::VisitsLot(id), unit, left),
        Entry::new(home, Account::VisitsIssued(home.company), unit, -left),
    ];
    entries.extend(owed_instead(home, value_left, due, customer, currency));
    entries
}

pub(super) fn owed_instead(
    home: Site,
    left: Money,
    due: Money,
    customer: CustomerId,
    currency: Currency,
) -> [Entry; 2] {
    let money = Unit::Money(currency);
    let difference = Account::TerminationDifference(home.branch);
    [
        Entry::new(home, Account::RefundPayable(customer), money, -due.to_minor()),
        Entry::new(home, difference, money, (due - left).to_minor()),
    ]
}

/// The entries by which interest is owed to a customer, at the cost of the branch that closes the card.
pub fn owe_interest(place: Site, interest: Money, customer: CustomerId, currency: Currency) -> [Entry; 2] {
    let (money, interest) = (Unit::Money(currency), interest.to_minor());
    [
        Entry::new(place, Account::InterestExpense(place.branch), money, interest),
        Entry::new(place, Account::RefundPayable(customer), money, -interest),
    ]
}

/// The entries by which `place` pays what is owed: by itself, and for the branches that carried the
/// lots, which then owe it.
pub fn pay_out(
    place: Site,
    owed: &[(Site, Money)],
    payouts: &[CardPayout],
    customer: CustomerId,
    currency: Currency,
) -> Vec<Entry> {
    let money = Unit::Money(currency);
    let mut entries = Vec::new();
    for &(home, due) in owed {
        entries.push(Entry::new(home, Account::RefundPayable(customer), money, due.to_minor()));
        entries.extend(super::owed_across(home, place, due, currency));
    }
    let paid = |payout: &CardPayout| {
        Entry::new(place, payout.account(place.branch), money, -payout.amount.to_minor())
    };
    entries.extend(payouts.iter().map(paid));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::model::Value;
    use crate::ledger::EntrySet;
    use kernel::{Id, Instant};
    use proptest::prelude::*;
    use uuid::Uuid;

    const CNY: Unit = Unit::Money(Currency::CNY);

    fn site(number: u128) -> Site {
        Site { branch: Id::from_uuid(Uuid::from_u128(number)), company: Id::from_uuid(Uuid::from_u128(99)) }
    }

    fn customer() -> CustomerId {
        Id::from_uuid(Uuid::from_u128(5))
    }

    fn lot(home: Site, principal: i64, bonus: i64) -> Lot {
        let left = Value { principal: Money::minor(principal), bonus: Money::minor(bonus) };
        Lot::new(Id::from_uuid(Uuid::from_u128(7)), home, Instant::from_millis(0), left)
    }

    fn amount(set: &EntrySet, site: Site, account: Account) -> i64 {
        let own = set.entries().iter().filter(|entry| entry.site == site && entry.account == account);
        own.filter(|entry| entry.unit == CNY).map(|entry| entry.amount).sum()
    }

    #[test]
    fn what_a_customers_cause_leaves_of_the_principal_is_the_shops() {
        let (here, lot) = (site(1), lot(site(1), 180_000, 60_000));
        let due = Money::minor(140_000);
        let set = EntrySet::balanced(close_lot(&lot, due, customer(), Currency::CNY)).unwrap();
        assert_eq!(amount(&set, here, Account::CardPrincipal(lot.id)), 180_000);
        assert_eq!(amount(&set, here, Account::RefundPayable(customer())), -140_000);
        assert_eq!(amount(&set, here, Account::TerminationDifference(here.branch)), -40_000);
    }

    #[test]
    fn a_refund_above_the_principal_left_is_the_shops_cost() {
        let (here, lot) = (site(1), lot(site(1), 140_000, 0));
        let due = Money::minor(180_000);
        let set = EntrySet::balanced(close_lot(&lot, due, customer(), Currency::CNY)).unwrap();
        assert_eq!(amount(&set, here, Account::TerminationDifference(here.branch)), 40_000);
    }

    #[test]
    fn payouts_come_to_what_is_due() {
        let payout =
            |amount| CardPayout { channel: None, amount: Money::minor(amount), reference: String::new() };
        let due = Money::minor(100);
        assert_eq!(check_payouts(&[payout(60), payout(40)], due), Ok(()));
        assert_eq!(check_payouts(&[], Money::ZERO), Ok(()));
        for wrong in [vec![payout(99)], vec![payout(100), payout(0)], vec![payout(110), payout(-10)], vec![]]
        {
            assert_eq!(check_payouts(&wrong, due), Err(Refusal::Payout { total: due }));
        }
    }

    proptest! {
        #[test]
        fn nothing_is_owed_any_more_once_a_card_of_two_branches_is_paid_out(
            principal in 0_i64..1_000_000, bonus in 0_i64..100_000, due in 0_i64..1_000_000, interest in 0_i64..10_000,
        ) {
            let (here, there, lot) = (site(1), site(2), lot(site(2), principal, bonus));
            let due = Money::minor(due);
            let interest = Money::minor(interest);
            let mut closed = close_lot(&lot, due, customer(), Currency::CNY);
            closed.extend(owe_interest(here, interest, customer(), Currency::CNY));
            let payout = CardPayout { channel: None, amount: due + interest, reference: String::new() };
            let owed = [(there, due), (here, interest)];
            let paid = pay_out(here, &owed, &[payout], customer(), Currency::CNY);
            let (closed, paid) = (EntrySet::balanced(closed).unwrap(), EntrySet::balanced(paid).unwrap());
            let both = closed.entries().iter().chain(paid.entries()).copied().collect::<Vec<_>>();
            let both = EntrySet::balanced(both).unwrap();
            for place in [here, there] {
                prop_assert_eq!(amount(&both, place, Account::RefundPayable(customer())), 0);
            }
            prop_assert_eq!(amount(&both, here, Account::CashDrawer(here.branch)), -(due + interest).to_minor());
        }
    }
}
