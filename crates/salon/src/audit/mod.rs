//! # The audit log
//!
//! **What.** Who did what, when, on which device, and who released it: looked through by those who
//! answer for a branch.
//!
//! **Words.** A *row* is one thing that one command touched. A command's name and a subject's are the
//! product's own words; the apps translate them.
//!
//! **Owns.** No tables: the store writes the log, and reads it for this capability
//! ([`crate::store::Tx::audited`]).
//!
//! **Promises.**
//! - Who answers for some branches sees what was done there and nothing else
//!   (`tests::a_manager_sees_what_was_done_in_their_own_branch`).
//! - The log holds ids and never personal data; names are those of accounts and keys
//!   (`tests::the_log_holds_no_personal_data`).
//! - Taking the log out is itself written down (`tests::the_log_is_taken_out_and_that_is_written_down`).
//!
//! **Leans on.** [`crate::branch`], [`crate::identity`], [`crate::store`], [`crate::access`],
//! [`crate::sheet`].

mod commands;
mod http;
mod model;
mod reading;

#[cfg(test)]
mod tests;

pub use http::routes;
pub use model::AuditRow;
