//! What the law and the central bank say in figures, with the days from which they hold. Days are
//! written as they sort.

use kernel::{Day, Rate};

/// On how many days after paying a card can be given back for no reason (法释〔2025〕4号, article 14).
/// The day of payment is not counted.
pub const COOLING_DAYS: i64 = 7;

/// How many days a year of interest has.
pub const DAYS_OF_A_YEAR: i64 = 365;

/// The one-year loan prime rate, in millionths: owed where the shop is the cause (article 16).
const LOAN_PRIME: [(&str, i64); 13] = [
    ("2019-08-20", 42_500),
    ("2019-09-20", 42_000),
    ("2019-11-20", 41_500),
    ("2020-02-20", 40_500),
    ("2020-04-20", 38_500),
    ("2021-12-20", 38_000),
    ("2022-01-20", 37_000),
    ("2022-08-22", 36_500),
    ("2023-06-20", 35_500),
    ("2023-08-21", 34_500),
    ("2024-07-22", 33_500),
    ("2024-10-21", 31_000),
    ("2025-05-20", 30_000),
];

/// The one-year benchmark of deposits, in millionths: owed where the customer is the cause.
const DEPOSIT: [(&str, i64); 1] = [("2015-10-24", 15_000)];

/// Days off besides weekends, from one to another. A weekend on which people work counts as off all
/// the same, for the good of the customer.
const DAYS_OFF: [(&str, &str); 13] = [
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
];

/// The last day on which what was paid on a day can be given back for no reason. A last day that is
/// off moves to the next that is not.
pub fn seven_days_until(paid_on: Day) -> Day {
    let mut last = paid_on.plus_days(COOLING_DAYS);
    while is_off(last) {
        last = last.plus_days(1);
    }
    last
}

/// Whether people do not work on a day.
pub fn is_off(day: Day) -> bool {
    let weekend = day.monday().days_until(day) >= 5;
    let text = day.to_string();
    weekend || DAYS_OFF.iter().any(|&(from, to)| (from..=to).contains(&text.as_str()))
}

/// The loan prime rate of a day.
pub fn loan_prime(day: Day) -> Rate {
    in_force(&LOAN_PRIME, day)
}

/// The benchmark of deposits of a day.
pub fn deposit(day: Day) -> Rate {
    in_force(&DEPOSIT, day)
}

/// The rate of a day; the oldest one for days before it.
fn in_force(rates: &[(&str, i64)], day: Day) -> Rate {
    let text = day.to_string();
    let known = rates.iter().rev().find(|(from, _)| *from <= text.as_str()).or(rates.first());
    known.and_then(|&(_, ppm)| Rate::from_ppm(ppm)).unwrap_or(Rate::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn rates_and_days_off_are_written_as_days_that_follow_each_other() {
        for rates in [&LOAN_PRIME[..], &DEPOSIT[..]] {
            assert!(rates.windows(2).all(|pair| day(pair[0].0) < day(pair[1].0)));
            assert!(rates.iter().all(|&(_, ppm)| Rate::from_ppm(ppm).is_some()));
        }
        assert!(DAYS_OFF.iter().all(|&(from, to)| day(from) <= day(to)));
        assert!(DAYS_OFF.windows(2).all(|pair| day(pair[0].1) < day(pair[1].0)));
    }

    #[test]
    fn a_rate_holds_from_its_day_until_the_next() {
        assert_eq!(loan_prime(day("2024-10-20")).to_ppm(), 33_500);
        assert_eq!(loan_prime(day("2024-10-21")).to_ppm(), 31_000);
        assert_eq!(loan_prime(day("2010-01-01")).to_ppm(), 42_500);
        assert_eq!(deposit(day("2026-03-01")).to_ppm(), 15_000);
    }

    #[test]
    fn a_last_day_that_is_off_moves_to_the_next_that_is_not() {
        // Paid on a Monday: the last day is the Monday after.
        assert_eq!(seven_days_until(day("2026-03-02")), day("2026-03-09"));
        // Paid on a Saturday: the last day would be a Saturday.
        assert_eq!(seven_days_until(day("2026-03-07")), day("2026-03-16"));
        // Paid a week before the national holidays.
        assert_eq!(seven_days_until(day("2026-09-24")), day("2026-10-08"));
    }
}
