//! Every statement of the reports: reads over everybody's tables, writes over their own.
//!
//! What belongs to a day is joined with CROSS JOIN and its condition below: SQLite, which does not count
//! rows, then looks for the bills of the day first, instead of reading all lines that were ever sold.

mod books;
mod closing;
mod figures;

pub use books::{facts, first_day, trading_days};
pub use closing::{adjustments, corrections, work_given_back, work_paid};
pub use figures::{
    DayKeys, by_day, by_key, forget, headings, keep, keep_by, keep_month, kept, kept_by, kept_days,
    month_is_kept, month_is_not_kept, months, overall, people,
};

use crate::access::At;
use crate::args;
use crate::bill::{BillSummary, State};
use crate::report::model::{Happened, HistoryItem, Moved};
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, CustomerId, Day, Instant, Limit, Money};
use uuid::Uuid;

/// How many of the bills that were paid last are shown.
const LAST_BILLS: i64 = 10;

/// What was paid on a branch's business day, tender by tender. Money that was held for a new bill came
/// in with the bill that was undone.
pub async fn received(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<Moved>, StoreError> {
    let sql = "SELECT b.paid_at, t.kind, t.amount, COALESCE(t.bonus, 0) FROM bill b
               CROSS JOIN bill_tender t
               WHERE b.org_id = $1 AND b.branch_id = $2 AND b.business_day = $3
                   AND t.org_id = b.org_id AND t.bill_id = b.id AND t.kind <> 'unapplied'
                   AND b.state IN ('paid', 'partly_refunded', 'refunded', 'reversed')
                   AND NOT EXISTS (SELECT 1 FROM bill_unseen u WHERE u.org_id = b.org_id AND u.import_id = b.import_id)
               ORDER BY b.paid_at, t.bill_id, t.position";
    tx.rows(sql, args![at.branch(), day], read_moved).await
}

/// What was given back on a branch's business day, as amounts below zero, under the way it went.
/// What is held for a new bill, or was put onto a card, has not left.
pub async fn given_back(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<Moved>, StoreError> {
    let sql = "SELECT r.at, CASE g.sent_to WHEN 'cash' THEN 'cash' ELSE COALESCE(h.channel, t.kind) END, -g.amount,
                   -g.bonus
               FROM bill_refund r
               CROSS JOIN bill_refund_tender g
               CROSS JOIN bill_tender t
               LEFT JOIN bill_receipt h ON h.org_id = t.org_id AND h.id = t.receipt_id
               WHERE r.org_id = $1 AND r.branch_id = $2 AND r.business_day = $3
                   AND g.org_id = r.org_id AND g.refund_id = r.id AND t.org_id = g.org_id AND t.id = g.tender_id
                   AND g.sent_to IN ('same', 'cash')
               ORDER BY r.at, r.id, t.position";
    tx.rows(sql, args![at.branch(), day], read_moved).await
}

/// What was paid back on a branch's business day of money that was held, as amounts below zero.
pub async fn paid_back(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<Moved>, StoreError> {
    let sql = "SELECT p.at, h.channel, -p.amount, 0 FROM bill_receipt_refund p
               CROSS JOIN bill_receipt h
               WHERE p.org_id = $1 AND p.branch_id = $2 AND p.business_day = $3
                   AND h.org_id = p.org_id AND h.id = p.receipt_id
               ORDER BY p.at, p.id";
    tx.rows(sql, args![at.branch(), day], read_moved).await
}

/// What was paid out at a branch on a business day for cards that were given back, as amounts below zero.
pub async fn paid_for_cards(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<Moved>, StoreError> {
    let sql = "SELECT c.at, COALESCE(p.channel, 'cash'), -p.amount, 0 FROM card_closing c
               CROSS JOIN card_payout p
               WHERE c.org_id = $1 AND c.branch_id = $2 AND c.business_day = $3
                   AND p.org_id = c.org_id AND p.closing_id = c.id
               ORDER BY c.at, c.id, p.position";
    tx.rows(sql, args![at.branch(), day], read_moved).await
}

/// How many bills were paid on a branch's business day and not undone.
pub async fn bills_paid(tx: &mut Tx<'_>, at: At, day: Day) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM bill WHERE org_id = $1 AND branch_id = $2 AND business_day = $3
                   AND state IN ('paid', 'partly_refunded', 'refunded')
                   AND NOT EXISTS (SELECT 1 FROM bill_unseen u WHERE u.org_id = bill.org_id AND u.import_id = bill.import_id)";
    Ok(tx.row(sql, args![at.branch(), day], |row| row.take()).await?.unwrap_or(0))
}

/// How many bills of a branch wait to be paid.
pub async fn bills_waiting(tx: &mut Tx<'_>, at: At) -> Result<i64, StoreError> {
    let sql =
        "SELECT COUNT(*) FROM bill WHERE org_id = $1 AND branch_id = $2 AND state IN ('open', 'parked')";
    Ok(tx.row(sql, args![at.branch()], |row| row.take()).await?.unwrap_or(0))
}

/// What cards and top-ups were sold for on a branch's business day.
pub async fn cards_sold(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Money, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(l.payable), 0) AS BIGINT) FROM bill b
               CROSS JOIN bill_line l
               WHERE b.org_id = $1 AND b.branch_id = $2 AND b.business_day = $3
                   AND l.org_id = b.org_id AND l.bill_id = b.id
                   AND b.state IN ('paid', 'partly_refunded', 'refunded', 'reversed') AND l.kind IN ('card_sale', 'top_up')";
    Ok(tx.row(sql, args![at.branch(), day], |row| row.take()).await?.unwrap_or_default())
}

/// What was given back of cards and top-ups on a branch's business day.
pub async fn cards_undone(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Money, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(g.amount), 0) AS BIGINT) FROM bill_refund r
               CROSS JOIN bill_refund_line g
               CROSS JOIN bill_line l
               WHERE r.org_id = $1 AND r.branch_id = $2 AND r.business_day = $3
                   AND g.org_id = r.org_id AND g.refund_id = r.id AND l.org_id = g.org_id AND l.id = g.line_id
                   AND l.kind IN ('card_sale', 'top_up')";
    Ok(tx.row(sql, args![at.branch(), day], |row| row.take()).await?.unwrap_or_default())
}

