//! # The store
//!
//! **What.** One small face over two first-class databases: SQLite inside the process and
//! PostgreSQL. The only place that names a database driver.
//!
//! **Words.** A [`Command`] is a business verb run in one serial transaction, a [`Tx`]. A read is a
//! snapshot, also a `Tx`, that never waits for a writer. [`Db::attempt`] counts what may be tried
//! only so often; [`Db::number`] gives the numbers that people read; [`Tx::tell`] writes to the
//! outbox; [`Tx::touched`] to the audit log, which [`Tx::audited`] reads back. A [`Snapshot`] reads every
//! table whole, for a backup; a [`Load`] fills an empty database from one.
//!
//! **Owns.** `store_meta`, `store_migration`, `store_idempotency`, `store_audit`, `store_outbox`,
//! `store_attempt`, `store_number`.
//!
//! **Promises.**
//! - What was acknowledged is on the disk; what was refused left nothing
//!   (`tests::a_refused_command_leaves_nothing`).
//! - The same key gives the same answer and moves value once
//!   (`tests::the_same_key_gives_the_same_answer_and_runs_once`).
//! - Two commands that cross behave as if one had run after the other
//!   (`tests::commands_that_cross_count_every_one`).
//! - A statement reaches one organisation: `$1` is bound here
//!   (`tests::a_statement_does_not_reach_another_organisation`).
//! - A snapshot holds every table there is, read off the schema
//!   (`dump::tests::a_snapshot_holds_every_table_with_its_key`).
//!
//! **Leans on.** `kernel`, [`crate::access`].
//!
//! SQL is one text for both engines, with `$1` for the organisation. Columns are BIGINT, TEXT, UUID
//! and BYTEA; every SELECT that may return several rows has an ORDER BY; uniqueness is a constraint
//! with `ON CONFLICT DO NOTHING` and the row count, never a read before a write.

mod attempt;
mod audit;
mod cipher;
mod command;
mod db;
mod dump;
mod error;
mod load;
mod migrate;
mod number;
mod outbox;
mod postgres;
mod recording;
mod sqlite;
mod sweep;
mod tx;
mod val;

/// The number of the newest migration: what this program's tables are like.
pub fn schema() -> i64 {
    migrate::newest()
}

#[cfg(test)]
mod tests;

pub use attempt::AttemptLimit;
pub use audit::{AuditFilter, Audited, PEOPLE};
pub use cipher::{Cell, Cipher, Keyring};
pub use command::{Command, IdempotencyKey, key_needed};
pub use db::{Clock, DATABASE_FILE, Db, LOCK_FILE, Location, Mode, RESTORE_FOLDER};
pub use dump::{Column, Kind, PAGE, Snapshot, Table};
pub use error::StoreError;
pub use load::Load;
pub use number::Numbered;
pub use outbox::Told;
pub use recording::{Recording, Statement};
pub use tx::Tx;
pub use val::{FromVal, Row, SIXTEEN, Val, id_val, sixteen};
