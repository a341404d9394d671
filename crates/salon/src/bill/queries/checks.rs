//! What the self-check reads.

use crate::args;
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, LineId, TenderId};
use uuid::Uuid;

/// The first paid bill whose lines do not add up to its total, or whose tenders do not.
pub async fn first_wrong_total(tx: &mut Tx<'_>) -> Result<Option<BillId>, StoreError> {
    let sql = "SELECT b.id FROM bill b
               WHERE b.org_id = $1 AND b.state IN ('paid', 'partly_refunded', 'refunded')
                   AND (b.total <> (SELECT COALESCE(SUM(l.payable), 0) FROM bill_line l
                                    WHERE l.org_id = b.org_id AND l.bill_id = b.id)
                     OR b.total <> (SELECT COALESCE(SUM(t.amount), 0) FROM bill_tender t
                                    WHERE t.org_id = b.org_id AND t.bill_id = b.id)
                     OR b.refunded_total <> (SELECT COALESCE(SUM(r.total), 0) FROM bill_refund r
                                             WHERE r.org_id = b.org_id AND r.bill_id = b.id))
               ORDER BY b.id LIMIT 1";
    tx.row(sql, args![], |row| row.take()).await
}

/// The first line of a paid bill whose cells do not add up to what it costs, or to what was given
/// back of it.
pub async fn first_wrong_cells_of_line(tx: &mut Tx<'_>) -> Result<Option<LineId>, StoreError> {
    let sql = "SELECT l.id FROM bill_line l
               JOIN bill b ON b.org_id = l.org_id AND b.id = l.bill_id
               WHERE l.org_id = $1 AND b.state IN ('paid', 'partly_refunded', 'refunded')
                   AND (l.payable <> (SELECT COALESCE(SUM(c.amount), 0) FROM bill_cell c
                                      WHERE c.org_id = l.org_id AND c.bill_id = l.bill_id AND c.line_id = l.id)
                     OR l.refunded <> (SELECT COALESCE(SUM(c.returned), 0) FROM bill_cell c
                                       WHERE c.org_id = l.org_id AND c.bill_id = l.bill_id AND c.line_id = l.id))
               ORDER BY l.id LIMIT 1";
    tx.row(sql, args![], |row| row.take()).await
}

/// The first tender whose cells do not add up to what it paid.
pub async fn first_wrong_cells_of_tender(tx: &mut Tx<'_>) -> Result<Option<TenderId>, StoreError> {
    let sql = "SELECT t.id FROM bill_tender t
               WHERE t.org_id = $1 AND t.amount <> (
                   SELECT COALESCE(SUM(c.amount), 0) FROM bill_cell c
                   WHERE c.org_id = t.org_id AND c.bill_id = t.bill_id AND c.tender_id = t.id)
               ORDER BY t.id LIMIT 1";
    tx.row(sql, args![], |row| row.take()).await
}

/// What each bill was paid in one kind of money, in the order of the bills, after one of them.
pub async fn money_paid_after(
    tx: &mut Tx<'_>,
    kind: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let sql = "SELECT bill_id, CAST(SUM(amount) AS BIGINT) FROM bill_tender
               WHERE org_id = $1 AND kind = $2 AND bill_id > $3
               GROUP BY bill_id ORDER BY bill_id LIMIT $4";
    let read = |row: &mut Row| Ok((row.take()?, row.take()?));
    tx.rows(sql, args![kind, after, limit], read).await
}
