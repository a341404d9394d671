//! Which of many phones, numbers and names are on file, for an import that looks before it writes.

use super::commands::phone_digest;
use super::queries::{AT_ONCE, holders_of_names, holders_of_numbers, number_holders, phone_holders};
use super::rules::number_key;
use crate::store::Tx;
use kernel::text::{Phone, fold};
use kernel::{CustomerId, Problem};
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

/// Whom another program's receipts mean by these texts, as far as they are on file: by the number of a
/// member or a card, else by a name that one person alone has.
pub async fn clients_on_file(
    tx: &mut Tx<'_>,
    texts: &[String],
) -> Result<HashMap<String, CustomerId>, Problem> {
    let mut known = HashMap::new();
    for some in texts.chunks(AT_ONCE) {
        let keys: Vec<String> = some.iter().map(|text| number_key(text)).collect();
        let names: Vec<String> = some.iter().map(|text| fold::plain(text)).collect();
        let numbers = holders_of_numbers(tx, &keys).await?;
        let named = holders_of_names(tx, &names).await?;
        for ((text, key), name) in some.iter().zip(&keys).zip(&names) {
            let by_number = numbers.iter().find(|(held, _)| held == key && !key.is_empty());
            let mut of_name = named.iter().filter(|(held, _)| held == name);
            let by_name = of_name.next().filter(|_| of_name.next().is_none());
            let found = by_number.or(by_name).map(|&(_, id)| id);
            known.extend(found.map(|id| (text.clone(), id)));
        }
    }
    Ok(known)
}
