//! Messages.

use crate::args;
use crate::notice::model::{Channel, Event, InboxItem, Message, Reason, Refusal, State};
use crate::store::{Cell, Cipher, Row, StoreError, Tx};
use kernel::text::email;
use kernel::{BranchId, CustomerId, Id, Instant, Problem, RowId, UserId};
use uuid::Uuid;

/// How many messages are counted as unread at most.
const UNREAD_MAX: i64 = 100;

/// A message to be kept.
pub struct NewMessage<'a> {
    /// Of which event.
    pub happened: RowId,
    /// What happened.
    pub event: Event,
    /// Where.
    pub branch: Option<BranchId>,
    /// How it goes.
    pub channel: Channel,
    /// For whom: an account, a customer, a webhook.
    pub recipient: Uuid,
    /// Their name.
    pub name: &'a str,
    /// Where it goes.
    pub address: &'a str,
    /// What it says.
    pub title: &'a str,
    /// What it says below.
    pub body: &'a str,
    /// What becomes of it.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
    /// When it goes.
    pub due_at: Instant,
}

/// Keeps a message, once for each event, channel and recipient. Gives its id, or nothing where there is one.
pub async fn insert_message(tx: &mut Tx<'_>, new: &NewMessage<'_>) -> Result<Option<RowId>, Problem> {
    let sql = "INSERT INTO notice_message (org_id, id, event_id, channel, recipient_id, recipient, event, branch_id,
                   title, body, address, state, reason, detail, tries, at, due_at, ended_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16, $17)
               ON CONFLICT (org_id, event_id, channel, recipient_id) DO NOTHING";
    let id: RowId = tx.new_id();
    let now = tx.now();
    let args = args![
        id,
        new.happened,
        new.channel.code(),
        new.recipient,
        new.name,
        new.event.code(),
        new.branch,
        tx.seal(cell("title", id), new.title)?,
        tx.seal(cell("body", id), new.body)?,
        tx.seal(cell("address", id), new.address)?,
        new.state.code(),
        new.reason.map_or("", Reason::code),
        Vec::<u8>::new(),
        now,
        new.due_at,
        (new.state != State::Waiting).then_some(now)
    ];
    Ok((tx.exec(sql, args).await? > 0).then_some(id))
}

/// A message that is to be sent.
pub struct Due {
    /// Its id.
    pub id: RowId,
    /// What happened.
    pub event: Event,
    /// To which row.
    pub subject: Uuid,
    /// Where.
    pub branch: Option<BranchId>,
    /// How it goes.
    pub channel: Channel,
    /// For whom: an account, a customer, a webhook.
    pub recipient: Uuid,
    /// Where it goes.
    pub address: String,
    /// What it says.
    pub title: String,
    /// What it says below.
    pub body: String,
    /// When it happened.
    pub at: Instant,
}

/// Some messages that are due, the longest due first.
pub async fn due(tx: &mut Tx<'_>, now: Instant, limit: i64) -> Result<Vec<RowId>, Problem> {
    let sql = "SELECT id FROM notice_message WHERE org_id = $1 AND state = 'waiting' AND due_at <= $2
               ORDER BY due_at, id LIMIT $3";
    Ok(tx.rows(sql, args![now, limit], |row| row.take()).await?)
}

/// One message that waits; nothing where it does not, or not yet.
pub async fn next_due(tx: &mut Tx<'_>, id: RowId, now: Instant) -> Result<Option<Due>, Problem> {
    let sql =
        "SELECT m.event, e.subject_id, m.branch_id, m.channel, m.recipient_id, m.address, m.title, m.body,
                   e.at
               FROM notice_message m JOIN notice_event e ON e.org_id = m.org_id AND e.id = m.event_id
               WHERE m.org_id = $1 AND m.id = $2 AND m.state = 'waiting' AND m.due_at <= $3";
    let read = |row: &mut Row| {
        let (event, subject, branch) = (row.take_as(Event::parse)?, row.take()?, row.take()?);
        let (channel, recipient) = (row.take_as(Channel::parse)?, row.take()?);
        let sealed: [Vec<u8>; 3] = [row.take()?, row.take()?, row.take()?];
        Ok((event, subject, branch, channel, recipient, sealed, row.take()?))
    };
    let cipher = tx.cipher();
    let found = tx.row(sql, args![id, now], read).await?;
    let Some((event, subject, branch, channel, recipient, [address, title, body], at)) = found else {
        return Ok(None);
    };
    let address = cipher.open_text(cell("address", id), &address)?;
    let title = cipher.open_text(cell("title", id), &title)?;
    let body = cipher.open_text(cell("body", id), &body)?;
    Ok(Some(Due { id, event, subject, branch, channel, recipient, address, title, body, at }))
}

