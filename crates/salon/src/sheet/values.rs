//! What cells say: amounts, whole numbers and dates, read as people and programs write them.
//! Liberal in form, strict in value: what could mean two things is refused.

use super::Cell;
use kernel::text::fold;
use kernel::{Day, Money};

/// Words and signs that mean "nothing here".
const NOTHING: &[&str] = &[
    "",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "/",
    "\\",
    "无",
    "無",
    "没有",
    "暂无",
    "空",
    "未填",
    "未填写",
    "null",
    "none",
    "nil",
    "n/a",
    "na",
    "#n/a",
    "nan",
];

/// Signs and words of currencies, before or after an amount.
const CURRENCIES: &[&str] = &[
    "人民币",
    "元整",
    "rmb",
    "cny",
    "usd",
    "eur",
    "hk$",
    "nt$",
    "us$",
    "元",
    "圆",
    "圓",
    "¥",
    "$",
    "€",
    "£",
];

/// Why a cell holds no amount that can be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AmountFault {
    /// No number in any form that is read.
    NotAnAmount,
    /// Parts smaller than the currency's minor unit.
    TooManyDecimals,
    /// Below zero.
    Negative,
    /// Beyond [`Money::MAX`].
    TooLarge,
}

/// Why a cell holds no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WholeFault {
    /// No number, or not a whole one.
    NotWhole,
    /// Below zero.
    Negative,
    /// Beyond [`Money::MAX`], which bounds points as well.
    TooLarge,
}

/// A date as its numbers, in no calendar yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateNumbers {
    /// Absent where only month and day were written.
    pub year: Option<i16>,
    /// The month's number.
    pub month: i8,
    /// The day's number in its month.
    pub day: i8,
}

/// Whether a text says that there is nothing: empty, a dash, 无, null.
pub fn says_nothing(text: &str) -> bool {
    let text = fold::plain(text).to_lowercase();
    NOTHING.contains(&text.as_str())
}

/// A number of a spreadsheet as the decimal text that the spreadsheet shows; `None` when it is
/// not finite.
///
/// Files hold binary fractions, written with up to 17 digits; spreadsheet programs show and
/// compute with 15, so 1647.04 may stand in a file as 1647.0399999999999. Fifteen significant
/// digits, rounded by the formatter, give back what was typed.
pub fn decimal(number: f64) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    let scientific = format!("{number:.14e}");
    let (mantissa, exponent) = scientific.split_once('e')?;
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let text = with_point(&digits, exponent.parse().ok()?);
    Some(if text == "0" { text } else { format!("{sign}{text}") })
}

