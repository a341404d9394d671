//! An open transaction, as commands and queries see it.

use super::StoreError;
use super::cipher::{Cell, Cipher};
use super::postgres::{FLIGHT_MAX, PgTx};
use super::recording::{Recording, Statement};
use super::sqlite::{self, Reader};
use super::val::{Row, Val};
use crate::access::{Actor, At, Permission};
use kernel::{BranchId, Id, Instant, OrganisationId, Problem, RowId};
use std::sync::Arc;
use uuid::Uuid;

pub(super) enum Engine<'a> {
    SqliteWrite(&'a mut rusqlite::Connection),
    SqliteRead(Reader),
    PostgresWrite(&'a PgTx),
    PostgresRead(PgTx),
}

/// What a transaction knows besides its rows.
#[derive(Clone)]
pub(super) struct Context {
    pub actor: Arc<Actor>,
    pub cipher: Arc<Cipher>,
    pub now: Instant,
    pub recording: Option<Recording>,
}

/// A write that waits to be sent; says what a row count of zero means.
struct Queued {
    sql: &'static str,
    args: Vec<Val>,
    absent: Option<Problem>,
}

/// What a command touched, for the audit log.
struct Touched {
    subject: &'static str,
    id: Option<Uuid>,
    branch: Option<BranchId>,
}

/// An open transaction of one organisation.
///
/// `$1` of every statement is the organisation; the store binds it, so no statement can reach
/// another one's rows. A `Tx` that is not committed leaves nothing.
pub struct Tx<'a> {
    engine: Engine<'a>,
    context: Context,
    ids: Ids,
    queued: Vec<Queued>,
    touched: Vec<Touched>,
    crossed: bool,
    told: bool,
}

