//! Companies that take no more money ahead.

use crate::args;
use crate::prepaid::model::{Refusal, Stopped};
use crate::store::{Row, StoreError, Tx};
use kernel::{CompanyId, Problem};

/// Since when a company takes no more money ahead; none where it does.
pub async fn stopped(tx: &mut Tx<'_>, company: CompanyId) -> Result<Option<Stopped>, StoreError> {
    let sql = "SELECT at, reason, user_name FROM prepaid_stop WHERE org_id = $1 AND company_id = $2";
    let read = |row: &mut Row| Ok(Stopped { at: row.take()?, reason: row.take()?, by: row.take()? });
    tx.row(sql, args![company], read).await
}

/// Lets a company take no more money ahead. Refuses: it takes none already.
pub async fn insert_stop(tx: &mut Tx<'_>, company: CompanyId, reason: &str) -> Result<(), Problem> {
    let sql = "INSERT INTO prepaid_stop (org_id, company_id, at, reason, user_id, user_name)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let (user, name) = (tx.actor().user, tx.actor().name.clone());
    let args = args![company, tx.now(), reason, user, name];
    Ok(tx.guard(sql, args, Refusal::StoppedAlready.into()).await?)
}

/// Lets a company take money ahead again. Refuses: it does.
pub async fn delete_stop(tx: &mut Tx<'_>, company: CompanyId) -> Result<(), Problem> {
    let sql = "DELETE FROM prepaid_stop WHERE org_id = $1 AND company_id = $2";
    Ok(tx.guard(sql, args![company], Refusal::NotStopped.into()).await?)
}