/// Digits with a decimal point after the first one moved by a power of ten.
fn with_point(digits: &str, exponent: i32) -> String {
    let whole_digits = exponent.saturating_add(1);
    let (whole, fraction) = match usize::try_from(whole_digits) {
        Ok(count) if count >= digits.len() => (format!("{digits:0<count$}"), String::new()),
        Ok(count) if count > 0 => (digits[..count].to_owned(), digits[count..].to_owned()),
        _ => {
            let zeros = usize::try_from(whole_digits.unsigned_abs()).unwrap_or(0);
            ("0".to_owned(), format!("{}{digits}", "0".repeat(zeros)))
        }
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// The amount in a cell, in minor units of a currency with so many decimals; nothing when the
/// cell says so. Currency signs, correct grouping by commas and full-width signs are understood.
/// More decimals than the currency has are refused even when they are zeros: `12.500` is twelve
/// thousand five hundred to some people.
pub fn amount(cell: &Cell, decimals: u32) -> Result<Option<Money>, AmountFault> {
    match signed_amount(cell, decimals)? {
        Some(amount) if amount.is_negative() => Err(AmountFault::Negative),
        amount => Ok(amount),
    }
}

/// The amount in a cell as [`amount`] reads it, which may be below zero.
pub fn signed_amount(cell: &Cell, decimals: u32) -> Result<Option<Money>, AmountFault> {
    let Some(number) = digits(cell)? else { return Ok(None) };
    let places = usize::try_from(decimals).unwrap_or(0);
    if number.fraction.len() > places {
        return Err(AmountFault::TooManyDecimals);
    }
    let minor = minor_units(&format!("{}{:0<places$}", number.whole, number.fraction));
    let minor = minor.ok_or(AmountFault::TooLarge)?;
    Ok(Some(if number.negative { -minor } else { minor }))
}

/// The amount in a cell, which may be below zero and finer than the currency's minor unit, in millionths
/// of that; what is finer still is dropped.
pub fn exact_amount(cell: &Cell, decimals: u32) -> Result<Option<i128>, AmountFault> {
    let Some(number) = digits(cell)? else { return Ok(None) };
    let places = usize::try_from(decimals).unwrap_or(0) + 6;
    let fraction = &number.fraction[..number.fraction.len().min(places)];
    let whole = minor_units(&number.whole).ok_or(AmountFault::TooLarge)?;
    let scale = 10_i128.pow(decimals.min(9) + 6);
    let fraction: i128 = format!("{fraction:0<places$}").parse().map_err(|_| AmountFault::NotAnAmount)?;
    let exact = i128::from(whole.to_minor()) * scale + fraction;
    if exact > i128::from(Money::MAX) * 1_000_000 {
        return Err(AmountFault::TooLarge);
    }
    Ok(Some(if number.negative { -exact } else { exact }))
}

/// The digits of a number, without its signs and its grouping.
struct Digits {
    negative: bool,
    whole: String,
    fraction: String,
}

fn digits(cell: &Cell) -> Result<Option<Digits>, AmountFault> {
    let text = match cell {
        Cell::Date(_) => return Err(AmountFault::NotAnAmount),
        other => other.to_text(),
    };
    if says_nothing(&text) {
        return Ok(None);
    }
    let (negative, number) = signed(&text);
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let whole = ungrouped(whole).ok_or(AmountFault::NotAnAmount)?;
    let is_number = is_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !is_number || number.ends_with('.') {
        return Err(AmountFault::NotAnAmount);
    }
    Ok(Some(Digits { negative, whole, fraction: fraction.to_owned() }))
}

/// An amount as it is written with the decimals of its currency, such as `1647.04`.
pub fn written(amount: Money, decimals: u32) -> String {
    let scale = 10_u64.pow(decimals.min(9));
    let minor = amount.to_minor();
    let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    let places = usize::try_from(decimals.min(9)).unwrap_or(0);
    match places {
        0 => format!("{sign}{minor}"),
        _ => format!("{sign}{}.{:0places$}", minor / scale, minor % scale),
    }
}

/// The whole number in a cell, such as points: `6,819`, `12`, also `12.00`.
pub fn whole(cell: &Cell) -> Result<Option<i64>, WholeFault> {
    match signed_whole(cell)? {
        Some(number) if number < 0 => Err(WholeFault::Negative),
        number => Ok(number),
    }
}

/// The whole number in a cell as [`whole`] reads it, which may be below zero.
pub fn signed_whole(cell: &Cell) -> Result<Option<i64>, WholeFault> {
    let text = match cell {
        Cell::Date(_) => return Err(WholeFault::NotWhole),
        other => other.to_text(),
    };
    if says_nothing(&text) {
        return Ok(None);
    }
    let (negative, number) = signed(text.trim_end_matches('分'));
    let (digits, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let digits = ungrouped(digits).filter(|digits| !digits.is_empty()).ok_or(WholeFault::NotWhole)?;
    if !fraction.bytes().all(|digit| digit == b'0') {
        return Err(WholeFault::NotWhole);
    }
    let number = minor_units(&digits).ok_or(WholeFault::TooLarge)?.to_minor();
    Ok(Some(if negative { -number } else { number }))
}

/// The numbers of a date in a cell; nothing when the cell says so or has no digit at all
/// (保密, "unknown"). `Err` when there are digits that make no date in a known order.
///
/// Year first, with any of `- . /` or 年月日; eight digits in a row; the serial number of a
/// spreadsheet's day; an English month by name; month and day alone. A date that ends with its
/// year needs the `order` of its column. A time of day is left out; a year of two digits is not
/// guessed at.
pub fn date_numbers(cell: &Cell, order: DateOrder) -> Result<Option<DateNumbers>, NoDate> {
    let text = match cell {
        Cell::Date(day) => return Ok(Some(DateNumbers::of(*day))),
        other => fold::plain(&other.to_text()),
    };
    if says_nothing(&text) || !text.contains(|character: char| character.is_ascii_digit()) {
        return Ok(None);
    }
    let is_number = matches!(cell, Cell::Number(_));
    let day = without_time(&text, is_number);
    read_date(day, order).map(Some).ok_or(NoDate)
}

/// The day in a cell; nothing when the cell says so. A date that no calendar has, and one
/// without its year, is refused.
pub fn day(cell: &Cell, order: DateOrder) -> Result<Option<Day>, NoDate> {
    let Some(numbers) = date_numbers(cell, order)? else { return Ok(None) };
    let year = numbers.year.ok_or(NoDate)?;
    Day::new(year, numbers.month, numbers.day).map(Some).ok_or(NoDate)
}

/// Which number comes first in dates that end with their year, told by the dates of a whole
/// column: a number above 12 is no month. A column that never tells stays unsaid.
pub fn date_order<'a>(column: impl IntoIterator<Item = &'a Cell>) -> DateOrder {
    match date_signs(column) {
        DateSigns { day_first: true, month_first: false, .. } => DateOrder::DayFirst,
        DateSigns { day_first: false, month_first: true, .. } => DateOrder::MonthFirst,
        _ => DateOrder::Unsaid,
    }
}

/// What the dates of a column that end with their year tell of the order of their other numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateSigns {
    /// Some can only have the day first.
    pub day_first: bool,
    /// Some can only have the month first.
    pub month_first: bool,
    /// Some are another day when read the other way.
    pub either: bool,
}

/// What a whole column tells: a number above 12 is no month.
pub fn date_signs<'a>(column: impl IntoIterator<Item = &'a Cell>) -> DateSigns {
    let mut signs = DateSigns::default();
    for cell in column {
        let text = fold::plain(&cell.to_text());
        let date = without_time(&text, false);
        let groups: Vec<&str> = date.split(['/', '-', '.', ' ']).filter(|group| !group.is_empty()).collect();
        if let [first, second, year] = groups.as_slice()
            && year.len() == 4
            && let (Ok(first), Ok(second)) = (first.parse::<u8>(), second.parse::<u8>())
        {
            signs.day_first |= first > 12;
            signs.month_first |= second > 12;
            signs.either |= first <= 12 && second <= 12 && first != second;
        }
    }
    signs
}

