//! Gift cards 礼品卡: their codes, and what may be done before one is claimed.

use crate::card::model::{Card, Refusal};

/// Letters and digits without those that look alike (Crockford's Base32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them a code has: 80 bits, more than anybody can try.
const LENGTH: usize = 16;

/// The code that random bytes make: five bits of each of the first sixteen.
pub fn code(random: &[u8; 32]) -> String {
    random.iter().take(LENGTH).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// A code as people read and write it: in fours.
pub fn in_fours(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code as somebody typed it: in any case, with or without what divides it, and with the letters that are
/// taken for digits. Refuses: no code.
pub fn read_code(typed: &str) -> Result<String, Refusal> {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let letter = |typed: char| match typed.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        known if u8::try_from(known).is_ok_and(|byte| LETTERS.contains(&byte)) => Some(known),
        _ => None,
    };
    let code = letters.take(LENGTH + 1).map(letter).collect::<Option<String>>();
    code.filter(|code| code.len() == LENGTH).ok_or(Refusal::GiftCodeForm)
}

/// Before a gift card is claimed nobody says what becomes of it. Refuses: not claimed.
pub fn check_claimed(card: &Card) -> Result<(), Refusal> {
    if card.bearer { Err(Refusal::GiftUnclaimed) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        assert_eq!(read_code(" 7k4m-9qxc 2htb-w5rd ").unwrap(), "7K4M9QXC2HTBW5RD");
        assert_eq!(read_code("oil0-0000-0000-0000").unwrap(), "0110000000000000");
        for wrong in ["", "7K4M-9QXC-2HTB-W5R", "7K4M-9QXC-2HTB-W5RDE", "7K4M-9QXC-2HTB-W5RU", "礼品卡"] {
            assert_eq!(read_code(wrong), Err(Refusal::GiftCodeForm), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_code_that_is_written_down_is_the_one_that_is_read(random: [u8; 32], small: bool) {
            let code = code(&random);
            let written = in_fours(&code);
            prop_assert_eq!(written.len(), 19);
            let written = if small { written.to_lowercase() } else { written };
            prop_assert_eq!(read_code(&written).unwrap(), code);
        }

        #[test]
        fn whatever_is_typed_is_a_code_or_refused(typed in "\\PC{0,40}") {
            prop_assert!(read_code(&typed).is_err() || typed.chars().count() >= LENGTH);
        }
    }
}
