//! Companion cards 亲情卡、副卡: they spend from somebody else's card.

use kernel::{CardId, Day, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much a companion card may spend of the card it belongs to; as much as there is where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanionLimits {
    /// On one bill.
    #[serde(default)]
    pub per_bill: Option<Money>,
    /// On one business day.
    #[serde(default)]
    pub per_day: Option<Money>,
    /// In one calendar month.
    #[serde(default)]
    pub per_month: Option<Money>,
    /// The last day on which it can be used.
    #[serde(default)]
    pub until: Option<Day>,
}

/// What a companion card has spent, less what came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompanionUsed {
    /// On the day.
    pub day: Money,
    /// In the month of the day.
    pub month: Money,
}

/// A companion card as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredCompanion {
    /// The card that it spends from.
    pub owner: CardId,
    /// How much.
    pub limits: CompanionLimits,
}

/// The companion card through which value was used, and the business day on which it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Through {
    /// The companion card.
    pub companion: CardId,
    /// The day.
    pub day: Day,
}

/// What a card is a companion of, and what it may spend today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardCompanion {
    /// The card that it spends from.
    pub owner_card: CardId,
    /// That card's number.
    pub owner_number: String,
    /// The name of that card's holder.
    pub owner_name: String,
    /// How much it may spend.
    pub limits: CompanionLimits,
    /// What it has spent today.
    pub used_today: Money,
    /// What it has spent this month.
    pub used_this_month: Money,
    /// What it can pay on one bill now: nothing where it is over or the other card is locked.
    pub available: Money,
}
