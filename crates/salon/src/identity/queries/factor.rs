//! Second factors and their recovery codes.

use crate::args;
use crate::identity::model::Refusal;
use crate::store::{Cell, StoreError, Tx};
use kernel::{Id, Problem, UserId};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// Somebody's second factor.
pub struct Factor {
    /// What the authenticator keeps, too.
    pub secret: Zeroizing<Vec<u8>>,
    /// Whether it is in force.
    pub confirmed: bool,
}

/// Begins anew with a secret. Refuses: totp on.
pub async fn begin_factor(tx: &mut Tx<'_>, user: UserId, secret: &[u8]) -> Result<(), Problem> {
    let sql = "INSERT INTO identity_totp (org_id, user_id, secret, last_step) VALUES ($1, $2, $3, 0)
               ON CONFLICT (org_id, user_id) DO UPDATE SET secret = EXCLUDED.secret
                   WHERE identity_totp.confirmed_at IS NULL";
    let sealed = tx.cipher().seal(secret_of(user), secret)?;
    Ok(tx.guard(sql, args![user, sealed], Refusal::TotpOn.into()).await?)
}

/// Somebody's second factor, in force or begun.
pub async fn factor(tx: &mut Tx<'_>, user: UserId) -> Result<Option<Factor>, Problem> {
    let sql = "SELECT secret, confirmed_at FROM identity_totp WHERE org_id = $1 AND user_id = $2";
    let found =
        tx.row(sql, args![user], |row| Ok((row.take::<Vec<u8>>()?, row.take::<Option<i64>>()?))).await?;
    let Some((sealed, confirmed)) = found else { return Ok(None) };
    let secret = Zeroizing::new(tx.cipher().open(secret_of(user), &sealed)?);
    Ok(Some(Factor { secret, confirmed: confirmed.is_some() }))
}

/// Puts a second factor in force. Refuses: totp on.
pub async fn confirm_factor(tx: &mut Tx<'_>, user: UserId, step: i64) -> Result<(), StoreError> {
    let sql = "UPDATE identity_totp SET confirmed_at = $3, last_step = $4
               WHERE org_id = $1 AND user_id = $2 AND confirmed_at IS NULL";
    tx.guard(sql, args![user, tx.now(), step], Refusal::TotpOn.into()).await
}

/// Uses the code of a step, which is older than none that was used. Refuses: code wrong.
pub async fn use_step(tx: &mut Tx<'_>, user: UserId, step: i64) -> Result<(), StoreError> {
    let sql = "UPDATE identity_totp SET last_step = $3 WHERE org_id = $1 AND user_id = $2 AND last_step < $3";
    tx.guard(sql, args![user, step], Refusal::CodeWrong.into()).await
}

/// Takes a second factor away, if there is one.
pub async fn remove_factor(tx: &mut Tx<'_>, user: UserId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM identity_recovery WHERE org_id = $1 AND user_id = $2", args![user]).await?;
    tx.exec("DELETE FROM identity_totp WHERE org_id = $1 AND user_id = $2", args![user]).await.map(drop)
}

/// Keeps what a recovery code is known by.
pub async fn insert_recovery(tx: &mut Tx<'_>, user: UserId, code: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO identity_recovery (org_id, user_id, digest) VALUES ($1, $2, $3)";
    let digest = recovery_digest(tx, user, code);
    tx.put(sql, args![user, digest]).await
}

/// Uses a recovery code, for once. Refuses: code wrong.
pub async fn use_recovery(tx: &mut Tx<'_>, user: UserId, code: &str) -> Result<(), StoreError> {
    let sql = "UPDATE identity_recovery SET used_at = $4
               WHERE org_id = $1 AND user_id = $2 AND digest = $3 AND used_at IS NULL";
    let digest = recovery_digest(tx, user, code);
    tx.guard(sql, args![user, digest, tx.now()], Refusal::CodeWrong.into()).await
}

/// Everybody whose second factor is in force.
pub async fn with_factor(tx: &mut Tx<'_>) -> Result<BTreeSet<UserId>, StoreError> {
    let sql =
        "SELECT user_id FROM identity_totp WHERE org_id = $1 AND confirmed_at IS NOT NULL ORDER BY user_id";
    Ok(tx.rows(sql, args![], |row| row.take()).await?.into_iter().collect())
}

/// The digest's key lies outside the database, so a stolen database does not tell the short codes.
fn recovery_digest(tx: &Tx<'_>, user: UserId, code: &str) -> [u8; 32] {
    tx.cipher().digest("identity_recovery.code", &format!("{user} {code}"))
}

fn secret_of(user: UserId) -> Cell {
    Cell { table: "identity_totp", column: "secret", row: user.uuid() }
}
