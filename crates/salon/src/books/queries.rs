//! Every statement over `books_*`.

use super::model::{AccountWish, Check, CheckKind, Fault, OwnName};
use crate::args;
use crate::store::{Row, StoreError, Tx};
use kernel::RowId;
use std::collections::BTreeMap;

pub async fn insert_check(tx: &mut Tx<'_>, id: RowId, kind: CheckKind) -> Result<(), StoreError> {
    let sql = "INSERT INTO books_check (org_id, id, kind, started_at, faults) VALUES ($1, $2, $3, $4, '[]')";
    tx.put(sql, args![id, kind.code(), tx.now()]).await
}

pub async fn end_check(
    tx: &mut Tx<'_>,
    id: RowId,
    faults: &[Fault],
    failure: Option<&str>,
) -> Result<(), StoreError> {
    let sql = "UPDATE books_check SET ended_at = $3, faults = $4, failure = $5 WHERE org_id = $1 AND id = $2";
    let faults = serde_json::to_string(faults).map_err(StoreError::row)?;
    tx.put(sql, args![id, tx.now(), faults, failure.map(str::to_owned)]).await
}

/// The newest checks, newest first.
pub async fn newest(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Check>, StoreError> {
    let sql = "SELECT id, kind, started_at, ended_at, faults, failure FROM books_check
               WHERE org_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2";
    tx.rows(sql, args![limit], read_check).await
}

/// The owner's own numbers and names of accounts, by their codes.
pub async fn own_names(tx: &mut Tx<'_>) -> Result<BTreeMap<String, OwnName>, StoreError> {
    let sql = "SELECT account, number, name FROM books_account WHERE org_id = $1 ORDER BY account LIMIT 1000";
    let read = |row: &mut Row| Ok((row.take()?, OwnName { number: row.take()?, name: row.take()? }));
    Ok(tx.rows(sql, args![], read).await?.into_iter().collect())
}

pub async fn forget_own_names(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.exec("DELETE FROM books_account WHERE org_id = $1", args![]).await.map(drop)
}

pub async fn insert_own_name(tx: &mut Tx<'_>, wish: &AccountWish) -> Result<(), StoreError> {
    let sql = "INSERT INTO books_account (org_id, account, number, name) VALUES ($1, $2, $3, $4)";
    tx.put(sql, args![wish.account.as_str(), wish.number.trim(), wish.name.trim()]).await
}

fn read_check(row: &mut Row) -> Result<Check, StoreError> {
    Ok(Check {
        id: row.take()?,
        kind: row.take_as(CheckKind::parse)?,
        started_at: row.take()?,
        ended_at: row.take()?,
        faults: row.take_json()?,
        failure: row.take()?,
    })
}
