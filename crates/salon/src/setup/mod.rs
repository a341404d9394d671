//! # Set-up
//!
//! **What.** The first use of a server: the organisation, its company, its first branch and its
//! owner, made in one step by whoever holds the word printed at start.
//!
//! **Words.** The *token* is that word: random, shown on the server alone, good until it is used.
//!
//! **Owns.** `setup_done`.
//!
//! **Promises.**
//! - There is no default password, and nobody without the token can take a shop that is being set
//!   up (`tests::without_the_token_nothing_is_set_up`).
//! - A server is set up once (`tests::a_server_is_set_up_once`).
//!
//! **Leans on.** [`crate::branch`], [`crate::identity`].

mod commands;
mod http;
mod model;
mod queries;

#[cfg(test)]
mod tests;

pub use commands::{Begin, SetUp};
pub use http::routes;
pub use model::{BranchDetails, Owner};
pub use queries::is_done;

/// An id for an organisation that does not exist yet.
pub fn new_organisation_id() -> Result<kernel::OrganisationId, kernel::Problem> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(kernel::Problem::bug)?;
    let uuid = uuid::Builder::from_random_bytes(random).into_uuid();
    Ok(kernel::Id::from_uuid(uuid))
}
