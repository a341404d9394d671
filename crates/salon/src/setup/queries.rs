//! Every statement over `setup_done`.

use super::model::Refusal;
use crate::args;
use crate::store::{Db, StoreError, Tx};

/// Whether this server has been set up. Read before anybody is signed in.
pub async fn is_done(db: &Db) -> Result<bool, StoreError> {
    Ok(!db.global_rows("SELECT one FROM setup_done", Vec::new()).await?.is_empty())
}

/// Takes the one place. Refuses: already done.
pub async fn claim(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO setup_done (org_id, one) VALUES ($1, 1) ON CONFLICT (one) DO NOTHING";
    tx.guard(sql, args![], Refusal::AlreadyDone.into()).await
}
