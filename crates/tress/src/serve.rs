//! `tress serve`.

use crate::assets::assets;
use crate::demo::{self, Size};
use crate::passphrase::first_line;
use crate::place::Place;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use clap::{Args, ValueEnum};
use hyper_util::rt::TokioTimer;
use ipnet::IpNet;
use kernel::Problem;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use salon::backup::{At, Keep, Plan};
use salon::demo::DemoSignIn;
use salon::store::Db;
use salon::web::{App, Config, TrustedProxies};
use salon::{backup, books, branch, card, catalogue, identity, import, notice, report, server, setup};
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How long running requests may take to end after the server was told to stop.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long a client may take to send its headers.
const HEADERS_TIME: Duration = Duration::from_secs(10);

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Open a lifelike salon for trying things out, in a folder of its own (demo-data unless
    /// --data says otherwise), with a random sign-in.
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    size: Size,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080", env = "TRESS_LISTEN")]
    listen: SocketAddr,
    /// The TLS certificate chain, as PEM.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The TLS private key, as PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; may be given several times.
    #[arg(long, value_name = "CIDR")]
    trusted_proxy: Vec<IpNet>,
    /// The folder to back the server up into every day; the passphrase is then needed too.
    #[arg(long, value_name = "DIR", env = "TRESS_BACKUP_TO", requires = "backup_passphrase_file")]
    backup_to: Option<PathBuf>,
    /// The file whose first line seals the backups.
    #[arg(long, value_name = "FILE", env = "TRESS_BACKUP_PASSPHRASE_FILE")]
    backup_passphrase_file: Option<PathBuf>,
    /// When to back up, in the salon's time zone. A machine that is off then makes up for it.
    #[arg(long, value_name = "HH:MM", env = "TRESS_BACKUP_AT", default_value = "03:30")]
    backup_at: At,
    /// What to keep: the newest backup of so many days, weeks and months.
    #[arg(long, value_name = "DAYS,WEEKS,MONTHS", env = "TRESS_BACKUP_KEEP", default_value = "7d,4w,12m")]
    backup_keep: Keep,
    /// A network into which requests to other programs may go although the internet does not reach it; may be
    /// given several times.
    #[arg(long, value_name = "CIDR")]
    webhook_network: Vec<IpNet>,
    /// A folder that takes every mail and every request to another program, so that none leaves: for trying out.
    #[arg(long, value_name = "DIR", env = "TRESS_NOTICE_FOLDER")]
    notice_folder: Option<PathBuf>,
    /// How log lines are written: text on a terminal, json elsewhere.
    #[arg(long, value_enum)]
    log: Option<LogForm>,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogForm {
    Text,
    Json,
}

impl Serve {
    pub async fn run(mut self) -> Result<(), Problem> {
        self.start_log();
        let metrics = metrics_text()?;
        let demo = match self.demo {
            true => Some(demo::open(&mut self.place, self.size).await?),
            false => None,
        };
        let db = self.place.open().await?;
        let setup_token = match setup::is_done(&db).await? {
            true => None,
            false => Some(identity::random_word(12)?),
        };
        let config = Config {
            trusted_proxies: TrustedProxies::new(self.trusted_proxy.clone()),
            tls: self.tls_cert.is_some(),
            setup_token: setup_token.clone(),
            webhook_networks: self.webhook_network.clone(),
            notice_folder: self.notice_folder.clone(),
            assets: assets(),
            metrics,
            ..Config::default()
        };
        let backups = self.backups()?;
        let app = App::new(db, config);
        tokio::spawn(app.live.clone().follow(app.db.clone()));
        tokio::spawn(sweep_every_hour(app.db.clone()));
        tokio::spawn(take_up_imports(app.db.clone()));
        tokio::spawn(keep_figures_every_minute(app.db.clone()));
        tokio::spawn(index_catalogue(app.db.clone()));
        tokio::spawn(books::follow(app.db.clone()));
        tokio::spawn(card::follow(app.db.clone()));
        tokio::spawn(notice::follow(app.clone()));
        tokio::spawn(backup::follow(app.clone(), backups.clone()));
        self.listen(app, backups, setup_token.as_deref(), demo.as_ref()).await
    }

    fn backups(&self) -> Result<Option<Arc<Plan>>, Problem> {
        let (Some(folder), Some(file)) = (&self.backup_to, &self.backup_passphrase_file) else {
            return Ok(None);
        };
        // A disk may be missing now and be there tonight: that is no reason to keep the salon closed.
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let plan = Plan::new(folder, first_line(file)?, self.backup_at, self.backup_keep)?;
        Ok(Some(Arc::new(plan)))
    }

    async fn listen(
        &self,
        app: App,
        backups: Option<Arc<Plan>>,
        setup_token: Option<&str>,
        demo: Option<&DemoSignIn>,
    ) -> Result<(), Problem> {
        let socket =
            std::net::TcpListener::bind(self.listen).map_err(|error| cannot_listen(self.listen, &error))?;
        socket.set_nonblocking(true).map_err(Problem::bug)?;
        let address = socket.local_addr().map_err(Problem::bug)?;
        let handle = Handle::new();
        tokio::spawn(stop_when_told(handle.clone()));
        self.greet(address, setup_token, demo);
        let router = server::router_with(app, backups).into_make_service_with_connect_info::<SocketAddr>();
        let served = match self.tls().await? {
            Some(tls) => {
                let mut server =
                    axum_server::from_tcp_rustls(socket, tls).map_err(Problem::bug)?.handle(handle);
                server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_TIME);
                server.serve(router).await
            }
            None => {
                let mut server = axum_server::from_tcp(socket).map_err(Problem::bug)?.handle(handle);
                server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_TIME);
                server.serve(router).await
            }
        };
        served.map_err(Problem::bug)
    }

    async fn tls(&self) -> Result<Option<RustlsConfig>, Problem> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        // The provider can be installed only once; a second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = RustlsConfig::from_pem_file(certificate, key).await.map_err(|error| {
            let detail = format!("The certificate or its key cannot be read: {error}.");
            Problem::refused("serve.tls", detail)
        })?;
        Ok(Some(config))
    }

    /// What whoever starts the server has to know, on standard output.
    fn greet(&self, address: SocketAddr, setup_token: Option<&str>, demo: Option<&DemoSignIn>) {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        println!("Tress 青丝 is open at {scheme}://{address}/");
        if let Some(token) = setup_token {
            println!("First use: open the address and type this word to set up your salon: {token}");
            println!("第一次使用：打开上面的地址，输入这个口令开店：{token}");
        }
        if let Some(demo) = demo {
            demo::print(demo);
        }
    }

    fn start_log(&self) {
        let form =
            self.log.unwrap_or(if std::io::stderr().is_terminal() { LogForm::Text } else { LogForm::Json });
        let level = tracing_subscriber::EnvFilter::try_from_env("TRESS_LOG")
            .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
        let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(level);
        match form {
            LogForm::Text => log.compact().init(),
            LogForm::Json => log.json().flatten_event(true).init(),
        }
    }
}

