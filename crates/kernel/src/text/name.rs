//! Names of people and things: one line, seen characters, bounded.

use super::fold;

/// A name of 1 to 60 characters on one line, without characters that nobody sees.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The longest name, in characters.
    pub const MAX: usize = 60;

    /// Cleans and takes a name; `None` when nothing is left or it is too long. Full-width letters
    /// become ordinary ones; letters of every script are kept as they are.
    pub fn parse(text: &str) -> Option<Name> {
        let name = fold::plain(text);
        (1..=Name::MAX).contains(&name.chars().count()).then_some(Name(name))
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as an owned text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names do not go to logs.
impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Name({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_spaces_alone_is_none() {
        assert_eq!(Name::parse("  \u{3000}\u{200b} "), None);
        assert_eq!(Name::parse(&"长".repeat(61)), None);
    }

    #[test]
    fn spaces_inside_a_name_are_made_one() {
        assert_eq!(Name::parse(" Anna   Löwe ").unwrap().as_str(), "Anna Löwe");
        assert_eq!(format!("{:?}", Name::parse("王丽").unwrap()), "Name(2 characters)");
    }
}
