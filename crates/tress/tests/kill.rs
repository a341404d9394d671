//! Goal: no acknowledged payment is lost, none is there twice, none is half there.
//! Method: a real server, or the database server behind it, is killed with SIGKILL while several tills pay;
//! once all is up again, every bill is asked for, each payment that was not answered is sent again as it was,
//! and the books are checked by `tress check`. PostgreSQL is killed only where `TRESS_TEST_POSTGRES_RESTARTS`
//! says that it comes back, as the one of `cargo xtask test` does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod client;

use client::{Client, Ground, Server};
use serde_json::{Value, json};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio_postgres::NoTls;

const ROUNDS: u32 = 3;
const MANY_ROUNDS: u32 = 100;
const TILLS: usize = 4;
/// How long the database may take to come back.
const BACK_WITHIN: Duration = Duration::from_secs(60);

/// A payment that was sent, with the key under which it is sent again.
#[derive(Clone)]
struct Sent {
    bill: String,
    key: String,
    body: Value,
}

/// What the tills know: the bills they opened, and the payments that were sent and acknowledged.
#[derive(Default)]
struct Known {
    opened: Vec<String>,
    unanswered: Vec<Sent>,
    acknowledged: Vec<String>,
    /// How many of them were opened, and acknowledged, when it was last looked.
    seen: (usize, usize),
}

#[test]
fn every_acknowledged_payment_survives_a_kill_once_and_whole() {
    survive_kills_of_the_server(ROUNDS);
}

#[test]
fn every_acknowledged_payment_survives_a_kill_of_postgresql() {
    survive_kills_of_postgresql(ROUNDS);
}

#[test]
#[ignore = "a long run: cargo xtask soak kill"]
fn every_acknowledged_payment_survives_a_hundred_kills() {
    survive_kills_of_the_server(MANY_ROUNDS);
}

#[test]
#[ignore = "a long run: cargo xtask soak kill"]
fn every_acknowledged_payment_survives_a_hundred_kills_of_postgresql() {
    survive_kills_of_postgresql(MANY_ROUNDS);
}

fn survive_kills_of_the_server(rounds: u32) {
    let ground = Ground::folder("kill");
    let mut server = Server::run(ground.serve());
    let shop = Shop::open(&mut server);
    let known = Arc::new(Mutex::new(Known::default()));
    for round in 0..rounds {
        pay_meanwhile(clients(&server, &shop), &shop, &known, || {
            std::thread::sleep(pause(round));
            server.kill();
        });
        server = Server::run(ground.serve());
        check(&server.client(&shop.cookie), &mut known.lock().unwrap());
    }
    finish(&ground, &server.client(&shop.cookie), &mut known.lock().unwrap(), rounds);
    server.kill();
    ground.remove();
}

fn survive_kills_of_postgresql(rounds: u32) {
    let (Ok(url), Ok(_)) =
        (std::env::var("TRESS_TEST_POSTGRES"), std::env::var("TRESS_TEST_POSTGRES_RESTARTS"))
    else {
        eprintln!("skipped: TRESS_TEST_POSTGRES and TRESS_TEST_POSTGRES_RESTARTS are not set");
        return;
    };
    let name = format!("tress_kill_{}", std::process::id());
    ask(&url, &format!("CREATE DATABASE {name}")).unwrap();
    let ground = Ground { database: Some(format!("{url}/{name}")), ..Ground::folder("kill-postgres") };
    let mut server = Server::run(ground.serve());
    let shop = Shop::open(&mut server);
    let known = Arc::new(Mutex::new(Known::default()));
    for round in 0..rounds {
        pay_meanwhile(clients(&server, &shop), &shop, &known, || {
            std::thread::sleep(pause(round));
            kill_postgresql(&url);
        });
        wait_until_back(&url);
        check(&server.client(&shop.cookie), &mut known.lock().unwrap());
    }
    finish(&ground, &server.client(&shop.cookie), &mut known.lock().unwrap(), rounds);
    server.kill();
    ground.remove();
    ask(&url, &format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}

/// A moment that is another one in each round.
fn pause(round: u32) -> Duration {
    Duration::from_millis(600 + u64::from(round) * 217 % 700)
}

fn clients(server: &Server, shop: &Shop) -> Vec<Client> {
    (0..TILLS).map(|_| server.client(&shop.cookie)).collect()
}

/// Lets tills pay until something has happened.
fn pay_meanwhile(clients: Vec<Client>, shop: &Shop, known: &Arc<Mutex<Known>>, happens: impl FnOnce()) {
    let stop = Arc::new(AtomicBool::new(false));
    let tills: Vec<_> = (0..)
        .zip(clients)
        .map(|(till, client)| {
            let (shop, known, stop) = (shop.clone(), Arc::clone(known), Arc::clone(&stop));
            std::thread::spawn(move || pay_until_stopped(&client, &shop, till, &known, &stop))
        })
        .collect();
    happens();
    stop.store(true, Ordering::SeqCst);
    for till in tills {
        till.join().unwrap();
    }
}

/// Looks once more at everything from the beginning.
fn finish(ground: &Ground, client: &Client, known: &mut Known, rounds: u32) {
    known.seen = (0, 0);
    check(client, known);
    let acknowledged = known.acknowledged.len();
    assert!(acknowledged >= 3 * rounds as usize, "only {acknowledged} payments were made");
    println!("{rounds} kills, {acknowledged} payments");
    ground.check();
}

/// Asks PostgreSQL something that has one text as its answer, or none.
fn ask(url: &str, sql: &str) -> Result<String, tokio_postgres::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        let rows = client.simple_query(sql).await?;
        let row = rows.iter().find_map(|row| match row {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        Ok(row.unwrap_or_default().to_owned())
    })
}

