//! Sets that wait to be sealed, and what seals them.

use super::{read_entry, read_set};
use crate::args;
use crate::ledger::check::Stretch;
use crate::ledger::model::{Block, Leaf, StoredEntry, StoredSet};
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, EntrySetId};

/// The first sets that wait to be sealed, in the order of their ids, whenever they were recorded.
pub async fn waiting(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<StoredSet>, StoreError> {
    let sql =
        "SELECT id, at, business_day, branch_id, user_id, source, source_id, reason, block FROM ledger_set
               WHERE org_id = $1 AND block IS NULL ORDER BY id LIMIT $2";
    tx.rows(sql, args![limit], read_set).await
}

/// Whether any set waits.
pub async fn any_waiting(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM ledger_set WHERE org_id = $1 AND block IS NULL ORDER BY id LIMIT 1";
    Ok(tx.row(sql, args![], |row| row.take::<EntrySetId>()).await?.is_some())
}

/// The entries of the sets that wait, up to one of them, in their order.
pub async fn entries_waiting(tx: &mut Tx<'_>, upto: EntrySetId) -> Result<Vec<StoredEntry>, StoreError> {
    let sql = "SELECT e.set_id, e.branch_id, e.company_id, e.account, e.owner_id, e.unit, e.amount
               FROM ledger_set s JOIN ledger_entry e ON e.org_id = s.org_id AND e.set_id = s.id
               WHERE s.org_id = $1 AND s.block IS NULL AND s.id <= $2 ORDER BY e.set_id, e.position";
    tx.rows(sql, args![upto], read_entry).await
}

/// Puts the sets that wait, up to one of them, into a block, and says how many there were.
pub async fn seal_waiting(tx: &mut Tx<'_>, upto: EntrySetId, block: i64) -> Result<u64, StoreError> {
    let sql = "UPDATE ledger_set SET block = $3 WHERE org_id = $1 AND block IS NULL AND id <= $2";
    tx.exec(sql, args![upto, block]).await
}

/// Records a leaf.
pub async fn insert_leaf(tx: &mut Tx<'_>, leaf: &Leaf) -> Result<(), StoreError> {
    let sql = "INSERT INTO ledger_leaf (org_id, block, position, set_id, digest, salt, words)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Leaf { block, position, set, digest, salt, words } = leaf.clone();
    tx.put(sql, args![block, position, set, digest, salt, words]).await
}

/// Records a block.
pub async fn insert_block(tx: &mut Tx<'_>, block: &Block) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO ledger_block (org_id, number, at, leaves, root, link) VALUES ($1, $2, $3, $4, $5, $6)";
    let Block { number, at, leaves, root, link } = block.clone();
    tx.put(sql, args![number, at, leaves, root, link]).await
}

/// The newest block; none before the first.
pub async fn newest_block(tx: &mut Tx<'_>) -> Result<Option<Block>, StoreError> {
    let sql = "SELECT number, at, leaves, root, link FROM ledger_block WHERE org_id = $1 ORDER BY number DESC LIMIT 1";
    tx.row(sql, args![], read_block).await
}

/// Some blocks after one, in their order.
pub async fn blocks_after(tx: &mut Tx<'_>, after: i64, limit: i64) -> Result<Vec<Block>, StoreError> {
    let sql = "SELECT number, at, leaves, root, link FROM ledger_block WHERE org_id = $1 AND number > $2
               ORDER BY number LIMIT $3";
    tx.rows(sql, args![after, limit], read_block).await
}

/// The leaves of the blocks after one, up to another, in their order.
pub async fn block_leaves(tx: &mut Tx<'_>, after: i64, upto: i64) -> Result<Vec<Leaf>, StoreError> {
    let sql = "SELECT block, position, set_id, digest, salt, words FROM ledger_leaf
               WHERE org_id = $1 AND block > $2 AND block <= $3 ORDER BY block, position";
    tx.rows(sql, args![after, upto], read_leaf).await
}

/// The leaves of a stretch of sets, in their order.
pub async fn leaves_of(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Vec<Leaf>, StoreError> {
    let sql = "SELECT block, position, set_id, digest, salt, words FROM ledger_leaf
               WHERE org_id = $1 AND set_id > $2 AND set_id <= $3 ORDER BY set_id";
    tx.rows(sql, args![stretch.after, stretch.upto], read_leaf).await
}

/// Whether a sealed set has a digest between two, both among them.
pub async fn has_digest(tx: &mut Tx<'_>, from: &[u8], to: &[u8]) -> Result<bool, StoreError> {
    let sql = "SELECT set_id FROM ledger_leaf WHERE org_id = $1 AND digest >= $2 AND digest <= $3
               ORDER BY digest LIMIT 1";
    let found = tx.row(sql, args![from.to_vec(), to.to_vec()], |row| row.take::<EntrySetId>()).await?;
    Ok(found.is_some())
}

/// The set by which a bill was paid; none before that.
pub async fn first_of_bill(tx: &mut Tx<'_>, bill: BillId) -> Result<Option<StoredSet>, StoreError> {
    let sql =
        "SELECT id, at, business_day, branch_id, user_id, source, source_id, reason, block FROM ledger_set
               WHERE org_id = $1 AND source_id = $2 AND source = 'bill' ORDER BY id LIMIT 1";
    tx.row(sql, args![bill], read_set).await
}

fn read_block(row: &mut Row) -> Result<Block, StoreError> {
    Ok(Block {
        number: row.take()?,
        at: row.take()?,
        leaves: row.take()?,
        root: row.take()?,
        link: row.take()?,
    })
}

fn read_leaf(row: &mut Row) -> Result<Leaf, StoreError> {
    Ok(Leaf {
        block: row.take()?,
        position: row.take()?,
        set: row.take()?,
        digest: row.take()?,
        salt: row.take()?,
        words: row.take()?,
    })
}
