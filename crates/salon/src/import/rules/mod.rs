//! What a member sheet says, decided without asking anybody: which column means what, which rows
//! can be taken in, and who comes twice.

mod birthday;
mod headers;
mod names;
mod row;
mod visits;

pub use headers::{Layout, layout};
pub use row::Reading;

use super::model::{
    Checked, Double, Field, Known, Member, ReadRow, Refusal, Report, RowProblem, Sums, Verdict,
};
use crate::customer::model::CustomerProfile;
use crate::customer::rules::number_key;
use crate::sheet::{Row, Sheet};
use kernel::Money;
use kernel::text::{Name, Phone, fold};
use std::collections::{BTreeMap, HashMap};

/// Reads every row of a sheet that names somebody. What is on file is not looked at yet.
pub fn read_rows(sheet: &Sheet, layout: &Layout, reading: &Reading) -> Vec<ReadRow> {
    let dates = row::DateOrders::of(sheet, layout);
    let rows = sheet.rows.iter().filter(|row| row.number > layout.header_row);
    let members = rows.filter(|row| !layout.is_heading(row) && !row::is_remark(row, layout));
    let read = |row: &Row| row::read_row(row, layout, dates, reading).map(Box::new);
    members.map(|row| ReadRow { row: row.number, read: read(row) }).collect()
}

/// Decides for each row whether it becomes a member. First come stays: of two rows with the same
/// phone or card number the earlier accepted one is kept, and a refused row keeps nobody out.
pub fn first_come(rows: Vec<ReadRow>, known: &Known) -> Vec<Checked> {
    let mut phones: HashMap<Phone, u32> = HashMap::new();
    let mut card_numbers: HashMap<String, u32> = HashMap::new();
    let decide = |ReadRow { row, read }| {
        let member = match read {
            Ok(member) => member,
            Err(fault) => return Checked { row, verdict: Verdict::Rejected(fault) },
        };
        let phone = member.phone.clone();
        let number = member.card_number.as_deref().map(card_key);
        let earlier_number = number.as_ref().and_then(|number| card_numbers.get(number));
        let earlier_phone = phone.as_ref().and_then(|phone| phones.get(phone));
        let double = if let Some(earlier) = earlier_number {
            Some(Double::CardNumberOfRow(*earlier))
        } else if let Some(earlier) = earlier_phone {
            Some(Double::PhoneOfRow(*earlier))
        } else if phone.as_ref().is_some_and(|phone| known.phones.contains(phone)) {
            Some(Double::PhoneOnFile)
        } else if number.as_ref().is_some_and(|number| known.card_numbers.contains(number)) {
            Some(Double::CardNumberOnFile)
        } else {
            None
        };
        if let Some(double) = double {
            return Checked { row, verdict: Verdict::Duplicate(double) };
        }
        phones.extend(phone.map(|phone| (phone, row)));
        card_numbers.extend(number.map(|number| (number, row)));
        Checked { row, verdict: Verdict::Accepted(member) }
    };
    rows.into_iter().map(decide).collect()
}

/// A card number as it is compared: width, spaces, signs and case make no difference.
pub fn card_key(number: &str) -> String {
    number_key(number)
}

/// Refuses a file that leaves somebody out, unless that was said to be right.
pub fn check_whole(checked: &[Checked], accept_partial: bool) -> Result<(), Refusal> {
    let left_out = || checked.iter().filter(|row| row.verdict.leaves_out());
    if accept_partial || left_out().next().is_none() {
        return Ok(());
    }
    let rejected = left_out().filter(|row| matches!(row.verdict, Verdict::Rejected(_))).count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let duplicates = left_out().count() - rejected;
    Err(Refusal::RowsRefused { rejected: count(rejected), duplicates: count(duplicates) })
}

/// The members of the accepted rows.
pub fn accepted(checked: &[Checked]) -> impl Iterator<Item = (u32, &Member)> {
    checked.iter().filter_map(|row| match &row.verdict {
        Verdict::Accepted(member) => Some((row.row, &**member)),
        _ => None,
    })
}

