//! Turning a card into one of another plan 转换、升级.

use super::life::check_shown;
use crate::card::model::{Card, CardHolds, CardKind, CardPlan, Lot, Refusal, Value, VisitsLot};
use crate::ledger::{Account, Entry, Unit};
use kernel::{Currency, LotId, Money};

/// The money paid in that a card would bring along: what is left of its principal and of the money paid for
/// its visits.
pub fn brings(card: &Card) -> Money {
    card.principal + card.visits.iter().map(|visits| visits.value_left).sum()
}

/// Whether a card can turn into one of another plan. What the plan costs more than the card brings along is
/// paid first, as a top-up.
///
/// Refuses, in this order: no longer for sale, of this plan already, no plan of money or another order of use,
/// nothing on it, something else on it than was shown, less money on it than the plan costs.
pub fn check_convert(card: &Card, plan: &CardPlan, shown: CardHolds) -> Result<(), Refusal> {
    if !plan.active {
        return Err(Refusal::PlanInactive);
    }
    if card.plan.zip(card.plan_version) == Some((plan.id, plan.version)) {
        return Err(Refusal::ConvertSame);
    }
    let ordered = match card.kind {
        CardKind::StoredValue | CardKind::Gift => card.draw_order == plan.draw_order,
        CardKind::Visits | CardKind::Bundle | CardKind::Trial => true,
        // Days become no money, and a companion card holds none.
        CardKind::Time | CardKind::Discount | CardKind::Companion => false,
    };
    if plan.kind != CardKind::StoredValue || !ordered {
        return Err(Refusal::ConvertDiffers);
    }
    check_shown(card, shown)?;
    let missing = plan.price - brings(card);
    if missing.is_positive() { Err(Refusal::ConvertShort { missing }) } else { Ok(()) }
}

/// The lot of money that visits become: the money paid for those left, of the day on which it was paid.
pub fn money_of(visits: &VisitsLot, id: LotId) -> Lot {
    let left = Value { principal: visits.value_left, bonus: Money::ZERO };
    Lot::new(id, visits.home, visits.at, left)
}

/// The entries by which visits are owed no more, and the money paid for them is owed as principal instead.
/// Nothing is earned by it.
pub fn turn_to_money(visits: &VisitsLot, lot: &Lot, currency: Currency) -> [Entry; 4] {
    let (home, money, unit) = (visits.home, Unit::Money(currency), Unit::Visits(visits.service));
    let value = visits.value_left.to_minor();
    [
        Entry::new(home, Account::VisitsValue(visits.id), money, value),
        Entry::new(home, Account::CardPrincipal(lot.id), money, -value),
        Entry::new(home, Account::VisitsLot(visits.id), unit, visits.left),
        Entry::new(home, Account::VisitsIssued(home.company), unit, -visits.left),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{EntrySet, Site};
    use kernel::{Id, Instant};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn visits(bought: i64, left: i64, value_left: i64) -> VisitsLot {
        let id = |number: u128| Uuid::from_u128(number);
        VisitsLot {
            id: Id::from_uuid(id(1)),
            home: Site { branch: Id::from_uuid(id(2)), company: Id::from_uuid(id(3)) },
            at: Instant::from_millis(7),
            service: Id::from_uuid(id(4)),
            bought,
            gift: 0,
            left,
            paid: Money::minor(1_000_000),
            value_left: Money::minor(value_left),
        }
    }

    proptest! {
        #[test]
        fn visits_become_exactly_the_money_left_of_them(left in 1..1000_i64, value in 0..1_000_000_i64) {
            let visits = visits(1000, left, value);
            let lot = money_of(&visits, Id::from_uuid(Uuid::from_u128(9)));
            prop_assert_eq!(lot.left.worth(), visits.value_left);
            prop_assert_eq!((lot.at, lot.ratio), (visits.at, lot.left));
            let set = EntrySet::balanced(turn_to_money(&visits, &lot, Currency::CNY)).unwrap();
            let earned = set.entries().iter().filter(|entry| matches!(entry.account, Account::Revenue(_)));
            prop_assert_eq!(earned.count(), 0);
        }
    }
}
