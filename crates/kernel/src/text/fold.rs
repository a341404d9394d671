//! One form for text that is written in many: width, spaces, case, accents.

use unicode_normalization::UnicodeNormalization;

/// The text with full-width signs as ASCII, every kind of space as one plain space, and without
/// characters that nobody sees. Ends are trimmed and runs of spaces made one.
///
/// Line breaks are spaces too: what this makes is a value of one line.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !is_unseen(*character)).map(narrow) {
        if !character.is_whitespace() {
            plain.push(character);
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// The text as search compares it: [`plain`], lower case, Latin letters without accents
/// ("Löwe" is found as "lowe", "ø" as "o").
pub fn lower(text: &str) -> String {
    let bare: String = plain(text).nfd().filter(|character| !is_accent(*character)).nfc().collect();
    let mut lower = String::with_capacity(bare.len());
    for character in bare.chars().flat_map(char::to_lowercase) {
        match plain_letters(character) {
            Some(letters) => lower.push_str(letters),
            // Lowering "İ" leaves an accent behind.
            None if is_accent(character) => {}
            None => lower.push(character),
        }
    }
    lower
}

/// A full-width ASCII sign or an ideographic space in its ordinary width.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - u32::from('！') + u32::from('!')).unwrap_or(character)
        }
        '\u{ffe5}' => '¥',
        other => other,
    }
}

/// Control characters, zero-width characters, direction marks, and the byte order mark.
/// White space is seen.
fn is_unseen(character: char) -> bool {
    let zero_width = matches!(character,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    zero_width || (character.is_control() && !character.is_whitespace())
}

/// Combining marks of Latin, Greek and Cyrillic letters. Those of other scripts make other letters.
fn is_accent(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// Latin letters that Unicode does not take apart, written with plain ones.
fn plain_letters(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_and_unseen_characters_are_folded() {
        assert_eq!(plain("\u{feff} １５８７\u{200b}４０７\u{3000}　８８１ \n"), "1587407 881");
        assert_eq!(plain("￥３，０００．００"), "¥3,000.00");
    }

    #[test]
    fn accents_and_case_are_folded_and_other_scripts_are_kept() {
        assert_eq!(lower("Zoë LÖWE-Ångström ß Øre İ"), "zoe lowe-angstrom ss ore i");
        assert_eq!(lower("김민지 さくら 王丽"), "김민지 さくら 王丽");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,40}") {
            prop_assert_eq!(plain(&plain(&text)), plain(&text));
            prop_assert_eq!(lower(&lower(&text)), lower(&text));
        }

        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            prop_assert!(plain(&text).chars().count() <= text.chars().count());
            prop_assert!(lower(&text).len() <= text.len() * 4);
        }
    }
}
