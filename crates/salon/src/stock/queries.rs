//! Every statement over `stock_*`.

use super::model::{Change, Kind, Level, OnBill, StockMove};
use crate::access::At;
use crate::args;
use crate::store::{Row, StoreError, Tx, Val, sixteen};
use kernel::page::{Cursor, Limit};
use kernel::{BillId, BranchId, Id, ImportId, Page, ProductId, StockMoveId};
use uuid::Uuid;

/// A level with how many moves have made it.
#[derive(Clone, Copy, Debug, Default)]
pub struct StoredLevel {
    pub level: Level,
    pub moves: i64,
}

/// What lies on a shelf, seen or not; nothing where nothing has ever moved.
pub async fn level(
    tx: &mut Tx<'_>,
    branch: BranchId,
    product: ProductId,
) -> Result<Option<StoredLevel>, StoreError> {
    let sql = "SELECT on_hand, value, moves FROM stock_level
               WHERE org_id = $1 AND branch_id = $2 AND product_id = $3";
    let read = |row: &mut Row| Ok(StoredLevel { level: read_level(row)?, moves: row.take()? });
    tx.row(sql, args![branch, product], read).await
}

/// What lies on the shelves of a branch of up to sixteen products.
pub async fn levels_of(
    tx: &mut Tx<'_>,
    at: At,
    products: &[ProductId],
) -> Result<Vec<(ProductId, Level)>, StoreError> {
    let sql = "SELECT l.product_id, l.on_hand, l.value FROM stock_level l
               WHERE l.org_id = $1 AND l.branch_id = $18 AND l.product_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                   AND NOT EXISTS (SELECT 1 FROM stock_unseen u
                                   WHERE u.org_id = l.org_id AND u.import_id = l.import_id)
               ORDER BY l.product_id";
    let mut args = sixteen(products);
    args.push(Val::from(at.branch()));
    tx.rows(sql, args, |row| Ok((row.take()?, read_level(row)?))).await
}

/// The products of which a branch has sold more than was there: the first thousand.
pub async fn below_zero(tx: &mut Tx<'_>, at: At) -> Result<Vec<ProductId>, StoreError> {
    let sql = "SELECT l.product_id FROM stock_level l
               WHERE l.org_id = $1 AND l.branch_id = $2 AND l.on_hand < 0
                   AND NOT EXISTS (SELECT 1 FROM stock_unseen u
                                   WHERE u.org_id = l.org_id AND u.import_id = l.import_id)
               ORDER BY l.product_id LIMIT 1000";
    tx.rows(sql, args![at.branch()], |row| row.take()).await
}

/// Keeps a level as it is after a move. One that an import begins is seen when the import is.
pub async fn put_level(
    tx: &mut Tx<'_>,
    branch: BranchId,
    product: ProductId,
    stored: StoredLevel,
    import: Option<ImportId>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO stock_level (org_id, branch_id, product_id, on_hand, value, moves, import_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (org_id, branch_id, product_id) DO UPDATE
                   SET on_hand = EXCLUDED.on_hand, value = EXCLUDED.value, moves = EXCLUDED.moves";
    let StoredLevel { level, moves } = stored;
    tx.put(sql, args![branch, product, level.on_hand, level.value, moves, import]).await
}

/// A move about to be written.
pub struct NewMove<'a> {
    pub branch: BranchId,
    pub product: ProductId,
    pub kind: Kind,
    pub change: Change,
    pub after: StoredLevel,
    pub reason: &'a str,
    pub on: Option<OnBill>,
    pub import: Option<ImportId>,
}

pub async fn insert_move(tx: &mut Tx<'_>, new: NewMove<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO stock_move (org_id, id, branch_id, product_id, position, at, kind, quantity, cost, on_hand_after,
                   reason, user_id, by_name, bill_id, bill_number, import_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let id: StockMoveId = tx.new_id();
    let NewMove { branch, product, kind, change, after, reason, on, import } = new;
    let args = args![
        id,
        branch,
        product,
        after.moves,
        tx.now(),
        kind.code(),
        change.quantity,
        change.cost,
        after.level.on_hand,
        reason,
        tx.actor().user,
        tx.actor().name.as_str(),
        on.map(|on| on.bill),
        on.map(|on| on.number),
        import
    ];
    tx.put(sql, args).await
}

/// What a bill has moved of a product in a branch by moves of one kind.
pub async fn moved_by(
    tx: &mut Tx<'_>,
    branch: BranchId,
    product: ProductId,
    bill: BillId,
    kind: Kind,
) -> Result<Change, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT), CAST(COALESCE(SUM(cost), 0) AS BIGINT)
               FROM stock_move
               WHERE org_id = $1 AND branch_id = $2 AND product_id = $3 AND bill_id = $4 AND kind = $5";
    let read = |row: &mut Row| Ok(Change { quantity: row.take()?, cost: row.take()? });
    let moved = tx.row(sql, args![branch, product, bill, kind.code()], read).await?;
    Ok(moved.unwrap_or(Change { quantity: 0, cost: kernel::Money::ZERO }))
}

