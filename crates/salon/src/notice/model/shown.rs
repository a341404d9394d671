//! Messages, texts and choices, as they are shown and wished for.

use super::{Channel, Event, Language, Reason, State};
use kernel::{BranchId, Instant, RowId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A message in the delivery log. What it says is not shown: whoever looks after the mail need not see takings.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = NoticeMessage)]
pub struct Message {
    /// Its id.
    pub id: RowId,
    /// Of what it tells.
    pub event: Event,
    /// How it goes.
    pub channel: Channel,
    /// Where that happened; null for what concerns all branches.
    #[schema(required)]
    pub branch: Option<BranchId>,
    /// For whom: a name.
    pub recipient: String,
    /// The address with most of it hidden; empty where there is none.
    pub address: String,
    /// What became of it.
    pub state: State,
    /// Why.
    #[schema(required)]
    pub reason: Option<Reason>,
    /// What the other side said, in its words.
    pub detail: String,
    /// How often it was tried.
    pub tries: i64,
    /// When it was written.
    pub at: Instant,
    /// When it is tried next, while it waits.
    #[schema(required)]
    pub due_at: Option<Instant>,
    /// When it was sent or given up.
    #[schema(required)]
    pub ended_at: Option<Instant>,
}

/// A message to whoever asks.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = NoticeInboxItem)]
pub struct InboxItem {
    /// Its id.
    pub id: RowId,
    /// Of what it tells.
    pub event: Event,
    /// The row that it happened to.
    pub subject: Uuid,
    /// Its title.
    pub title: String,
    /// What it says.
    pub body: String,
    /// When it was written.
    pub at: Instant,
    /// Whether it was read.
    pub read: bool,
}

/// What waits in the inbox of whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeUnread)]
pub struct Inbox {
    /// How many messages were not read yet; at most 100 are counted.
    pub unread: i64,
}

/// The texts of an event on a channel, in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeTemplate)]
pub struct Template {
    /// Of what it tells.
    pub event: Event,
    /// How it goes.
    pub channel: Channel,
    /// The language.
    pub language: Language,
    /// The version that holds; 0 for the words that come with the program.
    pub version: i64,
    /// Whether the words are the organisation's own.
    pub own: bool,
    /// The title.
    pub title: String,
    /// The text below it.
    pub body: String,
    /// The fields that both may name, in braces.
    pub fields: Vec<String>,
}

/// One version of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeTemplateVersion)]
pub struct TemplateVersion {
    /// Its number, from 1.
    pub version: i64,
    /// The title; null where the words that come with the program were brought back.
    #[schema(required)]
    pub title: Option<String>,
    /// The text below it.
    #[schema(required)]
    pub body: Option<String>,
    /// When it was written.
    pub at: Instant,
    /// By whom.
    pub by: String,
}

/// Words for an event; both texts null to bring back those that come with the program.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeTemplateWish)]
pub struct TemplateWish {
    /// Of what it tells.
    pub event: Event,
    /// How it goes: one that people read.
    pub channel: Channel,
    /// The language.
    pub language: Language,
    /// The title, one line of 1 to 120 characters.
    #[schema(example = "{shop} {day} 日结：实收 {takings}")]
    pub title: Option<String>,
    /// The text below it, 1 to 4,000 characters.
    #[schema(example = "实收 {takings}\n{tenders}")]
    pub body: Option<String>,
}

/// Words to be looked at with example values.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticePreviewWish)]
pub struct PreviewWish {
    /// Of what it tells.
    pub event: Event,
    /// The language.
    pub language: Language,
    /// The title.
    #[schema(example = "{shop} {day} 日结：实收 {takings}")]
    pub title: String,
    /// The text below it.
    #[schema(example = "实收 {takings}\n{tenders}")]
    pub body: String,
}

/// Words with example values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticePreview)]
pub struct Preview {
    /// The title.
    pub title: String,
    /// The text below it.
    pub body: String,
}

/// Whether somebody is told of an event on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeChoice)]
pub struct Choice {
    /// Of what.
    pub event: Event,
    /// How.
    pub channel: Channel,
    /// Whether they are told.
    pub wanted: bool,
}

/// Whether somebody wants to be told of an event on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeChoiceWish)]
pub struct ChoiceWish {
    /// Of what.
    pub event: Event,
    /// How.
    pub channel: Channel,
    /// Whether they want to be told.
    pub wanted: bool,
}

/// What somebody wants to be told; what is not named stays as it is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeChoicesWish)]
pub struct ChoicesWish {
    /// The choices.
    pub choices: Vec<ChoiceWish>,
}
