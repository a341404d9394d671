//! What every handler can reach.

use super::{Download, Live, TrustedProxies};
use crate::access::Actor;
use crate::sheet::Cell;
use crate::sheet::write::{self, Format};
use crate::store::{Command, Db, IdempotencyKey};
use ipnet::IpNet;
use kernel::{Problem, problem::Kind};
use serde::{Serialize, de::DeserializeOwned};
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tokio::sync::Semaphore;

/// A file of a web app.
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub media_type: String,
}

/// Finds a file of a web app by its path, such as `desk/index.html`.
pub type Assets = Arc<dyn Fn(&str) -> Option<Asset> + Send + Sync>;

/// How the server was started.
#[derive(Clone)]
pub struct Config {
    /// Proxies whose word about the client's address is taken.
    pub trusted_proxies: TrustedProxies,
    /// Whether the server itself speaks TLS.
    pub tls: bool,
    /// How many requests may run at once.
    pub requests_max: usize,
    /// The one-time word that opens the set-up page, while nothing is set up.
    pub setup_token: Option<String>,
    /// The files of the web apps.
    pub assets: Assets,
    /// Networks into which requests to other programs may go although the internet does not reach them.
    pub webhook_networks: Vec<IpNet>,
    /// A folder that takes every mail and every request to another program, so that none leaves.
    pub notice_folder: Option<PathBuf>,
    /// Renders the metrics in Prometheus' text form.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            trusted_proxies: TrustedProxies::default(),
            tls: false,
            requests_max: 512,
            setup_token: None,
            webhook_networks: Vec::new(),
            notice_folder: None,
            assets: Arc::new(|_| None),
            metrics: Arc::new(String::new),
        }
    }
}

/// The running product. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// How the server was started.
    pub config: Arc<Config>,
    /// What tells open screens that something changed.
    pub live: Live,
    /// When the last good backup was made, in milliseconds since the epoch; 0 while none is known. For
    /// readiness and figures.
    pub backed_up: Arc<AtomicI64>,
    hashing: Arc<Semaphore>,
}

impl App {
    /// Puts the product together.
    pub fn new(db: Db, config: Config) -> App {
        // A password hash takes a core for a moment: as many at once as there are cores.
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        App {
            db,
            config: Arc::new(config),
            live: Live::default(),
            backed_up: Arc::default(),
            hashing: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Runs a command as somebody.
    pub async fn write<C: Command>(&self, actor: &Actor, command: C) -> Result<C::Out, Problem> {
        self.db.write(actor, command).await
    }

    /// Runs a command that moves value, once per key.
    pub async fn write_once<C>(
        &self,
        actor: &Actor,
        key: IdempotencyKey,
        command: C,
    ) -> Result<C::Out, Problem>
    where
        C: Command + Serialize,
        C::Out: Serialize + DeserializeOwned,
    {
        self.db.write_once(actor, key, command).await
    }

    /// Makes a file for a spreadsheet program, named `name`.
    pub async fn sheet(&self, name: &str, format: Format, rows: Vec<Vec<Cell>>) -> Result<Download, Problem> {
        let bytes = self.slowly(move || write::file(format, &rows)).await?;
        let bytes = bytes.map_err(|fault| Problem::bug(format!("{fault:?}")))?;
        let name = format!("{name}.{}", format.extension());
        Ok(Download { name, media_type: format.media_type(), bytes })
    }

    /// Does slow work (a password hash) beside the requests, a few at a time.
    pub async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let busy = || Problem::new(Kind::Busy, "store.busy", "The server is busy. Try again in a moment.");
        let _turn = Arc::clone(&self.hashing).acquire_owned().await.map_err(|_| busy())?;
        tokio::task::spawn_blocking(work).await.map_err(Problem::bug)
    }
}
