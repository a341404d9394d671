//! The embedded engine: one writer thread with group commit, and readers that never wait for it.
//!
//! Jobs queue for the writer. It opens one transaction, runs what is queued (at most
//! [`GROUP_MAX`]) each inside its own savepoint, commits once, and only then answers: a single
//! flush of the disk serves them all, and nothing is acknowledged that is not on it.

use super::{StoreError, Val};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig, types::ToSqlOutput, types::ValueRef};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

/// How many jobs may share one commit.
const GROUP_MAX: usize = 32;
/// How many jobs may wait; more are told that the server is busy.
const QUEUE_MAX: usize = 1024;
/// How many statements stay prepared per connection.
const STATEMENTS_MAX: usize = 512;
/// How much of a fresh database is kept in memory, in KiB.
const FRESH_CACHE: i64 = 128 * 1024;

/// When what was written is put on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flush {
    /// With every commit, before it is acknowledged.
    EachCommit,
    /// Once, by [`Sqlite::settle`]: for a database that is thrown away when it is not finished.
    AtTheEnd,
}

/// One unit of work for the writer.
pub(super) trait Job: Send {
    /// Runs inside a savepoint; says whether to keep what it wrote.
    fn run(&mut self, connection: &mut Connection) -> bool;
    /// Answers whoever waits, once the fate of the commit is known.
    fn answer(self: Box<Self>, commit: Result<(), StoreError>);
}

/// A database file with its writer and its readers.
pub(super) struct Sqlite {
    path: PathBuf,
    queue: mpsc::SyncSender<Box<dyn Job>>,
    readers: Arc<Mutex<Vec<Connection>>>,
}

impl Sqlite {
    /// Opens (or makes) the database file and starts its writer.
    pub fn open(path: &Path, flush: Flush) -> Result<Sqlite, StoreError> {
        let writer = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        writer.pragma_update(None, "journal_mode", "WAL").map_err(fault)?;
        match flush {
            // FULL: an acknowledged payment survives a power cut, not only a crash of the process.
            Flush::EachCommit => writer.pragma_update(None, "synchronous", "FULL").map_err(fault)?,
            Flush::AtTheEnd => {
                writer.pragma_update(None, "synchronous", "OFF").map_err(fault)?;
                writer.pragma_update(None, "cache_size", -FRESH_CACHE).map_err(fault)?;
            }
        }
        writer.pragma_update(None, "wal_autocheckpoint", 8000).map_err(fault)?;
        // What a savepoint could take back is kept in memory: else every command of a group but the first
        // writes it to a file that is thrown away.
        writer.pragma_update(None, "temp_store", "MEMORY").map_err(fault)?;
        let (queue, jobs) = mpsc::sync_channel(QUEUE_MAX);
        let spawned = std::thread::Builder::new().name("store-writer".to_owned());
        spawned.spawn(move || serve(writer, &jobs)).map_err(StoreError::row)?;
        Ok(Sqlite { path: path.to_owned(), queue, readers: Arc::default() })
    }

    /// Opens the database file for readers alone; every job is refused.
    pub fn look(path: &Path) -> Sqlite {
        let (queue, _) = mpsc::sync_channel(0);
        Sqlite { path: path.to_owned(), queue, readers: Arc::default() }
    }

    /// Queues a job; refuses at once when too many wait.
    pub fn submit(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        self.queue.try_send(job).map_err(|_| StoreError::Busy("the writer's queue is full".to_owned()))
    }

    /// A reader with an open snapshot, which returns to the pool when dropped.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        let pooled = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match pooled {
            Some(connection) => connection,
            None => connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        connection.execute_batch("BEGIN").map_err(fault)?;
        Ok(Reader { connection: Some(connection), pool: Arc::clone(&self.readers) })
    }

    /// Moves everything into the file itself and puts the file on the disk. Refuses while something is
    /// going on in the database.
    pub fn settle(&self) -> Result<(), StoreError> {
        self.with_own_connection(|connection| {
            let busy: i64 = connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
                .map_err(fault)?;
            if busy == 0 { Ok(()) } else { Err(StoreError::Busy("the file is being read".to_owned())) }
        })?;
        // What was moved before, without waiting for the disk, is in the same file.
        let on_disk = std::fs::File::open(&self.path).and_then(|file| file.sync_all());
        on_disk.map_err(|error| StoreError::NoRoom(error.to_string()))
    }

    /// Runs statements that no organisation owns (migrations), outside the queue.
    pub fn with_own_connection<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(fault)?;
        work(&mut connection)
    }
}

/// A read-only snapshot of the whole database.
pub(super) struct Reader {
    connection: Option<Connection>,
    pool: Arc<Mutex<Vec<Connection>>>,
}

impl Reader {
    pub fn rows(&mut self, sql: &'static str, args: &[Val]) -> Result<Vec<Vec<Val>>, StoreError> {
        self.query(numbered(sql), args)
    }

