//! # Imports
//!
//! **What.** Takes the sheets of another program in: its members with their data, what they have left
//! on cards and their points; its price list; what lies on the shelves; the receipts of the past. A file
//! is checked whole before anything is written, and what is written is seen all at once.
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
//! - Price lists and shelves come in by the same steps and promises
//!   (`tests::goods::a_price_list_comes_in_unseen_until_it_is_whole`,
//!   `tests::goods::opening_stock_comes_in_unseen_until_it_is_whole`).
//! - Receipts come in as paid bills of their days, by the same steps and promises, and come to a plain sum
//!   over their file (`tests::history::history_comes_in_unseen_until_it_is_whole`,
//!   `tests::samples::a_real_salons_files_come_to_a_plain_sum_over_them`).
//! - Half a file, and dates that can be read in two ways, are refused
//!   (`tests::history::half_a_file_and_dates_of_which_nobody_knows_are_refused`).
//! - A file is kept sealed, and destroyed when it is applied or removed
//!   (`tests::a_file_is_kept_sealed_and_destroyed`).
//!
//! **Leans on.** [`crate::sheet`], [`crate::customer`], [`crate::catalogue`], [`crate::stock`],
//! [`crate::card`], [`crate::loyalty`], [`crate::bill`], [`crate::staff`], [`crate::ledger`], [`crate::branch`], [`crate::store`].

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
pub use model::{DateForm, Kind, Options, Report, RowProblem, Said, Sums};
pub use rules::Reading;
