//! Services for so many days, however often or so often 年卡.

use super::Origin;
use crate::catalogue::Tax;
use crate::ledger::Site;
use kernel::{CardId, Day, Instant, LotId, Money, ServiceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// When the days of a card begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeStart {
    /// On the day of its sale.
    #[default]
    Sale,
    /// On the day of its first use.
    FirstUse,
}

impl TimeStart {
    /// The text by which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            TimeStart::Sale => "sale",
            TimeStart::FirstUse => "first_use",
        }
    }

    /// Reads a stored text; `None` when it says nothing of the kind.
    pub fn parse(code: &str) -> Option<TimeStart> {
        [TimeStart::Sale, TimeStart::FirstUse].into_iter().find(|start| start.code() == code)
    }
}

/// How long a limit counts before it begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimePeriod {
    /// One business day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

/// How often a time card may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeLimit {
    /// How often, 1 to 100.
    pub uses: i64,
    /// In what time.
    pub per: TimePeriod,
}

/// A service as a plan names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanService {
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: String,
}

/// What a time plan sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanTime {
    /// The services.
    pub services: Vec<PlanService>,
    /// For how many days, the first and the last among them.
    pub days: i64,
    /// When they begin.
    pub starts: TimeStart,
    /// How often they may be used; as often as one likes where absent.
    pub limit: Option<TimeLimit>,
    /// The taxes that the price holds: those of the first service when the plan was saved.
    pub taxes: Vec<Tax>,
}

/// What may be said of the time that a plan sells.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTimeWish {
    /// The services, 1 to 50, none twice; none for discount cards.
    #[serde(default)]
    pub services: Vec<ServiceId>,
    /// For how many days, 1 to 3660.
    pub days: i64,
    /// When they begin.
    #[serde(default)]
    pub starts: TimeStart,
    /// How often they may be used.
    #[serde(default)]
    pub limit: Option<TimeLimit>,
}

/// Days that came onto a card together, with what of the money paid for them is not earned yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLot {
    /// The lot.
    pub id: LotId,
    /// Whose books carry it: the branch where it was paid.
    pub home: Site,
    /// When it was paid.
    pub at: Instant,
    /// What was paid for it.
    pub paid: Money,
    /// What of that is not earned yet.
    pub value_left: Money,
    /// For how many days.
    pub days: i64,
    /// The first day; none before the first use, where that begins it.
    pub starts_on: Option<Day>,
    /// Since when it is frozen.
    pub frozen_on: Option<Day>,
    /// How many days it was frozen before.
    pub frozen_days: i64,
    /// Up to which day it has been earned.
    pub earned_on: Option<Day>,
}

/// A lot of days as it is stored: with its card and how it came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredTime {
    /// The lot.
    pub lot: TimeLot,
    /// The card it is on.
    pub card: CardId,
    /// How it came to be.
    pub origin: Origin,
    /// Whether its sale was undone, it was given back, or it went whole to another card.
    pub is_over: bool,
}

/// What one payment uses of a time card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeDraw {
    /// The lot.
    pub lot: LotId,
    /// How many uses.
    pub uses: i64,
}

/// The time on a card, as it stands today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardTime {
    /// The services.
    pub services: Vec<PlanService>,
    /// For how many days.
    pub days: i64,
    /// How many of them are left, today not among them once it has begun.
    pub days_left: i64,
    /// The first day; none before the first use, where that begins it.
    pub starts_on: Option<Day>,
    /// The last day, as far as is known today; none before it begins.
    pub ends_on: Option<Day>,
    /// Whether its days are over.
    pub is_over: bool,
    /// How often it may be used.
    pub limit: Option<TimeLimit>,
    /// How often it may still be used in the time that the limit counts now.
    pub uses_left: Option<i64>,
    /// What was paid for it.
    pub paid: Money,
    /// What of the money paid for it is not earned yet.
    pub value_left: Money,
}
