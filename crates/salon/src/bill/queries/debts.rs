//! What customers owe, and what the shop holds for them.

use crate::access::At;
use crate::args;
use crate::bill::model::Refusal;
use crate::ledger::{Channel, Site};
use crate::store::{Row, StoreError, Tx, sixteen};
use kernel::{
    BillId, BranchId, CompanyId, CustomerId, Day, DebtId, Instant, Limit, Money, Problem, ReceiptId, RowId,
    TenderId,
};

/// A debt as it is stored.
#[derive(Clone, Debug)]
pub struct StoredDebt {
    pub id: DebtId,
    pub bill: BillId,
    pub bill_number: i64,
    pub tender: TenderId,
    pub home: Site,
    pub customer: CustomerId,
    pub at: Instant,
    pub business_day: Day,
    pub amount: Money,
    pub repaid: Money,
    pub returned: Money,
    pub written_off: Money,
}

impl StoredDebt {
    /// How much is still owed.
    pub fn left(&self) -> Money {
        self.amount - self.repaid - self.returned - self.written_off
    }
}

pub async fn insert_debt(tx: &mut Tx<'_>, debt: &StoredDebt) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_debt (org_id, id, bill_id, tender_id, branch_id, company_id, customer_id, at,
                   business_day, amount, repaid, returned, written_off)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0)";
    let StoredDebt { id, bill, tender, home, customer, at, business_day, amount, .. } = *debt;
    tx.put(sql, args![id, bill, tender, home.branch, home.company, customer, at, business_day, amount]).await
}

/// One debt. Refuses: debt unknown.
pub async fn debt(tx: &mut Tx<'_>, id: DebtId) -> Result<StoredDebt, Problem> {
    let sql = "SELECT d.id, d.bill_id, b.number, d.tender_id, d.branch_id, d.company_id, d.customer_id, d.at,
                   d.business_day, d.amount, d.repaid, d.returned, d.written_off
               FROM bill_debt d JOIN bill b ON b.org_id = d.org_id AND b.id = d.bill_id
               WHERE d.org_id = $1 AND d.id = $2";
    tx.row(sql, args![id], read_debt).await?.ok_or_else(|| Refusal::DebtUnknown.into())
}

/// The debt that a tender became.
pub async fn debt_of(tx: &mut Tx<'_>, tender: TenderId) -> Result<StoredDebt, Problem> {
    let sql = "SELECT d.id, d.bill_id, b.number, d.tender_id, d.branch_id, d.company_id, d.customer_id, d.at,
                   d.business_day, d.amount, d.repaid, d.returned, d.written_off
               FROM bill_debt d JOIN bill b ON b.org_id = d.org_id AND b.id = d.bill_id
               WHERE d.org_id = $1 AND d.tender_id = $2";
    tx.row(sql, args![tender], read_debt).await?.ok_or_else(|| Problem::bug("credit without its debt"))
}

/// Which debts are wanted.
#[derive(Clone, Debug)]
pub struct DebtFilter {
    /// Of one customer only.
    pub customer: Option<CustomerId>,
    /// Only those on which something is still owed.
    pub open: bool,
    /// Only those before this one.
    pub before: (Instant, uuid::Uuid),
    /// How many.
    pub limit: Limit,
}

/// Some debts of a branch, newest first, one more than wanted.
pub async fn debts(tx: &mut Tx<'_>, at: At, filter: &DebtFilter) -> Result<Vec<StoredDebt>, StoreError> {
    let sql = "SELECT d.id, d.bill_id, b.number, d.tender_id, d.branch_id, d.company_id, d.customer_id, d.at,
                   d.business_day, d.amount, d.repaid, d.returned, d.written_off
               FROM bill_debt d JOIN bill b ON b.org_id = d.org_id AND b.id = d.bill_id
               WHERE d.org_id = $1 AND d.branch_id = $2 AND ($3 = 0 OR d.customer_id = $4)
                   AND ($5 = 0 OR d.amount > d.repaid + d.returned + d.written_off)
                   AND (d.at, d.id) < ($6, $7)
               ORDER BY d.at DESC, d.id DESC LIMIT $8";
    let nobody = kernel::Id::from_uuid(uuid::Uuid::nil());
    let (any, customer) = (filter.customer.is_some(), filter.customer.unwrap_or(nobody));
    let (before, id) = filter.before;
    let args = args![at.branch(), any, customer, filter.open, before, id, filter.limit.one_more()];
    tx.rows(sql, args, read_debt).await
}

