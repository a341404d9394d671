//! The decisions about a bill: its price, its payment, its refund, and their entries.

pub mod books;
pub mod pricing;
pub mod refund;
pub mod settle;

use super::model::{Refusal, Share};
use kernel::Rate;

/// The shares of a line come to the whole at most; what is not shared out is the shop's.
pub fn check_shares(shares: &[Share]) -> Result<(), Refusal> {
    let sum: i64 = shares.iter().map(|share| share.share.to_ppm()).sum();
    if sum <= Rate::ONE.to_ppm() { Ok(()) } else { Err(Refusal::SharesAboveWhole) }
}

#[cfg(test)]
mod tests;
