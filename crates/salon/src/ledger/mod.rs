//! # The ledger
//!
//! **What.** Everything that has value (money, bonus, points, visits) moves by entry sets that sum
//! to zero, per unit and per branch (double entry). A balance is the sum of its entries.
//!
//! **Words.** *Entry*: an amount on an account, debit positive, credit negative. *Entry set*: the
//! entries of one business event. *Unit*: what is counted. *Site*: a branch and the company that
//! owns it. *Reversal*: a set that negates a stored one.
//!
//! **Owns.** `ledger_set`, `ledger_entry`.
//!
//! **Promises.**
//! - A set that does not balance cannot be built
//!   (`rules::tests::a_set_that_balances_only_over_two_branches_is_refused`,
//!   `rules::tests::a_set_that_balances_only_over_two_units_is_refused`).
//! - A reversal undoes its set exactly (`rules::tests::a_set_and_its_reversal_leave_nothing`).
//! - A stored set that no longer balances is found (`tests::a_set_that_was_tampered_with_is_named`).
//! - What is read back is what was written (`model::tests::every_account_is_read_back_from_its_code`).
//!
//! **Leans on.** [`crate::store`], [`crate::branch`].

mod check;
mod commands;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{CHECK_PAGE, Fault, check, compare};
pub use commands::{Posting, Source, post, remove_import};
pub use model::{Account, Channel, Entry, Site, Unit};
pub use queries::{Held, balance, held_after, moved_after};
pub use rules::{EntrySet, Unbalanced};
