//! Lines, shares and reductions.

use crate::args;
use crate::bill::model::{LineKind, Off, PricedLine, Reduction, Refusal, Share, StoredLine, StoredReduction};
use crate::card::PlanVisits;
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, CustomerId, LineId, LotId, Money, Problem, Rate, ReductionId};
use std::collections::BTreeMap;

/// A bill's lines in their order, with who has a part in each.
pub async fn lines(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<StoredLine>, StoreError> {
    let sql = "SELECT id, position, kind, item_id, item_version, card_number, lot_id, name, quantity, unit_price, bonus,
                   taxes, list, net, payable, trace, refunded_quantity, refunded, variant_id, add_on_of, customer_id,
                   stocked, stock_left, visits, category_id
               FROM bill_line WHERE org_id = $1 AND bill_id = $2 ORDER BY position";
    let mut lines = tx.rows(sql, args![bill], read_line).await?;
    let mut shares = shares(tx, bill).await?;
    for line in &mut lines {
        line.shares = shares.remove(&line.id).unwrap_or_default();
    }
    Ok(lines)
}

async fn shares(tx: &mut Tx<'_>, bill: BillId) -> Result<BTreeMap<LineId, Vec<Share>>, StoreError> {
    let sql = "SELECT line_id, staff_id, role, share_ppm, requested FROM bill_share
               WHERE org_id = $1 AND bill_id = $2 ORDER BY line_id, position";
    let read = |row: &mut Row| {
        let line: LineId = row.take()?;
        let share =
            Share { staff: row.take()?, role: row.take()?, share: row.take()?, requested: row.take()? };
        Ok((line, share))
    };
    let mut by_line: BTreeMap<LineId, Vec<Share>> = BTreeMap::new();
    for (line, share) in tx.rows(sql, args![bill], read).await? {
        by_line.entry(line).or_default().push(share);
    }
    Ok(by_line)
}

/// The place after the last line.
pub async fn next_position(tx: &mut Tx<'_>, bill: BillId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(MAX(position), 0) + 1 AS BIGINT) FROM bill_line
               WHERE org_id = $1 AND bill_id = $2";
    Ok(tx.row(sql, args![bill], |row| row.take()).await?.unwrap_or(1))
}

pub async fn insert_line(tx: &mut Tx<'_>, bill: BillId, line: &StoredLine) -> Result<(), Problem> {
    let sql = "INSERT INTO bill_line (org_id, id, bill_id, position, kind, item_id, item_version, card_number, name,
                   quantity, unit_price, bonus, taxes, list, net, payable, trace, refunded_quantity, refunded,
                   variant_id, add_on_of, customer_id, stocked, visits, category_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, 0, '[]', 0, 0,
                   $14, $15, $16, $17, $18, $19)";
    let taxes = serde_json::to_string(&line.taxes).map_err(Problem::bug)?;
    let visits = line.visits.as_ref().map(serde_json::to_string).transpose().map_err(Problem::bug)?;
    let args = args![
        line.id,
        bill,
        line.position,
        line.kind.code(),
        line.item,
        line.item_version,
        line.card_number.clone(),
        line.name.as_str(),
        line.quantity,
        line.unit_price,
        line.bonus,
        taxes,
        line.variant,
        line.add_on_of,
        line.customer,
        line.stocked,
        visits,
        line.category,
    ];
    Ok(tx.put(sql, args).await?)
}

/// Moves a line, with its parts and its reduction, to a place on another bill.
pub async fn move_line(
    tx: &mut Tx<'_>,
    line: LineId,
    to: BillId,
    position: i64,
    customer: Option<CustomerId>,
) -> Result<(), StoreError> {
    let sql =
        "UPDATE bill_line SET bill_id = $3, position = $4, customer_id = $5 WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![line, to, position, customer]).await?;
    let sql = "UPDATE bill_share SET bill_id = $3 WHERE org_id = $1 AND line_id = $2";
    tx.exec(sql, args![line, to]).await?;
    let sql = "UPDATE bill_reduction SET bill_id = $3 WHERE org_id = $1 AND line_id = $2";
    tx.exec(sql, args![line, to]).await.map(drop)
}

pub async fn set_line(
    tx: &mut Tx<'_>,
    bill: BillId,
    line: LineId,
    quantity: i64,
    customer: Option<CustomerId>,
) -> Result<(), StoreError> {
    let sql = "UPDATE bill_line SET quantity = $4, customer_id = $5
               WHERE org_id = $1 AND bill_id = $2 AND id = $3";
    tx.guard(sql, args![bill, line, quantity, customer], Refusal::LineUnknown { line }.into()).await
}

/// Remembers how many of a line's goods were left on the shelf.
pub async fn set_stock_left(tx: &mut Tx<'_>, line: LineId, left: i64) -> Result<(), StoreError> {
    let sql = "UPDATE bill_line SET stock_left = $3 WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![line, left]).await
}

pub async fn set_line_price(tx: &mut Tx<'_>, line: &PricedLine) -> Result<(), Problem> {
    let sql =
        "UPDATE bill_line SET list = $3, net = $4, payable = $5, trace = $6 WHERE org_id = $1 AND id = $2";
    let trace = serde_json::to_string(&line.trace).map_err(Problem::bug)?;
    Ok(tx.put(sql, args![line.id, line.list, line.net, line.payable(), trace]).await?)
}

