//! Every statement over `ledger_*`.

use super::commands::Posting;
use super::model::{Account, Entry, Unit};
use super::rules::Unbalanced;
use crate::args;
use crate::store::{Row, StoreError, Tx};
use kernel::{EntrySetId, ImportId};
use uuid::Uuid;

pub async fn insert_set(tx: &mut Tx<'_>, id: EntrySetId, posting: &Posting<'_>) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO ledger_set (org_id, id, at, business_day, branch_id, user_id, source, source_id, reason)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let (source, source_id) = posting.source.row();
    let args =
        args![id, tx.now(), posting.day, posting.branch, tx.actor().user, source, source_id, posting.reason];
    tx.put(sql, args).await
}

pub async fn insert_entry(
    tx: &mut Tx<'_>,
    set: EntrySetId,
    position: i64,
    entry: &Entry,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO ledger_entry
                   (org_id, set_id, position, branch_id, company_id, account, owner_id, unit, amount)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let Entry { site, account, unit, amount } = *entry;
    let args =
        args![set, position, site.branch, site.company, account.code(), account.owner(), unit.code(), amount];
    tx.put(sql, args).await
}

/// Some sets of an import.
pub async fn sets_of_import(
    tx: &mut Tx<'_>,
    import: ImportId,
    limit: i64,
) -> Result<Vec<EntrySetId>, StoreError> {
    let sql = "SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2 AND source = 'import'
               ORDER BY id LIMIT $3";
    tx.rows(sql, args![import, limit], |row| row.take()).await
}

/// Deletes a set. The one exception to a ledger that only grows: an import that nobody has seen.
pub async fn delete_set(tx: &mut Tx<'_>, set: EntrySetId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM ledger_entry WHERE org_id = $1 AND set_id = $2", args![set]).await?;
    tx.put("DELETE FROM ledger_set WHERE org_id = $1 AND id = $2", args![set]).await
}

/// What an account holds of a unit.
pub async fn balance(tx: &mut Tx<'_>, account: Account, unit: Unit) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM ledger_entry
               WHERE org_id = $1 AND account = $2 AND owner_id = $3 AND unit = $4";
    let held = tx.row(sql, args![account.code(), account.owner(), unit.code()], |row| row.take()).await?;
    Ok(held.unwrap_or(0))
}

/// An owner and what its account holds of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whose account.
    pub owner: Uuid,
    /// The unit's code.
    pub unit: String,
    /// How much, with its sign.
    pub amount: i64,
}

/// What the accounts of one kind hold, in the order of their owners, after one of them.
pub async fn held_after(
    tx: &mut Tx<'_>,
    account: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Held>, StoreError> {
    let sql = "SELECT owner_id, unit, CAST(SUM(amount) AS BIGINT) FROM ledger_entry
               WHERE org_id = $1 AND account = $2 AND owner_id > $3
               GROUP BY owner_id, unit ORDER BY owner_id, unit LIMIT $4";
    let read = |row: &mut Row| Ok(Held { owner: row.take()?, unit: row.take()?, amount: row.take()? });
    tx.rows(sql, args![account, after, limit], read).await
}

/// The first set whose entries do not sum to zero per unit and branch.
pub async fn first_unbalanced(tx: &mut Tx<'_>) -> Result<Option<(EntrySetId, Unbalanced)>, StoreError> {
    let sql = "SELECT set_id, branch_id, unit, CAST(SUM(amount) AS BIGINT) FROM ledger_entry
               WHERE org_id = $1 GROUP BY set_id, branch_id, unit HAVING SUM(amount) <> 0
               ORDER BY set_id, branch_id, unit LIMIT 1";
    let read = |row: &mut Row| {
        let set = row.take()?;
        let (branch, unit) = (row.take()?, row.take_as(Unit::parse)?);
        let sum: i64 = row.take()?;
        Ok((set, Unbalanced { branch, unit, sum: sum.into() }))
    };
    tx.row(sql, args![], read).await
}

/// The kinds of account and the units that entries name, by their codes.
pub async fn kinds(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT DISTINCT account, unit FROM ledger_entry WHERE org_id = $1 ORDER BY account, unit";
    tx.rows(sql, args![], |row| Ok((row.take()?, row.take()?))).await
}

/// What the sets of one source moved on accounts of one kind, in the order of the sources' rows,
/// after one of them.
pub async fn moved_after(
    tx: &mut Tx<'_>,
    source: &str,
    account: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Held>, StoreError> {
    let sql = "SELECT s.source_id, e.unit, CAST(SUM(e.amount) AS BIGINT)
               FROM ledger_set s JOIN ledger_entry e ON e.org_id = s.org_id AND e.set_id = s.id
               WHERE s.org_id = $1 AND s.source = $2 AND e.account = $3 AND s.source_id > $4
               GROUP BY s.source_id, e.unit ORDER BY s.source_id, e.unit LIMIT $5";
    let read = |row: &mut Row| Ok(Held { owner: row.take()?, unit: row.take()?, amount: row.take()? });
    tx.rows(sql, args![source, account, after, limit], read).await
}
