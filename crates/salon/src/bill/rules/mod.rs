//! The decisions about a bill: its price, its payment, its refund, and their entries.

pub mod books;
pub mod pricing;
pub mod refund;
pub mod settle;

use super::model::{Off, PaidLine, ReductionWish, Refusal, Share, State};
use kernel::Rate;

/// The most lines of a bill.
pub const LINES_MAX: usize = 100;
/// The most tenders of a bill.
pub const TENDERS_MAX: usize = 20;
/// The most people who have a part in a line.
const SHARES_MAX: usize = 10;

/// Whether lines, customer and reductions may still change, and whether the bill may be paid.
pub fn check_open(state: State) -> Result<(), Refusal> {
    match state {
        State::Open => Ok(()),
        State::Parked => Err(Refusal::Parked),
        State::Voided => Err(Refusal::Voided),
        State::Paid | State::PartlyRefunded | State::Refunded => Err(Refusal::AlreadyPaid),
    }
}

/// Whether the bill may be given up: only before it is paid, and once.
pub fn check_voidable(state: State) -> Result<(), Refusal> {
    if state == State::Parked { Ok(()) } else { check_open(state) }
}

/// Whether anything may be given back.
pub fn check_refundable(state: State) -> Result<(), Refusal> {
    match state {
        State::Paid | State::PartlyRefunded => Ok(()),
        State::Refunded => Err(Refusal::RefundEmpty),
        State::Open | State::Parked | State::Voided => Err(Refusal::NotPaid),
    }
}

/// The state of a bill of which this much has been given back.
pub fn state_after_refund(lines: &[PaidLine]) -> State {
    match lines.iter().all(|line| line.quantity_left() == 0) {
        true => State::Refunded,
        false => State::PartlyRefunded,
    }
}

/// The parts in a line: ten people at most, who come to the whole at most; what is not shared out
/// is the shop's. Refuses, in this order: too many people, a role's name too long, above the whole.
pub fn check_shares(shares: &[Share]) -> Result<(), Refusal> {
    if shares.len() > SHARES_MAX {
        return Err(Refusal::SharesFull);
    }
    if shares.iter().any(|share| share.role.chars().count() > 50) {
        return Err(Refusal::RoleTooLong);
    }
    let sum: i64 = shares.iter().map(|share| share.share.to_ppm()).sum();
    if sum <= Rate::ONE.to_ppm() { Ok(()) } else { Err(Refusal::SharesAboveWhole) }
}

/// How much a wished reduction takes off. Refuses: both an amount and a percentage, or neither.
pub fn off(wish: &ReductionWish) -> Result<Off, Refusal> {
    match (wish.amount, wish.percent_ppm) {
        (Some(amount), None) => Ok(Off::Amount(amount)),
        (None, Some(rate)) => Ok(Off::Percent(rate)),
        _ => Err(Refusal::ReductionUnclear),
    }
}

/// A reason without the spaces around it. Refuses: empty, or longer than 300 characters.
pub fn check_reason(reason: &str) -> Result<&str, Refusal> {
    let reason = reason.trim();
    if (1..=300).contains(&reason.chars().count()) { Ok(reason) } else { Err(Refusal::Reason) }
}

/// A short text that may be empty: at most 100 characters.
pub fn check_text(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.chars().count() <= 100 { Ok(()) } else { Err(Refusal::TextTooLong { field }) }
}

#[cfg(test)]
mod tests;
