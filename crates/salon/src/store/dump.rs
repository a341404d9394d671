//! The whole database, table by table, for a backup. What tables and columns there are is read off
//! the schema, so that no table can be forgotten.

use super::postgres::PgTx;
use super::sqlite::Reader;
use super::{Row, StoreError, Val};
use serde::{Deserialize, Serialize};

/// How many rows are read at once: enough that reading is quick, few enough to hold in memory.
pub const PAGE: usize = 500;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number.
    Bigint,
    /// Text.
    Text,
    /// Sixteen bytes.
    Uuid,
    /// Bytes.
    Bytea,
}

impl Kind {
    fn parse(text: &str) -> Result<Kind, StoreError> {
        match text.to_ascii_lowercase().as_str() {
            "bigint" => Ok(Kind::Bigint),
            "text" => Ok(Kind::Text),
            "uuid" => Ok(Kind::Uuid),
            "bytea" => Ok(Kind::Bytea),
            other => Err(StoreError::row(format!("a column has the type {other}"))),
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// A table, as the schema describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in the schema's order.
    pub columns: Vec<Column>,
    /// The columns of its primary key, in the key's order.
    pub key: Vec<String>,
}

impl Table {
    /// The names of the columns, as a statement lists them.
    pub(super) fn listed(&self) -> String {
        quoted(self.columns.iter().map(|column| column.name.as_str()))
    }

    fn key_of(&self, row: &[Val]) -> Vec<Val> {
        let place = |name: &String| self.columns.iter().position(|column| column.name == *name);
        self.key.iter().filter_map(|name| row.get(place(name)?).cloned()).collect()
    }

    /// The statement that reads the page after a key, or the first one.
    fn page_text(&self, after: bool) -> String {
        let (columns, table, key) = (self.listed(), &self.name, quoted(self.key.iter().map(String::as_str)));
        let places: Vec<String> = (1..=self.key.len()).map(|place| format!("${place}")).collect();
        let from = if after { format!(" WHERE ({key}) > ({})", places.join(", ")) } else { String::new() };
        format!("SELECT {columns} FROM {table}{from} ORDER BY {key} LIMIT {PAGE}")
    }
}

/// Names between quotes: some columns are called as SQL calls something else.
fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// A read-only snapshot of every table at one moment. It never waits for a writer, and no writer for it.
pub struct Snapshot {
    source: Source,
}

enum Source {
    Sqlite(Reader),
    Postgres(PgTx),
}

impl Snapshot {
    pub(super) fn of_sqlite(reader: Reader) -> Snapshot {
        Snapshot { source: Source::Sqlite(reader) }
    }

    pub(super) fn of_postgres(tx: PgTx) -> Snapshot {
        Snapshot { source: Source::Postgres(tx) }
    }

    /// Which database it is, in a word.
    pub fn engine(&self) -> &'static str {
        match self.source {
            Source::Sqlite(_) => "sqlite",
            Source::Postgres(_) => "postgresql",
        }
    }

    /// The number of the newest migration that these tables have seen.
    pub async fn schema(&mut self) -> Result<i64, StoreError> {
        let sql = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM store_migration";
        self.number(sql).await
    }

    /// Every table, by name.
    pub async fn tables(&mut self) -> Result<Vec<Table>, StoreError> {
        let sql = match self.source {
            Source::Sqlite(_) => SQLITE_COLUMNS,
            Source::Postgres(_) => POSTGRES_COLUMNS,
        };
        tables_of(self.query(sql, &[]).await?)
    }

    /// How many rows a table has.
    pub async fn count(&mut self, table: &Table) -> Result<u64, StoreError> {
        let table = &table.name;
        let counted = self.number(&format!("SELECT COUNT(*) FROM {table}")).await?;
        u64::try_from(counted).map_err(StoreError::row)
    }

    /// The rows of a table after a given one, in the order of their keys: [`PAGE`] at most.
    pub async fn page(&mut self, table: &Table, after: Option<&[Val]>) -> Result<Vec<Vec<Val>>, StoreError> {
        let key = after.map(|row| table.key_of(row)).unwrap_or_default();
        self.query(&table.page_text(after.is_some()), &key).await
    }

    async fn number(&mut self, sql: &str) -> Result<i64, StoreError> {
        let found = self.query(sql, &[]).await?.pop();
        Row::new(found.ok_or_else(|| StoreError::row("a count came without a row"))?).take()
    }

    async fn query(&mut self, sql: &str, args: &[Val]) -> Result<Vec<Vec<Val>>, StoreError> {
        match &mut self.source {
            Source::Sqlite(reader) => reader.query(&sql.replace('$', "?"), args),
            Source::Postgres(tx) => tx.rows(sql, args).await,
        }
    }
}

/// Every column of SQLite's tables: table, column, type, place in the key.
pub(super) const SQLITE_COLUMNS: &str = "SELECT m.name, c.name, c.type, c.pk
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
    ORDER BY m.name, c.cid";

/// Every column of PostgreSQL's tables: table, column, type, place in the key.
pub(super) const POSTGRES_COLUMNS: &str = "SELECT CAST(t.relname AS TEXT), CAST(a.attname AS TEXT),
        format_type(a.atttypid, a.atttypmod), CAST(COALESCE(array_position(i.indkey, a.attnum) + 1, 0) AS BIGINT)
    FROM pg_class t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
    WHERE t.relkind IN ('r', 'p') AND t.relnamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace)
    ORDER BY t.relname, a.attnum";

