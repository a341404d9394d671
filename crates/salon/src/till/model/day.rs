//! Closed days, and what they came to.

use crate::bill::BillSummary;
use crate::ledger::Sealed;
use crate::report::{Adjustment, Delivered};
use kernel::{BranchId, Currency, Day, Instant, Money, TillDayId, TillSessionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a business day of a branch comes to 日结单. What was received and what was delivered are two figures
/// that are never added: much of the work was paid for before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TillDayReport)]
pub struct DayReport {
    /// Money received, less money given back: the sum of the tenders.
    pub takings: Money,
    /// The money by the way it went.
    pub tenders: Vec<DayTender>,
    /// The work that was done, by what paid for it.
    pub delivered: Delivered,
    /// Of the takings, what cards and top-ups were sold for, less what was given back of them.
    pub card_sales: Money,
    /// Of the takings, what customers repaid of what they owed.
    pub repaid: Money,
    /// Of the takings, what was taken for those who work here.
    pub tips: Money,
    /// How many bills were paid and not undone.
    pub bills: i64,
    /// How many bills were undone.
    pub reversed: i64,
    /// How many refunds were given.
    pub refunds: i64,
    /// What they came to, however they were given.
    pub refunded: Money,
    /// What moved in the drawer besides.
    pub drawer: DayDrawer,
    /// What was given back of bills of earlier days.
    pub adjustments: Vec<Adjustment>,
}

/// The money that moved in one way on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TillDayTender)]
pub struct DayTender {
    /// Which.
    pub tender: String,
    /// What came in.
    pub received: Money,
    /// What went back.
    pub given_back: Money,
    /// What there should be of it: received, less given back.
    pub expected: Money,
    /// What there is: expected, with the differences that were counted on this day; null where nobody
    /// counted it.
    #[schema(required)]
    pub counted: Option<Money>,
    /// What was counted, less what was expected.
    #[schema(required)]
    pub difference: Option<Money>,
}

/// What moved in the drawer on a day besides what bills brought and took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TillDayDrawer)]
pub struct DayDrawer {
    /// How many sessions were handed over.
    pub sessions: i64,
    /// What came from the safe as floats; below nothing where more went there.
    pub floats: Money,
    /// What was put in from elsewhere.
    pub paid_in: Money,
    /// What was taken out for small expenses.
    pub paid_out: Money,
    /// What was carried to the bank.
    pub bank_dropped: Money,
    /// What was counted less than expected, below nothing; or more.
    pub over_short: Money,
    /// What went to the safe when the till was handed over.
    pub emptied: Money,
}

/// A business day that was closed, with its Z-report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClosedDay {
    /// Its id.
    pub id: TillDayId,
    /// Of which branch.
    pub branch: BranchId,
    /// The running number of the branch's Z-reports, from 1.
    pub number: i64,
    /// The day.
    pub business_day: Day,
    /// When it was closed.
    pub closed_at: Instant,
    /// Who closed it.
    pub closed_by: String,
    /// In which currency.
    pub currency: Currency,
    /// What it came to, as it was stored then.
    pub report: DayReport,
    /// What sealed the books when it was closed; null where nothing was sealed yet.
    #[schema(required)]
    pub seal: Option<Sealed>,
}

/// A closed day in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ClosedDaySummary {
    /// Its id.
    pub id: TillDayId,
    /// The running number of its Z-report.
    pub number: i64,
    /// The day.
    pub business_day: Day,
    /// When it was closed.
    pub closed_at: Instant,
    /// Who closed it.
    pub closed_by: String,
    /// Money received, less money given back.
    pub takings: Money,
    /// What was counted of all ways of paying, less what was expected; null where nobody counted.
    #[schema(required)]
    pub difference: Option<Money>,
}

/// How far a branch is from closing a day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = TillClosing)]
pub struct Closing {
    /// The day to be closed next; null when today is closed.
    #[schema(required)]
    pub day: Option<Day>,
    /// The business day that is going on.
    pub today: Day,
    /// The last day that was closed.
    #[schema(required)]
    pub closed_through: Option<Day>,
    /// The session that has to be handed over first.
    #[schema(required)]
    pub session: Option<TillSessionId>,
    /// The bills that have to be settled first; a hundred of them where there are more.
    pub bills: Vec<BillSummary>,
    /// What the day comes to so far; null while a session goes on, so that its count stays blind.
    #[schema(required)]
    pub report: Option<DayReport>,
}

/// Which day is to be closed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseDayWish {
    /// Of which branch.
    pub branch: BranchId,
    /// Which day.
    pub day: Day,
}
