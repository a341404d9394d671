//! The database: opened once, written through commands, read through snapshots.

use super::cipher::{Cipher, Keyring};
use super::command::{Command, IdempotencyKey, Once};
use super::postgres::Postgres;
use super::recording::Recording;
use super::sqlite::{Flush, Job, Sqlite};
use super::tx::{Context, Engine, Tx};
use super::{Snapshot, StoreError, Val, migrate, number::Numbers};
use crate::access::Actor;
use kernel::{Instant, OrganisationId, Problem};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, RwLock, oneshot};
use zeroize::Zeroizing;

/// How many connections a PostgreSQL pool holds.
const CONNECTIONS: usize = 16;
/// How many organisations' ciphers are kept derived.
const CIPHERS_MAX: usize = 10_000;
/// How often a command is run again after crossing another one.
const RUNS_MAX: u32 = 20;

/// The file of a data folder that holds the rows.
pub const DATABASE_FILE: &str = "tress.db";
/// The file of a data folder that is locked by whoever writes there.
pub const LOCK_FILE: &str = "tress.lock";

/// The folder inside a data folder in which a restore is not finished.
pub const RESTORE_FOLDER: &str = "restoring";

/// Where the rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file in a data folder, served by this process alone.
    Folder(PathBuf),
    /// A PostgreSQL database, as a `postgres://` address.
    Postgres(String),
}

/// What a process wants of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To write, alone: a data folder is locked as long as the database is open.
    Write,
    /// To make a new database that is worth nothing until it is whole: written without waiting for the
    /// disk, so a power cut may leave anything behind, until [`Db::settle`] has put all of it there.
    /// Never for what somebody relies on.
    Fresh,
    /// To look, also beside a running server.
    Read,
}

/// What time it is. Tests and the demo give their own.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that moves only when told, in milliseconds since the epoch.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The current moment.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    pub fn now(&self) -> Instant {
        match self {
            Clock::System => Instant::from_millis(jiff::Timestamp::now().as_millisecond()),
            Clock::Set(millis) => Instant::from_millis(millis.load(Ordering::SeqCst)),
        }
    }
}

enum Driver {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
    recording: Option<Recording>,
}

struct Inner {
    driver: Driver,
    _lock: Option<File>,
    keys: Keyring,
    clock: Clock,
    ciphers: Mutex<HashMap<OrganisationId, Arc<Cipher>>>,
    turns: Mutex<HashMap<OrganisationId, Arc<RwLock<()>>>>,
    numbers: Numbers,
    told: Notify,
}

impl Db {
    /// Opens the database and checks that the keys are its own. To write, it first makes or
    /// upgrades the tables; to look, they must be there.
    pub async fn open(location: &Location, keys: Keyring, clock: Clock, mode: Mode) -> Result<Db, Problem> {
        let (driver, lock) = match location {
            Location::Folder(folder) => open_folder(folder, mode)?,
            Location::Postgres(url) => (Driver::Postgres(Postgres::open(url, CONNECTIONS).await?), None),
        };
        let inner = Inner {
            driver,
            _lock: lock,
            keys,
            clock,
            ciphers: Mutex::default(),
            turns: Mutex::default(),
            numbers: Numbers::default(),
            told: Notify::new(),
        };
        let db = Db { inner: Arc::new(inner), recording: None };
        if mode != Mode::Read {
            migrate::run(&db).await?;
        }
        db.check_keys(mode).await?;
        Ok(db)
    }

    /// The same database, which writes down what is sent to it, and where that is read.
    pub fn recorded(&self) -> (Db, Recording) {
        let recording = Recording::default();
        (Db { inner: Arc::clone(&self.inner), recording: Some(recording.clone()) }, recording)
    }

    /// The current moment.
    pub fn now(&self) -> Instant {
        self.inner.clock.now()
    }

    /// Whether commands never cross, because one writer runs them in turn.
    pub fn has_one_writer(&self) -> bool {
        matches!(self.inner.driver, Driver::Sqlite(_))
    }

