//! What somebody finds who opens the demo.

use super::{DemoSignIn, DemoWish, Scale, fill};
use crate::access::{Actor, Via};
use crate::store::Row;
use crate::testing::{Engine, Person, run_empty};
use crate::web::App;
use crate::{branch, server};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

/// As small as lifelike: tests stay quick.
const SMALL: Scale = Scale { members: 60, months: 1 };

fn wish(clock: &Arc<AtomicI64>, password: &str) -> DemoWish<'static> {
    DemoWish {
        scale: SMALL,
        over: &|_, _| {},
        clock: Arc::clone(clock),
        owner_password: password.to_owned(),
        reception_password: "a pair of scissors".to_owned(),
    }
}

/// Somebody who signs in with a name and a password.
async fn signed_in(app: &App, name: &str, password: &str) -> Person {
    let router = server::router(app.clone());
    let stranger = Person::new(router.clone(), None);
    let reply =
        stranger.post("/api/identity/sign-in", json!({ "sign_in": name, "password": password })).await;
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    let secret = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    Person::new(router, Some(secret))
}

async fn list(person: &Person, path: &str) -> Vec<Value> {
    person.get(path).await.ok()["items"].as_array().unwrap().clone()
}

async fn first_organisation(app: &App) -> Actor {
    let organisation = branch::directory(&app.db).await.unwrap().remove(0).id;
    Actor::system(organisation, Via::Job)
}

