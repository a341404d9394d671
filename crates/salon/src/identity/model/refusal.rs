//! Why something about identity is refused.

use kernel::{Problem, problem::Kind};

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
    /// This is no e-mail address.
    EmailForm,
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
    /// The password was right, and the account has a second factor.
    CodeNeeded,
    /// Not this code, or one that was used already.
    CodeWrong,
    /// The second factor is in force already.
    TotpOn,
    /// There is no second factor to confirm or to take away.
    TotpOff,
    /// Nobody releases what they do themselves.
    ReleaseSelf,
    /// There is no such device, or it is somebody else's.
    DeviceUnknown,
    /// The key is unknown, revoked or expired: never said which.
    KeyWrong,
    /// There is no such key.
    KeyUnknown,
    /// A key allows something, and never to manage accounts.
    KeyPermissions,
    /// A key expires on a day to come.
    KeyExpiry,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::SignInWrong => {
                let detail = "The name or the password is not right.";
                Problem::new(Kind::Unauthenticated, "identity.sign_in_wrong", detail)
            }
            Refusal::PinWrong => Problem::refused("identity.pin_wrong", "This is not the right PIN."),
            Refusal::CodeNeeded => {
                let detail = "This account has a second factor. Send its code as well.";
                Problem::new(Kind::Unauthenticated, "identity.code_needed", detail)
            }
            Refusal::CodeWrong => {
                let detail = "This is not the right code, or it was used already.";
                Problem::invalid("code", "identity.code_wrong", detail)
            }
            Refusal::TotpOn => {
                let detail = "The second factor is in force already. Take it away first.";
                Problem::refused("identity.totp_on", detail)
            }
            Refusal::TotpOff => {
                Problem::refused("identity.totp_off", "There is no second factor. Begin with one first.")
            }
            Refusal::ReleaseSelf => {
                let detail = "Somebody else has to release this: you are doing it yourself.";
                Problem::refused("identity.release_self", detail)
            }
            Refusal::DeviceUnknown => {
                Problem::not_found("identity.device_unknown", "There is no such device of yours.")
            }
            Refusal::KeyWrong => {
                let detail = "This key is unknown, revoked or expired.";
                Problem::new(Kind::Unauthenticated, "identity.key_wrong", detail)
            }
            Refusal::KeyUnknown => Problem::not_found("identity.key_unknown", "There is no such key."),
            Refusal::KeyPermissions => {
                let detail = "A key allows at least one thing, and never to manage accounts.";
                Problem::invalid("permissions", "identity.key_permissions", detail)
            }
            Refusal::KeyExpiry => {
                Problem::invalid("expires_on", "identity.key_expiry", "A key expires on a day to come.")
            }
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
            Refusal::EmailForm => {
                Problem::invalid("email", "identity.email_form", "This is no e-mail address.")
            }
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
