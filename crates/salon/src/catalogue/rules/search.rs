//! What is typed or scanned to find something on the price list, and what it is found by.

use kernel::text::{fold, search};
use std::collections::BTreeSet;

/// A text that comes after every piece: nothing is found from here.
const BEYOND: &str = "\u{10ffff}";

/// What somebody typed or scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The beginning of what is looked for; empty to find everything.
    pub from: String,
    /// Where what begins so ends.
    pub to: String,
    /// The whole of it in small letters, for a code or a barcode; empty when nothing was typed.
    pub whole: String,
}

impl Search {
    /// Understands what was typed. Signs alone find nothing, no text finds everything.
    pub fn of(typed: &str) -> Search {
        let whole = fold::plain(typed).to_lowercase();
        if whole.is_empty() {
            return Search::default();
        }
        let letters = search::query(&whole);
        let from = if letters.is_empty() { BEYOND.to_owned() } else { letters };
        Search { to: search::end_of(&from), from, whole }
    }
}

/// What something is found by: the pieces of its name, and its codes whole.
pub fn pieces(name: &str, codes: &[&str]) -> BTreeSet<String> {
    let of_name = search::pieces(name).into_iter().map(|piece| piece.text);
    let of_codes = codes.iter().map(|code| search::query(code)).filter(|code| !code.is_empty());
    of_name.chain(of_codes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(typed: &str) -> bool {
        let Search { from, to, .. } = Search::of(typed);
        pieces("女士剪发", &["C-01", "6921234567890"]).iter().any(|piece| (&from..&to).contains(&piece))
    }

    #[test]
    fn a_name_is_found_by_its_pieces_and_a_code_by_its_beginning() {
        for typed in ["剪发", "nsjf", "jianfa", "c01", "C-0", "692", "6921234567890\r\n"] {
            assert!(finds(typed), "{typed}");
        }
        for typed in ["234", "-", "%", "男"] {
            assert!(!finds(typed), "{typed}");
        }
        assert_eq!(Search::of(" \u{200b}"), Search::default());
    }
}
