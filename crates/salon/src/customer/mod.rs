//! Anyone served, registered or not.

pub mod model;
pub mod rules;
