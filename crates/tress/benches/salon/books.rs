//! How long the books take to prove themselves.

use crate::Sizes;
use crate::client::TRESS;
use crate::fill::Bills;
use crate::page::Section;
use crate::place::{Engine, Ground, Place};
use crate::process;
use crate::raw::Raw;
use crate::shop::Shop;
use salon::store::Val;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Bills that others are copied from.
const TEMPLATES: usize = 60;
/// How many bills are written at once until there are entries enough.
const STEP: u64 = 10_000;
/// So many that the bills lie in three years at any size.
const MANY: u64 = 1_000_000;

const HEAD: &[&str] = &["database", "entries", "seconds", "memory at most MiB"];
const ABOUT: &str = "`tress check` of all that is promised, beside the bills of *Growth*, which were written directly \
     and are sealed first. Aims, at a million entries: within 20 s and 200 MiB.";

pub async fn measure(ground: &Ground, sizes: &Sizes) -> Section {
    let mut rows = Vec::new();
    for engine in ground.engines() {
        let place = ground.place(engine, "books").await;
        let db = place.open().await;
        let shop = Shop::open(&db).await;
        for bill in shop.bills(&db, TEMPLATES).await {
            shop.pay(&db, &bill).await;
        }
        let now = db.now();
        drop(db);
        place.rest().await;
        let bills = Bills::read(&Raw::open(&place).await, &shop, now).await;
        let mut written = 0;
        while entries(&place).await < sizes.entries {
            let raw = Raw::open(&place).await;
            bills.write(&raw, written..written + STEP, MANY).await;
            drop(raw);
            written += STEP;
        }
        Raw::open(&place).await.rest().await;
        let db = place.open().await;
        salon::books::seal(&db).await.unwrap();
        drop(db);
        place.rest().await;
        let count = entries(&place).await;
        let (took, memory) = check(ground, &place);
        rows.push(vec![
            engine.name().to_owned(),
            count.to_string(),
            format!("{:.1}", took.as_secs_f64()),
            memory.to_string(),
        ]);
        place.rest().await;
        place.remove().await;
    }
    Section { title: "Checking the books", about: ABOUT, head: HEAD, rows }
}

async fn entries(place: &Place<'_>) -> i64 {
    let raw = Raw::open(place).await;
    let rows = raw.rows("SELECT CAST(COUNT(*) AS BIGINT) FROM ledger_entry").await;
    let Val::Int(count) = rows[0][0] else { panic!("no count") };
    count
}

/// Runs the check, which finds reports missing for what was written directly, and watches its memory.
fn check(ground: &Ground, place: &Place<'_>) -> (Duration, u64) {
    let mut command = Command::new(TRESS);
    command.args(["check", "--json", "--key-file"]).arg(ground.key_file());
    match place.engine {
        Engine::Sqlite => command.arg("--data").arg(place.folder()),
        Engine::Postgres => command.arg("--database").arg(place.url()),
    };
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut memory = 0;
    while child.try_wait().unwrap().is_none() {
        memory = memory.max(process::most_memory_of(child.id()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(20));
    }
    (begun.elapsed(), memory)
}