fn kill_postgresql(url: &str) {
    let process = ask(url, "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)").unwrap();
    assert!(Command::new("kill").args(["-KILL", &process]).status().unwrap().success());
}

fn wait_until_back(url: &str) {
    let begun = Instant::now();
    while ask(url, "SELECT 1").is_err() {
        assert!(begun.elapsed() < BACK_WITHIN, "PostgreSQL did not come back");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A salon with one service and a customer whose card can pay a part.
#[derive(Clone)]
struct Shop {
    cookie: String,
    branch: String,
    service: String,
    customer: String,
    card: String,
}

impl Shop {
    fn open(server: &mut Server) -> Shop {
        let (cookie, me) = server.set_up();
        let client = server.client(&cookie);
        let branch = client::id(&me["branches"][0]);
        let service = client.post(
            "/api/catalogue/service",
            json!({"code": "1", "name": "洗剪吹", "category": "剪发", "price": 12_800,
            "taxes": [], "active": true}),
        );
        let plan = client.post(
            "/api/card/plan",
            json!({"name": "充值卡", "price": 10_000_000, "bonus": 2_000_000,
            "draw_order": "proportional", "terms": "", "active": true}),
        );
        let customer = client.post("/api/customer", json!({"branch": branch, "profile": {"name": "王芳"}}));
        let (service, customer) = (client::id(&service), client::id(&customer));
        let bill = client.post("/api/bill", json!({"branch": branch, "customer": customer}));
        let path = format!("/api/bill/{}", client::id(&bill));
        client.post(&format!("{path}/line"), json!({"kind": "card_sale", "plan": client::id(&plan)}));
        // More than a card may hold, and than may be paid in cash: the till wants to know why.
        let tender = json!({"kind": "bank_card", "amount": 10_000_000, "reference": ""});
        let pay = json!({"tenders": [tender], "expected_total": 10_000_000, "prepaid_reason": "测试"});
        client.post_once(&format!("{path}/pay"), pay, "first").unwrap();
        let cards = client.get(&format!("/api/card?customer={customer}"));
        let card = client::id(&cards["items"][0]);
        Shop { cookie, branch, service, customer, card }
    }
}

fn pay_until_stopped(client: &Client, shop: &Shop, till: usize, known: &Mutex<Known>, stop: &AtomicBool) {
    let mut number = 0;
    while !stop.load(Ordering::SeqCst) {
        number += 1;
        let Some(bill) =
            client.try_post("/api/bill", json!({"branch": shop.branch, "customer": shop.customer}))
        else {
            return;
        };
        let bill = client::id(&bill);
        let path = format!("/api/bill/{bill}");
        known.lock().unwrap().opened.push(bill.clone());
        if client
            .try_post(&format!("{path}/line"), json!({"kind": "service", "service": shop.service}))
            .is_none()
        {
            return;
        }
        let tenders =
            json!([{"kind": "card", "card": shop.card, "amount": 64}, {"kind": "cash", "received": 13_000}]);
        let body = json!({"tenders": tenders, "expected_total": 12_800});
        let sent = Sent { key: format!("till-{till}-{number}-{bill}"), bill, body };
        match sent.again(client) {
            Some(paid) => {
                assert_eq!(paid["state"], "paid");
                known.lock().unwrap().acknowledged.push(sent.bill);
            }
            None => {
                known.lock().unwrap().unanswered.push(sent);
                return;
            }
        }
    }
}

impl Sent {
    fn again(&self, client: &Client) -> Option<Value> {
        client.post_once(&format!("/api/bill/{}/pay", self.bill), self.body.clone(), &self.key)
    }
}

/// Looks at the bills since the last time, and sends again what was not answered: whether it had happened or
/// not, it is paid once.
fn check(client: &Client, known: &mut Known) {
    let (opened, acknowledged) = known.seen;
    known.seen = (known.opened.len(), known.acknowledged.len());
    for bill in &known.opened[opened..] {
        let Some(bill) = client.try_get(&format!("/api/bill/{bill}")) else { continue };
        let tendered: i64 =
            bill["tenders"].as_array().unwrap().iter().map(|tender| tender["amount"].as_i64().unwrap()).sum();
        let whole = if bill["state"] == "paid" { bill["total"].as_i64().unwrap() } else { 0 };
        assert_eq!(tendered, whole, "a bill is half paid: {bill}");
    }
    for bill in &known.acknowledged[acknowledged..] {
        let bill: Value = client.get(&format!("/api/bill/{bill}"));
        assert_eq!(bill["state"], "paid", "an acknowledged payment is lost: {bill}");
    }
    for sent in std::mem::take(&mut known.unanswered) {
        assert_eq!(sent.again(client).unwrap()["state"], "paid");
        assert_eq!(sent.again(client).unwrap()["state"], "paid");
        known.acknowledged.push(sent.bill);
    }
}