/// Keeps the store small. A sweep that fails is tried again an hour later.
async fn sweep_every_hour(db: Db) {
    let mut hours = tokio::time::interval(Duration::from_secs(3600));
    loop {
        hours.tick().await;
        let Ok(organisations) = branch::directory(&db).await else { continue };
        for organisation in organisations {
            if let Err(problem) = db.sweep(organisation.id).await {
                tracing::warn!(code = problem.code, cause = problem.cause, "a sweep failed");
            }
        }
    }
}

/// Adds up the days that are over. What fails is tried again a minute later; until then reports read the
/// books themselves.
async fn keep_figures_every_minute(db: Db) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        minutes.tick().await;
        if let Err(problem) = report::keep_all(&db).await {
            tracing::warn!(code = problem.code, cause = problem.cause, "the reports were not added up");
        }
    }
}

/// Makes searchable what an older version has written.
async fn index_catalogue(db: Db) {
    if let Err(problem) = catalogue::index_all(&db).await {
        tracing::warn!(code = problem.code, cause = problem.cause, "the price list was not made searchable");
    }
}

/// Finishes what an import left undone when the server last stopped.
async fn take_up_imports(db: Db) {
    if let Err(problem) = import::take_up_all(&db).await {
        tracing::warn!(code = problem.code, cause = problem.cause, "an import was not taken up");
    }
}

fn metrics_text() -> Result<Arc<dyn Fn() -> String + Send + Sync>, Problem> {
    let seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0];
    let groups = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &seconds)
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_size".to_owned()), &groups))
        .map_err(Problem::bug)?;
    let handle = builder.install_recorder().map_err(Problem::bug)?;
    Ok(Arc::new(move || handle.render()))
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Problem {
    let detail = format!("The server cannot listen on {address}: {error}. Choose another with --listen.");
    Problem::refused("serve.listen", detail)
}

async fn stop_when_told(handle: Handle<SocketAddr>) {
    told_to_stop().await;
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(FAREWELL));
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
