//! How long what is on a card can be used. Money paid in never ends (单用途商业预付卡管理办法: a named card bears
//! no end); money given on top does where the plan that was sold says so. Visits that are over cannot be used until
//! their last day is moved, and what was paid for them stays owed.

use crate::card::model::{
    BonusTerms, Card, CardKind, CardPlan, CardPlanWish, Lot, Refusal, TimeStart, Value,
};
use crate::ledger::{Account, Entry, Unit};
use kernel::{Day, Money, Rate};

/// The most days that a plan names.
const DAYS_MAX: i64 = 3660;

/// Bonus is bound on cards of money alone: it ends after a day at least, and pays a part of a bill that is neither
/// nothing nor the whole.
pub fn check_plan_bonus(wish: &CardPlanWish) -> Result<(), Refusal> {
    let BonusTerms { days, max_ppm } = wish.bonus_terms;
    let days = days.is_none_or(|days| (1..=DAYS_MAX).contains(&days));
    let part = max_ppm.is_none_or(|most| most != Rate::ZERO && most.to_ppm() < Rate::ONE.to_ppm());
    let plain = wish.bonus_terms == BonusTerms::default();
    let fits = days && part && (plain || wish.kind == CardKind::StoredValue);
    if fits { Ok(()) } else { Err(Refusal::PlanBonus) }
}

/// The most bonus that pays of what a card may pay of a bill, rounded down; none where there is no bound.
pub fn bonus_max(terms: BonusTerms, payable: Money) -> Option<Money> {
    let part = |most: Rate| {
        let exact =
            i128::from(payable.to_minor()) * i128::from(most.to_ppm()) / i128::from(Rate::ONE.to_ppm());
        i64::try_from(exact).map_or(payable, Money::minor)
    };
    terms.max_ppm.map(part)
}

/// Visits say for how many days they can be used, where they do not for ever; another plan says nothing of it.
pub fn check_plan_valid(wish: &CardPlanWish) -> Result<(), Refusal> {
    let fits = match wish.valid_days {
        Some(days) => wish.kind.counts_visits() && (1..=DAYS_MAX).contains(&days),
        None => wish.valid_starts == TimeStart::Sale,
    };
    if fits { Ok(()) } else { Err(Refusal::PlanValid) }
}

/// The last of so many days from one on: the first counts and so does the last.
fn last_of(days: i64, from: Day) -> Day {
    from.plus_days(days - 1)
}

/// The last day of visits that are sold on a day; none before their first use, where that begins their days.
pub fn valid_from_sale(plan: &CardPlan, on: Day) -> Option<Day> {
    plan.valid_days.filter(|_| plan.valid_starts == TimeStart::Sale).map(|days| last_of(days, on))
}

/// For how many days a card's visits can be used from their first use on, where that has yet to come.
pub fn days_to_begin(plan: &CardPlan, card: &Card) -> Option<i64> {
    plan.valid_days.filter(|_| plan.valid_starts == TimeStart::FirstUse && card.valid_until.is_none())
}

/// The last day of a card's visits of which one is used on a day.
pub fn valid_from_use(plan: &CardPlan, card: &Card, on: Day) -> Option<Day> {
    card.valid_until.or_else(|| days_to_begin(plan, card).map(|days| last_of(days, on)))
}

/// Refuses: visits whose last day has passed.
pub fn check_valid(card: &Card, on: Day) -> Result<(), Refusal> {
    match card.valid_until {
        Some(ended_on) if ended_on < on => Err(Refusal::TimeOver { ended_on }),
        _ => Ok(()),
    }
}

/// The last day of what is on a card: of its visits, of its days, or of the bonus that ends first.
pub fn last_day(card: &Card) -> Option<Day> {
    card.valid_until.or(card.time.as_ref().and_then(|time| time.ends_on)).or(card.bonus_until)
}

/// Whether the last day of what is on a card can be moved. Refuses, in this order: it has none, another one than
/// was shown, to one that is not later, or before today, or more than ten years ahead.
pub fn check_extend(card: &Card, shown: Day, until: Day, today: Day) -> Result<(), Refusal> {
    let last = last_day(card).ok_or(Refusal::NothingToExtend)?;
    if last != shown {
        return Err(Refusal::HoldsChanged);
    }
    let later = last < until && today <= until && until <= today.plus_days(DAYS_MAX);
    if later { Ok(()) } else { Err(Refusal::ExtendDay { last }) }
}

/// The last day of bonus that is given on a day: the first counts and so does the last. None where none is given.
pub fn bonus_until(terms: BonusTerms, bonus: Money, on: Day) -> Option<Day> {
    terms.days.filter(|_| bonus.is_positive()).map(|days| last_of(days, on))
}

