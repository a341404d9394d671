//! Events, channels, messages, and what they are told with.

mod event;
mod outgoing;
mod refusal;
mod settings;
mod shown;
mod value;

pub use event::{Audience, Event};
pub use outgoing::{Mail, Outgoing, Parcel, Request};
pub use refusal::Refusal;
pub use settings::{
    NewWebhook, Quiet, Security, Sender, SenderWish, Smtp, SmtpShown, SmtpWish, TestWish, Webhook,
    WebhookWish,
};
pub use shown::{
    Choice, ChoiceWish, ChoicesWish, Inbox, InboxItem, Message, Preview, PreviewWish, Template,
    TemplateVersion, TemplateWish,
};
pub use value::{Amount, Value, Values};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a message reaches somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeChannel)]
pub enum Channel {
    /// In the product itself.
    Inbox,
    /// By mail.
    Email,
    /// As a request to another program.
    Webhook,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 3] = [Channel::Inbox, Channel::Email, Channel::Webhook];

    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Channel::Inbox => "inbox",
            Channel::Email => "email",
            Channel::Webhook => "webhook",
        }
    }

    /// The channel of a stored word.
    pub fn parse(code: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = NoticeLanguage)]
pub enum Language {
    /// Chinese as written on the mainland.
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::Chinese, Language::English];

    /// The tag that is stored (BCP 47).
    pub const fn code(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// The language of a stored tag.
    pub fn parse(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeState)]
pub enum State {
    /// It is to be sent, for the first time or again.
    Waiting,
    /// Whoever carries it further has taken it.
    Sent,
    /// It could not be sent, and is not tried again.
    Failed,
    /// It was not to be sent.
    Suppressed,
}

impl State {
    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Sent => "sent",
            State::Failed => "failed",
            State::Suppressed => "suppressed",
        }
    }

    /// The state of a stored word.
    pub fn parse(code: &str) -> Option<State> {
        [State::Waiting, State::Sent, State::Failed, State::Suppressed]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// Why a message waits, failed, or was not to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeReason)]
pub enum Reason {
    /// The shop leaves its customers in peace at this hour.
    Quiet,
    /// No address is known.
    NoAddress,
    /// Whom it was for does not want it.
    OptedOut,
    /// They have not agreed to it, or no longer.
    NoConsent,
    /// There is no server that takes mail.
    NoSmtp,
    /// The webhook is switched off or gone.
    Switched,
    /// Nobody answered at the address.
    Unreachable,
    /// The other side is not who it should be, or speaks no encryption.
    Insecure,
    /// The address lies in a network to which nothing is sent.
    PrivateAddress,
    /// The other side said no for now.
    Refused,
    /// The other side said no for good.
    Rejected,
    /// The message could not be written, or the address not be read.
    Malformed,
    /// It could not be kept in the folder that takes everything.
    Folder,
}

impl Reason {
    const ALL: [Reason; 13] = [
        Reason::Quiet,
        Reason::NoAddress,
        Reason::OptedOut,
        Reason::NoConsent,
        Reason::NoSmtp,
        Reason::Switched,
        Reason::Unreachable,
        Reason::Insecure,
        Reason::PrivateAddress,
        Reason::Refused,
        Reason::Rejected,
        Reason::Malformed,
        Reason::Folder,
    ];

    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Quiet => "quiet",
            Reason::NoAddress => "no_address",
            Reason::OptedOut => "opted_out",
            Reason::NoConsent => "no_consent",
            Reason::NoSmtp => "no_smtp",
            Reason::Switched => "switched",
            Reason::Unreachable => "unreachable",
            Reason::Insecure => "insecure",
            Reason::PrivateAddress => "private_address",
            Reason::Refused => "refused",
            Reason::Rejected => "rejected",
            Reason::Malformed => "malformed",
            Reason::Folder => "folder",
        }
    }

    /// The reason of a stored word; none of an empty one.
    pub fn parse(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Why a message was not taken, and whether trying again makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub reason: Reason,
    /// What the other side said, in its words.
    pub detail: String,
    /// Whether it would fail again.
    pub lasting: bool,
}
