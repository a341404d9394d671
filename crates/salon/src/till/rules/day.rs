//! When a day may be closed, and what it comes to.

use crate::ledger::OpenDay;
use crate::report::DayTotals;
use crate::till::model::{DayDrawer, DayReport, DayTender, Refusal, Tender};
use kernel::{Day, Money};
use std::collections::BTreeMap;

/// Whether a day may be closed, of those on which something happened since the last that was. Refuses, in
/// this order: not come yet, closed, an earlier day still open.
pub fn check_day(day: Day, clock: Day, open: OpenDay, traded: &[Day]) -> Result<(), Refusal> {
    if day > clock {
        return Err(Refusal::DayAhead);
    }
    if open.is_closed(day) {
        return Err(Refusal::DayClosed);
    }
    // Nobody has closed days here before: the books of days begin with any of them.
    if open.closed_through.is_none() {
        return Ok(());
    }
    match traded.iter().filter(|traded| !open.is_closed(**traded)).min() {
        Some(&first) if first < day => Err(Refusal::EarlierDayOpen { day: first }),
        _ => Ok(()),
    }
}

/// The day to be closed next, of those on which something happened: the first since the last that was
/// closed, or where none ever was the newest; today where nothing happened. None when today is closed.
pub fn first_open(clock: Day, open: OpenDay, traded: &[Day]) -> Option<Day> {
    if open.is_closed(clock) {
        return None;
    }
    let mut waiting = traded.iter().copied().filter(|day| !open.is_closed(*day) && *day <= clock);
    let next = match open.closed_through {
        Some(_) => waiting.min(),
        None => waiting.next_back(),
    };
    Some(next.unwrap_or(clock))
}

/// What a day comes to, with the differences that were counted on it.
pub fn report(totals: DayTotals, differences: &BTreeMap<Tender, Money>, drawer: DayDrawer) -> DayReport {
    let mut tenders: Vec<DayTender> = totals
        .tenders
        .into_iter()
        .map(|moved| {
            let counted = Tender::parse(&moved.kind).and_then(|tender| differences.get(&tender));
            tender(moved.kind, moved.received, moved.given_back, counted.copied())
        })
        .collect();
    // What was counted although nothing of it moved.
    for (&counted, &difference) in differences {
        if !tenders.iter().any(|moved| moved.tender == counted.code()) {
            tenders.push(tender(counted.code().to_owned(), Money::ZERO, Money::ZERO, Some(difference)));
        }
    }
    DayReport {
        takings: tenders.iter().map(|tender| tender.expected).sum(),
        tenders,
        delivered: totals.delivered,
        card_sales: totals.card_sales,
        repaid: totals.repaid,
        tips: totals.tips,
        bills: totals.bills,
        reversed: totals.reversed,
        refunds: totals.refunds,
        refunded: totals.refunded,
        drawer: DayDrawer {
            over_short: differences.get(&Tender::Cash).copied().unwrap_or_default(),
            ..drawer
        },
        adjustments: totals.adjustments,
    }
}

fn tender(tender: String, received: Money, given_back: Money, difference: Option<Money>) -> DayTender {
    let expected = received - given_back;
    let counted = difference.map(|difference| expected + difference);
    DayTender { tender, received, given_back, expected, counted, difference }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::TenderMoved;
    use proptest::prelude::*;

    fn day(number: i8) -> Day {
        Day::new(2026, 3, number).unwrap()
    }

    fn open(clock: i8, closed: Option<i8>) -> OpenDay {
        OpenDay::of(day(clock), closed.map(day))
    }

    #[test]
    fn days_are_closed_in_their_order() {
        let traded = [day(3), day(5), day(6)];
        let check = |wanted: i8, closed| check_day(day(wanted), day(6), open(6, closed), &traded);
        assert_eq!(check(7, Some(2)), Err(Refusal::DayAhead));
        assert_eq!(check(2, Some(2)), Err(Refusal::DayClosed));
        assert_eq!(check(5, Some(2)), Err(Refusal::EarlierDayOpen { day: day(3) }));
        assert_eq!(check(3, Some(2)), Ok(()));
        // A day on which nothing happened need not be closed, and the first may be any.
        assert_eq!(check(5, Some(3)), Ok(()));
        assert_eq!(check(6, None), Ok(()));
    }

    #[test]
    fn the_day_to_be_closed_next_is_the_first_that_is_open() {
        let next = |closed, traded: &[Day]| first_open(day(6), open(6, closed), traded);
        assert_eq!(next(Some(2), &[day(3), day(6)]), Some(day(3)));
        assert_eq!(next(Some(5), &[]), Some(day(6)));
        assert_eq!(next(Some(6), &[day(7)]), None);
        assert_eq!(next(None, &[day(3), day(5)]), Some(day(5)));
        assert_eq!(next(None, &[]), Some(day(6)));
    }

    proptest! {
        #[test]
        fn takings_are_the_sum_of_tenders_and_counts_are_apart(
            moved in prop::collection::btree_map(0_usize..4, (0_i64..90_000, 0_i64..90_000), 0..4),
            counted in prop::collection::btree_map(0_usize..4, -500_i64..500, 0..4),
        ) {
            let tenders = moved.iter().map(|(&place, &(received, given_back))| TenderMoved {
                kind: Tender::ALL[place].code().to_owned(),
                received: Money::minor(received),
                given_back: Money::minor(given_back),
            });
            let totals = DayTotals { tenders: tenders.collect(), ..DayTotals::default() };
            let differences = counted.iter().map(|(&place, &by)| (Tender::ALL[place], Money::minor(by))).collect();
            let report = report(totals, &differences, DayDrawer::default());
            let sum: i64 = moved.values().map(|(received, given_back)| received - given_back).sum();
            prop_assert_eq!(report.takings, Money::minor(sum));
            for tender in &report.tenders {
                prop_assert_eq!(tender.counted.map(|counted| counted - tender.expected), tender.difference);
            }
            let known = report.tenders.iter().filter(|tender| tender.counted.is_some()).count();
            prop_assert_eq!(known, counted.len());
        }
    }
}
