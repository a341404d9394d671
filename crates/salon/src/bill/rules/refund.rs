//! What a refund gives back: stored amounts to stored sources. Nothing is priced again.

use crate::bill::model::Source;
use crate::bill::model::{Cell, LineRefund, PaidCell, PaidLine, PostedTax, Refusal, StoredLine};
use crate::card::Value;
use kernel::{LineId, LotId, Money, Rate};
use std::collections::BTreeMap;

/// Some of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The line.
    pub line: LineId,
    /// How many of it.
    pub quantity: i64,
}

/// What refunding some lines gives back; everything that is left where no lines are named. Lines
/// named twice count together. Refused in this order: nothing left, a line that the bill has not,
/// a quantity below one, a quantity above what is left.
pub fn refund(lines: &[PaidLine], wanted: Option<&[Wanted]>) -> Result<Vec<LineRefund>, Refusal> {
    let wanted = match wanted {
        Some(wanted) => summed(lines, wanted)?,
        None => everything_left(lines),
    };
    if wanted.is_empty() {
        return Err(Refusal::RefundEmpty);
    }
    wanted.into_iter().map(|(line, quantity)| refund_line(line, quantity)).collect()
}

/// All that is left of each line.
fn everything_left(lines: &[PaidLine]) -> Vec<(&PaidLine, i64)> {
    lines.iter().map(|line| (line, line.quantity_left())).filter(|&(_, left)| left > 0).collect()
}

/// The wanted lines, each once, in the bill's order.
fn summed<'a>(lines: &'a [PaidLine], wanted: &[Wanted]) -> Result<Vec<(&'a PaidLine, i64)>, Refusal> {
    let mut quantities: BTreeMap<LineId, i64> = BTreeMap::new();
    for &Wanted { line, quantity } in wanted {
        if !lines.iter().any(|known| known.id == line) {
            return Err(Refusal::LineUnknown { line });
        }
        if quantity < 1 {
            return Err(Refusal::QuantityOutOfRange);
        }
        let sum = quantities.entry(line).or_default();
        *sum = sum.saturating_add(quantity);
    }
    let wanted = lines.iter().filter_map(|line| quantities.get(&line.id).map(|&quantity| (line, quantity)));
    Ok(wanted.collect())
}

/// What refunding part of a line gives back. The amount is measured from the line's start,
/// `half_up(paid × returned so far ÷ quantity)` less what was given back before, so that any split
/// of the quantity gives back the same in the end; it is spread over what is left of the cells.
fn refund_line(line: &PaidLine, quantity: i64) -> Result<LineRefund, Refusal> {
    if quantity > line.quantity_left() {
        return Err(Refusal::RefundAboveRest { line: line.id, left: line.quantity_left() });
    }
    let cells =
        if line.is_paid_by_visits() { visits_back(line, quantity) } else { amounts_back(line, quantity) };
    let amount = cells.iter().map(|cell| cell.amount).sum();
    let taxes = taxes_back(line, &cells);
    Ok(LineRefund { line: line.id, quantity, amount, cells, taxes })
}

fn amounts_back(line: &PaidLine, quantity: i64) -> Vec<Cell> {
    let so_far = line.refunded_quantity + quantity;
    let amount = line.paid.ratio_half_up(so_far, line.quantity) - line.refunded;
    let left: Vec<Money> = line.cells.iter().map(PaidCell::left).collect();
    let parts = amount.share(&left);
    line.cells.iter().zip(parts).map(|(cell, part)| returned(cell, part)).collect()
}

/// A part of a cell on its way back. Points are measured from the cell's start, as amounts are.
fn returned(cell: &PaidCell, amount: Money) -> Cell {
    let (count, whole) = (cell.paid.count, cell.paid.amount.to_minor());
    let so_far = (cell.returned + amount).to_minor();
    let count = kernel::money::ratio_half_up(count, so_far, whole) - cell.returned_count;
    let earned = if cell.paid.source.earns() { amount } else { Money::ZERO };
    Cell { amount, count, earned, ..cell.paid }
}

/// Visits come back whole, one for each of the line, those of the newest lot first: they were used
/// last. Price and value of each lot's visits are measured from the cell's start.
fn visits_back(line: &PaidLine, quantity: i64) -> Vec<Cell> {
    let mut rest = quantity;
    let mut cells: Vec<Cell> = line.cells.iter().rev().map(|cell| visits_of(cell, &mut rest)).collect();
    cells.reverse();
    cells
}

fn visits_of(cell: &PaidCell, rest: &mut i64) -> Cell {
    let Cell { amount, count: whole, earned, .. } = cell.paid;
    let count = (*rest).min(whole - cell.returned_count);
    *rest -= count;
    let so_far = cell.returned_count + count;
    let amount = amount.ratio_half_up(so_far, whole) - cell.returned;
    let earned = earned.ratio_half_up(so_far, whole) - cell.returned_earned;
    Cell { amount, count, earned, ..cell.paid }
}

/// What comes back of each tax: the part of the posted tax that belongs to what is no longer earned,
/// less what came back before.
fn taxes_back(line: &PaidLine, cells: &[Cell]) -> Vec<(Rate, Money)> {
    let (whole, before) = line.cells.iter().fold((Money::ZERO, Money::ZERO), |(whole, before), cell| {
        (whole + cell.paid.earned, before + cell.returned_earned)
    });
    let now: Money = cells.iter().map(|cell| cell.earned).sum();
    let back = |tax: &PostedTax| {
        let so_far = tax.amount.ratio_half_up((before + now).to_minor(), whole.to_minor());
        (tax.rate, so_far - tax.returned)
    };
    line.taxes.iter().map(back).collect()
}

/// The part of a line's net, without the taxes that are added to it, that goes back with some of it;
/// measured from the line's start, as the amount is.
pub fn net_back(line: &StoredLine, quantity: i64) -> Money {
    let so_far = |returned| line.net.ratio_half_up(returned, line.quantity);
    so_far(line.refunded_quantity + quantity) - so_far(line.refunded_quantity)
}

/// What goes back to each lot of money and bonus.
pub fn to_lots<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> BTreeMap<LotId, Value> {
    let mut lots: BTreeMap<LotId, Value> = BTreeMap::new();
    for cell in cells {
        match cell.source {
            Source::Principal(lot) => lots.entry(lot).or_default().principal += cell.amount,
            Source::Bonus(lot) => lots.entry(lot).or_default().bonus += cell.amount,
            Source::Money | Source::Points(_) | Source::Visits(_) | Source::Time(_) => {}
        }
    }
    lots.retain(|_, value| *value != Value::NONE);
    lots
}

/// How many uses go back to each lot of days.
pub fn to_time<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> BTreeMap<LotId, i64> {
    let mut lots: BTreeMap<LotId, i64> = BTreeMap::new();
    for cell in cells {
        if let Source::Time(lot) = cell.source {
            *lots.entry(lot).or_default() += cell.count;
        }
    }
    lots.retain(|_, uses| *uses > 0);
    lots
}

/// What goes back to each lot of visits: how many, and what was paid for them.
pub fn to_visits<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> BTreeMap<LotId, (i64, Money)> {
    let mut lots: BTreeMap<LotId, (i64, Money)> = BTreeMap::new();
    for cell in cells {
        if let Source::Visits(lot) = cell.source {
            let (count, value) = lots.entry(lot).or_default();
            *count += cell.count;
            *value += cell.earned;
        }
    }
    lots.retain(|_, (count, _)| *count > 0);
    lots
}
