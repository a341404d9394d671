//! What leaves the server.

use super::Smtp;
use kernel::RowId;
use zeroize::Zeroizing;

/// A message on its way.
pub struct Outgoing {
    /// Its id, by which whoever gets it twice can tell.
    pub id: RowId,
    /// What it is.
    pub parcel: Parcel,
}

/// What a message is, to whoever carries it.
pub enum Parcel {
    /// A mail.
    Mail(Mail),
    /// A request to another program.
    Request(Request),
}

/// A mail.
pub struct Mail {
    /// The server that takes it.
    pub smtp: Smtp,
    /// In whose name.
    pub from: String,
    /// Where answers go; empty for the address that it comes from.
    pub reply_to: String,
    /// Where it goes.
    pub to: String,
    /// Its subject.
    pub title: String,
    /// Its text.
    pub body: String,
}

/// A request to another program.
pub struct Request {
    /// Where it goes.
    pub url: String,
    /// What it is signed with.
    pub secret: Zeroizing<String>,
    /// What it tells of.
    pub event: &'static str,
    /// When it is made, in seconds since the epoch.
    pub timestamp: i64,
    /// What it says, as JSON.
    pub body: String,
}
