//! Lists come in pages: bounded, with a cursor that says where the next one begins.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// One page of a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows, in the list's own order.
    pub items: Vec<T>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of rows that were read with one more than the limit: the row too many shows
    /// that there is a next page, and the last row kept gives its cursor.
    pub fn cut(mut rows: Vec<T>, limit: Limit, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
        let size = limit.rows();
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(|row| cursor(row).0) } else { None };
        Page { items: rows, next }
    }

    /// A list that is complete in one page.
    pub fn whole(items: Vec<T>) -> Page<T> {
        Page { items, next: None }
    }

    /// The same page with each row made into something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

/// Where a page begins: the sort keys of the last row before it, joined by a unit separator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

impl Cursor {
    /// A cursor of several sort keys.
    pub fn of(keys: &[&str]) -> Cursor {
        Cursor(keys.join("\u{1f}"))
    }

    /// The sort keys, when there are exactly `N` of them.
    pub fn keys<const N: usize>(&self) -> Option<[&str; N]> {
        self.0.split('\u{1f}').collect::<Vec<_>>().try_into().ok()
    }
}

/// How many rows a page may have: 1 to 100, 50 unless told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(value_type = u32, minimum = 1, maximum = 100)]
pub struct Limit(u32);

impl Limit {
    /// The largest page.
    pub const MAX: u32 = 100;

    /// A limit in range; `None` outside.
    pub fn new(rows: u32) -> Option<Limit> {
        (1..=Limit::MAX).contains(&rows).then_some(Limit(rows))
    }

    /// The number of rows.
    pub fn rows(self) -> usize {
        self.0 as usize
    }

    /// What to ask the database for: one row more, to see whether there is a next page.
    pub fn one_more(self) -> i64 {
        i64::from(self.0) + 1
    }
}

impl Default for Limit {
    fn default() -> Limit {
        Limit(50)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A query string carries numbers as text.
        let text = String::deserialize(deserializer)?;
        let rows = text.parse().ok().and_then(Limit::new);
        rows.ok_or_else(|| serde::de::Error::custom("a page has 1 to 100 rows"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_too_many_becomes_the_next_cursor() {
        let page = Page::cut(vec![1, 2, 3], Limit::new(2).unwrap(), |row| Cursor::of(&[&row.to_string()]));
        assert_eq!((page.items, page.next), (vec![1, 2], Some("2".to_owned())));
    }

    #[test]
    fn a_cursor_with_a_missing_key_is_not_read() {
        assert_eq!(Cursor::of(&["a", "b"]).keys::<2>(), Some(["a", "b"]));
        assert_eq!(Cursor("a".into()).keys::<2>(), None);
    }
}
