//! Quarters: what moved in them, what is to lie with a bank, and when they are reported.

use crate::card::{self, MoveKind, MovedSum};
use crate::prepaid::model::{Escrow, NextReport, Policy, Rule};
use kernel::{Day, Money, Rate};

/// The quarter of a day: its first and its last day.
pub fn quarter_of(day: Day) -> (Day, Day) {
    let first = (day.month() - 1) / 3 * 3 + 1;
    let from = Day::new(day.year(), first, 1).unwrap_or(day);
    // Ninety-two days reach from the first day of any quarter into the next one.
    let next = from.plus_days(92);
    let to = Day::new(next.year(), next.month(), 1).map_or(day, |next| next.plus_days(-1));
    (from, to)
}

/// The last day of the quarter that is over on a day.
pub fn last_quarter_end(day: Day) -> Day {
    quarter_of(day).0.plus_days(-1)
}

/// What moved, under the heads of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sums {
    /// How many times cards were sold and topped up, also where that was undone later.
    pub sales: i64,
    /// What was paid for that, less sales that were undone.
    pub paid_in: Money,
    /// What was used, less what came back.
    pub used: Money,
    /// What left cards that were given back.
    pub given_back: Money,
    /// What came from elsewhere, less what went there.
    pub other: Money,
}

impl Sums {
    /// Adds up what moved.
    pub fn of<'a>(moved: impl IntoIterator<Item = &'a MovedSum>) -> Sums {
        moved.into_iter().fold(Sums::default(), Sums::and)
    }

    /// What came back to a card had been used; what a refund takes off a card had been sold.
    fn and(self, moved: &MovedSum) -> Sums {
        let MovedSum { kind, came, went, count, .. } = *moved;
        match kind {
            MoveKind::Sale | MoveKind::TopUp => {
                Sums { sales: self.sales + count, paid_in: self.paid_in + came - went, ..self }
            }
            MoveKind::Use | MoveKind::Earned => Sums { used: self.used + went - came, ..self },
            MoveKind::Refund => Sums { used: self.used - came, paid_in: self.paid_in - went, ..self },
            MoveKind::Closing => Sums { given_back: self.given_back + went - came, ..self },
            MoveKind::Opening | MoveKind::Transfer | MoveKind::Merge | MoveKind::Convert => {
                Sums { other: self.other + came - went, ..self }
            }
            // Only bonus ends; no money paid in does.
            MoveKind::Expired => self,
        }
    }

    /// What all of it adds to what is owed.
    pub fn change(&self) -> Money {
        self.paid_in - self.used - self.given_back + self.other
    }
}

/// What is to lie with a bank of what was owed at a quarter's end.
pub fn escrow(policy: &Policy, balance: Money) -> Option<Escrow> {
    let from = policy.money(Rule::EscrowFrom)?;
    let share = Rate::from_ppm(policy.figure(Rule::EscrowShare)?.value)?;
    let amount = if balance > from { balance.at_rate(share) } else { Money::ZERO };
    Some(Escrow { from, share, amount })
}

/// The next day on which a quarter is to have been reported, from a day on.
pub fn next_report(policy: &Policy, today: Day) -> Option<NextReport> {
    let last = last_quarter_end(today);
    let ends = [last, quarter_of(today).1];
    let reports = ends.into_iter().filter_map(|quarter_end| {
        let due = report_due(policy, quarter_end)?;
        Some(NextReport { quarter_end, due })
    });
    reports.into_iter().find(|report| report.due >= today)
}

/// The day by which a quarter is reported: the earlier one, where two rules name days.
fn report_due(policy: &Policy, quarter_end: Day) -> Option<Day> {
    let by_working_days = policy.figure(Rule::ReportWorkingDays);
    let by_working_days = by_working_days.map(|figure| after_working_days(quarter_end, figure.value));
    let next = quarter_end.plus_days(1);
    let by_day = policy.figure(Rule::ReportDayOfMonth).map(|figure| next.plus_days(figure.value - 1));
    by_working_days.into_iter().chain(by_day).min()
}

