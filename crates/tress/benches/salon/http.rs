//! What people wait for, asked of a real server over HTTP.

use crate::Sizes;
use crate::checkout;
use crate::client::{Client, Server};
use crate::fill;
use crate::page::{Section, millis};
use crate::place::{Ground, Place};
use crate::process;
use crate::raw::Raw;
use crate::shop::{Dice, Shop, Waiting};
use serde_json::json;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many people wait at once.
const PEOPLE: u64 = 4;
/// Bills that were paid today, in all branches.
const PAID_TODAY: usize = 2_000;

pub const HEAD: &[&str] = &["request", "per second", "p50 ms", "p99 ms", "CPU ms each"];
const ABOUT: &str = "A real server, asked by 4 people at once who keep their connections, without a pause; answers are \
     compressed as for a browser. The CPU time is that of the server, with PostgreSQL where it is used, without \
     the clients. A search is by a name, its pinyin or initials, or a whole phone. The home page and the list of \
     bills are those of a branch with a hundred bills paid today. Aims: pay within 1.1 ms of CPU; search \
     within 1 ms of CPU, 99 of 100 within 10 ms.";

pub async fn measure(ground: &Ground, sizes: &Sizes) -> Section {
    let mut rows = Vec::new();
    for engine in ground.engines() {
        let place = ground.place(engine, "http").await;
        let db = place.open().await;
        let shop = Shop::open(&db).await;
        for bill in shop.bills(&db, PAID_TODAY.min(sizes.payments)).await {
            shop.pay(&db, &bill).await;
        }
        let waiting = shop.bills(&db, sizes.payments * 2).await;
        let (cookie, cipher) = (shop.sign_in(&db).await, db.cipher(shop.organisation()));
        drop(db);
        place.rest().await;
        let mut customers = 0;
        for until in sizes.customers {
            let raw = Raw::open(&place).await;
            fill::customers(&raw, &cipher, &shop, customers..until).await;
            raw.rest().await;
            let run = Run::start(ground, &place, &cookie, sizes.time).await;
            if customers == 0 {
                rows.push(run.pay(&waiting));
                rows.push(run.asks("list of a branch's bills", |_| {
                    format!("/api/bill?branch={}&limit=50", shop.branches[1])
                }));
                rows.push(run.asks("home page: the day so far", |_| {
                    format!("/api/report/today?branch={}", shop.branches[1])
                }));
            }
            let what = format!("search among {until} customers");
            rows.push(run.asks(&what, |dice| search(dice, until)));
            run.stop();
            customers = until;
        }
        place.rest().await;
        place.remove().await;
    }
    Section { title: "Over HTTP", about: ABOUT, head: HEAD, rows }
}

/// Something that somebody types.
fn search(dice: &mut Dice, customers: u64) -> String {
    let names = [
        "王芳",
        "静怡",
        "李伟",
        "zhangli",
        "liujie",
        "cxt",
        "wjg",
        "yutong",
        "陈晓",
        "zhao",
        "hej",
        "林浩然",
    ];
    let typed = match dice.below(4) {
        0 => fill::phone(dice.below(customers as usize) as u64),
        _ => dice.of(&names).to_owned(),
    };
    let escaped: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/api/customer/search?q={escaped}")
}

/// A server that is being asked.
pub struct Run<'a> {
    server: Server,
    database: checkout::Server,
    cookie: &'a str,
    time: Duration,
    name: &'static str,
}

/// A request that changes something: its path, its body and its key.
pub type Post = (String, String, String);

impl<'a> Run<'a> {
    pub async fn start(ground: &Ground, place: &Place<'_>, cookie: &'a str, time: Duration) -> Run<'a> {
        let (server, database) = (Server::start(ground, place), checkout::Server::of(place).await);
        Run { server, database, cookie, time, name: place.engine.name() }
    }

    fn cpu(&self) -> Duration {
        process::of(&self.server.process().to_string()) + self.database.cpu()
    }

    fn pay(&self, waiting: &[Waiting]) -> Vec<String> {
        let next = AtomicUsize::new(0);
        self.posts("pay", |_| {
            let bill = waiting.get(next.fetch_add(1, Ordering::Relaxed))?;
            let tender = match bill.cash {
                true => json!({"kind": "cash", "received": bill.received()}),
                false => json!({"kind": "wechat", "amount": bill.total, "reference": ""}),
            };
            let wish = json!({"tenders": [tender], "expected_total": bill.total}).to_string();
            let key = bill.bill.to_string();
            Some((format!("/api/bill/{key}/pay"), wish, key))
        })
    }

    /// Sends requests that change something, as long as there are any.
    pub fn posts(&self, what: &str, next: impl Fn(&mut Dice) -> Option<Post> + Sync) -> Vec<String> {
        self.repeat(what, |client, dice| {
            let (path, body, key) = next(dice)?;
            let begun = Instant::now();
            client.post(&path, &body, &key);
            Some(begun.elapsed())
        })
    }

    pub fn stop(self) {
        self.server.stop();
    }

    pub fn asks(&self, what: &str, path: impl Fn(&mut Dice) -> String + Sync) -> Vec<String> {
        self.repeat(what, |client, dice| {
            let path = path(dice);
            let begun = Instant::now();
            client.get(&path);
            Some(begun.elapsed())
        })
    }

    /// Lets some people do something over and over, until the time is up or nothing is left to do.
    fn repeat(
        &self,
        what: &str,
        work: impl Fn(&mut Client, &mut Dice) -> Option<Duration> + Sync,
    ) -> Vec<String> {
        let all = Mutex::new(Vec::new());
        let (cpu, begun) = (self.cpu(), Instant::now());
        std::thread::scope(|scope| {
            for person in 0..PEOPLE {
                let (work, all) = (&work, &all);
                scope.spawn(move || {
                    let mut client = Client::new(&self.server.address, self.cookie);
                    let mut dice = Dice::new(person);
                    let mut times = Vec::new();
                    while begun.elapsed() < self.time {
                        let Some(time) = work(&mut client, &mut dice) else { break };
                        times.push(time);
                    }
                    all.lock().unwrap().extend(times);
                });
            }
        });
        let took = begun.elapsed();
        let mut times: Vec<Duration> = all.into_inner().unwrap();
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
        vec![
            format!("{}, {what}", self.name),
            format!("{:.0}", times.len() as f64 / took.as_secs_f64()),
            millis(at(50)),
            millis(at(99)),
            millis((self.cpu() - cpu) / times.len() as u32),
        ]
    }
}