    /// Moves everything into the one file of a data folder, and the file onto the disk, so that it can be
    /// carried elsewhere; nothing may be going on in it. On PostgreSQL every commit is there already.
    pub fn settle(&self) -> Result<(), StoreError> {
        match &self.inner.driver {
            Driver::Sqlite(sqlite) => sqlite.settle(),
            Driver::Postgres(_) => Ok(()),
        }
    }

    /// Seals, opens and digests for one organisation.
    pub fn cipher(&self, organisation: OrganisationId) -> Arc<Cipher> {
        let mut known = self.inner.ciphers.lock().unwrap_or_else(PoisonError::into_inner);
        // A cookie can name any organisation: what strangers ask for must not pile up.
        if known.len() >= CIPHERS_MAX {
            known.clear();
        }
        let made =
            known.entry(organisation).or_insert_with(|| Arc::new(self.inner.keys.cipher(organisation)));
        Arc::clone(made)
    }

    /// Opens a read-only snapshot that never waits for the writer.
    pub async fn read(&self, actor: &Actor) -> Result<Tx<'static>, Problem> {
        let engine = match &self.inner.driver {
            Driver::Sqlite(sqlite) => Engine::SqliteRead(sqlite.reader()?),
            Driver::Postgres(postgres) => Engine::PostgresRead(postgres.reader().await?),
        };
        Ok(Tx::new(engine, self.context(actor)))
    }

    /// Opens a read-only snapshot of every table, for a backup.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(match &self.inner.driver {
            Driver::Sqlite(sqlite) => Snapshot::of_sqlite(sqlite.reader()?),
            Driver::Postgres(postgres) => Snapshot::of_postgres(postgres.reader().await?),
        })
    }

    /// The text form of the keys, for a backup that is sealed itself.
    pub fn keys_text(&self) -> Zeroizing<String> {
        self.inner.keys.to_text()
    }

    /// Runs a command in one serial transaction.
    pub async fn write<C: Command>(&self, actor: &Actor, command: C) -> Result<C::Out, Problem> {
        let answer = match &self.inner.driver {
            Driver::Sqlite(sqlite) => self.write_sqlite(sqlite, actor, command).await,
            Driver::Postgres(postgres) => self.write_postgres(postgres, actor, &command).await,
        };
        let outcome = answer.as_ref().map_or_else(|problem| problem.code, |_| "done");
        metrics::counter!("tress_commands_total", "command" => C::NAME, "outcome" => outcome).increment(1);
        answer
    }

    /// Runs a command that moves value: once per key, with the same answer every time.
    pub async fn write_once<C>(
        &self,
        actor: &Actor,
        key: IdempotencyKey,
        command: C,
    ) -> Result<C::Out, Problem>
    where
        C: Command + Serialize,
        C::Out: Serialize + DeserializeOwned,
    {
        self.write(actor, Once { key, command }).await
    }

    /// Waits until a command of this process has told something.
    pub async fn told(&self) {
        self.inner.told.notified().await;
    }

    pub(super) fn numbers(&self) -> &Numbers {
        &self.inner.numbers
    }

    /// Reads rows that belong to no organisation. For the store, and for what finds an
    /// organisation in the first place.
    pub(crate) async fn global_rows(
        &self,
        sql: &'static str,
        args: Vec<Val>,
    ) -> Result<Vec<super::Row>, StoreError> {
        let found = match &self.inner.driver {
            Driver::Sqlite(sqlite) => sqlite.reader()?.rows(sql, &args)?,
            Driver::Postgres(postgres) => postgres.reader().await?.rows(sql, &args).await?,
        };
        Ok(found.into_iter().map(super::Row::new).collect())
    }

    /// Runs the text of a migration, or another text that no organisation owns.
    pub(crate) async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        match &self.inner.driver {
            Driver::Sqlite(sqlite) => sqlite.with_own_connection(|connection| {
                let tx = connection.transaction().map_err(super::sqlite::fault)?;
                tx.execute_batch(sql).map_err(super::sqlite::fault)?;
                tx.commit().map_err(super::sqlite::fault)
            }),
            // Several statements in one text are one transaction to PostgreSQL.
            Driver::Postgres(postgres) => postgres.batch(sql).await,
        }
    }

    fn context(&self, actor: &Actor) -> Context {
        Context {
            actor: Arc::new(actor.clone()),
            cipher: self.cipher(actor.organisation),
            now: self.now(),
            recording: self.recording.clone(),
        }
    }

    async fn write_sqlite<C: Command>(
        &self,
        sqlite: &Sqlite,
        actor: &Actor,
        command: C,
    ) -> Result<C::Out, Problem> {
        let (reply, answer) = oneshot::channel();
        let job = WriteJob {
            db: self.clone(),
            context: self.context(actor),
            command,
            told: false,
            outcome: None,
            reply,
        };
        sqlite.submit(Box::new(job))?;
        answer.await.map_err(|_| Problem::bug("the writer ended without an answer"))?
    }

    async fn write_postgres<C: Command>(
        &self,
        postgres: &Postgres,
        actor: &Actor,
        command: &C,
    ) -> Result<C::Out, Problem> {
        let context = self.context(actor);
        let turns = self.turns(actor.organisation);
        for run in 1..=RUNS_MAX {
            // A command that has crossed another one runs alone from then on, as far as this server can
            // see to it: where many cross, they come one after another instead of undoing each other.
            let beside = if run == 1 { Some(turns.read().await) } else { None };
            let alone = if run > 1 { Some(turns.write().await) } else { None };
            match run_on_postgres(postgres, context.clone(), command).await {
                Ok((out, told)) => {
                    if told {
                        self.inner.told.notify_one();
                    }
                    return Ok(out);
                }
                Err(Ended::Refused(problem)) => return Err(problem),
                Err(Ended::Crossed) => {
                    metrics::counter!("tress_command_retries_total", "command" => C::NAME).increment(1);
                    drop((beside, alone));
                    tokio::time::sleep(pause(run)).await;
                }
            }
        }
        Err(StoreError::Crossed.into())
    }

    /// In which the commands of an organisation run beside each other, or one alone.
    fn turns(&self, organisation: OrganisationId) -> Arc<RwLock<()>> {
        let mut known = self.inner.turns.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever still holds a forgotten one crosses others as if they were on another server.
        if known.len() >= CIPHERS_MAX {
            known.clear();
        }
        Arc::clone(known.entry(organisation).or_default())
    }

    async fn check_keys(&self, mode: Mode) -> Result<(), Problem> {
        let mine: String = self.inner.keys.fingerprint().iter().map(|byte| format!("{byte:02x}")).collect();
        let sql = "SELECT value FROM store_meta WHERE name = 'key_fingerprint'";
        let Some(mut row) = self.global_rows(sql, Vec::new()).await?.pop() else {
            if mode == Mode::Read {
                return Err(no_database());
            }
            let insert = format!("INSERT INTO store_meta (name, value) VALUES ('key_fingerprint', '{mine}')");
            return Ok(self.batch(&insert).await?);
        };
        let stored: String = row.take()?;
        if stored == mine {
            return Ok(());
        }
        let detail = "The key file does not belong to this database. Give the right one with --key-file.";
        Err(Problem::refused("store.key_wrong", detail))
    }
}

