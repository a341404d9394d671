//! Keys with which programs act.

use super::codes;
use crate::access::Permission;
use crate::args;
use crate::identity::model::{ApiKey, KeyWish, Operator, Refusal};
use crate::store::{Row, StoreError, Tx};
use kernel::{BranchId, Problem, RowId, UserId};
use std::collections::{BTreeMap, BTreeSet};

/// A key about to be written.
pub struct MadeKey<'a> {
    pub id: RowId,
    pub wish: &'a KeyWish,
    pub secret: [u8; 32],
    pub hint: &'a str,
    pub maker: UserId,
}

pub async fn insert_key(tx: &mut Tx<'_>, made: &MadeKey<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO identity_key (org_id, id, name, secret, hint, permissions, branches, created_at, created_by,
                   expires_on)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let wish = made.wish;
    let args = args![
        made.id,
        wish.name.as_str(),
        made.secret,
        made.hint,
        codes(&wish.permissions),
        wish.branches.as_ref().map(ids),
        tx.now(),
        made.maker,
        wish.expires_on
    ];
    tx.put(sql, args).await
}

/// All keys, the newest first.
pub async fn keys(tx: &mut Tx<'_>) -> Result<Vec<ApiKey>, StoreError> {
    let sql = "SELECT k.id, k.name, k.hint, k.permissions, k.branches, k.created_at, k.created_by, u.name,
                   k.last_used_at, k.expires_on, k.revoked_at
               FROM identity_key k JOIN identity_user u ON u.org_id = k.org_id AND u.id = k.created_by
               WHERE k.org_id = $1 ORDER BY k.id DESC LIMIT 1000";
    tx.rows(sql, args![], read_key).await
}

/// The names of all keys.
pub async fn key_names(tx: &mut Tx<'_>) -> Result<BTreeMap<RowId, String>, StoreError> {
    let sql = "SELECT id, name FROM identity_key WHERE org_id = $1 ORDER BY id";
    let found = tx.rows(sql, args![], |row| Ok((row.take()?, row.take()?))).await?;
    Ok(found.into_iter().collect())
}

/// One key. Refuses: key unknown.
pub async fn key(tx: &mut Tx<'_>, id: RowId) -> Result<ApiKey, Problem> {
    let sql = "SELECT k.id, k.name, k.hint, k.permissions, k.branches, k.created_at, k.created_by, u.name,
                   k.last_used_at, k.expires_on, k.revoked_at
               FROM identity_key k JOIN identity_user u ON u.org_id = k.org_id AND u.id = k.created_by
               WHERE k.org_id = $1 AND k.id = $2";
    tx.row(sql, args![id], read_key).await?.ok_or_else(|| Refusal::KeyUnknown.into())
}

/// Finds a key by its secret's digest.
pub async fn key_by_secret(tx: &mut Tx<'_>, secret: [u8; 32]) -> Result<Option<ApiKey>, StoreError> {
    let sql = "SELECT k.id, k.name, k.hint, k.permissions, k.branches, k.created_at, k.created_by, u.name,
                   k.last_used_at, k.expires_on, k.revoked_at
               FROM identity_key k JOIN identity_user u ON u.org_id = k.org_id AND u.id = k.created_by
               WHERE k.org_id = $1 AND k.secret = $2";
    tx.row(sql, args![secret], read_key).await
}

pub async fn see_key(tx: &mut Tx<'_>, id: RowId) -> Result<(), StoreError> {
    let sql = "UPDATE identity_key SET last_used_at = $3 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![id, tx.now()]).await.map(drop)
}

/// Revokes a key; one that is revoked already stays so.
pub async fn revoke_key(tx: &mut Tx<'_>, id: RowId) -> Result<(), StoreError> {
    let sql = "UPDATE identity_key SET revoked_at = COALESCE(revoked_at, $3) WHERE org_id = $1 AND id = $2";
    tx.guard(sql, args![id, tx.now()], Refusal::KeyUnknown.into()).await
}

fn ids(branches: &BTreeSet<BranchId>) -> String {
    branches.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn read_key(row: &mut Row) -> Result<ApiKey, StoreError> {
    let (id, name, hint) = (row.take()?, row.take()?, row.take()?);
    let permissions: String = row.take()?;
    let branches: Option<String> = row.take()?;
    let branches = branches.map(|ids| ids.split(' ').map(str::parse).collect::<Result<_, _>>());
    Ok(ApiKey {
        id,
        name,
        hint,
        permissions: permissions.split(' ').filter_map(Permission::parse).collect(),
        branches: branches.transpose().map_err(StoreError::row)?,
        created_at: row.take()?,
        created_by: Operator { id: row.take()?, name: row.take()? },
        last_used_at: row.take()?,
        expires_on: row.take()?,
        revoked_at: row.take()?,
    })
}
