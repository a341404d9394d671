//! Texts with fields in braces.

use super::words::word;
use crate::notice::model::{Event, Language, Refusal, Value, Values};
use kernel::{Currency, Money, Zone};

/// The longest title and text, in characters.
const TITLE: usize = 120;
const BODY: usize = 4_000;

/// A piece of a text.
enum Piece<'a> {
    Text(&'a str),
    Field(&'a str),
}

/// Takes a text apart. Fails with a brace that is opened and not closed.
fn pieces(text: &str) -> Result<Vec<Piece<'_>>, ()> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (field, after) = after.split_once('}').ok_or(())?;
        pieces.extend([Piece::Text(before), Piece::Field(field.trim())]);
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

/// Whether a title and a text may be kept for an event. Refuses, in this order: title, text, a brace that is
/// not closed, a field that the event does not have.
pub fn check_text(event: Event, title: &str, body: &str) -> Result<(), Refusal> {
    let one_line = !title.contains(char::is_control);
    if title.trim().is_empty() || title.chars().count() > TITLE || !one_line {
        return Err(Refusal::Title);
    }
    if body.trim().is_empty() || body.chars().count() > BODY {
        return Err(Refusal::Body);
    }
    let known = event.example();
    for (text, written) in [("title", title), ("body", body)] {
        for piece in pieces(written).map_err(|()| Refusal::BraceOpen(text))? {
            let Piece::Field(name) = piece else { continue };
            if !known.contains_key(name) {
                let known = known.keys().cloned().collect();
                return Err(Refusal::FieldUnknown { text, name: name.to_owned(), known });
            }
        }
    }
    Ok(())
}

/// A text with its fields filled in. A field without a value is left out: a version of the program that told
/// less has written it.
pub fn filled(text: &str, values: &Values, language: Language) -> String {
    let Ok(pieces) = pieces(text) else { return text.to_owned() };
    let one = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Field(name) => values.get(name).map(|value| written(value, language)).unwrap_or_default(),
    };
    pieces.into_iter().map(one).collect()
}

/// A value as it is read in a language.
pub fn written(value: &Value, language: Language) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Word(code) => word(code, language).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Moment(at, zone) => {
            let zone = Zone::parse(zone).or_else(|| Zone::parse("UTC"));
            zone.map_or_else(|| at.to_string(), |zone| at.minute(&zone))
        }
        Value::Money(amount, currency) => money(*amount, *currency),
        Value::Amounts(amounts, currency) if amounts.is_empty() => money(Money::ZERO, *currency),
        Value::Amounts(amounts, currency) => {
            let line = |of: &str, amount| format!("{} {}", word(of, language), money(amount, *currency));
            amounts.iter().map(|one| line(&one.of, one.amount)).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Money as both languages write it: `¥1,234.50`, `-¥5.00`, `USD 3.00`.
fn money(amount: Money, currency: Currency) -> String {
    let sign = if amount.is_negative() { "-" } else { "" };
    let unit = match currency.code() {
        "CNY" => "¥".to_owned(),
        code => format!("{code} "),
    };
    let minor = amount.to_minor().unsigned_abs();
    let one = 10_u64.pow(currency.decimals());
    let fraction = match currency.decimals() {
        0 => String::new(),
        decimals => format!(".{:0width$}", minor % one, width = decimals as usize),
    };
    format!("{sign}{unit}{}{fraction}", grouped(minor / one))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::super::words::built_in;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_event_has_texts_that_name_only_its_fields_and_leave_none_empty() {
        for event in Event::ALL {
            for language in Language::ALL {
                let (title, body) = built_in(event, language);
                assert_eq!(check_text(event, title, body), Ok(()), "{event:?} {language:?}");
                let shown = filled(body, &event.example(), language);
                assert!(!shown.contains(['{', '}']), "{shown}");
            }
        }
    }

    #[test]
    fn an_unknown_field_is_named() {
        let refused = check_text(Event::Test, "{by}", "{ takings }").unwrap_err();
        let known = vec!["at".to_owned(), "by".to_owned()];
        assert_eq!(refused, Refusal::FieldUnknown { text: "body", name: "takings".into(), known });
        assert_eq!(check_text(Event::Test, "{by", "x"), Err(Refusal::BraceOpen("title")));
        assert_eq!(check_text(Event::Test, "a\nb", "x"), Err(Refusal::Title));
        assert_eq!(check_text(Event::Test, "a", " "), Err(Refusal::Body));
    }

    #[test]
    fn values_are_written_as_they_are_read() {
        let (values, chinese) = (Event::DayClosed.example(), Language::Chinese);
        let shown = |text: &str, language| filled(text, &values, language);
        assert_eq!(shown("{shop} {day} {takings}", chinese), "春风路店 2026-03-02 ¥4,680.00");
        assert_eq!(shown("{tenders}", chinese), "现金 ¥880.00\n微信 ¥3,800.00");
        assert_eq!(shown("{difference}", Language::English), "Cash -¥5.00");
        let at = filled("{at}", &Event::Test.example(), chinese);
        assert_eq!(at, "2026-03-02 22:05");
        let dollars = Value::Money(Money::minor(300), Currency::parse("USD").unwrap());
        assert_eq!(written(&dollars, chinese), "USD 3.00");
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd_to_be_filled(text in any::<String>()) {
            filled(&text, &Event::DayClosed.example(), Language::English);
            let _ = check_text(Event::DayClosed, &text, &text);
        }
    }
}
