//! Goal: no acknowledged payment is lost, none is there twice, none is half there.
//! Method: a real server is killed with SIGKILL while several tills pay at it, started again on the
//! same folder, and asked for every bill; then the books are checked by `tress check`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod client;

use client::{Client, Server};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const ROUNDS: u32 = 3;
const TILLS: usize = 4;

/// What a till knows: the bills it opened, and those whose payment was acknowledged.
#[derive(Default)]
struct Known {
    opened: Vec<String>,
    acknowledged: Vec<String>,
}

#[test]
fn every_acknowledged_payment_survives_a_kill_once_and_whole() {
    let folder = std::env::temp_dir().join(format!("tress-kill-{}", std::process::id()));
    let mut server = Server::start(&folder);
    let shop = Shop::open(&mut server);
    let known = Arc::new(Mutex::new(Known::default()));
    for round in 0..ROUNDS {
        let stop = Arc::new(AtomicBool::new(false));
        let tills: Vec<_> = (0..TILLS)
            .map(|till| {
                let (client, shop, known, stop) =
                    (server.client(&shop.cookie), shop.clone(), Arc::clone(&known), Arc::clone(&stop));
                std::thread::spawn(move || pay_until_stopped(&client, &shop, till, &known, &stop))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(600 + u64::from(round) * 217));
        server.kill();
        stop.store(true, Ordering::SeqCst);
        for till in tills {
            till.join().unwrap();
        }
        server = Server::start(&folder);
        check(&server.client(&shop.cookie), &known.lock().unwrap());
    }
    let acknowledged = known.lock().unwrap().acknowledged.len();
    server.kill();
    assert!(acknowledged >= 10, "only {acknowledged} payments were made");
    client::tress_check(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::remove_file(folder.with_extension("key")).ok();
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
            "duration_minutes": 60, "taxes": [], "active": true}),
        );
        let plan = client.post(
            "/api/card/plan",
            json!({"name": "充值卡", "price": 10_000_000, "bonus": 2_000_000,
            "draw_order": "proportional", "terms": "", "active": true}),
        );
        let customer = client.post("/api/customer/walk-in", json!({"branch": branch}));
        let (service, customer) = (client::id(&service), client::id(&customer));
        let bill = client.post("/api/bill", json!({"branch": branch, "customer": customer}));
        let path = format!("/api/bill/{}", client::id(&bill));
        client.post(&format!("{path}/line"), json!({"kind": "card_sale", "plan": client::id(&plan)}));
        let pay =
            json!({"tenders": [{"kind": "cash", "received": 10_000_000}], "expected_total": 10_000_000});
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
        let tenders = json!([{"kind": "card", "card": shop.card, "amount": 6_400}, {"kind": "cash", "received": 10_000}]);
        let key = format!("till-{till}-{number}-{bill}");
        match client.post_once(
            &format!("{path}/pay"),
            json!({"tenders": tenders, "expected_total": 12_800}),
            &key,
        ) {
            Some(paid) => {
                assert_eq!(paid["state"], "paid");
                known.lock().unwrap().acknowledged.push(bill);
            }
            None => return,
        }
    }
}

fn check(client: &Client, known: &Known) {
    for bill in &known.opened {
        let Some(bill) = client.try_get(&format!("/api/bill/{bill}")) else { continue };
        let tendered: i64 =
            bill["tenders"].as_array().unwrap().iter().map(|tender| tender["amount"].as_i64().unwrap()).sum();
        let whole = if bill["state"] == "paid" { bill["total"].as_i64().unwrap() } else { 0 };
        assert_eq!(tendered, whole, "a bill is half paid: {bill}");
    }
    for bill in &known.acknowledged {
        let bill: Value = client.get(&format!("/api/bill/{bill}"));
        assert_eq!(bill["state"], "paid", "an acknowledged payment is lost: {bill}");
    }
}
