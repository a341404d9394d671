//! The second factor: codes that an authenticator shows (RFC 6238, over the HOTP of RFC 4226), and recovery
//! codes for who has lost it.

use super::model::Begun;
use super::secret;
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use kernel::text::fold;
use kernel::{Instant, Problem};
use qrcodegen::{QrCode, QrCodeEcc};
use sha1::Sha1;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// How long a code is shown, in seconds.
const STEP: i64 = 30;
/// The digits of a code.
const DIGITS: usize = 6;
/// How many steps a clock may be off, in either direction (RFC 6238, 5.2).
const SKEW: i64 = 1;
/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// The letters of one, in two halves.
const RECOVERY_LETTERS: usize = 8;
/// The edge around a QR code that readers need, in modules.
const QUIET: i32 = 4;

/// A new secret of 160 bits, as RFC 4226 recommends.
pub fn new_secret() -> Result<Zeroizing<Vec<u8>>, Problem> {
    let mut secret = Zeroizing::new(vec![0_u8; 20]);
    getrandom::fill(&mut secret).map_err(Problem::bug)?;
    Ok(secret)
}

/// What somebody typed as their second factor.
#[derive(Clone, PartialEq, Eq)]
pub enum Code {
    /// What the authenticator shows.
    Shown(String),
    /// A recovery code, without the hyphen.
    Recovery(String),
}

impl Code {
    /// Tells the two apart, whatever the width of the digits and the spaces between them.
    pub fn of(typed: &str) -> Code {
        let folded = fold::lower(typed);
        let plain: String = folded.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
        let digits = plain.len() == DIGITS && plain.bytes().all(|byte| byte.is_ascii_digit());
        if digits { Code::Shown(plain) } else { Code::Recovery(plain) }
    }
}

/// The step in which an authenticator shows this code now, a clock's error allowed for.
pub fn step_of(secret: &[u8], code: &str, now: Instant) -> Option<i64> {
    let current = now.millis().div_euclid(1000 * STEP);
    let shown = |step: &i64| {
        let expected = format!("{:0width$}", hotp(secret, *step), width = DIGITS);
        bool::from(expected.as_bytes().ct_eq(code.as_bytes()))
    };
    (current - SKEW..=current + SKEW).rev().find(shown)
}

/// The one-time password of a counter (RFC 4226, 5.3).
fn hotp(secret: &[u8], counter: i64) -> u32 {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return 0 };
    mac.update(&counter.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 0x0f);
    let cut = [digest[offset] & 0x7f, digest[offset + 1], digest[offset + 2], digest[offset + 3]];
    u32::from_be_bytes(cut) % 1_000_000
}

/// What an authenticator shows that was told a secret in base 32.
#[cfg(test)]
pub fn shown_at(secret: &str, now: Instant) -> String {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    format!("{:06}", hotp(&secret, now.millis() / 1000 / STEP))
}

/// Recovery codes, as they are shown.
pub fn recovery_codes() -> Result<Vec<String>, Problem> {
    let code = |_| {
        let word = secret::random_word(RECOVERY_LETTERS)?;
        let (first, second) = word.split_at(RECOVERY_LETTERS / 2);
        Ok(format!("{first}-{second}"))
    };
    (0..RECOVERY_CODES).map(code).collect()
}

/// What an authenticator is told: to be typed, to be opened, and to be seen by its camera.
pub fn shown(secret: &[u8], issuer: &str, account: &str) -> Result<Begun, Problem> {
    let secret = BASE32_NOPAD.encode(secret);
    let (issuer, account) = (escaped(issuer), escaped(account));
    let uri = format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}");
    let qr = qr(&uri)?;
    Ok(Begun { secret, uri, qr })
}

/// A text within an address (RFC 3986, 2.3).
fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(escape).collect()
}

fn qr(text: &str) -> Result<String, Problem> {
    let code =
        QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|error| Problem::bug(error.to_string()))?;
    let side = code.size() + 2 * QUIET;
    let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let dark = dark.filter(|(x, y)| code.get_module(*x, *y));
    let path: String = dark.map(|(x, y)| format!("M{},{}h1v1h-1z", x + QUIET, y + QUIET)).collect();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_4226() {
        let expected = [755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489];
        for (counter, expected) in expected.into_iter().enumerate() {
            assert_eq!(hotp(SECRET, counter as i64), expected);
        }
    }

    #[test]
    fn steps_are_those_of_rfc_6238() {
        // Appendix B shows eight digits; an authenticator shows the last six.
        let cases = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, code) in cases {
            assert_eq!(step_of(SECRET, code, Instant::from_millis(second * 1000)), Some(second / 30));
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step_and_no_more() {
        let at = |second: i64| step_of(SECRET, "287082", Instant::from_millis(second * 1000));
        assert_eq!([at(0), at(59), at(89)], [Some(1); 3]);
        assert_eq!(at(90), None);
        assert_eq!(step_of(SECRET, "", Instant::from_millis(0)), None);
        assert_eq!(step_of(SECRET, "287082", Instant::from_millis(-10_000_000)), None);
    }

    #[test]
    fn what_was_typed_is_told_apart() {
        assert!(Code::of(" １２３ 456 ") == Code::Shown("123456".into()));
        assert!(Code::of("ABCD-2345") == Code::Recovery("abcd2345".into()));
        assert!(Code::of("12345") == Code::Recovery("12345".into()));
    }

    #[test]
    fn an_authenticator_is_told_whose_account_it_is() {
        let shown = shown(SECRET, "青丝 & Co", "a:b").unwrap();
        assert_eq!(
            shown.uri,
            "otpauth://totp/%E9%9D%92%E4%B8%9D%20%26%20Co:a%3Ab?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%E9%9D%92%E4%B8%9D%20%26%20Co"
        );
        assert!(shown.qr.starts_with("<svg ") && !shown.qr.contains("script"));
    }

    #[test]
    fn recovery_codes_are_ten_of_two_halves() {
        let codes = recovery_codes().unwrap();
        let shaped = |code: &String| code.len() == 9 && code.as_bytes()[4] == b'-';
        assert!(codes.len() == 10 && codes.iter().all(shaped), "{codes:?}");
    }
}