/// The day so many working days after another.
fn after_working_days(day: Day, count: i64) -> Day {
    let mut day = day;
    let mut left = count;
    while left > 0 {
        day = day.plus_days(1);
        left -= i64::from(!card::is_off(day));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepaid::model::{OwnFigure, Region};
    use crate::prepaid::rules::in_force;
    use kernel::Id;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn policy(region: Region) -> Policy {
        in_force(region, &[], day("2026-03-01"))
    }

    #[test]
    fn a_quarter_has_three_months() {
        let quarter = |text| quarter_of(day(text));
        assert_eq!(quarter("2026-01-01"), (day("2026-01-01"), day("2026-03-31")));
        assert_eq!(quarter("2024-02-29"), (day("2024-01-01"), day("2024-03-31")));
        assert_eq!(quarter("2026-06-30"), (day("2026-04-01"), day("2026-06-30")));
        assert_eq!(quarter("2026-08-15"), (day("2026-07-01"), day("2026-09-30")));
        assert_eq!(quarter("2026-12-31"), (day("2026-10-01"), day("2026-12-31")));
        assert_eq!(last_quarter_end(day("2026-01-15")), day("2025-12-31"));
    }

    #[test]
    fn what_lies_with_a_bank_begins_above_a_balance() {
        let beijing = policy(Region::Beijing);
        assert_eq!(escrow(&beijing, Money::minor(50_000_000)).unwrap().amount, Money::ZERO);
        assert_eq!(escrow(&beijing, Money::minor(50_000_001)).unwrap().amount, Money::minor(20_000_000));
        let strictest = policy(Region::Strictest);
        assert_eq!(escrow(&strictest, Money::minor(1_001)).unwrap().amount, Money::minor(400));
    }

    #[test]
    fn a_report_is_due_on_the_earlier_of_two_days() {
        // 2026-04-01 is a Wednesday; 4 to 6 April are off: the fifteenth working day is the 22nd.
        let due = |region, on| next_report(&policy(region), day(on)).unwrap();
        let spring = NextReport { quarter_end: day("2026-03-31"), due: day("2026-04-22") };
        assert_eq!(due(Region::National, "2026-03-31"), spring);
        assert_eq!(due(Region::National, "2026-04-22"), spring);
        assert_eq!(due(Region::National, "2026-04-23").quarter_end, day("2026-06-30"));
        assert_eq!(due(Region::Shanghai, "2026-04-01"), spring);
        let own =
            [OwnFigure { rule: Rule::ReportDayOfMonth, valid_from: day("2026-01-01"), value: Some(10) }];
        let early = in_force(Region::Shanghai, &own, day("2026-04-01"));
        assert_eq!(next_report(&early, day("2026-04-01")).unwrap().due, day("2026-04-10"));
    }

    fn kinds() -> impl Strategy<Value = MoveKind> {
        prop::sample::select(vec![
            MoveKind::Sale,
            MoveKind::TopUp,
            MoveKind::Use,
            MoveKind::Refund,
            MoveKind::Opening,
            MoveKind::Closing,
            MoveKind::Transfer,
            MoveKind::Merge,
        ])
    }

    proptest! {
        #[test]
        fn whatever_moved_stands_under_one_head_and_no_other(
            moved in prop::collection::vec((kinds(), 0_i64..1_000_000, 0_i64..1_000_000), 0..20),
        ) {
            let company = kernel::CompanyId::from_uuid(Uuid::nil());
            let moved: Vec<MovedSum> = moved.iter().map(|&(kind, came, went)| {
                MovedSum { company, kind, came: Money::minor(came), went: Money::minor(went), count: 1 }
            }).collect();
            let all: Money = moved.iter().map(|one| one.came - one.went).sum();
            prop_assert_eq!(Sums::of(&moved).change(), all);
        }

        #[test]
        fn every_day_lies_in_its_quarter_and_the_next_begins_after_it(days in 0_i64..40_000) {
            let one = day("1970-01-01").plus_days(days);
            let (from, to) = quarter_of(one);
            prop_assert!(from <= one && one <= to);
            prop_assert_eq!(quarter_of(to.plus_days(1)).0, to.plus_days(1));
        }
    }
}
