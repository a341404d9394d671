//! The product: what a salon does.

pub mod access;
pub mod branch;
pub mod store;
pub mod web;
