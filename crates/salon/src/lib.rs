//! The product: what a salon does.
//!
//! The mechanisms ([`access`], [`sheet`], [`store`], [`web`]) know of no capability. The capabilities follow
//! from bottom to top: each may call those above it in this list, never those below. A test reads
//! this list and every `use` (`testing::architecture`).

pub mod access;
pub mod sheet;
pub mod store;
pub mod web;

pub mod branch;
pub mod identity;
pub mod audit;
pub mod setup;
pub mod staff;
pub mod customer;
pub mod notice;
pub mod catalogue;
pub mod ledger;
pub mod stock;
pub mod card;
pub mod prepaid;
pub mod loyalty;
pub mod bill;
pub mod dormant;
pub mod import;
pub mod report;
pub mod till;
pub mod books;
pub mod backup;
pub mod demo;

pub mod check;
pub mod server;

#[cfg(test)]
mod testing;
