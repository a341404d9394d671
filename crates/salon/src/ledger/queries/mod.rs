//! Every statement over `ledger_*`.

mod seal;

pub use seal::{
    any_waiting, block_leaves, blocks_after, entries_waiting, first_of_bill, has_digest, insert_block,
    insert_leaf, leaves_of, newest_block, seal_waiting, waiting,
};

use super::check::{CHECK_PAGE, Stretch};
use super::commands::Posting;
use super::model::{Account, Due, Entry, Refusal, StoredEntry, StoredSet, Unit};
use crate::args;
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, BranchId, Day, EntrySetId, ImportId, RowId};
use std::collections::BTreeSet;
use uuid::Uuid;

pub async fn insert_set(tx: &mut Tx<'_>, id: EntrySetId, posting: &Posting<'_>) -> Result<(), StoreError> {
    // A day between the first and the last that were closed is closed. Days before the first were never
    // counted by anybody, so another program's history may still come in there.
    let sql =
        "INSERT INTO ledger_set (org_id, id, at, business_day, branch_id, user_id, source, source_id, reason)
               SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
               WHERE NOT EXISTS (SELECT 1 FROM ledger_closed_day f
                                 WHERE f.org_id = $1 AND f.branch_id = $5 AND f.business_day <= $4)
                   OR NOT EXISTS (SELECT 1 FROM ledger_closed_day l
                                  WHERE l.org_id = $1 AND l.branch_id = $5 AND l.business_day >= $4)";
    let (source, source_id) = posting.source.row();
    let args =
        args![id, tx.now(), posting.day, posting.branch, tx.actor().user, source, source_id, posting.reason];
    tx.guard(sql, args, Refusal::DayClosed { day: posting.day }.into()).await
}

/// Closes a business day of a branch. Says whether it was open.
pub async fn close_day(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<bool, StoreError> {
    let sql = "INSERT INTO ledger_closed_day (org_id, branch_id, business_day) VALUES ($1, $2, $3)
               ON CONFLICT DO NOTHING";
    Ok(tx.exec(sql, args![branch, day]).await? > 0)
}

/// The last business day of a branch that was closed.
pub async fn last_closed(tx: &mut Tx<'_>, branch: BranchId) -> Result<Option<Day>, StoreError> {
    let sql = "SELECT MAX(business_day) FROM ledger_closed_day WHERE org_id = $1 AND branch_id = $2";
    Ok(tx.row(sql, args![branch], |row| row.take()).await?.flatten())
}

/// Keeps what an account of a branch held at the end of a closed day.
pub async fn keep_balance(
    tx: &mut Tx<'_>,
    (branch, day): (BranchId, Day),
    account: Account,
    unit: Unit,
    amount: i64,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO ledger_closed_balance (org_id, branch_id, business_day, account, unit, amount)
               VALUES ($1, $2, $3, $4, $5, $6)";
    tx.put(sql, args![branch, day, account.code(), unit.code(), amount]).await
}

/// What an account of a branch held at the end of a closed day, where it was kept.
pub async fn kept_balance(
    tx: &mut Tx<'_>,
    (branch, day): (BranchId, Day),
    account: Account,
    unit: Unit,
) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT amount FROM ledger_closed_balance
               WHERE org_id = $1 AND branch_id = $2 AND business_day = $3 AND account = $4 AND unit = $5";
    tx.row(sql, args![branch, day, account.code(), unit.code()], |row| row.take()).await
}

/// What moved on an account of a branch on the days after one.
pub async fn moved_since(
    tx: &mut Tx<'_>,
    (branch, day): (BranchId, Day),
    account: Account,
    unit: Unit,
) -> Result<i64, StoreError> {
    // The sets of those days come first, and the account as it stands would be looked for by its index.
    let sql = "SELECT CAST(COALESCE(SUM(e.amount), 0) AS BIGINT) FROM ledger_set s
               CROSS JOIN ledger_entry e
               WHERE s.org_id = $1 AND s.branch_id = $2 AND s.business_day > $3
                   AND e.org_id = s.org_id AND e.set_id = s.id AND e.account || '' = $4 AND e.owner_id = $5
                   AND e.unit = $6";
    let args = args![branch, day, account.code(), account.owner(), unit.code()];
    Ok(tx.row(sql, args, |row| row.take()).await?.unwrap_or(0))
}

