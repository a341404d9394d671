//! A day's figures, and the items of a history.

mod closing;
mod figures;
mod shown;

pub use closing::{
    Adjustment, CellSum, Corrections, DayTotals, Delivered, GivenBack, TenderMoved, TenderReturn,
};
pub use figures::{
    Days, Earned, Facts, Figures, Guest, Key, Month, PaidBill, Part, Piece, ShopClock, Sources, Sums,
};
pub use shown::{
    Guests, RevenueBy, RevenueReport, RevenueRow, Summary, TakingsBy, TakingsReport, TakingsRow, Tiles,
};

use crate::bill::BillSummary;
use kernel::{BillId, BranchId, Day, Instant, Money};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a shop has done on its business day so far. All amounts are minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Today {
    /// The business day.
    pub day: Day,
    /// Money received, less money given back. What cards paid is not in it.
    pub takings: Money,
    /// How many bills were paid.
    pub bills: i64,
    /// The takings over those bills, rounded half away from zero; 0 without any.
    pub average: Money,
    /// The takings by the way in which they came: those ways in which something moved.
    pub by_tender: Vec<TenderTaken>,
    /// What cards and top-ups were sold for, less what was given back of it. Never added to
    /// `card_use`.
    pub card_sales: Money,
    /// What cards paid of bills, less what went back to them: principal and bonus.
    pub card_use: Money,
    /// How much of `card_use` was bonus, which nobody ever paid.
    pub card_use_bonus: Money,
    /// How many customers registered here.
    pub new_members: i64,
    /// How many came in without being registered, whatever became of them since.
    pub walk_ins: i64,
    /// How many bills wait, open or put aside, of whatever day.
    pub open_bills: i64,
    /// The takings by hour, from the first hour in which money moved to the last.
    pub by_hour: Vec<HourTaken>,
    /// The bills that were paid last, newest first.
    pub last_bills: Vec<BillSummary>,
}

/// What came in by one way of paying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TenderTaken {
    /// `cash`, `wechat`, `alipay`, `bank_card`, or `imported` for what another program took.
    pub kind: String,
    /// Received, less given back; below zero when more went out than came in.
    pub amount: Money,
}

/// What came in during one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HourTaken {
    /// The hour on the shop's clocks, 0 to 23.
    pub hour: u8,
    /// Received, less given back.
    pub amount: Money,
}

/// Something paid or given back: one tender of a bill, or what a refund returned to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// When.
    pub at: Instant,
    /// The tender's kind.
    pub kind: String,
    /// How much; below zero when it was given back.
    pub amount: Money,
    /// How much of it was a card's bonus.
    pub bonus: Money,
}

/// Something that happened with a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HistoryItem {
    /// When.
    pub at: Instant,
    /// What: `walk_in`, `registered`, `imported`, `profile_changed`, `photo_kept`, `photo_removed`,
    /// `erased`, `consent`, `consent_withdrawn`, `bill_paid`, `bill_imported`, `bill_voided`, `refund`, `card_opened`,
    /// `top_up`, `card_imported`, `visits_imported` or `points_imported`.
    pub kind: String,
    /// The bill it happened on.
    pub bill: Option<BillId>,
    /// The number or the name of what it happened to: a bill's, a card's, a member's; the purpose of
    /// a consent; the service of imported visits with their count; how many points.
    pub title: String,
    /// The money it was about, in minor units: a bill's total, what was given back, what was paid
    /// for a card.
    pub amount: Option<Money>,
    /// Who did it; empty where nobody wrote it down.
    pub by: String,
}

/// An item as it is read, with what decides who sees it and where the next page begins.
#[derive(Clone, Debug)]
pub struct Happened {
    /// The row it was read from.
    pub id: Uuid,
    /// The shop whose money it shows; none where it shows no bill.
    pub branch: Option<BranchId>,
    /// What is shown.
    pub item: HistoryItem,
}
