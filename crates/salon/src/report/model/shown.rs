//! Reports as they are shown.

use super::Days;
use kernel::{BranchId, Day, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// By what the revenue is told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RevenueBy {
    /// Not at all: one row.
    #[default]
    Total,
    /// By business day.
    Day,
    /// By branch.
    Branch,
    /// By who did the work.
    Staff,
    /// By what the line names: services and goods.
    Service,
    /// By the heading of the price list under which that stands now.
    Category,
}

impl RevenueBy {
    /// Its code, as it is asked for.
    pub const fn code(self) -> &'static str {
        match self {
            RevenueBy::Total => "total",
            RevenueBy::Day => "day",
            RevenueBy::Branch => "branch",
            RevenueBy::Staff => "staff",
            RevenueBy::Service => "service",
            RevenueBy::Category => "category",
        }
    }

    /// Reads [`RevenueBy::code`].
    pub fn parse(code: &str) -> Option<RevenueBy> {
        let all = [
            RevenueBy::Total,
            RevenueBy::Day,
            RevenueBy::Branch,
            RevenueBy::Staff,
            RevenueBy::Service,
            RevenueBy::Category,
        ];
        all.into_iter().find(|by| by.code() == code)
    }
}

/// A row of the revenue. Of `day`, `branch`, `staff`, `service` and `category` it has the one that was
/// asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RevenueRow {
    /// The business day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The name of the branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// The name of who did the work; empty for what nobody has a part in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// What the lines name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The heading; empty for what stands under none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How many bills, refunds not counted; a bill counts in each row that it has a line in. By heading,
    /// once for each thing that stands under it.
    pub bills: i64,
    /// How many lines, refunds not counted.
    pub lines: i64,
    /// What they cost after reductions, without taxes added on top, refunds off, in minor units.
    pub amount: Money,
    /// The tax that arose by them, within the price or on top, refunds off, in minor units.
    pub tax: Money,
}

/// The revenue of some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RevenueReport {
    /// The first business day.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// By what the rows are told apart.
    pub by: String,
    /// Days in their order, all others by amount, largest first.
    pub rows: Vec<RevenueRow>,
    /// All of it. A bill counts once.
    pub total: RevenueRow,
}

/// By what the takings are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TakingsBy {
    /// By business day.
    #[default]
    Day,
    /// By the hour on the shop's clocks.
    Hour,
    /// By branch.
    Branch,
    /// By the way of paying.
    Tender,
}

impl TakingsBy {
    /// Its code, as it is asked for.
    pub const fn code(self) -> &'static str {
        match self {
            TakingsBy::Day => "day",
            TakingsBy::Hour => "hour",
            TakingsBy::Branch => "branch",
            TakingsBy::Tender => "tender",
        }
    }
}

/// A row of the takings. Of `day`, `hour`, `branch` and `tender` it has the one that was asked for; what
/// cards are sold for and what they pay is told by day and by branch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TakingsRow {
    /// The business day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The hour, 0 to 23.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hour: Option<u8>,
    /// The name of the branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// The way of paying: money only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tender: Option<String>,
    /// How many bills were paid and not undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bills: Option<i64>,
    /// Money received, less money given back, in minor units.
    pub takings: Money,
    /// What cards and top-ups were sold for, refunds off. Never added to `card_use`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_sales: Option<Money>,
    /// What cards, visits and time paid, less what went back to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_use: Option<Money>,
}

/// The takings of some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TakingsReport {
    /// The first business day.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// By what the rows are told apart.
    pub by: String,
    /// Days and hours in their order, ways of paying as a till shows them, branches by their takings.
    pub rows: Vec<TakingsRow>,
    /// The takings of all rows.
    pub total: Money,
}

/// Who came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReportGuests)]
pub struct Guests {
    /// Who became known on the day they paid a bill.
    pub new: i64,
    /// Who was known before; somebody who comes on two days counts twice.
    pub returning: i64,
    /// Bills of nobody known.
    pub unknown: i64,
}

/// What some days come to. All amounts are minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReportTiles)]
pub struct Tiles {
    /// The first business day.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// Money received, less money given back. What cards paid is not in it.
    pub takings: Money,
    /// How many bills were paid and not undone.
    pub bills: i64,
    /// The takings over those bills, rounded half away from zero; 0 without any.
    pub average: Money,
    /// What services, goods and fees came to, without taxes added on top, refunds off.
    pub revenue: Money,
    /// The tax that arose by them.
    pub tax: Money,
    /// What cards and top-ups were sold for, refunds off. Never added to what cards pay.
    pub card_sales: Money,
    /// What stored value paid, bonus included.
    pub card_use: Money,
    /// How much of it was bonus.
    pub card_bonus: Money,
    /// What visits and time paid, at the price of the lines.
    pub visits_use: Money,
    /// What was repaid of debts.
    pub repayments: Money,
    /// What was given to staff.
    pub tips: Money,
    /// Who came.
    pub guests: Guests,
}

/// What some days come to, beside as many days before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReportSummary)]
pub struct Summary {
    /// The branch, where one was asked for; otherwise all that the reader reaches.
    pub branch: Option<BranchId>,
    /// The days that were asked for.
    pub now: Tiles,
    /// As many days, just before them.
    pub before: Tiles,
}

impl Tiles {
    /// Nothing, on some days.
    pub fn nothing(days: Days) -> Tiles {
        Tiles {
            from: days.from,
            to: days.to,
            takings: Money::ZERO,
            bills: 0,
            average: Money::ZERO,
            revenue: Money::ZERO,
            tax: Money::ZERO,
            card_sales: Money::ZERO,
            card_use: Money::ZERO,
            card_bonus: Money::ZERO,
            visits_use: Money::ZERO,
            repayments: Money::ZERO,
            tips: Money::ZERO,
            guests: Guests::default(),
        }
    }
}
