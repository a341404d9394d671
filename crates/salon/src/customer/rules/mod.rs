//! What may be said of a customer, and what of it is shown to whom.

mod merge;

pub use merge::{alike, joined, retagged};

use super::model::{Birthday, Calendar, CustomerProfile, Kind, ProfileFault, Refusal};
use kernel::Day;
use kernel::text::email::{self, is_email};
use kernel::text::{Name, Phone, fold};
use tyme4rs::tyme::lunar::LunarMonth;

const ADDRESS: usize = 200;
const SOURCE: usize = 60;
const SHOP: usize = 100;
const NOTES: usize = 4_000;
const FORMULA: usize = 2_000;
const ALLERGY: usize = 1_000;
const TAGS: usize = 30;
/// The longest tag, in characters.
pub const TAG: usize = 60;
/// What hides the rest of a text.
const MASK: &str = "****";

/// A profile in the form in which it is kept, or everything that is wrong with it. A member has a
/// name; nobody needs anything else.
pub fn checked(profile: &CustomerProfile, kind: Kind, today: Day) -> Result<CustomerProfile, Refusal> {
    let mut faults = Vec::new();
    let mut text = |field: &'static str, text: &str, most: usize, one_line: bool| {
        let text = if one_line { fold::plain(text) } else { text.trim().to_owned() };
        if text.chars().count() > most {
            faults.push(ProfileFault::TooLong { field, most });
        }
        text
    };
    let kept = CustomerProfile {
        name: fold::plain(&profile.name),
        phone: String::new(),
        email: fold::plain(&profile.email),
        address: text("profile.address", &profile.address, ADDRESS, true),
        source: text("profile.source", &profile.source, SOURCE, true),
        referrer_shop: text("profile.referrer_shop", &profile.referrer_shop, SHOP, true),
        notes: text("profile.notes", &profile.notes, NOTES, false),
        hair_formula: text("profile.hair_formula", &profile.hair_formula, FORMULA, false),
        allergy: text("profile.allergy", &profile.allergy, ALLERGY, false),
        tags: tags(&profile.tags),
        ..profile.clone()
    };
    let nameless = kept.name.is_empty() && kind == Kind::WalkIn;
    if !nameless && Name::parse(&kept.name).is_none() {
        faults.push(ProfileFault::Name);
    }
    let phone = match profile.phone.trim() {
        "" => Ok(String::new()),
        written => Phone::parse(written).map(Phone::into_string),
    };
    let phone = phone.unwrap_or_else(|fault| {
        faults.push(ProfileFault::Phone(fault));
        String::new()
    });
    if !kept.email.is_empty() && !is_email(&kept.email) {
        faults.push(ProfileFault::Email);
    }
    if kept.birthday.is_some_and(|birthday| !birthday_exists(&birthday, today)) {
        faults.push(ProfileFault::Birthday);
    }
    if kept.tags.len() > TAGS || kept.tags.iter().any(|tag| tag.chars().count() > TAG) {
        faults.push(ProfileFault::Tags);
    }
    if faults.is_empty() { Ok(CustomerProfile { phone, ..kept }) } else { Err(Refusal::Profile(faults)) }
}

