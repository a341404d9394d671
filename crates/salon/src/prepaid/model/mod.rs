//! What the law says of value that is paid ahead, and what it says of a bill.

mod closing;
mod contract;
mod policy;
mod refusal;
mod state;

pub use closing::{Holder, StopWish, Stopped};
pub use contract::{
    Acknowledgement, Agreement, Clause, Content, Contract, How, Payment, StoredContract, Terms,
};
pub use policy::{
    Figure, FigureWish, Law, NextFigure, OwnFigure, Policy, Region, RegionWish, Rule, ShownPolicy, Strict,
    Unit,
};
pub use refusal::Refusal;
pub use state::{CompanyState, Escrow, NextReport, Quarter};

use kernel::{BillId, CardId, Instant, LineId, Money, RowId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Value that a bill sells: a card, or more on one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The line.
    pub line: LineId,
    /// The card that it goes to; none for a card that is new.
    pub card: Option<CardId>,
    /// Whether the card is in a member's name. Another one is a bearer card.
    pub named: bool,
    /// Whether the shop knows who buys it: a member.
    pub known: bool,
    /// What that card holds of money paid in before.
    pub held: Money,
    /// What is paid for it.
    pub paid: Money,
}

/// What a rule does to a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PrepaidSeverity)]
pub enum Severity {
    /// It can be paid with a reason, which is kept.
    Warn,
    /// It cannot be paid like this.
    Refuse,
}

/// What the policy says of a bill, with the rule that says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidNotice)]
pub struct Notice {
    /// The rule.
    pub rule: Rule,
    /// The law that it stands in.
    pub law: Law,
    /// The article.
    pub article: Option<i64>,
    /// Whether a reason is enough.
    pub severity: Severity,
    /// The line that it is about; the bill as a whole where there is none.
    pub line: Option<LineId>,
    /// The figure of the rule.
    pub limit: Money,
    /// What it comes to on this bill.
    pub amount: Money,
}

/// A rule that a bill was paid against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidException)]
pub struct Exception {
    /// Its id.
    pub id: RowId,
    /// When.
    pub at: Instant,
    /// The bill.
    pub bill: BillId,
    /// The rule.
    pub rule: Rule,
    /// Its figure.
    pub limit: Money,
    /// What it came to.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Who took the payment.
    pub by: String,
}
