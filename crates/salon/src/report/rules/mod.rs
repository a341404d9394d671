//! How figures follow from what the books say.

mod closing;
mod day;
mod days;

pub use closing::{delivered, paid_for, tenders_moved};
pub use day::{CARD_BONUS, CARD_USE, NEW_GUESTS, RETURNING_GUESTS, TAKINGS, UNKNOWN_GUESTS, figures};
pub use days::{days, sources};

use crate::report::model::{HourTaken, Moved, TenderTaken};
use kernel::{Instant, Money, Zone};
use std::collections::BTreeMap;

/// Stored value.
const CARD: &str = "card";
/// The tenders that are no money: what they pay was paid before, or has yet to be.
const NO_MONEY: [&str; 5] = [CARD, "visits", "time", "points", "on_account"];
/// The order in which ways of paying are shown; others follow by name.
const SHOWN: [&str; 4] = ["cash", "wechat", "alipay", "bank_card"];

fn is_money(moved: &&Moved) -> bool {
    is_money_kind(&moved.kind)
}

/// Whether a way of paying is money that comes in.
pub fn is_money_kind(kind: &str) -> bool {
    !NO_MONEY.contains(&kind)
}

/// Money received, less money given back.
pub fn takings(moved: &[Moved]) -> Money {
    moved.iter().filter(is_money).map(|moved| moved.amount).sum()
}

/// What cards paid, less what went back to them: all of it, and the part that was bonus.
pub fn card_use(moved: &[Moved]) -> (Money, Money) {
    let by_card = || moved.iter().filter(|moved| moved.kind == CARD);
    (by_card().map(|moved| moved.amount).sum(), by_card().map(|moved| moved.bonus).sum())
}

/// The takings over the bills they came from; nothing without a bill.
pub fn average(takings: Money, bills: i64) -> Money {
    takings.ratio_half_up(1, bills)
}

/// The takings by the way in which they came.
pub fn by_tender(moved: &[Moved]) -> Vec<TenderTaken> {
    let all = by_tender_of_any_kind(moved).into_iter();
    let mut taken: Vec<TenderTaken> = all
        .filter(|(kind, _)| is_money_kind(kind))
        .map(|(kind, amount)| TenderTaken { kind, amount })
        .collect();
    taken.sort_by_cached_key(|taken| tender_place(&taken.kind));
    taken
}

/// What was paid by every way of paying, money or not.
pub fn by_tender_of_any_kind(moved: &[Moved]) -> BTreeMap<String, Money> {
    let mut paid: BTreeMap<String, Money> = BTreeMap::new();
    for moved in moved {
        *paid.entry(moved.kind.clone()).or_default() += moved.amount;
    }
    paid
}

/// Where a way of paying stands among others: those that are known in their order, then by name.
pub fn tender_place(kind: &str) -> (usize, String) {
    let place = SHOWN.iter().position(|shown| *shown == kind).unwrap_or(SHOWN.len());
    (place, kind.to_owned())
}

/// The takings by the hour on the shop's clocks, in the order of its business day, quiet hours
/// between busy ones included.
pub fn by_hour(moved: &[Moved], zone: &Zone, cut_off_minutes: i64) -> Vec<HourTaken> {
    let first = usize::try_from(cut_off_minutes / 60).unwrap_or(0) % 24;
    let hours = |at: Instant| (usize::from(at.hour(zone)) + 24 - first) % 24;
    let mut amounts = [Money::ZERO; 24];
    let mut busy: Option<(usize, usize)> = None;
    for moved in moved.iter().filter(is_money) {
        let place = hours(moved.at);
        amounts[place] += moved.amount;
        let (from, to) = busy.unwrap_or((place, place));
        busy = Some((from.min(place), to.max(place)));
    }
    let Some((from, to)) = busy else { return Vec::new() };
    let hour = |place: usize| u8::try_from((place + first) % 24).unwrap_or(0);
    (from..=to).map(|place| HourTaken { hour: hour(place), amount: amounts[place] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Day;
    use proptest::prelude::*;

    fn shanghai() -> Zone {
        Zone::parse("Asia/Shanghai").unwrap()
    }

    /// So many minutes into 2 March 2026 on the clocks of Shanghai.
    fn moved(minutes: i64, kind: &str, amount: i64) -> Moved {
        let at = Day::new(2026, 3, 2).unwrap().starts(&shanghai()).plus_seconds(minutes * 60);
        Moved { at, kind: kind.into(), amount: Money::minor(amount), bonus: Money::ZERO }
    }

    #[test]
    fn what_a_card_pays_is_no_takings() {
        let bonus = Moved { bonus: Money::minor(20), ..moved(600, "card", 120) };
        let day = [moved(600, "cash", 100), bonus, moved(700, "cash", -30)];
        assert_eq!(takings(&day), Money::minor(70));
        assert_eq!(card_use(&day), (Money::minor(120), Money::minor(20)));
    }

    #[test]
    fn hours_follow_the_business_day_and_quiet_ones_are_shown() {
        // 23:30, and 00:30 and 02:10 of the night after.
        let day = [
            moved(26 * 60 + 10, "cash", 3),
            moved(23 * 60 + 30, "cash", 1),
            moved(24 * 60 + 30, "wechat", 2),
        ];
        let hours: Vec<_> =
            by_hour(&day, &shanghai(), 180).into_iter().map(|h| (h.hour, h.amount.to_minor())).collect();
        assert_eq!(hours, [(23, 1), (0, 2), (1, 0), (2, 3)]);
        assert!(by_hour(&[moved(600, "card", 1)], &shanghai(), 180).is_empty());
    }

    #[test]
    fn ways_of_paying_keep_their_order() {
        let day =
            [moved(1, "vault", 1), moved(2, "bank_card", 2), moved(3, "cash", 3), moved(4, "bank_card", 4)];
        let kinds: Vec<_> = by_tender(&day).into_iter().map(|t| (t.kind, t.amount.to_minor())).collect();
        assert_eq!(kinds, [("cash".to_owned(), 3), ("bank_card".to_owned(), 6), ("vault".to_owned(), 1)]);
    }

    #[test]
    fn an_average_is_rounded_and_needs_a_bill() {
        assert_eq!(average(Money::minor(1001), 2), Money::minor(501));
        assert_eq!(average(Money::minor(1001), 0), Money::ZERO);
    }

    proptest! {
        #[test]
        fn takings_are_the_sum_of_tenders_and_of_hours(
            day in prop::collection::vec((180_i64..1620, 0_usize..5, -100_000_i64..100_000), 0..40),
        ) {
            let kinds = ["cash", "wechat", "alipay", "bank_card", "card"];
            let day: Vec<_> = day.into_iter().map(|(minutes, kind, amount)| moved(minutes, kinds[kind], amount)).collect();
            prop_assert_eq!(by_tender(&day).iter().map(|taken| taken.amount).sum::<Money>(), takings(&day));
            prop_assert_eq!(by_hour(&day, &shanghai(), 180).iter().map(|taken| taken.amount).sum::<Money>(), takings(&day));
        }
    }
}
