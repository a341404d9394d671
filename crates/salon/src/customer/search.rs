//! One box that takes anything: a phone or its tail, a piece of a name in characters or pinyin,
//! a number, what a scanner reads.

use super::commands::{phone_digest, tail_digest};
use super::model::CustomerHit;
use super::queries::{self, Found};
use crate::store::Tx;
use kernel::Problem;
use kernel::text::search::{Place, end_of, query};
use kernel::text::{Phone, fold};
use std::collections::HashSet;

/// The most hits.
const HITS: usize = 20;
/// What one index is asked for: a name of several readings may fill places twice.
const ASKED: i64 = 40;
/// The shortest beginning of a number that is looked for.
const NUMBER: usize = 2;

/// What somebody typed or scanned, told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The last four digits of a phone.
    pub tail: Option<String>,
    /// A whole phone.
    phone: Option<Phone>,
    /// The letters and digits of a name or a number.
    text: String,
}

impl Search {
    /// Tells apart what was typed. Digits in full width, spaces and line ends (scanners send them)
    /// make no difference.
    pub fn of(typed: &str) -> Search {
        let plain = fold::plain(typed);
        let is_tail = plain.len() == Phone::TAIL && plain.bytes().all(|byte| byte.is_ascii_digit());
        Search { phone: Phone::parse(&plain).ok(), text: query(&plain), tail: is_tail.then_some(plain) }
    }

    /// The letters and digits of a name or a number.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// By what the last four digits of a phone are found, where they were typed.
    pub fn tail_digest(&self, tx: &Tx<'_>) -> Option<Vec<u8>> {
        self.tail.as_ref().map(|tail| tail_digest(tx, tail).to_vec())
    }

    /// By what a whole phone is found, where one was typed.
    pub fn phone_digest(&self, tx: &Tx<'_>) -> Option<Vec<u8>> {
        self.phone.as_ref().map(|phone| phone_digest(tx, phone.as_str()).to_vec())
    }
}

/// Customers whom a search means, best first: by phone, by number, by the beginning of the name,
/// by a piece from its middle. Each index is asked by its own order and only until enough is found.
pub async fn search(tx: &mut Tx<'_>, search: &Search) -> Result<Vec<CustomerHit>, Problem> {
    let mut hits = Hits::default();
    if let Some(phone) = &search.phone {
        let digest = phone_digest(tx, phone.as_str());
        hits.add(queries::by_phone(tx, "whole", digest, ASKED).await?);
    }
    if let Some(tail) = &search.tail {
        let digest = tail_digest(tx, tail);
        hits.add(queries::by_phone(tx, "tail", digest, ASKED).await?);
    }
    let (from, to) = (search.text.as_str(), end_of(&search.text));
    let has_digit = from.contains(|character: char| character.is_ascii_digit());
    if !hits.enough() && has_digit && from.chars().count() >= NUMBER {
        hits.add(queries::by_number(tx, from, &to, ASKED).await?);
    }
    for place in [Place::Start, Place::Middle] {
        if !hits.enough() && !from.is_empty() {
            hits.add(queries::by_name(tx, place, from, &to, ASKED).await?);
        }
    }
    Ok(hits.items)
}

/// Each customer once, in the order found.
#[derive(Default)]
struct Hits {
    items: Vec<CustomerHit>,
    seen: HashSet<kernel::CustomerId>,
}

impl Hits {
    fn add(&mut self, found: Vec<Found>) {
        for (customer, matched) in found {
            if !self.enough() && self.seen.insert(customer.id) {
                self.items.push(CustomerHit { customer, matched });
            }
        }
    }

    fn enough(&self) -> bool {
        self.items.len() >= HITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_told_apart() {
        assert_eq!(Search::of("１２３４\r\n").tail.as_deref(), Some("1234"));
        assert_eq!(Search::of("12345").tail, None);
        assert!(Search::of("138 1234 1234").phone.is_some());
        assert_eq!(Search::of("K-00042").text, "k00042");
        assert_eq!(Search::of(" Löwe ").text, "lowe");
        assert_eq!(Search::of("%_'\"").text, "");
    }
}
