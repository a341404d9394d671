//! Fills an empty database with the rows of a backup: on PostgreSQL in one transaction, on SQLite in
//! a file that is nobody's yet. What is not finished leaves nothing that could be taken for a salon.

use super::db::DATABASE_FILE;
use super::dump::{POSTGRES_COLUMNS, SQLITE_COLUMNS, tables_of};
use super::postgres::{PgTx, Postgres};
use super::{Kind, Location, Row, StoreError, Table, Val, migrate, sqlite};
use kernel::Problem;
use rusqlite::{Connection, OpenFlags};
use tokio_postgres::types::Type;

/// An empty database being filled. Dropped without [`Load::finish`], it leaves nothing on PostgreSQL and a
/// file without meaning on SQLite.
pub struct Load {
    target: Target,
    tables: Vec<Table>,
}

enum Target {
    Sqlite(Connection),
    Postgres { tx: PgTx, links: Vec<Link> },
}

/// A foreign key, taken away while rows come in the order of their tables.
struct Link {
    table: String,
    name: String,
    rule: String,
}

const LINKS: &str = "SELECT CAST(t.relname AS TEXT), CAST(c.conname AS TEXT), pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.contype = 'f' AND t.relnamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace)
    ORDER BY t.relname, c.conname";

impl Load {
    /// Makes the tables as they were at a migration, without a row. Refuses: a database that holds tables.
    pub async fn begin(location: &Location, schema: i64) -> Result<Load, Problem> {
        match location {
            Location::Folder(folder) => {
                let file = folder.join(DATABASE_FILE);
                if file.exists() {
                    return Err(not_empty());
                }
                Ok(begin_sqlite(&file, schema)?)
            }
            Location::Postgres(url) => begin_postgres(url, schema).await,
        }
    }

    /// The tables that wait for rows, by name.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Adds rows to a table.
    pub async fn insert(&mut self, table: &Table, rows: &[Vec<Val>]) -> Result<(), StoreError> {
        let (name, columns) = (&table.name, table.listed());
        match &mut self.target {
            Target::Sqlite(connection) => {
                let places = vec!["?"; table.columns.len()].join(", ");
                let sql = format!("INSERT INTO {name} ({columns}) VALUES ({places})");
                let mut statement = connection.prepare_cached(&sql).map_err(sqlite::fault)?;
                for row in rows {
                    statement.execute(rusqlite::params_from_iter(row)).map_err(sqlite::fault)?;
                }
                Ok(())
            }
            Target::Postgres { tx, .. } => {
                let types: Vec<Type> = table.columns.iter().map(|column| pg_type(column.kind)).collect();
                tx.copy_in(&format!("COPY {name} ({columns}) FROM STDIN BINARY"), &types, rows).await
            }
        }
    }

    /// Proves that no row points at nothing, and puts everything on the disk.
    pub async fn finish(self) -> Result<(), StoreError> {
        match self.target {
            Target::Sqlite(mut connection) => {
                let broken = sqlite::query(&mut connection, "PRAGMA foreign_key_check", &[])?;
                if !broken.is_empty() {
                    return Err(StoreError::row(format!("{} rows point at nothing", broken.len())));
                }
                connection.execute_batch("COMMIT; PRAGMA synchronous = FULL").map_err(sqlite::fault)?;
                connection.close().map_err(|(_, error)| sqlite::fault(error))
            }
            Target::Postgres { tx, links } => {
                for Link { table, name, rule } in links {
                    tx.batch(&format!("ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")).await?;
                }
                tx.commit().await
            }
        }
    }
}

fn begin_sqlite(file: &std::path::Path, schema: i64) -> Result<Load, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut connection = sqlite::connect(file, flags)?;
    // Nobody knows this file before it is whole: there is nothing that a journal could bring back.
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF").map_err(sqlite::fault)?;
    for text in migrate::texts_up_to(schema) {
        connection.execute_batch(&format!("BEGIN; {text}; COMMIT")).map_err(sqlite::fault)?;
    }
    let tables = tables_of(sqlite::query(&mut connection, SQLITE_COLUMNS, &[])?)?;
    connection
        .execute_batch(&format!("PRAGMA foreign_keys = OFF; BEGIN; {}", emptied(&tables)))
        .map_err(sqlite::fault)?;
    Ok(Load { target: Target::Sqlite(connection), tables })
}

async fn begin_postgres(url: &str, schema: i64) -> Result<Load, Problem> {
    let tx = Postgres::open(url, 1).await?.begin().await?;
    if !tx.rows(POSTGRES_COLUMNS, &[]).await?.is_empty() {
        return Err(not_empty());
    }
    tx.batch("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0").await?;
    for text in migrate::texts_up_to(schema) {
        tx.batch(&text).await?;
    }
    let tables = tables_of(tx.rows(POSTGRES_COLUMNS, &[]).await?)?;
    let mut links = Vec::new();
    for values in tx.rows(LINKS, &[]).await? {
        let mut row = Row::new(values);
        let link = Link { table: row.take()?, name: row.take()?, rule: row.take()? };
        tx.batch(&format!("ALTER TABLE {} DROP CONSTRAINT {}", link.table, link.name)).await?;
        links.push(link);
    }
    tx.batch(&emptied(&tables)).await?;
    Ok(Load { target: Target::Postgres { tx, links }, tables })
}

/// Takes away what the migrations themselves have written: the backup holds that too.
fn emptied(tables: &[Table]) -> String {
    tables.iter().map(|table| format!("DELETE FROM {};", table.name)).collect()
}

fn pg_type(kind: Kind) -> Type {
    match kind {
        Kind::Bigint => Type::INT8,
        Kind::Text => Type::TEXT,
        Kind::Uuid => Type::UUID,
        Kind::Bytea => Type::BYTEA,
    }
}

fn not_empty() -> Problem {
    let detail =
        "This place already holds data, and a restore never writes over anything. Give it an empty one.";
    Problem::refused("store.not_empty", detail)
}
