//! The limit: the statements that the product has sent, with their values, sent again by the bare
//! drivers to a copy of the database as it was before.

use crate::process;
use crate::raw;
use futures_util::future::{join_all, try_join_all};
use salon::store::{Statement, Val};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error};

/// How many payments share a commit on SQLite, as many as with the product.
const GROUP: usize = 32;

/// What one payment sent, trip by trip.
pub type Sent = Vec<Vec<Statement>>;

/// What some work took.
#[derive(Clone, Copy, Default)]
pub struct Took {
    pub wall: Duration,
    /// CPU time of this process.
    pub cpu: Duration,
    /// Transactions that had to be run again.
    pub retries: usize,
}

impl Took {
    /// Takes the time of some work, which returns how much of it was run again.
    pub async fn by(work: impl Future<Output = usize>) -> Took {
        let (cpu, begun) = (process::own(), Instant::now());
        let retries = work.await;
        Took { wall: begun.elapsed(), cpu: process::own().saturating_sub(cpu), retries }
    }
}

/// One thread, durable, 32 payments in a commit.
pub fn on_sqlite(file: &Path, payments: &[Sent]) -> usize {
    let connection = rusqlite::Connection::open(file).unwrap();
    let form = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                PRAGMA wal_autocheckpoint = 8000";
    connection.execute_batch(form).unwrap();
    plan_once(&connection);
    let texts = texts(payments);
    for group in payments.chunks(GROUP) {
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        for statement in group.iter().flatten().flatten() {
            run(&connection, &texts[statement.sql], statement);
        }
        connection.execute_batch("COMMIT").unwrap();
    }
    0
}

/// How many times a page is looked at, per payment, and how many pages are written: a connection
/// that keeps no page has to read each of them.
pub fn pages_on_sqlite(file: &Path, payments: &[Sent]) -> (u64, u64) {
    let connection = rusqlite::Connection::open(file).unwrap();
    let form = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;
                PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 0; PRAGMA mmap_size = 0;
                PRAGMA cache_spill = OFF";
    connection.execute_batch(form).unwrap();
    plan_once(&connection);
    let texts = texts(payments);
    let log = file.with_extension("db-wal");
    let length = || std::fs::metadata(&log).map_or(0, |file| file.len());
    let (mut reads, before) = (0, length());
    for payment in payments {
        let begun = process::reads_of_this_thread();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        for statement in payment.iter().flatten() {
            run(&connection, &texts[statement.sql], statement);
        }
        connection.execute_batch("COMMIT").unwrap();
        reads += process::reads_of_this_thread() - begun;
    }
    let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap();
    let count = payments.len() as u64;
    (reads / count, (length() - before) / page.unsigned_abs() / count)
}

/// As the product does: each text is planned once.
fn plan_once(connection: &rusqlite::Connection) {
    let once = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
    connection.set_db_config(once, true).unwrap();
    connection.set_prepared_statement_cache_capacity(512);
}

/// SQLite takes `$1` for a name.
fn texts(payments: &[Sent]) -> HashMap<&'static str, String> {
    let all = payments.iter().flatten().flatten();
    all.map(|statement| (statement.sql, statement.sql.replace('$', "?"))).collect()
}

fn run(connection: &rusqlite::Connection, text: &str, statement: &Statement) {
    let mut prepared = connection.prepare_cached(text).unwrap();
    let args = rusqlite::params_from_iter(&statement.args);
    if !statement.reads {
        prepared.execute(args).unwrap();
        return;
    }
    let columns = prepared.column_count();
    let mut rows = prepared.query(args).unwrap();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            std::hint::black_box(row.get_ref(column).unwrap());
        }
    }
}

/// Several connections at the product's isolation level; what travelled together with the product
/// is pipelined, and the beginning travels with the first trip.
pub async fn on_postgres(url: &str, connections: usize, payments: Arc<Vec<Sent>>) -> usize {
    let next = Arc::new(AtomicUsize::new(0));
    let workers = (0..connections).map(|_| {
        let (payments, next, url) = (Arc::clone(&payments), Arc::clone(&next), url.to_owned());
        tokio::spawn(async move {
            let mut driver = Driver { client: raw::connect(&url).await, known: HashMap::new() };
            let mut retries = 0;
            while let Some(payment) = payments.get(next.fetch_add(1, Ordering::Relaxed)) {
                retries += driver.commit(payment).await;
            }
            retries
        })
    });
    join_all(workers).await.into_iter().map(Result::unwrap).sum()
}

struct Driver {
    client: Client,
    known: HashMap<&'static str, tokio_postgres::Statement>,
}

impl Driver {
    /// Runs a payment until it is committed; returns how often it crossed another one.
    async fn commit(&mut self, payment: &Sent) -> usize {
        let mut retries = 0;
        loop {
            let Err(error) = self.try_once(payment).await else { return retries };
            let crossed = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
            assert!(error.code().is_some_and(|code| crossed.contains(code)), "{error:?}");
            self.client.batch_execute("ROLLBACK").await.unwrap();
            retries += 1;
        }
    }

    async fn try_once(&mut self, payment: &Sent) -> Result<(), Error> {
        for statement in payment.iter().flatten() {
            if !self.known.contains_key(statement.sql) {
                self.known.insert(statement.sql, self.client.prepare(statement.sql).await?);
            }
        }
        let begin = self.client.batch_execute("BEGIN ISOLATION LEVEL SERIALIZABLE");
        let (first, rest) = payment.split_first().unwrap();
        tokio::try_join!(begin, self.trip(first))?;
        for trip in rest {
            self.trip(trip).await?;
        }
        self.client.batch_execute("COMMIT").await
    }

    async fn trip(&self, trip: &[Statement]) -> Result<(), Error> {
        let sent = trip.iter().map(|statement| async move {
            let prepared = &self.known[statement.sql];
            let args = params(&statement.args);
            match statement.reads {
                true => self.client.query(prepared, &args).await.map(|rows| rows.len() as u64),
                false => self.client.execute(prepared, &args).await,
            }
        });
        try_join_all(sent).await.map(drop)
    }
}

fn params(args: &[Val]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}
