//! # Stock
//!
//! **What.** What lies on the shelves of each branch, in units and at what it cost: goods come in,
//! are sold, taken back, used at work, corrected and counted.
//!
//! **Words.** *Move* 出入库: one signed change of a product in a branch, with its cost. *Level* 库存:
//! the sum of the moves. *Value*: what the goods on hand have cost; a unit's cost is its share of
//! that (weighted average). *Use* 领用: goods of the shop taken for work. *Count* 盘点: what was found
//! on the shelf against what was expected.
//!
//! **Owns.** `stock_level`, `stock_move`, `stock_unseen`.
//!
//! **Promises.**
//! - The value is always the sum of what the moves cost; the last unit takes the rest of it with it,
//!   and what is not there has no value (`rules::tests::the_value_is_the_sum_of_the_costs`,
//!   `rules::tests::what_is_not_there_has_no_value`).
//! - A sale is never refused for want of goods: the level goes below zero, and what comes in later
//!   pays for what was missing (`tests::a_sale_goes_on_below_zero`).
//! - Two moves at once are both there (`tests::moves_at_once_are_all_there`).
//! - A level that is not the sum of its moves is found
//!   (`tests::a_level_that_differs_from_its_moves_is_named`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::catalogue`],
//! [`crate::ledger`].

mod check;
mod commands;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{PROMISES, check};
pub use commands::{Count, Opening, Receive, Use, moved_products, remove_import, sell, take_back, take_in};
pub use http::routes;
pub use model::{CountLine, CountWish, OnBill, ReceiveLine, ReceiveWish, Refusal, Sold, UseWish};
pub use queries::{hide, unhide};