/// When customers registered at a branch, from one moment up to another. Those who came with another
/// program's sheet registered there, not here.
pub async fn registrations(
    tx: &mut Tx<'_>,
    at: At,
    (from, to): (Instant, Instant),
) -> Result<Vec<Instant>, StoreError> {
    let sql = "SELECT registered_at FROM customer
               WHERE org_id = $1 AND registered_branch = $2 AND registered_at >= $3 AND registered_at < $4
                   AND import_id IS NULL
               ORDER BY registered_at, id";
    tx.rows(sql, args![at.branch(), from, to], |row| row.take()).await
}

/// When customers came to a branch without being registered, from one moment up to another.
pub async fn walk_ins(
    tx: &mut Tx<'_>,
    at: At,
    (from, to): (Instant, Instant),
) -> Result<Vec<Instant>, StoreError> {
    let sql = "SELECT created_at FROM customer
               WHERE org_id = $1 AND created_branch = $2 AND created_at >= $3 AND created_at < $4
                   AND walk_in_number IS NOT NULL
               ORDER BY created_at, id";
    tx.rows(sql, args![at.branch(), from, to], |row| row.take()).await
}

/// The bills that were paid last on a branch's business day, newest first.
pub async fn last_bills(tx: &mut Tx<'_>, at: At, day: Day) -> Result<Vec<BillSummary>, StoreError> {
    let sql = "SELECT b.id, b.number, b.state, b.label, NULLIF(c.name, ''), COALESCE(c.member_number, c.walk_in_number), b.total,
                   b.opened_at, b.paid_at, b.lines, b.receipt
               FROM bill b LEFT JOIN customer c ON c.org_id = b.org_id AND c.id = b.customer_id
               WHERE b.org_id = $1 AND b.branch_id = $2 AND b.business_day = $3
                   AND b.state IN ('paid', 'partly_refunded', 'refunded', 'reversed')
                   AND NOT EXISTS (SELECT 1 FROM bill_unseen u WHERE u.org_id = b.org_id AND u.import_id = b.import_id)
               ORDER BY b.paid_at DESC, b.id DESC LIMIT $4";
    let mut bills = tx.rows(sql, args![at.branch(), day, LAST_BILLS], read_summary).await?;
    for bill in &mut bills {
        bill.staff = staff_of(tx, bill.id).await?;
    }
    Ok(bills)
}

/// The names of those who have a part in a bill.
async fn staff_of(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT p.name FROM staff p
               WHERE p.org_id = $1 AND EXISTS (
                   SELECT 1 FROM bill_share s
                   WHERE s.org_id = p.org_id AND s.bill_id = $2 AND s.staff_id = p.id)
               ORDER BY p.number";
    tx.rows(sql, args![bill], |row| row.take()).await
}

