//! How a request shows that it comes from here.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What stands in the `Tress-Signature` header: `v1=` and, in hexadecimal digits, the HMAC-SHA-256 (RFC 2104) of
/// the `Tress-Timestamp` header, a dot and the body, under the secret as it was shown.
pub fn signature(secret: &str, timestamp: i64, body: &str) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{timestamp}.{body}").as_bytes());
    format!("v1={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_openssl_makes_of_the_same() {
        // printf '1772460300.{"event":"till.day_closed"}' | openssl dgst -sha256 -hmac whsec_example
        let signed = signature("whsec_example", 1_772_460_300, r#"{"event":"till.day_closed"}"#);
        assert_eq!(signed, "v1=de082cb6c5ddbb5f23040f18a166a54ea0bf7761664770c510ab3a4388652527");
        assert_ne!(signature("whsec_example", 1_772_460_301, r#"{"event":"till.day_closed"}"#), signed);
    }
}