/// A row as it was understood, from field to text, what is empty left out.
pub fn understood(member: &Member, decimals: u32) -> BTreeMap<String, String> {
    let texts = [
        (Field::CardNumber, member.card_number.clone().unwrap_or_default()),
        (Field::Name, member.name.to_string()),
        (Field::Phone, member.phone.as_ref().map(Phone::to_string).unwrap_or_default()),
        (Field::Gender, member.gender.code().to_owned()),
        (Field::Birthday, member.birthday.map(|birthday| birthday.to_string()).unwrap_or_default()),
        (Field::Tier, member.tier.as_ref().map(Name::to_string).unwrap_or_default()),
        (Field::Principal, decimal_text(member.principal, decimals)),
        (Field::Bonus, decimal_text(member.bonus, decimals)),
        (Field::Points, member.points.to_string()),
        (Field::Visits, visits_text(&member.visits)),
        (Field::OpenedOn, member.opened_on.map(|day| day.to_string()).unwrap_or_default()),
        (Field::ReferrerPhone, member.referrer_phone.as_ref().map(Phone::to_string).unwrap_or_default()),
        (Field::Notes, member.notes.clone()),
        (Field::Email, member.email.clone()),
        (Field::Address, member.address.clone()),
        (Field::Source, member.source.clone()),
    ];
    let said = texts.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(field, text)| (field.code().to_owned(), text)).collect()
}

fn visits_text(visits: &BTreeMap<String, i64>) -> String {
    visits.iter().map(|(service, count)| format!("{service}×{count}")).collect::<Vec<_>>().join("; ")
}

/// An amount with the decimals of its currency, such as `1647.04`.
fn decimal_text(amount: Money, decimals: u32) -> String {
    let scale = 10_i64.pow(decimals.min(9));
    let (whole, rest) = (amount.to_minor() / scale, amount.to_minor() % scale);
    let places = usize::try_from(decimals).unwrap_or(0);
    if places == 0 { whole.to_string() } else { format!("{whole}.{rest:0places$}") }
}

/// The profile that a member's row makes. A referrer who is nowhere to be found is kept in the notes, so
/// that nothing the other program knew is lost.
pub fn profile(member: &Member, referrer_is_known: bool) -> CustomerProfile {
    let lost = member.referrer_phone.as_ref().filter(|_| !referrer_is_known);
    let notes = match lost {
        Some(phone) => format!("{}\n推荐人 {phone}", member.notes).trim().to_owned(),
        None => member.notes.clone(),
    };
    CustomerProfile {
        name: member.name.to_string(),
        phone: member.phone.as_ref().map(Phone::to_string).unwrap_or_default(),
        email: member.email.clone(),
        address: member.address.clone(),
        gender: member.gender,
        birthday: member.birthday,
        source: member.source.clone(),
        tags: member.tier.iter().map(Name::to_string).collect(),
        notes,
        ..CustomerProfile::default()
    }
}

/// The last part of a file's name, without what no name has: it is only ever shown.
pub fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = fold::plain(last).chars().take(120).collect();
    if name.is_empty() { "?".to_owned() } else { name }
}

/// Counts and adds up.
pub fn report(checked: &[Checked]) -> Report {
    let count = |wanted: fn(&Verdict) -> bool| {
        u32::try_from(checked.iter().filter(|row| wanted(&row.verdict)).count()).unwrap_or(u32::MAX)
    };
    let problems: Vec<RowProblem> = checked.iter().filter_map(Checked::problem).collect();
    Report {
        rows: count(|_| true),
        accepted: count(|verdict| matches!(verdict, Verdict::Accepted(_))),
        duplicates: count(|verdict| matches!(verdict, Verdict::Duplicate(_))),
        rejected: count(|verdict| matches!(verdict, Verdict::Rejected(_))),
        sums: sums(checked),
        problems,
    }
}

fn sums(checked: &[Checked]) -> Sums {
    let mut sums = Sums::default();
    for row in checked {
        let Verdict::Accepted(member) = &row.verdict else { continue };
        sums.principal += member.principal;
        sums.bonus += member.bonus;
        sums.points = sums.points.saturating_add(member.points);
        for (service, visits) in &member.visits {
            *sums.visits.entry(service.clone()).or_default() += visits;
        }
    }
    sums
}

#[cfg(test)]
mod tests;
