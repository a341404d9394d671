//! The bill itself.

use crate::access::At;
use crate::args;
use crate::bill::model::{Amounts, Head, Refusal, Reversal, Rounding, State};
use crate::ledger::Site;
use crate::store::{Row, SIXTEEN, StoreError, Tx, sixteen};
use kernel::{BillId, BranchId, CustomerId, Day, Instant, Limit, Money, Problem, StaffId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Writes a bill that was just opened.
pub async fn insert(tx: &mut Tx<'_>, head: &Head) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill (org_id, id, number, branch_id, company_id, customer_id, state, label, currency,
                   rounding, business_day, opened_at, opened_by, opened_by_name, paid_by_name, void_reason, version,
                   lines, list_total, reduction_total, rounding_amount, tax_added, total, refunded_total,
                   replaces, reversed_by_name, reversal_reason)
               VALUES ($1, $2, $3, $4, $5, $6, 'open', '', $7, $12, $8, $9, $10, $11, '', '', 1,
                   0, 0, 0, 0, 0, 0, 0, $13, '', '')";
    let user = tx.actor().user;
    let args = args![
        head.id,
        head.number,
        head.place.branch,
        head.place.company,
        head.customer,
        head.currency,
        head.business_day,
        head.opened_at,
        user,
        head.opened_by.as_str(),
        head.rounding.code(),
        head.replaces,
    ];
    tx.put(sql, args).await
}

/// One bill. Refuses: bill unknown.
pub async fn find(tx: &mut Tx<'_>, id: BillId) -> Result<Head, Problem> {
    let sql = "SELECT id, number, branch_id, company_id, customer_id, state, label, currency, rounding, business_day,
                   opened_at, opened_by_name, paid_at, paid_by_name, printed_at, version, lines, list_total,
                   reduction_total, rounding_amount, tax_added, total, refunded_total, replaces, merged_into,
                   reversed_at, reversed_by_name, reversal_reason, replaced_by, receipt
               FROM bill WHERE org_id = $1 AND id = $2
                   AND NOT EXISTS (SELECT 1 FROM bill_unseen u
                                   WHERE u.org_id = bill.org_id AND u.import_id = bill.import_id)";
    tx.row(sql, args![id], read_head).await?.ok_or_else(|| Refusal::BillUnknown.into())
}

/// The bills of a branch that wait to be paid, opened on a business day or before; the first hundred.
pub async fn waiting(tx: &mut Tx<'_>, branch: BranchId, through: Day) -> Result<Vec<Head>, StoreError> {
    let sql = "SELECT id, number, branch_id, company_id, customer_id, state, label, currency, rounding, business_day,
                   opened_at, opened_by_name, paid_at, paid_by_name, printed_at, version, lines, list_total,
                   reduction_total, rounding_amount, tax_added, total, refunded_total, replaces, merged_into,
                   reversed_at, reversed_by_name, reversal_reason, replaced_by, receipt
               FROM bill WHERE org_id = $1 AND branch_id = $2 AND state IN ('open', 'parked') AND business_day <= $3
               ORDER BY business_day, opened_at, id LIMIT 100";
    tx.rows(sql, args![branch, through], read_head).await
}

/// Which bills of a branch are wanted.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Of one business day only.
    pub day: Option<Day>,
    /// In one state only.
    pub state: Option<State>,
    /// Only those before this one: its business day, moment of opening, and id.
    pub before: (String, Instant, Uuid),
    /// How many.
    pub limit: Limit,
}

impl Filter {
    /// The place before which every bill lies.
    pub fn newest() -> (String, Instant, Uuid) {
        ("9999-12-31".to_owned(), Instant::from_millis(i64::MAX), Uuid::max())
    }

    fn days(&self) -> (String, String) {
        match self.day {
            Some(day) => (day.to_string(), day.to_string()),
            None => ("0000-01-01".to_owned(), "9999-12-31".to_owned()),
        }
    }
}

