//! Which of many phones and card numbers are on file, for an import that looks before it writes.

use super::commands::phone_digest;
use super::queries::{AT_ONCE, number_holders, phone_holders};
use super::rules::number_key;
use crate::store::Tx;
use kernel::Problem;
use kernel::text::Phone;
use std::collections::{HashMap, HashSet};

/// Those of the phones that a customer has.
pub async fn phones_on_file(tx: &mut Tx<'_>, phones: &[Phone]) -> Result<HashSet<Phone>, Problem> {
    let mut known = HashSet::new();
    for some in phones.chunks(AT_ONCE) {
        let digests: Vec<[u8; 32]> = some.iter().map(|phone| phone_digest(tx, phone.as_str())).collect();
        let by_digest: HashMap<&[u8], &Phone> = digests.iter().map(|digest| &digest[..]).zip(some).collect();
        let held = phone_holders(tx, &digests).await?;
        let phones = held.iter().filter_map(|(digest, _)| by_digest.get(digest.as_slice()));
        known.extend(phones.map(|phone| (*phone).clone()));
    }
    Ok(known)
}

/// Those of the card numbers that a customer is known by, in the form of [`number_key`].
pub async fn card_numbers_on_file(tx: &mut Tx<'_>, numbers: &[String]) -> Result<HashSet<String>, Problem> {
    let keys: Vec<String> = numbers.iter().map(|number| number_key(number)).collect();
    let mut known = HashSet::new();
    for some in keys.chunks(AT_ONCE) {
        known.extend(number_holders(tx, some).await?);
    }
    Ok(known)
}
