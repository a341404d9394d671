//! # Backups
//!
//! **What.** Writes the whole server, with its keys, into one sealed file while it serves, on a
//! schedule or when asked; and makes a server of such a file again, on either database.
//!
//! **Words.** An *archive* is what such a file holds: a manifest, the keys, every row of every table,
//! a digest ([`archive`]). A *run* is one try to make a backup, good or failed, as the record keeps it; a
//! restore is recorded among them. A *plan* is how the server was told to back itself up.
//!
//! **Owns.** `backup_run`.
//!
//! **Promises.**
//! - A backup is of one moment, holds every row, and is read again before it gets its name
//!   (`tests::taking`).
//! - What it makes is what it was made of, also on the other database
//!   (`tests::moving::every_row_comes_back_from_the_other_database`).
//! - What is refused or breaks off leaves nothing behind (`tests::refusing`).
//! - No file is thrown away that the plan did not write, and never the newest good one
//!   (`rules::tests`, `tests::planned`).
//!
//! **Leans on.** [`crate::branch`], [`crate::check`], [`crate::store`], [`crate::access`].

pub mod archive;
mod commands;
mod draft;
mod http;
mod jobs;
mod model;
mod place;
mod queries;
mod restoring;
mod rules;
mod taking;

#[cfg(test)]
mod tests;

pub use http::routes;
pub use jobs::{Plan, follow};
pub use model::{At, Keep, Refusal, Run, RunKind};
pub use restoring::{Restored, restore};
pub use rules::check_passphrase;
pub use taking::{Made, Order, note_command, take};
