//! Accounts, roles, grants, sessions, and what can be wrong with them.

mod event;
mod factor;
mod key;
mod refusal;

pub use event::{EventKind, SecurityEvent};
pub use factor::{Begun, CodeWish, Confirmed, PasswordProof, RemovalWish};
pub use key::{ApiKey, KeyWish, NewKey};
pub use refusal::Refusal;

use crate::access::Permission;
use kernel::{BranchId, Currency, Instant, OrganisationId, RoleId, SessionId, UserId, Zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// An account to sign in with.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// The person's name.
    pub name: String,
    /// What they type to sign in.
    pub sign_in: String,
    /// Where mail reaches them; empty where that is not known.
    pub email: String,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they can take over a shared till by PIN.
    pub has_pin: bool,
    /// Whether they sign in with a second factor.
    pub totp: bool,
    /// What they may do, and where.
    pub grants: Vec<GrantWish>,
}

/// A role for some branches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantWish {
    /// The role.
    pub role: RoleId,
    /// The branches; null for every branch.
    pub branches: Option<Vec<BranchId>>,
}

/// A new account.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The person's name.
    pub name: String,
    /// What they type to sign in.
    pub sign_in: String,
    /// Their first password.
    pub password: String,
    /// Where mail reaches them; may be empty.
    #[serde(default)]
    #[schema(example = "owner@example.com")]
    pub email: String,
    /// What they may do, and where.
    pub grants: Vec<GrantWish>,
}

/// What may be changed of an account by who manages accounts.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserWish {
    /// The person's name.
    pub name: String,
    /// Whether they may sign in.
    pub active: bool,
    /// What they may do, and where.
    pub grants: Vec<GrantWish>,
    /// A new password, when the old one is lost; ends their sessions.
    pub password: Option<String>,
    /// Where mail reaches them; may be empty. Left out, it stays as it is.
    #[schema(example = "owner@example.com")]
    pub email: Option<String>,
}

/// A named set of permissions.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// Which ready role it is; null for one of the organisation's own.
    pub ready: Option<Ready>,
    /// What it allows.
    pub permissions: BTreeSet<Permission>,
}

/// A role of the organisation's own.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleWish {
    /// Its name.
    pub name: String,
    /// What it allows.
    pub permissions: BTreeSet<Permission>,
}

/// The roles that every organisation has; their permissions come with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ready {
    /// 老板: everything.
    Owner,
    /// 店长: everything but accounts, roles and backups.
    Manager,
    /// 前台: the till and the customers.
    Reception,
    /// 发型师: sees customers, opens bills.
    Stylist,
    /// 财务: sees everything, changes nothing.
    Finance,
}

impl Ready {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Ready; 5] =
        [Ready::Owner, Ready::Manager, Ready::Reception, Ready::Stylist, Ready::Finance];

    /// How it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Ready::Owner => "owner",
            Ready::Manager => "manager",
            Ready::Reception => "reception",
            Ready::Stylist => "stylist",
            Ready::Finance => "finance",
        }
    }

    /// Reads a stored code.
    pub fn parse(code: &str) -> Option<Ready> {
        Ready::ALL.into_iter().find(|ready| ready.code() == code)
    }
}

/// Who is signed in, and what they may do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Me {
    /// Whose device it is.
    pub user: MyUser,
    /// Who acts on it now.
    pub operator: Operator,
    /// The organisation.
    pub organisation: MyOrganisation,
    /// What the operator may do in at least one branch.
    pub permissions: BTreeSet<Permission>,
    /// The branches the operator may act in.
    pub branches: Vec<MyBranch>,
}

/// Whose device it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyUser {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// What they typed to sign in.
    pub sign_in: String,
    /// Where mail reaches them; empty where that is not known.
    pub email: String,
    /// Whether they have a PIN.
    pub has_pin: bool,
    /// Whether they sign in with a second factor.
    pub totp: bool,
}

/// Somebody who acts, or can act, at a till.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Operator {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
}

/// The organisation, as every screen needs it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyOrganisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// Its time zone.
    pub time_zone: Zone,
}

/// A branch that somebody may act in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyBranch {
    /// Its id.
    pub id: BranchId,
    /// Its name.
    pub name: String,
    /// Where its clocks stand.
    pub time_zone: Zone,
    /// When its business day begins, in minutes after midnight: what happens earlier belongs to the day before.
    pub cut_off_minutes: i64,
    /// What may be done there.
    pub permissions: BTreeSet<Permission>,
}

/// What a browser sends to sign in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The name of the account.
    pub sign_in: String,
    /// Its password.
    pub password: String,
    /// The organisation's handle, where the server holds several.
    pub organisation: Option<String>,
    /// The second factor, where the account has one: six digits, or a recovery code.
    pub code: Option<String>,
}

/// A device on which somebody is signed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Device {
    /// The session's id.
    pub id: SessionId,
    /// The browser's own words.
    pub device: String,
    /// When it signed in.
    pub created_at: Instant,
    /// When it was last seen, within the hour.
    pub seen_at: Instant,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Who acts on it now.
    pub operator_name: String,
}

/// Somebody takes over a shared till.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OperatorSwitch {
    /// Who.
    pub user: UserId,
    /// Their PIN.
    pub pin: String,
}

/// A new PIN, proved by the password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PinWish {
    /// The current password.
    pub password: String,
    /// 4 to 6 digits.
    pub pin: String,
}

/// Where mail reaches somebody.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailWish {
    /// The address; empty to take it away.
    #[schema(example = "owner@example.com")]
    pub email: String,
}

/// A new password, proved by the current one.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordWish {
    /// The current password.
    pub current: String,
    /// The new one.
    pub new: String,
}
