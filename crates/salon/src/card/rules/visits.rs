//! What a payment uses of a card's visits, and what comes back to them.

use crate::card::model::{Refusal, VisitsDraw, VisitsLot};
use crate::ledger::{Account, Entry, Site, Unit};
use kernel::{Currency, Money};

/// What so many visits take of lots of one service, oldest first. Refused when the lots together
/// hold fewer.
pub fn draw_visits(lots: &[VisitsLot], count: i64) -> Result<Vec<VisitsDraw>, Refusal> {
    let held: i64 = lots.iter().map(|lot| lot.left).sum();
    if count > held {
        return Err(Refusal::VisitsShort { left: held });
    }
    let mut lots: Vec<&VisitsLot> = lots.iter().collect();
    lots.sort_by_key(|lot| (lot.at, lot.id));
    let mut rest = count;
    let mut draws = Vec::new();
    for lot in lots {
        let count = rest.min(lot.left);
        if count > 0 {
            let value = value_of(lot, count);
            draws.push(VisitsDraw { lot: lot.id, home: lot.home, service: lot.service, count, value });
            rest -= count;
        }
    }
    Ok(draws)
}

/// What the next `count` visits of a lot are worth, one after the other.
fn value_of(lot: &VisitsLot, count: i64) -> Money {
    let used = |lot: VisitsLot, _| visits_returned(&lot, -1, -lot.next_share());
    lot.value_left - (0..count).fold(*lot, used).value_left
}

/// A lot after visits came back to it with what they had been worth.
pub fn visits_returned(lot: &VisitsLot, count: i64, value: Money) -> VisitsLot {
    VisitsLot { left: lot.left + count, value_left: lot.value_left + value, ..*lot }
}

/// A lot after a draw on it that is not written yet; the same lot, where the draw is on another.
pub fn visits_left(lot: VisitsLot, draw: &VisitsDraw) -> VisitsLot {
    if lot.id == draw.lot { visits_returned(&lot, -draw.count, -draw.value) } else { lot }
}

/// Whether visits can be undone as if they had never been sold: only while none is used.
pub fn check_visits_untouched(lot: &VisitsLot) -> Result<(), Refusal> {
    if lot.left == lot.bought && lot.value_left == lot.paid { Ok(()) } else { Err(Refusal::LotUsed) }
}

/// The entries by which a company comes to owe visits. The money that was paid for them is the
/// caller's to add.
pub fn issue_visits(lot: &VisitsLot, currency: Currency) -> [Entry; 3] {
    let VisitsLot { id, home, service, bought, paid, .. } = *lot;
    let unit = Unit::Visits(service);
    [
        Entry::new(home, Account::VisitsValue(id), Unit::Money(currency), -paid.to_minor()),
        Entry::new(home, Account::VisitsIssued(home.company), unit, bought),
        Entry::new(home, Account::VisitsLot(id), unit, -bought),
    ]
}

/// The entries by which visits, carried at their home, pay for work done at `place`. What the work
/// earned there is the caller's to add. Another branch that carries them owes `place` their value.
pub fn spend_visits(draw: &VisitsDraw, place: Site, currency: Currency) -> Vec<Entry> {
    let VisitsDraw { lot, home, service, count, value } = *draw;
    let (money, visits) = (Unit::Money(currency), Unit::Visits(service));
    let mut entries = vec![
        Entry::new(home, Account::VisitsValue(lot), money, value.to_minor()),
        Entry::new(home, Account::VisitsLot(lot), visits, count),
        Entry::new(home, Account::VisitsIssued(home.company), visits, -count),
    ];
    entries.extend(super::owed_across(home, place, value, currency));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::EntrySet;
    use kernel::{Id, Instant};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn site(number: u128) -> Site {
        Site { branch: Id::from_uuid(Uuid::from_u128(number)), company: Id::from_uuid(Uuid::from_u128(99)) }
    }

    fn lot(number: u8, bought: i64, paid: i64) -> VisitsLot {
        VisitsLot {
            id: Id::from_uuid(Uuid::from_u128(number.into())),
            home: site(1),
            at: Instant::from_millis(number.into()),
            service: Id::from_uuid(Uuid::from_u128(7)),
            bought,
            gift: 0,
            left: bought,
            paid: Money::minor(paid),
            value_left: Money::minor(paid),
        }
    }

    fn used(lot: &VisitsLot, count: i64) -> VisitsLot {
        let draws = draw_visits(std::slice::from_ref(lot), count).unwrap();
        draws.iter().fold(*lot, |lot, draw| visits_returned(&lot, -draw.count, -draw.value))
    }

    #[test]
    fn a_package_that_does_not_divide_clears_its_tail_with_the_last_visit() {
        let mut lot = lot(1, 3, 1000);
        let shares: Vec<i64> = (0..3)
            .map(|_| {
                let before = lot.value_left;
                lot = used(&lot, 1);
                (before - lot.value_left).to_minor()
            })
            .collect();
        assert_eq!(shares, [333, 333, 334]);
    }

    #[test]
    fn the_older_visits_are_used_before_the_newer_ones() {
        let draws = draw_visits(&[lot(2, 10, 88_000), lot(1, 2, 10_000)], 3).unwrap();
        let taken: Vec<_> = draws.iter().map(|draw| (draw.count, draw.value.to_minor())).collect();
        assert_eq!(taken, [(2, 10_000), (1, 8_800)]);
    }

    #[test]
    fn more_visits_than_the_card_holds_are_refused_with_what_it_holds() {
        assert_eq!(draw_visits(&[lot(1, 2, 100)], 3), Err(Refusal::VisitsShort { left: 2 }));
    }

    #[test]
    fn visits_of_another_branch_leave_both_branches_balanced() {
        let lot = lot(1, 10, 88_000);
        let draw = draw_visits(&[lot], 1).unwrap().remove(0);
        let mut entries = spend_visits(&draw, site(2), Currency::CNY);
        let unit = Unit::Money(Currency::CNY);
        entries.push(Entry::new(site(2), Account::Revenue(site(2).branch), unit, -8_800));
        assert!(EntrySet::balanced(entries).is_ok());
    }

    proptest! {
        #[test]
        fn visits_used_in_any_steps_are_worth_what_was_paid_in_the_end(
            paid in 0_i64..1_000_000, steps in prop::collection::vec(1_i64..6, 1..30),
        ) {
            let bought = steps.iter().sum();
            let mut lot = lot(1, bought, paid);
            let even = paid / bought;
            for step in steps {
                let before = lot.value_left;
                lot = used(&lot, step);
                let each = (before - lot.value_left).to_minor();
                prop_assert!(each >= even * step && each <= (even + 1) * step);
            }
            prop_assert_eq!((lot.left, lot.value_left), (0, Money::ZERO));
        }

        #[test]
        fn visits_that_come_back_are_used_again_for_what_is_left(
            paid in 0_i64..1_000_000, bought in 1_i64..50, count in 1_i64..50,
        ) {
            let fresh = lot(1, bought, paid);
            let count = count.min(bought);
            let draw = draw_visits(&[fresh], count).unwrap().remove(0);
            let back = visits_returned(&used(&fresh, count), draw.count, draw.value);
            prop_assert_eq!(back, fresh);
        }
    }
}
