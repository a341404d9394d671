//! What the self-check reads.

use crate::args;
use crate::bill::model::MoneyOf;
use crate::ledger::Stretch;
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, LineId, TenderId};
use uuid::Uuid;

/// The first paid bill of a stretch whose lines do not add up to its total, or whose tenders do not.
pub async fn first_wrong_total(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Option<BillId>, StoreError> {
    let sql = "SELECT b.id FROM bill b
               WHERE b.org_id = $1 AND b.id > $2 AND b.id <= $3
                   AND b.state IN ('paid', 'partly_refunded', 'refunded', 'reversed')
                   AND (b.total <> (SELECT COALESCE(SUM(l.payable), 0) FROM bill_line l
                                    WHERE l.org_id = b.org_id AND l.bill_id = b.id)
                     OR b.total <> (SELECT COALESCE(SUM(t.amount), 0) FROM bill_tender t
                                    WHERE t.org_id = b.org_id AND t.bill_id = b.id)
                     OR b.refunded_total <> (SELECT COALESCE(SUM(r.total), 0) FROM bill_refund r
                                             WHERE r.org_id = b.org_id AND r.bill_id = b.id))
               ORDER BY b.id LIMIT 1";
    tx.row(sql, args![stretch.after, stretch.upto], |row| row.take()).await
}

/// The first line of a paid bill of a stretch whose cells do not add up to what it costs, or to what was given
/// back of it. Lines of another program have no cells: nobody knows what paid which of them.
pub async fn first_wrong_cells_of_line(
    tx: &mut Tx<'_>,
    stretch: Stretch,
) -> Result<Option<LineId>, StoreError> {
    let sql = "SELECT l.id FROM bill_line l
               JOIN bill b ON b.org_id = l.org_id AND b.id = l.bill_id
               WHERE l.org_id = $1 AND l.bill_id > $2 AND l.bill_id <= $3
                   AND b.state IN ('paid', 'partly_refunded', 'refunded', 'reversed') AND l.kind <> 'imported'
                   AND (l.payable <> (SELECT COALESCE(SUM(c.amount), 0) FROM bill_cell c
                                      WHERE c.org_id = l.org_id AND c.bill_id = l.bill_id AND c.line_id = l.id)
                     OR l.refunded <> (SELECT COALESCE(SUM(c.returned), 0) FROM bill_cell c
                                       WHERE c.org_id = l.org_id AND c.bill_id = l.bill_id AND c.line_id = l.id))
               ORDER BY l.bill_id, l.position LIMIT 1";
    tx.row(sql, args![stretch.after, stretch.upto], |row| row.take()).await
}

/// The first tender of a stretch of bills whose cells do not add up to what it paid; those of another program have none.
pub async fn first_wrong_cells_of_tender(
    tx: &mut Tx<'_>,
    stretch: Stretch,
) -> Result<Option<TenderId>, StoreError> {
    let sql = "SELECT t.id FROM bill_tender t
               WHERE t.org_id = $1 AND t.bill_id > $2 AND t.bill_id <= $3 AND t.kind <> 'imported'
                   AND t.amount <> (
                   SELECT COALESCE(SUM(c.amount), 0) FROM bill_cell c
                   WHERE c.org_id = t.org_id AND c.bill_id = t.bill_id AND c.tender_id = t.id)
               ORDER BY t.bill_id, t.position LIMIT 1";
    tx.row(sql, args![stretch.after, stretch.upto], |row| row.take()).await
}

/// The last bill of the full page after a bill; none where what is left is no full page.
pub async fn last_bill_of_page(tx: &mut Tx<'_>, after: Uuid, page: i64) -> Result<Option<Uuid>, StoreError> {
    let sql = "SELECT id FROM bill WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT 1 OFFSET $3";
    tx.row(sql, args![after, page - 1], |row| row.take()).await
}

/// What each bill of a stretch was paid in each kind of money, in the order of the bills.
pub async fn paid_in(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Vec<MoneyOf>, StoreError> {
    let sql = "SELECT bill_id, kind, CAST(SUM(amount) AS BIGINT) FROM bill_tender
               WHERE org_id = $1 AND bill_id > $2 AND bill_id <= $3
               GROUP BY bill_id, kind ORDER BY bill_id, kind";
    let read = |row: &mut Row| Ok(MoneyOf { of: row.take()?, kind: row.take()?, amount: row.take()? });
    tx.rows(sql, args![stretch.after, stretch.upto], read).await
}

/// What the taxes of each bill of a stretch come to, in the order of the bills.
pub async fn taxed_in(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let sql = "SELECT bill_id, CAST(SUM(amount) AS BIGINT) FROM bill_tax
               WHERE org_id = $1 AND bill_id > $2 AND bill_id <= $3 GROUP BY bill_id ORDER BY bill_id";
    tx.rows(sql, args![stretch.after, stretch.upto], read_sum).await
}

/// The last refund of the full page after a refund; none where what is left is no full page.
pub async fn last_refund_of_page(
    tx: &mut Tx<'_>,
    after: Uuid,
    page: i64,
) -> Result<Option<Uuid>, StoreError> {
    let sql = "SELECT id FROM bill_refund WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT 1 OFFSET $3";
    tx.row(sql, args![after, page - 1], |row| row.take()).await
}

/// What each refund of a stretch gave back in money, in the order of the refunds.
pub async fn given_back_in(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let sql = "SELECT r.refund_id, CAST(SUM(r.amount) AS BIGINT) FROM bill_refund_tender r
               JOIN bill_tender t ON t.org_id = r.org_id AND t.id = r.tender_id
               WHERE r.org_id = $1 AND r.refund_id > $2 AND r.refund_id <= $3 AND r.sent_to <> 'card'
                   AND t.kind IN ('cash', 'wechat', 'alipay', 'bank_card', 'unapplied')
               GROUP BY r.refund_id ORDER BY r.refund_id";
    tx.rows(sql, args![stretch.after, stretch.upto], read_sum).await
}

/// What customers still owe, in their order, after one of them.
pub async fn owed_after(tx: &mut Tx<'_>, after: Uuid, limit: i64) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let sql =
        "SELECT customer_id, CAST(SUM(amount - repaid - returned - written_off) AS BIGINT) FROM bill_debt
               WHERE org_id = $1 AND customer_id > $2
               GROUP BY customer_id ORDER BY customer_id LIMIT $3";
    tx.rows(sql, args![after, limit], read_sum).await
}

/// What each branch still holds of money of reversed bills.
pub async fn held_for_customers(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let sql = "SELECT branch_id, CAST(SUM(amount - applied - refunded) AS BIGINT) FROM bill_receipt
               WHERE org_id = $1 GROUP BY branch_id ORDER BY branch_id";
    tx.rows(sql, args![], read_sum).await
}

fn read_sum(row: &mut Row) -> Result<(Uuid, i64), StoreError> {
    Ok((row.take()?, row.take()?))
}
