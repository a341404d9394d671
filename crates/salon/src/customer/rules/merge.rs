//! What becomes of two profiles of one person, and which customers may be one.

use super::{ALLERGY, FORMULA, NOTES, TAGS};
use crate::customer::model::{CustomerProfile, Gender};
use kernel::text::fold;
use kernel::text::pinyin::spellings;

/// What is known of a person of whom two rows were kept: what the one that survives does not say, the other
/// one says; notes, formula and allergy of both stay, because somebody relies on them.
pub fn joined(survivor: &CustomerProfile, other: &CustomerProfile) -> CustomerProfile {
    let either = |own: &String, other: &String| if own.is_empty() { other.clone() } else { own.clone() };
    CustomerProfile {
        name: either(&survivor.name, &other.name),
        phone: either(&survivor.phone, &other.phone),
        email: either(&survivor.email, &other.email),
        address: either(&survivor.address, &other.address),
        gender: if survivor.gender == Gender::Unsaid { other.gender } else { survivor.gender },
        birthday: survivor.birthday.or(other.birthday),
        source: either(&survivor.source, &other.source),
        referrer: survivor.referrer.or(other.referrer),
        referrer_shop: either(&survivor.referrer_shop, &other.referrer_shop),
        introducer: survivor.introducer.or(other.introducer),
        tags: all_tags(&survivor.tags, &other.tags),
        notes: both(&survivor.notes, &other.notes, NOTES),
        hair_formula: both(&survivor.hair_formula, &other.hair_formula, FORMULA),
        allergy: both(&survivor.allergy, &other.allergy, ALLERGY),
    }
}

fn all_tags(own: &[String], other: &[String]) -> Vec<String> {
    let new = other.iter().filter(|tag| !own.contains(tag));
    own.iter().chain(new).take(TAGS).cloned().collect()
}

/// Both texts, one under the other, as far as the field reaches.
fn both(own: &str, other: &str, most: usize) -> String {
    if own.contains(other) {
        return own.to_owned();
    }
    let text = if own.is_empty() { other.to_owned() } else { format!("{own}\n{other}") };
    text.chars().take(most).collect::<String>().trim_end().to_owned()
}

/// Whether two names may be one person's: equal but for case and accents, heard alike, one within the other,
/// or different in one sign of three or more. Somebody without a name may be anybody.
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (fold::lower(one).replace(' ', ""), fold::lower(other).replace(' ', ""));
    let within = one.contains(&other) || other.contains(&one);
    within || heard_alike(&one, &other) || one_sign_apart(&one, &other)
}

fn heard_alike(one: &str, other: &str) -> bool {
    let heard = spellings(other);
    spellings(one).iter().any(|spelling| heard.contains(spelling))
}

fn one_sign_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let apart = one.iter().zip(&other).filter(|(one, other)| one != other).count();
    one.len() == other.len() && one.len() >= 3 && apart <= 1
}

/// Tags with one of them under another name, or without it.
pub fn retagged(tags: &[String], from: &str, to: Option<&str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags.iter().filter_map(|tag| if tag == from { to } else { Some(tag) }) {
        if !kept.iter().any(|known| known == tag) {
            kept.push(tag.to_owned());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::model::Kind;
    use crate::customer::rules::checked;
    use kernel::Day;
    use proptest::prelude::*;

    #[test]
    fn what_one_row_does_not_say_the_other_says() {
        let survivor = CustomerProfile {
            name: "王丽".into(),
            tags: vec!["金卡".into()],
            allergy: "勿用含氨染膏".into(),
            ..CustomerProfile::default()
        };
        let other = CustomerProfile {
            name: "王莉".into(),
            phone: "13812341234".into(),
            tags: vec!["金卡".into(), "老客".into()],
            allergy: "对苯二胺过敏".into(),
            ..CustomerProfile::default()
        };
        let joined = joined(&survivor, &other);
        assert_eq!((joined.name.as_str(), joined.phone.as_str()), ("王丽", "13812341234"));
        assert_eq!(joined.tags, ["金卡", "老客"]);
        assert_eq!(joined.allergy, "勿用含氨染膏\n对苯二胺过敏");
    }

    #[test]
    fn names_that_may_be_one_person_are_told_from_others() {
        for (one, other) in [
            ("王丽", "王莉"),
            ("Zoë", "zoe"),
            ("王丽", "王丽 (会员)"),
            ("欧阳娜娜", "欧阳娜那"),
            ("", "王丽"),
        ] {
            assert!(alike(one, other) && alike(other, one), "{one} {other}");
        }
        for (one, other) in [("王丽", "李雷"), ("王建国", "李建军"), ("张三", "李三")] {
            assert!(!alike(one, other) && !alike(other, one), "{one} {other}");
        }
    }

    #[test]
    fn a_tag_under_a_name_that_is_there_becomes_one_with_it() {
        let tags = ["金卡", "VIP", "老客"].map(str::to_owned);
        assert_eq!(retagged(&tags, "VIP", Some("金卡")), ["金卡", "老客"]);
        assert_eq!(retagged(&tags, "VIP", Some("贵宾")), ["金卡", "贵宾", "老客"]);
        assert_eq!(retagged(&tags, "VIP", None), ["金卡", "老客"]);
    }

    fn profile() -> impl Strategy<Value = CustomerProfile> {
        let tags = prop::collection::vec("[a-z]{1,3}", 0..30);
        ("[a-z]{1,5}", "[a-z ]{0,9}", "[a-z ]{0,600}", tags).prop_map(|(name, notes, allergy, tags)| {
            CustomerProfile { name, notes, allergy, tags, ..CustomerProfile::default() }
        })
    }

    proptest! {
        #[test]
        fn two_profiles_that_are_kept_make_one_that_is_kept(one in profile(), other in profile()) {
            let today = Day::new(2026, 3, 2).unwrap();
            let kept = |profile: &CustomerProfile| checked(profile, Kind::Member, today).unwrap();
            let both = joined(&kept(&one), &kept(&other));
            prop_assert_eq!(checked(&both, Kind::Member, today), Ok(both.clone()));
            prop_assert_eq!(joined(&both, &both), both);
        }
    }
}