/// In what order the numbers stand in dates that end with their year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Not known: only dates that can be read in one way are read.
    #[default]
    Unsaid,
    /// 16/8/1991.
    DayFirst,
    /// 8/16/1991.
    MonthFirst,
}

/// There are digits, but they make no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NoDate;

impl DateNumbers {
    /// The numbers of a day of the Gregorian calendar.
    pub fn of(day: Day) -> DateNumbers {
        DateNumbers { year: Some(day.year()), month: day.month(), day: day.day_of_month() }
    }
}

/// The number without sign, currency and spaces around, and whether it is below zero: a minus,
/// or brackets as bookkeepers write.
fn signed(text: &str) -> (bool, String) {
    let mut rest = fold::plain(text).to_lowercase();
    let mut negative = false;
    if let Some(inside) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, rest) = (true, inside.to_owned());
    }
    // Sign and currency come in either order, each at most once before and once after.
    for _ in 0..2 {
        if let Some(after) = rest.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
            (negative, rest) = (true, after.trim_start().to_owned());
        } else if let Some(after) = rest.strip_prefix('+') {
            rest = after.trim_start().to_owned();
        }
        rest = without_currency(&rest).to_owned();
    }
    (negative, rest)
}

fn without_currency(text: &str) -> &str {
    let mut text = text.trim();
    if let Some(rest) = CURRENCIES.iter().find_map(|sign| text.strip_prefix(sign)) {
        text = rest.trim_start();
    }
    if let Some(rest) = CURRENCIES.iter().find_map(|sign| text.strip_suffix(sign)) {
        text = rest.trim_end();
    }
    text
}

