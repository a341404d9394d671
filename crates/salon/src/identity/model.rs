//! Accounts, roles, grants, sessions, and what can be wrong with them.

use crate::access::Permission;
use kernel::{BranchId, Currency, OrganisationId, Problem, RoleId, UserId, Zone, problem::Kind};
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
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they can take over a shared till by PIN.
    pub has_pin: bool,
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
    /// 店长: everything but accounts and roles.
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
    /// Whether they have a PIN.
    pub has_pin: bool,
}

/// Somebody who acts, or can act, at a till.
#[derive(Clone, Debug, Serialize, ToSchema)]
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

/// A new password, proved by the current one.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordWish {
    /// The current password.
    pub current: String,
    /// The new one.
    pub new: String,
}

/// Why something about identity is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such account, or not this password: never said which.
    SignInWrong,
    /// Not this PIN.
    PinWrong,
    /// There is no such account.
    UserUnknown,
    /// Another account has this name to sign in with.
    SignInTaken,
    /// A name to sign in with has 2 to 40 characters without spaces.
    SignInForm,
    /// A name is empty or too long.
    Name,
    /// A password is too short, too long or too common.
    PasswordWeak,
    /// A PIN has 4 to 6 digits, not all the same.
    PinForm,
    /// There is no such role.
    RoleUnknown,
    /// Another role has this name.
    RoleTaken,
    /// A ready role cannot be changed.
    RoleReady,
    /// Somebody still has this role.
    RoleUsed,
    /// Nobody would remain who manages accounts.
    LastOwner,
    /// A grant names a branch that does not exist, or none at all.
    GrantBranches,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::SignInWrong => {
                let detail = "The name or the password is not right.";
                Problem::new(Kind::Unauthenticated, "identity.sign_in_wrong", detail)
            }
            Refusal::PinWrong => Problem::refused("identity.pin_wrong", "This is not the right PIN."),
            Refusal::UserUnknown => Problem::not_found("identity.user_unknown", "There is no such account."),
            Refusal::SignInTaken => {
                let detail = "Another account already signs in with this name.";
                Problem {
                    kind: Kind::Conflict,
                    ..Problem::invalid("sign_in", "identity.sign_in_taken", detail)
                }
            }
            Refusal::SignInForm => {
                let detail = "A name to sign in with has 2 to 40 characters and no spaces.";
                Problem::invalid("sign_in", "identity.sign_in_form", detail)
            }
            Refusal::Name => Problem::invalid("name", "identity.name", "A name has 1 to 100 characters."),
            Refusal::PasswordWeak => {
                let detail = "A password has 10 to 200 characters and is none of those that everybody uses.";
                Problem::invalid("password", "identity.password_weak", detail)
            }
            Refusal::PinForm => {
                let detail = "A PIN has 4 to 6 digits that are not all the same.";
                Problem::invalid("pin", "identity.pin_form", detail)
            }
            Refusal::RoleUnknown => Problem::not_found("identity.role_unknown", "There is no such role."),
            Refusal::RoleTaken => {
                let detail = "Another role already has this name.";
                Problem { kind: Kind::Conflict, ..Problem::invalid("name", "identity.role_taken", detail) }
            }
            Refusal::RoleReady => {
                let detail = "A ready role cannot be changed. Make one of your own instead.";
                Problem::refused("identity.role_ready", detail)
            }
            Refusal::RoleUsed => {
                let detail = "Somebody still has this role. Give them another one first.";
                Problem::refused("identity.role_used", detail)
            }
            Refusal::LastOwner => {
                let detail = "Somebody must remain who can manage accounts in every branch.";
                Problem::refused("identity.last_owner", detail)
            }
            Refusal::GrantBranches => {
                let detail = "A grant names one or more branches that exist, or null for all.";
                Problem::invalid("grants", "identity.grant_branches", detail)
            }
        }
    }
}
