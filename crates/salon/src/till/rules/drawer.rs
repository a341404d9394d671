//! What moves in a drawer, what should be in it, and what counts as counted.

use crate::ledger::{Account, Entry, EntrySet, Site, Unbalanced, Unit};
use crate::till::model::{CountWish, Counted, MoveKind, Refusal, StoredCount, Tender};
use kernel::text::fold;
use kernel::{Currency, Money};

/// How many characters a reason or a note has at most.
const TEXT_MAX: usize = 200;

/// In whose books a drawer stands, and in which money.
#[derive(Clone, Copy, Debug)]
pub struct Books {
    /// The branch and its company.
    pub site: Site,
    /// The currency of its cash.
    pub currency: Currency,
}

impl Books {
    /// The entries by which so much goes to one account from another; the other way when it is below zero.
    fn carry(self, to: Account, from: Account, amount: Money) -> Result<EntrySet, Unbalanced> {
        let unit = Unit::Money(self.currency);
        let entry = |account, amount: Money| Entry::new(self.site, account, unit, amount.to_minor());
        EntrySet::balanced([entry(to, amount), entry(from, -amount)])
    }

    fn drawer(self) -> Account {
        Account::CashDrawer(self.site.branch)
    }

    /// Makes what the books hold in the drawer the float that was counted into it. What it held more lies
    /// in the safe; what it held less came from there.
    pub fn float(self, held: Money, float: Money) -> Result<EntrySet, Unbalanced> {
        self.carry(self.drawer(), Account::CashSafe(self.site.branch), float - held)
    }

    /// Cash that is put in or taken out without a bill.
    pub fn moved(self, kind: MoveKind, amount: Money) -> Result<EntrySet, Unbalanced> {
        let branch = self.site.branch;
        match kind {
            MoveKind::PaidIn => self.carry(self.drawer(), Account::PaidIn(branch), amount),
            MoveKind::PaidOut => self.carry(Account::PaidOut(branch), self.drawer(), amount),
            MoveKind::BankDrop => self.carry(Account::BankDeposit(branch), self.drawer(), amount),
        }
    }

    /// Makes what the books hold in the drawer what was counted in it.
    pub fn counted(self, expected: Money, counted: Money) -> Result<EntrySet, Unbalanced> {
        self.carry(self.drawer(), Account::CashOverShort(self.site.branch), counted - expected)
    }

    /// Takes what is above the next float out of the drawer.
    pub fn emptied(self, counted: Money, next_float: Money) -> Result<EntrySet, Unbalanced> {
        self.carry(Account::CashSafe(self.site.branch), self.drawer(), counted - next_float)
    }
}

/// What should be there of a way of paying, of what the books hold now: a drawer is expected to hold
/// all of it, a channel what came in since the session began.
pub fn expected(count: &StoredCount, held: Money) -> Money {
    held - count.began_with
}

/// What was counted of a way of paying against what was expected.
pub fn counted(tender: Tender, expected: Money, counted: Option<Money>) -> Counted {
    Counted { tender, expected, counted, difference: counted.map(|counted| counted - expected) }
}

/// The cash among the counts. A channel can have given back more than it took, a drawer cannot. Refuses, in
/// this order: cash missing or a tender twice, cash or a next float below nothing, more than was counted.
pub fn check_counts(counts: &[CountWish], next_float: Money) -> Result<Money, Refusal> {
    let mut tenders: Vec<Tender> = counts.iter().map(|count| count.tender).collect();
    tenders.sort();
    tenders.dedup();
    let cash = counts.iter().find(|count| count.tender == Tender::Cash).ok_or(Refusal::Counts)?;
    if tenders.len() < counts.len() {
        return Err(Refusal::Counts);
    }
    if cash.amount.is_negative() {
        return Err(Refusal::Amount("counts"));
    }
    check_float("next_float", next_float)?;
    if next_float > cash.amount { Err(Refusal::FloatAboveCount) } else { Ok(cash.amount) }
}

/// Refuses a float below nothing.
pub fn check_float(field: &'static str, float: Money) -> Result<(), Refusal> {
    if float.is_negative() { Err(Refusal::Amount(field)) } else { Ok(()) }
}

/// Refuses a move of nothing, or of less.
pub fn check_move(amount: Money) -> Result<(), Refusal> {
    if amount.is_positive() { Ok(()) } else { Err(Refusal::Amount("amount")) }
}

/// A reason as it is kept.
pub fn check_reason(reason: &str) -> Result<String, Refusal> {
    let reason = fold::plain(reason);
    if (1..=TEXT_MAX).contains(&reason.chars().count()) { Ok(reason) } else { Err(Refusal::Reason) }
}

