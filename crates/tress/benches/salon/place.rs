//! Where the measured databases lie: in one temporary folder, and on one throw-away PostgreSQL
//! server that `cargo xtask bench` starts. All are removed in the end.

use crate::raw;
use salon::store::{Clock, Db, Keyring, Location, Mode};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The databases that are measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }
}

/// What all databases share: a folder, a key file, a server.
pub struct Ground {
    folder: PathBuf,
    postgres: Option<String>,
}

impl Ground {
    pub fn new() -> Ground {
        let folder = std::env::temp_dir().join(format!("tress-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let postgres = std::env::var("TRESS_BENCH_POSTGRES").ok();
        if postgres.is_none() {
            eprintln!("PostgreSQL is left out: TRESS_BENCH_POSTGRES is not set.");
        }
        Ground { folder, postgres }
    }

    /// The engines there are.
    pub fn engines(&self) -> Vec<Engine> {
        if self.postgres.is_some() { vec![Engine::Sqlite, Engine::Postgres] } else { vec![Engine::Sqlite] }
    }

    pub fn key_file(&self) -> PathBuf {
        self.folder.join("bench.key")
    }

    /// A folder that is not there yet.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A new database without tables.
    pub async fn place(&self, engine: Engine, name: &str) -> Place<'_> {
        let name = format!("bench_{name}");
        if engine == Engine::Postgres {
            let form = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
            self.admin(&format!("CREATE DATABASE {name} {form}")).await;
        }
        Place { ground: self, engine, name }
    }

    /// Runs a statement on the server itself.
    async fn admin(&self, sql: &str) {
        let url = format!("{}/postgres", self.postgres.as_deref().unwrap());
        raw::connect(&url).await.batch_execute(sql).await.unwrap();
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One database.
pub struct Place<'a> {
    ground: &'a Ground,
    pub engine: Engine,
    name: String,
}

impl Place<'_> {
    pub fn location(&self) -> Location {
        match self.engine {
            Engine::Sqlite => Location::Folder(self.folder()),
            Engine::Postgres => Location::Postgres(self.url()),
        }
    }

    /// Opens the product's database.
    pub async fn open(&self) -> Db {
        let keys = Keyring::open_or_create(&self.ground.key_file()).unwrap();
        Db::open(&self.location(), keys, Clock::System, Mode::Write).await.unwrap()
    }

    pub fn folder(&self) -> PathBuf {
        self.ground.folder.join(&self.name)
    }

    /// The database's file.
    pub fn file(&self) -> PathBuf {
        self.folder().join("tress.db")
    }

    pub fn url(&self) -> String {
        format!("{}/{}", self.ground.postgres.as_deref().unwrap(), self.name)
    }

    /// Waits until nobody uses the database any more, so that what follows has it to itself.
    pub async fn rest(&self) {
        match self.engine {
            Engine::Sqlite => settle(&self.file()).await,
            Engine::Postgres => {
                let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ";
                self.ground.admin(&format!("{end}'{}'", self.name)).await;
            }
        }
    }

    /// A copy of the database as it is, which nobody may be using.
    pub async fn copy(&self, name: &str) -> Place<'_> {
        self.rest().await;
        let copy = Place { ground: self.ground, engine: self.engine, name: format!("{}_{name}", self.name) };
        match self.engine {
            Engine::Sqlite => {
                std::fs::create_dir_all(copy.folder()).unwrap();
                std::fs::copy(self.file(), copy.file()).unwrap();
                std::fs::File::open(copy.file()).unwrap().sync_all().unwrap();
            }
            Engine::Postgres => {
                self.ground.admin(&format!("CREATE DATABASE {} TEMPLATE {}", copy.name, self.name)).await;
            }
        }
        copy
    }

    /// Removes it.
    pub async fn remove(self) {
        match self.engine {
            Engine::Sqlite => drop(std::fs::remove_dir_all(self.folder())),
            Engine::Postgres => {
                self.ground.admin(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
            }
        }
    }
}

/// The last connection that closes moves everything into the one file, unless it may only read.
async fn settle(file: &Path) {
    for _ in 0..200 {
        let connection = rusqlite::Connection::open(file).unwrap();
        let moved = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        drop(connection);
        if moved.is_ok() && !file.with_extension("db-wal").exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} is still in use", file.display());
}
