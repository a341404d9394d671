//! # Imports
//!
//! **What.** Takes the members of another program in from its sheet: their data, what they have
//! left on cards, their points. A file is checked whole before anything is written, and what is
//! written is seen all at once.
//!
//! **Words.** *Layout*: where a sheet's columns are. *Field*: what a column can mean. *Accepted*,
//! *duplicate*, *rejected*: what becomes of a row. *Report*: what a file comes to. *Begun*: from
//! here on an import is carried to its end or removed whole.
//!
//! **Owns.** `import`, `import_piece`, `import_finding`, `import_turn`.
//!
//! **Promises.**
//! - A sheet of a real program comes to the right figures
//!   (`rules::tests::a_real_programs_sheet_comes_to_the_expected_figures`).
//! - First come stays, and the same file again adds nothing
//!   (`tests::the_same_file_again_adds_nothing`).
//! - One bad row refuses the file, unless it was said that the others come in
//!   (`tests::one_bad_row_refuses_the_file`).
//! - Rows are written in steps that tills do not notice, and seen by nobody until the last
//!   (`tests::nobody_sees_an_import_that_is_not_finished`).
//! - An import that was interrupted goes on where it stopped, or is removed without a trace
//!   (`tests::an_interrupted_import_goes_on`, `tests::an_unfinished_import_is_removed_whole`).
//! - Balances are in the books to the fen (`tests::opening_balances_are_in_the_books`).
//! - A file is kept sealed, and destroyed when it is applied or removed
//!   (`tests::a_file_is_kept_sealed_and_destroyed`).
//!
//! **Leans on.** [`crate::sheet`], [`crate::customer`], [`crate::catalogue`], [`crate::card`],
//! [`crate::loyalty`], [`crate::ledger`], [`crate::branch`], [`crate::store`].

mod commands;
mod http;
mod jobs;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use http::routes;
pub use jobs::{File, Outcome, dry_run, take_in, take_up_all};
pub use model::{Report, RowProblem, Sums};
pub use rules::Reading;
