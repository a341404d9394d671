//! A card given back 退卡.

use super::CardRefundQuote;
use crate::ledger::{Account, Channel};
use kernel::{BranchId, CardId, ClosingId, CustomerId, Day, Instant, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One way in which the money of a card is paid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CardPayout {
    /// The channel through which it goes; null is cash out of the drawer.
    pub channel: Option<Channel>,
    /// How much.
    pub amount: Money,
    /// The channel's own number for it, where there is one.
    #[serde(default)]
    pub reference: String,
}

impl CardPayout {
    /// Which account of a branch it leaves.
    pub fn account(&self, branch: BranchId) -> Account {
        match self.channel {
            None => Account::CashDrawer(branch),
            Some(channel) => Account::Clearing(channel, branch),
        }
    }
}

/// A card as it was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardClosing {
    /// Its id.
    pub id: ClosingId,
    /// The card.
    pub card: CardId,
    /// Whose it was.
    pub customer: CustomerId,
    /// Where it was given back.
    pub branch: BranchId,
    /// When.
    pub at: Instant,
    /// On which business day there.
    pub business_day: Day,
    /// Who did it.
    pub closed_by_name: String,
    /// Why, in their words.
    pub reason: String,
    /// What was shown to both sides.
    pub quote: CardRefundQuote,
    /// How the money was paid out.
    pub payouts: Vec<CardPayout>,
}