/// Of sixteen customers those who owe something.
pub async fn debtors_among(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT DISTINCT customer_id FROM bill_debt
               WHERE org_id = $1 AND amount > repaid + returned + written_off AND customer_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY customer_id";
    tx.rows(sql, sixteen(ids), |row| row.take()).await
}

/// Of sixteen customers those who have a bill that is not paid, or money from one that was undone.
pub async fn awaited_among(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT DISTINCT b.customer_id FROM bill b
               WHERE b.org_id = $1 AND b.customer_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                   AND (b.state IN ('open', 'parked')
                        OR (b.state = 'reversed'
                            AND EXISTS (SELECT 1 FROM bill_receipt r WHERE r.org_id = b.org_id AND r.bill_id = b.id
                                        AND r.amount > r.applied + r.refunded)))
               ORDER BY b.customer_id";
    tx.rows(sql, sixteen(ids), |row| row.take()).await
}

/// Adds to what was repaid of a debt; takes from it where the amount is below nothing. Refuses: more
/// than is owed.
pub async fn repay(tx: &mut Tx<'_>, id: DebtId, amount: Money) -> Result<(), StoreError> {
    let sql = "UPDATE bill_debt SET repaid = repaid + $3
               WHERE org_id = $1 AND id = $2 AND repaid + $3 >= 0
                   AND repaid + $3 + returned + written_off <= amount";
    tx.guard(sql, args![id, amount], Refusal::RepaymentAboveDebt { left: Money::ZERO }.into()).await
}

/// Adds to what a refund took off a debt. Refuses: repaid meanwhile.
pub async fn return_debt(tx: &mut Tx<'_>, tender: TenderId, amount: Money) -> Result<(), StoreError> {
    let sql = "UPDATE bill_debt SET returned = returned + $3
               WHERE org_id = $1 AND tender_id = $2 AND repaid + returned + $3 + written_off <= amount";
    tx.guard(sql, args![tender, amount], Refusal::DebtRepaid.into()).await
}

/// Gives up what is left of a debt. Refuses: nothing is.
pub async fn write_off(tx: &mut Tx<'_>, id: DebtId, amount: Money) -> Result<(), StoreError> {
    let sql = "UPDATE bill_debt SET written_off = written_off + $3
               WHERE org_id = $1 AND id = $2 AND repaid + returned + written_off + $3 <= amount";
    tx.guard(sql, args![id, amount], Refusal::DebtSettled.into()).await
}

fn read_debt(row: &mut Row) -> Result<StoredDebt, StoreError> {
    Ok(StoredDebt {
        id: row.take()?,
        bill: row.take()?,
        bill_number: row.take()?,
        tender: row.take()?,
        home: Site { branch: row.take()?, company: row.take()? },
        customer: row.take()?,
        at: row.take()?,
        business_day: row.take()?,
        amount: row.take()?,
        repaid: row.take()?,
        returned: row.take()?,
        written_off: row.take()?,
    })
}

/// Money of a reversed bill as it is stored.
#[derive(Clone, Debug)]
pub struct StoredReceipt {
    pub id: ReceiptId,
    pub bill: BillId,
    pub bill_number: i64,
    pub tender: TenderId,
    pub branch: BranchId,
    pub company: CompanyId,
    pub channel: Channel,
    pub reference: String,
    pub at: Instant,
    pub amount: Money,
    /// What of it is still held.
    pub left: Money,
}

