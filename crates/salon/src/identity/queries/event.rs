//! What happened at the doors.

use crate::args;
use crate::identity::model::{EventKind, SecurityEvent};
use crate::store::{Cell, Cipher, Row, StoreError, Tx};
use kernel::{Id, Limit, Problem, RowId, UserId};

/// Writes down what happened, and from where the actor did it.
pub async fn record(
    tx: &mut Tx<'_>,
    kind: EventKind,
    user: Option<UserId>,
    detail: &str,
) -> Result<(), Problem> {
    let sql = "INSERT INTO identity_event (org_id, id, at, kind, user_id, device, address, detail)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let id: RowId = tx.new_id();
    let origin = tx.actor().origin.clone();
    let address = tx.seal(address_of(id), &origin.address)?;
    Ok(tx.put(sql, args![id, tx.now(), kind.code(), user, origin.device, address, detail]).await?)
}

/// What happened at every door, newest first, with the id of each.
pub async fn events(
    tx: &mut Tx<'_>,
    after: RowId,
    limit: Limit,
) -> Result<Vec<(RowId, SecurityEvent)>, StoreError> {
    let sql = "SELECT e.id, e.at, e.kind, e.user_id, COALESCE(u.name, ''), e.device, e.address, e.detail
               FROM identity_event e LEFT JOIN identity_user u ON u.org_id = e.org_id AND u.id = e.user_id
               WHERE e.org_id = $1 AND e.id < $2 ORDER BY e.id DESC LIMIT $3";
    let cipher = tx.cipher();
    tx.rows(sql, args![after, limit.one_more()], |row| read_event(row, &cipher)).await
}

/// What happened to one account, newest first, with the id of each.
pub async fn events_of(
    tx: &mut Tx<'_>,
    user: UserId,
    after: RowId,
    limit: Limit,
) -> Result<Vec<(RowId, SecurityEvent)>, StoreError> {
    let sql = "SELECT e.id, e.at, e.kind, e.user_id, COALESCE(u.name, ''), e.device, e.address, e.detail
               FROM identity_event e LEFT JOIN identity_user u ON u.org_id = e.org_id AND u.id = e.user_id
               WHERE e.org_id = $1 AND e.user_id = $2 AND e.id < $3 ORDER BY e.id DESC LIMIT $4";
    let cipher = tx.cipher();
    tx.rows(sql, args![user, after, limit.one_more()], |row| read_event(row, &cipher)).await
}

fn read_event(row: &mut Row, cipher: &Cipher) -> Result<(RowId, SecurityEvent), StoreError> {
    let id: RowId = row.take()?;
    let (at, kind) = (row.take()?, row.take_as(EventKind::parse)?);
    let (user, user_name, device) = (row.take()?, row.take()?, row.take()?);
    let sealed: Vec<u8> = row.take()?;
    let address = cipher.open_text(address_of(id), &sealed);
    let address = address.map_err(|problem| StoreError::Guard(Box::new(problem)))?;
    Ok((id, SecurityEvent { at, kind, user, user_name, device, address, detail: row.take()? }))
}

fn address_of(id: RowId) -> Cell {
    Cell { table: "identity_event", column: "address", row: id.uuid() }
}
