//! # Identity
//!
//! **What.** Who signs in, on which devices, who acts at a shared till, and what each may do in
//! which branches.
//!
//! **Words.** A [`User`] is an account. A role is a named set of permissions, ready-made or of the
//! organisation's own; a grant gives a role for named branches or for all. A session is a signed-in
//! device; its *operator* is who acts on it now, changed by PIN.
//!
//! **Owns.** `identity_user`, `identity_role`, `identity_grant`, `identity_session`.
//!
//! **Promises.**
//! - Passwords and PINs are kept as Argon2id hashes alone (RFC 9106), sessions as digests
//!   (`tests::nothing_that_opens_a_door_is_stored_readably`).
//! - Guessing is counted before it is answered, and an unknown name costs as much as a wrong
//!   password (`tests::guessing_is_stopped`).
//! - Somebody always remains who can manage accounts (`tests::the_last_owner_stays`).
//! - Changing a password, or signing out everywhere, ends every other session
//!   (`tests::signing_out_everywhere_ends_every_session`).
//!
//! **Leans on.** [`crate::branch`], [`crate::store`], [`crate::access`].

mod commands;
mod http;
mod model;
mod queries;
mod rules;
mod secret;
mod sign_in;

#[cfg(test)]
mod tests;

pub use commands::{AddUser, ResetPassword, add_ready_roles, ready_role};
pub use http::{authenticate, me, routes, signed_in_answer};
pub use model::{GrantWish, Me, NewUser, Ready, User};
pub use queries::{Account, actor_of, user_by_sign_in, users};
pub use rules::{check_password, permissions_of};
pub use secret::{Hashed, hash, random_word};
pub use sign_in::{SignedIn, start_session};
