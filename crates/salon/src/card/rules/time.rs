//! How the days of a time card pass, what is earned by them, and when it may be used.

use crate::card::model::{CardKind, CardPlanWish, PlanTime, Refusal, TimeLot, TimePeriod, TimeStart};
use crate::catalogue::Tax;
use crate::ledger::{Account, Entry, Site, Unit};
use kernel::{Currency, CustomerId, Day, Instant, LotId, Money, Rate, ServiceId};

/// The most days, services and uses that a time plan names.
const DAYS_MAX: i64 = 3660;
const SERVICES_MAX: usize = 50;
const USES_MAX: i64 = 100;

/// A time plan names services, none twice, days and perhaps a limit, and gives no bonus; a discount plan names
/// days alone, from its sale on; another plan sells no time.
pub fn check_plan_time(wish: &CardPlanWish) -> Result<(), Refusal> {
    let fits = match (wish.kind, &wish.time) {
        (CardKind::Time, Some(time)) => {
            let mut services = time.services.clone();
            services.sort_unstable();
            services.dedup();
            let services =
                services.len() == time.services.len() && (1..=SERVICES_MAX).contains(&services.len());
            let uses = time.limit.is_none_or(|limit| (1..=USES_MAX).contains(&limit.uses));
            services && uses && (1..=DAYS_MAX).contains(&time.days) && wish.bonus.is_zero()
        }
        (CardKind::Discount, Some(time)) => {
            let plain = time.services.is_empty() && time.limit.is_none() && time.starts == TimeStart::Sale;
            plain && (1..=DAYS_MAX).contains(&time.days) && wish.bonus.is_zero()
        }
        (CardKind::Time | CardKind::Discount, None) | (_, Some(_)) => false,
        (_, None) => true,
    };
    if fits { Ok(()) } else { Err(Refusal::PlanTime) }
}

/// How many of a lot's days have passed at the end of a day: the first counts and so does the last,
/// days on which it was frozen do not. The day on which it is frozen was still the customer's.
pub fn days_passed(lot: &TimeLot, on: Day) -> i64 {
    let Some(start) = lot.starts_on else { return 0 };
    let last = lot.frozen_on.map_or(on, |frozen| frozen.min(on));
    (start.days_until(last) + 1 - lot.frozen_days).clamp(0, lot.days)
}

/// The last day of a lot, as far as is known on a day: every frozen day moves it.
pub fn ends_on(lot: &TimeLot, on: Day) -> Option<Day> {
    let frozen = lot.frozen_days + lot.frozen_on.map_or(0, |since| since.days_until(on).max(0));
    lot.starts_on.map(|start| start.plus_days(lot.days - 1 + frozen))
}

/// What is to be earned of a lot at the end of a day, beyond what has been; below nothing where too much was.
/// It is measured from the lot's start, so that it does not drift.
pub fn to_earn(lot: &TimeLot, on: Day) -> Money {
    earned_by(lot, on) - (lot.paid - lot.value_left)
}

fn earned_by(lot: &TimeLot, on: Day) -> Money {
    lot.paid.ratio_half_up(days_passed(lot, on), lot.days)
}

/// A lot after it has been earned up to a day.
pub fn earned(lot: &TimeLot, on: Day) -> TimeLot {
    TimeLot { value_left: lot.paid - earned_by(lot, on), earned_on: Some(on), ..*lot }
}

/// Whether a lot that nobody touches is to be earned on a day: when a month ends, when its own days have,
/// and when an earlier month was missed.
pub fn is_due(lot: &TimeLot, on: Day) -> bool {
    let Some(start) = lot.starts_on else { return false };
    let since = lot.earned_on.unwrap_or(start);
    let month = |day: Day| (day.year(), day.month());
    let month_ends = month(on.plus_days(1)) != month(on) && lot.earned_on != Some(on);
    let over = days_passed(lot, on) == lot.days;
    !to_earn(lot, on).is_zero() && (month_ends || over || month(since) != month(on))
}

/// Days just sold on a business day.
pub fn new_time(id: LotId, home: Site, at: Instant, terms: &PlanTime, paid: Money, on: Day) -> TimeLot {
    let starts_on = (terms.starts == TimeStart::Sale).then_some(on);
    let (days, value_left, frozen_days) = (terms.days, paid, 0);
    TimeLot { id, home, at, paid, value_left, days, starts_on, frozen_on: None, frozen_days, earned_on: None }
}