/// Counts a try, and keeps others from making one until a moment.
pub async fn begin_try(tx: &mut Tx<'_>, id: RowId, until: Instant) -> Result<(), Problem> {
    let sql = "UPDATE notice_message SET tries = tries + 1, due_at = $3 WHERE org_id = $1 AND id = $2";
    Ok(tx.put(sql, args![id, until]).await?)
}

/// What became of a message.
pub struct Outcome<'a> {
    /// Its state.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
    /// What the other side said.
    pub detail: &'a str,
    /// When it is tried next.
    pub due_at: Instant,
    /// How often it was tried, where that begins anew.
    pub tries: Option<i64>,
}

/// Keeps what became of a message; what was thrown away meanwhile stays so.
pub async fn end_try(tx: &mut Tx<'_>, id: RowId, outcome: &Outcome<'_>) -> Result<(), Problem> {
    let sql = "UPDATE notice_message SET state = $3, reason = $4, detail = $5, due_at = $6, ended_at = $7,
                   tries = COALESCE($8, tries)
               WHERE org_id = $1 AND id = $2";
    let ended = (outcome.state != State::Waiting).then_some(tx.now());
    let args = args![
        id,
        outcome.state.code(),
        outcome.reason.map_or("", Reason::code),
        tx.seal(cell("detail", id), outcome.detail)?,
        outcome.due_at,
        ended,
        outcome.tries
    ];
    Ok(tx.exec(sql, args).await.map(drop)?)
}

/// Which part of the delivery log is looked at.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The branch; the nil one for all.
    pub branch: Option<BranchId>,
    /// In which state; empty for any.
    pub state: &'a str,
    /// How they go; empty for any way.
    pub channel: &'a str,
    /// Before which message.
    pub before: RowId,
}

/// Some messages, newest first.
pub async fn log(tx: &mut Tx<'_>, place: Place<'_>, limit: i64) -> Result<Vec<Message>, Problem> {
    let cipher = tx.cipher();
    let (state, channel, before) = (place.state, place.channel, place.before);
    let found = match place.branch {
        None => {
            let sql =
                "SELECT id, event, channel, branch_id, recipient, address, state, reason, detail, tries, at,
                           due_at, ended_at
                       FROM notice_message WHERE org_id = $1 AND id < $2 AND ($3 = '' OR state = $3)
                           AND ($4 = '' OR channel = $4) ORDER BY id DESC LIMIT $5";
            tx.rows(sql, args![before, state, channel, limit], read_message).await?
        }
        Some(branch) => {
            let sql =
                "SELECT id, event, channel, branch_id, recipient, address, state, reason, detail, tries, at,
                           due_at, ended_at
                       FROM notice_message WHERE org_id = $1 AND id < $2 AND ($3 = '' OR state = $3)
                           AND ($4 = '' OR channel = $4) AND branch_id = $6 ORDER BY id DESC LIMIT $5";
            tx.rows(sql, args![before, state, channel, limit, branch], read_message).await?
        }
    };
    found.into_iter().map(|found| opened(&cipher, found)).collect()
}

/// One message of the log. Refuses: message unknown.
pub async fn message(tx: &mut Tx<'_>, id: RowId) -> Result<Message, Problem> {
    let sql = "SELECT id, event, channel, branch_id, recipient, address, state, reason, detail, tries, at,
                   due_at, ended_at
               FROM notice_message WHERE org_id = $1 AND id = $2";
    let cipher = tx.cipher();
    let found = tx.row(sql, args![id], read_message).await?.ok_or(Refusal::MessageUnknown)?;
    opened(&cipher, found)
}

/// A message with its sealed address and what the other side said.
type Found = (Message, Vec<u8>, Vec<u8>);

