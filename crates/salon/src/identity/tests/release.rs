//! One request released by PIN.

use super::{manager_with_pin, user};
use crate::salon_test;
use crate::testing::{PASSWORD, Person, Reply, TestApp, id};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;

async fn send(person: &Person, method: Method, path: &str, release: &str, body: serde_json::Value) -> Reply {
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    person.send_raw(request.header("release", release), Body::from(body.to_string())).await
}

/// Reception adds somebody to the team, which only a manager may, with what a manager gave.
async fn add_staff(app: &TestApp, branch: kernel::BranchId, release: &str) -> Reply {
    let wish = json!({"name": "小林", "job": "stylist", "branches": [branch]});
    send(&app.reception, Method::POST, "/api/staff", release, wish).await
}

salon_test! {
    async fn a_release_holds_for_one_request(app) {
        let manager = manager_with_pin(&app).await;
        let refused = add_staff(&app, app.branch, "").await.refused("identity.pin_wrong");
        assert!(!refused.to_string().contains("2580"));
        let wish = json!({"name": "小林", "job": "stylist", "branches": [app.branch]});
        let refused = app.reception.post("/api/staff", wish.clone()).await.refused("access.forbidden");
        assert_eq!(refused["params"]["permission"], "staff.manage");
        add_staff(&app, app.branch, &format!("{manager} 2580")).await.ok();
        app.reception.post("/api/staff", wish).await.refused("access.forbidden");
    }

    async fn a_release_reaches_as_far_as_who_gives_it(app) {
        let manager = manager_with_pin(&app).await;
        let release = format!("{manager} 2580");
        let wish = json!({"name": "manager", "active": true, "grants": []});
        let path = format!("/api/identity/user/{manager}");
        send(&app.reception, Method::PUT, &path, &release, wish).await.refused("access.forbidden");
        let other = add_staff(&app, app.second_branch, &release).await.refused("access.other_branch");
        assert_eq!(other["params"]["permission"], "staff.manage");
    }

    async fn a_release_is_written_down_with_both_people(app) {
        let manager = manager_with_pin(&app).await;
        app.later(1);
        add_staff(&app, app.branch, &format!("{manager} 2580")).await.ok();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT user_id, released_by FROM store_audit WHERE org_id = $1 AND command = 'staff.add' ORDER BY id";
        let read = tx.row(sql, Vec::new(), |row| Ok((row.take()?, row.take()?)));
        let (user_id, released_by): (uuid::Uuid, uuid::Uuid) = read.await.unwrap().unwrap();
        assert_eq!((user_id.to_string(), released_by.to_string()), (id(&user(&app, "reception").await), manager));
        let event = app.manager.get("/api/identity/event?limit=1").await.ok();
        assert_eq!((&event["items"][0]["kind"], &event["items"][0]["detail"]), (&json!("released"), &json!("POST /api/staff")));
    }

    async fn guessing_a_pin_to_release_is_stopped(app) {
        let manager = manager_with_pin(&app).await;
        for _ in 0..5 {
            add_staff(&app, app.branch, &format!("{manager} 1111")).await.refused("identity.pin_wrong");
        }
        add_staff(&app, app.branch, &format!("{manager} 2580")).await.refused("identity.too_many_attempts");
        let switch = json!({"user": manager, "pin": "2580"});
        app.reception.post("/api/identity/operator", switch).await.refused("identity.too_many_attempts");
    }

    async fn a_release_needs_two_people_and_a_signed_in_one(app) {
        let manager = manager_with_pin(&app).await;
        let release = format!("{manager} 2580");
        let sign_out = async |person: &Person, release: &str| {
            send(person, Method::POST, "/api/identity/sign-out-everywhere", release, json!({})).await
        };
        sign_out(&app.manager, &release).await.refused("identity.release_self");
        sign_out(&app.reception, "nobody 2580").await.refused("identity.pin_wrong");
        sign_out(&app.reception, &format!("{} 2580", app.branch)).await.refused("identity.pin_wrong");
        sign_out(&app.stranger, &release).await.refused("identity.signed_out");
        app.reception.get("/api/identity/me").await.ok();
    }

    async fn who_only_looks_is_lent_nothing(app) {
        let manager = manager_with_pin(&app).await;
        app.later(1);
        let looked = send(&app.reception, Method::GET, "/api/identity/user", &format!("{manager} 1111"), json!(null)).await;
        looked.refused("access.forbidden");
        let events = app.manager.get("/api/identity/event?limit=1").await.ok();
        assert_ne!(events["items"][0]["kind"], "pin_wrong");
    }

    async fn those_who_could_release_are_listed(app) {
        manager_with_pin(&app).await;
        app.stylist.put("/api/identity/pin", json!({"password": PASSWORD, "pin": "1379"})).await.ok();
        let names = async |person: &Person, branch: kernel::BranchId| {
            let path = format!("/api/identity/releasers?branch={branch}&permission=staff.manage");
            let found = person.get(&path).await.ok();
            let name = |one: &serde_json::Value| one["name"].as_str().unwrap().to_owned();
            found["items"].as_array().unwrap().iter().map(name).collect::<Vec<_>>()
        };
        assert_eq!(names(&app.reception, app.branch).await, ["manager"]);
        assert!(names(&app.reception, app.second_branch).await.is_empty());
        assert!(names(&app.manager, app.branch).await.is_empty(), "nobody releases themselves");
    }
}
