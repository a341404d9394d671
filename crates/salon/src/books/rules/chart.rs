//! The names of accounts and units in exported books.

use crate::books::model::OwnName;
use crate::ledger::{Account, Nature, Unit};
use kernel::{BranchId, Id};
use std::collections::BTreeMap;

/// The most characters of an account's own number.
const NUMBER_MAX: usize = 20;
/// The most characters of an account's own name.
const NAME_MAX: usize = 60;

/// How accounts are called: by the owner's numbers and names where there are some, and by the numbers of
/// the branches.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// The own names, by the code of the account.
    pub own: BTreeMap<String, OwnName>,
    /// The numbers of the branches.
    pub branches: BTreeMap<BranchId, i64>,
}

impl Chart {
    /// The path of an account in the books of a branch, such as `Assets:CashDrawer:B1`. Lots, customers
    /// and members of staff have no account of their own: what one kind of account holds in a branch is
    /// one sum.
    pub fn path(&self, account: Account, branch: BranchId) -> String {
        let leaf = self.leaf(&account.code());
        let path = format!("{}:{leaf}:{}", root(account.nature()), self.branch(branch));
        match account {
            Account::DueTo(other) | Account::DueFrom(other) => format!("{path}:{}", self.branch(other)),
            _ => path,
        }
    }

    /// The last part of a path: the owner's number and name, or the product's own name.
    fn leaf(&self, code: &str) -> String {
        let Some(OwnName { number, name }) = self.own.get(code) else { return default_name(code) };
        let words: Vec<&str> =
            [number.as_str(), name.as_str()].into_iter().filter(|word| !word.is_empty()).collect();
        component(&words.join("-"))
    }

    fn branch(&self, branch: BranchId) -> String {
        match self.branches.get(&branch) {
            Some(number) => format!("B{number}"),
            None => component(&branch.uuid().to_string()),
        }
    }
}

fn root(nature: Nature) -> &'static str {
    match nature {
        Nature::Asset => "Assets",
        Nature::Liability => "Liabilities",
        Nature::Equity => "Equity",
        Nature::Income => "Income",
        Nature::Expense => "Expenses",
    }
}

/// The product's own name of an account: `clearing.wechat` becomes `ClearingWechat`.
pub fn default_name(code: &str) -> String {
    let words = code.split(['.', '_']);
    words
        .map(|word| {
            word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>()
        })
        .collect()
}

/// A text as both programs take it for a part of an account's path: letters, digits and hyphens, and a
/// capital letter or a digit at the front.
pub fn component(text: &str) -> String {
    let plain = |sign: char| if sign.is_alphanumeric() { sign } else { '-' };
    let clean: String = text.chars().map(plain).collect();
    let clean = clean.trim_matches('-');
    match clean.chars().next() {
        Some(first) if first.is_ascii_uppercase() || first.is_ascii_digit() => clean.to_owned(),
        Some(first) if first.is_ascii_lowercase() => format!("{}{}", first.to_ascii_uppercase(), &clean[1..]),
        _ => format!("X{clean}"),
    }
}

/// What a unit is called: `CNY`, `BONUS`, `PTS`, or one name for the visits of each service.
pub fn commodity(unit: Unit) -> String {
    match unit {
        Unit::Visits(service) => {
            // A name holds 24 characters, an id 32; the second half of an id is the part that is random.
            let tail = service.uuid().as_u64_pair().1;
            format!("VISITS-{tail:016X}")
        }
        unit => unit.code(),
    }
}

/// Whether a text may be an account's own number: letters, digits, dots and hyphens, 20 at most.
pub fn is_number(text: &str) -> bool {
    text.len() <= NUMBER_MAX && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || b".-".contains(&sign))
}

/// Whether a text may be an account's own name: one line of 60 characters at most, with a letter or a digit in
/// it unless it is empty.
pub fn is_name(text: &str) -> bool {
    let said = text.is_empty() || text.chars().any(char::is_alphanumeric);
    said && text.chars().count() <= NAME_MAX && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ServiceId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn branch(number: u128) -> BranchId {
        BranchId::from_uuid(Uuid::from_u128(number))
    }

    fn chart() -> Chart {
        let own = OwnName { number: "1001".to_owned(), name: "库存 现金".to_owned() };
        Chart {
            own: [("cash_drawer".to_owned(), own)].into(),
            branches: [(branch(1), 1), (branch(2), 2)].into(),
        }
    }

    #[test]
    fn accounts_are_called_by_the_owners_numbers_and_names() {
        let chart = chart();
        assert_eq!(chart.path(Account::CashDrawer(branch(1)), branch(1)), "Assets:1001-库存-现金:B1");
        assert_eq!(chart.path(Account::Revenue(branch(2)), branch(2)), "Income:Revenue:B2");
        assert_eq!(chart.path(Account::DueTo(branch(2)), branch(1)), "Liabilities:DueTo:B1:B2");
        assert_eq!(default_name("clearing.bank_card"), "ClearingBankCard");
        assert_eq!(default_name("output_tax.60000"), "OutputTax60000");
    }

    #[test]
    fn visits_of_a_service_have_a_name_that_fits() {
        let service = ServiceId::from_uuid(Uuid::from_u128(0xABCD));
        assert_eq!(commodity(Unit::Visits(service)), "VISITS-000000000000ABCD");
        assert_eq!(commodity(Unit::Points), "PTS");
    }

    #[test]
    fn numbers_and_names_of_accounts_are_looked_at() {
        assert!(is_number("1012.01-2") && is_number("") && !is_number("一") && !is_number(&"1".repeat(21)));
        assert!(is_name("库存现金") && is_name("") && !is_name("——") && !is_name("a\nb"));
    }

    proptest! {
        #[test]
        fn whatever_somebody_types_becomes_a_part_of_a_path(text in ".{0,40}") {
            let part = component(&text);
            let first = part.chars().next().unwrap();
            prop_assert!(first.is_ascii_uppercase() || first.is_ascii_digit());
            prop_assert!(part.chars().all(|sign| sign.is_alphanumeric() || sign == '-'));
        }
    }
}
