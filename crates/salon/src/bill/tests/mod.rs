//! Behaviour through HTTP.

mod editing;
mod paying;
mod races;
mod refunding;