fn read_message(row: &mut Row) -> Result<Found, StoreError> {
    let (id, event, channel) = (row.take()?, row.take_as(Event::parse)?, row.take_as(Channel::parse)?);
    let (branch, recipient, address) = (row.take()?, row.take()?, row.take()?);
    let state = row.take_as(State::parse)?;
    let reason = Reason::parse(&row.take::<String>()?);
    let (detail, tries, at) = (row.take()?, row.take()?, row.take()?);
    let due_at: Instant = row.take()?;
    let message = Message {
        id,
        event,
        channel,
        branch,
        recipient,
        address: String::new(),
        state,
        reason,
        detail: String::new(),
        tries,
        at,
        due_at: (state == State::Waiting).then_some(due_at),
        ended_at: row.take()?,
    };
    Ok((message, address, detail))
}

fn opened(cipher: &Cipher, (message, address, detail): Found) -> Result<Message, Problem> {
    let address = cipher.open_text(cell("address", message.id), &address)?;
    let detail = cipher.open_text(cell("detail", message.id), &detail)?;
    Ok(Message { address: email::masked(&address), detail, ..message })
}

/// Some messages to somebody, newest first.
pub async fn inbox(
    tx: &mut Tx<'_>,
    user: UserId,
    before: RowId,
    limit: i64,
) -> Result<Vec<InboxItem>, Problem> {
    let sql = "SELECT m.id, m.event, e.subject_id, m.title, m.body, m.at, m.read_at
               FROM notice_message m JOIN notice_event e ON e.org_id = m.org_id AND e.id = m.event_id
               WHERE m.org_id = $1 AND m.recipient_id = $2 AND m.channel = 'inbox' AND m.id < $3
               ORDER BY m.id DESC LIMIT $4";
    let cipher = tx.cipher();
    let read = |row: &mut Row| {
        let (id, event, subject) = (row.take()?, row.take_as(Event::parse)?, row.take()?);
        let sealed: (Vec<u8>, Vec<u8>) = (row.take()?, row.take()?);
        let (at, read_at): (_, Option<Instant>) = (row.take()?, row.take()?);
        let (title, body) = (String::new(), String::new());
        Ok((InboxItem { id, event, subject, title, body, at, read: read_at.is_some() }, sealed))
    };
    let found = tx.rows(sql, args![user, before, limit], read).await?;
    let open = |(item, (title, body)): (InboxItem, (Vec<u8>, Vec<u8>))| {
        let title = cipher.open_text(cell("title", item.id), &title)?;
        let body = cipher.open_text(cell("body", item.id), &body)?;
        Ok(InboxItem { title, body, ..item })
    };
    found.into_iter().map(open).collect()
}

/// How many messages somebody has not read, up to a hundred.
pub async fn unread(tx: &mut Tx<'_>, user: UserId) -> Result<i64, Problem> {
    let sql = "SELECT id FROM notice_message WHERE org_id = $1 AND recipient_id = $2 AND channel = 'inbox'
                   AND read_at IS NULL ORDER BY id LIMIT $3";
    let found: Vec<RowId> = tx.rows(sql, args![user, UNREAD_MAX], |row| row.take()).await?;
    Ok(i64::try_from(found.len()).unwrap_or(UNREAD_MAX))
}

/// Remembers that somebody has read their messages, up to one.
pub async fn read_inbox(tx: &mut Tx<'_>, user: UserId, up_to: RowId) -> Result<(), Problem> {
    let sql = "UPDATE notice_message SET read_at = $4 WHERE org_id = $1 AND recipient_id = $2
                   AND channel = 'inbox' AND read_at IS NULL AND id <= $3";
    let now = tx.now();
    Ok(tx.exec(sql, args![user, up_to, now]).await.map(drop)?)
}

/// Some customers of whom something was kept, by id, after one.
pub async fn customers_written_to(
    tx: &mut Tx<'_>,
    after: CustomerId,
    limit: i64,
) -> Result<Vec<CustomerId>, Problem> {
    let sql = "SELECT DISTINCT customer_id FROM notice_event
               WHERE org_id = $1 AND customer_id IS NOT NULL AND customer_id > $2 ORDER BY customer_id LIMIT $3";
    Ok(tx.rows(sql, args![after, limit], |row| row.take()).await?)
}

fn cell(column: &'static str, id: RowId) -> Cell {
    Cell { table: "notice_message", column, row: id.uuid() }
}