/// A lot from its first use on.
pub fn started(lot: &TimeLot, on: Day) -> TimeLot {
    TimeLot { starts_on: lot.starts_on.or(Some(on)), ..*lot }
}

/// A lot that has not begun, because its only use came back.
pub fn not_started(lot: &TimeLot) -> TimeLot {
    TimeLot { starts_on: None, frozen_days: 0, ..*lot }
}

/// A lot that stands still from a day on. One that has not begun has no days to lose, one that is over none left.
pub fn frozen(lot: &TimeLot, on: Day) -> TimeLot {
    let runs = lot.starts_on.is_some() && days_passed(lot, on) < lot.days;
    TimeLot { frozen_on: runs.then_some(on), ..*lot }
}

/// A lot that goes on from a day on. The days between are in neither number.
pub fn thawed(lot: &TimeLot, on: Day) -> TimeLot {
    let stood = lot.frozen_on.map_or(0, |since| (since.days_until(on) - 1).max(0));
    TimeLot { frozen_on: None, frozen_days: lot.frozen_days + stood, ..*lot }
}

/// A lot that can be used for so many days more. They are spread over with the others, so that what is to be earned
/// of it is less than before.
pub fn extended(lot: &TimeLot, days: i64) -> TimeLot {
    TimeLot { days: lot.days + days, ..*lot }
}

/// The first and the last day of the time that a limit counts around a day.
pub fn window(per: TimePeriod, on: Day) -> (Day, Day) {
    match per {
        TimePeriod::Day => (on, on),
        TimePeriod::Week => (on.monday(), on.monday().plus_days(6)),
        TimePeriod::Month => {
            let first = on.plus_days(1 - i64::from(on.day_of_month()));
            let next = first.plus_days(31);
            (first, next.plus_days(-i64::from(next.day_of_month())))
        }
    }
}

/// Whether a lot may be used for a service on a day. Refuses, in this order: another service, its days are
/// over.
pub fn check_time(terms: &PlanTime, lot: &TimeLot, service: ServiceId, on: Day) -> Result<(), Refusal> {
    if !terms.services.iter().any(|known| known.service == service) {
        return Err(Refusal::WrongService);
    }
    match ends_on(lot, on) {
        Some(ended_on) if ended_on < on => Err(Refusal::TimeOver { ended_on }),
        _ => Ok(()),
    }
}

/// Whether so many uses more are within the limit; without one, a card serves one person at a time
/// (article 11 of 法释〔2025〕4号), so one use of a service at a time. `left` is what the limit leaves.
pub fn check_uses(left: Option<i64>, uses: i64) -> Result<(), Refusal> {
    match left {
        None if uses > 1 => Err(Refusal::TimeOnce),
        Some(left) if uses > left => Err(Refusal::TimeLimit { left: left.max(0) }),
        _ => Ok(()),
    }
}

/// Whether a sale of days can be undone as if it had never been: nothing is used, nothing earned.
pub fn check_time_untouched(lot: &TimeLot, uses: i64) -> Result<(), Refusal> {
    if uses == 0 && lot.value_left == lot.paid { Ok(()) } else { Err(Refusal::LotUsed) }
}

/// The entries by which a company comes to owe days. The money that was paid for them is the caller's to add.
pub fn issue_time(lot: &TimeLot, currency: Currency) -> [Entry; 1] {
    let unit = Unit::Money(currency);
    [Entry::new(lot.home, Account::TimeValue(lot.id), unit, -lot.paid.to_minor())]
}

/// The entries by which what passed of a lot becomes revenue of its home, with the taxes that the price
/// holds: what was to be earned before less what is after.
pub fn earn(before: &TimeLot, after: &TimeLot, taxes: &[Tax], currency: Currency) -> Vec<Entry> {
    let (home, unit) = (before.home, Unit::Money(currency));
    let held: i64 = taxes.iter().map(|tax| tax.rate.to_ppm()).sum();
    let gross = |lot: &TimeLot| lot.paid - lot.value_left;
    let part = |lot: &TimeLot, rate: Rate| gross(lot).ratio_half_up(rate.to_ppm(), Rate::ONE.to_ppm() + held);
    let mut rest = gross(after) - gross(before);
    let mut entries = vec![Entry::new(home, Account::TimeValue(before.id), unit, rest.to_minor())];
    for tax in taxes {
        let due = part(after, tax.rate) - part(before, tax.rate);
        entries.push(Entry::new(home, Account::OutputTax(tax.rate, home.branch), unit, -due.to_minor()));
        rest -= due;
    }
    entries.push(Entry::new(home, Account::Revenue(home.branch), unit, -rest.to_minor()));
    entries
}

