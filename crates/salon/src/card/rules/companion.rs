//! What a companion card 亲情卡 may spend of the card it belongs to.

use crate::card::model::{Card, CardKind, CardState, CompanionLimits, CompanionUsed, Refusal};
use kernel::{Day, Money};

/// Limits are above nothing, and the last day is not over. Refuses: they are not.
pub fn check_limits(limits: &CompanionLimits, on: Day) -> Result<(), Refusal> {
    let CompanionLimits { per_bill, per_day, per_month, until } = *limits;
    let above = [per_bill, per_day, per_month].into_iter().flatten().all(Money::is_positive);
    let ahead = until.is_none_or(|last| on <= last);
    if above && ahead { Ok(()) } else { Err(Refusal::CompanionLimits) }
}

/// Whether the card that a companion spends from can pay. Refuses: closed, locked, of no money, not claimed.
pub fn check_owner(owner: &Card) -> Result<(), Refusal> {
    let pays = owner.state == CardState::Active && owner.kind.holds_money() && !owner.bearer;
    if pays { Ok(()) } else { Err(Refusal::CompanionOwner) }
}

/// Whether a card is a companion card. Refuses: it is none.
pub fn check_companion(card: &Card) -> Result<(), Refusal> {
    if card.kind == CardKind::Companion { Ok(()) } else { Err(Refusal::NoCompanion) }
}

/// A companion card holds nothing that could be given back. Refuses: it is one.
pub fn check_no_companion(card: &Card) -> Result<(), Refusal> {
    if card.kind == CardKind::Companion { Err(Refusal::CompanionEnds) } else { Ok(()) }
}

/// The most that limits leave for one bill on a day; none without a limit.
fn bound(limits: &CompanionLimits, used: CompanionUsed) -> Option<Money> {
    let rest = |limit: Option<Money>, used: Money| limit.map(|limit| (limit - used).max(Money::ZERO));
    let bounds = [limits.per_bill, rest(limits.per_day, used.day), rest(limits.per_month, used.month)];
    bounds.into_iter().flatten().min()
}

fn is_over(limits: &CompanionLimits, on: Day) -> bool {
    limits.until.is_some_and(|last| last < on)
}

/// What a companion card can pay on one bill of a day, where so much is on the card it belongs to.
pub fn available(limits: &CompanionLimits, used: CompanionUsed, on: Day, held: Money) -> Money {
    if is_over(limits, on) {
        return Money::ZERO;
    }
    bound(limits, used).map_or(held, |bound| bound.min(held))
}

/// Whether a companion card may pay so much on one bill of a day. Refuses, in this order: over, above a limit.
pub fn check_use(
    limits: &CompanionLimits,
    used: CompanionUsed,
    on: Day,
    amount: Money,
) -> Result<(), Refusal> {
    match limits.until {
        Some(ended_on) if ended_on < on => return Err(Refusal::CompanionOver { ended_on }),
        _ => {}
    }
    match bound(limits, used) {
        Some(left) if amount > left => Err(Refusal::CompanionLimit { left }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn limits(bill: Option<i64>, day: Option<i64>, month: Option<i64>) -> CompanionLimits {
        let money = |limit: Option<i64>| limit.map(Money::minor);
        CompanionLimits { per_bill: money(bill), per_day: money(day), per_month: money(month), until: None }
    }

    #[test]
    fn a_companion_card_is_good_until_its_last_day_is_over() {
        let until = CompanionLimits { until: Some(day("2026-03-31")), ..CompanionLimits::default() };
        let (used, one) = (CompanionUsed::default(), Money::minor(1));
        assert_eq!(check_use(&until, used, day("2026-03-31"), one), Ok(()));
        let over = Refusal::CompanionOver { ended_on: day("2026-03-31") };
        assert_eq!(check_use(&until, used, day("2026-04-01"), one), Err(over));
        assert_eq!(available(&until, used, day("2026-04-01"), Money::minor(100)), Money::ZERO);
        assert_eq!(check_limits(&until, day("2026-04-01")), Err(Refusal::CompanionLimits));
        assert_eq!(
            check_limits(&limits(Some(0), None, None), day("2026-04-01")),
            Err(Refusal::CompanionLimits)
        );
    }

    proptest! {
        #[test]
        fn whatever_is_tried_no_limit_is_ever_passed(
            bill in prop::option::of(1_i64..500), per_day in prop::option::of(1_i64..800),
            month in prop::option::of(1_i64..2_000),
            tries in prop::collection::vec((0_i64..4, 1_i64..600, any::<bool>()), 1..60),
        ) {
            let limits = limits(bill, per_day, month);
            let first = day("2026-03-02");
            let mut used = [0_i64; 4];
            let mut last: Option<(usize, i64)> = None;
            for (on, amount, comes_back) in tries {
                let place = usize::try_from(on).unwrap();
                let so_far = CompanionUsed {
                    day: Money::minor(used[place]),
                    month: Money::minor(used.iter().sum()),
                };
                let today = first.plus_days(on);
                let allowed = check_use(&limits, so_far, today, Money::minor(amount)).is_ok();
                let most = available(&limits, so_far, today, Money::minor(10_000));
                prop_assert_eq!(allowed, Money::minor(amount) <= most);
                if allowed {
                    prop_assert!(bill.is_none_or(|limit| amount <= limit));
                    used[place] += amount;
                    last = Some((place, amount));
                } else if let (true, Some((place, amount))) = (comes_back, last.take()) {
                    used[place] -= amount;
                }
                prop_assert!(used.iter().all(|&spent| spent >= 0 && per_day.is_none_or(|limit| spent <= limit)));
                prop_assert!(month.is_none_or(|limit| used.iter().sum::<i64>() <= limit));
            }
        }
    }
}