/// What moved on an account day by day, and by what it was caused.
pub async fn moved_by_day(
    tx: &mut Tx<'_>,
    account: Account,
    unit: Unit,
) -> Result<Vec<(Day, String, i64)>, StoreError> {
    let sql = "SELECT s.business_day, s.source, CAST(SUM(e.amount) AS BIGINT)
               FROM ledger_entry e JOIN ledger_set s ON s.org_id = e.org_id AND s.id = e.set_id
               WHERE e.org_id = $1 AND e.account = $2 AND e.owner_id = $3 AND e.unit = $4
               GROUP BY s.business_day, s.source ORDER BY s.business_day, s.source";
    let read = |row: &mut Row| Ok((row.take()?, row.take()?, row.take()?));
    tx.rows(sql, args![account.code(), account.owner(), unit.code()], read).await
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

/// The sets of a bill.
pub async fn sets_of_bill(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<EntrySetId>, StoreError> {
    let sql =
        "SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2 AND source = 'bill' ORDER BY id";
    tx.rows(sql, args![bill], |row| row.take()).await
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

/// An owner and what its account holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whose account.
    pub owner: Uuid,
    /// How much, with its sign.
    pub amount: i64,
    /// Whether the account counts several units, which no account of one owner does.
    pub mixed: bool,
}

/// What the accounts of one kind hold, in the order of their owners, in a stretch of them that has at most
/// [`CHECK_PAGE`] known ones: where there are more, one of them is not known.
pub async fn held_in(tx: &mut Tx<'_>, account: &str, stretch: Stretch) -> Result<Vec<Held>, StoreError> {
    let sql = "SELECT owner_id, CAST(SUM(amount) AS BIGINT), MIN(unit), MAX(unit) FROM ledger_entry
               WHERE org_id = $1 AND account = $2 AND owner_id > $3 AND owner_id <= $4
               GROUP BY owner_id ORDER BY owner_id LIMIT $5";
    let read = |row: &mut Row| {
        let (owner, amount) = (row.take()?, row.take()?);
        let (first, last): (String, String) = (row.take()?, row.take()?);
        Ok(Held { owner, amount, mixed: first != last })
    };
    tx.rows(sql, args![account, stretch.after, stretch.upto, CHECK_PAGE + 1], read).await
}

/// The last set of the full page after a set; none where what is left is no full page.
pub async fn last_set_of_page(tx: &mut Tx<'_>, after: Uuid, page: i64) -> Result<Option<Uuid>, StoreError> {
    let sql = "SELECT id FROM ledger_set WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT 1 OFFSET $3";
    tx.row(sql, args![after, page - 1], |row| row.take()).await
}

fn read_set(row: &mut Row) -> Result<StoredSet, StoreError> {
    Ok(StoredSet {
        id: row.take()?,
        at: row.take()?,
        business_day: row.take()?,
        branch: row.take()?,
        user: row.take()?,
        source: row.take()?,
        source_id: row.take()?,
        reason: row.take()?,
        block: row.take()?,
    })
}

fn read_entry(row: &mut Row) -> Result<StoredEntry, StoreError> {
    Ok(StoredEntry {
        set: row.take()?,
        branch: row.take()?,
        company: row.take()?,
        account: row.take()?,
        owner: row.take()?,
        unit: row.take()?,
        amount: row.take()?,
    })
}

/// The sets of a stretch, in their order, without their entries.
pub async fn sets_of(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Vec<StoredSet>, StoreError> {
    let sql =
        "SELECT id, at, business_day, branch_id, user_id, source, source_id, reason, block FROM ledger_set
               WHERE org_id = $1 AND id > $2 AND id <= $3 ORDER BY id";
    tx.rows(sql, args![stretch.after, stretch.upto], read_set).await
}

/// The kind of account that follows another one in the books, by its code.
pub async fn next_kind(tx: &mut Tx<'_>, after: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT account FROM ledger_entry WHERE org_id = $1 AND account > $2 ORDER BY account LIMIT 1";
    tx.row(sql, args![after], |row| row.take()).await
}

/// The entries of a stretch of sets, in their order.
pub async fn entries_of(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Vec<StoredEntry>, StoreError> {
    let sql = "SELECT set_id, branch_id, company_id, account, owner_id, unit, amount FROM ledger_entry
               WHERE org_id = $1 AND set_id > $2 AND set_id <= $3 ORDER BY set_id, position";
    tx.rows(sql, args![stretch.after, stretch.upto], read_entry).await
}

/// What branches owe each other, and are owed, as the books of each say.
pub async fn dues(tx: &mut Tx<'_>) -> Result<Vec<Due>, StoreError> {
    let sql = "SELECT account, branch_id, owner_id, CAST(SUM(amount) AS BIGINT) FROM ledger_entry
               WHERE org_id = $1 AND account IN ('due_to', 'due_from')
               GROUP BY account, branch_id, owner_id ORDER BY account, branch_id, owner_id";
    let read = |row: &mut Row| {
        let owes = row.take::<String>()? == "due_to";
        Ok(Due { owes, branch: row.take()?, other: row.take()?, amount: row.take()? })
    };
    tx.rows(sql, args![], read).await
}

/// What the sets of one source's row moved on accounts of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The source's row.
    pub source: Uuid,
    /// The kind of account.
    pub account: String,
    /// How much, with its sign.
    pub amount: i64,
}

/// What the sets of one source moved, for a stretch of the source's rows, in their order.
pub async fn moved_in(tx: &mut Tx<'_>, source: &str, stretch: Stretch) -> Result<Vec<Moved>, StoreError> {
    let sql = "SELECT s.source_id, e.account, CAST(SUM(e.amount) AS BIGINT)
               FROM ledger_set s JOIN ledger_entry e ON e.org_id = s.org_id AND e.set_id = s.id
               WHERE s.org_id = $1 AND s.source = $2 AND s.source_id > $3 AND s.source_id <= $4
               GROUP BY s.source_id, e.account ORDER BY s.source_id, e.account";
    let read = |row: &mut Row| Ok(Moved { source: row.take()?, account: row.take()?, amount: row.take()? });
    tx.rows(sql, args![source, stretch.after, stretch.upto], read).await
}

/// Says that what a branch's day comes to has changed. A row of its own each time: tills that pay at
/// once never meet here.
pub async fn mark_day(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<(), StoreError> {
    let id: RowId = tx.new_id();
    let sql = "INSERT INTO ledger_change (org_id, id, branch_id, business_day) VALUES ($1, $2, $3, $4)";
    tx.put(sql, args![id, branch, day]).await
}

/// The days of a branch, of those from one to another, that have changed.
pub async fn changed_days(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (from, to): (Day, Day),
) -> Result<BTreeSet<Day>, StoreError> {
    let sql = "SELECT DISTINCT business_day FROM ledger_change
               WHERE org_id = $1 AND branch_id = $2 AND business_day >= $3 AND business_day <= $4
               ORDER BY business_day";
    Ok(tx.rows(sql, args![branch, from, to], |row| row.take()).await?.into_iter().collect())
}

/// The changes of one day of a branch.
pub async fn changes(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<BTreeSet<RowId>, StoreError> {
    let sql = "SELECT id FROM ledger_change WHERE org_id = $1 AND branch_id = $2 AND business_day = $3
               ORDER BY id";
    Ok(tx.rows(sql, args![branch, day], |row| row.take()).await?.into_iter().collect())
}

/// Forgets a change that has been added up.
pub async fn forget_change(tx: &mut Tx<'_>, branch: BranchId, day: Day, id: RowId) -> Result<(), StoreError> {
    let sql = "DELETE FROM ledger_change
               WHERE org_id = $1 AND branch_id = $2 AND business_day = $3 AND id = $4";
    tx.put(sql, args![branch, day, id]).await
}
