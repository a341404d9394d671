//! What the product does per second, beside what the disk can do at all, in one run.
//!
//! A real server on SQLite with durable commits; tills open a bill, add a line and take cash for
//! it. The raw limit is the same engine committing one row at a time, durably, from one thread.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a measurement stops at the first surprise")]

#[path = "../tests/client/mod.rs"]
#[allow(dead_code, reason = "the tests that share this client use other parts of it")]
mod client;

use client::{Client, Server, id};
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const TILLS: usize = 8;
const MEMBERS: usize = 2_000;
const TIME: Duration = Duration::from_secs(6);
const SURNAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄"];
const GIVEN: [&str; 8] = ["芳", "伟", "静怡", "建国", "丽", "明", "晓彤", "志强"];

fn main() {
    let folder = std::env::temp_dir().join(format!("tress-bench-{}", std::process::id()));
    let raw = raw_commits(&folder.with_extension("raw"));
    let mut server = Server::start(&folder);
    let (cookie, me) = server.set_up();
    let branch = id(&me["branches"][0]);
    let owner = server.client(&cookie);
    let service = id(&owner.post(
        "/api/catalogue/service",
        json!({"code": "1", "name": "洗剪吹", "category": "剪发",
        "price": 12_800, "duration_minutes": 60, "taxes": [], "active": true}),
    ));
    let joined = register(&server, &cookie, &branch);
    let visits = at_once(|| server.client(&cookie), |client| visit(client, &branch, &service));
    let searches = at_once(|| server.client(&cookie), search);
    server.kill();
    let rows = [
        ("one row, committed by the raw engine, 1 thread", raw, None),
        ("register a member, 8 at a time", joined.rate, Some(joined)),
        ("a visit: open, add a line, take cash, 8 tills", visits.rate, Some(visits)),
        ("search 2,000 members by pinyin or name, 8 at a time", searches.rate, Some(searches)),
    ];
    let table = table(&rows, raw);
    print!("{table}");
    write_page(&table);
    let _ = std::fs::remove_dir_all(&folder);
    let _ = std::fs::remove_file(folder.with_extension("key"));
}

/// How often something was done, and how long the slow ones took.
#[derive(Clone, Copy)]
struct Pace {
    rate: u64,
    p50: Duration,
    p99: Duration,
}

fn pace(mut times: Vec<Duration>, took: Duration) -> Pace {
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    let rate = times.len() as u128 * 1000 / took.as_millis().max(1);
    Pace { rate: rate as u64, p50: at(50), p99: at(99) }
}

/// Does something from several clients at once, over and over; `work` returns how long the part
/// that counts took.
fn at_once(client: impl Fn() -> Client + Sync, work: impl Fn(&Client) -> Duration + Sync) -> Pace {
    let times = Mutex::new(Vec::new());
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..TILLS {
            scope.spawn(|| {
                let client = client();
                while started.elapsed() < TIME {
                    let time = work(&client);
                    times.lock().unwrap().push(time);
                }
            });
        }
    });
    pace(times.into_inner().unwrap(), started.elapsed())
}

fn register(server: &Server, cookie: &str, branch: &str) -> Pace {
    let times = Mutex::new(Vec::new());
    let started = Instant::now();
    std::thread::scope(|scope| {
        for till in 0..TILLS {
            let (client, times) = (server.client(cookie), &times);
            scope.spawn(move || {
                for number in (till..MEMBERS).step_by(TILLS) {
                    let name = format!("{}{}", SURNAMES[number % 8], GIVEN[number / 8 % 8]);
                    let profile = json!({"name": name, "phone": format!("139{:08}", number * 7919 % 100_000_000),
                        "email": "", "address": "", "gender": "", "birthday": null, "source": "", "referrer": null,
                        "referrer_shop": "", "introducer": null, "tags": [], "notes": "", "hair_formula": "", "allergy": ""});
                    let began = Instant::now();
                    client.post("/api/customer", json!({"branch": branch, "profile": profile}));
                    times.lock().unwrap().push(began.elapsed());
                }
            });
        }
    });
    pace(times.into_inner().unwrap(), started.elapsed())
}

/// A whole visit; the time is that of paying.
fn visit(client: &Client, branch: &str, service: &str) -> Duration {
    let path = format!("/api/bill/{}", id(&client.post("/api/bill", json!({"branch": branch}))));
    client.post(&format!("{path}/line"), json!({"kind": "service", "service": service}));
    let pay = json!({"tenders": [{"kind": "cash", "received": 15_000}], "expected_total": 12_800});
    let began = Instant::now();
    client.post_once(&format!("{path}/pay"), pay, &path.replace('/', ":")).unwrap();
    began.elapsed()
}

fn search(client: &Client) -> Duration {
    let began = Instant::now();
    client.get("/api/customer/search?q=cxt");
    client.get("/api/customer/search?q=%E6%99%93%E5%BD%A4");
    began.elapsed() / 2
}

/// Durable commits of one row per second, by the engine alone.
fn raw_commits(file: &Path) -> u64 {
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)").unwrap();
    let mut count = 0;
    let started = Instant::now();
    while started.elapsed() < TIME / 2 {
        connection.execute("INSERT INTO t (text) VALUES ('one row')", []).unwrap();
        count += 1;
    }
    let rate = count * 1000 / started.elapsed().as_millis();
    drop(connection);
    let _ = std::fs::remove_file(file);
    rate as u64
}

fn table(rows: &[(&str, u64, Option<Pace>)], raw: u64) -> String {
    let mut table =
        "| what | per second | of the raw limit | p50 ms | p99 ms |\n|---|---|---|---|---|\n".to_owned();
    let millis = |time: Duration| format!("{}.{}", time.as_millis(), time.as_micros() % 1000 / 100);
    for (what, rate, pace) in rows {
        let share = rate * 100 / raw.max(1);
        let (p50, p99) = pace.map_or(("".into(), "".into()), |pace| (millis(pace.p50), millis(pace.p99)));
        let _ = writeln!(table, "| {what} | {rate} | {share} % | {p50} | {p99} |");
    }
    table
}

fn write_page(table: &str) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory =
        memory.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024 / 1024;
    let page = format!(
        "# Figures\n\nWritten by `cargo xtask bench`, a release build on SQLite with durable commits. Server, clients and \
         disk share one machine: {cores} cores, {memory} GiB of memory, {}. Rates swing between runs and machines; \
         compare the rows of one run.\n\n{table}\nA visit is three durable commits (open, line, pay) and three reads of \
         the session; its times are those of paying alone. Group commit lets several of them share one flush of the disk.\n",
        std::env::consts::OS
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/BENCH.md");
    std::fs::write(file, page).unwrap();
}
