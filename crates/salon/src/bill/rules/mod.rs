//! The decisions about a bill: its price, its payment, its refund, and their entries.

pub mod books;
pub mod history;
pub mod list;
pub mod money;
pub mod pricing;
pub mod rates;
pub mod refund;
pub mod settle;

use super::model::{Head, Off, PaidLine, ReductionWish, Refusal, Share, State};
use crate::ledger::OpenDay;
use kernel::{Day, LineId, Rate};
use std::collections::BTreeSet;

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
        State::Paid | State::PartlyRefunded | State::Refunded | State::Reversed => Err(Refusal::AlreadyPaid),
    }
}

/// Whether the bill may be given up: only before it is paid, and once.
pub fn check_voidable(state: State) -> Result<(), Refusal> {
    if state == State::Parked { Ok(()) } else { check_open(state) }
}

/// Whether the bill was written here: one of another program is only looked at.
pub fn check_own(head: &Head) -> Result<(), Refusal> {
    if head.receipt.is_none() { Ok(()) } else { Err(Refusal::Imported) }
}

/// Whether anything may be given back.
pub fn check_refundable(state: State) -> Result<(), Refusal> {
    match state {
        State::Paid | State::PartlyRefunded => Ok(()),
        State::Refunded | State::Reversed => Err(Refusal::RefundEmpty),
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

/// How much a wished reduction takes off. Refuses: none or several of an amount, a percentage and
/// another price.
pub fn off(wish: &ReductionWish) -> Result<Off, Refusal> {
    match (wish.amount, wish.percent_ppm, wish.unit_price) {
        (Some(amount), None, None) => Ok(Off::Amount(amount)),
        (None, Some(rate), None) => Ok(Off::Percent(rate)),
        (None, None, Some(price)) => Ok(Off::ToPrice(price)),
        _ => Err(Refusal::ReductionUnclear),
    }
}

/// Whether a paid bill may be undone as if it had never been paid. Refuses, in this order: not paid,
/// part of it refunded, its business day closed, over.
pub fn check_reversible(state: State, paid_on: Day, today: OpenDay) -> Result<(), Refusal> {
    match state {
        State::Paid if today.is_closed(paid_on) => Err(Refusal::DayClosed),
        State::Paid if paid_on == today.day => Ok(()),
        State::Paid => Err(Refusal::DayOver),
        State::PartlyRefunded | State::Refunded => Err(Refusal::RefundedInPart),
        State::Open | State::Parked | State::Voided | State::Reversed => Err(Refusal::NotPaid),
    }
}

/// The lines that leave a bill which is split: those named, each with the line it was added to and
/// with what was added to it. Refuses, in this order: none named, a line that the bill has not,
/// nothing left behind.
pub fn split_off(lines: &[(LineId, Option<LineId>)], wanted: &[LineId]) -> Result<BTreeSet<LineId>, Refusal> {
    if wanted.is_empty() {
        return Err(Refusal::SplitNothing);
    }
    let head = |id: LineId| match lines.iter().find(|(line, _)| *line == id) {
        Some((_, parent)) => Ok(parent.unwrap_or(id)),
        None => Err(Refusal::LineUnknown { line: id }),
    };
    let heads = wanted.iter().map(|&id| head(id)).collect::<Result<BTreeSet<_>, _>>()?;
    let leaving = lines.iter().filter(|(line, parent)| heads.contains(&parent.unwrap_or(*line)));
    let leaving: BTreeSet<LineId> = leaving.map(|(line, _)| *line).collect();
    if leaving.len() == lines.len() { Err(Refusal::SplitAll) } else { Ok(leaving) }
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
