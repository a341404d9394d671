//! What a notice says, when it goes, and where it may go.

mod address;
mod check;
mod sign;
mod text;
mod times;
mod words;

pub use address::{endpoint, may_reach};
pub use check::{check_choices, check_email, check_sender, check_smtp, check_webhook};
pub use sign::signature;
pub use text::{check_text, filled};
pub use times::{after_quiet, retry_in};
pub use words::built_in;

use super::model::Reason;
use crate::customer::model::{Consent, Purpose};

/// Whether somebody who must have agreed to something has: the newest word counts. Nothing to agree to is
/// agreed to.
pub fn consented(needed: Option<Purpose>, consents: &[Consent]) -> bool {
    let Some(needed) = needed else { return true };
    consents.iter().rev().find(|consent| consent.purpose == needed).is_some_and(|consent| consent.granted)
}

/// Why a mail is not to be sent, if anything speaks against it.
pub fn suppressed(address: &str, opted_out: bool, consented: bool, has_smtp: bool) -> Option<Reason> {
    let reasons = [
        (address.is_empty(), Reason::NoAddress),
        (opted_out, Reason::OptedOut),
        (!consented, Reason::NoConsent),
        (!has_smtp, Reason::NoSmtp),
    ];
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Instant;

    #[test]
    fn the_newest_consent_counts_and_none_is_none() {
        let said = |granted| Consent {
            purpose: Purpose::Marketing,
            granted,
            channel: "desk".into(),
            text_version: "1".into(),
            at: Instant::from_millis(0),
        };
        assert!(consented(None, &[]));
        assert!(!consented(Some(Purpose::Marketing), &[]));
        assert!(consented(Some(Purpose::Marketing), &[said(false), said(true)]));
        assert!(!consented(Some(Purpose::Marketing), &[said(true), said(false)]));
        assert!(!consented(Some(Purpose::Health), &[said(true)]));
    }

    #[test]
    fn what_speaks_against_a_mail_is_named() {
        assert_eq!(suppressed("li@example.cn", false, true, true), None);
        assert_eq!(suppressed("", true, false, false), Some(Reason::NoAddress));
        assert_eq!(suppressed("li@example.cn", true, false, false), Some(Reason::OptedOut));
        assert_eq!(suppressed("li@example.cn", false, false, true), Some(Reason::NoConsent));
        assert_eq!(suppressed("li@example.cn", false, true, false), Some(Reason::NoSmtp));
    }
}