fn open_folder(folder: &Path, mode: Mode) -> Result<(Driver, Option<File>), Problem> {
    let file = folder.join(DATABASE_FILE);
    if mode == Mode::Read {
        return if file.exists() {
            Ok((Driver::Sqlite(Sqlite::look(&file)), None))
        } else {
            Err(no_database())
        };
    }
    let unusable = |error: std::io::Error| {
        let detail = format!("The data folder {} cannot be used: {error}.", folder.display());
        Problem::refused("store.data_folder", detail)
    };
    std::fs::create_dir_all(folder).map_err(unusable)?;
    let lock = File::create(folder.join(LOCK_FILE)).map_err(unusable)?;
    if lock.try_lock().is_err() {
        let detail = format!("Another Tress is using {}. Stop it first, or ask it.", folder.display());
        return Err(Problem::refused("store.in_use", detail));
    }
    if folder.join(RESTORE_FOLDER).exists() && !file.exists() {
        let detail =
            format!("A restore into {} broke off. Run it again, or remove the folder.", folder.display());
        return Err(Problem::refused("store.half_restored", detail));
    }
    let flush = if mode == Mode::Fresh { Flush::AtTheEnd } else { Flush::EachCommit };
    Ok((Driver::Sqlite(Sqlite::open(&file, flush)?), Some(lock)))
}

