//! Who did what, read back from the audit log. Ids sort by the time they were made, so the log is read in
//! the order of its key, and a stretch of time is a range of it.

use super::{Row, StoreError, Tx, val::Val};
use kernel::{BranchId, Id, Instant, RowId, SessionId, UserId};
use uuid::Uuid;

/// How many people a search can mean.
pub const PEOPLE: usize = 16;

/// What of the audit log is asked for; everything, when nothing is said.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Who did it.
    pub user: Option<UserId>,
    /// What was done, `capability.verb`.
    pub command: String,
    /// What kind of thing it was done to.
    pub subject: String,
    /// To which one.
    pub subject_id: Option<Uuid>,
    /// In which branch.
    pub branch: Option<BranchId>,
    /// From this moment on.
    pub from: Option<Instant>,
    /// Before this moment.
    pub to: Option<Instant>,
    /// A piece of what was done…
    pub words: String,
    /// …or one of these people, at most [`PEOPLE`].
    pub people: Vec<UserId>,
}

/// Something that was done.
#[derive(Clone, Debug)]
pub struct Audited {
    /// The row's id.
    pub id: RowId,
    /// When.
    pub at: Instant,
    /// Who did it.
    pub user: Option<UserId>,
    /// Who released it.
    pub released_by: Option<UserId>,
    /// On which device.
    pub session: Option<SessionId>,
    /// With which key.
    pub key: Option<RowId>,
    /// Which way it came.
    pub via: String,
    /// What was done.
    pub command: String,
    /// What kind of thing it was done to.
    pub subject: String,
    /// To which one.
    pub subject_id: Option<Uuid>,
    /// In which branch.
    pub branch: Option<BranchId>,
}

/// The statement over the log, with what leads to its rows by an index.
macro_rules! audited {
    ($led_by:literal) => {
        concat!(
            "SELECT id, at, user_id, released_by, session_id, key_id, via, command, subject, subject_id, branch_id
             FROM store_audit
             WHERE org_id = $1 AND id < $2 AND id >= $3 AND subject <> ''
                 AND (user_id = $4 OR $4 IS NULL) AND ($5 = '' OR command = $5) AND ($6 = '' OR subject = $6)
                 AND (command LIKE $7 OR user_id IN
                     ($8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23))
                 AND (branch_id = $24 OR $24 IS NULL) AND (subject_id = $25 OR $25 IS NULL)",
            $led_by,
            " ORDER BY id DESC LIMIT $26"
        )
    };
}

impl Tx<'_> {
    /// What was done, newest first, before a row. What a command touched nothing with is not shown.
    pub async fn audited(
        &mut self,
        filter: &AuditFilter,
        before: RowId,
        limit: i64,
    ) -> Result<Vec<Audited>, StoreError> {
        let sql = match (filter.subject_id, filter.branch) {
            (Some(_), _) => audited!(" AND subject_id = $25"),
            (None, Some(_)) => audited!(" AND branch_id = $24"),
            (None, None) => audited!(""),
        };
        let end = filter.to.map_or(before, |to| before.min(first_id(to)));
        let start = filter.from.map_or(RowId::from_uuid(Uuid::nil()), first_id);
        let mut args = crate::args![
            end,
            start,
            filter.user,
            filter.command.as_str(),
            filter.subject.as_str(),
            format!("%{}%", filter.words)
        ];
        let people = filter.people.iter().take(PEOPLE).map(|user| Val::from(*user));
        args.extend(people.chain(std::iter::repeat(Val::Null)).take(PEOPLE));
        args.extend(crate::args![filter.branch, filter.subject_id, limit]);
        self.rows(sql, args, read_audited).await
    }
}

/// The smallest id that can be made at a moment (RFC 9562, 5.7: its milliseconds come first).
fn first_id(at: Instant) -> RowId {
    let millis = u128::try_from(at.millis()).unwrap_or(0);
    RowId::from_uuid(Uuid::from_u128(millis << 80))
}

fn read_audited(row: &mut Row) -> Result<Audited, StoreError> {
    Ok(Audited {
        id: row.take()?,
        at: row.take()?,
        user: row.take()?,
        released_by: row.take()?,
        session: row.take()?,
        key: row.take()?,
        via: row.take()?,
        command: row.take()?,
        subject: row.take()?,
        subject_id: row.take()?,
        branch: row.take()?,
    })
}
