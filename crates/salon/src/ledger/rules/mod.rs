//! Entry sets: balanced by construction, undone by negation.

pub mod seal;

use super::model::{Account, Due, Entry, Site, StoredEntry, Unit};
use kernel::{BranchId, EntrySetId, Problem};
use std::collections::BTreeMap;

/// The entries of one business event: zero per unit and per branch, one entry per account and
/// unit, none of nothing. There is no other way to make one than [`EntrySet::balanced`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntrySet {
    entries: Vec<Entry>,
}

/// Entries that do not make a set: what is left over, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unbalanced {
    /// The branch whose entries do not sum to zero.
    pub branch: BranchId,
    /// The unit in which they do not.
    pub unit: Unit,
    /// What they sum to.
    pub sum: i128,
}

impl std::fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "entries of branch {} sum to {} {}", self.branch, self.sum, self.unit.code())
    }
}

impl From<Unbalanced> for Problem {
    // No input leads here: sets are built by rules, so an unbalanced one is a fault of a rule.
    fn from(unbalanced: Unbalanced) -> Problem {
        Problem::bug(unbalanced)
    }
}

impl EntrySet {
    /// Makes a set of entries that sum to zero per unit and per branch. Entries on the same account
    /// become one; those of nothing are dropped. The order is that of first mention.
    pub fn balanced(entries: impl IntoIterator<Item = Entry>) -> Result<EntrySet, Unbalanced> {
        let entries = merged(entries);
        match unbalanced(&entries) {
            Some(fault) => Err(fault),
            None => Ok(EntrySet { entries }),
        }
    }

    /// The entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether nothing of value moves: a bill that costs nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The set that undoes this one.
    pub fn reversed(&self) -> EntrySet {
        let negate = |entry: &Entry| Entry { amount: -entry.amount, ..*entry };
        EntrySet { entries: self.entries.iter().map(negate).collect() }
    }
}

/// One entry per site, account and unit, in the order of first mention, without those of nothing.
fn merged(entries: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let mut places: BTreeMap<(Site, Account, Unit), usize> = BTreeMap::new();
    let mut merged: Vec<Entry> = Vec::new();
    for entry in entries {
        match places.get(&(entry.site, entry.account, entry.unit)) {
            Some(&place) => merged[place].amount += entry.amount,
            None => {
                places.insert((entry.site, entry.account, entry.unit), merged.len());
                merged.push(entry);
            }
        }
    }
    merged.retain(|entry| entry.amount != 0);
    merged
}

/// The first branch and unit whose entries do not sum to zero.
pub fn unbalanced(entries: &[Entry]) -> Option<Unbalanced> {
    let amounts = entries.iter().map(|entry| ((entry.site.branch, entry.unit), entry.amount));
    first_left_over(amounts).map(|((branch, unit), sum)| Unbalanced { branch, unit, sum })
}

/// The first key whose amounts do not sum to zero, and what they sum to.
pub fn first_left_over<K: Ord>(amounts: impl IntoIterator<Item = (K, i64)>) -> Option<(K, i128)> {
    let mut sums: BTreeMap<K, i128> = BTreeMap::new();
    for (key, amount) in amounts {
        *sums.entry(key).or_default() += i128::from(amount);
    }
    sums.into_iter().find(|&(_, sum)| sum != 0)
}

/// The first branch, and the other one, of which the one owes what the other is not owed.
pub fn first_disagreement(dues: &[Due]) -> Option<(BranchId, BranchId)> {
    let sides = dues.iter().map(|due| {
        let pair = if due.owes { (due.branch, due.other) } else { (due.other, due.branch) };
        (pair, due.amount)
    });
    first_left_over(sides).map(|(pair, _)| pair)
}

/// Entries under the sets that they are part of, in their order.
pub fn by_set(entries: Vec<StoredEntry>) -> BTreeMap<EntrySetId, Vec<StoredEntry>> {
    let mut sets: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in entries {
        sets.entry(entry.set).or_default().push(entry);
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Currency, Id, LotId};
    use proptest::prelude::*;
    use uuid::Uuid;

    const CNY: Unit = Unit::Money(Currency::CNY);

    fn site(number: u128) -> Site {
        Site { branch: Id::from_uuid(Uuid::from_u128(number)), company: Id::from_uuid(Uuid::from_u128(99)) }
    }

    fn entry(branch: u128, account: Account, unit: Unit, amount: i64) -> Entry {
        Entry::new(site(branch), account, unit, amount)
    }

    fn lot(number: u128) -> LotId {
        Id::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn a_set_that_balances_only_over_two_branches_is_refused() {
        let here = entry(1, Account::CashDrawer(site(1).branch), CNY, 100);
        let there = entry(2, Account::Revenue(site(2).branch), CNY, -100);
        let refused = EntrySet::balanced([here, there]);
        assert_eq!(refused, Err(Unbalanced { branch: site(1).branch, unit: CNY, sum: 100 }));
    }

    #[test]
    fn a_set_that_balances_only_over_two_units_is_refused() {
        let money = entry(1, Account::CashDrawer(site(1).branch), CNY, 100);
        let bonus = entry(1, Account::CardBonus(lot(1)), Unit::Bonus, -100);
        assert!(EntrySet::balanced([money, bonus]).is_err());
    }

    #[test]
    fn entries_on_one_account_become_one_and_those_of_nothing_are_dropped() {
        let branch = site(1).branch;
        let set = EntrySet::balanced([
            entry(1, Account::CashDrawer(branch), CNY, 300),
            entry(1, Account::Revenue(branch), CNY, -100),
            entry(1, Account::Clearing(crate::ledger::Channel::WeChat, branch), CNY, 0),
            entry(1, Account::Revenue(branch), CNY, -200),
        ])
        .unwrap();
        let amounts: Vec<i64> = set.entries().iter().map(|entry| entry.amount).collect();
        assert_eq!(amounts, [300, -300]);
    }

    #[test]
    fn what_one_branch_owes_is_what_the_other_is_owed() {
        let (here, there) = (site(1).branch, site(2).branch);
        let due = |owes, branch, other, amount| Due { owes, branch, other, amount };
        let agreed = [due(true, here, there, -500), due(false, there, here, 500)];
        assert_eq!(first_disagreement(&agreed), None);
        assert_eq!(first_disagreement(&agreed[..1]), Some((here, there)));
        assert_eq!(first_disagreement(&[agreed[0], due(false, here, there, 500)]), Some((here, there)));
    }

    proptest! {
        #[test]
        fn a_set_and_its_reversal_leave_nothing(
            amounts in prop::collection::vec((1_u128..4, -10_000_i64..10_000), 1..20),
        ) {
            let pairs = amounts.iter().flat_map(|&(branch, amount)| [
                entry(branch, Account::CardPrincipal(lot(branch)), CNY, amount),
                entry(branch, Account::Revenue(site(branch).branch), CNY, -amount),
            ]);
            let set = EntrySet::balanced(pairs).unwrap();
            let both = set.entries().iter().chain(set.reversed().entries()).copied().collect::<Vec<_>>();
            prop_assert!(EntrySet::balanced(both).unwrap().is_empty());
        }

        #[test]
        fn a_set_with_one_amount_changed_is_refused(amount in 1_i64..10_000, fault in 1_i64..100) {
            let branch = site(1).branch;
            let refused = EntrySet::balanced([
                entry(1, Account::CashDrawer(branch), CNY, amount + fault),
                entry(1, Account::Revenue(branch), CNY, -amount),
            ]);
            prop_assert_eq!(refused, Err(Unbalanced { branch, unit: CNY, sum: i128::from(fault) }));
        }
    }
}