/// Remembers the lot that a line sold.
pub async fn set_line_lot(tx: &mut Tx<'_>, line: LineId, lot: LotId) -> Result<(), StoreError> {
    tx.put("UPDATE bill_line SET lot_id = $3 WHERE org_id = $1 AND id = $2", args![line, lot]).await
}

pub async fn delete_line(tx: &mut Tx<'_>, bill: BillId, line: LineId) -> Result<(), StoreError> {
    let sql = "DELETE FROM bill_line WHERE org_id = $1 AND bill_id = $2 AND id = $3";
    tx.guard(sql, args![bill, line], Refusal::LineUnknown { line }.into()).await
}

pub async fn insert_share(
    tx: &mut Tx<'_>,
    bill: BillId,
    line: LineId,
    position: i64,
    share: &Share,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO bill_share (org_id, bill_id, line_id, position, staff_id, role, share_ppm, requested)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let Share { staff, role, share, requested } = share;
    tx.put(sql, args![bill, line, position, *staff, role.as_str(), *share, *requested]).await
}

pub async fn delete_shares(tx: &mut Tx<'_>, bill: BillId, line: LineId) -> Result<(), StoreError> {
    let sql = "DELETE FROM bill_share WHERE org_id = $1 AND bill_id = $2 AND line_id = $3";
    tx.exec(sql, args![bill, line]).await.map(drop)
}

/// A bill's reductions, in the order in which they were given.
pub async fn reductions(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<StoredReduction>, StoreError> {
    let sql = "SELECT id, line_id, amount, percent_ppm, unit_price, reason, given_by_name, taken FROM bill_reduction
               WHERE org_id = $1 AND bill_id = $2 ORDER BY id";
    tx.rows(sql, args![bill], read_reduction).await
}

pub async fn insert_reduction(
    tx: &mut Tx<'_>,
    bill: BillId,
    reduction: &Reduction,
    reason: &str,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO bill_reduction (org_id, id, bill_id, line_id, amount, percent_ppm, unit_price, reason, given_by,
                   given_by_name, taken)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)";
    let (amount, percent, price) = match reduction.off {
        Off::Amount(amount) => (Some(amount), None, None),
        Off::Percent(rate) => (None, Some(rate), None),
        Off::ToPrice(price) => (None, None, Some(price)),
    };
    let (user, name) = (tx.actor().user, tx.actor().name.clone());
    let args = args![reduction.id, bill, reduction.line, amount, percent, price, reason, user, name];
    tx.put(sql, args).await
}

pub async fn set_taken(tx: &mut Tx<'_>, reduction: ReductionId, taken: Money) -> Result<(), StoreError> {
    let sql = "UPDATE bill_reduction SET taken = $3 WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![reduction, taken]).await
}

pub async fn delete_reduction(
    tx: &mut Tx<'_>,
    bill: BillId,
    reduction: ReductionId,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM bill_reduction WHERE org_id = $1 AND bill_id = $2 AND id = $3";
    tx.guard(sql, args![bill, reduction], Refusal::ReductionUnknown.into()).await
}

/// Takes away the reduction that is on a line.
pub async fn delete_reduction_of(tx: &mut Tx<'_>, bill: BillId, line: LineId) -> Result<(), StoreError> {
    let sql = "DELETE FROM bill_reduction WHERE org_id = $1 AND bill_id = $2 AND line_id = $3";
    tx.exec(sql, args![bill, line]).await.map(drop)
}

fn read_line(row: &mut Row) -> Result<StoredLine, StoreError> {
    Ok(StoredLine {
        id: row.take()?,
        position: row.take()?,
        kind: row.take_as(LineKind::parse)?,
        item: row.take()?,
        item_version: row.take()?,
        card_number: row.take()?,
        lot: row.take()?,
        name: row.take()?,
        quantity: row.take()?,
        unit_price: row.take()?,
        bonus: row.take()?,
        taxes: row.take_json()?,
        list: row.take()?,
        net: row.take()?,
        payable: row.take()?,
        trace: row.take_json()?,
        refunded_quantity: row.take()?,
        refunded: row.take()?,
        variant: row.take()?,
        add_on_of: row.take()?,
        customer: row.take()?,
        stocked: row.take()?,
        stock_left: row.take()?,
        visits: read_visits(row)?,
        category: row.take()?,
        shares: Vec::new(),
    })
}

fn read_visits(row: &mut Row) -> Result<Option<PlanVisits>, StoreError> {
    let text: Option<String> = row.take()?;
    let unread = |_| StoreError::row("a line's visits are not what the product wrote");
    text.map(|text| serde_json::from_str(&text).map_err(unread)).transpose()
}

fn read_reduction(row: &mut Row) -> Result<StoredReduction, StoreError> {
    let (id, line) = (row.take()?, row.take()?);
    let (amount, percent): (Option<Money>, Option<Rate>) = (row.take()?, row.take()?);
    let off = match (amount, percent, row.take()?) {
        (Some(amount), None, None) => Off::Amount(amount),
        (None, Some(rate), None) => Off::Percent(rate),
        (None, None, Some(price)) => Off::ToPrice(price),
        _ => return Err(StoreError::row("a reduction is one of an amount, a percentage and a price")),
    };
    Ok(StoredReduction {
        reduction: Reduction { id, line, off },
        reason: row.take()?,
        by: row.take()?,
        taken: row.take()?,
    })
}
