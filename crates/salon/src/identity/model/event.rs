//! What happened at the doors.

use kernel::{Instant, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What kind of thing happened at a door.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub enum EventKind {
            $($(#[$doc])* #[serde(rename = $code)] $name),+
        }

        impl EventKind {
            /// How it is stored.
            pub const fn code(self) -> &'static str {
                match self { $(EventKind::$name => $code),+ }
            }

            /// Reads a stored code.
            pub fn parse(code: &str) -> Option<EventKind> {
                [$(EventKind::$name),+].into_iter().find(|kind| kind.code() == code)
            }
        }
    };
}

kinds! {
    /// Somebody signed in.
    SignedIn = "signed_in",
    /// A name or a password was wrong.
    SignInRefused = "sign_in_refused",
    /// Somebody signed out.
    SignedOut = "signed_out",
    /// The second factor was wrong.
    CodeWrong = "code_wrong",
    /// A PIN was wrong.
    PinWrong = "pin_wrong",
    /// Somebody took over a shared till.
    OperatorSwitched = "operator_switched",
    /// Somebody released what another one did; `detail` says what.
    Released = "released",
    /// A password was changed.
    PasswordChanged = "password_changed",
    /// A second factor is in force.
    TotpOn = "totp_on",
    /// A second factor was taken away.
    TotpOff = "totp_off",
    /// A key was made; `detail` is its name.
    KeyMade = "key_made",
    /// A key was revoked; `detail` is its name.
    KeyRevoked = "key_revoked",
    /// A key was refused.
    KeyRefused = "key_refused",
    /// An account was changed by who manages accounts.
    UserChanged = "user_changed",
    /// A device was signed out from elsewhere.
    SessionEnded = "session_ended",
}

/// Something that happened at a door.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SecurityEvent {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: EventKind,
    /// Whose account; null where none was recognised.
    #[schema(required)]
    pub user: Option<UserId>,
    /// Their name; empty where none was recognised.
    pub user_name: String,
    /// The browser's own words.
    pub device: String,
    /// The network address.
    pub address: String,
    /// What the kind says of it; empty for most.
    pub detail: String,
}
