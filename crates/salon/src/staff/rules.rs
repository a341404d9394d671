//! What may be said of somebody who works here.

use super::model::{Refusal, Staff, StaffWish};
use kernel::text::{Name, fold};
use std::collections::BTreeSet;

const NUMBER_MAX: usize = 20;
const LEVEL_MAX: usize = 40;

/// The wish as it is stored: spaces and characters that nobody sees are gone. Refuses, in this
/// order: number, name, level, no branches or one twice.
pub fn check(wish: &StaffWish) -> Result<StaffWish, Refusal> {
    let number = fold::plain(&wish.number);
    if number.chars().count() > NUMBER_MAX {
        return Err(Refusal::Number);
    }
    let name = Name::parse(&wish.name).ok_or(Refusal::Name)?.into_string();
    let level = fold::plain(&wish.level);
    if level.chars().count() > LEVEL_MAX {
        return Err(Refusal::Level);
    }
    let distinct: BTreeSet<_> = wish.branches.iter().collect();
    if distinct.is_empty() || distinct.len() < wish.branches.len() {
        return Err(Refusal::Branches);
    }
    Ok(StaffWish { number, name, level, ..wish.clone() })
}

/// The number of somebody who comes without one: a letter (`S` for those hired, `H` for those of another
/// program's history), the shop's number in two figures, then the first one in three that lies above
/// those given there before.
pub fn next_number<'a>(letter: char, branch: i64, others: impl Iterator<Item = &'a str>) -> String {
    let shop = format!("{letter}{branch:02}");
    let given = |other: &str| other.strip_prefix(&shop)?.parse::<u32>().ok();
    let last = others.filter_map(given).filter(|number| *number < 1_000_000).max();
    format!("{shop}{:03}", last.unwrap_or(0) + 1)
}

/// Refuses, in this order: another person's number, another person's account.
pub fn check_taken(wish: &StaffWish, others: &[Staff]) -> Result<(), Refusal> {
    if others.iter().any(|other| other.number == wish.number) {
        return Err(Refusal::NumberTaken);
    }
    match wish.user {
        Some(user) if others.iter().any(|other| other.user == Some(user)) => Err(Refusal::UserTaken),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::Job;
    use super::*;
    use kernel::{BranchId, Id};

    fn wish(number: &str, name: &str) -> StaffWish {
        StaffWish {
            number: number.into(),
            name: name.into(),
            job: Job::Stylist,
            level: String::new(),
            branches: vec![BranchId::from_uuid(uuid::Uuid::from_u128(1))],
            user: None,
            active: true,
        }
    }

    #[test]
    fn a_number_typed_in_full_width_is_the_same_number() {
        let checked = check(&wish(" ８０１ ", "阿 杰")).unwrap();
        assert_eq!((checked.number.as_str(), checked.name.as_str()), ("801", "阿 杰"));
    }

    #[test]
    fn nobody_works_nowhere_or_twice_in_one_shop() {
        let nowhere = StaffWish { branches: Vec::new(), ..wish("", "阿杰") };
        assert_eq!(check(&nowhere).unwrap_err(), Refusal::Branches);
        let one = wish("", "阿杰").branches[0];
        let twice = StaffWish { branches: vec![one, one], ..wish("", "阿杰") };
        assert_eq!(check(&twice).unwrap_err(), Refusal::Branches);
    }

    #[test]
    fn a_number_follows_those_given_in_the_same_shop() {
        let others = ["S01007", "S01", "S0100x", "801", "S02040", "S01999999999", "H01002"];
        assert_eq!(next_number('S', 1, others.into_iter()), "S01008");
        assert_eq!(next_number('H', 1, others.into_iter()), "H01003");
        assert_eq!(next_number('S', 3, others.into_iter()), "S03001");
    }
}
