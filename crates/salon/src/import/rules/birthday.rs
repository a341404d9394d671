//! Birthdays as sheets have them: with or without the year, solar or lunar, in digits or in
//! Chinese numerals.

use crate::customer::model::{Birthday, Calendar};
use crate::customer::rules::birthday_exists;
use crate::import::model::Fault;
use crate::sheet::Cell;
use crate::sheet::values::{self, DateNumbers, DateOrder};
use kernel::Day;
use kernel::text::fold;

/// How sheets say that a birthday is of the Chinese calendar.
const LUNAR_MARKS: &[&str] = &["农历", "農曆", "阴历", "陰曆", "旧历", "(农)", "(農)", "(阴)", "lunar"];

/// The birthday in a cell; nothing when the cell says so or holds no date at all (保密). An
/// impossible date refuses the row.
pub(super) fn birthday(cell: &Cell, order: DateOrder, today: Day) -> Result<Option<Birthday>, Fault> {
    let text = fold::plain(&cell.to_text()).to_lowercase();
    let marked = LUNAR_MARKS.iter().find(|mark| text.contains(*mark));
    let read = match marked {
        Some(mark) => lunar(&text.replace(mark, "").replace("()", "")),
        None => values::date_numbers(cell, order).map(|numbers| numbers.map(solar)),
    };
    let Some(birthday) = read.map_err(|_| Fault::BirthdayNoDate)? else { return Ok(None) };
    if birthday_exists(&birthday, today) {
        return Ok(Some(birthday));
    }
    // With the year left out it tells an impossible day from one that is still to come.
    let some_year = Birthday { year: None, ..birthday };
    let to_come =
        birthday.year.is_some_and(|year| year >= today.year()) && birthday_exists(&some_year, today);
    Err(if to_come { Fault::BirthdayInFuture } else { Fault::BirthdayNoDate })
}

fn solar(numbers: DateNumbers) -> Birthday {
    let DateNumbers { year, month, day } = numbers;
    Birthday { calendar: Calendar::Solar, year, month, day, leap_month: false }
}

fn lunar(text: &str) -> Result<Option<Birthday>, values::NoDate> {
    let leap_month = text.contains('闰') || text.contains('閏');
    let text = numerals_as_digits(&text.replace(['闰', '閏'], ""));
    let numbers = values::date_numbers(&Cell::text(&text), DateOrder::Unsaid)?;
    Ok(numbers.map(|numbers| Birthday { calendar: Calendar::Lunar, leap_month, ..solar(numbers) }))
}

/// 八月十六 as 8月16, 腊月廿三 as 12月23, 正月初一 as 1月1; anything else as it is.
fn numerals_as_digits(text: &str) -> String {
    let (year, rest) = text.split_once('年').map_or(("", text), |(year, rest)| (year, rest));
    let Some((month, day)) = rest.split_once('月') else { return text.to_owned() };
    let month = match month.trim() {
        "正" => Some(1),
        "冬" => Some(11),
        "腊" | "臘" => Some(12),
        other => numeral(other),
    };
    let day = day.trim().trim_end_matches(['日', '号']);
    match (month, numeral(day.strip_prefix('初').unwrap_or(day))) {
        (Some(month), Some(day)) if year.is_empty() => format!("{month}月{day}"),
        (Some(month), Some(day)) => format!("{year}年{month}月{day}"),
        _ => text.to_owned(),
    }
}

/// A Chinese numeral from 1 to 39.
fn numeral(text: &str) -> Option<u32> {
    const DIGITS: &str = "一二三四五六七八九";
    let digit = |character: char| DIGITS.chars().position(|known| known == character);
    let value = |character: char| digit(character).and_then(|place| u32::try_from(place + 1).ok());
    let characters: Vec<char> = text.chars().collect();
    match characters.as_slice() {
        ['十'] => Some(10),
        ['廿'] => Some(20),
        ['卅'] => Some(30),
        [one] => value(*one),
        ['十', ones] => Some(10 + value(*ones)?),
        ['廿', ones] => Some(20 + value(*ones)?),
        ['卅', ones] => Some(30 + value(*ones)?),
        [tens, '十'] => Some(10 * value(*tens)?),
        [tens, '十', ones] => Some(10 * value(*tens)? + value(*ones)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (Calendar, Option<i16>, i8, i8, bool);

    fn read(text: &str) -> Result<Option<Parts>, Fault> {
        let today = Day::new(2026, 11, 21).unwrap();
        let parts = |b: Birthday| (b.calendar, b.year, b.month, b.day, b.leap_month);
        birthday(&Cell::text(text), DateOrder::Unsaid, today).map(|found| found.map(parts))
    }

    #[test]
    fn solar_birthdays_are_read_with_and_without_a_year() {
        assert_eq!(read("1991年8月16日"), Ok(Some((Calendar::Solar, Some(1991), 8, 16, false))));
        assert_eq!(read("8月16日"), Ok(Some((Calendar::Solar, None, 8, 16, false))));
        assert_eq!(read("38365"), Ok(Some((Calendar::Solar, Some(2005), 1, 13, false))));
        assert_eq!(read("保密"), Ok(None));
    }

    #[test]
    fn lunar_birthdays_are_read_in_digits_and_numerals() {
        assert_eq!(read("农历1991年8月16日"), Ok(Some((Calendar::Lunar, Some(1991), 8, 16, false))));
        assert_eq!(read("1991-08-16（农历）"), Ok(Some((Calendar::Lunar, Some(1991), 8, 16, false))));
        assert_eq!(read("阴历腊月廿三"), Ok(Some((Calendar::Lunar, None, 12, 23, false))));
        assert_eq!(read("农历正月初一"), Ok(Some((Calendar::Lunar, None, 1, 1, false))));
        assert_eq!(read("农历2020年闰四月二十九"), Ok(Some((Calendar::Lunar, Some(2020), 4, 29, true))));
        assert_eq!(read("农历"), Ok(None));
        assert_eq!(read("农历13月1日"), Err(Fault::BirthdayNoDate));
    }

    #[test]
    fn impossible_days_and_days_to_come_are_told_apart() {
        assert_eq!(read("1990-02-30"), Err(Fault::BirthdayNoDate));
        assert_eq!(read("1850-01-01"), Err(Fault::BirthdayNoDate));
        assert_eq!(read("2026-11-22"), Err(Fault::BirthdayInFuture));
        assert_eq!(read("2031-02-30"), Err(Fault::BirthdayNoDate));
    }
}
