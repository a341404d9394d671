//! The bare drivers, for rows that are written by the hundred thousand and for the limits.

use crate::place::{Engine, Place};
use bytes::{BufMut, BytesMut};
use futures_util::SinkExt;
use salon::store::Val;
use std::fmt::Write;
use tokio_postgres::{Client, NoTls, types::Type};

/// A connection that fills: it takes no care of durability or of what points where.
pub enum Raw {
    Sqlite(rusqlite::Connection),
    Postgres(Client),
}

/// Connects to PostgreSQL.
pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

impl Raw {
    pub async fn open(place: &Place<'_>) -> Raw {
        match place.engine {
            Engine::Sqlite => {
                let connection = rusqlite::Connection::open(place.file()).unwrap();
                let form =
                    "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -1000000";
                connection.execute_batch(form).unwrap();
                connection.set_prepared_statement_cache_capacity(64);
                Raw::Sqlite(connection)
            }
            Engine::Postgres => {
                let client = connect(&place.url()).await;
                let form = "SET session_replication_role = replica; SET synchronous_commit = off";
                client.batch_execute(form).await.unwrap();
                Raw::Postgres(client)
            }
        }
    }

    /// The names of a table's columns.
    pub async fn columns(&self, table: &str) -> Vec<String> {
        let sql = match self {
            Raw::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
            Raw::Postgres(_) => format!(
                "SELECT CAST(column_name AS TEXT) FROM information_schema.columns
                 WHERE table_name = '{table}' ORDER BY ordinal_position"
            ),
        };
        let names = self.rows(&sql).await.into_iter().flatten();
        names.map(|name| if let Val::Text(name) = name { name } else { panic!("{name:?}") }).collect()
    }

    pub async fn rows(&self, sql: &str) -> Vec<Vec<Val>> {
        match self {
            Raw::Sqlite(connection) => sqlite_rows(connection, sql),
            Raw::Postgres(client) => {
                let rows = client.query(sql, &[]).await.unwrap();
                rows.iter().map(|row| (0..row.len()).map(|place| value(row, place)).collect()).collect()
            }
        }
    }

    /// Writes rows, all columns in the table's order.
    pub async fn write(&self, table: &str, rows: &[Vec<Val>]) {
        let Some(first) = rows.first() else { return };
        match self {
            Raw::Sqlite(connection) => {
                let places: Vec<String> = (1..=first.len()).map(|place| format!("?{place}")).collect();
                let sql = format!("INSERT INTO {table} VALUES ({})", places.join(", "));
                connection.execute_batch("BEGIN").unwrap();
                let mut statement = connection.prepare_cached(&sql).unwrap();
                for row in rows {
                    statement.execute(rusqlite::params_from_iter(row)).unwrap();
                }
                connection.execute_batch("COMMIT").unwrap();
            }
            Raw::Postgres(client) => copy_in(client, table, rows).await,
        }
    }

    /// Lets the engine look at what was filled in, as it does by itself in time.
    pub async fn rest(self) {
        match self {
            Raw::Sqlite(connection) => drop(connection),
            Raw::Postgres(client) => {
                client.batch_execute("VACUUM ANALYZE").await.unwrap();
                client.batch_execute("CHECKPOINT").await.unwrap();
            }
        }
    }
}

fn sqlite_rows(connection: &rusqlite::Connection, sql: &str) -> Vec<Vec<Val>> {
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let read = |row: &rusqlite::Row<'_>| {
        (0..columns).map(|place| row.get_ref(place).map(sqlite_value)).collect::<Result<Vec<_>, _>>()
    };
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

/// Sixteen bytes are an id: nothing else in the product has just that length.
fn sqlite_value(value: rusqlite::types::ValueRef<'_>) -> Val {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => Val::Null,
        ValueRef::Integer(number) => Val::Int(number),
        ValueRef::Text(text) => Val::Text(String::from_utf8(text.to_vec()).unwrap()),
        ValueRef::Blob(bytes) if bytes.len() == 16 => Val::Uuid(uuid::Uuid::from_slice(bytes).unwrap()),
        ValueRef::Blob(bytes) => Val::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => panic!("a column holds a float"),
    }
}

fn value(row: &tokio_postgres::Row, place: usize) -> Val {
    let value = match *row.columns()[place].type_() {
        Type::INT8 => row.get::<_, Option<i64>>(place).map(Val::Int),
        Type::TEXT => row.get::<_, Option<String>>(place).map(Val::Text),
        Type::UUID => row.get::<_, Option<uuid::Uuid>>(place).map(Val::Uuid),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(place).map(Val::Bytes),
        ref other => panic!("a column has the type {other}"),
    };
    value.unwrap_or(Val::Null)
}

async fn copy_in(client: &Client, table: &str, rows: &[Vec<Val>]) {
    let sink = client.copy_in(&format!("COPY {table} FROM STDIN")).await.unwrap();
    let mut sink = std::pin::pin!(sink);
    for some in rows.chunks(1_000) {
        let mut text = BytesMut::new();
        for row in some {
            for (place, value) in row.iter().enumerate() {
                if place > 0 {
                    text.put_u8(b'\t');
                }
                put(&mut text, value);
            }
            text.put_u8(b'\n');
        }
        sink.send(text.freeze()).await.unwrap();
    }
    sink.close().await.unwrap();
}

fn put(out: &mut BytesMut, value: &Val) {
    match value {
        Val::Null => out.extend_from_slice(b"\\N"),
        Val::Int(number) => write!(out, "{number}").unwrap(),
        Val::Text(text) => {
            let plain = text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n");
            out.extend_from_slice(plain.as_bytes());
        }
        Val::Uuid(id) => write!(out, "{id}").unwrap(),
        Val::Bytes(bytes) => {
            out.extend_from_slice(b"\\\\x");
            for byte in bytes {
                write!(out, "{byte:02x}").unwrap();
            }
        }
    }
}
