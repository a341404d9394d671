//! # Dormant accounts
//!
//! **What.** Closes accounts that nobody uses, customers' and cards', many at a time: first a preview, then by
//! whoever may, with their password and a reason. Undone by opening the batch again.
//!
//! **Words.** *Dormant* 沉睡: an account that nobody uses, by criteria that are said each time. *Batch* 批次:
//! accounts closed together 批量销户. *Reopen* 恢复: what a batch closed is open again, in the state that it had.
//!
//! **Owns.** `dormant_batch`, `dormant_account`.
//!
//! **Promises.**
//! - An account with something left is never closed: money, visits, points, a debt, a bill that waits
//!   (`tests::an_account_with_something_left_is_never_closed`).
//! - Whoever comes back, and a card to which something comes back, is open again by itself
//!   (`tests::who_comes_back_is_open_again`).
//! - A batch is undone whole, in the states that were, and leaves alone what was opened meanwhile
//!   (`tests::a_batch_is_opened_again_in_the_states_that_were`).
//! - Of two batches at once each account goes into one (`tests::an_account_goes_into_one_of_two_batches_at_once`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::identity`], [`crate::customer`],
//! [`crate::card`], [`crate::loyalty`], [`crate::bill`].

mod check;
mod commands;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{PROMISES, check};
pub use http::routes;
