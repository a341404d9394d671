//! Carrying messages out of the server. This is the one face that every way out has: what a message is goes in,
//! and that it was taken, or why not, comes out.

mod folder;
mod mail;
mod request;

use crate::notice::model::{Failure, Outgoing, Parcel, Reason};
use crate::web::Config;

/// The longest piece of what the other side said that is kept, in characters.
const DETAIL: usize = 300;

/// Carries one message. Where the server was started with a folder that takes everything, nothing leaves it.
pub async fn carry(outgoing: &Outgoing, config: &Config) -> Result<(), Failure> {
    match (&config.notice_folder, &outgoing.parcel) {
        (Some(folder), _) => folder::keep(outgoing, folder).await,
        (None, Parcel::Mail(mail)) => mail::send(outgoing.id, mail).await,
        (None, Parcel::Request(wanted)) => request::send(outgoing.id, wanted, &config.webhook_networks).await,
    }
}

/// A failure after which another try makes sense.
fn passing(reason: Reason, detail: impl std::fmt::Display) -> Failure {
    failure(reason, &detail, false)
}

/// A failure that would come again.
fn lasting(reason: Reason, detail: impl std::fmt::Display) -> Failure {
    failure(reason, &detail, true)
}

fn failure(reason: Reason, detail: &dyn std::fmt::Display, lasting: bool) -> Failure {
    let plain = detail.to_string().replace(char::is_control, " ");
    Failure { reason, detail: plain.chars().take(DETAIL).collect(), lasting }
}
