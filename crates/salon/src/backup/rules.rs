//! When a backup is due, which may go, and when somebody should worry.

use super::model::{At, Keep, Refusal, Run, RunKind, Warning};
use kernel::{Instant, Zone};
use std::collections::BTreeSet;

/// A file can be carried away and tried against for years: longer than a password to sign in with.
const PASSPHRASE_MIN: usize = 12;
/// How long after a failure it is tried again.
const AGAIN_SECONDS: i64 = 3600;
/// A salon that is closed for a day must not be warned; one that forgot must be.
const OLD_SECONDS: i64 = 2 * 24 * 3600;

/// Refuses a passphrase of fewer than 12 characters.
pub fn check_passphrase(passphrase: &str) -> Result<(), Refusal> {
    let long = passphrase.chars().count() >= PASSPHRASE_MIN;
    if long { Ok(()) } else { Err(Refusal::PassphraseShort) }
}

/// The name of the file of a backup made at this moment.
pub fn file_name(at: Instant, zone: &Zone) -> String {
    format!("tress-{}.age", at.stamp(zone))
}

/// Whether a backup is due: the plan's time has come since the last good one began. A machine that was
/// off at that time makes up for it, and a failure is tried again after an hour.
pub fn is_due(at: At, zone: &Zone, now: Instant, good: Option<Instant>, tried: Option<Instant>) -> bool {
    let today = now.day(zone);
    let moments = [today.at(at.hour, at.minute, zone), today.plus_days(-1).at(at.hour, at.minute, zone)];
    let Some(last) = moments.into_iter().find(|moment| *moment <= now) else { return false };
    good.is_none_or(|good| good < last) && tried.is_none_or(|tried| tried.plus_seconds(AGAIN_SECONDS) <= now)
}

/// Which of these backups may go, by their places in the list. The newest of all always stays.
pub fn expired(keep: Keep, made: &[Instant], zone: &Zone) -> Vec<usize> {
    let mut newest_first: Vec<usize> = (0..made.len()).collect();
    newest_first.sort_by_key(|&place| std::cmp::Reverse(made[place]));
    let mut stay: BTreeSet<usize> = newest_first.first().copied().into_iter().collect();
    let days = |place: usize| made[place].day(zone);
    stay.extend(newest_of_each(&newest_first, keep.days, days));
    stay.extend(newest_of_each(&newest_first, keep.weeks, |place| days(place).monday()));
    let month = |place: usize| (days(place).year(), days(place).month());
    stay.extend(newest_of_each(&newest_first, keep.months, month));
    (0..made.len()).filter(|place| !stay.contains(place)).collect()
}

/// The first of each period, of so many periods.
fn newest_of_each<P: PartialEq>(
    newest_first: &[usize],
    many: usize,
    period: impl Fn(usize) -> P,
) -> Vec<usize> {
    let mut firsts: Vec<usize> = newest_first.to_vec();
    firsts.dedup_by(|later, earlier| period(*later) == period(*earlier));
    firsts.truncate(many);
    firsts
}

/// The last good backup of this database: what was made before it was restored is of another one.
pub fn last_good(newest_first: &[Run]) -> Option<&Run> {
    let here = newest_first.iter().take_while(|run| run.kind != RunKind::Restore);
    here.into_iter().find(|run| run.failure.is_none())
}