/// The entries by which a lot is owed no more, as with [`super::closing::close_lot`].
pub fn close_time(lot: &TimeLot, due: Money, customer: CustomerId, currency: Currency) -> Vec<Entry> {
    let (home, left) = (lot.home, lot.value_left);
    let mut entries =
        vec![Entry::new(home, Account::TimeValue(lot.id), Unit::Money(currency), left.to_minor())];
    entries.extend(super::closing::owed_instead(home, left, due, customer, currency));
    entries
}

/// The entries by which what is left of a lot becomes another lot's.
pub fn hand_over_time(from: &TimeLot, to: &TimeLot, currency: Currency) -> Vec<Entry> {
    let (home, unit, left) = (from.home, Unit::Money(currency), from.value_left.to_minor());
    vec![
        Entry::new(home, Account::TimeValue(from.id), unit, left),
        Entry::new(home, Account::TimeValue(to.id), unit, -left),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::model::PlanService;
    use crate::ledger::EntrySet;
    use kernel::Id;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(number: i64) -> Day {
        Day::new(2026, 1, 1).unwrap().plus_days(number)
    }

    fn lot(paid: i64, days: i64) -> TimeLot {
        TimeLot {
            id: Id::from_uuid(Uuid::from_u128(7)),
            home: Site {
                branch: Id::from_uuid(Uuid::from_u128(1)),
                company: Id::from_uuid(Uuid::from_u128(2)),
            },
            at: Instant::from_millis(0),
            paid: Money::minor(paid),
            value_left: Money::minor(paid),
            days,
            starts_on: Some(day(0)),
            frozen_on: None,
            frozen_days: 0,
            earned_on: None,
        }
    }

    fn vat(ppm: i64) -> Tax {
        Tax { name: "VAT".to_owned(), rate: Rate::from_ppm(ppm).unwrap(), inclusive: true }
    }

    #[test]
    fn a_year_of_which_a_hundred_days_have_passed_has_the_laws_rest() {
        let year = earned(&lot(120_000, 365), day(99));
        assert_eq!((days_passed(&year, day(99)), year.value_left), (100, Money::minor(87_123)));
        assert_eq!(ends_on(&year, day(99)), Some(day(364)));
    }

    #[test]
    fn the_first_and_the_last_day_count() {
        let week = lot(700, 7);
        assert_eq!([-1, 0, 6, 7].map(|on| days_passed(&week, day(on))), [0, 1, 7, 7]);
        assert_eq!(days_passed(&not_started(&week), day(9)), 0);
    }

    #[test]
    fn frozen_days_are_in_neither_number_and_the_end_moves() {
        let frozen = frozen(&lot(3_000, 30), day(9));
        assert_eq!([9, 20].map(|on| days_passed(&frozen, day(on))), [10, 10]);
        let again = thawed(&frozen, day(20));
        assert_eq!((days_passed(&again, day(20)), ends_on(&again, day(20))), (11, Some(day(39))));
        let soon = thawed(&frozen, day(9));
        assert_eq!((soon.frozen_days, ends_on(&soon, day(9))), (0, Some(day(29))));
    }

    #[test]
    fn what_is_not_touched_is_earned_at_the_end_of_the_month_and_at_its_own() {
        let quarter = lot(9_000, 45);
        assert!(!is_due(&quarter, day(15)));
        assert!(is_due(&quarter, day(30)));
        let january = earned(&quarter, day(30));
        assert!(!is_due(&january, day(30)));
        assert!(!is_due(&quarter, day(-5)));
        // February has begun, and January was missed.
        assert!(is_due(&quarter, day(33)));
        assert!(is_due(&earned(&quarter, day(33)), day(44)));
        assert!(!is_due(&earned(&quarter, day(44)), day(58)));
    }

    #[test]
    fn a_limit_counts_days_weeks_from_monday_and_calendar_months() {
        let on = Day::new(2026, 2, 18).unwrap();
        let span = |from: (i8, i8), to: (i8, i8)| {
            (Day::new(2026, from.0, from.1).unwrap(), Day::new(2026, to.0, to.1).unwrap())
        };
        assert_eq!(window(TimePeriod::Day, on), span((2, 18), (2, 18)));
        assert_eq!(window(TimePeriod::Week, on), span((2, 16), (2, 22)));
        assert_eq!(window(TimePeriod::Month, on), span((2, 1), (2, 28)));
        assert_eq!(window(TimePeriod::Month, day(30)), span((1, 1), (1, 31)));
    }

    #[test]
    fn uses_are_counted_or_one_at_a_time() {
        assert_eq!(check_uses(None, 1), Ok(()));
        assert_eq!(check_uses(None, 2), Err(Refusal::TimeOnce));
        assert_eq!(check_uses(Some(2), 2), Ok(()));
        assert_eq!(check_uses(Some(1), 2), Err(Refusal::TimeLimit { left: 1 }));
        let cut = Id::from_uuid(Uuid::from_u128(3));
        let services = vec![PlanService { service: cut, service_name: "洗剪吹".to_owned() }];
        let terms = PlanTime { services, days: 7, starts: TimeStart::Sale, limit: None, taxes: Vec::new() };
        let other = Id::from_uuid(Uuid::from_u128(4));
        assert_eq!(check_time(&terms, &lot(700, 7), other, day(0)), Err(Refusal::WrongService));
        assert_eq!(check_time(&terms, &lot(700, 7), cut, day(6)), Ok(()));
        let over = Refusal::TimeOver { ended_on: day(6) };
        assert_eq!(check_time(&terms, &lot(700, 7), cut, day(7)), Err(over));
    }

    proptest! {
        #[test]
        fn days_earned_in_any_steps_are_worth_what_was_paid_in_the_end(
            paid in 0_i64..10_000_000, days in 1_i64..800, rate in 0_i64..200_000, steps in prop::collection::vec(0_i64..60, 0..30),
        ) {
            let fresh = lot(paid, days);
            let (mut lot, mut on, mut sum, taxes) = (fresh, 0, Money::ZERO, [vat(rate)]);
            let mut entries = issue_time(&fresh, Currency::CNY).to_vec();
            for step in steps.into_iter().chain([days]) {
                on += step;
                let due = to_earn(&lot, day(on));
                prop_assert!(!due.is_negative());
                let after = earned(&lot, day(on));
                let posted = earn(&lot, &after, &taxes, Currency::CNY);
                prop_assert!(EntrySet::balanced(posted.clone()).is_ok());
                entries.extend(posted);
                (sum, lot) = (sum + due, after);
                prop_assert_eq!(lot.paid - lot.value_left, sum);
            }
            prop_assert_eq!((sum, lot.value_left), (Money::minor(paid), Money::ZERO));
            let tax: i64 = entries.iter().filter(|entry| matches!(entry.account, Account::OutputTax(..))).map(|entry| -entry.amount).sum();
            prop_assert_eq!(Money::minor(tax), Money::minor(paid).ratio_half_up(rate, 1_000_000 + rate));
        }

        #[test]
        fn freezing_loses_no_day(
            days in 1_i64..400, stretches in prop::collection::vec((0_i64..40, 0_i64..40), 0..8),
        ) {
            let (mut lot, mut on) = (lot(100_000, days), 0);
            for (used, stood) in stretches {
                on += used;
                let before = days_passed(&lot, day(on));
                let still = frozen(&lot, day(on));
                prop_assert_eq!(days_passed(&still, day(on + stood)), before);
                lot = thawed(&still, day(on + stood));
                prop_assert!(days_passed(&lot, day(on + stood)) >= before);
                on += stood;
            }
            let end = ends_on(&lot, day(on)).unwrap();
            let rest = days - days_passed(&lot, day(on));
            prop_assert_eq!(days_passed(&lot, end), days);
            prop_assert!(rest == 0 || day(on).plus_days(rest) == end);
        }

        #[test]
        fn nothing_is_owed_any_more_of_days_that_were_given_back(
            paid in 0_i64..1_000_000, days in 1_i64..400, on in 0_i64..400, due in 0_i64..1_000_000,
        ) {
            let fresh = lot(paid, days);
            let after = earned(&fresh, day(on));
            let mut entries = issue_time(&fresh, Currency::CNY).to_vec();
            entries.extend(earn(&fresh, &after, &[], Currency::CNY));
            let customer = Id::from_uuid(Uuid::from_u128(5));
            entries.extend(close_time(&after, Money::minor(due), customer, Currency::CNY));
            let owed: i64 = entries.iter().filter(|entry| entry.account == Account::TimeValue(fresh.id)).map(|entry| entry.amount).sum();
            prop_assert_eq!(owed, 0);
        }
    }
}
