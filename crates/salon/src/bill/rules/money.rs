//! What the books must have moved for what bills say that they were paid and gave back.

use crate::bill::model::MoneyOf;
use crate::ledger::Moved;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The kinds of money, with the account that each goes to. What a customer owes is not among them: a bill
/// may lend and be repaid at once.
const MONEY: [(&str, &str); 6] = [
    ("cash", "cash_drawer"),
    ("wechat", "clearing.wechat"),
    ("alipay", "clearing.alipay"),
    ("bank_card", "clearing.bank_card"),
    ("unapplied", "unapplied_receipts"),
    ("imported", "history_clearing"),
];

fn is_money(moved: &&Moved) -> bool {
    MONEY.iter().any(|&(_, account)| account == moved.account)
}

/// The first bill of which the money is not in the books as it was paid.
pub fn first_missing(paid: &[MoneyOf], moved: &[Moved]) -> Option<Uuid> {
    let account = |kind: &str| MONEY.iter().find(|&&(known, _)| known == kind).map(|&(_, account)| account);
    let paid = paid.iter().filter_map(|paid| Some(((paid.of, account(&paid.kind)?), paid.amount)));
    let books =
        moved.iter().filter(is_money).map(|moved| ((moved.source, moved.account.as_str()), -moved.amount));
    first_difference(paid.chain(books)).map(|(bill, _)| bill)
}

/// The first bill of which the books owe other taxes than it shows.
pub fn first_other_tax(taxed: &[(Uuid, i64)], moved: &[Moved]) -> Option<Uuid> {
    let taxes = moved.iter().filter(|moved| moved.account.starts_with("output_tax."));
    first_difference(taxed.iter().copied().chain(taxes.map(|moved| (moved.source, moved.amount))))
}

/// The first refund of which the books have paid out other money than it gave back.
pub fn first_not_given(given: &[(Uuid, i64)], moved: &[Moved]) -> Option<Uuid> {
    let money = moved.iter().filter(is_money).map(|moved| (moved.source, moved.amount));
    first_difference(given.iter().copied().chain(money))
}

/// The first key whose amounts do not cancel each other.
fn first_difference<K: Ord>(amounts: impl Iterator<Item = (K, i64)>) -> Option<K> {
    let mut sums: BTreeMap<K, i64> = BTreeMap::new();
    for (key, amount) in amounts {
        *sums.entry(key).or_default() += amount;
    }
    sums.into_iter().find(|&(_, sum)| sum != 0).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(source: u128, account: &str, amount: i64) -> Moved {
        Moved { source: Uuid::from_u128(source), account: account.to_owned(), amount }
    }

    fn paid(of: u128, kind: &str, amount: i64) -> MoneyOf {
        MoneyOf { of: Uuid::from_u128(of), kind: kind.to_owned(), amount }
    }

    #[test]
    fn money_in_the_wrong_account_is_missed() {
        let books =
            [moved(1, "cash_drawer", 500), moved(1, "revenue", -500), moved(2, "clearing.alipay", 70)];
        let right = [paid(1, "cash", 500), paid(2, "alipay", 70), paid(2, "card", 30)];
        assert_eq!(first_missing(&right, &books), None);
        let wrong = [paid(1, "cash", 500), paid(2, "wechat", 70)];
        assert_eq!(first_missing(&wrong, &books), Some(Uuid::from_u128(2)));
        assert_eq!(first_missing(&right[1..], &books), Some(Uuid::from_u128(1)));
    }

    #[test]
    fn taxes_are_owed_whatever_their_rate() {
        let books = [moved(1, "output_tax.60000", -20), moved(1, "output_tax.30000", -10)];
        assert_eq!(first_other_tax(&[(Uuid::from_u128(1), 30)], &books), None);
        assert_eq!(first_other_tax(&[(Uuid::from_u128(1), 29)], &books), Some(Uuid::from_u128(1)));
    }

    #[test]
    fn money_that_was_given_back_has_left_the_books() {
        let books = [moved(1, "cash_drawer", -200), moved(1, "unapplied_receipts", -300)];
        assert_eq!(first_not_given(&[(Uuid::from_u128(1), 500)], &books), None);
        assert_eq!(first_not_given(&[(Uuid::from_u128(1), 200)], &books), Some(Uuid::from_u128(1)));
    }
}
