//! Which days are asked for, and from where their figures come.

use crate::report::model::{Days, Month, Piece, Sources};
use kernel::{Day, Problem, problem::Kind};
use std::collections::BTreeSet;

/// The longest span of days: thirty years, as long as a salon's memory reaches.
pub const MOST_DAYS: i64 = 11_000;

/// The days from one to another; a single end stands for both ends, none for today. Refuses, in this
/// order: the last before the first, too many days.
pub fn days(from: Option<Day>, to: Option<Day>, today: Day) -> Result<Days, Problem> {
    let to = to.unwrap_or_else(|| from.map_or(today, |from| from.max(today)));
    let from = from.unwrap_or(to);
    if to < from {
        let detail = "The last day lies before the first.";
        return Err(Problem::new(Kind::Invalid, "report.days_backwards", detail));
    }
    let days = Days { from, to };
    if days.count() > MOST_DAYS {
        let detail = format!("A report covers {MOST_DAYS} days at most.");
        return Err(Problem::new(Kind::Invalid, "report.days_too_many", detail).with("most", MOST_DAYS));
    }
    Ok(days)
}

/// From where the figures of some days come: `changed` are added up now, `months` are read as a whole
/// where all their days are asked for and none has changed, all others are read day by day. Every day
/// comes from one place.
pub fn sources(days: Days, changed: &BTreeSet<Day>, months: &BTreeSet<Month>) -> Sources {
    let mut sources = Sources::default();
    let mut day = days.from;
    while day <= days.to {
        let month = Month::of(day);
        let whole = month.days();
        let kept_whole = months.contains(&month)
            && day == whole.from
            && whole.to <= days.to
            && changed.range(whole.from..=whole.to).next().is_none();
        if kept_whole {
            push(&mut sources.kept, Piece::Months(month, month));
            day = whole.to.plus_days(1);
            continue;
        }
        if changed.contains(&day) {
            sources.live.push(day);
        } else {
            push(&mut sources.kept, Piece::Days(day, day));
        }
        day = day.plus_days(1);
    }
    sources
}

/// Adds a piece, or makes the last one longer.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Days(_, to)), Piece::Days(day, _)) if to.plus_days(1) == day => *to = day,
        (Some(Piece::Months(_, to)), Piece::Months(month, _))
            if to.days().to.plus_days(1) == month.days().from =>
        {
            *to = month;
        }
        _ => pieces.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(offset: i64) -> Day {
        Day::new(2026, 1, 1).unwrap().plus_days(offset)
    }

    #[test]
    fn a_span_that_ends_before_it_begins_is_refused() {
        assert_eq!(days(Some(day(2)), Some(day(1)), day(9)).unwrap_err().code, "report.days_backwards");
        assert_eq!(
            days(Some(day(0)), Some(day(MOST_DAYS)), day(9)).unwrap_err().code,
            "report.days_too_many"
        );
    }

    #[test]
    fn an_end_that_is_not_said_is_today() {
        assert_eq!(days(None, None, day(9)).unwrap(), Days { from: day(9), to: day(9) });
        assert_eq!(days(Some(day(3)), None, day(9)).unwrap(), Days { from: day(3), to: day(9) });
        assert_eq!(days(None, Some(day(3)), day(9)).unwrap(), Days { from: day(3), to: day(3) });
    }

    #[test]
    fn the_days_before_are_as_many() {
        let week = Days { from: day(7), to: day(13) };
        assert_eq!(week.before(), Days { from: day(0), to: day(6) });
        assert_eq!(Month::of(day(40)).days(), Days { from: day(31), to: day(58) });
        assert_eq!(Month::parse("2026-02"), Some(Month::of(day(40))));
    }

    proptest! {
        #[test]
        fn every_day_comes_from_one_place(
            from in 0_i64..120, length in 0_i64..200,
            changed in prop::collection::btree_set(0_i64..320, 0..6),
            months in prop::collection::btree_set(0_i64..11, 0..11),
        ) {
            let days = Days { from: day(from), to: day(from + length) };
            let changed: BTreeSet<Day> = changed.into_iter().map(day).collect();
            let months: BTreeSet<Month> = months.into_iter().map(|month| Month::of(day(month * 30 + 15))).collect();
            let sources = sources(days, &changed, &months);
            let mut seen = sources.live.clone();
            for piece in sources.kept {
                let (from, to) = match piece {
                    Piece::Days(from, to) => (from, to),
                    Piece::Months(from, to) => (from.days().from, to.days().to),
                };
                seen.extend(Days { from, to }.each());
            }
            seen.sort();
            prop_assert_eq!(seen, days.each().collect::<Vec<_>>());
            prop_assert!(sources.live.iter().all(|day| changed.contains(day)));
        }
    }
}
