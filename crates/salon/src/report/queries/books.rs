//! What the books say of one business day of a branch.

use super::{given_back, paid_back, paid_for_cards, received};
use crate::access::At;
use crate::args;
use crate::report::model::{Earned, Facts, Guest, PaidBill};
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, BranchId, Day, LineId, StaffId};
use std::collections::BTreeMap;

/// Everything that the figures of a day are made of.
pub async fn facts(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Facts, StoreError> {
    let mut moved = received(tx, at, day).await?;
    moved.extend(given_back(tx, at, day).await?);
    moved.extend(paid_back(tx, at, day).await?);
    moved.extend(paid_for_cards(tx, at, day).await?);
    let shares = shares(tx, at, day).await?;
    let mut lines = sold(tx, at, day).await?;
    lines.extend(returned(tx, at, day).await?);
    // A line that was sold and given back on one day is there twice.
    let whose = |line: LineId| shares.get(&line).cloned().unwrap_or_default();
    let lines = lines.into_iter().map(|(line, earned)| Earned { shares: whose(line), ..earned }).collect();
    Ok(Facts { bills: bills(tx, at, day).await?, lines, moved })
}

/// The bills that were paid on a day and not undone, and that everybody sees.
async fn bills(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<PaidBill>, StoreError> {
    let sql = "SELECT b.paid_at, b.customer_id, c.created_at, c.import_id
               FROM bill b LEFT JOIN customer c ON c.org_id = b.org_id AND c.id = b.customer_id
               WHERE b.org_id = $1 AND b.branch_id = $2 AND b.business_day = $3
                   AND b.state IN ('paid', 'partly_refunded', 'refunded')
                   AND NOT EXISTS (SELECT 1 FROM bill_unseen u WHERE u.org_id = b.org_id AND u.import_id = b.import_id)
               ORDER BY b.paid_at, b.id";
    let read = |row: &mut Row| {
        let (at, customer, known_since) = (row.take()?, row.take()?, row.take()?);
        let import: Option<uuid::Uuid> = row.take()?;
        let guest = Option::zip(customer, known_since);
        let guest = guest.map(|(id, known_since)| Guest { id, known_since, brought_along: import.is_some() });
        Ok(PaidBill { at, guest })
    };
    tx.rows(sql, args![at.branch(), day], read).await
}

/// The lines of bills that were paid on a day and not undone, and that everybody sees.
async fn sold(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<(LineId, Earned)>, StoreError> {
    let sql = "SELECT l.id, b.id, l.kind, l.item_id, l.name, l.payable, l.net,
                   (SELECT CAST(COALESCE(SUM(x.amount), 0) AS BIGINT) FROM bill_tax x
                    WHERE x.org_id = l.org_id AND x.bill_id = l.bill_id AND x.line_id = l.id)
               FROM bill b CROSS JOIN bill_line l
               WHERE b.org_id = $1 AND b.branch_id = $2 AND b.business_day = $3
                   AND l.org_id = b.org_id AND l.bill_id = b.id
                   AND b.state IN ('paid', 'partly_refunded', 'refunded')
                   AND NOT EXISTS (SELECT 1 FROM bill_unseen u WHERE u.org_id = b.org_id AND u.import_id = b.import_id)
               ORDER BY b.paid_at, b.id, l.position";
    let read = |row: &mut Row| {
        let (line, bill): (LineId, BillId) = (row.take()?, row.take()?);
        Ok((line, read_earned(row, Some(bill))?))
    };
    tx.rows(sql, args![at.branch(), day], read).await
}

/// What was given back of lines on a day, below zero. What was undone has never been.
async fn returned(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<(LineId, Earned)>, StoreError> {
    let sql = "SELECT l.id, l.kind, l.item_id, l.name, -g.amount, -g.net, -g.tax
               FROM bill_refund r
               CROSS JOIN bill_refund_line g
               CROSS JOIN bill_line l
               WHERE r.org_id = $1 AND r.branch_id = $2 AND r.business_day = $3 AND r.kind = 'refund'
                   AND g.org_id = r.org_id AND g.refund_id = r.id AND l.org_id = g.org_id AND l.id = g.line_id
               ORDER BY r.at, r.id, l.position";
    let read = |row: &mut Row| {
        let line: LineId = row.take()?;
        Ok((line, read_earned(row, None)?))
    };
    tx.rows(sql, args![at.branch(), day], read).await
}

/// Who has a part in the lines that were sold or given back on a day.
async fn shares(
    tx: &mut Tx<'_>,
    at: At,
    day: Day,
) -> Result<BTreeMap<LineId, Vec<(StaffId, i64)>>, StoreError> {
    let sql = "SELECT s.line_id, s.staff_id, s.share_ppm, s.position
               FROM bill b CROSS JOIN bill_share s
               WHERE b.org_id = $1 AND b.branch_id = $2 AND b.business_day = $3
                   AND s.org_id = b.org_id AND s.bill_id = b.id
                   AND b.state IN ('paid', 'partly_refunded', 'refunded')
               UNION
               SELECT s.line_id, s.staff_id, s.share_ppm, s.position
               FROM bill_refund r
               CROSS JOIN bill_refund_line g
               CROSS JOIN bill_share s
               WHERE r.org_id = $1 AND r.branch_id = $2 AND r.business_day = $3 AND r.kind = 'refund'
                   AND g.org_id = r.org_id AND g.refund_id = r.id
                   AND s.org_id = r.org_id AND s.bill_id = r.bill_id AND s.line_id = g.line_id
               ORDER BY 1, 4";
    let read = |row: &mut Row| {
        let line: LineId = row.take()?;
        Ok((line, (row.take()?, row.take()?)))
    };
    let mut shares: BTreeMap<LineId, Vec<(StaffId, i64)>> = BTreeMap::new();
    for (line, share) in tx.rows(sql, args![at.branch(), day], read).await? {
        shares.entry(line).or_default().push(share);
    }
    Ok(shares)
}

fn read_earned(row: &mut Row, bill: Option<BillId>) -> Result<Earned, StoreError> {
    Ok(Earned {
        bill,
        kind: row.take()?,
        item: row.take()?,
        name: row.take()?,
        paid: row.take()?,
        net: row.take()?,
        tax: row.take()?,
        shares: Vec::new(),
    })
}

/// The first business day of which there is a bill.
pub async fn first_day(tx: &mut Tx<'_>) -> Result<Option<Day>, StoreError> {
    let sql = "SELECT MIN(business_day) FROM bill WHERE org_id = $1";
    Ok(tx.row(sql, args![], |row| row.take()).await?.flatten())
}

/// The days of a branch, of those from one to another, on which something was paid or given back.
pub async fn trading_days(
    tx: &mut Tx<'_>,
    branch: BranchId,
    (from, to): (Day, Day),
) -> Result<Vec<Day>, StoreError> {
    let sql = "SELECT business_day FROM bill
               WHERE org_id = $1 AND branch_id = $2 AND business_day >= $3 AND business_day <= $4
               UNION
               SELECT business_day FROM bill_refund
               WHERE org_id = $1 AND branch_id = $2 AND business_day >= $3 AND business_day <= $4
               UNION
               SELECT business_day FROM bill_receipt_refund
               WHERE org_id = $1 AND branch_id = $2 AND business_day >= $3 AND business_day <= $4
               UNION
               SELECT business_day FROM card_closing
               WHERE org_id = $1 AND branch_id = $2 AND business_day >= $3 AND business_day <= $4
               ORDER BY business_day";
    tx.rows(sql, args![branch, from, to], |row| row.take()).await
}