/// Each tag once, in the order given, empty ones left out.
fn tags(tags: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags.iter().map(|tag| fold::plain(tag)) {
        if !tag.is_empty() && !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    kept
}

/// The profile as it is shown to people who may not see all of it: the ends of phone and e-mail
/// address, the beginning of the address, the birthday without its year. Notes, formula and
/// allergy stay: who works on the hair must see them.
pub fn masked(profile: &CustomerProfile) -> CustomerProfile {
    CustomerProfile {
        phone: masked_phone(&profile.phone),
        email: email::masked(&profile.email),
        address: masked_end(&profile.address, 3),
        birthday: profile.birthday.map(|birthday| Birthday { year: None, ..birthday }),
        ..profile.clone()
    }
}

/// A stored phone with its middle hidden.
pub fn masked_phone(stored: &str) -> String {
    Phone::parse(stored).map(|phone| phone.masked()).unwrap_or_default()
}

fn masked_end(text: &str, seen: usize) -> String {
    if text.is_empty() {
        return String::new();
    }
    text.chars().take(seen).chain(MASK.chars()).collect()
}

/// What is meant by a profile that somebody sends who was shown a masked one: each hidden part
/// that comes back as it was shown stays as it is.
pub fn unmasked(wish: CustomerProfile, stored: &CustomerProfile) -> CustomerProfile {
    let shown = masked(stored);
    let keep = |wish: String, shown: &str, stored: &str| if wish == shown { stored.to_owned() } else { wish };
    CustomerProfile {
        phone: keep(wish.phone, &shown.phone, &stored.phone),
        email: keep(wish.email, &shown.email, &stored.email),
        address: keep(wish.address, &shown.address, &stored.address),
        birthday: if wish.birthday == shown.birthday { stored.birthday } else { wish.birthday },
        ..wish
    }
}

/// The number by which a walk-in is called: `K00042` in the first branch, `K2-00042` in others.
pub fn walk_in_number(branch: i64, number: i64) -> String {
    people_number('K', branch, number)
}

/// The number of a member: `M00042` in the first branch, `M2-00042` in others.
pub fn member_number(branch: i64, number: i64) -> String {
    people_number('M', branch, number)
}

fn people_number(letter: char, branch: i64, number: i64) -> String {
    if branch == 1 { format!("{letter}{number:05}") } else { format!("{letter}{branch}-{number:05}") }
}

/// A number as it is searched for: letters and digits alone, folded.
pub fn number_key(number: &str) -> String {
    fold::lower(number).chars().filter(|character| character.is_alphanumeric()).take(60).collect()
}

/// A picture's media type by its first bytes; nothing for what browsers do not show, and for
/// what is more than a picture (SVG can carry scripts).
pub fn picture_type(content: &[u8]) -> Option<&'static str> {
    match content {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// The earliest year of a birthday.
pub const FIRST_BIRTH_YEAR: i16 = 1900;

/// Whether a birthday can be: a day of its calendar, of a year from 1900 on and not after today.
/// Without a year it is a day that some year has (29 February, the 30th of a lunar month).
pub fn birthday_exists(birthday: &Birthday, today: Day) -> bool {
    let year_fits = birthday.year.is_none_or(|year| (FIRST_BIRTH_YEAR..=today.year()).contains(&year));
    year_fits
        && match birthday.calendar {
            Calendar::Solar => solar_day(birthday).is_some_and(|day| birthday.year.is_none() || day <= today),
            Calendar::Lunar => lunar_day_exists(birthday),
        }
}

/// The day of a solar birthday; a leap year stands in for an unknown one.
fn solar_day(birthday: &Birthday) -> Option<Day> {
    const SOME_LEAP_YEAR: i16 = 2000;
    let year = birthday.year.unwrap_or(SOME_LEAP_YEAR);
    Day::new(year, birthday.month, birthday.day).filter(|_| !birthday.leap_month)
}

fn lunar_day_exists(birthday: &Birthday) -> bool {
    let in_some_year = (1..=12).contains(&birthday.month) && (1..=30).contains(&birthday.day);
    let Some(year) = birthday.year.filter(|_| in_some_year) else { return in_some_year };
    // The calendar counts a leap month as the negative of its number.
    let number = isize::from(birthday.month);
    let month = LunarMonth::new(isize::from(year), if birthday.leap_month { -number } else { number });
    month.is_ok_and(|month| usize::try_from(birthday.day).is_ok_and(|day| day <= month.get_day_count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        Day::new(2026, 11, 21).unwrap()
    }

    fn solar(year: Option<i16>, month: i8, day: i8) -> Birthday {
        Birthday { calendar: Calendar::Solar, year, month, day, leap_month: false }
    }

    fn lunar(year: Option<i16>, month: i8, day: i8, leap_month: bool) -> Birthday {
        Birthday { calendar: Calendar::Lunar, year, month, day, leap_month }
    }

    #[test]
    fn a_solar_birthday_is_a_day_of_the_past() {
        assert!(birthday_exists(&solar(Some(1991), 8, 16), today()));
        assert!(birthday_exists(&solar(None, 2, 29), today()));
        assert!(birthday_exists(&solar(Some(2026), 11, 21), today()));
        for wrong in
            [solar(Some(1991), 2, 29), solar(Some(2026), 11, 22), solar(Some(1899), 1, 1), solar(None, 13, 1)]
        {
            assert!(!birthday_exists(&wrong, today()), "{wrong:?}");
        }
        assert!(!birthday_exists(&Birthday { leap_month: true, ..solar(None, 1, 1) }, today()));
    }

    #[test]
    fn a_lunar_birthday_is_a_day_of_the_lunar_calendar() {
        // 2020 had a fourth leap month of 29 days, and a fourth month of 30.
        assert!(birthday_exists(&lunar(Some(2020), 4, 30, false), today()));
        assert!(birthday_exists(&lunar(Some(2020), 4, 29, true), today()));
        assert!(!birthday_exists(&lunar(Some(2020), 4, 30, true), today()));
        assert!(!birthday_exists(&lunar(Some(2021), 4, 1, true), today()));
        assert!(birthday_exists(&lunar(None, 12, 30, false), today()));
        assert!(!birthday_exists(&lunar(None, 12, 31, false), today()));
    }

    fn profile() -> CustomerProfile {
        CustomerProfile {
            name: " 王丽 ".into(),
            phone: "+86 138-1234-1234".into(),
            email: "li@example.cn".into(),
            address: "杭州市春风路 8 号".into(),
            birthday: Some(solar(Some(1991), 8, 16)),
            tags: vec!["金卡".into(), " 金卡".into(), String::new()],
            ..CustomerProfile::default()
        }
    }

    #[test]
    fn a_profile_is_kept_in_one_form() {
        let kept = checked(&profile(), Kind::Member, today()).unwrap();
        assert_eq!((kept.name.as_str(), kept.phone.as_str()), ("王丽", "13812341234"));
        assert_eq!(kept.tags, ["金卡"]);
    }

    #[test]
    fn all_faults_of_a_profile_are_named_at_once() {
        let wrong = CustomerProfile {
            name: String::new(),
            phone: "1381234".into(),
            email: "nowhere".into(),
            address: "长".repeat(201),
            birthday: Some(solar(Some(2027), 1, 1)),
            tags: vec!["长".repeat(61)],
            ..CustomerProfile::default()
        };
        let Err(Refusal::Profile(faults)) = checked(&wrong, Kind::Member, today()) else {
            panic!("accepted")
        };
        assert_eq!(faults.len(), 6);
        let nobody = CustomerProfile::default();
        assert_eq!(checked(&nobody, Kind::WalkIn, today()), Ok(CustomerProfile::default()));
    }

    #[test]
    fn a_masked_profile_that_comes_back_changes_nothing() {
        let stored = checked(&profile(), Kind::Member, today()).unwrap();
        let shown = masked(&stored);
        assert_eq!(shown.phone, "138****1234");
        assert_eq!(shown.email, "l****@example.cn");
        assert_eq!(shown.address, "杭州市****");
        assert_eq!(shown.birthday.unwrap().year, None);
        assert_eq!(unmasked(shown.clone(), &stored), stored);
        let moved = CustomerProfile { phone: "13912341234".into(), ..shown };
        assert_eq!(unmasked(moved, &stored).phone, "13912341234");
    }

    #[test]
    fn numbers_of_two_branches_never_meet() {
        assert_eq!(walk_in_number(1, 42), "K00042");
        assert_eq!(member_number(2, 42), "M2-00042");
        assert_eq!(number_key("Ｋ2-00042 "), "k200042");
    }

    #[test]
    fn only_pictures_are_pictures() {
        assert_eq!(picture_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(picture_type(b"<svg onload=alert(1)>"), None);
        assert_eq!(picture_type(b""), None);
    }

    proptest! {
        #[test]
        fn any_profile_is_kept_or_refused_and_what_is_kept_is_kept_again(
            name in any::<String>(), phone in any::<String>(), email in any::<String>(), tag in any::<String>(),
        ) {
            let wish = CustomerProfile { name, phone, email, tags: vec![tag], ..CustomerProfile::default() };
            if let Ok(kept) = checked(&wish, Kind::Member, today()) {
                prop_assert_eq!(checked(&kept, Kind::Member, today()), Ok(kept.clone()));
                prop_assert_eq!(unmasked(masked(&kept), &kept), kept);
            }
        }

        #[test]
        fn any_numbers_are_a_birthday_or_not(
            year in prop::option::of(any::<i16>()), month in any::<i8>(), day in any::<i8>(), leap in any::<bool>(),
        ) {
            let _ = birthday_exists(&lunar(year, month, day, leap), today());
            let _ = birthday_exists(&solar(year, month, day), today());
        }
    }
}
