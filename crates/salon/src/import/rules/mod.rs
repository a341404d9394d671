//! What a member sheet says, decided without asking anybody: which column means what, which rows
//! can be taken in, and who comes twice.

mod birthday;
mod headers;
mod names;
mod row;
mod visits;

pub use headers::{Layout, layout};
pub use row::Reading;

use super::model::{Checked, Double, Known, ReadRow, Report, RowProblem, Sums, Verdict};
use crate::sheet::{Row, Sheet};
use kernel::text::{Phone, fold};
use std::collections::HashMap;

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

/// A card number as it is compared: width, spaces and case make no difference.
pub fn card_key(number: &str) -> String {
    fold::lower(number).replace(' ', "")
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
