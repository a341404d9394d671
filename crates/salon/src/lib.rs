//! The product.

pub mod bill;
pub mod card;
pub mod ledger;