pub async fn insert_receipt(tx: &mut Tx<'_>, receipt: &StoredReceipt) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_receipt (org_id, id, bill_id, tender_id, branch_id, company_id, channel, reference, at,
                   amount, applied, refunded)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0)";
    let args = args![
        receipt.id,
        receipt.bill,
        receipt.tender,
        receipt.branch,
        receipt.company,
        receipt.channel.code(),
        receipt.reference.as_str(),
        receipt.at,
        receipt.amount,
    ];
    tx.put(sql, args).await
}

/// One receipt. Refuses: receipt unknown.
pub async fn receipt(tx: &mut Tx<'_>, id: ReceiptId) -> Result<StoredReceipt, Problem> {
    let sql = "SELECT r.id, r.bill_id, b.number, r.tender_id, r.branch_id, r.company_id, r.channel, r.reference, r.at,
                   r.amount, r.amount - r.applied - r.refunded
               FROM bill_receipt r JOIN bill b ON b.org_id = r.org_id AND b.id = r.bill_id
               WHERE r.org_id = $1 AND r.id = $2";
    tx.row(sql, args![id], read_receipt).await?.ok_or_else(|| Refusal::ReceiptUnknown.into())
}

/// Some receipts of a branch of which something is left, newest first, one more than wanted.
pub async fn receipts(
    tx: &mut Tx<'_>,
    at: At,
    (before, id): (Instant, uuid::Uuid),
    limit: Limit,
) -> Result<Vec<StoredReceipt>, StoreError> {
    let sql = "SELECT r.id, r.bill_id, b.number, r.tender_id, r.branch_id, r.company_id, r.channel, r.reference, r.at,
                   r.amount, r.amount - r.applied - r.refunded
               FROM bill_receipt r JOIN bill b ON b.org_id = r.org_id AND b.id = r.bill_id
               WHERE r.org_id = $1 AND r.branch_id = $2 AND r.amount > r.applied + r.refunded
                   AND (r.at, r.id) < ($3, $4)
               ORDER BY r.at DESC, r.id DESC LIMIT $5";
    tx.rows(sql, args![at.branch(), before, id, limit.one_more()], read_receipt).await
}

/// Takes from a receipt for a bill; gives back to it where the amount is below nothing. Refuses:
/// less is left.
pub async fn apply_receipt(tx: &mut Tx<'_>, id: ReceiptId, amount: Money) -> Result<(), StoreError> {
    let sql = "UPDATE bill_receipt SET applied = applied + $3
               WHERE org_id = $1 AND id = $2 AND applied + $3 >= 0 AND applied + $3 + refunded <= amount";
    tx.guard(sql, args![id, amount], Refusal::ReceiptShort { left: Money::ZERO }.into()).await
}

/// Takes from a receipt what is paid back on a business day. Refuses: less is left.
pub async fn pay_receipt_back(
    tx: &mut Tx<'_>,
    id: ReceiptId,
    branch: BranchId,
    day: Day,
    amount: Money,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_receipt_refund (org_id, id, receipt_id, branch_id, at, business_day, amount)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let row: RowId = tx.new_id();
    tx.put(sql, args![row, id, branch, tx.now(), day, amount]).await?;
    let sql = "UPDATE bill_receipt SET refunded = refunded + $3
               WHERE org_id = $1 AND id = $2 AND applied + refunded + $3 <= amount";
    tx.guard(sql, args![id, amount], Refusal::ReceiptShort { left: Money::ZERO }.into()).await
}

fn read_receipt(row: &mut Row) -> Result<StoredReceipt, StoreError> {
    Ok(StoredReceipt {
        id: row.take()?,
        bill: row.take()?,
        bill_number: row.take()?,
        tender: row.take()?,
        branch: row.take()?,
        company: row.take()?,
        channel: row.take_as(Channel::parse)?,
        reference: row.take()?,
        at: row.take()?,
        amount: row.take()?,
        left: row.take()?,
    })
}
