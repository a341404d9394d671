//! Where mail reaches people, sealed.

use crate::args;
use crate::identity::model::Refusal;
use crate::store::{Cell, Tx};
use kernel::{Id, Problem, UserId};
use std::collections::BTreeMap;

/// Keeps where mail reaches somebody. Refuses: user unknown.
pub async fn set_email(tx: &mut Tx<'_>, user: UserId, email: &str) -> Result<(), Problem> {
    let sql = "UPDATE identity_user SET email = $3 WHERE org_id = $1 AND id = $2";
    let sealed = tx.seal(email_of(user), email)?;
    Ok(tx.guard(sql, args![user, sealed], Refusal::UserUnknown.into()).await?)
}

/// Where mail reaches people, of those of whom it is known.
pub async fn emails(tx: &mut Tx<'_>) -> Result<BTreeMap<UserId, String>, Problem> {
    let sql = "SELECT id, email FROM identity_user WHERE org_id = $1 AND email IS NOT NULL ORDER BY id";
    let found = tx.rows(sql, args![], |row| Ok((row.take::<UserId>()?, row.take::<Vec<u8>>()?))).await?;
    let cipher = tx.cipher();
    found.into_iter().map(|(user, sealed)| Ok((user, cipher.open_text(email_of(user), &sealed)?))).collect()
}

fn email_of(user: UserId) -> Cell {
    Cell { table: "identity_user", column: "email", row: user.uuid() }
}
