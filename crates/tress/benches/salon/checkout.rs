//! Paying, without HTTP, beside the bare drivers.

use crate::Sizes;
use crate::page::{Section, millis, percent};
use crate::place::{Engine, Ground, Place};
use crate::process;
use crate::raw::{self, Raw};
use crate::replay::{self, Sent, Took};
use crate::shop::{Shop, Waiting};
use futures_util::future::join_all;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use salon::store::Db;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const HEAD: &[&str] = &[
    "what",
    "payments per second",
    "of the driver",
    "CPU ms each",
    "of the driver's",
    "run again per commit",
];
const ABOUT: &str = "A chain of 20 branches, 960 members and work by 40 people; bills of one or two services, in cash or by \
     WeChat, for customers at random. *Driver* means rusqlite with 32 payments in a commit, and tokio-postgres \
     with 8 connections at SERIALIZABLE and pipelined trips: both run the very statements, with their values, \
     that the product has sent, on a copy of the same database. Medians; CPU includes the clients and the \
     PostgreSQL server. Aim: 60 % of the driver's rate.";

/// How many tills pay at once.
pub const fn tills(engine: Engine) -> usize {
    match engine {
        Engine::Sqlite => 32,
        Engine::Postgres => 8,
    }
}

pub async fn measure(ground: &Ground, sizes: &Sizes) -> Section {
    let mut rows = Vec::new();
    for engine in ground.engines() {
        let place = ground.place(engine, "checkout").await;
        let db = place.open().await;
        let shop = Arc::new(Shop::open(&db).await);
        let bills: Arc<Vec<Waiting>> = Arc::new(shop.bills(&db, sizes.payments).await);
        drop(db);
        Raw::open(&place).await.rest().await;
        let copy = place.copy("recorded").await;
        let sent = Arc::new(record(&copy, &shop, &bills).await);
        copy.remove().await;
        let statements: usize = sent.iter().flatten().map(Vec::len).sum();
        let trips: usize = sent.iter().map(Vec::len).sum();
        let (mut product, mut driver) = (Vec::new(), Vec::new());
        for _ in 0..sizes.rounds {
            product.push(by_product(&place, &shop, &bills).await);
            driver.push(by_driver(&place, &sent).await);
        }
        let (product, driver) = (median(product), median(driver));
        let count = sizes.payments;
        let form = format!("{:.0} statements", statements as f64 / count as f64);
        let form = match engine {
            Engine::Sqlite => form,
            Engine::Postgres => format!("{form} in {:.0} trips", trips as f64 / count as f64),
        };
        let name = engine.name();
        rows.push(row(&format!("{name}, the driver, {form}"), driver, driver, count));
        rows.push(row(&format!("{name}, the product, {} tills", tills(engine)), product, driver, count));
        place.rest().await;
        place.remove().await;
    }
    Section { title: "Checkout", about: ABOUT, head: HEAD, rows }
}

fn row(what: &str, took: Took, driver: Took, count: usize) -> Vec<String> {
    let rate = |took: Took| count as f64 / took.wall.as_secs_f64();
    vec![
        what.to_owned(),
        format!("{:.0}", rate(took)),
        percent(rate(took), rate(driver)),
        millis(took.cpu / count as u32),
        percent(took.cpu.as_secs_f64(), driver.cpu.as_secs_f64()),
        format!("{:.3}", took.retries as f64 / count as f64),
    ]
}

fn median(mut rounds: Vec<Took>) -> Took {
    rounds.sort_unstable_by_key(|took| took.wall);
    rounds[rounds.len() / 2]
}

/// What each payment sends, one after another so that none is run twice.
pub async fn record(place: &Place<'_>, shop: &Shop, bills: &[Waiting]) -> Vec<Sent> {
    let (db, recording) = place.open().await.recorded();
    let mut sent = Vec::with_capacity(bills.len());
    for bill in bills {
        shop.pay(&db, bill).await;
        sent.push(recording.take());
    }
    drop(db);
    place.rest().await;
    sent
}

async fn by_product(place: &Place<'_>, shop: &Arc<Shop>, bills: &Arc<Vec<Waiting>>) -> Took {
    let copy = place.copy("product").await;
    let db = copy.open().await;
    let server = Server::of(&copy).await;
    let before = (server.cpu(), retries());
    let took = Took::by(pay_all(&db, shop, bills, tills(place.engine))).await;
    let took = Took { cpu: took.cpu + server.cpu().saturating_sub(before.0), ..took };
    drop(db);
    copy.rest().await;
    copy.remove().await;
    Took { retries: retries() - before.1, ..took }
}

async fn by_driver(place: &Place<'_>, sent: &Arc<Vec<Sent>>) -> Took {
    let copy = place.copy("driver").await;
    let server = Server::of(&copy).await;
    let before = server.cpu();
    let took = match place.engine {
        Engine::Sqlite => Took::by(async { replay::on_sqlite(&copy.file(), sent) }).await,
        Engine::Postgres => {
            Took::by(replay::on_postgres(&copy.url(), tills(place.engine), Arc::clone(sent))).await
        }
    };
    let took = Took { cpu: took.cpu + server.cpu().saturating_sub(before), ..took };
    copy.rest().await;
    copy.remove().await;
    took
}

/// Lets some tills pay all bills.
pub async fn pay_all(db: &Db, shop: &Arc<Shop>, bills: &Arc<Vec<Waiting>>, tills: usize) -> usize {
    let next = Arc::new(AtomicUsize::new(0));
    let tills = (0..tills).map(|_| {
        let (db, shop, bills, next) = (db.clone(), Arc::clone(shop), Arc::clone(bills), Arc::clone(&next));
        tokio::spawn(async move {
            while let Some(bill) = bills.get(next.fetch_add(1, Ordering::Relaxed)) {
                shop.pay(&db, bill).await;
            }
        })
    });
    join_all(tills).await.into_iter().for_each(Result::unwrap);
    0
}

/// The database's own server, where it has one.
pub struct Server(Option<u32>);

impl Server {
    pub async fn of(place: &Place<'_>) -> Server {
        match place.engine {
            Engine::Sqlite => Server(None),
            Engine::Postgres => {
                let client = raw::connect(&place.url()).await;
                let process: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await.unwrap().get(0);
                Server(Some(process::parent_of(process as u32)))
            }
        }
    }

    /// The CPU time that it has used.
    pub fn cpu(&self) -> Duration {
        self.0.map_or(Duration::ZERO, process::of_family)
    }
}

/// How many commands this process has had to run again.
fn retries() -> usize {
    static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();
    let metrics = METRICS.get_or_init(|| PrometheusBuilder::new().install_recorder().unwrap());
    let text = metrics.render();
    let lines = text.lines().filter(|line| line.starts_with("tress_command_retries_total"));
    lines.filter_map(|line| line.rsplit(' ').next()?.parse::<usize>().ok()).sum()
}
