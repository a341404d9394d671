//! What a branch may be.

use super::model::{BranchWish, CompanyWish, Hours, Refusal};

const TEXT_MAX: usize = 300;

/// A name has 1 to 100 characters and does not begin or end with a space.
pub fn check_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if (1..=100).contains(&name.chars().count()) { Ok(name.to_owned()) } else { Err(Refusal::Name) }
}

/// Refuses, in this order: name, address, phone, cut-off, hours.
pub fn check_branch(wish: &BranchWish) -> Result<(), Refusal> {
    check_name(&wish.name)?;
    check_text("address", &wish.address)?;
    check_text("phone", &wish.phone)?;
    if !(0..=720).contains(&wish.cut_off_minutes) {
        return Err(Refusal::CutOff);
    }
    let all_possible = wish.hours.len() <= 28 && wish.hours.iter().all(are_possible);
    if all_possible { Ok(()) } else { Err(Refusal::Hours) }
}

/// Refuses, in this order: name, tax number.
pub fn check_company(wish: &CompanyWish) -> Result<(), Refusal> {
    check_name(&wish.name)?;
    check_text("tax_number", &wish.tax_number)
}

fn check_text(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.chars().count() <= TEXT_MAX { Ok(()) } else { Err(Refusal::TextTooLong(field)) }
}

fn are_possible(hours: &Hours) -> bool {
    let (opens, closes) = (minutes(&hours.opens), minutes(&hours.closes));
    let ordered = matches!((opens, closes), (Some(opens), Some(closes)) if opens < closes && opens < 24 * 60);
    (1..=7).contains(&hours.weekday) && ordered
}

/// Minutes after midnight of `HH:MM`, up to 36:00.
fn minutes(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 36 * 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(weekday: u8, opens: &str, closes: &str) -> Hours {
        Hours { weekday, opens: opens.into(), closes: closes.into() }
    }

    #[test]
    fn a_bar_next_door_may_close_at_two_at_night() {
        assert!(are_possible(&hours(5, "10:00", "26:00")));
    }

    #[test]
    fn hours_that_close_before_they_open_are_refused() {
        for wrong in [hours(1, "20:00", "10:00"), hours(8, "10:00", "20:00"), hours(1, "10:00", "37:00")] {
            assert!(!are_possible(&wrong), "{wrong:?}");
        }
        assert!(!are_possible(&hours(1, "1o:00", "20:00")));
    }

    #[test]
    fn a_name_is_trimmed_and_must_not_be_empty() {
        assert_eq!(check_name("  春风路店 "), Ok("春风路店".to_owned()));
        assert_eq!(check_name("   "), Err(Refusal::Name));
    }
}
