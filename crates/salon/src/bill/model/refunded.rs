//! What is given back, owed and left over, as it is shown over HTTP.

use super::BillCustomer;
use crate::ledger::Channel;
use kernel::{BillId, BranchId, Day, DebtId, Instant, LineId, Money, ReceiptId, RefundId, TenderId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// What people call it, within its branch.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// How much.
    pub total: Money,
    /// For what.
    pub lines: Vec<RefundLine>,
    /// To where.
    pub tenders: Vec<RefundTender>,
}

/// What refunding would give back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefundQuote {
    /// How much.
    pub total: Money,
    /// For what.
    pub lines: Vec<RefundLine>,
    /// To where.
    pub tenders: Vec<RefundTender>,
}

/// What is given back for a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefundLine {
    /// The line.
    pub line: LineId,
    /// How many of it.
    pub quantity: i64,
    /// How much for them.
    pub amount: Money,
}

/// What is given back by one way of paying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefundTender {
    /// The tender.
    pub tender: TenderId,
    /// Where it goes.
    pub to: SentTo,
    /// The way, as for a tender.
    pub kind: String,
    /// The card's number, where it is stored value.
    pub card_number: Option<String>,
    /// How much.
    pub amount: Money,
    /// How much of it is money paid in.
    pub principal: Money,
    /// How much of it is money given on top.
    pub bonus: Money,
    /// How many visits.
    pub visits: i64,
}

/// Where money goes that is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SentTo {
    /// Back where it came from.
    Same,
    /// Out of the drawer.
    Cash,
    /// Onto a card.
    Card,
    /// Nowhere yet: the shop holds it for the bill that takes this one's place.
    Held,
}

impl SentTo {
    /// The text by which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            SentTo::Same => "same",
            SentTo::Cash => "cash",
            SentTo::Card => "card",
            SentTo::Held => "held",
        }
    }

    /// Reads a stored text; `None` when it names no way.
    pub fn parse(code: &str) -> Option<SentTo> {
        [SentTo::Same, SentTo::Cash, SentTo::Card, SentTo::Held].into_iter().find(|to| to.code() == code)
    }
}

/// What a customer owes for a bill 挂账.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Debt {
    /// Its id.
    pub id: DebtId,
    /// The bill.
    pub bill: BillId,
    /// What people call that bill.
    pub bill_number: i64,
    /// Where it was written.
    pub branch: BranchId,
    /// Who owes it.
    pub customer: BillCustomer,
    /// Since when.
    pub at: Instant,
    /// The business day of the bill.
    pub business_day: Day,
    /// How much it was.
    pub amount: Money,
    /// How much of it was repaid.
    pub repaid: Money,
    /// How much of it was given up.
    pub written_off: Money,
    /// How much is still owed.
    pub left: Money,
}

/// Money of a reversed bill that the shop still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Unapplied {
    /// Its id.
    pub id: ReceiptId,
    /// The reversed bill.
    pub bill: BillId,
    /// What people call that bill.
    pub bill_number: i64,
    /// Where it was written.
    pub branch: BranchId,
    /// How the money came.
    pub channel: Channel,
    /// The payment's number there.
    pub reference: String,
    /// How much it was.
    pub amount: Money,
    /// How much of it is still held.
    pub left: Money,
    /// Since when.
    pub at: Instant,
}
