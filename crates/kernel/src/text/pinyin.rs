//! Names spelled in Latin letters, as they are typed at the till: whole (`wangli`) and by the
//! first letters (`wl`).

use super::{fold, polyphones};
use pinyin::ToPinyin;

/// How many ways of reading one name are kept; a surname's readings come before the others.
pub const MAX_SPELLINGS: usize = 8;

/// One way of reading a name: its syllables, lower case. A word in Latin letters or digits is
/// one syllable.
pub type Spelling = Vec<String>;

/// The first letter of each syllable of a text, in its usual reading: what a price list is
/// searched by. Characters without a reading are left out.
pub fn initials(text: &str) -> String {
    spellings(text).first().map(|spelling| first_letters(spelling)).unwrap_or_default()
}

/// Every way in which a name may be read, the likeliest first; at most [`MAX_SPELLINGS`].
pub fn spellings(name: &str) -> Vec<Spelling> {
    let units = units(&fold::lower(name));
    let mut spellings: Vec<Spelling> = vec![Vec::new()];
    for (place, unit) in units.iter().enumerate() {
        // The surname stands first, and it is the one whose readings must all be there.
        let room = if place == 0 { MAX_SPELLINGS } else { MAX_SPELLINGS / spellings.len() };
        let taken = &unit[..unit.len().min(room.max(1))];
        spellings = taken
            .iter()
            .flat_map(|reading| spellings.iter().map(|before| [before.as_slice(), reading].concat()))
            .collect();
    }
    spellings.retain(|spelling| !spelling.is_empty());
    spellings
}

/// The first letters of a spelling.
pub(super) fn first_letters(spelling: &[String]) -> String {
    spelling.iter().filter_map(|syllable| syllable.chars().next()).collect()
}

/// A part of a name that is read as one: a character, a surname of two, or a Latin word; with
/// the syllables of each of its readings.
type Unit = Vec<Spelling>;

fn units(name: &str) -> Vec<Unit> {
    let characters: Vec<char> = name.chars().collect();
    let mut units: Vec<Unit> = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let rest = &characters[at..];
        let (taken, unit) = if units.is_empty()
            && let Some(unit) = compound(rest)
        {
            (2, unit)
        } else if is_latin(rest[0]) {
            let word: String = rest.iter().take_while(|character| is_latin(**character)).collect();
            (word.chars().count(), vec![vec![word]])
        } else {
            (1, readings(rest[0]))
        };
        at += taken;
        if !unit.is_empty() {
            units.push(unit);
        }
    }
    units
}

fn compound(rest: &[char]) -> Option<Unit> {
    let [first, second, ..] = rest else { return None };
    let readings = polyphones::compound(*first, *second);
    let unit = readings.iter().map(|syllables| syllables.map(str::to_owned).to_vec()).collect();
    (!readings.is_empty()).then_some(unit)
}

fn readings(character: char) -> Unit {
    let known = polyphones::readings(character);
    if !known.is_empty() {
        return known.iter().map(|syllable| vec![(*syllable).to_owned()]).collect();
    }
    let Some(syllable) = character.to_pinyin().map(|pinyin| pinyin.plain()) else { return Vec::new() };
    // ü is typed as v; travel documents and many people write u.
    if syllable.contains(['ü', 'v']) {
        return vec![vec![syllable.replace('ü', "v")], vec![syllable.replace(['ü', 'v'], "u")]];
    }
    vec![vec![syllable.to_owned()]]
}

fn is_latin(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(name: &str) -> Vec<String> {
        spellings(name).iter().map(|spelling| spelling.concat()).collect()
    }

    #[test]
    fn every_reading_of_a_surname_is_kept() {
        assert_eq!(whole("单丽"), ["shanli", "danli", "chanli"]);
        assert_eq!(whole("曾敏"), ["zengmin", "cengmin"]);
        assert_eq!(whole("尉迟恭"), ["yuchigong", "weichigong"]);
        assert_eq!(whole("万俟雪"), ["moqixue", "wansixue", "wanqixue"]);
        assert_eq!(whole("长孙无忌"), ["zhangsunwuji", "changsunwuji"]);
        for (surname, readings) in [
            ("解", vec!["xie", "jie"]),
            ("查", vec!["zha", "cha"]),
            ("仇", vec!["qiu", "chou"]),
            ("区", vec!["ou", "qu"]),
            ("盖", vec!["ge", "gai"]),
            ("翟", vec!["zhai", "di"]),
            ("覃", vec!["qin", "tan"]),
            ("乐", vec!["yue", "le"]),
            ("石", vec!["shi", "dan"]),
            ("缪", vec!["miao", "mou", "miu"]),
            ("朴", vec!["piao", "pu", "po"]),
        ] {
            assert_eq!(whole(surname), readings, "{surname}");
        }
    }

    #[test]
    fn a_name_with_many_readings_keeps_a_bounded_number_and_all_of_its_surname() {
        let spellings = spellings("单乐朝晟茜");
        assert_eq!(spellings.len(), 6);
        for surname in ["shan", "dan", "chan"] {
            assert!(spellings.iter().any(|spelling| spelling[0] == surname));
        }
    }

    #[test]
    fn the_vowel_that_no_keyboard_has_is_found_under_v_and_u() {
        assert_eq!(whole("吕丽"), ["lvli", "luli"]);
    }

    #[test]
    fn a_latin_word_is_one_syllable() {
        assert_eq!(whole("Tony老师"), ["tonylaoshi"]);
        assert_eq!(initials("Anna Löwe"), "al");
        assert_eq!(initials("洗剪吹"), "xjc");
        assert_eq!(initials("★"), "");
    }

    proptest! {
        #[test]
        fn any_text_has_few_spellings_of_small_letters(text in any::<String>()) {
            let spellings = spellings(&text);
            prop_assert!(spellings.len() <= MAX_SPELLINGS);
            for syllable in spellings.iter().flatten() {
                prop_assert!(syllable.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
            }
        }
    }
}
