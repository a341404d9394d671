//! Every statement over `dormant_*`.

use super::model::{ClosedAccount, DormantBatch, DormantKind, Refusal};
use crate::args;
use crate::store::{Row, StoreError, Tx};
use kernel::{CustomerId, Instant, Limit, Problem, RowId};
use uuid::Uuid;

pub async fn insert_batch(tx: &mut Tx<'_>, batch: &DormantBatch) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO dormant_batch (org_id, id, at, kind, accounts, user_id, user_name, reason, reopened_by,
                   reopened_reason, reopened)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 0)";
    let user = tx.actor().user;
    let DormantBatch { id, at, kind, accounts, by_name, reason, .. } = batch;
    tx.put(sql, args![*id, *at, kind.code(), *accounts, user, by_name.as_str(), reason.as_str()]).await
}

pub async fn insert_account(
    tx: &mut Tx<'_>,
    batch: RowId,
    account: &ClosedAccount,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO dormant_account (org_id, batch_id, account_id, number, state)
               VALUES ($1, $2, $3, $4, $5)";
    let ClosedAccount { id, number, state } = account;
    tx.put(sql, args![batch, *id, number.as_str(), state.as_str()]).await
}

/// One batch. Refuses: unknown.
pub async fn batch(tx: &mut Tx<'_>, id: RowId) -> Result<DormantBatch, Problem> {
    let sql = "SELECT id, at, kind, accounts, user_name, reason, reopened_at, reopened_by, reopened_reason, reopened
               FROM dormant_batch WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], read_batch).await?.ok_or_else(|| Refusal::Unknown.into())
}

/// Some batches, newest first, one more than wanted.
pub async fn batches(
    tx: &mut Tx<'_>,
    (before, id): (Instant, RowId),
    limit: Limit,
) -> Result<Vec<DormantBatch>, StoreError> {
    let sql = "SELECT id, at, kind, accounts, user_name, reason, reopened_at, reopened_by, reopened_reason, reopened
               FROM dormant_batch WHERE org_id = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4";
    tx.rows(sql, args![before, id, limit.one_more()], read_batch).await
}

/// The accounts of a batch, by number.
pub async fn accounts(tx: &mut Tx<'_>, batch: RowId) -> Result<Vec<ClosedAccount>, StoreError> {
    let sql = "SELECT account_id, number, state FROM dormant_account
               WHERE org_id = $1 AND batch_id = $2 ORDER BY LENGTH(number), number, account_id";
    let read = |row: &mut Row| Ok(ClosedAccount { id: row.take()?, number: row.take()?, state: row.take()? });
    tx.rows(sql, args![batch], read).await
}

/// Remembers that a batch was opened again. Refuses: it was before.
pub async fn set_reopened(
    tx: &mut Tx<'_>,
    batch: RowId,
    reason: &str,
    reopened: i64,
) -> Result<(), StoreError> {
    let sql =
        "UPDATE dormant_batch SET reopened_at = $3, reopened_by = $4, reopened_reason = $5, reopened = $6
               WHERE org_id = $1 AND id = $2 AND reopened_at IS NULL";
    let args = args![batch, tx.now(), tx.actor().name.as_str(), reason, reopened];
    tx.guard(sql, args, Refusal::Reopened.into()).await
}

/// Some customers whose accounts batches closed, in the order of their ids, after one of them.
pub async fn customers_after(
    tx: &mut Tx<'_>,
    after: Uuid,
    limit: i64,
) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT DISTINCT a.account_id FROM dormant_account a
               JOIN dormant_batch b ON b.org_id = a.org_id AND b.id = a.batch_id
               WHERE a.org_id = $1 AND a.account_id > $2 AND b.kind <> 'card' ORDER BY a.account_id LIMIT $3";
    tx.rows(sql, args![after, limit], |row| row.take()).await
}

fn read_batch(row: &mut Row) -> Result<DormantBatch, StoreError> {
    Ok(DormantBatch {
        id: row.take()?,
        at: row.take()?,
        kind: row.take_as(DormantKind::parse)?,
        accounts: row.take()?,
        by_name: row.take()?,
        reason: row.take()?,
        reopened_at: row.take()?,
        reopened_by: row.take()?,
        reopened_reason: row.take()?,
        reopened: row.take()?,
    })
}
