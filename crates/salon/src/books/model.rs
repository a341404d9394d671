//! Checks, and what they found.

use crate::ledger::Nature;
use kernel::{Day, Instant, Problem, RowId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a check came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BooksCheckKind)]
pub enum CheckKind {
    /// At night, by itself.
    Night,
    /// Somebody asked.
    Request,
}

impl CheckKind {
    /// The text by which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            CheckKind::Night => "night",
            CheckKind::Request => "request",
        }
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<CheckKind> {
        [CheckKind::Night, CheckKind::Request].into_iter().find(|kind| kind.code() == code)
    }
}

/// The first row that breaks a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BooksFault)]
pub struct Fault {
    /// The promise, as a stable code.
    #[schema(example = "ledger.set_balances")]
    pub check: String,
    /// The row at fault.
    pub row: String,
    /// What is wrong with it, in English.
    pub detail: String,
}

/// One look at all that is promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BooksCheck)]
pub struct Check {
    /// Its id.
    pub id: RowId,
    /// How it came about.
    pub kind: CheckKind,
    /// When it began: what it looked at is of that moment.
    pub started_at: Instant,
    /// When it ended; nothing while it runs.
    pub ended_at: Option<Instant>,
    /// The first row of each promise that did not hold.
    pub faults: Vec<Fault>,
    /// The code of what kept it from being carried through.
    pub failure: Option<String>,
}

/// A program for plain-text accounting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Beancount.
    Beancount,
    /// hledger, and what reads its journals.
    Hledger,
}

impl Format {
    /// How files of it are called.
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Beancount => "beancount",
            Format::Hledger => "journal",
        }
    }
}

/// Which part of the books is wanted, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// In whose words.
    pub format: Format,
    /// The first business day: what was before it becomes opening balances. From the beginning where none is
    /// named.
    pub from: Option<Day>,
    /// The last business day. To the end where none is named.
    pub to: Option<Day>,
}

/// The owner's own number and name of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnName {
    /// The number in the owner's chart of accounts; may be empty.
    pub number: String,
    /// The name there; may be empty.
    pub name: String,
}

/// A kind of account of the books, and how exported books call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BooksAccount {
    /// Its code.
    #[schema(example = "cash_drawer")]
    pub account: String,
    /// On which side of the books it stands.
    pub nature: Nature,
    /// The owner's own number; empty where there is none.
    pub number: String,
    /// The owner's own name; empty where there is none.
    pub name: String,
    /// The product's name of it, where the owner has none.
    #[schema(example = "CashDrawer")]
    pub default_name: String,
}

/// What an account shall be called. Without number and name it is called as the product does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BooksAccountWish)]
pub struct AccountWish {
    /// Its code.
    pub account: String,
    /// The owner's own number: letters, digits, dots and hyphens, 20 at most.
    #[serde(default)]
    pub number: String,
    /// The owner's own name, 60 characters at most.
    #[serde(default)]
    pub name: String,
}

/// What all accounts shall be called; those that are not named are called as the product does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BooksAccountsWish)]
pub struct AccountsWish {
    /// The accounts, 200 at most.
    pub accounts: Vec<AccountWish>,
}

/// What can be refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The books are being checked.
    Running,
    /// The last day lies before the first.
    DaysBackwards,
    /// There is nothing in the books until the last day.
    Empty,
    /// No account has this code.
    AccountUnknown(String),
    /// An account is named twice.
    AccountTwice(String),
    /// The number of an account holds other signs, or too many.
    AccountNumber(String),
    /// The name of an account is of several lines, of nothing that can be read, or too long.
    AccountName(String),
    /// More accounts are named than there can be.
    AccountsTooMany,
    /// A text is no proof.
    ProofForm,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Running => {
                let detail = "The books are being checked. Wait until that is done.";
                Problem::conflict("books.running", detail)
            }
            Refusal::DaysBackwards => {
                Problem::invalid("to", "books.days_backwards", "The last day lies before the first.")
            }
            Refusal::Empty => {
                Problem::refused("books.empty", "Until that day there is nothing in the books.")
            }
            Refusal::AccountUnknown(account) => {
                let detail = "There is no such account.";
                Problem::refused("books.account_unknown", detail).with("account", account)
            }
            Refusal::AccountTwice(account) => {
                let detail = "An account is named twice.";
                Problem::refused("books.account_twice", detail).with("account", account)
            }
            Refusal::AccountNumber(account) => {
                let detail = "An account's number has letters, digits, dots and hyphens, 20 at most.";
                Problem::refused("books.account_number", detail).with("account", account)
            }
            Refusal::AccountName(account) => {
                let detail =
                    "An account's name is one line of at most 60 characters, with a letter or a digit in it.";
                Problem::refused("books.account_name", detail).with("account", account)
            }
            Refusal::AccountsTooMany => {
                Problem::refused("books.accounts_too_many", "There are not so many accounts: 200 at most.")
            }
            Refusal::ProofForm => {
                let detail = "A proof has 24 letters and digits, as they stand on the receipt.";
                Problem::invalid("proof", "books.proof_form", detail)
            }
        }
    }
}
