//! Visits left, as sheets list them in one cell: `造型*11;头皮护理×6`.

use crate::import::model::{Fault, Field};
use crate::sheet::Cell;
use crate::sheet::values;
use kernel::text::{Name, fold};
use std::collections::BTreeMap;

/// The most visits of one service that are taken.
const MOST: i64 = 100_000;

/// The visits in a cell, by service. `service` is the one that a number alone is of.
pub(super) fn visits(cell: &Cell, service: &Cell) -> Result<BTreeMap<String, i64>, Fault> {
    let mut visits = BTreeMap::new();
    if matches!(cell, Cell::Date(_)) {
        return Err(Fault::VisitsUnreadable);
    }
    // Line breaks separate too, and folding would make spaces of them.
    let text = cell.to_text().replace(['\n', '\r'], ";");
    if values::says_nothing(&text) {
        return Ok(visits);
    }
    let text = fold::plain(&text);
    for item in text.split([';', ',', '、', '|', '+', '/']).map(str::trim).filter(|item| !item.is_empty()) {
        let (name, count) = item_parts(item).ok_or(Fault::VisitsUnreadable)?;
        if count < 0 {
            return Err(Fault::Negative(Field::Visits));
        }
        let name = if name.is_empty() { service.to_text() } else { name.into() };
        // Nothing left of an unnamed service is nothing to ask about.
        if count == 0 {
            continue;
        }
        let name = Name::parse(&name).ok_or(if name.trim().is_empty() {
            Fault::VisitsWithoutService
        } else {
            Fault::TextTooLong(Field::Visits)
        })?;
        let total = visits.entry(name.into_string()).or_insert(0_i64);
        *total =
            total.checked_add(count).filter(|total| *total <= MOST).ok_or(Fault::TooLarge(Field::Visits))?;
    }
    Ok(visits)
}

/// The service and the count of `造型*11`, `造型×11`, `造型x11`, `造型:11次`, `造型(11)`, `造型剩余11次`.
/// Below zero the minus stands before the count.
fn item_parts(item: &str) -> Option<(String, i64)> {
    let item = item.trim_end_matches(')').trim_end_matches(['次', '回']).trim_end();
    let digits = item.len() - item.trim_end_matches(|character: char| character.is_ascii_digit()).len();
    let (before, digits) = item.split_at(item.len() - digits);
    let count: i64 = digits.parse().ok()?;
    let negative =
        before.ends_with(['-', '\u{2212}']) && !before.trim_end_matches(['-', '\u{2212}']).is_empty();
    let signless = if negative { before.trim_end_matches(['-', '\u{2212}']) } else { before };
    // A point before the digits means that the count is no whole number.
    if signless.ends_with('.') {
        return None;
    }
    let alone = matches!(before, "-" | "\u{2212}");
    let name = if alone { "" } else { service_name(signless) };
    Some((name.to_owned(), if negative || alone { -count } else { count }))
}

/// What stands before the count, without the sign between the two.
fn service_name(text: &str) -> &str {
    let text = text.trim_end();
    let text = ["剩余", "剩", "余", "还有"].iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text);
    let text = text.trim_end();
    if let Some(rest) = text.strip_suffix(['*', '×', '✕', '✖', ':', '=', '(']) {
        return rest.trim_end();
    }
    // An x after a letter belongs to the name: "Botox 3" is three of Botox.
    match text.strip_suffix(['x', 'X']) {
        Some(rest) if !rest.ends_with(|character: char| character.is_ascii_alphabetic()) => rest.trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Vec<(String, i64)>, Fault> {
        visits(&Cell::text(text), &Cell::Empty).map(|visits| visits.into_iter().collect())
    }

    #[test]
    fn visits_are_read_with_any_sign_between_service_and_count() {
        for text in [
            "造型*11;烫发*6",
            "造型×11；烫发×6",
            "造型x11，烫发X6",
            "造型：11次、烫发: 6 次",
            "造型(11)/烫发（6次）",
            "造型剩余11次\n烫发 剩6次",
            "造型 11 + 烫发 6",
            "造型*5;造型*6;烫发*6",
        ] {
            assert_eq!(read(text), Ok(vec![("烫发".into(), 6), ("造型".into(), 11)]), "{text}");
        }
        assert_eq!(read("Botox 3, Cut x 2"), Ok(vec![("Botox".into(), 3), ("Cut".into(), 2)]));
    }

    #[test]
    fn nothing_and_zero_are_no_visits() {
        for text in ["", "无", "-", "造型*0", "0"] {
            assert_eq!(read(text), Ok(vec![]), "{text}");
        }
    }

    #[test]
    fn visits_that_cannot_be_are_refused() {
        for text in ["洗剪吹×-3", "造型*-1", "造型:-2次", "-3"] {
            assert_eq!(read(text), Err(Fault::Negative(Field::Visits)), "{text}");
        }
        for text in ["造型", "造型*", "造型*1.5", "造型*99999999999999999999"] {
            assert_eq!(read(text), Err(Fault::VisitsUnreadable), "{text}");
        }
        assert_eq!(read("造型*100001"), Err(Fault::TooLarge(Field::Visits)));
        assert_eq!(read("5"), Err(Fault::VisitsWithoutService));
    }

    #[test]
    fn a_number_alone_is_of_the_service_in_its_own_column() {
        let found = visits(&Cell::Number("5".into()), &Cell::text("洗剪吹")).unwrap();
        assert_eq!(found, BTreeMap::from([("洗剪吹".to_owned(), 5)]));
    }

    proptest! {
        #[test]
        fn any_text_is_visits_or_a_fault(text in "\\PC{0,60}") {
            if let Ok(visits) = visits(&Cell::text(&text), &Cell::Empty) {
                for (name, count) in visits {
                    prop_assert!((1..=MOST).contains(&count) && !name.is_empty());
                }
            }
        }
    }
}
