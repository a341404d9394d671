//! How the value of goods follows from what moves: weighted average cost, in whole minor units.
//!
//! The value is the sum of what all moves cost, and nothing else. What goes out takes its share of
//! the value with it; the last unit takes what is left. Below zero there is no value: what is sold
//! before it came in costs nothing yet, and pays when it comes in.

use super::model::{Change, Level, Refusal};
use kernel::Money;
use kernel::text::fold;
use std::collections::BTreeSet;

const LINES_MAX: usize = 100;
/// The most units of one move.
pub const QUANTITY_MAX: i64 = 1_000_000;
const TEXT_MAX: usize = 200;
/// The most units on one shelf, and the most that they may have cost: sums stay exact in a browser.
const ON_HAND_MAX: i64 = 1_000_000_000;
const VALUE_MAX: Money = Money::minor(1_000_000_000_000_000);

impl Level {
    /// The level after a change.
    pub fn after(self, change: Change) -> Level {
        Level { on_hand: self.on_hand + change.quantity, value: self.value + change.cost }
    }

    /// The level as if a change had not been.
    pub fn without(self, change: Change) -> Level {
        self.after(Change { quantity: -change.quantity, cost: -change.cost })
    }

    /// What one unit has cost on average; `usual` where none is there.
    pub fn unit_cost(self, usual: Money) -> Money {
        if self.on_hand > 0 { self.value.ratio_half_up(1, self.on_hand) } else { usual }
    }

    /// What so many units would cost that are found rather than bought.
    pub fn cost_of(self, quantity: i64, usual: Money) -> Money {
        let cost = match self.on_hand > 0 {
            true => self.value.ratio_half_up(quantity, self.on_hand),
            false => usual.ratio_half_up(quantity, 1),
        };
        // What is beyond this lies on no shelf, and is refused by `check_level`.
        cost.min(VALUE_MAX + VALUE_MAX)
    }
}

/// Units that go out with their share of the value.
pub fn leave(level: Level, quantity: i64) -> Change {
    let cost = match quantity < level.on_hand {
        true => level.value.ratio_half_up(quantity, level.on_hand),
        // The last unit takes the rest; nothing is there to be taken by those beyond it.
        false => level.value,
    };
    Change { quantity: -quantity, cost: -cost }
}

/// Units that come in at a cost. When some had been sold before they came, a second change takes
/// their part of the cost out again.
pub fn arrive(level: Level, quantity: i64, cost: Money) -> (Change, Option<Change>) {
    let arrived = Change { quantity, cost };
    let Level { on_hand, value } = level.after(arrived);
    let keeps = match (on_hand > 0, level.on_hand < 0) {
        (false, _) => Money::ZERO,
        (true, true) => cost.ratio_half_up(on_hand, quantity),
        (true, false) => value,
    };
    let owed = Change { quantity: 0, cost: keeps - value };
    (arrived, (!owed.cost.is_zero()).then_some(owed))
}

/// What takes the value away that nothing has any more.
pub fn settle(level: Level) -> Option<Change> {
    let hollow = level.value.is_negative() || level.on_hand <= 0 && !level.value.is_zero();
    hollow.then_some(Change { quantity: 0, cost: -level.value })
}

/// A difference that was found: more at the average cost, or fewer.
pub fn differ(level: Level, difference: i64, usual: Money) -> (Change, Option<Change>) {
    match difference < 0 {
        true => (leave(level, -difference), None),
        false => arrive(level, difference, level.cost_of(difference, usual)),
    }
}

/// What units cost that come back from a bill: their share of what they cost when they left, so
/// that all of them together come back at exactly that.
pub fn cost_back(sold: Change, returned: Change, quantity: i64) -> Money {
    let so_far = -(returned.quantity + quantity);
    let target = -sold.cost.ratio_half_up(so_far, sold.quantity);
    target - returned.cost
}

/// Refuses, in this order: no line or too many, a product twice.
pub fn check_lines<T: Ord>(products: &[T]) -> Result<(), Refusal> {
    if !(1..=LINES_MAX).contains(&products.len()) {
        return Err(Refusal::Lines);
    }
    let distinct: BTreeSet<&T> = products.iter().collect();
    if distinct.len() == products.len() { Ok(()) } else { Err(Refusal::ProductTwice) }
}

/// Refuses what is no quantity to move.
pub fn check_quantity(quantity: i64) -> Result<(), Refusal> {
    if (1..=QUANTITY_MAX).contains(&quantity) { Ok(()) } else { Err(Refusal::Quantity) }
}

/// Refuses a shelf that holds more than sums can.
pub fn check_level(level: Level) -> Result<(), Refusal> {
    let fits = level.on_hand <= ON_HAND_MAX && level.value <= VALUE_MAX;
    if fits { Ok(()) } else { Err(Refusal::Quantity) }
}

/// Refuses what nobody can have counted.
pub fn check_counted(counted: i64) -> Result<(), Refusal> {
    if (0..=QUANTITY_MAX).contains(&counted) { Ok(()) } else { Err(Refusal::Quantity) }
}

/// Refuses a cost below zero.
pub fn check_cost(cost: Money) -> Result<(), Refusal> {
    if cost.is_negative() { Err(Refusal::Cost) } else { Ok(()) }
}