/// Digits without their grouping; `None` when there is anything else, or a group is not of three.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped_well =
        rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    let digits = format!("{first}{}", rest.concat());
    (grouped_well && is_digits(&digits)).then_some(digits)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn minor_units(digits: &str) -> Option<Money> {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() { Some(Money::ZERO) } else { digits.parse().ok().and_then(Money::checked) }
}

/// The date without the time of day behind it, and without the fraction of a serial number.
fn without_time(text: &str, is_number: bool) -> &str {
    if is_number {
        return text.split('.').next().unwrap_or(text);
    }
    match text.find(':') {
        Some(colon) => text[..colon].rfind([' ', 't', 'T', '日']).map_or(text, |gap| {
            // 日 belongs to the date, and is three bytes long.
            let end = if text[gap..].starts_with('日') { gap + '日'.len_utf8() } else { gap };
            &text[..end]
        }),
        None => text,
    }
}

fn read_date(text: &str, order: DateOrder) -> Option<DateNumbers> {
    let text = text.trim().trim_end_matches(['日', '号', '號']).trim_end();
    let separator = |character: char| matches!(character, '-' | '.' | '/' | '年' | '月' | ' ' | ',');
    let groups: Vec<&str> = text.split(separator).filter(|group| !group.is_empty()).collect();
    if let Some(place) = groups.iter().position(|group| month_name(group).is_some()) {
        return with_month_name(&groups, place);
    }
    if !groups.iter().all(|group| is_digits(group)) {
        return None;
    }
    match groups.as_slice() {
        [year, month, day] if year.len() == 4 => numbers(Some(year), month, day),
        [first, second, year] if year.len() == 4 => match order {
            DateOrder::DayFirst => numbers(Some(year), second, first),
            DateOrder::MonthFirst => numbers(Some(year), first, second),
            DateOrder::Unsaid if first == second => numbers(Some(year), first, second),
            DateOrder::Unsaid => None,
        },
        [month, day] => numbers(None, month, day),
        [digits] if digits.len() == 8 => numbers(Some(&digits[..4]), &digits[4..6], &digits[6..]),
        [serial] if serial.len() == 5 => serial_day(serial.parse().ok()?).map(DateNumbers::of),
        _ => None,
    }
}

/// `16 Aug 1991`, `August 16, 1991`, `Aug 16`.
fn with_month_name(groups: &[&str], place: usize) -> Option<DateNumbers> {
    let month = month_name(groups.get(place)?)?.to_string();
    let mut rest = groups.to_vec();
    rest.remove(place);
    match rest.as_slice() {
        [day, year] | [year, day] if year.len() == 4 && is_digits(year) && is_digits(day) => {
            numbers(Some(year), &month, day)
        }
        [day] if is_digits(day) => numbers(None, &month, day),
        _ => None,
    }
}

/// The number of a month by its English name or its first three letters.
fn month_name(text: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_lowercase();
    let fits = |month: &&str| **month == text || month.get(..3) == Some(text.as_str());
    MONTHS.iter().position(fits).map(|place| place + 1)
}

fn numbers(year: Option<&str>, month: &str, day: &str) -> Option<DateNumbers> {
    let year = year.map(|year| year.parse().ok());
    if year == Some(None) || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Some(DateNumbers { year: year.flatten(), month: month.parse().ok()?, day: day.parse().ok()? })
}

/// The day that a spreadsheet keeps as a serial number: 1 is the first of January 1900. Since the
/// programs believe in a 29 February 1900, days from March 1900 on count from 30 December 1899.
/// Only numbers of five digits (from May 1927 on) are taken: shorter ones are years, or slips.
fn serial_day(serial: i64) -> Option<Day> {
    let day = Day::new(1899, 12, 30)?.plus_days(serial);
    (day.year() < 2100).then_some(day)
}
