//! What a business day of a branch comes to when it is closed.

use kernel::{BillId, Day, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Everything that a business day comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayTotals {
    /// How many bills were paid and not undone.
    pub bills: i64,
    /// How many bills were undone.
    pub reversed: i64,
    /// How many refunds were given.
    pub refunds: i64,
    /// What they came to, however they were given.
    pub refunded: Money,
    /// The money that moved, by the way it went.
    pub tenders: Vec<TenderMoved>,
    /// The work that was done, by what paid for it.
    pub delivered: Delivered,
    /// What cards and top-ups were sold for, less what was given back of them.
    pub card_sales: Money,
    /// What customers repaid of what they owed, less what was given back of it.
    pub repaid: Money,
    /// What was taken for those who work here, less what was given back of it.
    pub tips: Money,
    /// What was given back of bills of earlier days.
    pub adjustments: Vec<Adjustment>,
}

/// The money that moved in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenderMoved {
    /// Which.
    pub kind: String,
    /// What came in.
    pub received: Money,
    /// What went back; not below nothing.
    pub given_back: Money,
}

/// The work that was done 消耗, by what paid for it. Bonus and points are worth no money, so there is no
/// sum over all of them, and none with the money that was received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DeliveredWork)]
pub struct Delivered {
    /// By money that came in for it.
    pub money: Money,
    /// By nobody yet: it is owed.
    pub on_account: Money,
    /// By money that was paid onto cards before.
    pub principal: Money,
    /// By visits, at what was paid for them.
    pub visits: Money,
    /// By bonus.
    pub bonus: Money,
    /// By points, at the price that they stood for.
    pub points: Money,
}

/// Something that was given back of a bill of an earlier day: it counts on the day on which it is given,
/// and points back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DayAdjustment)]
pub struct Adjustment {
    /// Of which bill.
    pub bill: BillId,
    /// The bill's number.
    pub bill_number: i64,
    /// The business day of the bill.
    pub bill_day: Day,
    /// The number of the refund.
    pub refund_number: i64,
    /// How much was given back.
    pub amount: Money,
}

/// What one source paid of the work of a day, as the books have it.
#[derive(Clone, Debug)]
pub struct CellSum {
    /// Which kind of source.
    pub part: String,
    /// By which kind of tender.
    pub tender: String,
    /// How much of the price.
    pub amount: Money,
    /// What it is worth in money.
    pub value: Money,
}

/// What refunds of a day gave back, as the books have it.
#[derive(Clone, Debug, Default)]
pub struct GivenBack {
    /// Of services, goods and fees.
    pub work: Money,
    /// To each kind of tender that is no money.
    pub tenders: Vec<TenderReturn>,
}

/// What went back to one kind of tender.
#[derive(Clone, Debug)]
pub struct TenderReturn {
    /// Which.
    pub kind: String,
    /// How much of the price.
    pub amount: Money,
    /// How much of it was money once.
    pub value: Money,
    /// How much of it was bonus.
    pub bonus: Money,
}

/// How many there were of what corrects a day.
#[derive(Clone, Copy, Debug, Default)]
pub struct Corrections {
    /// Bills that were undone.
    pub reversed: i64,
    /// Refunds.
    pub refunds: i64,
    /// What the refunds came to.
    pub refunded: Money,
}
