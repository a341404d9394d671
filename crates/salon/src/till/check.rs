//! The closed days prove themselves against the books.

use super::model::{DayReport, Tender};
use super::queries;
use crate::ledger::{self, Fault, Unit};
use crate::store::Tx;
use kernel::{Day, Money, Problem};
use std::collections::BTreeMap;

/// What is promised of closed days.
pub const PROMISES: &[&str] =
    &["till.day_is_its_tenders", "till.day_is_the_books", "till.day_keeps_its_balance"];

/// What moves the money of customers.
const CUSTOMERS: [&str; 4] = ["bill", "refund", "receipt_paid_back", "card_payout"];

/// What moved on a day, by the tender that it moved in and what it was caused by.
type Moved = BTreeMap<(Day, Tender, String), i64>;

/// Checks that the takings of each closed day are the sum of its tenders, and that each tender and all
/// that moved in the drawer are what the books of that day say. Each promise gives its first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Vec::new();
    for (branch, currency) in queries::closed_branches(tx).await? {
        let mut moved = Moved::new();
        for tender in Tender::ALL {
            let days = ledger::moved_by_day(tx, tender.account(branch), Unit::Money(currency)).await?;
            moved.extend(days.into_iter().map(|(day, source, amount)| ((day, tender, source), amount)));
        }
        let held = held_by_day(&moved);
        for (number, day, takings, report) in queries::reports_of(tx, branch).await? {
            let row = format!("branch {branch} {day} number {number}");
            let Some(report) = report else {
                faults.push(Fault::new("till.day_is_its_tenders", row, "its report cannot be read"));
                continue;
            };
            let sum: Money = report.tenders.iter().map(|tender| tender.expected).sum();
            if takings != sum || report.takings != sum {
                let detail =
                    format!("{} are kept, its tenders come to {}", takings.to_minor(), sum.to_minor());
                faults.push(Fault::new("till.day_is_its_tenders", &row, detail));
            }
            if let Some(what) = first_difference(&moved, day, &report) {
                faults.push(Fault::new("till.day_is_the_books", &row, what));
            }
            for tender in Tender::ALL {
                let until = held.get(&tender).and_then(|days| days.range(..=day).next_back());
                let books = until.map_or(0, |(_, held)| *held);
                let (account, unit) = (tender.account(branch), Unit::Money(currency));
                let kept = ledger::kept_balance(tx, (branch, day), account, unit).await?;
                if kept != Some(books) {
                    let detail = format!("{}: {kept:?} is kept, the books hold {books}", tender.code());
                    faults.push(Fault::new("till.day_keeps_its_balance", &row, detail));
                }
            }
        }
    }
    faults.sort_by_key(|fault| fault.check);
    faults.dedup_by_key(|fault| fault.check);
    Ok(faults)
}

/// What the account of each tender held at the end of the days on which something moved in it.
fn held_by_day(moved: &Moved) -> BTreeMap<Tender, BTreeMap<Day, i64>> {
    let mut held: BTreeMap<Tender, BTreeMap<Day, i64>> = BTreeMap::new();
    for ((day, tender, _), amount) in moved {
        let days = held.entry(*tender).or_default();
        let before = days.last_key_value().map_or(0, |(_, held)| *held);
        days.insert(*day, before + amount);
    }
    held
}

/// The first figure of a day that the books do not have.
fn first_difference(moved: &Moved, day: Day, report: &DayReport) -> Option<String> {
    let of = |tender: Tender, sources: &[&str]| -> i64 {
        let amount = |source: &&str| moved.get(&(day, tender, (*source).to_owned())).copied();
        sources.iter().filter_map(amount).sum()
    };
    let kept = |tender: Tender| {
        let found = report.tenders.iter().find(|found| found.tender == tender.code());
        found.map_or(0, |found| found.expected.to_minor())
    };
    let tenders = Tender::ALL.map(|tender| (tender.code(), kept(tender), of(tender, &CUSTOMERS)));
    let drawer = report.drawer;
    let cash = |source| of(Tender::Cash, &[source]);
    let drawer = [
        ("floats", drawer.floats.to_minor(), cash("till_float")),
        ("paid in", drawer.paid_in.to_minor(), cash("till_paid_in")),
        ("paid out", drawer.paid_out.to_minor(), -cash("till_paid_out")),
        ("bank drops", drawer.bank_dropped.to_minor(), -cash("till_bank_drop")),
        ("over or short", drawer.over_short.to_minor(), cash("till_count")),
        ("emptied", drawer.emptied.to_minor(), -cash("till_emptied")),
    ];
    let wrong = tenders.into_iter().chain(drawer).find(|(_, kept, books)| kept != books);
    wrong.map(|(what, kept, books)| format!("{what}: {kept} are kept, the books have {books}"))
}