/// A reason as it is kept.
pub fn check_reason(reason: &str) -> Result<String, Refusal> {
    let reason = fold::plain(reason);
    if (1..=TEXT_MAX).contains(&reason.chars().count()) { Ok(reason) } else { Err(Refusal::Reason) }
}

/// A note as it is kept; may be empty.
pub fn check_note(note: &str) -> Result<String, Refusal> {
    let note = fold::plain(note);
    if note.chars().count() <= TEXT_MAX { Ok(note) } else { Err(Refusal::Note) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn level(on_hand: i64, value: i64) -> Level {
        Level { on_hand, value: Money::minor(value) }
    }

    fn change(quantity: i64, cost: i64) -> Change {
        Change { quantity, cost: Money::minor(cost) }
    }

    /// The level after a change and what it brings with it.
    fn settled(level: Level, (first, second): (Change, Option<Change>)) -> Level {
        let after = level.after(first);
        second.map_or(after, |second| after.after(second))
    }

    #[test]
    fn what_goes_out_takes_its_share_and_the_last_unit_the_rest() {
        assert_eq!(leave(level(3, 1000), 1), change(-1, -333));
        assert_eq!(leave(level(2, 667), 1), change(-1, -334));
        assert_eq!(leave(level(1, 333), 1), change(-1, -333));
        assert_eq!(leave(level(1, 333), 5), change(-5, -333));
        assert_eq!(leave(level(0, 0), 2), change(-2, 0));
        assert_eq!(leave(level(-4, 0), 2), change(-2, 0));
    }

    #[test]
    fn what_comes_in_late_pays_for_what_was_missing() {
        let (arrived, owed) = arrive(level(-3, 0), 10, Money::minor(1500));
        assert_eq!((arrived, owed), (change(10, 1500), Some(change(0, -450))));
        assert_eq!(settled(level(-3, 0), (arrived, owed)), level(7, 1050));
        let still_short = arrive(level(-30, 0), 10, Money::minor(1500));
        assert_eq!(settled(level(-30, 0), still_short), level(-20, 0));
        assert_eq!(arrive(level(3, 300), 1, Money::minor(500)), (change(1, 500), None));
    }

    #[test]
    fn what_is_found_costs_the_average_or_else_what_is_usual() {
        let usual = Money::minor(80);
        assert_eq!(differ(level(3, 300), 2, usual), (change(2, 200), None));
        assert_eq!(settled(level(-2, 0), differ(level(-2, 0), 7, usual)), level(5, 400));
        assert_eq!(differ(level(3, 300), -5, usual), (change(-5, -300), None));
    }

    #[test]
    fn what_comes_back_in_parts_comes_back_at_what_it_cost_when_it_left() {
        let sold = change(-3, -1000);
        let first = cost_back(sold, change(0, 0), 1);
        let second = cost_back(sold, change(1, first.to_minor()), 2);
        assert_eq!((first, first + second), (Money::minor(333), Money::minor(1000)));
    }

    #[derive(Clone, Debug)]
    enum Step {
        Arrive(i64, i64),
        Leave(i64),
        Count(i64),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (1..=QUANTITY_MAX, 0..=Money::MAX).prop_map(|(quantity, cost)| Step::Arrive(quantity, cost)),
            (1_i64..40, 0_i64..10_000).prop_map(|(quantity, cost)| Step::Arrive(quantity, cost)),
            (1_i64..40).prop_map(Step::Leave),
            (1..=QUANTITY_MAX).prop_map(Step::Leave),
            (0_i64..40).prop_map(Step::Count),
        ]
    }

    fn changes(level: Level, step: &Step) -> Vec<Change> {
        let (first, second) = match *step {
            Step::Arrive(quantity, cost) => arrive(level, quantity, Money::minor(cost)),
            Step::Leave(quantity) => (leave(level, quantity), None),
            Step::Count(counted) => differ(level, counted - level.on_hand, Money::minor(77)),
        };
        std::iter::once(first).chain(second).collect()
    }

    proptest! {
        #[test]
        fn the_value_is_the_sum_of_the_costs(steps in prop::collection::vec(step(), 1..60)) {
            let mut now = Level::default();
            let (mut units, mut cost) = (0, Money::ZERO);
            for step in &steps {
                for change in changes(now, step) {
                    now = now.after(change);
                    units += change.quantity;
                    cost += change.cost;
                }
                prop_assert_eq!((now.on_hand, now.value), (units, cost));
            }
        }

        #[test]
        fn what_is_not_there_has_no_value(steps in prop::collection::vec(step(), 1..60)) {
            let mut now = Level::default();
            for step in &steps {
                for change in changes(now, step) {
                    now = now.after(change);
                }
                prop_assert!(!now.value.is_negative());
                prop_assert!(now.on_hand > 0 || now.value.is_zero(), "{:?}", now);
            }
        }

        #[test]
        fn parts_that_come_back_are_the_whole(cost in 0..=Money::MAX, parts in prop::collection::vec(1_i64..100, 1..8)) {
            let sold = change(-parts.iter().sum::<i64>(), -cost);
            let mut returned = change(0, 0);
            for part in parts {
                let back = cost_back(sold, returned, part);
                prop_assert!(!back.is_negative());
                returned = change(returned.quantity + part, (returned.cost + back).to_minor());
            }
            prop_assert_eq!(returned.cost, Money::minor(cost));
        }
    }
}