/// Why somebody should look after the backups, if they should.
pub fn warning(planned: bool, good: Option<Instant>, now: Instant) -> Option<Warning> {
    match good {
        Some(good) if good.plus_seconds(OLD_SECONDS) < now => Some(Warning::Old),
        _ if !planned => Some(Warning::NoTarget),
        Some(_) => None,
        None => Some(Warning::NoneYet),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shanghai() -> Zone {
        Zone::parse("Asia/Shanghai").unwrap()
    }

    fn at(text: &str) -> Instant {
        serde_json::from_str(&format!("\"{text}+08:00\"")).unwrap()
    }

    const HALF_PAST_THREE: At = At { hour: 3, minute: 30 };

    #[test]
    fn a_name_carries_day_and_time() {
        assert_eq!(file_name(at("2026-03-02T03:30:00"), &shanghai()), "tress-2026-03-02-033000.age");
    }

    #[test]
    fn a_backup_is_due_once_a_day_at_its_time() {
        let due = |now: &str, good: Option<&str>| {
            is_due(HALF_PAST_THREE, &shanghai(), at(now), good.map(at), good.map(at))
        };
        assert!(due("2026-03-02T03:30:00", Some("2026-03-01T03:30:00")));
        assert!(!due("2026-03-02T03:29:59", Some("2026-03-01T03:30:00")));
        assert!(!due("2026-03-02T23:00:00", Some("2026-03-02T03:30:20")));
    }

    #[test]
    fn a_machine_that_was_off_makes_up_for_it() {
        let due =
            |now: &str, good: Option<&str>| is_due(HALF_PAST_THREE, &shanghai(), at(now), good.map(at), None);
        assert!(due("2026-03-02T09:00:00", Some("2026-03-01T09:00:00")));
        assert!(due("2026-03-02T01:00:00", Some("2026-02-27T09:00:00")));
        assert!(due("2026-03-02T01:00:00", None));
    }

    #[test]
    fn a_failure_is_tried_again_after_an_hour() {
        let due =
            |now: &str| is_due(HALF_PAST_THREE, &shanghai(), at(now), None, Some(at("2026-03-02T03:30:05")));
        assert!(!due("2026-03-02T04:30:00"));
        assert!(due("2026-03-02T04:30:05"));
    }

    #[test]
    fn the_newest_of_each_day_week_and_month_stays() {
        let made = [
            at("2026-01-10T03:30:00"),
            at("2026-01-20T03:30:00"),
            at("2026-02-22T03:30:00"),
            at("2026-02-27T03:30:00"),
            at("2026-02-28T03:30:00"),
            at("2026-03-02T03:30:00"),
            at("2026-03-02T14:00:00"),
        ];
        let gone = |text: &str| expired(text.parse().unwrap(), &made, &shanghai());
        // The second of March is a Monday, the twenty-second of February a Sunday.
        assert_eq!(gone("2d,0w,0m"), [0, 1, 2, 3, 5]);
        assert_eq!(gone("0d,3w,0m"), [0, 1, 3, 5]);
        assert_eq!(gone("0d,0w,12m"), [0, 2, 3, 5]);
        assert_eq!(gone("7d,4w,12m"), [5]);
    }

    #[test]
    fn days_without_a_backup_do_not_count() {
        let made = [at("2025-03-02T03:30:00"), at("2026-03-02T03:30:00")];
        assert_eq!(expired(Keep { days: 2, weeks: 0, months: 0 }, &made, &shanghai()), [0_usize; 0]);
    }

    proptest! {
        #[test]
        fn the_newest_always_stays(made in proptest::collection::vec(0_i64..4_000_000_000_000, 1..40), days in 0_usize..5, weeks in 0_usize..5, months in 0_usize..5) {
            let made: Vec<Instant> = made.into_iter().map(Instant::from_millis).collect();
            let gone = expired(Keep { days, weeks, months }, &made, &shanghai());
            let newest = made.iter().max().unwrap();
            prop_assert!(gone.len() < made.len());
            prop_assert!((0..made.len()).any(|place| !gone.contains(&place) && made[place] == *newest));
            prop_assert!(made.len() - gone.len() <= (days + weeks + months).max(1));
        }
    }

    #[test]
    fn somebody_is_warned_of_what_is_missing_or_old() {
        let now = at("2026-03-04T10:00:00");
        assert_eq!(warning(true, Some(at("2026-03-02T10:00:00")), now), None);
        assert_eq!(warning(true, Some(at("2026-03-02T09:59:59")), now), Some(Warning::Old));
        assert_eq!(warning(true, None, now), Some(Warning::NoneYet));
        assert_eq!(warning(false, None, now), Some(Warning::NoTarget));
    }

    #[test]
    fn a_time_and_what_to_keep_are_read_as_they_are_written() {
        assert_eq!("03:30".parse::<At>().unwrap(), HALF_PAST_THREE);
        assert_eq!("7d,4w,12m".parse::<Keep>().unwrap().to_string(), "7d,4w,12m");
        for wrong in ["24:00", "3", "03:60", "-1:10", "", "a:b"] {
            assert!(wrong.parse::<At>().is_err(), "{wrong}");
        }
        for wrong in ["", "7", "d", "7d,,4w", "7d 4w", "-1d", "7x", "7日"] {
            assert!(wrong.parse::<Keep>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_short_passphrase_is_refused() {
        assert_eq!(check_passphrase("eleven sign"), Err(Refusal::PassphraseShort));
        assert_eq!(check_passphrase("twelve signs"), Ok(()));
    }
}
