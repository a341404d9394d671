//! What is owed to all holders together.

use super::MoveKind;
use kernel::{CompanyId, Money};

/// What a company owes the holders of its cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Owed {
    /// Money paid in.
    pub principal: Money,
    /// Money given on top.
    pub bonus: Money,
    /// Visits.
    pub visits: i64,
    /// What was paid for those.
    pub visits_value: Money,
    /// What was paid for days and is not earned yet.
    pub time_value: Money,
}

impl Owed {
    /// The money paid in, whatever for.
    pub fn balance(self) -> Money {
        self.principal + self.visits_value + self.time_value
    }
}

/// What moved in some time on the cards of a company, of one kind: money paid in, whatever for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedSum {
    /// The company that carries the lots.
    pub company: CompanyId,
    /// Why it moved.
    pub kind: MoveKind,
    /// What came onto cards.
    pub came: Money,
    /// What left them.
    pub went: Money,
    /// How many times.
    pub count: i64,
}
