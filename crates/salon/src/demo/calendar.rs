//! Which days are played, and when within them anything may happen.

use super::dice::Dice;
use super::hours::Hours;
use kernel::{Day, Instant, Zone};

/// How many days a month of the demo has.
const MONTH: i64 = 30;
/// How many days before the first bill the salon is set up; its old customers are written down then.
const PREPARES: i64 = 30;
/// How long registering takes, in seconds; a moment later is too late for it.
const REGISTERS: i64 = 60;

/// The days of the demo: from the first on which bills are written to the one that has not ended.
pub struct Calendar {
    pub first: Day,
    pub today: Day,
    pub zone: Zone,
    /// The present.
    pub now: Instant,
    days: i64,
}

impl Calendar {
    /// So many months up to now; `today` is the business day of now.
    pub fn new(months: i64, today: Day, zone: Zone, now: Instant) -> Calendar {
        let days = months * MONTH;
        Calendar { first: today.plus_days(-days), today, zone, now, days }
    }

    /// When the salon is set up: as the first shop opens.
    pub fn set_up(&self) -> Instant {
        self.hours(0, self.first.plus_days(-PREPARES)).from
    }

    /// The days, each with how much of the time has passed, in hundredths.
    pub fn days(&self) -> impl Iterator<Item = (Day, i64)> + '_ {
        (0..=self.days).map(|number| (self.first.plus_days(number), number * 100 / self.days.max(1)))
    }

    /// How many days there are.
    pub const fn count(&self) -> i64 {
        self.days + 1
    }

    /// When the shop at this place is open on a day.
    pub fn hours(&self, place: usize, day: Day) -> Hours {
        Hours::of(place, &self.zone, day)
    }

    /// When somebody registers: before the first bill, or on one of the days since.
    pub fn registration(&self, place: usize, before: bool, dice: &mut Dice) -> Instant {
        let ahead = if before { -dice.between(1, PREPARES - 1) } else { dice.between(0, self.days) };
        let day = self.first.plus_days(ahead);
        let moment = self.hours(place, day).arrival(60, dice);
        if moment.plus_seconds(REGISTERS) <= self.now {
            return moment;
        }
        // Today has not come that far: then it was the day before.
        self.hours(place, day.plus_days(-1)).arrival(60, dice)
    }

    /// The last moment at which the shop at this place was open, and when it had opened.
    pub fn last_open(&self, place: usize) -> (Instant, Instant) {
        let hours = self.hours(place, self.today);
        if hours.from <= self.now {
            return (hours.from, hours.to.min(self.now));
        }
        let before = self.hours(place, self.today.plus_days(-1));
        (before.from, before.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn registrations_lie_in_opening_hours_and_never_ahead(
            seed: u64, hour in 0_i64..24, months in 1_i64..20, place in 0_usize..2, before: bool
        ) {
            let zone = Zone::parse("Asia/Shanghai").unwrap();
            let today = Day::parse("2026-03-02").unwrap();
            let now = today.starts(&zone).plus_seconds(hour * 3600);
            let calendar = Calendar::new(months, today, zone.clone(), now);
            let moment = calendar.registration(place, before, &mut Dice::new(seed));
            let hours = calendar.hours(place, moment.day(&zone));
            prop_assert!(hours.from <= moment && moment < hours.to && moment <= now);
            prop_assert!(calendar.set_up() < moment);
            prop_assert_eq!(before, moment.day(&zone) < calendar.first);
        }
    }
}
