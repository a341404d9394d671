//! What was given back.

use crate::args;
use crate::bill::model::{Cell, Refund, RefundLine, RefundTender, Refusal, SentTo};
use crate::card::Value;
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, BranchId, CardId, Day, LineId, Money, RefundId, TenderId};

/// A refund about to be written.
pub struct NewRefund<'a> {
    pub id: RefundId,
    pub bill: BillId,
    pub branch: BranchId,
    pub number: i64,
    /// Whether the bill is undone, rather than refunded.
    pub reversal: bool,
    pub day: Day,
    pub reason: &'a str,
    pub total: Money,
}

pub async fn insert_refund(tx: &mut Tx<'_>, new: &NewRefund<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_refund (org_id, id, bill_id, branch_id, number, at, business_day, given_by,
                   given_by_name, reason, total, kind)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let (user, name) = (tx.actor().user, tx.actor().name.clone());
    let kind = if new.reversal { "reversal" } else { "refund" };
    let NewRefund { id, bill, branch, number, day, reason, total, .. } = *new;
    let args = args![id, bill, branch, number, tx.now(), day, user, name, reason, total, kind];
    tx.put(sql, args).await
}

/// Writes what is given back of a line, with the parts of its net and of its taxes.
pub async fn insert_refund_line(
    tx: &mut Tx<'_>,
    refund: RefundId,
    line: &RefundLine,
    (net, tax): (Money, Money),
) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_refund_line (org_id, refund_id, line_id, quantity, amount, net, tax)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.put(sql, args![refund, line.line, line.quantity, line.amount, net, tax]).await
}

/// What goes back to one tender.
pub struct TenderBack {
    pub tender: TenderId,
    pub amount: Money,
    pub value: Value,
    pub visits: i64,
    pub to: SentTo,
    pub card: Option<CardId>,
}

pub async fn insert_refund_tender(
    tx: &mut Tx<'_>,
    refund: RefundId,
    back: &TenderBack,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_refund_tender (org_id, refund_id, tender_id, amount, principal, bonus, visits, sent_to,
                   card_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let TenderBack { tender, amount, value, visits, to, card } = *back;
    tx.put(sql, args![refund, tender, amount, value.principal, value.bonus, visits, to.code(), card]).await
}

/// Marks part of a cell as given back. Refuses: more than is left of it.
pub async fn give_back_cell(
    tx: &mut Tx<'_>,
    bill: BillId,
    position: i64,
    cell: &Cell,
) -> Result<(), StoreError> {
    let sql = "UPDATE bill_cell SET returned = returned + $4, returned_count = returned_count + $5,
                   returned_value = returned_value + $6
               WHERE org_id = $1 AND bill_id = $2 AND position = $3 AND returned + $4 <= amount";
    let args = args![bill, position, cell.amount, cell.count, cell.earned];
    tx.guard(sql, args, Refusal::RefundEmpty.into()).await
}

/// Marks part of a tax as given back. Refuses: more than is left of it.
pub async fn give_back_tax(
    tx: &mut Tx<'_>,
    bill: BillId,
    line: LineId,
    position: i64,
    amount: Money,
) -> Result<(), StoreError> {
    let sql = "UPDATE bill_tax SET returned = returned + $5
               WHERE org_id = $1 AND bill_id = $2 AND line_id = $3 AND position = $4 AND returned + $5 <= amount";
    tx.guard(sql, args![bill, line, position, amount], Refusal::RefundEmpty.into()).await
}

/// Marks part of a line as given back. Refuses: more than is left of it.
pub async fn give_back_line(tx: &mut Tx<'_>, bill: BillId, line: &RefundLine) -> Result<(), StoreError> {
    let sql = "UPDATE bill_line SET refunded_quantity = refunded_quantity + $4, refunded = refunded + $5
               WHERE org_id = $1 AND bill_id = $2 AND id = $3 AND refunded_quantity + $4 <= quantity";
    let absent = Refusal::RefundAboveRest { line: line.line, left: 0 };
    tx.guard(sql, args![bill, line.line, line.quantity, line.amount], absent.into()).await
}

/// A bill's refunds, oldest first, without their lines and tenders.
pub async fn refunds(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<Refund>, StoreError> {
    let sql = "SELECT id, number, at, given_by_name, reason, total FROM bill_refund
               WHERE org_id = $1 AND bill_id = $2 AND kind = 'refund' ORDER BY at, number";
    let read = |row: &mut Row| {
        Ok(Refund {
            id: row.take()?,
            number: row.take()?,
            at: row.take()?,
            by: row.take()?,
            reason: row.take()?,
            total: row.take()?,
            lines: Vec::new(),
            tenders: Vec::new(),
        })
    };
    tx.rows(sql, args![bill], read).await
}

/// What a bill's refunds gave back for each line.
pub async fn refund_lines(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<(RefundId, RefundLine)>, StoreError> {
    let sql = "SELECT r.id, l.line_id, l.quantity, l.amount
               FROM bill_refund r
               JOIN bill_refund_line l ON l.org_id = r.org_id AND l.refund_id = r.id
               JOIN bill_line b ON b.org_id = l.org_id AND b.id = l.line_id
               WHERE r.org_id = $1 AND r.bill_id = $2 ORDER BY r.at, r.id, b.position";
    let read = |row: &mut Row| {
        let refund = row.take()?;
        Ok((refund, RefundLine { line: row.take()?, quantity: row.take()?, amount: row.take()? }))
    };
    tx.rows(sql, args![bill], read).await
}

/// What a bill's refunds gave back by each way of paying.
pub async fn refund_tenders(
    tx: &mut Tx<'_>,
    bill: BillId,
) -> Result<Vec<(RefundId, RefundTender)>, StoreError> {
    let sql = "SELECT r.id, t.id, b.sent_to, t.kind, t.card_number, b.amount, b.principal, b.bonus, b.visits
               FROM bill_refund r
               JOIN bill_refund_tender b ON b.org_id = r.org_id AND b.refund_id = r.id
               JOIN bill_tender t ON t.org_id = b.org_id AND t.id = b.tender_id
               WHERE r.org_id = $1 AND r.bill_id = $2 ORDER BY r.at, r.id, t.position";
    let read = |row: &mut Row| {
        let refund = row.take()?;
        let tender = RefundTender {
            tender: row.take()?,
            to: row.take_as(SentTo::parse)?,
            kind: row.take()?,
            card_number: row.take()?,
            amount: row.take()?,
            principal: row.take()?,
            bonus: row.take()?,
            visits: row.take()?,
        };
        Ok((refund, tender))
    };
    tx.rows(sql, args![bill], read).await
}
