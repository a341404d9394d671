//! Mail, over SMTP (RFC 5321).

use super::{lasting, passing};
use crate::notice::model::{Failure, Mail, Reason, Security, Smtp};
use kernel::RowId;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{self, AsyncSmtpTransport};
use lettre::{Address, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How long a step with the server may take, and everything together.
const STEP: Duration = Duration::from_secs(15);
const WHOLE: Duration = Duration::from_secs(60);

/// Hands a mail to its server.
pub async fn send(id: RowId, mail: &Mail) -> Result<(), Failure> {
    let message = written(id, mail)?;
    let transport = transport(&mail.smtp)?;
    let sent = tokio::time::timeout(WHOLE, transport.send(message)).await;
    match sent {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(failed(&error)),
        Err(_) => Err(passing(Reason::Unreachable, "the server did not answer in time")),
    }
}

/// The mail as it goes over the wire. Its id stays the same at each try, so that a mailbox can tell one that
/// comes twice.
pub fn written(id: RowId, mail: &Mail) -> Result<Message, Failure> {
    let malformed = |error: &dyn std::fmt::Display| lasting(Reason::Malformed, error);
    let address = |text: &str| text.parse::<Address>().map_err(|error| malformed(&error));
    let from = Mailbox::new(Some(mail.from.clone()), address(&mail.smtp.sender)?);
    let host = from.email.domain().to_owned();
    let mut builder = Message::builder()
        .from(from)
        .to(Mailbox::new(None, address(&mail.to)?))
        .subject(mail.title.clone())
        .message_id(Some(format!("<{id}@{host}>")));
    if !mail.reply_to.is_empty() {
        builder = builder.reply_to(Mailbox::new(None, address(&mail.reply_to)?));
    }
    // Holiday notes and the like do not answer what a program has written (RFC 3834).
    if let Ok(name) = HeaderName::new_from_ascii("Auto-Submitted".to_owned()) {
        builder = builder.raw_header(HeaderValue::new(name, "auto-generated".to_owned()));
    }
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(mail.body.clone());
    builder.singlepart(text).map_err(|error| malformed(&error))
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, Failure> {
    let parameters = || TlsParameters::new(smtp.host.clone()).map_err(|error| failed(&error));
    let tls = match smtp.security {
        Security::Tls => Tls::Wrapper(parameters()?),
        // Insisted on: whoever takes the offer out of the server's greeting gets neither password nor mail.
        Security::Starttls => Tls::Required(parameters()?),
        Security::Plain => Tls::None,
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.host.clone());
    let mut builder = builder.port(smtp.port).tls(tls).timeout(Some(STEP));
    if !smtp.user.is_empty() {
        builder = builder.credentials(Credentials::new(smtp.user.clone(), smtp.password.to_string()));
    }
    Ok(builder.build())
}

/// What the server's no means. Its words are kept, for whoever set it up; they hold no password.
fn failed(error: &smtp::Error) -> Failure {
    let mut said = error.to_string();
    if let Some(source) = std::error::Error::source(error) {
        let source = source.to_string();
        if !said.contains(&source) {
            said = format!("{said}: {source}");
        }
    }
    if error.is_permanent() {
        lasting(Reason::Rejected, said)
    } else if error.is_transient() {
        passing(Reason::Refused, said)
    } else if error.is_tls() || error.is_client() {
        passing(Reason::Insecure, said)
    } else {
        passing(Reason::Unreachable, said)
    }
}
