//! Bills of another program: written by an import, seen once all of them are there.

use crate::bill::model::{HistoryBill, HistoryLine, KnownReceipt, Share, StoredTender};
use crate::bill::queries::{self, AT_ONCE};
use crate::bill::rules::history;
use crate::ledger::{self, Posting, Source as Cause};
use crate::store::Tx;
use kernel::{BillId, BranchId, ImportId, LineId, Problem, Rate};

/// The tender of all that another program was paid.
const TENDER: &str = "imported";

/// Writes another program's receipt as a paid bill that nobody sees yet. Nothing moves but the books: no
/// drawer, no shelf, no points.
pub async fn take_in_history(tx: &mut Tx<'_>, bill: &HistoryBill) -> Result<(), Problem> {
    let id: BillId = tx.new_id();
    let amounts = history::amounts(&bill.lines);
    queries::insert_history(tx, id, bill, history::customer(&bill.lines), &amounts).await?;
    for (position, line) in (1..).zip(&bill.lines) {
        write_line(tx, id, position, line).await?;
    }
    if !amounts.total.is_zero() {
        let tender = StoredTender::new(tx.new_id(), TENDER, amounts.total);
        queries::insert_tender(tx, id, 1, &tender).await?;
    }
    let (set, branch, source) = (history::entries(bill)?, bill.place.branch, Cause::Bill(id));
    ledger::post(tx, Posting { set: &set, branch, day: bill.day, source, reason: "" }).await
}

async fn write_line(tx: &mut Tx<'_>, bill: BillId, position: i64, line: &HistoryLine) -> Result<(), Problem> {
    let id: LineId = tx.new_id();
    queries::insert_history_line(tx, bill, id, position, line).await?;
    if let Some(staff) = line.staff {
        let share = Share { staff, role: String::new(), share: Rate::ONE, requested: false };
        queries::insert_share(tx, bill, id, 1, &share).await?;
    }
    for (place, tax) in (1..).zip(&line.taxes) {
        queries::insert_tax(tx, bill, id, place, (tax.tax.rate, tax.amount)).await?;
    }
    Ok(())
}

/// Shows the bills of an import, all at once: the one place where history becomes part of what lists,
/// customers and reports show.
pub async fn show_history(tx: &mut Tx<'_>, import: ImportId) -> Result<(), Problem> {
    for (branch, day) in queries::days_of_import(tx, import).await? {
        ledger::mark_day(tx, branch, day).await?;
    }
    Ok(queries::unhide(tx, import).await?)
}

/// Removes some bills of an import that nobody has seen, with their entries, and says how many.
pub async fn take_back_history(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<usize, Problem> {
    let bills = queries::of_import(tx, import, limit).await?;
    for &bill in &bills {
        ledger::remove_bill(tx, bill).await?;
        queries::remove_unseen(tx, bill).await?;
    }
    Ok(bills.len())
}

/// Those of another program's receipts that are on file in a branch.
pub async fn receipts_on_file(
    tx: &mut Tx<'_>,
    branch: BranchId,
    receipts: &[String],
) -> Result<Vec<KnownReceipt>, Problem> {
    let mut known = Vec::new();
    for some in receipts.chunks(AT_ONCE) {
        known.extend(queries::known_receipts(tx, branch, some).await?);
    }
    Ok(known)
}
