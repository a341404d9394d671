//! Which part of a line's list price each source paid for. A card keeps it with every use: the law asks
//! for it when the card is given back.

use crate::bill::model::{Cell, PaidCell};
use kernel::Money;

/// The list price of a line, spread over the cells that pay it: the parts add up to the whole.
pub fn list_paid(list: Money, cells: &[Cell]) -> Vec<Money> {
    let amounts: Vec<Money> = cells.iter().map(|cell| cell.amount).collect();
    list.share(&amounts)
}

/// What of each cell's part of the list price goes back with what is given back of the cell. It is
/// measured from the cell's start, so that a line given back in parts leaves nothing.
pub fn list_back(list: Money, cells: &[PaidCell], back: &[Cell]) -> Vec<Money> {
    let paid: Vec<Cell> = cells.iter().map(|cell| cell.paid).collect();
    let parts = list_paid(list, &paid).into_iter().zip(cells.iter().zip(back));
    let of_cell = |(part, (cell, back)): (Money, (&PaidCell, &Cell))| {
        let (before, now, whole) = match cell.paid.count {
            0 => (cell.returned.to_minor(), back.amount.to_minor(), cell.paid.amount.to_minor()),
            whole => (cell.returned_count, back.count, whole),
        };
        part.ratio_half_up(before + now, whole) - part.ratio_half_up(before, whole)
    };
    parts.map(of_cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bill::model::Source;
    use kernel::Id;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn cell(number: u128, amount: i64, count: i64) -> Cell {
        let lot = Id::from_uuid(Uuid::from_u128(number));
        let source = if count == 0 { Source::Principal(lot) } else { Source::Visits(lot) };
        let (line, amount) = (Id::from_uuid(Uuid::from_u128(100)), Money::minor(amount));
        Cell { line, tender: 0, source, amount, count, earned: amount }
    }

    fn untouched(cell: &Cell) -> PaidCell {
        let returned = Money::ZERO;
        PaidCell { paid: *cell, returned, returned_count: 0, returned_earned: returned }
    }

    #[test]
    fn a_line_paid_from_two_lots_loses_nothing_of_its_list_price() {
        let parts = list_paid(Money::minor(101), &[cell(1, 40, 0), cell(2, 40, 0)]);
        assert_eq!(parts, [Money::minor(51), Money::minor(50)]);
    }

    #[test]
    fn visits_carry_the_list_price_even_where_they_were_free() {
        let cells = [cell(1, 0, 3)];
        assert_eq!(list_paid(Money::minor(300), &cells), [Money::minor(300)]);
        let back = [cell(1, 0, 1)];
        assert_eq!(list_back(Money::minor(300), &[untouched(&cells[0])], &back), [Money::minor(100)]);
    }

    proptest! {
        #[test]
        fn what_is_given_back_in_parts_takes_the_whole_list_price_back(
            list in 0_i64..1_000_000, amounts in prop::collection::vec(1_i64..100_000, 1..5), part in 0_i64..=100,
        ) {
            let list = Money::minor(list);
            let cells: Vec<Cell> = amounts.iter().zip(1_u128..).map(|(&a, n)| cell(n, a, 0)).collect();
            let first: Vec<Cell> =
                cells.iter().map(|c| Cell { amount: c.amount.ratio_half_up(part, 100), ..*c }).collect();
            let rest: Vec<Cell> =
                cells.iter().zip(&first).map(|(c, f)| Cell { amount: c.amount - f.amount, ..*c }).collect();
            let before: Vec<PaidCell> = cells.iter().map(untouched).collect();
            let after: Vec<PaidCell> = before.iter().zip(&first)
                .map(|(cell, back)| PaidCell { returned: back.amount, ..*cell }).collect();
            let back = list_back(list, &before, &first).into_iter().chain(list_back(list, &after, &rest));
            prop_assert_eq!(back.sum::<Money>(), list);
        }
    }
}
