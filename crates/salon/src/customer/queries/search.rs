//! What customers are found by: pieces of names, digests of phones, numbers.

use super::person::read_summary;
use crate::args;
use crate::customer::model::{CustomerSummary, Matched};
use crate::store::{StoreError, Tx, Val};
use kernel::CustomerId;
use kernel::text::search::{Piece, Place, Spelled};

/// A hit of one index, in its order.
pub type Found = (CustomerSummary, Matched);

/// Adds a piece of a name.
pub async fn add_piece(tx: &mut Tx<'_>, id: CustomerId, piece: &Piece) -> Result<(), StoreError> {
    let sql = "INSERT INTO customer_search (org_id, place, piece, customer_id, spelled) VALUES ($1, $2, $3, $4, $5)";
    tx.put(sql, args![place(piece.place), piece.text.as_str(), id, spelled(piece.spelled)]).await
}

/// Forgets what a name was found by.
pub async fn forget_pieces(tx: &mut Tx<'_>, id: CustomerId) -> Result<(), StoreError> {
    let sql = "DELETE FROM customer_search WHERE org_id = $1 AND customer_id = $2";
    tx.exec(sql, args![id]).await.map(drop)
}

/// Adds the digest of a phone or of its tail.
pub async fn add_phone(
    tx: &mut Tx<'_>,
    id: CustomerId,
    part: &'static str,
    digest: [u8; 32],
) -> Result<(), StoreError> {
    let sql = "INSERT INTO customer_phone (org_id, part, digest, customer_id) VALUES ($1, $2, $3, $4)";
    tx.put(sql, args![part, digest, id]).await
}

/// Forgets what a phone was found by.
pub async fn forget_digests(tx: &mut Tx<'_>, id: CustomerId) -> Result<(), StoreError> {
    let sql = "DELETE FROM customer_phone WHERE org_id = $1 AND customer_id = $2";
    tx.exec(sql, args![id]).await.map(drop)
}

/// Adds a number that a customer is known by.
pub async fn add_number(
    tx: &mut Tx<'_>,
    id: CustomerId,
    key: &str,
    kind: &'static str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO customer_number (org_id, key, kind, customer_id) VALUES ($1, $2, $3, $4)
               ON CONFLICT (org_id, key, kind, customer_id) DO NOTHING";
    tx.exec(sql, args![key, kind, id]).await.map(drop)
}

/// Customers with a piece of their name that begins with a text, those whose name begins so apart
/// from the others. `from` and `to` are the range of such texts.
pub async fn by_name(
    tx: &mut Tx<'_>,
    place: Place,
    from: &str,
    to: &str,
    limit: i64,
) -> Result<Vec<Found>, StoreError> {
    let sql = "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.name, c.phone, c.tags, c.registered_at,
                   c.last_visit, s.spelled
               FROM customer_search s JOIN customer m ON m.org_id = s.org_id AND m.id = s.customer_id
                   JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE s.org_id = $1 AND s.place = $2 AND s.piece >= $3 AND s.piece < $4
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY s.piece, s.customer_id LIMIT $5";
    let matched = |word: &str| Some(if word == "name" { Matched::Name } else { Matched::Pinyin });
    found(tx, sql, args![self::place(place), from, to, limit], matched).await
}

/// Customers with this phone, or with this tail, those who came last first.
pub async fn by_phone(
    tx: &mut Tx<'_>,
    part: &'static str,
    digest: [u8; 32],
    limit: i64,
) -> Result<Vec<Found>, StoreError> {
    let sql = "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.name, c.phone, c.tags, c.registered_at,
                   c.last_visit, p.part
               FROM customer_phone p JOIN customer m ON m.org_id = p.org_id AND m.id = p.customer_id
                   JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE p.org_id = $1 AND p.part = $2 AND p.digest = $3
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY COALESCE(c.last_visit, '') DESC, c.id DESC LIMIT $4";
    let matched = |word: &str| Some(if word == "whole" { Matched::Phone } else { Matched::Tail });
    found(tx, sql, args![part, digest, limit], matched).await
}

