//! Gift cards 礼品卡.

use kernel::CardId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The code of a gift card, told once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GiftCode {
    /// The card.
    pub card: CardId,
    /// Its number.
    pub number: String,
    /// Sixteen letters and digits in fours.
    pub code: String,
}

impl std::fmt::Debug for GiftCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GiftCode({})", self.number)
    }
}

/// A gift card that a bill sold, with the code that nobody has printed yet.
#[derive(Clone, PartialEq, Eq)]
pub struct SoldGift {
    /// The card's number.
    pub number: String,
    /// The name of its plan.
    pub plan_name: String,
    /// Sixteen letters and digits in fours.
    pub code: String,
}
