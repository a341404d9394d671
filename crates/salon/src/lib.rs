//! The product: what a salon does.
//!
//! The mechanisms ([`access`], [`store`], [`web`]) know of no capability. The capabilities follow
//! from bottom to top: each may call those above it in this list, never those below. A test reads
//! this list and every `use` (`testing::architecture`).

pub mod access;
pub mod store;
pub mod web;

pub mod bill;
pub mod branch;
pub mod card;
pub mod identity;
pub mod ledger;
pub mod loyalty;
pub mod setup;

pub mod server;

#[cfg(test)]
mod testing;
