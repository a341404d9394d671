//! What a name is found by: every piece of it that begins at a character, a syllable or a word,
//! so that a prefix search over these pieces also finds what stands in the middle.

use super::{fold, pinyin};
use std::collections::BTreeSet;

/// The longest piece, and the longest query that is looked for, in characters.
pub const MAX_PIECE: usize = 24;
/// The most pieces of one name.
pub const MAX_PIECES: usize = 96;
/// The characters of a name that are looked at.
const MAX_NAME: usize = 40;

/// A piece of a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece {
    /// Whether it begins where the name begins: such hits come first.
    pub place: Place,
    /// How the name was written to get it.
    pub spelled: Spelled,
    /// Folded letters and digits alone, at most [`MAX_PIECE`] of them.
    pub text: String,
}

/// Where in the name a piece begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// With the name.
    Start,
    /// Later.
    Middle,
}

/// In what letters a piece is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spelled {
    /// Pinyin, whole or first letters.
    Pinyin,
    /// The name's own. Of two pieces that read the same, this one is kept.
    Name,
}

/// The pieces of a name: each suffix of the name, of each of its readings from each syllable on,
/// and of their first letters. A piece that only repeats the beginning of another is left out.
pub fn pieces(name: &str) -> Vec<Piece> {
    let name: String = name.chars().take(MAX_NAME).collect();
    let own = vec![query(&name).chars().map(String::from).collect::<Vec<_>>()];
    let spellings = pinyin::spellings(&name);
    let letters = spellings.iter().map(|spelling| pinyin::first_letters(spelling));
    let letters = letters.map(|letters| letters.chars().map(String::from).collect()).collect();

    let mut pieces = Vec::new();
    for (spelled, ways) in [(Spelled::Name, own), (Spelled::Pinyin, spellings), (Spelled::Pinyin, letters)] {
        for way in ways {
            pieces.extend(suffixes(&way).map(|(place, text)| Piece { place, spelled, text }));
        }
    }
    pieces.truncate(MAX_PIECES);
    without_repeats(pieces)
}

/// What was typed into a search box, in the form in which pieces are kept.
pub fn query(text: &str) -> String {
    fold::lower(text).chars().filter(|character| character.is_alphanumeric()).take(MAX_PIECE).collect()
}

/// The text that is greater than every text beginning with `prefix`: the end of a range search
/// in an index that compares bytes.
pub fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// The suffixes of a way to write a name, from each of its steps on.
fn suffixes(steps: &[String]) -> impl Iterator<Item = (Place, String)> {
    (0..steps.len()).map(move |from| {
        let place = if from == 0 { Place::Start } else { Place::Middle };
        (place, steps[from..].concat().chars().take(MAX_PIECE).collect())
    })
}

/// Sorted, a piece that another one begins with comes right before it (or before its like).
fn without_repeats(pieces: Vec<Piece>) -> Vec<Piece> {
    let sorted: BTreeSet<(Place, String, Spelled)> =
        pieces.into_iter().map(|piece| (piece.place, piece.text, piece.spelled)).collect();
    let mut kept: Vec<Piece> = Vec::with_capacity(sorted.len());
    for (place, text, spelled) in sorted.into_iter().rev() {
        let repeats = kept.last().is_some_and(|last| last.place == place && last.text.starts_with(&text));
        if !text.is_empty() && !repeats {
            kept.push(Piece { place, spelled, text });
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(name: &str, place: Place) -> Vec<String> {
        pieces(name).into_iter().filter(|piece| piece.place == place).map(|piece| piece.text).collect()
    }

    fn finds(name: &str, typed: &str) -> bool {
        let typed = query(typed);
        pieces(name)
            .iter()
            .any(|piece| (typed.as_str()..end_of(&typed).as_str()).contains(&piece.text.as_str()))
    }

    #[test]
    fn a_name_is_found_by_any_piece_pinyin_and_initials() {
        for typed in
            ["欧", "欧阳娜娜", "阳娜", "娜", "ouyang", "ouyangnana", "yangna", "na", "oynn", "ynn", "o"]
        {
            assert!(finds("欧阳娜娜", typed), "{typed}");
        }
        assert!(!finds("欧阳娜娜", "ang"), "a syllable is not cut");
    }

    #[test]
    fn a_latin_name_is_found_without_accents_case_and_spaces() {
        for typed in ["anna", "löwe", "LOWE", "Anna Lö", "naloew", "al"] {
            assert_eq!(finds("Anna-Löwe", typed), typed != "naloew", "{typed}");
        }
    }

    #[test]
    fn each_reading_of_a_surname_finds_its_bearer() {
        for typed in ["shanli", "danli", "chan", "sl", "dl", "cl"] {
            assert!(finds("单丽", typed), "{typed}");
        }
    }

    #[test]
    fn pieces_that_begin_others_are_not_kept_twice() {
        assert_eq!(texts("王丽", Place::Start), ["wangli", "wl", "王丽"]);
        assert_eq!(texts("王丽", Place::Middle), ["li", "丽"]);
        assert!(pieces("Anna").iter().all(|piece| piece.spelled == Spelled::Name));
    }

    proptest! {
        #[test]
        fn any_text_has_a_bounded_number_of_short_pieces(text in any::<String>()) {
            let pieces = pieces(&text);
            prop_assert!(pieces.len() <= MAX_PIECES);
            for piece in &pieces {
                prop_assert!((1..=MAX_PIECE).contains(&piece.text.chars().count()));
            }
        }

        // Letters only: Unicode counts the radicals of the Han script as symbols, and no name has them.
        #[test]
        fn a_name_is_found_by_its_own_beginning(name in "([\\p{Han}&&\\p{Lo}]|[a-zA-Z]){1,30}", length in 1_usize..30) {
            let typed: String = name.chars().take(length).collect();
            prop_assert!(finds(&name, &typed));
        }
    }
}
