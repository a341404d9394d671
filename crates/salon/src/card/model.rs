//! Cards, lots and draws.

use crate::ledger::Site;
use kernel::{Instant, LotId, Money, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which part of a lot is drawn first; part of the terms a card was sold under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawOrder {
    /// Principal and bonus in the ratio in which they were bought.
    #[default]
    Proportional,
    /// Principal until it is used up.
    PrincipalFirst,
    /// Bonus until it is used up.
    BonusFirst,
}

impl DrawOrder {
    /// The text by which the order is stored.
    pub const fn code(self) -> &'static str {
        match self {
            DrawOrder::Proportional => "proportional",
            DrawOrder::PrincipalFirst => "principal_first",
            DrawOrder::BonusFirst => "bonus_first",
        }
    }

    /// Reads a stored text; `None` when it names no order.
    pub fn parse(code: &str) -> Option<DrawOrder> {
        [DrawOrder::Proportional, DrawOrder::PrincipalFirst, DrawOrder::BonusFirst]
            .into_iter()
            .find(|order| order.code() == code)
    }
}

/// An amount of principal and an amount of bonus: two figures, never one sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Value {
    /// Money paid in.
    pub principal: Money,
    /// Money given on top.
    pub bonus: Money,
}

impl Value {
    /// Nothing of either.
    pub const NONE: Value = Value { principal: Money::ZERO, bonus: Money::ZERO };

    /// What it buys: the price it can pay.
    pub fn worth(self) -> Money {
        self.principal + self.bonus
    }
}

impl std::ops::Add for Value {
    type Output = Value;
    fn add(self, other: Value) -> Value {
        Value { principal: self.principal + other.principal, bonus: self.bonus + other.bonus }
    }
}

impl std::ops::Sub for Value {
    type Output = Value;
    fn sub(self, other: Value) -> Value {
        Value { principal: self.principal - other.principal, bonus: self.bonus - other.bonus }
    }
}

impl std::iter::Sum for Value {
    fn sum<I: Iterator<Item = Value>>(values: I) -> Value {
        values.fold(Value::NONE, std::ops::Add::add)
    }
}

/// One sale or top-up, with what is left of it.
///
/// `ratio` is what the lot held at its last event other than a draw (its sale, a refund that came
/// back): draws are measured against it, so that they do not drift. What has been drawn since is
/// `ratio` less `left`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot {
    /// The lot.
    pub id: LotId,
    /// Whose books carry it: the branch where it was paid.
    pub home: Site,
    /// When it was paid; lots are drawn oldest first.
    pub at: Instant,
    /// What it held at first.
    pub bought: Value,
    /// What is left.
    pub left: Value,
    /// What it held when proportional draws were last measured anew.
    pub ratio: Value,
}

impl Lot {
    /// A lot just bought.
    pub fn new(id: LotId, home: Site, at: Instant, bought: Value) -> Lot {
        Lot { id, home, at, bought, left: bought, ratio: bought }
    }
}

/// What one payment takes from one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// The lot it is taken from.
    pub lot: LotId,
    /// Whose books carry the lot.
    pub home: Site,
    /// When the lot was paid: older lots pay first, over all cards of a bill.
    pub lot_at: Instant,
    /// What is taken.
    pub value: Value,
}

/// Why a card's command is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The card holds less than is wanted.
    BalanceShort {
        /// What it holds, principal and bonus.
        left: Money,
    },
    /// The terms hold a clause that the law voids.
    TermsVoid {
        /// The clause, as it is known.
        clause: &'static str,
    },
    /// Part of the lot has been used, so its sale cannot simply be undone.
    LotUsed,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::BalanceShort { left } => {
                Problem::conflict("card.balance_short", "The card does not hold enough for this.")
                    .with("left", left.to_minor())
            }
            Refusal::TermsVoid { clause } => {
                let detail = format!("The terms hold a clause that the law voids: {clause}.");
                Problem::invalid("terms", "card.terms_void", detail).with("clause", clause)
            }
            Refusal::LotUsed => Problem::refused(
                "card.lot_used",
                "Part of this sale or top-up has been used; undoing it means closing the card.",
            ),
        }
    }
}