/// A page of the moves of a branch, newest first; of one product or of all. The names of the
/// products are left empty.
pub async fn moves(
    tx: &mut Tx<'_>,
    at: At,
    product: Option<ProductId>,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<StockMove>, StoreError> {
    let sql = "SELECT m.id, m.at, m.product_id, m.kind, m.quantity, m.cost, m.on_hand_after, m.reason, m.by_name, m.bill_id,
                   m.bill_number
               FROM stock_move m
               WHERE m.org_id = $1 AND m.branch_id = $2 AND m.product_id >= $3 AND m.product_id <= $4 AND m.id < $5
                   AND NOT EXISTS (SELECT 1 FROM stock_unseen u
                                   WHERE u.org_id = m.org_id AND u.import_id = m.import_id)
               ORDER BY m.id DESC LIMIT $6";
    let (first, last) =
        product.map_or((Uuid::nil(), Uuid::max()), |product| (product.uuid(), product.uuid()));
    // A cursor that cannot be read begins at the beginning; ids sort by the time they were made.
    let after = after.and_then(|Cursor(after)| after.parse().ok()).unwrap_or(Uuid::max());
    let args = args![at.branch(), first, last, after, limit.one_more()];
    let found = tx.rows(sql, args, read_move).await?;
    Ok(Page::cut(found, limit, |found| Cursor(found.id.to_string())))
}

/// Hides what an import has begun.
pub async fn hide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "INSERT INTO stock_unseen (org_id, import_id) VALUES ($1, $2)
               ON CONFLICT (org_id, import_id) DO NOTHING";
    tx.exec(sql, args![import]).await.map(drop)
}

/// Shows what an import has begun, all at once.
pub async fn unhide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "DELETE FROM stock_unseen WHERE org_id = $1 AND import_id = $2";
    tx.exec(sql, args![import]).await.map(drop)
}

/// The products after one of them that have ever moved in a branch.
pub async fn moved_after(
    tx: &mut Tx<'_>,
    branch: BranchId,
    after: ProductId,
    limit: i64,
) -> Result<Vec<ProductId>, StoreError> {
    let sql = "SELECT product_id FROM stock_level
               WHERE org_id = $1 AND branch_id = $2 AND product_id > $3 ORDER BY product_id LIMIT $4";
    tx.rows(sql, args![branch, after, limit], |row| row.take()).await
}

/// A move of an import.
pub struct ImportedMove {
    pub id: StockMoveId,
    pub branch: BranchId,
    pub product: ProductId,
    pub change: Change,
}

/// Some moves of an import.
pub async fn moves_of_import(
    tx: &mut Tx<'_>,
    import: ImportId,
    limit: i64,
) -> Result<Vec<ImportedMove>, StoreError> {
    let sql = "SELECT id, branch_id, product_id, quantity, cost FROM stock_move
               WHERE org_id = $1 AND import_id = $2 ORDER BY id LIMIT $3";
    let read = |row: &mut Row| {
        let (id, branch, product) = (row.take()?, row.take()?, row.take()?);
        Ok(ImportedMove { id, branch, product, change: Change { quantity: row.take()?, cost: row.take()? } })
    };
    tx.rows(sql, args![import, limit], read).await
}

/// Deletes a move. The one exception to moves that are never deleted: an import that nobody has seen.
pub async fn delete_move(tx: &mut Tx<'_>, id: StockMoveId) -> Result<(), StoreError> {
    tx.put("DELETE FROM stock_move WHERE org_id = $1 AND id = $2", args![id]).await
}

/// Deletes a level that has no moves left, and says whether it had none.
pub async fn delete_level(tx: &mut Tx<'_>, branch: BranchId, product: ProductId) -> Result<bool, StoreError> {
    let sql = "DELETE FROM stock_level
               WHERE org_id = $1 AND branch_id = $2 AND product_id = $3
                   AND NOT EXISTS (SELECT 1 FROM stock_move m
                                   WHERE m.org_id = $1 AND m.branch_id = $2 AND m.product_id = $3)";
    Ok(tx.exec(sql, args![branch, product]).await? > 0)
}

/// The first level that is not the sum of its moves.
pub async fn first_wrong_level(tx: &mut Tx<'_>) -> Result<Option<ProductId>, StoreError> {
    let sql = "SELECT l.product_id FROM stock_level l
               WHERE l.org_id = $1
                   AND (l.on_hand <> (SELECT COALESCE(SUM(m.quantity), 0) FROM stock_move m
                                      WHERE m.org_id = l.org_id AND m.branch_id = l.branch_id
                                          AND m.product_id = l.product_id)
                     OR l.value <> (SELECT COALESCE(SUM(m.cost), 0) FROM stock_move m
                                    WHERE m.org_id = l.org_id AND m.branch_id = l.branch_id
                                        AND m.product_id = l.product_id))
               ORDER BY l.branch_id, l.product_id LIMIT 1";
    tx.row(sql, args![], |row| row.take()).await
}

/// The first product of which nothing is there that has a value all the same.
pub async fn first_hollow_level(tx: &mut Tx<'_>) -> Result<Option<ProductId>, StoreError> {
    let sql = "SELECT product_id FROM stock_level
               WHERE org_id = $1 AND ((on_hand <= 0 AND value <> 0) OR value < 0)
               ORDER BY branch_id, product_id LIMIT 1";
    tx.row(sql, args![], |row| row.take()).await
}

fn read_level(row: &mut Row) -> Result<Level, StoreError> {
    Ok(Level { on_hand: row.take()?, value: row.take()? })
}

fn read_move(row: &mut Row) -> Result<StockMove, StoreError> {
    Ok(StockMove {
        id: row.take()?,
        at: row.take()?,
        product: row.take()?,
        product_name: String::new(),
        kind: row.take_as(Kind::parse)?,
        quantity: row.take()?,
        cost: row.take()?,
        on_hand_after: row.take()?,
        reason: row.take()?,
        by: row.take()?,
        bill: row.take()?,
        bill_number: row.take()?,
    })
}