/// What happened with a customer before a moment and a row, newest first, one row more than wanted.
///
/// Who recorded a consent, a change or a voiding stands in the audit log alone. A card's later use
/// is seen on the bills that it paid. Of another program's receipt for several people each sees their
/// own lines.
pub async fn history(
    tx: &mut Tx<'_>,
    customer: CustomerId,
    (before, before_id): (Instant, Uuid),
    limit: Limit,
) -> Result<Vec<Happened>, StoreError> {
    let sql = "WITH their AS (SELECT id FROM customer WHERE org_id = $1 AND (id = $2 OR merged_into = $2))
               SELECT h.at, h.id, h.kind, h.bill_id, h.title, h.amount, h.actor, h.branch_id FROM (
                   SELECT b.paid_at AS at, b.id AS id,
                       CASE WHEN b.receipt IS NULL THEN 'bill_paid' ELSE 'bill_imported' END AS kind, b.id AS bill_id,
                       COALESCE(b.receipt, CAST(b.number AS TEXT)) AS title, b.total AS amount,
                       b.paid_by_name AS actor, b.branch_id AS branch_id
                   FROM bill b
                   WHERE b.org_id = $1 AND b.customer_id IN (SELECT g.id FROM their g) AND b.state IN ('paid', 'partly_refunded', 'refunded', 'reversed')
                       AND NOT EXISTS (SELECT 1 FROM bill_unseen n WHERE n.org_id = b.org_id AND n.import_id = b.import_id)
                   UNION ALL
                   SELECT b.paid_at, b.id, 'bill_imported', b.id, b.receipt, CAST(SUM(l.payable) AS BIGINT), '',
                       b.branch_id
                   FROM bill_line l JOIN bill b ON b.org_id = l.org_id AND b.id = l.bill_id
                   WHERE l.org_id = $1 AND l.customer_id IN (SELECT g.id FROM their g)
                       AND b.receipt IS NOT NULL AND b.customer_id IS NULL
                       AND NOT EXISTS (SELECT 1 FROM bill_unseen n WHERE n.org_id = b.org_id AND n.import_id = b.import_id)
                   GROUP BY b.id, b.paid_at, b.receipt, b.branch_id
                   UNION ALL
                   SELECT r.at, r.id, CASE r.kind WHEN 'reversal' THEN 'bill_reversed' ELSE 'refund' END, b.id, CAST(b.number AS TEXT), r.total, r.given_by_name, b.branch_id
                   FROM bill b JOIN bill_refund r ON r.org_id = b.org_id AND r.bill_id = b.id
                   WHERE b.org_id = $1 AND b.customer_id IN (SELECT g.id FROM their g)
                   UNION ALL
                   SELECT a.at, a.id, 'bill_voided', b.id, CAST(b.number AS TEXT), b.total, COALESCE(u.name, ''),
                       b.branch_id
                   FROM bill b
                   JOIN store_audit a ON a.org_id = b.org_id AND a.subject_id = b.id AND a.command = 'bill.void'
                   LEFT JOIN identity_user u ON u.org_id = a.org_id AND u.id = a.user_id
                   WHERE b.org_id = $1 AND b.customer_id IN (SELECT g.id FROM their g) AND b.state = 'voided'
                   UNION ALL
                   SELECT m.at, m.id, CASE m.kind WHEN 'sale' THEN 'card_opened' WHEN 'top_up' THEN 'top_up'
                           ELSE 'card_imported' END,
                       m.bill_id, k.number, m.principal, COALESCE(b.paid_by_name, ''), NULL
                   FROM card k JOIN card_move m ON m.org_id = k.org_id AND m.card_id = k.id
                   LEFT JOIN bill b ON b.org_id = m.org_id AND b.id = m.bill_id
                   WHERE k.org_id = $1 AND k.customer_id IN (SELECT g.id FROM their g) AND m.kind IN ('sale', 'top_up', 'opening')
                   UNION ALL
                   SELECT v.at, v.id, 'visits_imported', NULL, v.service_name || ' × ' || CAST(v.bought AS TEXT),
                       NULL, '', NULL
                   FROM card k JOIN card_visits v ON v.org_id = k.org_id AND v.card_id = k.id
                   WHERE k.org_id = $1 AND k.customer_id IN (SELECT g.id FROM their g) AND v.origin = 'opening'
                   UNION ALL
                   SELECT m.at, m.id, 'card_opened', m.bill_id, k.number,
                       (SELECT CAST(SUM(o.value) AS BIGINT) FROM card_visits_move o
                        WHERE o.org_id = m.org_id AND o.card_id = m.card_id AND o.bill_id = m.bill_id AND o.kind = 'sale'),
                       COALESCE(b.paid_by_name, ''), NULL
                   FROM card k JOIN card_visits_move m ON m.org_id = k.org_id AND m.card_id = k.id
                   JOIN card_visits w ON w.org_id = m.org_id AND w.id = m.lot_id AND w.sold_with IS NULL
                   LEFT JOIN bill b ON b.org_id = m.org_id AND b.id = m.bill_id
                   WHERE k.org_id = $1 AND k.customer_id IN (SELECT g.id FROM their g) AND m.kind = 'sale'
                   UNION ALL
                   SELECT m.at, m.id, 'card_opened', m.bill_id, k.number, m.value, COALESCE(b.paid_by_name, ''), NULL
                   FROM card k JOIN card_time_move m ON m.org_id = k.org_id AND m.card_id = k.id
                   LEFT JOIN bill b ON b.org_id = m.org_id AND b.id = m.bill_id
                   WHERE k.org_id = $1 AND k.customer_id IN (SELECT g.id FROM their g) AND m.kind = 'sale'
                   UNION ALL
                   SELECT p.at, p.id, 'points_imported', NULL, CAST(p.earned AS TEXT), NULL, '', NULL
                   FROM loyalty_lot p WHERE p.org_id = $1 AND p.customer_id IN (SELECT g.id FROM their g)
                   UNION ALL
                   SELECT c.at, c.id, CASE c.granted WHEN 1 THEN 'consent' ELSE 'consent_withdrawn' END, NULL,
                       c.purpose, NULL, COALESCE(u.name, ''), NULL
                   FROM customer_consent c
                   LEFT JOIN store_audit a ON a.org_id = c.org_id AND a.subject_id = c.customer_id AND a.at = c.at
                       AND a.command = 'customer.record_consent'
                   LEFT JOIN identity_user u ON u.org_id = a.org_id AND u.id = a.user_id
                   WHERE c.org_id = $1 AND c.customer_id IN (SELECT g.id FROM their g)
                   UNION ALL
                   SELECT c.registered_at, c.id, 'registered', NULL, COALESCE(c.member_number, ''), NULL, '', NULL
                   FROM customer c
                   WHERE c.org_id = $1 AND c.id IN (SELECT g.id FROM their g) AND c.import_id IS NOT NULL
                   UNION ALL
                   SELECT c.created_at, c.id, 'imported', NULL, COALESCE(c.member_number, ''), NULL, '', NULL
                   FROM customer c
                   WHERE c.org_id = $1 AND c.id IN (SELECT g.id FROM their g) AND c.import_id IS NOT NULL
                   UNION ALL
                   SELECT a.at, a.id,
                       CASE a.command WHEN 'customer.add_walk_in' THEN 'walk_in'
                           WHEN 'customer.add_member' THEN 'registered' WHEN 'customer.register' THEN 'registered'
                           WHEN 'customer.change_profile' THEN 'profile_changed'
                           WHEN 'customer.keep_photo' THEN 'photo_kept'
                           WHEN 'customer.remove_photo' THEN 'photo_removed' ELSE 'erased' END,
                       NULL,
                       CASE a.command WHEN 'customer.add_walk_in' THEN COALESCE(c.walk_in_number, '')
                           WHEN 'customer.add_member' THEN COALESCE(c.member_number, '')
                           WHEN 'customer.register' THEN COALESCE(c.member_number, '') ELSE '' END,
                       NULL, COALESCE(u.name, ''), NULL
                   FROM customer c
                   JOIN store_audit a ON a.org_id = c.org_id AND a.subject_id = c.id
                   LEFT JOIN identity_user u ON u.org_id = a.org_id AND u.id = a.user_id
                   WHERE c.org_id = $1 AND c.id IN (SELECT g.id FROM their g) AND a.command IN ('customer.add_walk_in', 'customer.add_member',
                       'customer.register', 'customer.change_profile', 'customer.keep_photo',
                       'customer.remove_photo', 'customer.erase')
               ) h
               WHERE (h.at, h.id) < ($3, $4) ORDER BY h.at DESC, h.id DESC LIMIT $5";
    tx.rows(sql, args![customer, before, before_id, limit.one_more()], read_happened).await
}

fn read_moved(row: &mut Row) -> Result<Moved, StoreError> {
    Ok(Moved { at: row.take()?, kind: row.take()?, amount: row.take()?, bonus: row.take()? })
}

/// A bill whose staff is still to be read.
fn read_summary(row: &mut Row) -> Result<BillSummary, StoreError> {
    Ok(BillSummary {
        id: row.take()?,
        number: row.take()?,
        state: row.take_as(State::parse)?,
        label: row.take()?,
        customer_name: row.take()?,
        customer_number: row.take()?,
        total: row.take()?,
        opened_at: row.take()?,
        paid_at: row.take()?,
        lines: row.take()?,
        staff: Vec::new(),
        receipt: row.take()?,
    })
}

fn read_happened(row: &mut Row) -> Result<Happened, StoreError> {
    let (at, id) = (row.take()?, row.take()?);
    let (kind, bill, title) = (row.take()?, row.take()?, row.take()?);
    let (amount, by) = (row.take()?, row.take()?);
    Ok(Happened { id, branch: row.take()?, item: HistoryItem { at, kind, bill, title, amount, by } })
}
