//! Behaviour through HTTP.

mod checking;
mod debts;
mod editing;
mod friends;
mod goods;
mod history;
mod paying;
mod races;
mod rates;
mod refunding;
mod reversing;
mod splitting;
mod steps;
mod visits;
