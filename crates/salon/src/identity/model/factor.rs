//! The second factor.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whoever acts proves that they are the account's own person.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordProof {
    /// The current password.
    pub password: String,
}

/// A second factor that is not in force yet.
#[derive(Clone, Serialize, ToSchema)]
pub struct Begun {
    /// What the authenticator keeps, in base 32, to be typed.
    pub secret: String,
    /// The same as an address that authenticators open.
    pub uri: String,
    /// The address as a QR code: the text of an SVG picture.
    pub qr: String,
}

/// What an authenticator shows.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeWish {
    /// Six digits.
    pub code: String,
}

/// A second factor that is in force.
#[derive(Clone, Serialize, ToSchema)]
pub struct Confirmed {
    /// Codes for who has lost the authenticator, each good for once. Shown now and never again.
    pub recovery_codes: Vec<String>,
}

/// Who takes the second factor away proves both.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemovalWish {
    /// The current password.
    pub password: String,
    /// Six digits, or a recovery code.
    pub code: String,
}
