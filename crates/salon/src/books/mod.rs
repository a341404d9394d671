//! # The books
//!
//! **What.** Shows that the books prove themselves: seals them, checks every promise each night and whenever
//! somebody asks, and keeps what was found. Carries the books out as the text of Beancount and of hledger, under the
//! owner's own numbers and names of accounts.
//!
//! **Words.** A *promise* is something that always holds of the rows of a capability ([`crate::check`]). A
//! *check* is one look at all of them; a *fault* is the first row that breaks a promise.
//!
//! **Owns.** `books_check`, `books_account`.
//!
//! **Promises.**
//! - A check is due once a night, and a machine that was off makes up for it (`rules::tests`,
//!   `tests::checking::the_books_are_checked_every_night`).
//! - Only one runs at a time (`tests::checking::a_check_that_runs_is_not_begun_again`).
//! - What was found is kept with the row that it names
//!   (`tests::checking::what_a_check_found_is_shown_until_the_next_one`).
//! - What an import can still take back is not sealed (`tests::proving::nothing_is_sealed_while_an_import_can_be_taken_back`).
//! - Whoever holds a receipt can have it held against the books, and learns nothing else
//!   (`tests::proving::whoever_holds_a_receipt_learns_that_it_is_in_the_books`).
//! - The programs take what is carried out, and come to the same balances, to the cent
//!   (`tests::export::beancount_and_hledger_come_to_the_same_balances`).
//!
//! **Leans on.** [`crate::branch`], [`crate::catalogue`], [`crate::customer`], [`crate::bill`],
//! [`crate::ledger`], [`crate::check`], [`crate::store`], [`crate::access`].

mod commands;
mod export;
mod http;
mod jobs;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use export::Export;
pub use http::routes;
pub use jobs::{follow, seal};
pub use model::{Asked, Format};
