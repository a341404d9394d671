//! What may happen to a card, and the entries where value moves.

use crate::card::model::{
    Card, CardEventKind, CardHolds, CardKind, CardLock, CardState, Lot, Refusal, VisitsLot,
};
use crate::ledger::{Account, Entry, Unit};
use kernel::{Currency, CustomerId};

/// The state of a card after it is locked or unlocked. What is missing is more than what is only locked, so a
/// frozen card can be reported lost. Refuses: closed, lost already, frozen already, not lost, not frozen.
pub fn locked(state: CardState, lock: CardLock) -> Result<CardState, Refusal> {
    match (lock, state) {
        (_, CardState::Closed) => Err(Refusal::CardClosed),
        (CardLock::Lost, CardState::Active | CardState::Frozen) => Ok(CardState::Lost),
        (CardLock::Frozen, CardState::Active) => Ok(CardState::Frozen),
        (CardLock::Found, CardState::Lost) | (CardLock::Thawed, CardState::Frozen) => Ok(CardState::Active),
        (CardLock::Lost | CardLock::Frozen | CardLock::Thawed, CardState::Lost) => Err(Refusal::CardLost),
        (CardLock::Frozen, CardState::Frozen) => Err(Refusal::CardFrozen),
        (CardLock::Found, CardState::Active | CardState::Frozen) => Err(Refusal::NotLost),
        (CardLock::Thawed, CardState::Active) => Err(Refusal::NotFrozen),
    }
}

/// Whether a card can get a new number: it is there, and lost or in use. Refuses: closed, frozen.
pub fn check_replaceable(card: &Card) -> Result<(), Refusal> {
    match card.state {
        CardState::Active | CardState::Lost => Ok(()),
        CardState::Frozen => Err(Refusal::CardFrozen),
        CardState::Closed => Err(Refusal::CardClosed),
    }
}

/// Whether a card can go from one holder to another. Refuses, in this order: to the same holder, nothing on
/// it, something else on it than was shown.
pub fn check_transfer(
    card: &Card,
    (from, to): (CustomerId, CustomerId),
    shown: CardHolds,
) -> Result<(), Refusal> {
    if from == to {
        return Err(Refusal::TransferToSelf);
    }
    check_shown(card, shown)
}

/// Whether a card's lots can go to another card. Refuses, in this order: to itself, of another holder, of
/// another kind, order of use or last day (or of time, which cannot pass twice at once), nothing on it, something
/// else on it than was shown.
pub fn check_merge(
    (from, from_holder): (&Card, CustomerId),
    (into, into_holder): (&Card, CustomerId),
    shown: CardHolds,
) -> Result<(), Refusal> {
    if from.id == into.id {
        return Err(Refusal::MergeIntoItself);
    }
    if from_holder != into_holder {
        return Err(Refusal::MergeAcrossHolders);
    }
    let valid = |card: &Card| (card.valid_until, card.valid_days);
    let differs = from.kind != into.kind || from.draw_order != into.draw_order || valid(from) != valid(into);
    if differs || matches!(from.kind, CardKind::Time | CardKind::Discount | CardKind::Trial) {
        return Err(Refusal::MergeDiffers);
    }
    check_shown(from, shown)
}

/// What is about to be moved is what was shown. Refuses, in this order: nothing on it, something else on it.
pub(super) fn check_shown(card: &Card, shown: CardHolds) -> Result<(), Refusal> {
    let holds = CardHolds::from(card);
    if holds == CardHolds::default() {
        return Err(Refusal::NothingLeft);
    }
    if holds == shown { Ok(()) } else { Err(Refusal::HoldsChanged) }
}

/// The entries by which what is left of a lot becomes another lot's. Nothing is earned by it.
pub fn hand_over(from: &Lot, to: &Lot, currency: Currency) -> Vec<Entry> {
    let (home, money) = (from.home, Unit::Money(currency));
    let (principal, bonus) = (from.left.principal.to_minor(), from.left.bonus.to_minor());
    vec![
        Entry::new(home, Account::CardPrincipal(from.id), money, principal),
        Entry::new(home, Account::CardPrincipal(to.id), money, -principal),
        Entry::new(home, Account::CardBonus(from.id), Unit::Bonus, bonus),
        Entry::new(home, Account::CardBonus(to.id), Unit::Bonus, -bonus),
    ]
}

/// The same of a lot of visits.
pub fn hand_over_visits(from: &VisitsLot, to: &VisitsLot, currency: Currency) -> Vec<Entry> {
    let (home, money, visits) = (from.home, Unit::Money(currency), Unit::Visits(from.service));
    let value = from.value_left.to_minor();
    vec![
        Entry::new(home, Account::VisitsValue(from.id), money, value),
        Entry::new(home, Account::VisitsValue(to.id), money, -value),
        Entry::new(home, Account::VisitsLot(from.id), visits, from.left),
        Entry::new(home, Account::VisitsLot(to.id), visits, -from.left),
    ]
}

/// Whether the holder of a card is told of something that happened to it: what keeps it from being used, lets
/// it be used again, or puts it into other hands.
pub const fn holder_is_told(kind: CardEventKind) -> bool {
    use CardEventKind as K;
    matches!(
        kind,
        K::Lost | K::Found | K::Frozen | K::Thawed | K::Replaced | K::TransferredOut | K::TransferredIn
    )
}

/// The last four characters of a card's number: what a message may say of it.
pub fn tail(number: &str) -> &str {
    let start = number.char_indices().rev().nth(3).map_or(0, |(place, _)| place);
    &number[start..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::model::Value;
    use crate::ledger::{EntrySet, Site};
    use kernel::{Id, Instant, Money};
    use uuid::Uuid;

    #[test]
    fn a_lock_is_taken_off_by_its_own_key() {
        use CardState::{Active, Closed, Frozen};
        assert_eq!(locked(Active, CardLock::Frozen), Ok(Frozen));
        assert_eq!(locked(Frozen, CardLock::Thawed), Ok(Active));
        assert_eq!(locked(Frozen, CardLock::Lost), Ok(CardState::Lost));
        assert_eq!(locked(CardState::Lost, CardLock::Found), Ok(Active));
        assert_eq!(locked(CardState::Lost, CardLock::Thawed), Err(Refusal::CardLost));
        assert_eq!(locked(Frozen, CardLock::Found), Err(Refusal::NotLost));
        assert_eq!(locked(Active, CardLock::Thawed), Err(Refusal::NotFrozen));
        for lock in [CardLock::Lost, CardLock::Found, CardLock::Frozen, CardLock::Thawed] {
            assert_eq!(locked(Closed, lock), Err(Refusal::CardClosed));
        }
    }

    #[test]
    fn what_is_handed_over_balances_and_earns_nothing() {
        let home =
            Site { branch: Id::from_uuid(Uuid::from_u128(1)), company: Id::from_uuid(Uuid::from_u128(2)) };
        let left = Value { principal: Money::minor(300), bonus: Money::minor(50) };
        let lot =
            |number| Lot::new(Id::from_uuid(Uuid::from_u128(number)), home, Instant::from_millis(0), left);
        let set = EntrySet::balanced(hand_over(&lot(3), &lot(4), Currency::CNY)).unwrap();
        assert_eq!(set.entries().len(), 4);
    }
}
