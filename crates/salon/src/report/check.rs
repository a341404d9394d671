//! The figures that are kept prove themselves against the books.

use super::commands::pieces_of;
use super::model::{Days, Figures, Piece};
use super::queries;
use super::reading::{Shop, clock_of, of_books};
use crate::access::Permission;
use crate::branch;
use crate::ledger;
use crate::ledger::Fault;
use crate::store::Tx;
use kernel::{Day, Problem};

/// What is promised of the figures that are kept.
pub const PROMISES: &[&str] = &["report.day_is_the_books", "report.month_is_its_days"];
/// What to do about figures that are wrong.
const ADVICE: &str = "`tress report rebuild` adds everything up again";

/// Checks that the figures that are kept of each day are what the books of that day come to, and that
/// those of each month are the sums of its days. Each promise gives its first fault. Days that have
/// changed since are read from the books, so nothing is promised of them.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Vec::new();
    for branch in branch::all(tx).await? {
        // Those who may not see reports check what they may.
        let Ok(at) = tx.at(Permission::ReportRead, branch.id) else { continue };
        if queries::kept_by(tx, branch.id).await? != Some(clock_of(&branch)) {
            continue;
        }
        let shop = Shop { at, branch };
        faults.extend(first_wrong_day(tx, &shop).await?);
        faults.extend(first_wrong_month(tx, &shop).await?);
    }
    faults.sort_by_key(|fault| fault.check);
    faults.dedup_by_key(|fault| fault.check);
    Ok(faults)
}

async fn first_wrong_day(tx: &mut Tx<'_>, shop: &Shop) -> Result<Option<Fault>, Problem> {
    let branch = shop.branch.id;
    let mut days = queries::kept_days(tx, branch).await?;
    let (Some(first), Some(last)) = (Day::new(1, 1, 1), Day::new(9999, 12, 31)) else { return Ok(None) };
    days.extend(queries::trading_days(tx, branch, (first, last)).await?);
    days.sort();
    days.dedup();
    let changed = ledger::changed_days(tx, branch, (first, last)).await?;
    for day in days.into_iter().filter(|day| !changed.contains(day)) {
        let kept = queries::kept(tx, branch, Piece::Days(day, day)).await?;
        let books = of_books(tx, shop, day).await?;
        let row = |what| format!("branch {} {day} {what}", shop.branch.number);
        if let Some(what) = first_difference(&kept, &books) {
            return Ok(Some(Fault::new("report.day_is_the_books", row(what.0), what.1)));
        }
    }
    Ok(None)
}

async fn first_wrong_month(tx: &mut Tx<'_>, shop: &Shop) -> Result<Option<Fault>, Problem> {
    let branch = shop.branch.id;
    for month in queries::months(tx, branch).await? {
        let Days { from, to } = month.days();
        if !ledger::changed_days(tx, branch, (from, to)).await?.is_empty() {
            continue;
        }
        let (days, whole) = pieces_of(month);
        let days = queries::kept(tx, branch, days).await?;
        let whole = queries::kept(tx, branch, whole).await?;
        if let Some((what, detail)) = first_difference(&whole, &days) {
            let row = format!("branch {} {month} {what}", shop.branch.number);
            return Ok(Some(Fault::new("report.month_is_its_days", row, detail)));
        }
    }
    Ok(None)
}

/// The first figure that is kept otherwise than it should be: which, and what is wrong.
fn first_difference(kept: &Figures, right: &Figures) -> Option<(String, String)> {
    let keys = kept.keys().chain(right.keys()).collect::<std::collections::BTreeSet<_>>();
    let wrong = keys.into_iter().find(|key| {
        kept.get(key).copied().unwrap_or_default() != right.get(key).copied().unwrap_or_default()
    })?;
    let shown = |figures: &Figures| {
        let sums = figures.get(wrong).copied().unwrap_or_default();
        format!(
            "{} bills, {} lines, {}, tax {}",
            sums.bills,
            sums.lines,
            sums.amount.to_minor(),
            sums.tax.to_minor()
        )
    };
    let (part, key) = wrong;
    let what = format!("{} {} {}", part.code(), key.key, key.name).trim_end().to_owned();
    Some((what, format!("{} are kept, {} are right; {ADVICE}", shown(kept), shown(right))))
}
