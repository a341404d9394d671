//! What is asked for at first use.

use crate::identity::Hashed;
use kernel::{Currency, Problem, Zone, problem::Kind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether this server still has to be set up.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct SetupState {
    /// True until the first owner exists.
    pub needed: bool,
}

/// Everything asked for at first use.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupWish {
    /// The word printed when the server started.
    pub token: String,
    /// The brand.
    pub organisation: OrganisationDetails,
    /// The legal person.
    pub company: CompanyDetails,
    /// The first shop.
    pub branch: BranchDetails,
    /// Who runs it.
    pub owner: OwnerWish,
}

/// The brand.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationDetails {
    /// Its name.
    pub name: String,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// Its time zone.
    pub time_zone: Zone,
}

/// The legal person.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyDetails {
    /// Its registered name.
    pub name: String,
}

/// The first shop.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BranchDetails {
    /// Its name.
    pub name: String,
    /// Its address, as printed on receipts.
    #[serde(default)]
    pub address: String,
    /// Its phone, as printed on receipts.
    #[serde(default)]
    pub phone: String,
}

/// Who runs it.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnerWish {
    /// The person's name.
    pub name: String,
    /// What they will type to sign in.
    pub sign_in: String,
    /// Their password.
    pub password: String,
}

/// The owner, with the password already hashed.
#[derive(Clone)]
pub struct Owner {
    /// The person's name.
    pub name: String,
    /// What they will type to sign in.
    pub sign_in: String,
    /// Their password's hash.
    pub password: Hashed,
}

/// Why setting up is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not the word that was printed at start.
    TokenWrong,
    /// Somebody already did it.
    AlreadyDone,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::TokenWrong => {
                let detail = "This is not the word that the server printed when it started.";
                Problem { kind: Kind::Forbidden, ..Problem::invalid("token", "setup.token_wrong", detail) }
            }
            Refusal::AlreadyDone => {
                Problem::conflict("setup.already_done", "This server is already set up. Sign in instead.")
            }
        }
    }
}
