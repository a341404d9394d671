//! The list narrowed, ways to narrow it that somebody keeps, and tags.

use super::person::{Stored, read_stored};
use crate::args;
use crate::customer::model::{CustomerQuery, Refusal, SavedFilter};
use crate::customer::search::Search;
use crate::store::{Row, StoreError, Tx};
use kernel::text::search::end_of;
use kernel::{CustomerId, Problem, RowId, UserId, Zone};

/// The statement over customers, with what leads to them by an index.
macro_rules! filtered {
    ($led_by:literal) => {
        concat!(
            "SELECT c.id, c.kind, c.walk_in_number, c.member_number, c.created_at, c.registered_at,
                 c.registered_branch, c.last_visit, c.version, c.name, c.phone, c.email, c.address, c.gender,
                 c.birthday, c.source, c.referrer_id, c.referrer_shop, c.introducer_id, c.tags, c.notes,
                 c.hair_formula, c.allergy, c.closed_in
             FROM customer c
             WHERE c.org_id = $1 AND c.id < $2 AND c.kind <> 'erased' AND c.merged_into IS NULL
                 AND c.closed_in IS NULL AND (c.kind = $3 OR $3 = '') AND (c.gender = $4 OR $4 = '')
                 AND (COALESCE(c.registered_branch, c.created_branch) = $5 OR $5 IS NULL)
                 AND (c.registered_at >= $6 OR $6 IS NULL) AND (c.registered_at < $7 OR $7 IS NULL)
                 AND (c.last_visit >= $8 OR $8 = '') AND (c.last_visit <= $9 OR $9 = '')
                 AND (COALESCE(c.last_visit, '') < $10 OR $10 = '') AND ($11 = '' OR c.tags LIKE $11 ESCAPE '!')
                 AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)",
            $led_by,
            " ORDER BY c.id DESC LIMIT $12"
        )
    };
}

/// Customers as a query narrows them, newest first, before one of them; the caller looks at what the
/// database cannot: a birthday is sealed, and tags are compared to the letter.
pub async fn filtered(
    tx: &mut Tx<'_>,
    query: &CustomerQuery,
    zone: &Zone,
    before: CustomerId,
    limit: i64,
) -> Result<Vec<Stored>, Problem> {
    let wanted = Search::of(&query.q);
    let text = |day: Option<kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut args = args![
        before,
        query.kind.as_deref().unwrap_or_default(),
        query.gender.map(|gender| gender.code()).unwrap_or_default(),
        query.branch,
        query.registered_from.map(|day| day.starts(zone)),
        query.registered_to.map(|day| day.plus_days(1).starts(zone)),
        text(query.visited_from),
        text(query.visited_to),
        text(query.not_visited_since),
        query.tag.as_deref().map(holding).unwrap_or_default(),
        limit
    ];
    let sql = if query.q.trim().is_empty() {
        filtered!("")
    } else {
        args.extend(args![
            wanted.text(),
            end_of(wanted.text()),
            wanted.tail_digest(tx),
            wanted.phone_digest(tx)
        ]);
        filtered!(
            " AND c.id IN (
                SELECT COALESCE(m.merged_into, m.id) FROM customer m
                    JOIN customer_search s ON s.org_id = m.org_id AND s.customer_id = m.id
                WHERE m.org_id = $1 AND $13 <> '' AND s.place IN (0, 1) AND s.piece >= $13 AND s.piece < $14
                UNION SELECT COALESCE(m.merged_into, m.id) FROM customer m
                    JOIN customer_number n ON n.org_id = m.org_id AND n.customer_id = m.id
                WHERE m.org_id = $1 AND $13 <> '' AND n.key >= $13 AND n.key < $14
                UNION SELECT COALESCE(m.merged_into, m.id) FROM customer m
                    JOIN customer_phone p ON p.org_id = m.org_id AND p.customer_id = m.id
                WHERE m.org_id = $1 AND ((p.part = 'tail' AND p.digest = $15) OR (p.part = 'whole' AND p.digest = $16)))"
        )
    };
    let cipher = tx.cipher();
    Ok(tx.rows(sql, args, |row| read_stored(row, &cipher)).await?)
}

/// A pattern for stored lists of tags that hold one; a list is JSON, so that the tag stands in quotes.
fn holding(tag: &str) -> String {
    let quoted = serde_json::Value::from(tag).to_string();
    let escape = |sign: char| if "!%_".contains(sign) { format!("!{sign}") } else { sign.to_string() };
    format!("%{}%", quoted.chars().map(escape).collect::<String>())
}

/// Each list of tags that somebody has, with how many have it.
pub async fn tag_lists(tx: &mut Tx<'_>) -> Result<Vec<(Vec<String>, i64)>, StoreError> {
    let sql = "SELECT c.tags, COUNT(*) FROM customer c
               WHERE c.org_id = $1 AND c.tags <> '[]' AND c.merged_into IS NULL
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               GROUP BY c.tags ORDER BY c.tags";
    tx.rows(sql, args![], |row| Ok((row.take_json()?, row.take()?))).await
}

/// Puts a list of tags in place of another, for everybody who has it.
pub async fn retag(tx: &mut Tx<'_>, before: &[String], after: &[String]) -> Result<(), Problem> {
    let sql = "UPDATE customer SET tags = $3, version = version + 1 WHERE org_id = $1 AND tags = $2";
    let text = |tags: &[String]| serde_json::to_string(tags).map_err(Problem::bug);
    tx.exec(sql, args![text(before)?, text(after)?]).await?;
    Ok(())
}

/// The filters that somebody keeps, and those that others share, by name.
pub async fn filters(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<SavedFilter>, StoreError> {
    let sql = "SELECT id, name, query, shared, user_id FROM customer_filter
               WHERE org_id = $1 AND (user_id = $2 OR shared = 1) ORDER BY name, id LIMIT 200";
    let read = |row: &mut Row| {
        let (id, name, query, shared) = (row.take()?, row.take()?, row.take_json()?, row.take()?);
        Ok(SavedFilter { id, name, query, shared, mine: row.take::<UserId>()? == user })
    };
    tx.rows(sql, args![user], read).await
}

pub async fn insert_filter(tx: &mut Tx<'_>, user: UserId, filter: &SavedFilter) -> Result<(), Problem> {
    let sql = "INSERT INTO customer_filter (org_id, id, user_id, name, query, shared) VALUES ($1, $2, $3, $4, $5, $6)";
    let query = serde_json::to_string(&filter.query).map_err(Problem::bug)?;
    Ok(tx.put(sql, args![filter.id, user, filter.name.as_str(), query, filter.shared]).await?)
}

/// Forgets one of somebody's own filters. Refuses: filter unknown.
pub async fn delete_filter(tx: &mut Tx<'_>, id: RowId, user: UserId) -> Result<(), StoreError> {
    let sql = "DELETE FROM customer_filter WHERE org_id = $1 AND id = $2 AND user_id = $3";
    tx.guard(sql, args![id, user], Refusal::FilterUnknown.into()).await
}
