//! # The till
//!
//! **What.** Who answers for the drawer of a branch, what moved in it besides bills, what was found in it
//! when it was handed over; and the days of a branch, which are closed and then stand still.
//!
//! **Words.** *Session* 交班: from the *float* 备用金 that is counted into a drawer to the count with which it
//! is handed over. *Paid in*, *paid out* 存入, 支出: cash that moves without a bill. *Bank drop* 存行: cash that
//! is carried to the bank. *Blind count* 盲点: what should be there is said after the count. *Over or short*
//! 长短款: what was counted, less what was expected. *Closed day* 日结: a business day that nothing is posted
//! with any more; what it came to is its *Z-report*, under a running number. *Adjustment*: what is given back of
//! a bill of an earlier day.
//!
//! **How it counts.** A branch has one drawer, and one session of it at a time. What the drawer should hold
//! is what the books hold on its account: the float, what bills brought and took, what moved besides. The
//! difference that a count finds becomes an entry of its own, what is above the next float goes to the safe.
//! The other ways of paying are counted against what came in during the session, and move nothing: their
//! money does not lie in the drawer. Bills can be paid while nobody answers for the drawer.
//!
//! Days are closed in their order, once no session goes on and no bill of the day waits. Those before the
//! first that was closed stay as they are. After a day was closed, what happens before the cut-off belongs to
//! the next. A Z-report is stored as it was: money received stands beside the work that was delivered, by
//! what paid for it, and the two are never added. Differences belong to the day on which they were counted.
//!
//! **Owns.** `till_session`, `till_count`, `till_move`, `till_day`.
//!
//! **Promises.**
//! - What is expected is the float and the cash that moved
//!   (`rules::drawer::tests::what_is_expected_is_the_float_and_the_cash_that_moved`), and after a hand-over
//!   the drawer holds the next float and the rest is accounted for
//!   (`rules::drawer::tests::a_drawer_that_is_handed_over_holds_the_next_float_and_the_rest_is_accounted_for`).
//! - What is expected is said after the count
//!   (`tests::session::a_drawer_is_counted_blind_and_the_difference_is_an_entry`).
//! - A drawer has one session at a time, however many try (`tests::session::a_till_is_opened_once_by_many`),
//!   and is handed over once (`tests::session::a_till_is_handed_over_once_by_many`).
//! - The takings of a day are the sum of its tenders
//!   (`rules::day::tests::takings_are_the_sum_of_tenders_and_counts_are_apart`).
//! - A day is closed once, however many try (`tests::day::a_day_is_closed_once_by_many`), stands still
//!   afterwards (`tests::day::what_happens_after_a_day_was_closed_belongs_to_the_next`), and loses no payment
//!   that comes at the same moment (`tests::day::a_payment_beside_a_closing_counts_on_one_day`).
//! - A closed day that differs from the books is found
//!   (`tests::day::a_day_that_differs_from_the_books_is_named`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::ledger`], [`crate::bill`],
//! [`crate::report`], [`crate::notice`].

mod check;
mod commands;
mod export;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{PROMISES, check};
pub(crate) use commands::{CloseDay, HandOver, MoveCash, Open};
pub use http::routes;
pub(crate) use model::{CloseDayWish, CountWish, HandOverWish, MoveKind, OpenTillWish, Tender, TillMoveWish};
