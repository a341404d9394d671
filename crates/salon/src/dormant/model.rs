//! Criteria, previews and batches.

use crate::card::CardKind;
use kernel::{Day, Instant, Problem, RowId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The most accounts of one batch.
pub const BATCH: usize = 1000;

/// What kind of account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DormantKind {
    /// Cards on which nothing is left.
    Card,
    /// Customers who were never registered 散客.
    WalkIn,
    /// Registered customers 会员.
    Member,
}

impl DormantKind {
    /// The text by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            DormantKind::Card => "card",
            DormantKind::WalkIn => "walk_in",
            DormantKind::Member => "member",
        }
    }

    /// Reads a stored text; `None` when it names no kind.
    pub fn parse(code: &str) -> Option<DormantKind> {
        [DormantKind::Card, DormantKind::WalkIn, DormantKind::Member]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// Which accounts are looked for. At least one criterion besides the kinds is wanted.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DormantQuery {
    /// What kind of account.
    pub kind: DormantKind,
    /// Of cards, those that hold this only.
    pub card_kind: Option<CardKind>,
    /// The first number; a shorter number comes before a longer one.
    #[serde(default)]
    pub number_from: String,
    /// The last number.
    #[serde(default)]
    pub number_to: String,
    /// Opened on this day or later.
    pub opened_from: Option<Day>,
    /// Opened on this day or earlier.
    pub opened_to: Option<Day>,
    /// Opened before this day, and not used since.
    pub idle_since: Option<Day>,
}

/// An account as a preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DormantAccount {
    /// The customer's id, or the card's.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The customer's name, or that of the card's holder; empty for a walk-in who gave none.
    pub name: String,
    /// When it was opened.
    pub opened_on: Day,
    /// When it was used last, where it ever was.
    pub last_used: Option<Day>,
}

/// The accounts that would be closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct DormantPreview {
    /// Those on which nothing is left, at most 1000, newest first.
    pub accounts: Vec<DormantAccount>,
    /// How many others stay, because something is left.
    pub kept: i64,
    /// Whether there are more to look at once these are closed.
    pub more: bool,
}

/// Accounts to be closed, after their preview.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DormantWish {
    /// What kind of account.
    pub kind: DormantKind,
    /// Which, of those that were shown; 1 to 1000.
    pub accounts: Vec<Uuid>,
    /// Why, in words.
    pub reason: String,
    /// The password of whoever does it, again.
    pub password: String,
}

/// Why a batch is opened again.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenWish {
    /// Why, in words.
    pub reason: String,
    /// The password of whoever does it, again.
    pub password: String,
}

/// Accounts closed together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DormantBatch {
    /// Its id.
    pub id: RowId,
    /// When.
    pub at: Instant,
    /// What kind of account.
    pub kind: DormantKind,
    /// How many.
    pub accounts: i64,
    /// Who did it.
    pub by_name: String,
    /// Why, in their words.
    pub reason: String,
    /// When it was opened again.
    pub reopened_at: Option<Instant>,
    /// Who did that.
    pub reopened_by: String,
    /// Why, in their words.
    pub reopened_reason: String,
    /// How many were still closed then.
    pub reopened: i64,
}

/// An account of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosedAccount {
    /// The customer's id, or the card's.
    pub id: Uuid,
    /// The number that it had.
    pub number: String,
    /// The state that it had: of a card its state, of a customer their kind.
    #[serde(skip)]
    pub state: String,
}

/// A batch with its accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DormantBatchDetail {
    /// The batch.
    pub batch: DormantBatch,
    /// Its accounts, by number.
    pub accounts: Vec<ClosedAccount>,
}

/// Why something is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No criterion narrows the search.
    TooWide,
    /// A range of days ends before it begins.
    Days,
    /// No account is named, or more than a batch has, or one twice.
    Accounts,
    /// Why it is done is not said, or in more than 300 characters.
    Reason,
    /// An account was used, or closed, since it was shown.
    Changed,
    /// There is no such batch.
    Unknown,
    /// The batch was opened again before.
    Reopened,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::TooWide => {
                let detail = "Say which accounts: a range of numbers, days of opening, or since when unused.";
                Problem::invalid("idle_since", "dormant.too_wide", detail)
            }
            Refusal::Days => {
                let detail = "The days of opening begin before they end.";
                Problem::invalid("opened_from", "dormant.days", detail)
            }
            Refusal::Accounts => {
                let detail = "A batch has 1 to 1000 different accounts.";
                Problem::invalid("accounts", "dormant.accounts", detail)
            }
            Refusal::Reason => {
                Problem::invalid("reason", "dormant.reason", "Say why, in 1 to 300 characters.")
            }
            Refusal::Changed => {
                let detail = "One of these accounts was used or closed since it was shown. Look again.";
                Problem::conflict("dormant.changed", detail)
            }
            Refusal::Unknown => Problem::not_found("dormant.unknown", "There is no such batch."),
            Refusal::Reopened => Problem::conflict("dormant.reopened", "This batch was opened again before."),
        }
    }
}