/// Some bills of a branch, newest first, one more than wanted.
pub async fn list(tx: &mut Tx<'_>, at: At, filter: &Filter) -> Result<Vec<Head>, StoreError> {
    let sql = "SELECT id, number, branch_id, company_id, customer_id, state, label, currency, rounding, business_day,
                   opened_at, opened_by_name, paid_at, paid_by_name, printed_at, version, lines, list_total,
                   reduction_total, rounding_amount, tax_added, total, refunded_total, replaces, merged_into,
                   reversed_at, reversed_by_name, reversal_reason, replaced_by, receipt
               FROM bill
               WHERE org_id = $1 AND branch_id = $2 AND business_day >= $3 AND business_day <= $4
                   AND ($5 = '' OR state = $5) AND (business_day, opened_at, id) < ($6, $7, $8)
                   AND NOT EXISTS (SELECT 1 FROM bill_unseen u
                                   WHERE u.org_id = bill.org_id AND u.import_id = bill.import_id)
               ORDER BY business_day DESC, opened_at DESC, id DESC LIMIT $9";
    let (first, last) = filter.days();
    let (day, opened_at, id) = filter.before.clone();
    let state = filter.state.map_or("", State::code);
    let args = args![at.branch(), first, last, state, day, opened_at, id, filter.limit.one_more()];
    tx.rows(sql, args, read_head).await
}

/// Some bills of a branch in one state, of whatever day, newest first, one more than wanted. For the
/// few that are open or parked, which [`list`] would look for in the whole history.
pub async fn list_in_state(
    tx: &mut Tx<'_>,
    at: At,
    state: State,
    filter: &Filter,
) -> Result<Vec<Head>, StoreError> {
    let sql = "SELECT id, number, branch_id, company_id, customer_id, state, label, currency, rounding, business_day,
                   opened_at, opened_by_name, paid_at, paid_by_name, printed_at, version, lines, list_total,
                   reduction_total, rounding_amount, tax_added, total, refunded_total, replaces, merged_into,
                   reversed_at, reversed_by_name, reversal_reason, replaced_by, receipt
               FROM bill
               WHERE org_id = $1 AND branch_id = $2 AND state = $3
                   AND (business_day, opened_at, id) < ($4, $5, $6)
                   AND NOT EXISTS (SELECT 1 FROM bill_unseen u
                                   WHERE u.org_id = bill.org_id AND u.import_id = bill.import_id)
               ORDER BY business_day DESC, opened_at DESC, id DESC LIMIT $7";
    let (day, opened_at, id) = filter.before.clone();
    tx.rows(sql, args![at.branch(), state.code(), day, opened_at, id, filter.limit.one_more()], read_head)
        .await
}

/// Who has a part in a bill.
pub async fn staff_of(
    tx: &mut Tx<'_>,
    bills: &[BillId],
) -> Result<BTreeMap<BillId, Vec<StaffId>>, StoreError> {
    let sql = "SELECT DISTINCT bill_id, staff_id FROM bill_share WHERE org_id = $1 AND bill_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY bill_id, staff_id";
    let mut staff: BTreeMap<BillId, Vec<StaffId>> = BTreeMap::new();
    for some in bills.chunks(SIXTEEN) {
        for (bill, member) in tx.rows(sql, sixteen(some), |row| Ok((row.take()?, row.take()?))).await? {
            staff.entry(bill).or_default().push(member);
        }
    }
    Ok(staff)
}

pub async fn set_customer(
    tx: &mut Tx<'_>,
    id: BillId,
    customer: Option<CustomerId>,
) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET customer_id = $3 WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![id, customer]).await
}

pub async fn set_rounding(tx: &mut Tx<'_>, id: BillId, rounding: Rounding) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET rounding = $3 WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![id, rounding.code()]).await
}

/// Writes what the bill comes to, and counts a change.
pub async fn set_priced(
    tx: &mut Tx<'_>,
    id: BillId,
    lines: i64,
    amounts: &Amounts,
) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET lines = $3, list_total = $4, reduction_total = $5, rounding_amount = $6,
                   tax_added = $7, total = $8, version = version + 1
               WHERE org_id = $1 AND id = $2";
    let Amounts { list, reduction, rounding, tax_added, total } = *amounts;
    tx.put(sql, args![id, lines, list, reduction, rounding, tax_added, total]).await
}

/// Puts an open bill aside. Refuses: not open any more.
pub async fn park(tx: &mut Tx<'_>, id: BillId, label: &str) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET state = 'parked', label = $3, version = version + 1
               WHERE org_id = $1 AND id = $2 AND state = 'open'";
    tx.guard(sql, args![id, label], Refusal::Parked.into()).await
}

/// Takes a bill up that was put aside. Refuses: not parked.
pub async fn resume(tx: &mut Tx<'_>, id: BillId) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET state = 'open', version = version + 1
               WHERE org_id = $1 AND id = $2 AND state = 'parked'";
    tx.guard(sql, args![id], Refusal::NotParked.into()).await
}

