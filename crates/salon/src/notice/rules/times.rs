//! When a message goes, and when again.

use crate::notice::model::Quiet;
use kernel::{Day, Instant, Zone};

/// How long to wait after each try, in seconds; after the last there is no further one.
const WAITS: [i64; 7] = [60, 5 * 60, 15 * 60, 3600, 3 * 3600, 6 * 3600, 12 * 3600];

/// In how many seconds a message that was tried so often is tried again: each time longer, and up to a quarter
/// shorter or longer by a roll of dice (0 to 65535), so that what failed together does not come back together.
/// Nothing once it was tried often enough.
pub fn retry_in(tries: i64, roll: u16) -> Option<i64> {
    let place = usize::try_from(tries).ok()?.checked_sub(1)?;
    let wait = WAITS.get(place)?;
    Some(wait * 3 / 4 + wait / 2 * i64::from(roll) / i64::from(u16::MAX))
}

/// The first moment from now on at which customers may be written to.
pub fn after_quiet(now: Instant, zone: &Zone, quiet: Option<Quiet>) -> Instant {
    let Some(Quiet { from, until }) = quiet else { return now };
    let today = now.day(zone);
    let stretches = [today.plus_days(-1), today].map(|day| {
        let end = if until <= from { day.plus_days(1) } else { day };
        (at(day, from, zone), at(end, until, zone))
    });
    let quiet_now = stretches.into_iter().find(|(start, end)| *start <= now && now < *end);
    quiet_now.map_or(now, |(_, end)| end)
}

fn at(day: Day, minutes: i64, zone: &Zone) -> Instant {
    let part = |value: i64| i8::try_from(value).unwrap_or_default();
    day.at(part(minutes / 60), part(minutes % 60), zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    #[test]
    fn a_message_is_tried_eight_times_and_each_wait_is_longer() {
        let waits: Vec<i64> = (1..).map_while(|tries| retry_in(tries, u16::MAX / 2)).collect();
        assert_eq!(waits.len(), 7);
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
        assert_eq!((retry_in(0, 0), retry_in(8, 0), retry_in(-1, 0)), (None, None, None));
    }

    #[test]
    fn what_failed_together_does_not_come_back_together() {
        assert_eq!((retry_in(2, 0), retry_in(2, u16::MAX)), (Some(225), Some(375)));
    }

    #[test]
    fn quiet_hours_go_on_past_midnight_where_the_shop_is() {
        let shanghai = zone("Asia/Shanghai");
        let day = Day::new(2026, 3, 2).unwrap();
        let quiet = Some(Quiet { from: 21 * 60, until: 9 * 60 });
        let morning = |day: Day| day.at(9, 0, &shanghai);
        let after = |hour, minute| after_quiet(day.at(hour, minute, &shanghai), &shanghai, quiet);
        assert_eq!(after(20, 59), day.at(20, 59, &shanghai));
        assert_eq!(after(21, 0), morning(day.plus_days(1)));
        assert_eq!(after(3, 30), morning(day));
        assert_eq!(after(9, 0), morning(day));
        let noon = Some(Quiet { from: 12 * 60, until: 14 * 60 });
        assert_eq!(after_quiet(day.at(13, 0, &shanghai), &shanghai, noon), day.at(14, 0, &shanghai));
        assert_eq!(after_quiet(day.at(3, 0, &shanghai), &shanghai, None), day.at(3, 0, &shanghai));
    }

    #[test]
    fn quiet_hours_end_by_the_clock_also_when_it_changes() {
        // On 29 March 2026 clocks in Berlin go from 02:00 to 03:00.
        let berlin = zone("Europe/Berlin");
        let night = Day::new(2026, 3, 28).unwrap();
        let quiet = Some(Quiet { from: 22 * 60, until: 8 * 60 });
        let after = after_quiet(night.at(23, 0, &berlin), &berlin, quiet);
        assert_eq!(after, night.plus_days(1).at(8, 0, &berlin));
        assert_eq!(after.millis() - night.at(23, 0, &berlin).millis(), 8 * 3600 * 1000);
    }

    proptest! {
        #[test]
        fn what_may_go_now_may_go(millis in 0..4_000_000_000_000_i64, from in 0..1440_i64, until in 0..1440_i64) {
            prop_assume!(from != until);
            let (zone, quiet) = (zone("Asia/Shanghai"), Some(Quiet { from, until }));
            let after = after_quiet(Instant::from_millis(millis), &zone, quiet);
            prop_assert!(after >= Instant::from_millis(millis));
            prop_assert_eq!(after_quiet(after, &zone, quiet), after);
        }
    }
}
