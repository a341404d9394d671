//! The security log.

use super::{browser, manager_with_pin, sign_in, user};
use crate::salon_test;
use crate::testing::{PASSWORD, Person, TestApp, id};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

async fn kinds(person: &Person, query: &str) -> Vec<String> {
    let events = person.get(&format!("/api/identity/event{query}")).await.ok();
    let kind = |event: &serde_json::Value| event["kind"].as_str().unwrap().to_owned();
    events["items"].as_array().unwrap().iter().map(kind).collect()
}

async fn of(app: &TestApp, name: &str) -> String {
    format!("?user={}", id(&user(app, name).await))
}

salon_test! {
    async fn what_happens_at_the_doors_is_written_down(app) {
        let manager = manager_with_pin(&app).await;
        let switch = |pin: &str| json!({"user": manager, "pin": pin});
        app.later(1);
        sign_in(&app, "stylist", "not this one").await.refused("identity.sign_in_wrong");
        app.later(1);
        let phone = browser(&app, &sign_in(&app, "stylist", PASSWORD).await);
        app.later(1);
        phone.post("/api/identity/operator", switch("1111")).await.refused("identity.pin_wrong");
        app.later(1);
        phone.post("/api/identity/operator", switch("2580")).await.ok();
        app.later(1);
        phone.post("/api/identity/sign-out", json!({})).await.ok();
        app.later(1);
        let password = json!({"current": PASSWORD, "new": "a better password"});
        app.stylist.put("/api/identity/password", password).await.ok();
        let stylist = kinds(&app.owner, &of(&app, "stylist").await).await;
        assert_eq!(stylist[..3], ["password_changed", "signed_in", "sign_in_refused"]);
        let manager = kinds(&app.manager, "").await;
        assert_eq!(manager[..3], ["signed_out", "operator_switched", "pin_wrong"]);
    }

    async fn an_event_says_who_and_from_where(app) {
        app.later(1);
        let all = crate::branch::directory(&app.app.db).await.unwrap();
        let handle = all.iter().find(|one| one.id == app.organisation).unwrap().handle.clone();
        let wish = json!({"sign_in": "stylist", "password": PASSWORD, "organisation": handle});
        let request = Request::builder().method("POST").uri("/api/identity/sign-in")
            .header("content-type", "application/json").header("user-agent", "A browser of words");
        app.stranger.send_raw(request, Body::from(wish.to_string())).await.ok();
        let event = app.stylist.get("/api/identity/event?limit=1").await.ok();
        assert_eq!((&event["items"][0]["user_name"], &event["items"][0]["address"], &event["items"][0]["device"]),
            (&json!("stylist"), &json!("127.0.0.1"), &json!("A browser of words")));
        let next = format!("/api/identity/event?limit=1&after={}", event["next"].as_str().unwrap());
        assert_ne!(app.stylist.get(&next).await.ok()["items"], event["items"]);
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT address FROM identity_event WHERE org_id = $1 AND device <> '' ORDER BY id";
        let sealed: Vec<Vec<u8>> = tx.rows(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(sealed.iter().all(|address| !address.windows(9).any(|part| part == b"127.0.0.1")));
    }

    async fn everybody_sees_their_own_and_who_manages_accounts_sees_all(app) {
        app.reception.get(&format!("/api/identity/event{}", of(&app, "owner").await)).await.refused("access.forbidden");
        let own = app.reception.get("/api/identity/event").await.ok();
        assert!(own["items"].as_array().unwrap().iter().all(|event| event["user_name"] == "reception"));
        assert_eq!(kinds(&app.reception, "").await, kinds(&app.owner, &of(&app, "reception").await).await);
        assert!(kinds(&app.owner, "").await.len() > kinds(&app.reception, "").await.len());
    }
}