    /// Runs a statement in SQLite's own words, with `?1` for the first value.
    pub fn query(&mut self, sql: &str, args: &[Val]) -> Result<Vec<Vec<Val>>, StoreError> {
        let Some(connection) = &mut self.connection else { return Ok(Vec::new()) };
        // A long read must not hold up the other requests of this thread.
        let on_server = tokio::runtime::Handle::try_current()
            .is_ok_and(|handle| handle.runtime_flavor() == tokio::runtime::RuntimeFlavor::MultiThread);
        if on_server {
            tokio::task::block_in_place(|| query(connection, sql, args))
        } else {
            query(connection, sql, args)
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("COMMIT").is_ok()
        {
            self.pool.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fault)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(fault)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(fault)?;
    // A statement is planned once. Otherwise the engine plans it anew for every value that it
    // compares with an indexed column, which costs more than most statements themselves.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(connection)
}

fn serve(mut connection: Connection, jobs: &mpsc::Receiver<Box<dyn Job>>) {
    while let Ok(first) = jobs.recv() {
        if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE").map_err(fault) {
            first.answer(Err(error));
            continue;
        }
        let mut group = Vec::with_capacity(GROUP_MAX);
        let mut next = Some(first);
        let mut broken = None;
        while let Some(mut job) = next.take() {
            let ended = run_one(&mut connection, job.as_mut());
            group.push(job);
            if let Err(error) = ended {
                broken = Some(error);
                break;
            }
            if group.len() < GROUP_MAX {
                next = jobs.try_recv().ok();
            }
        }
        let commit = match broken {
            Some(error) => Err(error),
            None => connection.execute_batch("COMMIT").map_err(fault),
        };
        if commit.is_err() && !connection.is_autocommit() {
            // Nothing more can be done about a rollback that fails: closing the file has the same effect.
            let _ = connection.execute_batch("ROLLBACK");
        }
        metrics::histogram!("tress_store_group_size").record(u32::try_from(group.len()).unwrap_or(u32::MAX));
        for job in group {
            job.answer(commit.clone());
        }
    }
}

/// Runs a job in its savepoint. An error means that the whole transaction is gone.
fn run_one(connection: &mut Connection, job: &mut dyn Job) -> Result<(), StoreError> {
    connection.execute_batch("SAVEPOINT job").map_err(fault)?;
    let keep =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job.run(connection))).unwrap_or(false);
    if connection.is_autocommit() {
        // A full disk or a failed read makes the engine roll back by itself.
        return Err(StoreError::NoRoom("the engine rolled the transaction back".to_owned()));
    }
    let end = if keep { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
    connection.execute_batch(end).map_err(fault)
}

/// Runs a statement that returns rows.
pub(super) fn rows(
    connection: &mut Connection,
    sql: &'static str,
    args: &[Val],
) -> Result<Vec<Vec<Val>>, StoreError> {
    query(connection, numbered(sql), args)
}

/// Runs a statement in SQLite's own words, with `?1` for the first value.
pub(super) fn query(
    connection: &mut Connection,
    sql: &str,
    args: &[Val],
) -> Result<Vec<Vec<Val>>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(fault)?;
    let columns = statement.column_count();
    let mut cursor = statement.query(rusqlite::params_from_iter(args)).map_err(fault)?;
    let mut found = Vec::new();
    while let Some(row) = cursor.next().map_err(fault)? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            values.push(value(row.get_ref(column).map_err(fault)?)?);
        }
        found.push(values);
    }
    Ok(found)
}

/// Runs a statement that changes rows, and says how many.
pub(super) fn execute(
    connection: &mut Connection,
    sql: &'static str,
    args: &[Val],
) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(numbered(sql)).map_err(fault)?;
    let changed = statement.execute(rusqlite::params_from_iter(args)).map_err(fault)?;
    Ok(changed as u64)
}

/// `$1` is a *named* parameter to SQLite, numbered by first appearance; `?1` is what is meant.
/// Each statement of the product is rewritten once.
fn numbered(sql: &'static str) -> &'static str {
    static REWRITTEN: Mutex<Option<HashMap<(usize, usize), &'static str>>> = Mutex::new(None);
    let mut rewritten = REWRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = rewritten.get_or_insert_default();
    // Statements are literals of the program: their number is fixed, and so is what is kept here.
    known
        .entry((sql.as_ptr() as usize, sql.len()))
        .or_insert_with(|| Box::leak(sql.replace('$', "?").into_boxed_str()))
}

fn value(value: ValueRef<'_>) -> Result<Val, StoreError> {
    Ok(match value {
        ValueRef::Null => Val::Null,
        ValueRef::Integer(number) => Val::Int(number),
        ValueRef::Text(text) => Val::Text(std::str::from_utf8(text).map_err(StoreError::row)?.to_owned()),
        ValueRef::Blob(bytes) => Val::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(StoreError::row("a column holds a float")),
    })
}

impl rusqlite::ToSql for Val {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Val::Null => ValueRef::Null,
            Val::Int(number) => ValueRef::Integer(*number),
            Val::Text(text) => ValueRef::Text(text.as_bytes()),
            Val::Uuid(uuid) => ValueRef::Blob(uuid.as_bytes()),
            Val::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Says in the store's words what went wrong.
pub(super) fn fault(error: rusqlite::Error) -> StoreError {
    let cause = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(cause),
        Some(ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure) => {
            StoreError::NoRoom(cause)
        }
        _ => StoreError::Fault(cause),
    }
}