/// A lot as it can be used on a day: without bonus whose last day has passed. What is left is measured anew, and
/// the money paid in stays.
pub fn usable_on(lot: &Lot, on: Day) -> Lot {
    let ended = lot.bonus_until.is_some_and(|last| last < on) && lot.left.bonus.is_positive();
    if !ended {
        return *lot;
    }
    let left = Value { bonus: Money::ZERO, ..lot.left };
    // A ratio of nothing would mean that nothing comes back to the lot any more.
    let ratio = if left == Value::NONE { lot.ratio } else { left };
    Lot { left, ratio, lapsed: lot.lapsed + lot.left.bonus, ..*lot }
}

/// The entries by which bonus that ended goes back to the program that gave it. No money moves.
pub fn lapse(before: &Lot, after: &Lot) -> [Entry; 2] {
    let (home, ended) = (before.home, (before.left.bonus - after.left.bonus).to_minor());
    [
        Entry::new(home, Account::CardBonus(before.id), Unit::Bonus, ended),
        Entry::new(home, Account::BonusProgram(home.company), Unit::Bonus, -ended),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::model::DrawOrder;
    use crate::card::rules::{draw, remeasured, returned};
    use crate::ledger::{EntrySet, Site};
    use kernel::{Id, Instant};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(number: i64) -> Day {
        Day::new(2026, 3, 2).unwrap().plus_days(number)
    }

    fn value(principal: i64, bonus: i64) -> Value {
        Value { principal: Money::minor(principal), bonus: Money::minor(bonus) }
    }

    /// A lot whose bonus can be used on days 0 to 9.
    fn lot(bought: Value) -> Lot {
        let home =
            Site { branch: Id::from_uuid(Uuid::from_u128(1)), company: Id::from_uuid(Uuid::from_u128(2)) };
        let lot = Lot::new(Id::from_uuid(Uuid::from_u128(3)), home, Instant::from_millis(0), bought);
        let terms = BonusTerms { days: Some(10), max_ppm: None };
        Lot { bonus_until: bonus_until(terms, Money::minor(1), day(0)), ..lot }
    }

    fn taken(lot: &Lot, order: DrawOrder, amount: i64) -> Lot {
        let draws = draw(std::slice::from_ref(lot), order, Money::minor(amount), None).unwrap();
        let value: Value = draws.iter().map(|draw| draw.value).sum();
        Lot { left: lot.left - value, ..*lot }
    }

    #[test]
    fn bonus_is_used_up_to_its_last_day_and_the_money_paid_in_stays() {
        let lot = lot(value(1000, 200));
        assert_eq!(usable_on(&lot, day(9)), lot);
        let after = usable_on(&lot, day(10));
        assert_eq!(
            (after.left, after.ratio, after.lapsed),
            (value(1000, 0), value(1000, 0), Money::minor(200))
        );
        assert_eq!(usable_on(&after, day(11)), after);
        assert_eq!(
            bonus_until(BonusTerms { days: Some(1), max_ppm: None }, Money::minor(1), day(0)),
            Some(day(0))
        );
        assert_eq!(bonus_until(BonusTerms { days: Some(1), max_ppm: None }, Money::ZERO, day(0)), None);
        assert_eq!(bonus_until(BonusTerms::default(), Money::minor(1), day(0)), None);
    }

    #[test]
    fn what_comes_back_to_a_lot_whose_bonus_ended_comes_back_and_its_bonus_ends_again() {
        let bought = lot(value(1000, 200));
        let used = taken(&bought, DrawOrder::Proportional, 600);
        let ended = usable_on(&used, day(10));
        assert_eq!(
            (ended.left, ended.lapsed, ended.used()),
            (value(500, 0), Money::minor(100), Money::minor(600))
        );
        let back = returned(&ended, value(500, 100));
        assert_eq!((back.left, back.used()), (value(1000, 100), Money::ZERO));
        let again = usable_on(&back, day(10));
        assert_eq!(
            (again.left, again.lapsed, again.used()),
            (value(1000, 0), Money::minor(200), Money::ZERO)
        );
    }

    #[test]
    fn a_lot_of_which_all_is_used_or_ended_still_takes_back_what_a_bill_gives_back() {
        let used = taken(&lot(value(1000, 200)), DrawOrder::PrincipalFirst, 1000);
        let after = usable_on(&used, day(10));
        assert_eq!(after.left, Value::NONE);
        assert!(!after.is_over());
    }

    fn orders() -> impl Strategy<Value = DrawOrder> {
        prop::sample::select(vec![DrawOrder::Proportional, DrawOrder::PrincipalFirst, DrawOrder::BonusFirst])
    }

    #[test]
    fn a_bound_is_rounded_down() {
        let third = BonusTerms { days: None, max_ppm: Rate::from_ppm(333_333) };
        assert_eq!(bonus_max(third, Money::minor(100)), Some(Money::minor(33)));
        assert_eq!(bonus_max(BonusTerms::default(), Money::minor(100)), None);
    }

    #[test]
    fn what_bonus_may_not_pay_is_drawn_from_the_money_paid_in_and_the_rest_is_measured_anew() {
        let bought = lot(value(1000, 1000));
        let draws = draw(&[bought], DrawOrder::Proportional, Money::minor(600), Some(Money::minor(100)));
        let bound = draws.unwrap()[0];
        assert_eq!((bound.value, bound.capped), (value(500, 100), true));
        let left = remeasured(&Lot { left: bought.left - bound.value, ..bought });
        assert_eq!(taken(&left, DrawOrder::Proportional, 140).left, value(450, 810));
        let refused = draw(&[bought], DrawOrder::BonusFirst, Money::minor(1101), Some(Money::minor(100)));
        assert_eq!(refused, Err(Refusal::BonusCapped { left: Money::minor(1100) }));
        let refused = draw(&[bought], DrawOrder::BonusFirst, Money::minor(2001), Some(Money::minor(100)));
        assert_eq!(refused, Err(Refusal::BalanceShort { left: Money::minor(2000) }));
    }

    proptest! {
        #[test]
        fn bounds_never_break_sums_are_never_passed_and_nothing_goes_below_zero(
            lots in prop::collection::vec((0_i64..10_000, 0_i64..10_000), 1..5), order in orders(),
            parts in prop::collection::vec((1_i64..8_000, 0_i64..8_000), 1..30),
        ) {
            let mut lots: Vec<Lot> = (1_u128..).zip(&lots).map(|(number, &(principal, bonus))| {
                Lot { id: Id::from_uuid(Uuid::from_u128(number)), ..lot(value(principal, bonus)) }
            }).collect();
            for (amount, most) in parts {
                let (amount, most) = (Money::minor(amount), Money::minor(most));
                let held: Value = lots.iter().map(|lot| lot.left).sum();
                let can = held.principal + held.bonus.min(most);
                match draw(&lots, order, amount, Some(most)) {
                    Err(_) => prop_assert!(amount > can),
                    Ok(draws) => {
                        let drawn: Value = draws.iter().map(|draw| draw.value).sum();
                        prop_assert!(amount <= can);
                        prop_assert_eq!(drawn.worth(), amount);
                        prop_assert!(drawn.bonus <= most);
                        for draw in draws {
                            let lot = lots.iter_mut().find(|lot| lot.id == draw.lot).unwrap();
                            lot.left = lot.left - draw.value;
                            if draw.capped {
                                *lot = remeasured(lot);
                            }
                            prop_assert!(!draw.value.principal.is_negative() && !draw.value.bonus.is_negative());
                            prop_assert!(!lot.left.principal.is_negative() && !lot.left.bonus.is_negative());
                            prop_assert!(!lot.is_over());
                        }
                    }
                }
            }
        }

        #[test]
        fn a_bound_that_is_not_reached_changes_nothing(
            principal in 0_i64..100_000, bonus in 0_i64..100_000, order in orders(), share in 0_i64..=100,
        ) {
            let lot = lot(value(principal, bonus));
            let amount = Money::minor((principal + bonus) * share / 100);
            let free = draw(&[lot], order, amount, None).unwrap();
            prop_assert_eq!(draw(&[lot], order, amount, Some(Money::minor(bonus))).unwrap(), free);
        }

        #[test]
        fn the_same_is_drawn_whether_or_not_the_ended_bonus_was_booked_before(
            principal in 0_i64..100_000, bonus in 1_i64..100_000, order in orders(),
            before in 0_i64..100_000, parts in prop::collection::vec(1_i64..5_000, 0..20),
        ) {
            let bought = lot(value(principal, bonus));
            let used = taken(&bought, order, before.min(principal + bonus));
            let (mut late, mut booked) = (used, usable_on(&used, day(10)));
            for part in parts {
                let usable = usable_on(&late, day(10));
                let part = part.min(usable.left.worth().to_minor());
                let value = usable.left - taken(&usable, order, part).left;
                prop_assert_eq!(value.bonus, Money::ZERO);
                late = Lot { left: late.left - value, ..late };
                booked = taken(&booked, order, part);
                prop_assert_eq!(usable_on(&late, day(10)).left, booked.left);
            }
            let after = usable_on(&late, day(10));
            prop_assert_eq!(after.bought.worth(), after.left.worth() + after.used() + after.lapsed);
            prop_assert_eq!(after.left.principal, used.left.principal - (late_used(&used, &after)));
        }

        #[test]
        fn ended_bonus_goes_back_to_the_program_and_no_money_moves(
            principal in 0_i64..100_000, bonus in 0_i64..100_000, on in 0_i64..20,
        ) {
            let lot = lot(value(principal, bonus));
            let after = usable_on(&lot, day(on));
            let set = EntrySet::balanced(lapse(&lot, &after)).unwrap();
            prop_assert!(set.entries().iter().all(|entry| entry.unit == Unit::Bonus));
            prop_assert_eq!(after.left.principal, lot.left.principal);
        }
    }

    /// What was used of the money paid in between two states of a lot.
    fn late_used(before: &Lot, after: &Lot) -> Money {
        after.used() - before.used()
    }
}
