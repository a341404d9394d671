//! Who sends, over which server, and which programs are told.

use super::{Event, Language};
use kernel::{BranchId, Instant, RowId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use zeroize::Zeroizing;

/// How the way to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeSecurity)]
pub enum Security {
    /// By TLS from the first byte (RFC 8314), usually port 465.
    Tls,
    /// By TLS after STARTTLS, which is insisted on (RFC 3207), usually port 587.
    Starttls,
    /// Not at all: only to a server on this machine.
    Plain,
}

impl Security {
    /// The word that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Security::Tls => "tls",
            Security::Starttls => "starttls",
            Security::Plain => "plain",
        }
    }

    /// The security of a stored word.
    pub fn parse(code: &str) -> Option<Security> {
        [Security::Tls, Security::Starttls, Security::Plain].into_iter().find(|one| one.code() == code)
    }
}

/// The server that takes the mail, with what opens it.
#[derive(Clone)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// The name to sign in with; empty where the server asks for none.
    pub user: String,
    /// The password.
    pub password: Zeroizing<String>,
    /// The address that mail comes from.
    pub sender: String,
}

/// The server that takes the mail, as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeSmtp)]
pub struct SmtpShown {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// The name to sign in with; empty where the server asks for none.
    pub user: String,
    /// Whether a password is kept; it is never shown.
    pub has_password: bool,
    /// The address that mail comes from.
    pub sender: String,
}

impl From<Smtp> for SmtpShown {
    fn from(smtp: Smtp) -> SmtpShown {
        let Smtp { host, port, security, user, password, sender } = smtp;
        SmtpShown { host, port, security, user, has_password: !password.is_empty(), sender }
    }
}

/// The server that is to take the mail.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeSmtpWish)]
pub struct SmtpWish {
    /// Its name.
    #[schema(example = "smtp.example.com")]
    pub host: String,
    /// Its port.
    #[schema(example = 465)]
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// The name to sign in with; empty where the server asks for none.
    #[serde(default)]
    #[schema(example = "salon@example.com")]
    pub user: String,
    /// The password; left out, the one that is kept stays.
    pub password: Option<String>,
    /// The address that mail comes from.
    #[schema(example = "salon@example.com")]
    pub sender: String,
}

/// Where a test mail goes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeTestWish)]
pub struct TestWish {
    /// The address.
    #[schema(example = "owner@example.com")]
    pub to: String,
}

/// When customers are left in peace, in minutes after midnight where the shop is. It may go on past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeQuiet)]
pub struct Quiet {
    /// When it begins.
    #[schema(example = 1260)]
    pub from: i64,
    /// When it ends.
    #[schema(example = 540)]
    pub until: i64,
}

/// In whose name notices leave a branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeSender)]
pub struct Sender {
    /// Of which branch; null for what holds where a branch says nothing of its own.
    #[schema(required)]
    pub branch: Option<BranchId>,
    /// The name that mail comes from.
    pub name: String,
    /// Where answers go; empty for the address that mail comes from.
    pub reply_to: String,
    /// The language of the texts.
    pub language: Language,
    /// When customers are left in peace; null where never.
    #[schema(required)]
    pub quiet: Option<Quiet>,
    /// Whether this was said of the branch itself.
    pub own: bool,
}

/// In whose name notices are to leave.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeSenderWish)]
pub struct SenderWish {
    /// Of which branch; null for what holds where a branch says nothing of its own.
    pub branch: Option<BranchId>,
    /// The name that mail comes from, 1 to 60 characters.
    #[schema(example = "青丝造型 · 春风路店")]
    pub name: String,
    /// Where answers go; empty for the address that mail comes from.
    #[serde(default)]
    pub reply_to: String,
    /// The language of the texts.
    pub language: Language,
    /// When customers are left in peace; null where never.
    pub quiet: Option<Quiet>,
}

/// Another program that is told what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeWebhook)]
pub struct Webhook {
    /// Its id.
    pub id: RowId,
    /// Its name.
    pub name: String,
    /// Where requests go.
    pub url: String,
    /// Of what it is told.
    pub events: BTreeSet<Event>,
    /// Of which branch; null for all.
    #[schema(required)]
    pub branch: Option<BranchId>,
    /// Whether it is told anything.
    pub active: bool,
    /// When it was made.
    pub created_at: Instant,
}

/// A webhook that was just made, with what its requests are signed with. It is shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NewNoticeWebhook)]
pub struct NewWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// The secret.
    #[schema(example = "whsec_1f8b08…")]
    pub secret: String,
}

/// What may be said of a webhook.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeWebhookWish)]
pub struct WebhookWish {
    /// Its name, 1 to 100 characters.
    #[schema(example = "ERP")]
    pub name: String,
    /// Where requests go: `https`, or `http` into a network that the server was told to reach.
    #[schema(example = "https://erp.example.com/tress")]
    pub url: String,
    /// Of what it is told.
    pub events: BTreeSet<Event>,
    /// Of which branch; null for all.
    pub branch: Option<BranchId>,
    /// Whether it is told anything.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}
