//! Closing down: no more money ahead, and who is told and paid.

use kernel::{CardId, Instant, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Since when a company takes no more money ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PrepaidStopped)]
pub struct Stopped {
    /// When it was said.
    pub at: Instant,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
}

/// Why a company takes no more money ahead.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrepaidStopWish)]
pub struct StopWish {
    /// Why.
    pub reason: String,
}

/// A card with something on it, its holder, and what they get for it where the shop is the cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The card.
    pub card: CardId,
    /// Its number.
    pub number: String,
    /// The name of its plan.
    pub plan: String,
    /// The holder's name.
    pub name: String,
    /// The holder's phone, masked for who may not see it.
    pub phone: String,
    /// What is on it of money paid in.
    pub principal: Money,
    /// What is on it of money given on top.
    pub bonus: Money,
    /// How many visits.
    pub visits: i64,
    /// What the holder gets for it today.
    pub refund: Money,
}
