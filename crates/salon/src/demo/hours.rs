//! When people come: the hours of the doors, the hours of the day, the days of the week, the months
//! of the year, and how a shop grows.

use super::dice::Dice;
use kernel::{Day, Instant, Zone};

/// When the doors open, in hours after midnight.
const OPENS: i64 = 10;
/// When they close, in the first shop and in the second, in minutes after midnight.
const CLOSES: [i64; 2] = [22 * 60, 21 * 60 + 30];
/// How many come in each hour from opening on, on a working day and at the weekend, as weights.
const ARRIVALS: [[usize; 11]; 2] =
    [[4, 6, 5, 6, 9, 9, 7, 8, 11, 10, 4], [7, 9, 8, 10, 13, 13, 11, 9, 8, 7, 3]];
/// How much is done on each weekday from Monday on, in hundredths.
const WEEKDAYS: [i64; 7] = [70, 76, 80, 86, 116, 152, 140];
/// How much is done in each month: much before the Spring Festival, little after it.
const MONTHS: [i64; 12] = [128, 82, 92, 97, 104, 104, 99, 97, 100, 103, 96, 112];

/// When a shop is open on a day, as far as the day has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    pub from: Instant,
    pub to: Instant,
    weekend: bool,
}

impl Hours {
    /// The hours of the shop at this place.
    pub fn of(place: usize, zone: &Zone, day: Day) -> Hours {
        let midnight = day.starts(zone);
        Hours {
            from: midnight.plus_seconds(OPENS * 3600),
            to: midnight.plus_seconds(closes(place) * 60),
            weekend: weekday(zone, day) >= 5,
        }
    }

    /// When somebody comes in who needs so many minutes: early enough to be done before closing.
    pub fn arrival(&self, minutes: i64, dice: &mut Dice) -> Instant {
        let hours: Vec<(i64, usize)> = (0..).zip(ARRIVALS[usize::from(self.weekend)]).collect();
        let hour = dice.weighted(&hours, |(_, weight)| *weight).map_or(0, |(hour, _)| *hour);
        let second = hour * 3600 + dice.between(0, 3599);
        self.from.plus_seconds(second).min(self.to.plus_seconds(-minutes * 60)).max(self.from)
    }

    /// So many minutes after a moment, as far as the shop is open.
    pub fn after(&self, moment: Instant, minutes: i64) -> Instant {
        moment.plus_seconds(minutes * 60).min(self.to).max(self.from)
    }
}

/// How the hours stand at a door: when it opens and closes.
pub fn at_the_door(place: usize) -> (String, String) {
    let text = |minutes: i64| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    (text(OPENS * 60), text(closes(place)))
}

fn closes(place: usize) -> i64 {
    CLOSES.get(place).copied().unwrap_or(CLOSES[0])
}

/// How many bills a shop writes on a day that would usually see so many, after this part of the
/// time, in hundredths: a shop grows from four fifths of its trade to six fifths.
pub fn bills(usual: i64, zone: &Zone, day: Day, part: i64, dice: &mut Dice) -> i64 {
    let weekday = WEEKDAYS.get(weekday(zone, day)).copied().unwrap_or(100);
    let month = usize::try_from(day.month() - 1).ok().and_then(|month| MONTHS.get(month)).copied();
    let expected = usual * weekday * month.unwrap_or(100) * (80 + part * 40 / 100);
    (expected * dice.between(80, 120) / 100_000_000).max(1)
}

/// The day's place in its week: 0 is Monday.
pub fn weekday(zone: &Zone, day: Day) -> usize {
    const DAY: i64 = 24 * 3600 * 1000;
    // Noon lies on the same day everywhere but in the Pacific. The first day of 1970 was a Thursday.
    let since_1970 = (day.starts(zone).millis() + DAY / 2).div_euclid(DAY);
    usize::try_from((since_1970 + 3).rem_euclid(7)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shanghai() -> Zone {
        Zone::parse("Asia/Shanghai").unwrap()
    }

    #[test]
    fn weeks_begin_on_monday() {
        let monday = Day::parse("2026-03-02").unwrap();
        for (offset, expected) in (0..14).zip((0..7).cycle()) {
            assert_eq!(weekday(&shanghai(), monday.plus_days(offset)), expected);
        }
    }

    #[test]
    fn saturdays_are_busier_than_mondays_and_a_shop_grows() {
        let monday = Day::parse("2026-03-02").unwrap();
        let sum = |day: Day, part: i64| {
            let mut dice = Dice::new(1);
            (0..100).map(|_| bills(20, &shanghai(), day, part, &mut dice)).sum::<i64>()
        };
        assert!(sum(monday.plus_days(5), 50) > sum(monday, 50) * 3 / 2);
        assert!(sum(monday, 100) > sum(monday, 0) * 5 / 4);
    }

    proptest! {
        #[test]
        fn nobody_comes_before_opening_or_stays_after_closing(
            seed: u64, place in 0_usize..2, ahead in 0_i64..1000, minutes in 5_i64..240
        ) {
            let day = Day::parse("2025-01-01").unwrap().plus_days(ahead);
            let hours = Hours::of(place, &shanghai(), day);
            let mut dice = Dice::new(seed);
            let arrival = hours.arrival(minutes, &mut dice);
            prop_assert!(arrival >= hours.from && hours.after(arrival, minutes) <= hours.to);
        }
    }
}
