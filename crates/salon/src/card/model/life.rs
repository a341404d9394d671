//! What happens to a card besides paying.

use super::Card;
use kernel::{CardId, Day, Instant, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A way to lock a card or to unlock it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardLock {
    /// Its holder misses it 挂失.
    Lost,
    /// It was found again 解挂.
    Found,
    /// Locked for a while 冻结.
    Frozen,
    /// Free again 解冻.
    Thawed,
}

impl CardLock {
    /// What the card's history says of it.
    pub const fn event(self) -> CardEventKind {
        match self {
            CardLock::Lost => CardEventKind::Lost,
            CardLock::Found => CardEventKind::Found,
            CardLock::Frozen => CardEventKind::Frozen,
            CardLock::Thawed => CardEventKind::Thawed,
        }
    }
}

/// What happened to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardEventKind {
    /// It was reported lost.
    Lost,
    /// It was found again.
    Found,
    /// It was frozen.
    Frozen,
    /// It was thawed.
    Thawed,
    /// It got a new number.
    Replaced,
    /// What was on it went to somebody else.
    TransferredOut,
    /// What is on it came from somebody else.
    TransferredIn,
    /// What was on it went to another card of its holder.
    MergedOut,
    /// What was on another card of its holder came to it.
    MergedIn,
    /// What was on it went to a card of another plan.
    ConvertedOut,
    /// What is on it came from a card of another plan.
    ConvertedIn,
    /// It was closed with others that nobody used 批量销户.
    Disused,
    /// It was opened again with those others.
    Reopened,
    /// Its last day was moved 延期.
    Extended,
    /// Who had its code made it theirs.
    Claimed,
    /// It got a new code.
    NewCode,
    /// A companion card began to spend from it; of the companion card, that it was made.
    CompanionMade,
    /// A companion card ended.
    CompanionEnded,
}

impl CardEventKind {
    /// Every kind.
    const ALL: [CardEventKind; 18] = [
        CardEventKind::Lost,
        CardEventKind::Found,
        CardEventKind::Frozen,
        CardEventKind::Thawed,
        CardEventKind::Replaced,
        CardEventKind::TransferredOut,
        CardEventKind::TransferredIn,
        CardEventKind::MergedOut,
        CardEventKind::MergedIn,
        CardEventKind::ConvertedOut,
        CardEventKind::ConvertedIn,
        CardEventKind::Disused,
        CardEventKind::Reopened,
        CardEventKind::Extended,
        CardEventKind::Claimed,
        CardEventKind::NewCode,
        CardEventKind::CompanionMade,
        CardEventKind::CompanionEnded,
    ];

    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            CardEventKind::Lost => "lost",
            CardEventKind::Found => "found",
            CardEventKind::Frozen => "frozen",
            CardEventKind::Thawed => "thawed",
            CardEventKind::Replaced => "replaced",
            CardEventKind::TransferredOut => "transferred_out",
            CardEventKind::TransferredIn => "transferred_in",
            CardEventKind::MergedOut => "merged_out",
            CardEventKind::MergedIn => "merged_in",
            CardEventKind::ConvertedOut => "converted_out",
            CardEventKind::ConvertedIn => "converted_in",
            CardEventKind::Disused => "disused",
            CardEventKind::Reopened => "reopened",
            CardEventKind::Extended => "extended",
            CardEventKind::Claimed => "claimed",
            CardEventKind::NewCode => "new_code",
            CardEventKind::CompanionMade => "companion_made",
            CardEventKind::CompanionEnded => "companion_ended",
        }
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<CardEventKind> {
        CardEventKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Something that happened to a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardEvent {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: CardEventKind,
    /// Who did it.
    pub by_name: String,
    /// Why, in their words.
    pub reason: String,
    /// The number it had before, where that changed, or the other card's.
    pub number: String,
    /// The other card.
    pub other_card: Option<CardId>,
    /// The last day that it had before, where that was moved.
    pub last_day_before: Option<Day>,
    /// The last day that it has had since.
    pub last_day_after: Option<Day>,
}

/// What is on a card: two figures of money, and visits with what was paid for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CardHolds {
    /// What is left of the money paid in.
    pub principal: Money,
    /// What is left of the money given on top.
    pub bonus: Money,
    /// The visits left.
    pub visits: i64,
    /// The days left.
    #[serde(default)]
    pub days: i64,
}

impl From<&Card> for CardHolds {
    fn from(card: &Card) -> CardHolds {
        let visits = card.visits.iter().map(|visits| visits.left).sum();
        let days = card.time.as_ref().map_or(0, |time| time.days_left);
        CardHolds { principal: card.principal, bonus: card.bonus, visits, days }
    }
}
