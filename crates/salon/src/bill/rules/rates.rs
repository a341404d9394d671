//! How far the rates of a stored-value card hold: for what the card pays itself.

use crate::bill::model::Covered;
use kernel::{LineId, Money, Rate};

/// As much of a list price as a card pays for at its rate with what is left on it: all where that is enough, else
/// what it buys, by half up.
pub fn covered(list: Money, pays: Rate, left: Money) -> Covered {
    let paid = list.at_rate(pays);
    if paid <= left {
        return Covered { list, paid };
    }
    let bought = left.ratio_half_up(Rate::ONE.to_ppm(), pays.to_ppm());
    Covered { list: bought.min(list), paid: left }
}

/// What of some amounts lies within another, in their order.
pub fn within(parts: &[(LineId, Money)], whole: Money) -> Vec<(LineId, Money)> {
    let mut left = whole;
    let take = |&(line, amount): &(LineId, Money)| {
        let part = amount.min(left);
        left -= part;
        (line, part)
    };
    parts.iter().map(take).filter(|(_, part)| part.is_positive()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(ppm: i64) -> Rate {
        Rate::from_ppm(ppm).unwrap()
    }

    #[test]
    fn a_short_card_covers_what_it_buys_at_its_rate() {
        let of = |left| covered(Money::minor(50_000), rate(800_000), Money::minor(left));
        assert_eq!(of(40_000), Covered { list: Money::minor(50_000), paid: Money::minor(40_000) });
        assert_eq!(of(7_000), Covered { list: Money::minor(8_750), paid: Money::minor(7_000) });
        assert_eq!(of(0), Covered { list: Money::ZERO, paid: Money::ZERO });
    }

    proptest! {
        #[test]
        fn what_is_covered_is_never_more_than_the_list_nor_costs_more_than_it_or_the_card(
            list in 0_i64..10_000_000, ppm in 1_i64..=1_000_000, left in 0_i64..10_000_000,
        ) {
            let (list, left) = (Money::minor(list), Money::minor(left));
            let covered = covered(list, rate(ppm), left);
            prop_assert!(covered.list <= list && covered.paid <= left && covered.paid <= covered.list);
        }

        #[test]
        fn more_on_the_card_never_makes_the_bill_dearer(
            list in 0_i64..1_000_000, ppm in 1_i64..=1_000_000, left in 0_i64..1_000_000, more in 0_i64..1_000_000,
        ) {
            let off = |left| {
                let Covered { list, paid } = covered(Money::minor(list), rate(ppm), Money::minor(left));
                list - paid
            };
            // A fen lies within the rounding.
            prop_assert!(off(left + more) >= off(left) - Money::minor(1));
        }

        #[test]
        fn what_a_card_pays_first_is_no_more_than_is_left_on_it(
            amounts in prop::collection::vec(0_i64..100_000, 0..8), left in 0_i64..300_000,
        ) {
            let parts: Vec<_> = (1_u128..).zip(&amounts).map(|(number, &amount)| {
                (kernel::Id::from_uuid(uuid::Uuid::from_u128(number)), Money::minor(amount))
            }).collect();
            let sum: Money = within(&parts, Money::minor(left)).iter().map(|&(_, part)| part).sum();
            prop_assert_eq!(sum, Money::minor(left.min(amounts.iter().sum())));
        }
    }
}
