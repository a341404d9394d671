//! What somebody finds who opens the demo.

use super::{DemoSignIn, DemoWish, fill};
use crate::access::{Actor, Via};
use crate::testing::{Engine, Person, run_empty};
use crate::web::App;
use crate::{branch, server};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

fn wish(clock: &Arc<AtomicI64>, password: &str) -> DemoWish {
    DemoWish {
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

    assert_eq!(list(&reception, "/api/staff").await.len(), 9);
    assert_eq!(list(&reception, "/api/catalogue/service?active=true").await.len(), 26);
    assert_eq!(list(&reception, "/api/card/plan").await.len(), 3);
    let customers = reception.get("/api/customer").await.ok();
    assert_eq!(customers["counts"]["members"], 150);
    assert!(customers["counts"]["walk_ins"].as_i64().unwrap() > 50, "{}", customers["counts"]);

    let branches = list(&owner, "/api/branch").await;
    let (mut states, mut card_use) = (Vec::new(), 0);
    for (branch, waiting) in branches.iter().zip([4, 1]) {
        let id = branch["id"].as_str().unwrap();
        let today = owner.get(&format!("/api/report/today?branch={id}")).await.ok();
        assert_eq!(today["open_bills"], waiting);
        assert!(today["takings"].as_i64().unwrap() > 0 && today["bills"].as_i64().unwrap() > 3, "{today}");
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
    assert!(count("paid") > 300, "{} paid", count("paid"));
    assert!(count("refunded") + count("partly_refunded") >= 3);
    assert_eq!((count("open"), count("parked")), (3, 2));
    assert!(card_use > 0);

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
