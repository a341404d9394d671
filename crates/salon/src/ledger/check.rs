//! The books prove themselves.

use super::model::{Account, Unit};
use super::queries::{self, Held};
use crate::store::Tx;
use kernel::Problem;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many owners a check compares at once.
pub const CHECK_PAGE: i64 = 1000;

/// The first row that breaks a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The promise, as a stable code.
    pub check: &'static str,
    /// The row, or the code, at fault.
    pub row: String,
    /// What is wrong with it, in English.
    pub detail: String,
}

impl Fault {
    /// A row that breaks a promise.
    pub fn new(check: &'static str, row: impl ToString, detail: impl Into<String>) -> Fault {
        Fault { check, row: row.to_string(), detail: detail.into() }
    }
}

/// Checks that every set sums to zero per unit and branch, and that every account and unit is known.
/// Each promise gives its first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Vec::new();
    if let Some((set, unbalanced)) = queries::first_unbalanced(tx).await? {
        faults.push(Fault::new("ledger.set_balances", set, unbalanced.to_string()));
    }
    let known = |(account, unit): &(String, String)| {
        Account::parse(account, Uuid::nil()).is_some() && Unit::parse(unit).is_some()
    };
    if let Some((account, unit)) = queries::kinds(tx).await?.into_iter().find(|kind| !known(kind)) {
        faults.push(Fault::new(
            "ledger.kind_known",
            account,
            format!("entries in {unit} are of no known kind"),
        ));
    }
    Ok(faults)
}

/// Compares a page of stored balances, in the order of their owners, with what the books hold for
/// the same stretch of owners (see [`queries::held_after`]). What we owe stands negative there.
/// Gives the first owner for whom they differ.
pub fn compare(check: &'static str, left: &[(Uuid, i64)], held: &[Held]) -> Option<Fault> {
    let &(last, _) = left.last()?;
    let known: BTreeMap<Uuid, i64> = left.iter().copied().collect();
    let mut owed: BTreeMap<Uuid, i64> = BTreeMap::new();
    for held in held {
        *owed.entry(held.owner).or_default() -= held.amount;
    }
    // What is owed to nobody we know takes a place on its page, so it is looked for first.
    let stray = owed.keys().find(|owner| **owner <= last && !known.contains_key(*owner));
    let differs = |owner: &&Uuid| known.get(*owner) != Some(owed.get(*owner).unwrap_or(&0));
    let owner = stray.or_else(|| known.keys().find(differs))?;
    let (left, owed) = (known.get(owner).unwrap_or(&0), owed.get(owner).unwrap_or(&0));
    Some(Fault::new(check, owner, format!("{left} is left, and the books owe {owed}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(owner: u128, amount: i64) -> Held {
        Held { owner: Uuid::from_u128(owner), unit: "CNY".to_owned(), amount }
    }

    fn first_fault(left: &[(u128, i64)], held: &[Held]) -> Option<String> {
        let left: Vec<_> = left.iter().map(|&(owner, left)| (Uuid::from_u128(owner), left)).collect();
        compare("test", &left, held).map(|fault| fault.row)
    }

    #[test]
    fn the_first_balance_that_the_books_do_not_owe_is_named() {
        let books = [held(1, -10), held(3, -30)];
        assert_eq!(first_fault(&[(1, 10), (2, 0), (3, 30)], &books), None);
        let second = Some(Uuid::from_u128(2).to_string());
        assert_eq!(first_fault(&[(1, 10), (2, 1), (3, 31)], &books), second);
        assert_eq!(first_fault(&[(1, 10), (3, 30)], &[held(1, -10), held(2, -5), held(3, -30)]), second);
    }
}
