//! What a day comes to when it is closed.

use super::{is_money_kind, tender_place};
use crate::report::model::{CellSum, Delivered, Earned, GivenBack, Moved, TenderMoved};
use kernel::Money;
use std::collections::BTreeMap;

/// The money that moved, by the way it went, in the order in which ways of paying are shown.
pub fn tenders_moved(moved: &[Moved]) -> Vec<TenderMoved> {
    let mut tenders: BTreeMap<&str, TenderMoved> = BTreeMap::new();
    for moved in moved.iter().filter(|moved| is_money_kind(&moved.kind)) {
        let nothing =
            TenderMoved { kind: moved.kind.clone(), received: Money::ZERO, given_back: Money::ZERO };
        let tender = tenders.entry(&moved.kind).or_insert(nothing);
        match moved.amount.is_negative() {
            true => tender.given_back += -moved.amount,
            false => tender.received += moved.amount,
        }
    }
    let mut tenders: Vec<TenderMoved> = tenders.into_values().collect();
    tenders.sort_by_cached_key(|tender| tender_place(&tender.kind));
    tenders
}

/// The work of a day by what paid for it: what cells say, less what refunds gave back of it. What no card,
/// no points and no debt gave back was money.
pub fn delivered(cells: &[CellSum], back: &GivenBack) -> Delivered {
    let mut work = Delivered::default();
    for cell in cells {
        match (cell.part.as_str(), cell.tender.as_str()) {
            ("money", "on_account") => work.on_account += cell.amount,
            ("principal", _) => work.principal += cell.amount,
            ("bonus", _) => work.bonus += cell.amount,
            ("visits", _) => work.visits += cell.value,
            // Days are earned as they pass, whatever is done on them.
            ("time", _) => {}
            ("points", _) => work.points += cell.amount,
            _ => work.money += cell.amount,
        }
    }
    work.money -= back.work;
    for tender in back.tenders.iter().filter(|tender| !is_money_kind(&tender.kind)) {
        work.money += tender.amount;
        match tender.kind.as_str() {
            "card" => {
                work.principal -= tender.value;
                work.bonus -= tender.bonus;
            }
            "visits" => work.visits -= tender.value,
            "time" => {}
            "points" => work.points -= tender.amount,
            _ => work.on_account -= tender.amount,
        }
    }
    work
}

/// What was paid for lines of some kinds, less what was given back of them.
pub fn paid_for(lines: &[Earned], kinds: &[&str]) -> Money {
    lines.iter().filter(|line| kinds.contains(&line.kind.as_str())).map(|line| line.paid).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::TenderReturn;
    use kernel::Instant;
    use proptest::prelude::*;

    const SOURCES: [(&str, &str); 7] = [
        ("money", "cash"),
        ("money", "on_account"),
        ("principal", "card"),
        ("bonus", "card"),
        ("visits", "visits"),
        ("points", "points"),
        ("time", "time"),
    ];

    proptest! {
        #[test]
        fn work_that_was_given_back_is_no_work(
            paid in prop::collection::vec((0_usize..7, 0_i64..50_000, 0_i64..50_000), 0..20),
        ) {
            let cells: Vec<CellSum> = paid.iter().map(|&(source, amount, value)| CellSum {
                part: SOURCES[source].0.to_owned(),
                tender: SOURCES[source].1.to_owned(),
                amount: Money::minor(amount),
                value: Money::minor(value),
            }).collect();
            let tenders = cells.iter().map(|cell| {
                let value = if cell.part == "visits" { cell.value } else if cell.part == "principal" { cell.amount } else { Money::ZERO };
                let bonus = if cell.part == "bonus" { cell.amount } else { Money::ZERO };
                TenderReturn { kind: cell.tender.clone(), amount: cell.amount, value, bonus }
            });
            let back = GivenBack { work: cells.iter().map(|cell| cell.amount).sum(), tenders: tenders.collect() };
            prop_assert_eq!(delivered(&cells, &back), Delivered::default());
        }

        #[test]
        fn what_moved_by_tenders_is_what_moved(
            amounts in prop::collection::vec((0_usize..4, -50_000_i64..50_000), 0..20),
        ) {
            let kinds = ["cash", "wechat", "card", "bank_card"];
            let moved: Vec<Moved> = amounts.iter().map(|&(kind, amount)| Moved {
                at: Instant::from_millis(0), kind: kinds[kind].into(), amount: Money::minor(amount), bonus: Money::ZERO,
            }).collect();
            let sum: Money = tenders_moved(&moved).iter().map(|tender| tender.received - tender.given_back).sum();
            prop_assert_eq!(sum, super::super::takings(&moved));
        }
    }
}
