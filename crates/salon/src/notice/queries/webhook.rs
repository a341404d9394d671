//! Webhooks.

use crate::args;
use crate::notice::model::{Event, Refusal, Webhook, WebhookWish};
use crate::store::{Cell, Row, StoreError, Tx};
use kernel::{Id, Problem, RowId};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// All webhooks, in the order in which they were made.
pub async fn webhooks(tx: &mut Tx<'_>) -> Result<Vec<Webhook>, Problem> {
    let sql = "SELECT id, name, url, events, branch_id, active, created_at FROM notice_webhook
               WHERE org_id = $1 ORDER BY id LIMIT 100";
    let found = tx.rows(sql, args![], read_webhook).await?;
    found.into_iter().map(|found| opened(tx, found)).collect()
}

/// One webhook. Refuses: webhook unknown.
pub async fn webhook(tx: &mut Tx<'_>, id: RowId) -> Result<Webhook, Problem> {
    let sql = "SELECT id, name, url, events, branch_id, active, created_at FROM notice_webhook
               WHERE org_id = $1 AND id = $2";
    let found = tx.row(sql, args![id], read_webhook).await?.ok_or(Refusal::WebhookUnknown)?;
    opened(tx, found)
}

/// What the requests of a webhook are signed with. Refuses: webhook unknown.
pub async fn webhook_secret(tx: &mut Tx<'_>, id: RowId) -> Result<Zeroizing<String>, Problem> {
    let sql = "SELECT secret FROM notice_webhook WHERE org_id = $1 AND id = $2";
    let sealed: Vec<u8> = tx.row(sql, args![id], |row| row.take()).await?.ok_or(Refusal::WebhookUnknown)?;
    Ok(Zeroizing::new(tx.cipher().open_text(cell("secret", id), &sealed)?))
}

/// Keeps a new webhook.
pub async fn insert_webhook(
    tx: &mut Tx<'_>,
    id: RowId,
    wish: &WebhookWish,
    secret: &str,
) -> Result<(), Problem> {
    let sql =
        "INSERT INTO notice_webhook (org_id, id, name, url, events, branch_id, active, secret, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let url = tx.seal(cell("url", id), &wish.url)?;
    let secret = tx.seal(cell("secret", id), secret)?;
    let (name, now) = (wish.name.as_str(), tx.now());
    Ok(tx.put(sql, args![id, name, url, codes(&wish.events), wish.branch, wish.active, secret, now]).await?)
}

/// Changes a webhook. Refuses: webhook unknown.
pub async fn update_webhook(tx: &mut Tx<'_>, id: RowId, wish: &WebhookWish) -> Result<(), Problem> {
    let sql = "UPDATE notice_webhook SET name = $3, url = $4, events = $5, branch_id = $6, active = $7
               WHERE org_id = $1 AND id = $2";
    let url = tx.seal(cell("url", id), &wish.url)?;
    let args = args![id, wish.name.as_str(), url, codes(&wish.events), wish.branch, wish.active];
    Ok(tx.guard(sql, args, Refusal::WebhookUnknown.into()).await?)
}

/// Removes a webhook. Refuses: webhook unknown.
pub async fn remove_webhook(tx: &mut Tx<'_>, id: RowId) -> Result<(), Problem> {
    let sql = "DELETE FROM notice_webhook WHERE org_id = $1 AND id = $2";
    Ok(tx.guard(sql, args![id], Refusal::WebhookUnknown.into()).await?)
}

fn codes(events: &BTreeSet<Event>) -> String {
    events.iter().map(|event| event.code()).collect::<Vec<_>>().join(" ")
}

fn read_webhook(row: &mut Row) -> Result<(Webhook, Vec<u8>), StoreError> {
    let (id, name, url) = (row.take()?, row.take()?, row.take()?);
    let events: String = row.take()?;
    let events = events.split(' ').filter_map(Event::parse).collect();
    let (branch, active, created_at) = (row.take()?, row.take()?, row.take()?);
    Ok((Webhook { id, name, url: String::new(), events, branch, active, created_at }, url))
}

fn opened(tx: &Tx<'_>, (webhook, url): (Webhook, Vec<u8>)) -> Result<Webhook, Problem> {
    let url = tx.cipher().open_text(cell("url", webhook.id), &url)?;
    Ok(Webhook { url, ..webhook })
}

fn cell(column: &'static str, id: RowId) -> Cell {
    Cell { table: "notice_webhook", column, row: id.uuid() }
}