fn no_database() -> Problem {
    Problem::not_found(
        "store.no_database",
        "There is no Tress database here. Say where it is with --data or --database.",
    )
}

enum Ended {
    Crossed,
    Refused(Problem),
}

async fn run_on_postgres<C: Command>(
    postgres: &Postgres,
    context: Context,
    command: &C,
) -> Result<(C::Out, bool), Ended> {
    let refused = |error: StoreError| match error {
        StoreError::Crossed => Ended::Crossed,
        other => Ended::Refused(other.into()),
    };
    let pg = postgres.begin().await.map_err(refused)?;
    let mut tx = Tx::new(Engine::PostgresWrite(&pg), context);
    let run = complete(command, &mut tx).await;
    let (crossed, told) = (tx.crossed(), tx.told());
    drop(tx);
    if crossed {
        return Err(Ended::Crossed);
    }
    let out = run.map_err(Ended::Refused)?;
    pg.commit().await.map_err(refused)?;
    Ok((out, told))
}

async fn complete<C: Command>(command: &C, tx: &mut Tx<'_>) -> Result<C::Out, Problem> {
    let out = command.run(tx).await?;
    tx.finish(C::NAME).await?;
    Ok(out)
}

/// A random part of a time that doubles with each run, up to an eighth of a second: commands of several
/// servers that crossed spread out until they no longer meet. On one server they wait for their turns.
fn pause(run: u32) -> Duration {
    if run == 1 {
        return Duration::ZERO;
    }
    let mut random = [0_u8; 2];
    let _ = getrandom::fill(&mut random);
    let longest = 1_u64 << run.min(7);
    Duration::from_micros(u64::from(u16::from_le_bytes(random)) * longest * 1000 / u64::from(u16::MAX))
}

struct WriteJob<C: Command> {
    db: Db,
    context: Context,
    command: C,
    told: bool,
    outcome: Option<Result<C::Out, Problem>>,
    reply: oneshot::Sender<Result<C::Out, Problem>>,
}

impl<C: Command> Job for WriteJob<C> {
    fn run(&mut self, connection: &mut rusqlite::Connection) -> bool {
        let mut tx = Tx::new(Engine::SqliteWrite(connection), self.context.clone());
        // On this engine the future never waits for anything: each statement runs in place.
        let outcome = pollster::block_on(complete(&self.command, &mut tx));
        self.told = tx.told();
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, commit: Result<(), StoreError>) {
        let WriteJob { db, outcome, told, reply, .. } = *self;
        let panicked = || Err(Problem::bug(format!("{} panicked", C::NAME)));
        let answer = match (outcome.unwrap_or_else(panicked), commit) {
            (Ok(_), Err(error)) => Err(error.into()),
            (outcome, _) => outcome,
        };
        if answer.is_ok() && told {
            db.inner.told.notify_one();
        }
        // Whoever waits may close the database next: this job must not hold it open any longer.
        drop(db);
        // Whoever asked may have gone; what was committed stays.
        let _ = reply.send(answer);
    }
}
