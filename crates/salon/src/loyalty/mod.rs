//! # Loyalty
//!
//! **What.** The points a customer holds, in lots that say how they came.
//!
//! **Words.** *Points* 积分: a unit of their own, no money. *Lot*: points that came together.
//!
//! **Owns.** `loyalty_lot`.
//!
//! **Promises.** Points taken in are in the books (`tests::points_taken_in_are_held_and_in_the_books`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::customer`], [`crate::ledger`].

mod check;
mod commands;
mod http;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{PROMISES, check};
pub use commands::{Opening, held, remove_taken_in, take_in};
pub use http::routes;
pub use queries::holders_among;