/// A note as it is kept; may be empty.
pub fn check_note(note: &str) -> Result<String, Refusal> {
    let note = fold::plain(note);
    if note.chars().count() <= TEXT_MAX { Ok(note) } else { Err(Refusal::Note) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn books() -> Books {
        let id = Uuid::from_u128(1);
        Books {
            site: Site { branch: Id::from_uuid(id), company: Id::from_uuid(id) },
            currency: Currency::CNY,
        }
    }

    /// What accounts hold after some sets.
    #[derive(Default)]
    struct Held(BTreeMap<Account, i64>);

    impl Held {
        fn post(&mut self, set: EntrySet) {
            for entry in set.entries() {
                *self.0.entry(entry.account).or_default() += entry.amount;
            }
        }

        fn of(&self, account: Account) -> Money {
            Money::minor(self.0.get(&account).copied().unwrap_or_default())
        }
    }

    fn count(tender: Tender, amount: i64) -> CountWish {
        CountWish { tender, amount: Money::minor(amount) }
    }

    fn any_move() -> impl Strategy<Value = (MoveKind, i64)> {
        (prop::sample::select(vec![MoveKind::PaidIn, MoveKind::PaidOut, MoveKind::BankDrop]), 1_i64..100_000)
    }

    #[test]
    fn cash_is_counted_and_nothing_twice() {
        let (cash, wechat) = (count(Tender::Cash, 500), count(Tender::WeChat, 30));
        let check = |counts: &[CountWish], float| check_counts(counts, Money::minor(float));
        assert_eq!(check(&[wechat, cash], 500), Ok(Money::minor(500)));
        assert_eq!(check(&[wechat], 0), Err(Refusal::Counts));
        assert_eq!(check(&[cash, wechat, cash], 0), Err(Refusal::Counts));
        assert_eq!(check(&[count(Tender::Cash, -1)], 0), Err(Refusal::Amount("counts")));
        assert!(check(&[cash, count(Tender::Alipay, -1)], 0).is_ok());
        assert_eq!(check(&[cash], -1), Err(Refusal::Amount("next_float")));
        assert_eq!(check(&[cash], 501), Err(Refusal::FloatAboveCount));
    }

    proptest! {
        #[test]
        fn what_is_expected_is_the_float_and_the_cash_that_moved(
            held in -50_000_i64..500_000,
            float in 0_i64..200_000,
            sales in prop::collection::vec(-20_000_i64..50_000, 0..20),
            moves in prop::collection::vec(any_move(), 0..10),
        ) {
            let (books, drawer) = (books(), books().drawer());
            let mut accounts = Held::default();
            let revenue = Account::Revenue(books.site.branch);
            accounts.post(books.carry(drawer, revenue, Money::minor(held)).unwrap());
            accounts.post(books.float(Money::minor(held), Money::minor(float)).unwrap());
            for &sale in &sales {
                accounts.post(books.carry(drawer, revenue, Money::minor(sale)).unwrap());
            }
            for &(kind, amount) in &moves {
                accounts.post(books.moved(kind, Money::minor(amount)).unwrap());
            }
            let signed = |&(kind, amount): &(MoveKind, i64)| if kind == MoveKind::PaidIn { amount } else { -amount };
            let cash = sales.iter().sum::<i64>() + moves.iter().map(signed).sum::<i64>();
            let cash_count =
                StoredCount { tender: Tender::Cash, began_with: Money::ZERO, expected: None, counted: None };
            prop_assert_eq!(expected(&cash_count, accounts.of(drawer)), Money::minor(float + cash));
        }

        #[test]
        fn a_drawer_that_is_handed_over_holds_the_next_float_and_the_rest_is_accounted_for(
            expected in -50_000_i64..500_000,
            found in 0_i64..500_000,
            left in 0_i64..500_000,
        ) {
            let (books, drawer, left) = (books(), books().drawer(), left.min(found));
            let branch = books.site.branch;
            let [expected, found, left] = [expected, found, left].map(Money::minor);
            let mut accounts = Held::default();
            accounts.post(books.carry(drawer, Account::Revenue(branch), expected).unwrap());
            accounts.post(books.counted(expected, found).unwrap());
            prop_assert_eq!(accounts.of(drawer), found);
            accounts.post(books.emptied(found, left).unwrap());
            prop_assert_eq!(accounts.of(drawer), left);
            prop_assert_eq!(accounts.of(Account::CashSafe(branch)), found - left);
            let difference = counted(Tender::Cash, expected, Some(found)).difference;
            prop_assert_eq!(difference, Some(-accounts.of(Account::CashOverShort(branch))));
        }
    }
}