async fn a_salon_at_work(app: App, clock: Arc<AtomicI64>) {
    let present = clock.load(Ordering::SeqCst);
    let DemoSignIn { owner, owner_password, reception, reception_password } =
        fill(&app, wish(&clock, "three apples and a comb")).await.unwrap();
    assert_eq!(clock.load(Ordering::SeqCst), present);
    let owner = signed_in(&app, &owner, &owner_password).await;
    let reception = signed_in(&app, &reception, &reception_password).await;

    assert_eq!(list(&reception, "/api/staff").await.len(), 12);
    assert_eq!(list(&reception, "/api/catalogue/service?active=true&limit=100").await.len(), 60);
    assert_eq!(list(&reception, "/api/catalogue/product?limit=100").await.len(), 80);
    assert_eq!(list(&reception, "/api/card/plan").await.len(), 11);
    let customers = reception.get("/api/customer").await.ok();
    assert_eq!(customers["counts"]["members"], 60);
    assert!(customers["counts"]["walk_ins"].as_i64().unwrap() > 30, "{}", customers["counts"]);

    let branches = list(&owner, "/api/branch").await;
    let (mut states, mut card_use) = (Vec::new(), 0);
    for (branch, waiting) in branches.iter().zip([3, 1]) {
        let id = branch["id"].as_str().unwrap();
        let today = owner.get(&format!("/api/report/today?branch={id}")).await.ok();
        assert!(today["open_bills"].as_i64().unwrap() >= waiting, "{today}");
        let days = list(&reception, &format!("/api/till/day?branch={id}&limit=100")).await;
        assert!(days.len() > 25 && days.iter().all(|day| day["difference"].is_i64()), "{} days", days.len());
        let drawer = reception.get(&format!("/api/till/drawer?branch={id}")).await.ok();
        assert!(drawer["left"].as_i64().unwrap() > 0, "{drawer}");
        let sold = list(&reception, &format!("/api/stock/move?branch={id}&limit=100")).await;
        assert!(sold.iter().any(|moved| moved["kind"] == "sell"));
        assert!(today["takings"].as_i64().unwrap() > 0 && today["bills"].as_i64().unwrap() > 0, "{today}");
        let mut after = String::new();
        loop {
            let page = reception.get(&format!("/api/bill?branch={id}&limit=100{after}")).await.ok();
            states.extend(page["items"].as_array().unwrap().iter().map(|bill| bill["state"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={}", next.replace('\u{1f}', "%1F"));
        }
        card_use += today["card_use"].as_i64().unwrap();
    }
    let count = |state: &str| states.iter().filter(|found| **found == state).count();
    assert!(count("paid") > 150, "{} paid", count("paid"));
    assert!(count("refunded") + count("partly_refunded") >= 1);
    assert!(count("reversed") >= 1);
    assert!(count("open") >= 1 && count("parked") == 3, "{} open", count("open"));
    assert!(card_use >= 0);

    let mut tx = app.db.read(&first_organisation(&app).await).await.unwrap();
    assert_eq!(crate::check::books(&mut tx).await.unwrap(), []);
}

async fn only_the_given_passwords(app: App, clock: Arc<AtomicI64>) {
    let weak = fill(&app, wish(&clock, "12345678")).await.err().unwrap();
    assert_eq!(weak.code, "identity.password_weak");
    assert!(branch::directory(&app.db).await.unwrap().is_empty());
    // Just after a business day has begun there is little room for work.
    clock.store(1_772_391_660_000, Ordering::SeqCst);
    let demo = fill(&app, wish(&clock, "three apples and a comb")).await.unwrap();
    let stranger = Person::new(server::router(app.clone()), None);
    let guess = json!({ "sign_in": demo.owner, "password": "tress" });
    stranger.post("/api/identity/sign-in", guess).await.refused("identity.sign_in_wrong");
    let again = fill(&app, wish(&clock, "three apples and a comb")).await.err().unwrap();
    assert_eq!(again.code, "setup.already_done");
}

/// What each demo wrote: the number, day, times and total of every bill, and who was there.
static WRITTEN: Mutex<Vec<Vec<String>>> = Mutex::new(Vec::new());

async fn rows(app: &App, sql: &'static str, line: fn(&mut Row) -> String) -> Vec<String> {
    app.db.global_rows(sql, Vec::new()).await.unwrap().iter_mut().map(line).collect()
}

async fn behind_open_doors(app: App, clock: Arc<AtomicI64>) {
    let tiny =
        DemoWish { scale: Scale { members: 20, months: 1 }, ..wish(&clock, "three apples and a comb") };
    fill(&app, tiny).await.unwrap();
    let moments = "SELECT MIN((at / 60000 + 480) % 1440), MAX((at / 60000 + 480) % 1440), MAX(at)
                   FROM store_audit";
    let moment = |row: &mut Row| {
        let [first, last, latest] = [0; 3].map(|_: i64| row.take::<i64>().unwrap());
        assert!(first >= 10 * 60 && last <= 22 * 60, "{first} to {last}");
        latest.to_string()
    };
    let latest = rows(&app, moments, moment).await;
    assert!(latest[0].parse::<i64>().unwrap() <= clock.load(Ordering::SeqCst));
    let early = "SELECT c.name FROM bill b JOIN customer c ON c.org_id = b.org_id AND c.id = b.customer_id
                 WHERE b.opened_at < c.created_at ORDER BY c.name";
    assert_eq!(rows(&app, early, |row| row.take().unwrap()).await, Vec::<String>::new());
    let bills = "SELECT b.opened_at, b.paid_at, b.total, b.state, c.name
                 FROM bill b LEFT JOIN customer c ON c.org_id = b.org_id AND c.id = b.customer_id
                 ORDER BY b.opened_at, b.number, b.total";
    let bill = |row: &mut Row| {
        let (opened, paid, total): (i64, Option<i64>, i64) =
            (row.take().unwrap(), row.take().unwrap(), row.take().unwrap());
        let (state, name): (String, Option<String>) = (row.take().unwrap(), row.take().unwrap());
        format!("{opened} {paid:?} {total} {state} {name:?}")
    };
    let written = rows(&app, bills, bill).await;
    assert!(written.len() > 100, "{} bills", written.len());
    WRITTEN.lock().unwrap().push(written);
}

#[test]
fn the_same_demo_twice_and_never_behind_closed_doors() {
    run_empty(Engine::Sqlite, behind_open_doors);
    run_empty(Engine::Sqlite, behind_open_doors);
    let written = WRITTEN.lock().unwrap();
    assert_eq!(written[0], written[1]);
}

mod a_demo_is_a_salon_at_work {
    use super::*;

    #[test]
    fn on_sqlite() {
        run_empty(Engine::Sqlite, a_salon_at_work);
    }

    #[test]
    fn on_postgres() {
        run_empty(Engine::Postgres, a_salon_at_work);
    }
}

#[test]
fn a_demo_opens_only_with_the_passwords_it_was_given() {
    run_empty(Engine::Sqlite, only_the_given_passwords);
}
