//! What came onto a card and left it, over some time.

use super::{Card, MoveKind};
use kernel::{BillId, Day, Instant, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a card holds, or what moved on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardSums {
    /// Money paid in.
    pub principal: Money,
    /// Money given on top.
    pub bonus: Money,
    /// Visits.
    pub visits: i64,
    /// What was paid for them.
    pub visits_value: Money,
    /// What was paid for days and is not earned yet.
    pub time_value: Money,
}

impl std::ops::Add for CardSums {
    type Output = CardSums;
    fn add(self, other: CardSums) -> CardSums {
        CardSums {
            principal: self.principal + other.principal,
            bonus: self.bonus + other.bonus,
            visits: self.visits + other.visits,
            visits_value: self.visits_value + other.visits_value,
            time_value: self.time_value + other.time_value,
        }
    }
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardStatementLine {
    /// When.
    pub at: Instant,
    /// Why.
    pub kind: MoveKind,
    /// The bill it was on.
    pub bill: Option<BillId>,
    /// That bill's number.
    pub bill_number: Option<i64>,
    /// Who used it through a companion card: that card's holder.
    pub used_by: Option<String>,
    /// What came (positive) or went.
    pub moved: CardSums,
    /// What was on the card afterwards.
    pub left: CardSums,
}

/// What happened on a card over some days: what it held before, with the lines, is what it held after.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CardStatement {
    /// The card as it stands.
    pub card: Card,
    /// The first day, where the card was sold.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// What it held before the first day.
    pub opening: CardSums,
    /// What happened, oldest first.
    pub lines: Vec<CardStatementLine>,
    /// What it held after the last day.
    pub closing: CardSums,
}
