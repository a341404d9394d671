//! What settings may be.

use crate::notice::model::{
    Channel, ChoiceWish, Event, Refusal, Security, SenderWish, SmtpWish, WebhookWish,
};
use crate::notice::rules::endpoint;
use kernel::text::email::is_email;
use std::net::IpAddr;

/// The longest name of a sender, in characters.
const SENDER: usize = 60;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// A mail server as it is kept. Refuses, in this order: host, port, plain, password, sender's address.
pub fn check_smtp(wish: SmtpWish, has_password: bool) -> Result<SmtpWish, Refusal> {
    let (host, user) = (wish.host.trim().to_lowercase(), wish.user.trim().to_owned());
    let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || "-.:".contains(c));
    if host.is_empty() || host.len() > 253 || !plain {
        return Err(Refusal::SmtpHost);
    }
    if wish.port == 0 {
        return Err(Refusal::SmtpPort);
    }
    if wish.security == Security::Plain && !is_this_machine(&host) {
        return Err(Refusal::SmtpPlain);
    }
    let given = wish.password.as_ref().map_or(has_password, |password| !password.is_empty());
    if !user.is_empty() && !given {
        return Err(Refusal::SmtpPassword);
    }
    let sender = check_email("sender", &wish.sender)?;
    Ok(SmtpWish { host, user, sender, ..wish })
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Refuses: e-mail address.
pub fn check_email(field: &'static str, text: &str) -> Result<String, Refusal> {
    let plain = text.trim();
    if is_email(plain) { Ok(plain.to_owned()) } else { Err(Refusal::Email(field)) }
}

/// A sender as it is kept. Refuses, in this order: name, where answers go, quiet hours.
pub fn check_sender(wish: SenderWish) -> Result<SenderWish, Refusal> {
    let name = wish.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > SENDER || name.contains(char::is_control) {
        return Err(Refusal::SenderName);
    }
    let reply_to = match wish.reply_to.trim() {
        "" => String::new(),
        written => check_email("reply_to", written)?,
    };
    let day = 0..DAY;
    let fits = wish.quiet.is_none_or(|quiet| {
        day.contains(&quiet.from) && day.contains(&quiet.until) && quiet.from != quiet.until
    });
    if fits { Ok(SenderWish { name, reply_to, ..wish }) } else { Err(Refusal::Quiet) }
}

/// A webhook as it is kept. Refuses, in this order: name, address, events.
pub fn check_webhook(wish: WebhookWish) -> Result<WebhookWish, Refusal> {
    let name = crate::branch::check_name(&wish.name).map_err(|_| Refusal::WebhookName)?;
    let url = endpoint(&wish.url)?.to_string();
    if wish.events.is_empty() || !wish.events.iter().all(|event| event.for_programs()) {
        return Err(Refusal::WebhookEvents);
    }
    Ok(WebhookWish { name, url, ..wish })
}

/// Refuses: too many choices.
pub fn check_choices(choices: &[ChoiceWish]) -> Result<(), Refusal> {
    let most = Event::ALL.len() * Channel::ALL.len();
    if choices.len() <= most { Ok(()) } else { Err(Refusal::ChoicesTooMany) }
}
