//! Phone numbers: Chinese mobiles in their eleven digits, others in international form.

use super::fold;

/// A phone number in the one form in which it is stored, compared and hashed: a mobile of the
/// Chinese mainland as its eleven digits, any other number as E.164 (`+` and up to 15 digits).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// Why a text is no phone number that a message could reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneFault {
    /// There is nothing to read.
    Empty,
    /// A spreadsheet has written `1.38E+10` over it: the digits cannot be told any more.
    Scientific,
    /// A fixed line: area code first, or seven or eight digits, or a 400 number.
    Landline,
    /// So many digits, which is not what a mobile has.
    Digits(usize),
    /// Eleven digits, but no mobile begins like this.
    NotMobile,
    /// More than one number.
    Several,
    /// Letters or signs that no number has.
    NotANumber,
}

impl Phone {
    /// The last digits that are searched for.
    pub const TAIL: usize = 4;

    /// Reads a number as people and programs write it: `+86`, `86`, `0086` and `0` before a
    /// Chinese mobile, spaces, dashes, dots, brackets and full-width digits are understood.
    /// A number of another country needs its `+` or `00`.
    pub fn parse(text: &str) -> Result<Phone, PhoneFault> {
        let text = fold::plain(text);
        // A leading apostrophe and a trailing ".0" are what spreadsheets leave on digits.
        let text = text.trim_start_matches('\'').trim();
        let text = text.strip_suffix(".0").unwrap_or(text);
        if text.is_empty() {
            return Err(PhoneFault::Empty);
        }
        if let Some(fault) = without_separators(text) {
            return Err(fault);
        }
        let (international, digits) = digits(&expanded(text)?)?;
        match national(international, &digits) {
            Some(rest) => mainland(rest),
            None => foreign(&digits),
        }
    }

    /// The number as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as an owned text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// What a screen shows to people who may not see the whole number: `138****1234`.
    pub fn masked(&self) -> String {
        let (head, rest) = self.0.split_at(3);
        format!("{head}****{}", &rest[rest.len() - Phone::TAIL..])
    }

    /// The last four digits.
    pub fn tail(&self) -> &str {
        &self.0[self.0.len() - Phone::TAIL..]
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Phone numbers do not go to logs.
impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl std::fmt::Display for PhoneFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PhoneFault::Empty => f.write_str("no phone"),
            PhoneFault::Scientific => f.write_str("phone lost its digits in scientific notation"),
            PhoneFault::Landline => f.write_str("landline, not a mobile"),
            PhoneFault::Digits(1) => f.write_str("phone has 1 digit"),
            PhoneFault::Digits(count) => write!(f, "phone has {count} digits"),
            PhoneFault::NotMobile => f.write_str("no mobile number begins like this"),
            PhoneFault::Several => f.write_str("more than one phone number"),
            PhoneFault::NotANumber => f.write_str("phone is not a number"),
        }
    }
}

/// Whether several numbers stand in one field: signs that separate, with digits on both sides.
fn without_separators(text: &str) -> Option<PhoneFault> {
    let parts = text.split(['/', ',', ';', '、', '|', '&']);
    let numbers = parts.filter(|part| part.contains(|character: char| character.is_ascii_digit()));
    (numbers.count() > 1).then_some(PhoneFault::Several)
}

/// A number in scientific notation written out, where its mantissa still has every digit
/// (`1.3812341234E10`); any other text as it is.
fn expanded(text: &str) -> Result<String, PhoneFault> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Ok(text.to_owned());
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (true, true, Ok(exponent)) = (digits(whole), digits(decimals), exponent.parse::<usize>()) else {
        return Err(PhoneFault::NotANumber);
    };
    if whole.len() != 1 || decimals.len() != exponent {
        return Err(PhoneFault::Scientific);
    }
    Ok(format!("{whole}{decimals}"))
}

