//! Why something about notices is refused.

use kernel::Problem;

/// Why something about notices is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A text names a field that its event does not have.
    FieldUnknown {
        /// In which text.
        text: &'static str,
        /// Which field.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A text opens a brace and does not close it.
    BraceOpen(&'static str),
    /// A title is empty, longer than 120 characters, or more than a line.
    Title,
    /// A text is empty or longer than 4,000 characters.
    Body,
    /// A title comes without a text, or the other way round.
    HalfText,
    /// Nobody reads texts on this channel.
    ChannelWithoutTexts,
    /// This is no e-mail address.
    Email(&'static str),
    /// The name of a server.
    SmtpHost,
    /// The number of a port.
    SmtpPort,
    /// Mail would leave this machine unprotected.
    SmtpPlain,
    /// A name to sign in with, without a password.
    SmtpPassword,
    /// There is no server that takes mail.
    NoSmtp,
    /// A sender's name is empty or longer than 60 characters.
    SenderName,
    /// Quiet hours lie within a day, and begin and end at different times.
    Quiet,
    /// A name is empty or longer than 100 characters.
    WebhookName,
    /// This is no address that requests can go to.
    WebhookUrl,
    /// A webhook is told of at least one thing.
    WebhookEvents,
    /// There are as many webhooks as there may be.
    WebhooksTooMany,
    /// There is no such webhook.
    WebhookUnknown,
    /// There is no such message.
    MessageUnknown,
    /// Only what failed or was not to be sent is sent again.
    NotFailed,
    /// There are more choices than events and channels.
    ChoicesTooMany,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::FieldUnknown { text, name, known } => {
                let detail = format!("There is no field {{{name}}} here; there are: {}.", known.join(", "));
                let refused = Problem::invalid(text, "notice.field_unknown", detail);
                refused.with("name", name).with("known", known.join(", "))
            }
            Refusal::BraceOpen(text) => {
                let detail = "A brace is opened and not closed. A field stands in braces, like {shop}.";
                Problem::invalid(text, "notice.brace_open", detail)
            }
            Refusal::Title => {
                Problem::invalid("title", "notice.title", "A title is one line of 1 to 120 characters.")
            }
            Refusal::Body => Problem::invalid("body", "notice.body", "A text has 1 to 4,000 characters."),
            Refusal::HalfText => {
                Problem::invalid("body", "notice.half_text", "Give both a title and a text, or neither.")
            }
            Refusal::ChannelWithoutTexts => {
                let detail = "Programs get no texts. Only what people read has words of its own.";
                Problem::invalid("channel", "notice.channel_without_texts", detail)
            }
            Refusal::Email(field) => Problem::invalid(field, "notice.email", "This is no e-mail address."),
            Refusal::SmtpHost => {
                Problem::invalid("host", "notice.smtp_host", "This is not the name of a server.")
            }
            Refusal::SmtpPort => {
                Problem::invalid("port", "notice.smtp_port", "A port is a number from 1 to 65535.")
            }
            Refusal::SmtpPlain => {
                let detail =
                    "Without protection, mail goes only to a server on this machine. Choose TLS or STARTTLS.";
                Problem::invalid("security", "notice.smtp_plain", detail)
            }
            Refusal::SmtpPassword => {
                let detail = "Whoever signs in needs a password as well.";
                Problem::invalid("password", "notice.smtp_password", detail)
            }
            Refusal::NoSmtp => {
                Problem::refused("notice.no_smtp", "No server takes mail yet. Set one up first.")
            }
            Refusal::SenderName => {
                Problem::invalid("name", "notice.sender_name", "A sender's name has 1 to 60 characters.")
            }
            Refusal::Quiet => {
                let detail = "Quiet hours lie within a day, and begin and end at different times.";
                Problem::invalid("quiet", "notice.quiet", detail)
            }
            Refusal::WebhookName => {
                Problem::invalid("name", "notice.webhook_name", "A name has 1 to 100 characters.")
            }
            Refusal::WebhookUrl => {
                let detail = "Requests go to an address that begins with https:// and holds no password.";
                Problem::invalid("url", "notice.webhook_url", detail)
            }
            Refusal::WebhookEvents => {
                Problem::invalid("events", "notice.webhook_events", "Choose at least one event.")
            }
            Refusal::WebhooksTooMany => Problem::refused(
                "notice.webhooks_too_many",
                "There are at most 20 webhooks. Remove one first.",
            ),
            Refusal::WebhookUnknown => {
                Problem::not_found("notice.webhook_unknown", "There is no such webhook.")
            }
            Refusal::MessageUnknown => {
                Problem::not_found("notice.message_unknown", "There is no such message.")
            }
            Refusal::NotFailed => {
                Problem::refused("notice.not_failed", "Only a message that failed is sent again.")
            }
            Refusal::ChoicesTooMany => {
                let detail = "There are more choices than events and channels.";
                Problem::invalid("choices", "notice.choices_too_many", detail)
            }
        }
    }
}
