//! Behaviour through HTTP.

mod checking;
mod editing;
mod paying;
mod races;
mod refunding;
