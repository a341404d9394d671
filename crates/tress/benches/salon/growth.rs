//! What a payment costs as the bills become many.

use crate::Sizes;
use crate::checkout::{Server, pay_all, record, tills};
use crate::fill::Bills;
use crate::page::{Section, millis};
use crate::place::{Engine, Ground, Place};
use crate::raw::{self, Raw};
use crate::replay::{self, Took};
use crate::shop::Shop;
use std::sync::Arc;

/// Bills that others are copied from.
const TEMPLATES: usize = 60;
/// Payments whose pages are counted one by one.
const COUNTED: usize = 100;

const HEAD: &[&str] = &["database", "paid bills", "CPU ms per payment", "pages looked at", "pages written"];
const ABOUT: &str = "Payments as in *Checkout*, beside bills of three years that were written directly: with their lines, \
     shares, tenders, cells, taxes, entries, audit rows, and every twentieth with its stored answer. On SQLite a \
     page counts each time a statement looks at it, and the pages written are those of one payment alone, which \
     shares them when it shares a commit. On PostgreSQL the pages are those found in its buffers or read. \
     Aim: flat.";

pub async fn measure(ground: &Ground, sizes: &Sizes) -> Section {
    let mut rows = Vec::new();
    for engine in ground.engines() {
        let place = ground.place(engine, "growth").await;
        let db = place.open().await;
        let shop = Arc::new(Shop::open(&db).await);
        for bill in shop.bills(&db, TEMPLATES).await {
            shop.pay(&db, &bill).await;
        }
        let now = db.now();
        drop(db);
        place.rest().await;
        let bills = Bills::read(&Raw::open(&place).await, &shop, now).await;
        let mut written = 0;
        for until in sizes.bills {
            let raw = Raw::open(&place).await;
            bills.write(&raw, written..until, sizes.bills[2]).await;
            raw.rest().await;
            written = until;
            let cost = cost(&place, &shop, sizes.payments / 3).await;
            let pages = match engine {
                Engine::Sqlite => pages(&place, &shop).await,
                Engine::Postgres => (cost.1, None),
            };
            rows.push(vec![
                engine.name().to_owned(),
                until.to_string(),
                millis(cost.0.cpu / (sizes.payments / 3) as u32),
                pages.0.to_string(),
                pages.1.map_or_else(String::new, |written: u64| written.to_string()),
            ]);
        }
        place.rest().await;
        place.remove().await;
    }
    Section { title: "Growth", about: ABOUT, head: HEAD, rows }
}

/// What payments take, and how many pages PostgreSQL has looked at for each.
async fn cost(place: &Place<'_>, shop: &Arc<Shop>, count: usize) -> (Took, u64) {
    let db = place.open().await;
    let bills = Arc::new(shop.bills(&db, count).await);
    drop(db);
    place.rest().await;
    let server = Server::of(place).await;
    let (pages, cpu) = (buffers(place).await, server.cpu());
    let db = place.open().await;
    let took = Took::by(pay_all(&db, shop, &bills, tills(place.engine))).await;
    drop(db);
    place.rest().await;
    let took = Took { cpu: took.cpu + server.cpu().saturating_sub(cpu), ..took };
    (took, (buffers(place).await - pages) / count as u64)
}

/// The pages that PostgreSQL has found or read so far.
async fn buffers(place: &Place<'_>) -> u64 {
    if place.engine == Engine::Sqlite {
        return 0;
    }
    let sql = "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()";
    let count: i64 = raw::connect(&place.url()).await.query_one(sql, &[]).await.unwrap().get(0);
    count as u64
}

/// Pays some bills, and counts the pages of the same statements on a copy.
async fn pages(place: &Place<'_>, shop: &Shop) -> (u64, Option<u64>) {
    let db = place.open().await;
    let bills = shop.bills(&db, COUNTED).await;
    drop(db);
    let copy = place.copy("counted").await;
    let sent = record(place, shop, &bills).await;
    let (looked, written) = replay::pages_on_sqlite(&copy.file(), &sent);
    copy.remove().await;
    (looked, Some(written))
}
