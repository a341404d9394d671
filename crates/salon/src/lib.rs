//! The product.

pub mod sheet;
