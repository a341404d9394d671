//! A statement: what was there, with what moved, is what is there.

use crate::card::model::{CardStatementLine, CardSums};

/// Lines in the order of their moments, each with what was left after it, and what was left in the end.
pub fn told(opening: CardSums, mut lines: Vec<CardStatementLine>) -> (Vec<CardStatementLine>, CardSums) {
    lines.sort_by_key(|line| line.at);
    let mut left = opening;
    for line in &mut lines {
        left = left + line.moved;
        line.left = left;
    }
    (lines, left)
}
