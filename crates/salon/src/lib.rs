//! The product.

pub mod sheet;

pub mod customer;
pub mod import;
