//! The product: what a salon does.

pub mod access;
pub mod bill;
pub mod branch;
pub mod card;
pub mod ledger;
pub mod loyalty;
pub mod store;
pub mod web;