/// The bare digits, and whether a `+` or `00` says that a country code comes first.
fn digits(text: &str) -> Result<(bool, String), PhoneFault> {
    let (plus, rest) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let separator = |character: char| {
        matches!(character, ' ' | '-' | '.' | '(' | ')' | '·' | '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    let digits: String = rest.chars().filter(|character| !separator(*character)).collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PhoneFault::NotANumber);
    }
    match digits.strip_prefix("00") {
        Some(rest) if !plus => Ok((true, rest.to_owned())),
        _ => Ok((plus, digits)),
    }
}

/// What follows China's country code, or all digits where no country is named.
fn national(international: bool, digits: &str) -> Option<&str> {
    if international {
        return digits.strip_prefix("86");
    }
    match digits.strip_prefix("86") {
        Some(rest) if rest.len() >= 10 => Some(rest),
        _ => Some(digits),
    }
}

/// A mobile of the mainland: `1`, then 3 to 9, then nine digits.
fn mainland(digits: &str) -> Result<Phone, PhoneFault> {
    // Before a mobile of another province a 0 used to be dialled.
    let mobile = match digits.strip_prefix('0') {
        Some(rest) if rest.len() == 11 && begins_as_mobile(rest) => rest,
        _ => digits,
    };
    match mobile.len() {
        11 if begins_as_mobile(mobile) => Ok(Phone(mobile.to_owned())),
        _ if is_landline(mobile) => Err(PhoneFault::Landline),
        11 => Err(PhoneFault::NotMobile),
        count => Err(PhoneFault::Digits(count)),
    }
}

fn begins_as_mobile(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// An area code (with its 0) and seven or eight digits, those digits alone, or a 400/800 number.
fn is_landline(digits: &str) -> bool {
    match digits.as_bytes() {
        [b'0', b'1'..=b'9', ..] => (10..=12).contains(&digits.len()),
        [b'2'..=b'9', ..] if digits.len() == 7 || digits.len() == 8 => true,
        [b'4' | b'8', b'0', b'0', ..] => digits.len() == 10,
        _ => false,
    }
}

/// A number of another country. Country codes never begin with 0, and E.164 allows 15 digits.
fn foreign(digits: &str) -> Result<Phone, PhoneFault> {
    match digits.as_bytes() {
        [b'0', ..] => Err(PhoneFault::NotANumber),
        bytes if (7..=15).contains(&bytes.len()) => Ok(Phone(format!("+{digits}"))),
        bytes => Err(PhoneFault::Digits(bytes.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, PhoneFault> {
        Phone::parse(text).map(Phone::into_string)
    }

    #[test]
    fn a_mobile_is_read_however_it_is_written() {
        for text in [
            "13812341234",
            "138-1234-1234",
            "138 1234 1234",
            "+86 138 1234 1234",
            "8613812341234",
            "0086-13812341234",
            "013812341234",
            "（86）138.1234.1234",
            "１３８１２３４１２３４",
            " 13812341234\u{200b}",
            "'13812341234",
            "13812341234.0",
            "1.3812341234E10",
        ] {
            assert_eq!(read(text), Ok("13812341234".to_owned()), "{text}");
        }
    }

    #[test]
    fn a_number_of_another_country_keeps_its_code() {
        assert_eq!(read("+49 (151) 2345-6789"), Ok("+4915123456789".to_owned()));
        assert_eq!(read("00852 9123 4567"), Ok("+85291234567".to_owned()));
        assert_eq!(read("+1 212"), Err(PhoneFault::Digits(4)));
        assert_eq!(read("+0 1212345678"), Err(PhoneFault::NotANumber));
    }

    #[test]
    fn what_is_no_mobile_says_why() {
        assert_eq!(read(" "), Err(PhoneFault::Empty));
        assert_eq!(read("1.38E+10"), Err(PhoneFault::Scientific));
        assert_eq!(read("1381234123"), Err(PhoneFault::Digits(10)));
        assert_eq!(read("138123412345"), Err(PhoneFault::Digits(12)));
        assert_eq!(read("010-1234-5678"), Err(PhoneFault::Landline));
        assert_eq!(read("0571 8765432"), Err(PhoneFault::Landline));
        assert_eq!(read("+86 21 6123 4567"), Err(PhoneFault::Digits(10)));
        assert_eq!(read("61234567"), Err(PhoneFault::Landline));
        assert_eq!(read("400-820-8820"), Err(PhoneFault::Landline));
        assert_eq!(read("12012341234"), Err(PhoneFault::NotMobile));
        assert_eq!(read("13812341234/13912341234"), Err(PhoneFault::Several));
        assert_eq!(read("微信同号"), Err(PhoneFault::NotANumber));
        assert_eq!(PhoneFault::Digits(10).to_string(), "phone has 10 digits");
    }

    #[test]
    fn a_masked_number_shows_three_digits_and_four() {
        assert_eq!(Phone::parse("13812341234").unwrap().masked(), "138****1234");
        assert_eq!(Phone::parse("+4915123456789").unwrap().masked(), "+49****6789");
        assert_eq!(format!("{:?}", Phone::parse("13812341234").unwrap()), "Phone(138****1234)");
        assert_eq!(Phone::parse("13812341234").unwrap().tail(), "1234");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_is_read_again(text in any::<String>()) {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()).unwrap(), phone.clone());
                prop_assert!(phone.as_str().len() <= 16 && phone.masked().len() == 11);
            }
        }

        #[test]
        fn any_digits_and_signs_are_read_or_refused(text in "[+0-9eE .()/-]{0,24}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()).unwrap(), phone);
            }
        }
    }
}
