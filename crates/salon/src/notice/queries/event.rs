//! What happened.

use crate::args;
use crate::notice::model::{Event, Values};
use crate::store::{Cell, Row, Tx};
use kernel::{BranchId, CustomerId, Id, Instant, Problem, RowId};
use uuid::Uuid;

/// Something that happened, to be kept.
pub struct NewEvent<'a> {
    /// Its id.
    pub id: RowId,
    /// What.
    pub event: Event,
    /// To which row.
    pub subject: Uuid,
    /// In which branch.
    pub branch: Option<BranchId>,
    /// To which customer.
    pub customer: Option<CustomerId>,
    /// What it is told with.
    pub values: &'a Values,
    /// Whether it is known already whom it reaches.
    pub addressed: bool,
}

/// Something that happened, as it was kept.
pub struct Happened {
    /// Its id.
    pub id: RowId,
    /// What.
    pub event: Event,
    /// In which branch.
    pub branch: Option<BranchId>,
    /// To which customer.
    pub customer: Option<CustomerId>,
    /// When.
    pub at: Instant,
    /// What it is told with.
    pub values: Values,
}

/// Keeps that something happened; nothing where it was kept already.
pub async fn insert_event(tx: &mut Tx<'_>, new: &NewEvent<'_>) -> Result<(), Problem> {
    let sql = "INSERT INTO notice_event (org_id, id, event, subject_id, branch_id, customer_id, at, content, addressed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (org_id, event, subject_id) DO NOTHING";
    let content = serde_json::to_vec(new.values).map_err(Problem::bug)?;
    let content = tx.cipher().seal(content_of(new.id), &content)?;
    let (now, addressed) = (tx.now(), new.addressed.then_some(tx.now()));
    let args =
        args![new.id, new.event.code(), new.subject, new.branch, new.customer, now, content, addressed];
    Ok(tx.exec(sql, args).await.map(drop)?)
}

/// Some of what happened and of which it was not found out yet whom it reaches, oldest first.
pub async fn unaddressed(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<RowId>, Problem> {
    let sql = "SELECT id FROM notice_event WHERE org_id = $1 AND addressed_at IS NULL ORDER BY id LIMIT $2";
    Ok(tx.rows(sql, args![limit], |row| row.take()).await?)
}

/// Something that happened; nothing where there is no such thing, or where it was addressed.
pub async fn event(tx: &mut Tx<'_>, id: RowId) -> Result<Option<Happened>, Problem> {
    let sql = "SELECT event, branch_id, customer_id, at, content FROM notice_event
               WHERE org_id = $1 AND id = $2 AND addressed_at IS NULL";
    let cipher = tx.cipher();
    let read = |row: &mut Row| {
        let event = row.take_as(Event::parse)?;
        let (branch, customer, at) = (row.take()?, row.take()?, row.take()?);
        let content: Vec<u8> = row.take()?;
        Ok((Happened { id, event, branch, customer, at, values: Values::new() }, content))
    };
    let Some((happened, sealed)) = tx.row(sql, args![id], read).await? else { return Ok(None) };
    let plain = cipher.open(content_of(id), &sealed)?;
    let values = serde_json::from_slice(&plain).map_err(Problem::bug)?;
    Ok(Some(Happened { values, ..happened }))
}

/// Remembers that it was found out whom something reaches.
pub async fn addressed(tx: &mut Tx<'_>, id: RowId) -> Result<(), Problem> {
    let sql = "UPDATE notice_event SET addressed_at = $3 WHERE org_id = $1 AND id = $2";
    let now = tx.now();
    Ok(tx.put(sql, args![id, now]).await?)
}

/// Throws away messages that were written before a moment.
pub async fn forget_before(tx: &mut Tx<'_>, before: Instant) -> Result<(), Problem> {
    let sql = "DELETE FROM notice_message WHERE org_id = $1 AND at < $2";
    Ok(tx.exec(sql, args![before]).await.map(drop)?)
}

/// Throws away what happened before a moment and has no message any more.
pub async fn forget_events_before(tx: &mut Tx<'_>, before: Instant) -> Result<(), Problem> {
    let sql = "DELETE FROM notice_event WHERE org_id = $1 AND at < $2 AND addressed_at IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM notice_message m WHERE m.org_id = notice_event.org_id
                                       AND m.event_id = notice_event.id)";
    Ok(tx.exec(sql, args![before]).await.map(drop)?)
}

/// Destroys what a customer was told, and with what.
pub async fn forget_of(tx: &mut Tx<'_>, customer: CustomerId) -> Result<(), Problem> {
    let messages = "DELETE FROM notice_message WHERE org_id = $1 AND event_id IN
                        (SELECT id FROM notice_event WHERE org_id = $1 AND customer_id = $2)";
    tx.exec(messages, args![customer]).await?;
    let events = "DELETE FROM notice_event WHERE org_id = $1 AND customer_id = $2";
    Ok(tx.exec(events, args![customer]).await.map(drop)?)
}

fn content_of(id: RowId) -> Cell {
    Cell { table: "notice_event", column: "content", row: id.uuid() }
}
