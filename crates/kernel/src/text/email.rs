//! E-mail addresses, as far as they can be judged without writing to them.

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3, less the angle brackets).
const LONGEST: usize = 254;
/// What hides the rest of a text.
const MASK: &str = "****";

/// Something, an `@`, and a host with a dot. More can only be told by writing to it.
pub fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    let shaped = parts.is_some_and(|(user, host)| {
        let host_is_one = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
        !user.is_empty() && host_is_one && !host.contains('@')
    });
    shaped && text.len() <= LONGEST && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// An address with all but its first character and its host hidden; nothing for what is none.
pub fn masked(email: &str) -> String {
    let parts = email.split_once('@');
    parts.map_or_else(String::new, |(user, host)| match user.chars().next() {
        Some(first) => format!("{first}{MASK}@{host}"),
        None => format!("@{host}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_at_sign_and_a_host_with_a_dot() {
        for good in ["li@example.cn", "a.b+c@mail.example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "li",
            "@example.cn",
            "li@",
            "li@example",
            "li@.cn",
            "li@a@b.cn",
            "l i@example.cn",
            "li@example.cn\r\nBcc: x@y.cn",
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert!(!is_email(&format!("{}@example.cn", "l".repeat(250))));
    }

    #[test]
    fn of_a_masked_address_the_first_character_and_the_host_are_seen() {
        assert_eq!((masked("li@example.cn"), masked("")), ("l****@example.cn".to_owned(), String::new()));
    }
}
