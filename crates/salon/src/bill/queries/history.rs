//! Bills of another program, which nobody sees until all of an import are there.

use crate::args;
use crate::bill::model::{Amounts, HistoryBill, HistoryLine, KnownReceipt, LineKind, Tax};
use crate::store::{Row, StoreError, Tx, Val};
use kernel::{BillId, BranchId, CustomerId, Day, ImportId, LineId, Problem};

/// Hides the bills of an import.
pub async fn hide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_unseen (org_id, import_id) VALUES ($1, $2)
               ON CONFLICT (org_id, import_id) DO NOTHING";
    tx.exec(sql, args![import]).await.map(drop)
}

/// Shows the bills of an import, all at once.
pub async fn unhide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "DELETE FROM bill_unseen WHERE org_id = $1 AND import_id = $2";
    tx.exec(sql, args![import]).await.map(drop)
}

/// Whether an import is being written whose bills nobody sees yet.
pub async fn any_hidden(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT import_id FROM bill_unseen WHERE org_id = $1 ORDER BY import_id LIMIT 1";
    Ok(tx.row(sql, args![], |row| row.take::<ImportId>()).await?.is_some())
}

/// The days on which the bills of an import lie, branch by branch.
pub async fn days_of_import(tx: &mut Tx<'_>, import: ImportId) -> Result<Vec<(BranchId, Day)>, StoreError> {
    let sql = "SELECT DISTINCT branch_id, business_day FROM bill WHERE org_id = $1 AND import_id = $2
               ORDER BY branch_id, business_day";
    tx.rows(sql, args![import], |row| Ok((row.take()?, row.take()?))).await
}

/// How many receipts [`known_receipts`] looks for at once.
pub const AT_ONCE: usize = 16;

/// Which of sixteen receipts of a branch are on file, seen or not.
pub async fn known_receipts(
    tx: &mut Tx<'_>,
    branch: BranchId,
    receipts: &[String],
) -> Result<Vec<KnownReceipt>, StoreError> {
    let sql = "SELECT receipt, business_day, lines, total FROM bill
               WHERE org_id = $1 AND branch_id = $2 AND receipt IN
                   ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
               ORDER BY receipt";
    let mut args = args![branch];
    args.extend(
        (0..AT_ONCE)
            .filter_map(|place| receipts.get(place).or(receipts.last()))
            .map(|receipt| Val::from(receipt.as_str())),
    );
    let read = |row: &mut Row| {
        Ok(KnownReceipt { receipt: row.take()?, day: row.take()?, lines: row.take()?, total: row.take()? })
    };
    tx.rows(sql, args, read).await
}

/// Writes a paid bill of another program.
pub async fn insert_history(
    tx: &mut Tx<'_>,
    id: BillId,
    bill: &HistoryBill,
    customer: Option<CustomerId>,
    amounts: &Amounts,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill (org_id, id, number, branch_id, company_id, customer_id, state, label, currency,
                   rounding, business_day, opened_at, opened_by_name, paid_at, paid_by_name, void_reason, version,
                   lines, list_total, reduction_total, rounding_amount, tax_added, total, refunded_total,
                   reversed_by_name, reversal_reason, receipt, import_id)
               VALUES ($1, $2, $3, $4, $5, $6, 'paid', '', $7, 'none', $8, $9, '', $9, '', '', 1, $10, $11, 0, 0,
                   $12, $13, 0, '', '', $14, $15)";
    let lines = i64::try_from(bill.lines.len()).unwrap_or(i64::MAX);
    let args = args![
        id,
        bill.number,
        bill.place.branch,
        bill.place.company,
        customer,
        bill.currency,
        bill.day,
        bill.at,
        lines,
        amounts.list,
        amounts.tax_added,
        amounts.total,
        bill.receipt.as_str(),
        bill.import,
    ];
    tx.put(sql, args).await
}

/// Writes a line of another program's bill.
pub async fn insert_history_line(
    tx: &mut Tx<'_>,
    bill: BillId,
    id: LineId,
    position: i64,
    line: &HistoryLine,
) -> Result<(), Problem> {
    let sql = "INSERT INTO bill_line (org_id, id, bill_id, position, kind, item_id, item_version, name, quantity,
                   unit_price, bonus, taxes, list, net, payable, trace, refunded_quantity, refunded, customer_id,
                   stocked)
               VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, 0, $10, $11, $11, $12, $13, 0, 0, $14, 0)";
    let taxes: Vec<&Tax> = line.taxes.iter().map(|tax| &tax.tax).collect();
    let args = args![
        id,
        bill,
        position,
        LineKind::Imported.code(),
        line.item,
        line.name.as_str(),
        line.quantity,
        line.unit_price(),
        serde_json::to_string(&taxes).map_err(Problem::bug)?,
        line.net,
        line.net + line.tax(),
        serde_json::to_string(&line.trace()).map_err(Problem::bug)?,
        line.customer,
    ];
    Ok(tx.put(sql, args).await?)
}

/// Some bills of an import.
pub async fn of_import(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<Vec<BillId>, StoreError> {
    let sql = "SELECT id FROM bill WHERE org_id = $1 AND import_id = $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![import, limit], |row| row.take()).await
}

/// Removes a bill that nobody has seen, with all that hangs on it.
pub async fn remove_unseen(tx: &mut Tx<'_>, id: BillId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM bill_tax WHERE org_id = $1 AND bill_id = $2",
        "DELETE FROM bill_share WHERE org_id = $1 AND bill_id = $2",
        "DELETE FROM bill_tender WHERE org_id = $1 AND bill_id = $2",
        "DELETE FROM bill_line WHERE org_id = $1 AND bill_id = $2",
        "DELETE FROM bill WHERE org_id = $1 AND id = $2
             AND import_id IN (SELECT import_id FROM bill_unseen WHERE org_id = $1)",
    ] {
        tx.exec(sql, args![id]).await?;
    }
    Ok(())
}
