//! # Identity
//!
//! **What.** Who signs in, on which devices, who acts at a shared till, and what each may do in
//! which branches.
//!
//! **Words.** A [`User`] is an account. A role is a named set of permissions, ready-made or of the
//! organisation's own; a grant gives a role for named branches or for all. A session is a signed-in
//! device; its *operator* is who acts on it now, changed by PIN. A *second factor* is a code that an
//! authenticator shows (TOTP). *Releasing* 授权 is lending one request what oneself may do, by PIN. A
//! *key* lets a program act. An *event* is what happened at a door.
//!
//! **Owns.** `identity_user`, `identity_role`, `identity_grant`, `identity_session`, `identity_totp`,
//! `identity_recovery`, `identity_key`, `identity_event`.
//!
//! **Promises.**
//! - Passwords and PINs are kept as Argon2id hashes alone (RFC 9106), sessions as digests
//!   (`tests::nothing_that_opens_a_door_is_stored_readably`).
//! - Guessing is counted before it is answered, and an unknown name costs as much as a wrong
//!   password (`tests::guessing_is_stopped`).
//! - Somebody always remains who can manage accounts (`tests::the_last_owner_stays`).
//! - A code of the second factor is good for once (`tests::factor::a_code_is_good_for_once`).
//! - A key allows no more than its maker may do today, and never manages accounts
//!   (`tests::key::a_key_allows_no_more_than_its_maker`).
//! - A release holds for one request, and its PIN is gone before anything can log it
//!   (`tests::release::a_release_holds_for_one_request`).
//! - Where mail reaches somebody is kept sealed (`tests::where_mail_reaches_somebody_is_kept_sealed`).
//! - Changing a password, or signing out everywhere, ends every other session
//!   (`tests::signing_out_everywhere_ends_every_session`).
//!
//! **Leans on.** [`crate::branch`], [`crate::store`], [`crate::access`].

mod commands;
mod door;
mod holders;
mod http;
mod model;
mod queries;
mod rules;
mod secret;
mod sign_in;
mod totp;

#[cfg(test)]
mod tests;

pub use commands::{AddUser, ResetPassword, add_ready_roles, ready_role};
pub use door::authenticate;
pub use holders::{Holder, holders};
pub use http::{me, routes, signed_in_answer};
pub use model::{GrantWish, Me, NewUser, Ready, User};
pub use queries::{Account, actor_of, device_of, emails, key_names, names, user_by_sign_in, users};
pub use rules::{check_password, permissions_of};
pub use secret::{Hashed, hash, matches, random_word};
pub use sign_in::{SignedIn, TOO_MANY as TOO_MANY_ATTEMPTS, prove_password, start_session};
