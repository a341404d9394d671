//! What the books say of a day that is closed, besides its figures.

use crate::access::At;
use crate::args;
use crate::report::model::{Adjustment, CellSum, Corrections, GivenBack, TenderReturn};
use crate::store::{Row, StoreError, Tx};
use kernel::{Day, Money};

/// What paid for the work of bills that were paid on a day and not undone.
pub async fn work_paid(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<CellSum>, StoreError> {
    let sql = "SELECT c.part, t.kind, CAST(SUM(c.amount) AS BIGINT), CAST(SUM(c.value) AS BIGINT)
               FROM bill b
               CROSS JOIN bill_cell c
               CROSS JOIN bill_line l
               CROSS JOIN bill_tender t
               WHERE b.org_id = $1 AND b.branch_id = $2 AND b.business_day = $3
                   AND b.state IN ('paid', 'partly_refunded', 'refunded')
                   AND c.org_id = b.org_id AND c.bill_id = b.id
                   AND l.org_id = c.org_id AND l.id = c.line_id AND l.kind IN ('service', 'product', 'fee')
                   AND t.org_id = c.org_id AND t.id = c.tender_id
               GROUP BY c.part, t.kind ORDER BY c.part, t.kind";
    let read = |row: &mut Row| {
        Ok(CellSum { part: row.take()?, tender: row.take()?, amount: row.take()?, value: row.take()? })
    };
    tx.rows(sql, args![at.branch(), day], read).await
}

/// What refunds of a day gave back.
pub async fn work_given_back(tx: &mut Tx<'_>, at: At, day: Day) -> Result<GivenBack, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(g.amount), 0) AS BIGINT) FROM bill_refund r
               CROSS JOIN bill_refund_line g
               CROSS JOIN bill_line l
               WHERE r.org_id = $1 AND r.branch_id = $2 AND r.business_day = $3 AND r.kind = 'refund'
                   AND g.org_id = r.org_id AND g.refund_id = r.id AND l.org_id = g.org_id AND l.id = g.line_id
                   AND l.kind IN ('service', 'product', 'fee')";
    let work: Option<Money> = tx.row(sql, args![at.branch(), day], |row| row.take()).await?;
    let sql = "SELECT t.kind, CAST(SUM(g.amount) AS BIGINT), CAST(SUM(g.principal) AS BIGINT),
                   CAST(SUM(g.bonus) AS BIGINT)
               FROM bill_refund r
               CROSS JOIN bill_refund_tender g
               CROSS JOIN bill_tender t
               WHERE r.org_id = $1 AND r.branch_id = $2 AND r.business_day = $3 AND r.kind = 'refund'
                   AND g.org_id = r.org_id AND g.refund_id = r.id AND t.org_id = g.org_id AND t.id = g.tender_id
               GROUP BY t.kind ORDER BY t.kind";
    let read = |row: &mut Row| {
        Ok(TenderReturn { kind: row.take()?, amount: row.take()?, value: row.take()?, bonus: row.take()? })
    };
    let tenders = tx.rows(sql, args![at.branch(), day], read).await?;
    Ok(GivenBack { work: work.unwrap_or_default(), tenders })
}

/// How many refunds and reversals there were on a day.
pub async fn corrections(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Corrections, StoreError> {
    let sql = "SELECT COUNT(CASE kind WHEN 'refund' THEN NULL ELSE 1 END), COUNT(CASE kind WHEN 'refund' THEN 1 END),
                   CAST(COALESCE(SUM(CASE kind WHEN 'refund' THEN total ELSE 0 END), 0) AS BIGINT)
               FROM bill_refund WHERE org_id = $1 AND branch_id = $2 AND business_day = $3";
    let read = |row: &mut Row| {
        Ok(Corrections { reversed: row.take()?, refunds: row.take()?, refunded: row.take()? })
    };
    Ok(tx.row(sql, args![at.branch(), day], read).await?.unwrap_or_default())
}

/// What was given back on a day of bills of earlier days.
pub async fn adjustments(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<Adjustment>, StoreError> {
    let sql = "SELECT b.id, b.number, b.business_day, r.number, r.total FROM bill_refund r
               JOIN bill b ON b.org_id = r.org_id AND b.id = r.bill_id
               WHERE r.org_id = $1 AND r.branch_id = $2 AND r.business_day = $3 AND b.business_day < $3
               ORDER BY r.number";
    let read = |row: &mut Row| {
        Ok(Adjustment {
            bill: row.take()?,
            bill_number: row.take()?,
            bill_day: row.take()?,
            refund_number: row.take()?,
            amount: row.take()?,
        })
    };
    tx.rows(sql, args![at.branch(), day], read).await
}
