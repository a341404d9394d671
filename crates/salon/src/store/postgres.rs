//! PostgreSQL, and engines that speak its protocol: serialisable transactions over a pool, with the
//! writes of a transaction sent together.

use super::{StoreError, Val};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use futures_util::future::join_all;
use std::pin::pin;
use std::time::Duration;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{NoTls, error::SqlState};

/// How many statements travel together.
pub(super) const FLIGHT_MAX: usize = 30;

/// A pool of connections.
pub(super) struct Postgres {
    pool: Pool,
}

impl Postgres {
    /// Connects, and refuses a database that does not sort by bytes: every range and every cursor
    /// of the product relies on it, on both engines.
    pub async fn open(url: &str, connections: usize) -> Result<Postgres, StoreError> {
        let mut config: tokio_postgres::Config = url.parse().map_err(StoreError::row)?;
        config.application_name("tress");
        config.options(
            "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
        );
        let manager =
            Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let wait = Some(Duration::from_secs(5));
        let pool = Pool::builder(manager)
            .max_size(connections)
            .timeouts(Timeouts { wait, create: wait, recycle: wait })
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(StoreError::row)?;
        let postgres = Postgres { pool };
        postgres.refuse_other_collation().await?;
        Ok(postgres)
    }

    async fn refuse_other_collation(&self) -> Result<(), StoreError> {
        let client = self.client().await?;
        let sql = "SELECT datcollate FROM pg_database WHERE datname = current_database()";
        let row = client.query_one(sql, &[]).await.map_err(fault)?;
        let collation: String = row.get(0);
        if ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&collation.as_str()) {
            return Ok(());
        }
        Err(StoreError::Fault(format!(
            "the database sorts by the rules of {collation}; create it with LC_COLLATE 'C' (createdb --template=template0 --locale=C --encoding=UTF8)"
        )))
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| StoreError::Busy(error.to_string()))
    }

    /// Opens a transaction that may write.
    pub async fn begin(&self) -> Result<PgTx, StoreError> {
        self.start("BEGIN ISOLATION LEVEL SERIALIZABLE").await
    }

    /// Opens a snapshot that may only read.
    pub async fn reader(&self) -> Result<PgTx, StoreError> {
        self.start("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    async fn start(&self, begin: &str) -> Result<PgTx, StoreError> {
        let client = self.client().await?;
        client.batch_execute(begin).await.map_err(fault)?;
        Ok(PgTx { client: Some(client) })
    }

    /// Runs statements that no organisation owns (migrations), several in one text.
    pub async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.client().await?.batch_execute(sql).await.map_err(fault)
    }
}

/// An open transaction. Dropped without [`PgTx::commit`], it leaves nothing.
pub(super) struct PgTx {
    client: Option<Object>,
}

impl PgTx {
    fn client(&self) -> Result<&Object, StoreError> {
        self.client.as_ref().ok_or_else(|| StoreError::row("the transaction has ended"))
    }

    pub async fn rows(&self, sql: &str, args: &[Val]) -> Result<Vec<Vec<Val>>, StoreError> {
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await.map_err(fault)?;
        let found = client.query(&statement, &params(args)).await.map_err(fault)?;
        found.iter().map(values).collect()
    }

    pub async fn execute(&self, sql: &'static str, args: &[Val]) -> Result<u64, StoreError> {
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await.map_err(fault)?;
        client.execute(&statement, &params(args)).await.map_err(fault)
    }

    /// Sends many statements without waiting between them. Adds to `changed` what each changed, up to the
    /// first that failed.
    pub async fn execute_all(
        &self,
        writes: &[(&'static str, Vec<Val>)],
        changed: &mut Vec<u64>,
    ) -> Result<(), StoreError> {
        let client = self.client()?;
        for flight in writes.chunks(FLIGHT_MAX) {
            let mut prepared = Vec::with_capacity(flight.len());
            for (sql, args) in flight {
                prepared.push((client.prepare_cached(sql).await.map_err(fault)?, params(args)));
            }
            let sent = prepared.iter().map(|(statement, args)| client.execute(statement, args));
            for answer in join_all(sent).await {
                changed.push(answer.map_err(fault)?);
            }
        }
        Ok(())
    }

    /// Runs several statements in one text.
    pub async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.client()?.batch_execute(sql).await.map_err(fault)
    }

    /// Writes rows by a `COPY … FROM STDIN BINARY`: the fastest way in, for a restore.
    pub async fn copy_in(&self, sql: &str, types: &[Type], rows: &[Vec<Val>]) -> Result<(), StoreError> {
        let sink = self.client()?.copy_in(sql).await.map_err(fault)?;
        let mut writer = pin!(BinaryCopyInWriter::new(sink, types));
        for row in rows {
            writer.as_mut().write(&params(row)).await.map_err(fault)?;
        }
        writer.finish().await.map(drop).map_err(fault)
    }

    pub async fn commit(mut self) -> Result<(), StoreError> {
        let Some(client) = self.client.take() else { return Ok(()) };
        let answer = client.batch_execute("COMMIT").await;
        let Err(error) = answer else { return Ok(()) };
        // The connection's state is unclear: it does not go back to the pool.
        drop(Object::take(client));
        match fault(error) {
            StoreError::Crossed => Err(StoreError::Crossed),
            other => Err(StoreError::Unknown(other.to_string())),
        }
    }
}

impl Drop for PgTx {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(handle) => drop(handle.spawn(async move {
                if client.batch_execute("ROLLBACK").await.is_err() {
                    drop(Object::take(client));
                }
            })),
            Err(_) => drop(Object::take(client)),
        }
    }
}

fn params(args: &[Val]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}

fn values(row: &tokio_postgres::Row) -> Result<Vec<Val>, StoreError> {
    (0..row.len()).map(|column| value(row, column)).collect()
}

fn value(row: &tokio_postgres::Row, column: usize) -> Result<Val, StoreError> {
    let kind = row.columns()[column].type_();
    let value = match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(column).map(|value| value.map(Val::Int)),
        Type::INT4 => row.try_get::<_, Option<i32>>(column).map(|value| value.map(|n| Val::Int(n.into()))),
        Type::TEXT | Type::VARCHAR | Type::NAME => {
            row.try_get::<_, Option<String>>(column).map(|value| value.map(Val::Text))
        }
        Type::UUID => row.try_get::<_, Option<uuid::Uuid>>(column).map(|value| value.map(Val::Uuid)),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column).map(|value| value.map(Val::Bytes)),
        _ => return Err(StoreError::row(format!("a column has the type {kind}"))),
    };
    value.map(|value| value.unwrap_or(Val::Null)).map_err(StoreError::row)
}

impl ToSql for Val {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Val::Null => Ok(IsNull::Yes),
            Val::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Val::Int(number) => number.to_sql(kind, out),
            Val::Text(text) => text.to_sql(kind, out),
            Val::Uuid(uuid) => uuid.to_sql(kind, out),
            Val::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::TEXT, Type::VARCHAR, Type::UUID, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

/// Says in the store's words what went wrong, by SQLSTATE alone.
fn fault(error: tokio_postgres::Error) -> StoreError {
    let Some(database) = error.as_db_error() else { return StoreError::Busy(error.to_string()) };
    let cause = format!("{}: {}", database.code().code(), database.message());
    match database.code() {
        &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => StoreError::Crossed,
        &SqlState::DISK_FULL | &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::NoRoom(cause),
        code if ["08", "53", "57"].iter().any(|class| code.code().starts_with(class)) => {
            StoreError::Busy(cause)
        }
        _ => StoreError::Fault(cause),
    }
}