/// Puts the columns of a schema together to tables.
pub(super) fn tables_of(rows: Vec<Vec<Val>>) -> Result<Vec<Table>, StoreError> {
    let mut tables: Vec<(Table, Vec<(i64, String)>)> = Vec::new();
    for values in rows {
        let mut row = Row::new(values);
        let (table, name): (String, String) = (row.take()?, row.take()?);
        let (kind, place): (String, i64) = (row.take()?, row.take()?);
        if tables.last().is_none_or(|(last, _)| last.name != table) {
            tables.push((Table { name: table, columns: Vec::new(), key: Vec::new() }, Vec::new()));
        }
        let Some((table, key)) = tables.last_mut() else { continue };
        if place > 0 {
            key.push((place, name.clone()));
        }
        table.columns.push(Column { name, kind: Kind::parse(&kind)? });
    }
    let keyed = |(mut table, mut key): (Table, Vec<(i64, String)>)| {
        key.sort();
        table.key = key.into_iter().map(|(_, name)| name).collect();
        match table.key.is_empty() {
            true => Err(StoreError::row(format!("the table {} has no key", table.name))),
            false => Ok(table),
        }
    };
    tables.into_iter().map(keyed).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::salon_test;
    use crate::testing::till::Till;

    /// The names of the tables that stand once every step has run: later steps rename and drop what earlier ones made.
    fn tables_made() -> BTreeSet<String> {
        let mut tables = BTreeSet::new();
        for text in crate::store::migrate::texts_up_to(crate::store::migrate::newest()) {
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
            for statement in code.join(" ").split(';') {
                let words: Vec<&str> = statement.split_whitespace().collect();
                match words.as_slice() {
                    ["CREATE", "TABLE", "IF", "NOT", "EXISTS", name, ..] | ["CREATE", "TABLE", name, ..] => {
                        tables.insert((*name).to_owned());
                    }
                    ["ALTER", "TABLE", name, "RENAME", "TO", new] => {
                        tables.remove(*name);
                        tables.insert((*new).to_owned());
                    }
                    ["DROP", "TABLE", name] => {
                        tables.remove(*name);
                    }
                    _ => {}
                }
            }
        }
        tables
    }

    salon_test! {
        async fn a_snapshot_holds_every_table_with_its_key(app) {
            let mut snapshot = app.app.db.snapshot().await.unwrap();
            let tables = snapshot.tables().await.unwrap();
            let key = |name: &str| tables.iter().find(|table| table.name == name).unwrap().key.clone();
            assert_eq!(key("store_number"), ["org_id", "branch_id", "kind"]);
            assert_eq!(key("store_meta"), ["name"]);
            let dumped: BTreeSet<String> = tables.iter().map(|table| table.name.clone()).collect();
            let left_out: Vec<String> = tables_made().difference(&dumped).cloned().collect();
            assert!(left_out.is_empty(), "{left_out:?} are left out");
            assert_eq!(snapshot.schema().await.unwrap(), crate::store::schema());
        }

        async fn pages_of_a_snapshot_hold_every_row_once_while_others_write(app) {
            let till = Till::new(&app);
            till.paid_service(10_000).await;
            let mut snapshot = app.app.db.snapshot().await.unwrap();
            let tables = snapshot.tables().await.unwrap();
            let counted = snapshot.count(&tables[0]).await.unwrap();
            till.paid_service(20_000).await;
            assert_eq!(snapshot.count(&tables[0]).await.unwrap(), counted);
            for table in &tables {
                let mut rows: Vec<Vec<Val>> = Vec::new();
                loop {
                    let page = snapshot.page(table, rows.last().map(Vec::as_slice)).await.unwrap();
                    if page.is_empty() {
                        break;
                    }
                    rows.extend(page);
                }
                assert_eq!(rows.len() as u64, snapshot.count(table).await.unwrap(), "{}", table.name);
            }
        }
    }
}
