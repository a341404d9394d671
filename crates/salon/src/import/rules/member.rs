//! One row of a member sheet: read field by field, refused for the first fault found.

use super::headers::Layout;
use super::row::{Reading, amount, line, whole};
use super::{birthday, visits};
use crate::customer::model::Gender;
use crate::customer::rules::number_key;
use crate::import::model::{Fault, Field, Member};
use crate::sheet::values::{self, DateOrder};
use crate::sheet::{Cell, Row, Sheet};
use kernel::text::email::is_email;
use kernel::text::{Name, Phone, PhoneFault, fold};
use kernel::{Day, Money};

/// The longest card number, in characters.
const CARD_NUMBER: usize = 40;
/// The longest address, in characters.
const ADDRESS: usize = 200;
/// The longest source, in characters.
const SOURCE: usize = 60;
/// How the dates of a sheet's columns are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DateOrders {
    birthday: DateOrder,
    opened_on: DateOrder,
}

impl DateOrders {
    /// Told by the columns as wholes.
    pub(super) fn of(sheet: &Sheet, layout: &Layout) -> DateOrders {
        let column = |field| values::date_order(sheet.rows.iter().map(move |row| layout.cell(row, field)));
        DateOrders { birthday: column(Field::Birthday), opened_on: column(Field::OpenedOn) }
    }
}

/// Reads a row. Looks, in this order, at name, phone and card number, birthday, principal, bonus,
/// points, visits, day of opening and the other texts, and stops at the first fault.
pub(super) fn read_row(
    row: &Row,
    layout: &Layout,
    dates: DateOrders,
    reading: &Reading,
) -> Result<Member, Fault> {
    let cell = |field| layout.cell(row, field);
    let name = name(row, layout)?;
    let phone = phone(cell(Field::Phone))?;
    let card_number = card_number(cell(Field::CardNumber))?;
    if phone.is_none() && card_number.is_none() {
        return Err(Fault::NoPhoneNoCard);
    }
    let birthday = birthday::birthday(cell(Field::Birthday), dates.birthday, reading.today)?;
    let bonus = amount(cell(Field::Bonus), Field::Bonus, reading.decimals)?;
    Ok(Member {
        card_number,
        name,
        phone,
        gender: gender(cell(Field::Gender)),
        birthday,
        principal: principal(row, layout, bonus, reading.decimals)?,
        bonus,
        points: points(cell(Field::Points))?,
        visits: visits::visits(cell(Field::Visits), cell(Field::VisitsService))?,
        opened_on: opened_on(cell(Field::OpenedOn), dates.opened_on, reading.today)?,
        tier: tier(cell(Field::Tier))?,
        // Somebody else's number is worth having, and no reason to refuse this member.
        referrer_phone: Phone::parse(&cell(Field::ReferrerPhone).to_text()).ok(),
        notes: cell(Field::Notes).to_text().trim().to_owned(),
        email: email(cell(Field::Email)),
        address: line(cell(Field::Address), Field::Address, ADDRESS)?,
        source: line(cell(Field::Source), Field::Source, SOURCE)?,
    })
}

fn name(row: &Row, layout: &Layout) -> Result<Name, Fault> {
    let text = |field| layout.cell(row, field).to_text().into_owned();
    let mut whole = text(Field::Name);
    if whole.trim().is_empty() {
        let (family, given) = (text(Field::FamilyName), text(Field::GivenName));
        let latin = given.chars().any(|character| character.is_ascii_alphabetic());
        whole = if latin { format!("{given} {family}") } else { format!("{family}{given}") };
    }
    if values::says_nothing(&whole) {
        return Err(Fault::NoName);
    }
    Name::parse(&whole).ok_or(Fault::TextTooLong(Field::Name))
}

fn phone(cell: &Cell) -> Result<Option<Phone>, Fault> {
    let text = cell.to_text();
    if values::says_nothing(&text) {
        return Ok(None);
    }
    match Phone::parse(&text) {
        Ok(phone) => Ok(Some(phone)),
        Err(PhoneFault::Empty) => Ok(None),
        Err(fault) => Err(Fault::Phone(fault)),
    }
}

fn card_number(cell: &Cell) -> Result<Option<String>, Fault> {
    let number = fold::plain(&cell.to_text());
    if values::says_nothing(&number) {
        return Ok(None);
    }
    if number.chars().count() > CARD_NUMBER {
        return Err(Fault::TextTooLong(Field::CardNumber));
    }
    // Signs alone are no number that anybody could be known by.
    Ok((!number_key(&number).is_empty()).then_some(number))
}

fn gender(cell: &Cell) -> Gender {
    match fold::lower(&cell.to_text()).as_str() {
        "女" | "女士" | "女性" | "女生" | "小姐" | "f" | "female" | "woman" => Gender::Female,
        "男" | "男士" | "男性" | "男生" | "先生" | "m" | "male" | "man" => Gender::Male,
        _ => Gender::Unsaid,
    }
}

/// The money paid in. A sheet that has only the sum of principal and bonus gives what is left of
/// the sum without the bonus, so that no bonus is counted twice.
fn principal(row: &Row, layout: &Layout, bonus: Money, decimals: u32) -> Result<Money, Fault> {
    if layout.columns.contains_key(&Field::Principal) {
        return amount(layout.cell(row, Field::Principal), Field::Principal, decimals);
    }
    let total = amount(layout.cell(row, Field::Total), Field::Principal, decimals)?;
    match layout.columns.contains_key(&Field::Total) {
        true if total < bonus => Err(Fault::Negative(Field::Principal)),
        true => Ok(total - bonus),
        false => Ok(Money::ZERO),
    }
}

fn points(cell: &Cell) -> Result<i64, Fault> {
    whole(cell, Field::Points, Fault::PointsNotWhole).map(Option::unwrap_or_default)
}

fn opened_on(cell: &Cell, order: DateOrder, today: Day) -> Result<Option<Day>, Fault> {
    match values::day(cell, order) {
        Ok(Some(day)) if day > today => Err(Fault::OpenedInFuture),
        Ok(day) => Ok(day),
        Err(values::NoDate) => Err(Fault::OpenedNoDate),
    }
}

fn tier(cell: &Cell) -> Result<Option<Name>, Fault> {
    let text = cell.to_text();
    if values::says_nothing(&text) {
        return Ok(None);
    }
    Name::parse(&text).map(Some).ok_or(Fault::TextTooLong(Field::Tier))
}

/// An address of e-mail; what is none is left out.
fn email(cell: &Cell) -> String {
    let text = fold::plain(&cell.to_text());
    if is_email(&text) { text } else { String::new() }
}