/// Customers with a number that begins like this.
pub async fn by_number(tx: &mut Tx<'_>, from: &str, to: &str, limit: i64) -> Result<Vec<Found>, StoreError> {
    let sql = "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.name, c.phone, c.tags, c.registered_at,
                   c.last_visit, n.kind
               FROM customer_number n JOIN customer m ON m.org_id = n.org_id AND m.id = n.customer_id
                   JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE n.org_id = $1 AND n.key >= $2 AND n.key < $3 AND c.kind <> 'erased'
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY n.key, n.kind, n.customer_id LIMIT $4";
    let matched = |word: &str| Some(if word == "card" { Matched::Card } else { Matched::Number });
    found(tx, sql, args![from, to, limit], matched).await
}

async fn found(
    tx: &mut Tx<'_>,
    sql: &'static str,
    args: Vec<Val>,
    matched: fn(&str) -> Option<Matched>,
) -> Result<Vec<Found>, StoreError> {
    let cipher = tx.cipher();
    tx.rows(sql, args, |row| Ok((read_summary(row, &cipher)?, row.take_as(matched)?))).await
}

/// The others who have a phone, with their names: those who have had it longest first.
pub async fn holders_of_phone(
    tx: &mut Tx<'_>,
    digest: [u8; 32],
    other_than: CustomerId,
) -> Result<Vec<(CustomerId, String)>, StoreError> {
    let sql = "SELECT DISTINCT c.id, c.name
               FROM customer_phone p JOIN customer m ON m.org_id = p.org_id AND m.id = p.customer_id
                   JOIN customer c ON c.org_id = m.org_id AND c.id = COALESCE(m.merged_into, m.id)
               WHERE p.org_id = $1 AND p.part = 'whole' AND p.digest = $2 AND c.id <> $3
               ORDER BY c.id LIMIT 100";
    tx.rows(sql, args![digest, other_than], |row| Ok((row.take()?, row.take()?))).await
}

/// How many values [`phone_holders`] and [`number_holders`] look for at once.
pub const AT_ONCE: usize = 16;

/// Which of sixteen digests belong to a whole phone of somebody, seen or not.
pub async fn phone_holders(
    tx: &mut Tx<'_>,
    digests: &[[u8; 32]],
) -> Result<Vec<(Vec<u8>, CustomerId)>, StoreError> {
    let sql =
        "SELECT digest, customer_id FROM customer_phone WHERE org_id = $1 AND part = 'whole' AND digest IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY digest, customer_id";
    let args = sixteen(digests.iter().map(|digest| Val::from(*digest)));
    tx.rows(sql, args, |row| Ok((row.take()?, row.take()?))).await
}

/// Which of sixteen keys are a card's number of somebody, seen or not.
pub async fn number_holders(tx: &mut Tx<'_>, keys: &[String]) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT key FROM customer_number WHERE org_id = $1 AND kind = 'card' AND key IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY key";
    tx.rows(sql, sixteen(keys.iter().map(|key| Val::from(key.as_str()))), |row| row.take()).await
}

/// Who is known by which of sixteen keys of numbers, a member's or a card's, seen or not.
pub async fn holders_of_numbers(
    tx: &mut Tx<'_>,
    keys: &[String],
) -> Result<Vec<(String, CustomerId)>, StoreError> {
    let sql = "SELECT key, customer_id FROM customer_number WHERE org_id = $1 AND key IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY key, kind, customer_id";
    let args = sixteen(keys.iter().map(|key| Val::from(key.as_str())));
    tx.rows(sql, args, |row| Ok((row.take()?, row.take()?))).await
}

/// Who goes by which of sixteen names, those who were merged into others left out.
pub async fn holders_of_names(
    tx: &mut Tx<'_>,
    names: &[String],
) -> Result<Vec<(String, CustomerId)>, StoreError> {
    let sql = "SELECT name, id FROM customer WHERE org_id = $1 AND merged_into IS NULL AND name IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY name, id LIMIT 1000";
    let args = sixteen(names.iter().map(|name| Val::from(name.as_str())));
    tx.rows(sql, args, |row| Ok((row.take()?, row.take()?))).await
}

/// Sixteen values: those given, the last repeated, so that one statement text serves any number.
fn sixteen(values: impl Iterator<Item = Val>) -> Vec<Val> {
    let mut values: Vec<Val> = values.take(AT_ONCE).collect();
    let last = values.last().cloned().unwrap_or(Val::Null);
    values.resize(AT_ONCE, last);
    values
}

fn place(place: Place) -> i64 {
    match place {
        Place::Start => 0,
        Place::Middle => 1,
    }
}

fn spelled(spelled: Spelled) -> &'static str {
    match spelled {
        Spelled::Name => "name",
        Spelled::Pinyin => "pinyin",
    }
}