/// Gives an unpaid bill up. Refuses: paid.
pub async fn void(tx: &mut Tx<'_>, id: BillId, reason: &str) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET state = 'voided', void_reason = $3, version = version + 1
               WHERE org_id = $1 AND id = $2 AND state IN ('open', 'parked')";
    tx.guard(sql, args![id, reason], Refusal::AlreadyPaid.into()).await
}

/// Gives up an unpaid bill whose lines have moved to another. Refuses: paid.
pub async fn merge_into(tx: &mut Tx<'_>, id: BillId, into: BillId) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET state = 'voided', merged_into = $3, version = version + 1
               WHERE org_id = $1 AND id = $2 AND state IN ('open', 'parked')";
    tx.guard(sql, args![id, into], Refusal::AlreadyPaid.into()).await
}

/// Makes a paid bill an undone one. Refuses: not paid, or refunded meanwhile.
pub async fn reverse(
    tx: &mut Tx<'_>,
    id: BillId,
    reason: &str,
    replaced_by: Option<BillId>,
) -> Result<(), StoreError> {
    let sql =
        "UPDATE bill SET state = 'reversed', refunded_total = total, reversed_at = $3, reversed_by = $4,
                   reversed_by_name = $5, reversal_reason = $6, replaced_by = $7, version = version + 1
               WHERE org_id = $1 AND id = $2 AND state = 'paid'";
    let (user, name) = (tx.actor().user, tx.actor().name.clone());
    tx.guard(sql, args![id, tx.now(), user, name, reason, replaced_by], Refusal::NotPaid.into()).await
}

/// Makes an open bill a paid one: of two payments at once, one finds it open. Refuses: paid.
pub async fn close(tx: &mut Tx<'_>, id: BillId, day: Day) -> Result<(), StoreError> {
    let sql =
        "UPDATE bill SET state = 'paid', business_day = $3, paid_at = $4, paid_by = $5, paid_by_name = $6,
                   version = version + 1
               WHERE org_id = $1 AND id = $2 AND state = 'open'";
    let (user, name) = (tx.actor().user, tx.actor().name.clone());
    tx.guard(sql, args![id, day, tx.now(), user, name], Refusal::AlreadyPaid.into()).await
}

/// Adds to what has been given back of a bill. Refuses: more than was paid.
pub async fn set_refunded(
    tx: &mut Tx<'_>,
    id: BillId,
    state: State,
    amount: Money,
) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET state = $3, refunded_total = refunded_total + $4, version = version + 1
               WHERE org_id = $1 AND id = $2 AND refunded_total + $4 <= total
                   AND state IN ('paid', 'partly_refunded')";
    tx.guard(sql, args![id, state.code(), amount], Refusal::RefundEmpty.into()).await
}

/// Remembers the first print.
pub async fn mark_printed(tx: &mut Tx<'_>, id: BillId) -> Result<(), StoreError> {
    let sql = "UPDATE bill SET printed_at = COALESCE(printed_at, $3) WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![id, tx.now()]).await
}

fn read_head(row: &mut Row) -> Result<Head, StoreError> {
    Ok(Head {
        id: row.take()?,
        number: row.take()?,
        place: Site { branch: row.take()?, company: row.take()? },
        customer: row.take()?,
        state: row.take_as(State::parse)?,
        label: row.take()?,
        currency: row.take()?,
        rounding: row.take_as(Rounding::parse)?,
        business_day: row.take()?,
        opened_at: row.take()?,
        opened_by: row.take()?,
        paid_at: row.take()?,
        paid_by: row.take()?,
        printed_at: row.take()?,
        version: row.take()?,
        lines: row.take()?,
        amounts: Amounts {
            list: row.take()?,
            reduction: row.take()?,
            rounding: row.take()?,
            tax_added: row.take()?,
            total: row.take()?,
        },
        refunded: row.take()?,
        replaces: row.take()?,
        merged_into: row.take()?,
        reversal: read_reversal(row)?,
        receipt: row.take()?,
    })
}

fn read_reversal(row: &mut Row) -> Result<Option<Reversal>, StoreError> {
    let at: Option<Instant> = row.take()?;
    let (by, reason, new_bill) = (row.take()?, row.take()?, row.take()?);
    Ok(at.map(|at| Reversal { at, by, reason, new_bill }))
}