impl<'a> Tx<'a> {
    pub(super) fn new(engine: Engine<'a>, context: Context) -> Tx<'a> {
        let ids = Ids { millis: context.now.millis(), counter: 0 };
        Tx { engine, context, ids, queued: Vec::new(), touched: Vec::new(), crossed: false, told: false }
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.context.actor
    }

    /// The organisation whose rows this transaction reaches.
    pub fn organisation(&self) -> OrganisationId {
        self.context.actor.organisation
    }

    /// Opens a branch's rows for one purpose; see [`Actor::at`].
    pub fn at(&self, permission: Permission, branch: BranchId) -> Result<At, Problem> {
        self.context.actor.at(permission, branch)
    }

    /// The one moment at which everything in this transaction happens.
    pub fn now(&self) -> Instant {
        self.context.now
    }

    /// A new id that sorts after the ones made before it (UUID version 7, RFC 9562).
    pub fn new_id<T: Id>(&mut self) -> T {
        T::from_uuid(self.ids.next())
    }

    /// Seals, opens and digests for this organisation.
    pub fn cipher(&self) -> Arc<Cipher> {
        Arc::clone(&self.context.cipher)
    }

    /// Seals text for its cell.
    pub fn seal(&self, cell: Cell, plain: &str) -> Result<Vec<u8>, Problem> {
        self.context.cipher.seal_text(cell, plain)
    }

    /// Runs a statement that returns rows.
    pub async fn rows<T>(
        &mut self,
        sql: &'static str,
        args: Vec<Val>,
        read: impl Fn(&mut Row) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let args = self.bound(args);
        let found = self.raw_rows(sql, &args).await?;
        found.into_iter().map(|values| read(&mut Row::new(values))).collect()
    }

    /// Runs a statement that returns at most one row.
    pub async fn row<T>(
        &mut self,
        sql: &'static str,
        args: Vec<Val>,
        read: impl Fn(&mut Row) -> Result<T, StoreError> + Send,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, args, read).await?.pop())
    }

    /// Runs a statement that changes rows, and says how many.
    pub async fn exec(&mut self, sql: &'static str, args: Vec<Val>) -> Result<u64, StoreError> {
        let args = self.bound(args);
        self.raw_exec(sql, &args).await
    }

    /// Writes without needing an answer now: sent together with other such writes. A statement
    /// that changes no row is a fault.
    pub async fn put(&mut self, sql: &'static str, args: Vec<Val>) -> Result<(), StoreError> {
        self.queue(Queued { sql, args, absent: None }).await
    }

    /// Like [`Tx::put`], for a row that may have changed or gone meanwhile: when the statement
    /// changes no row, the whole transaction is refused with `absent`.
    pub async fn guard(
        &mut self,
        sql: &'static str,
        args: Vec<Val>,
        absent: Problem,
    ) -> Result<(), StoreError> {
        self.queue(Queued { sql, args, absent: Some(absent) }).await
    }

    /// Records in the audit log what was changed.
    pub fn touched(&mut self, subject: &'static str, id: impl Id, branch: Option<BranchId>) {
        self.touched.push(Touched { subject, id: Some(id.uuid()), branch });
    }

    /// Tells open screens and capabilities further up that something happened. `topic` is
    /// `capability.what_happened`.
    pub async fn tell(
        &mut self,
        topic: &'static str,
        subject: impl Id,
        branch: Option<BranchId>,
    ) -> Result<(), StoreError> {
        self.told = true;
        let id: RowId = self.new_id();
        let sql = "INSERT INTO store_outbox (org_id, id, at, topic, subject_id, branch_id)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        self.put(sql, crate::args![id, self.now(), topic, subject.uuid(), branch]).await
    }

    /// Sends the writes that wait, and checks what each changed.
    pub async fn flush(&mut self) -> Result<(), StoreError> {
        if self.queued.is_empty() {
            return Ok(());
        }
        let Engine::PostgresWrite(tx) = &self.engine else { return Ok(()) };
        let mut absents = Vec::with_capacity(self.queued.len());
        let mut writes = Vec::with_capacity(self.queued.len());
        for queued in self.queued.drain(..) {
            absents.push((queued.sql, queued.absent));
            writes.push((queued.sql, queued.args));
        }
        self.record(&writes);
        let mut counts = Vec::with_capacity(writes.len());
        let answer = tx.execute_all(&writes, &mut counts).await;
        let answer = noting(&mut self.crossed, answer);
        // A guard that found its row gone explains what failed after it.
        for (count, (sql, absent)) in counts.into_iter().zip(absents) {
            check_changed(count, sql, absent)?;
        }
        answer
    }

    /// Writes the audit rows of a command and sends what waits: the last step before the commit.
    pub(super) async fn finish(&mut self, command: &'static str) -> Result<(), StoreError> {
        let mut touched = std::mem::take(&mut self.touched);
        if touched.is_empty() {
            touched.push(Touched { subject: "", id: None, branch: None });
        }
        let sql = "INSERT INTO store_audit
                       (org_id, id, at, user_id, session_id, key_id, released_by, via, request, command, subject,
                        subject_id, branch_id)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        for Touched { subject, id, branch } in touched {
            let row: RowId = self.new_id();
            let actor = Arc::clone(&self.context.actor);
            let args = crate::args![
                row,
                self.now(),
                actor.user,
                actor.session,
                actor.key,
                actor.released_by.as_ref().map(|releaser| releaser.user),
                actor.via.code(),
                actor.request.as_str(),
                command,
                subject,
                id,
                branch
            ];
            self.put(sql, args).await?;
        }
        self.flush().await
    }

    /// Whether a statement failed because two transactions crossed, whatever became of its error.
    pub(super) fn crossed(&self) -> bool {
        self.crossed
    }

    /// Whether something was told to the outbox.
    pub(super) fn told(&self) -> bool {
        self.told
    }

    async fn queue(&mut self, queued: Queued) -> Result<(), StoreError> {
        let args = self.bound(queued.args);
        if let Engine::PostgresWrite(_) = self.engine {
            self.queued.push(Queued { args, ..queued });
            return Ok(());
        }
        let count = self.raw_exec(queued.sql, &args).await?;
        check_changed(count, queued.sql, queued.absent)
    }

    fn bound(&self, args: Vec<Val>) -> Vec<Val> {
        let mut bound = Vec::with_capacity(args.len() + 1);
        bound.push(Val::from(self.organisation()));
        bound.extend(args);
        bound
    }

    pub(super) async fn raw_rows(
        &mut self,
        sql: &'static str,
        args: &[Val],
    ) -> Result<Vec<Vec<Val>>, StoreError> {
        self.flush().await?;
        self.record_one(sql, args, true);
        let answer = match &mut self.engine {
            Engine::SqliteWrite(connection) => sqlite::rows(connection, sql, args),
            Engine::SqliteRead(reader) => reader.rows(sql, args),
            Engine::PostgresWrite(tx) => tx.rows(sql, args).await,
            Engine::PostgresRead(tx) => tx.rows(sql, args).await,
        };
        noting(&mut self.crossed, answer)
    }

    pub(super) async fn raw_exec(&mut self, sql: &'static str, args: &[Val]) -> Result<u64, StoreError> {
        self.flush().await?;
        self.record_one(sql, args, false);
        let answer = match &mut self.engine {
            Engine::SqliteWrite(connection) => sqlite::execute(connection, sql, args),
            Engine::PostgresWrite(tx) => tx.execute(sql, args).await,
            Engine::SqliteRead(_) | Engine::PostgresRead(_) => {
                Err(StoreError::row("a write was tried in a read-only snapshot"))
            }
        };
        noting(&mut self.crossed, answer)
    }

    fn record(&self, writes: &[(&'static str, Vec<Val>)]) {
        let Some(recording) = &self.context.recording else { return };
        for flight in writes.chunks(FLIGHT_MAX) {
            let sent = flight.iter().map(|(sql, args)| Statement { sql, args: args.clone(), reads: false });
            recording.add(sent.collect());
        }
    }

    fn record_one(&self, sql: &'static str, args: &[Val], reads: bool) {
        if let Some(recording) = &self.context.recording {
            recording.add(vec![Statement { sql, args: args.to_vec(), reads }]);
        }
    }
}

/// Remembers a crossing: a command may answer its own words for a failed statement, and must be
/// run again all the same.
fn noting<T>(crossed: &mut bool, answer: Result<T, StoreError>) -> Result<T, StoreError> {
    *crossed |= matches!(answer, Err(StoreError::Crossed));
    answer
}

fn check_changed(count: u64, sql: &'static str, absent: Option<Problem>) -> Result<(), StoreError> {
    match (count, absent) {
        (0, Some(problem)) => Err(StoreError::Guard(Box::new(problem))),
        (0, None) => Err(StoreError::Fault(format!("a statement changed nothing: {sql}"))),
        _ => Ok(()),
    }
}

/// Makes ids: the transaction's millisecond, a counter that keeps them in order, and randomness.
struct Ids {
    millis: i64,
    counter: u16,
}

impl Ids {
    fn next(&mut self) -> Uuid {
        let mut random = [0_u8; 10];
        // Without randomness from the system, ids would still be unique within one process's
        // transaction; two processes are told apart by the database's own key.
        let _ = getrandom::fill(&mut random);
        // RFC 9562, 6.2, method 1: the 12 bits after the time count, so that ids made in one
        // transaction sort in the order in which they were made.
        self.counter = (self.counter + 1) & 0x0fff;
        random[0] = (self.counter >> 8) as u8;
        random[1] = (self.counter & 0xff) as u8;
        let millis = u64::try_from(self.millis).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
