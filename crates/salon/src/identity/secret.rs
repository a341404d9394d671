//! Hashes of what people know, and random words.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Id, OrganisationId, Problem};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use uuid::Uuid;

/// An Argon2id hash in PHC form.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed(pub String);

impl std::fmt::Debug for Hashed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hashed(…)")
    }
}

/// Hashes a password or PIN. Slow by design: call it through [`crate::web::App::slowly`].
pub fn hash(secret: &str) -> Result<Hashed, Problem> {
    let hash: argon2::password_hash::phc::PasswordHash =
        Argon2::default().hash_password(secret.as_bytes()).map_err(Problem::bug)?;
    Ok(Hashed(hash.to_string()))
}

/// Whether a secret has this hash. Without a hash it takes as long and says no, so that time does
/// not tell whether an account exists.
pub fn matches(secret: &str, hashed: Option<&Hashed>) -> bool {
    static NOBODY: LazyLock<Option<Hashed>> = LazyLock::new(|| hash("nobody has this password").ok());
    let (against, real) = match hashed {
        Some(hashed) => (Some(hashed), true),
        None => (NOBODY.as_ref(), false),
    };
    let same = against.is_some_and(|hashed| {
        PasswordVerifier::<str>::verify_password(&Argon2::default(), secret.as_bytes(), &hashed.0).is_ok()
    });
    same && real
}

/// A session's secret: 32 random bytes.
pub fn random_secret() -> Result<[u8; 32], Problem> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(Problem::bug)?;
    Ok(secret)
}

/// What is stored of a session's secret. The secret is random and long, so a plain digest keeps it.
pub fn digest(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// A word that cannot be guessed and can be typed: for the set-up page and the demo's sign-in.
pub fn random_word(letters: usize) -> Result<String, Problem> {
    // Without letters and digits that look alike.
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    let mut random = vec![0_u8; letters];
    getrandom::fill(&mut random).map_err(Problem::bug)?;
    Ok(random.into_iter().map(|byte| char::from(LETTERS[usize::from(byte % 31)])).collect())
}

/// Writes bytes as text for a cookie.
pub fn to_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads what [`to_text`] wrote.
pub fn from_text(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// What a browser or a program keeps: its organisation, and a secret.
pub fn pass(organisation: OrganisationId, secret: &[u8; 32]) -> String {
    to_text(&[&organisation.uuid().as_bytes()[..], &secret[..]].concat())
}

/// Reads what [`pass`] wrote.
pub fn read_pass(text: &str) -> Option<(OrganisationId, Vec<u8>)> {
    let bytes = from_text(text)?;
    let (organisation, secret) = bytes.split_at_checked(16)?;
    let organisation = OrganisationId::from_uuid(Uuid::from_slice(organisation).ok()?);
    (secret.len() == 32).then(|| (organisation, secret.to_vec()))
}
