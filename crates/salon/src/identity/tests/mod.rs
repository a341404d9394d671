//! Accounts, roles, sessions and operators through HTTP.

mod device;
mod event;
mod factor;
mod key;
mod release;

use crate::salon_test;
use crate::server;
use crate::testing::{PASSWORD, Person, Reply, TestApp, id};
use serde_json::{Value, json};

fn cookie(reply: &Reply) -> String {
    let header = reply.headers["set-cookie"].to_str().unwrap();
    header.split(['=', ';']).nth(1).unwrap().to_owned()
}

async fn sign_in(app: &TestApp, name: &str, password: &str) -> Reply {
    sign_in_with(app, name, password, None).await
}

async fn sign_in_with(app: &TestApp, name: &str, password: &str, code: Option<&str>) -> Reply {
    // Two organisations live on this server, so the handle says which is meant.
    let all = crate::branch::directory(&app.app.db).await.unwrap();
    let handle = all.iter().find(|one| one.id == app.organisation).unwrap().handle.clone();
    let wish = json!({"sign_in": name, "password": password, "organisation": handle, "code": code});
    app.stranger.post("/api/identity/sign-in", wish).await
}

/// Somebody with the session that an answer begins.
fn browser(app: &TestApp, reply: &Reply) -> Person {
    Person::new(server::router(app.app.clone()), Some(cookie(reply)))
}

/// Gives the manager a PIN and says who they are.
async fn manager_with_pin(app: &TestApp) -> String {
    app.manager.put("/api/identity/pin", json!({"password": PASSWORD, "pin": "2580"})).await.ok();
    id(&user(app, "manager").await)
}

async fn role(app: &TestApp, ready: &str) -> String {
    let roles = app.owner.get("/api/identity/role").await.ok();
    let found = roles["items"].as_array().unwrap().iter().find(|role| role["ready"] == ready).cloned();
    id(&found.unwrap())
}

async fn user(app: &TestApp, sign_in: &str) -> Value {
    let users = app.owner.get("/api/identity/user").await.ok();
    users["items"].as_array().unwrap().iter().find(|user| user["sign_in"] == sign_in).cloned().unwrap()
}

async fn new_user(app: &TestApp, sign_in: &str) -> Value {
    let grants = json!([{"role": role(app, "reception").await, "branches": [app.branch]}]);
    json!({"name": "小美", "sign_in": sign_in, "password": "a long password", "grants": grants})
}

salon_test! {
    async fn where_mail_reaches_somebody_is_kept_sealed(app) {
        let mut wish = new_user(&app, "mail").await;
        wish["email"] = json!("nowhere");
        let refused = app.owner.post("/api/identity/user", wish.clone()).await.refused("identity.email_form");
        assert_eq!(refused["fields"][0]["field"], "email");
        wish["email"] = json!(" mei@example.cn ");
        let made = app.owner.post("/api/identity/user", wish.clone()).await.ok();
        assert_eq!(made["email"], "mei@example.cn");
        let path = format!("/api/identity/user/{}", id(&made));
        let mut change = json!({"name": "小美", "active": true, "grants": wish["grants"]});
        assert_eq!(app.owner.put(&path, change.clone()).await.ok()["email"], "mei@example.cn");
        change["email"] = json!("x");
        app.owner.put(&path, change.clone()).await.refused("identity.email_form");
        change["email"] = json!("");
        assert_eq!(app.owner.put(&path, change).await.ok()["email"], "");
        app.stylist.put("/api/identity/email", json!({"email": "@"})).await.refused("identity.email_form");
        app.stylist.put("/api/identity/email", json!({"email": "amei@example.cn"})).await.ok();
        let me = app.stylist.get("/api/identity/me").await.ok();
        assert_eq!(me["user"]["email"], "amei@example.cn");
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT email FROM identity_user WHERE org_id = $1 AND email IS NOT NULL ORDER BY id";
        let kept: Vec<Vec<u8>> = tx.rows(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(kept.iter().all(|cell| !cell.windows(7).any(|part| part == b"example")));
    }

    async fn a_person_signs_in_whatever_the_case_of_the_name(app) {
        let reply = sign_in(&app, " Reception ", PASSWORD).await;
        let browser = Person::new(server::router(app.app.clone()), Some(cookie(&reply)));
        let me = reply.ok();
        assert_eq!(me["user"]["sign_in"], "reception");
        assert_eq!(me["branches"].as_array().unwrap().len(), 1);
        browser.get("/api/identity/me").await.ok();
    }

    async fn a_wrong_password_and_an_unknown_name_are_told_alike(app) {
        let wrong = sign_in(&app, "reception", "not this one").await;
        let unknown = sign_in(&app, "nobody", "not this one").await;
        assert_eq!((wrong.status, unknown.status), (401, 401));
        let (wrong, unknown) = (wrong.refused("identity.sign_in_wrong"), unknown.refused("identity.sign_in_wrong"));
        assert_eq!(wrong["detail"], unknown["detail"]);
    }

    async fn guessing_is_stopped(app) {
        for _ in 0..10 {
            sign_in(&app, "manager", "guess number").await.refused("identity.sign_in_wrong");
        }
        let stopped = sign_in(&app, "manager", PASSWORD).await;
        assert_eq!(stopped.status, 429);
        assert!(stopped.headers.contains_key("retry-after"));
        stopped.refused("identity.too_many_attempts");
        app.later(15 * 60 + 1);
        sign_in(&app, "manager", PASSWORD).await.ok();
    }

    async fn nothing_that_opens_a_door_is_stored_readably(app) {
        let reply = sign_in(&app, "reception", PASSWORD).await;
        let secret = crate::identity::secret::from_text(&cookie(&reply)).unwrap();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sessions: Vec<Vec<u8>> = tx.rows("SELECT secret FROM identity_session WHERE org_id = $1 ORDER BY id", Vec::new(), |row| row.take()).await.unwrap();
        assert!(sessions.iter().all(|stored| !secret.windows(stored.len()).any(|part| part == stored)));
        let hashes: Vec<String> = tx.rows("SELECT password FROM identity_user WHERE org_id = $1 ORDER BY id", Vec::new(), |row| row.take()).await.unwrap();
        assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$")));
    }

    async fn signing_out_ends_this_session_and_no_other(app) {
        let reply = sign_in(&app, "reception", PASSWORD).await;
        let browser = Person::new(server::router(app.app.clone()), Some(cookie(&reply)));
        browser.post("/api/identity/sign-out", json!({})).await.ok();
        browser.get("/api/identity/me").await.refused("identity.signed_out");
        app.reception.get("/api/identity/me").await.ok();
    }

    async fn signing_out_everywhere_ends_every_session(app) {
        let reply = sign_in(&app, "reception", PASSWORD).await;
        let browser = Person::new(server::router(app.app.clone()), Some(cookie(&reply)));
        browser.post("/api/identity/sign-out-everywhere", json!({})).await.ok();
        app.reception.get("/api/identity/me").await.refused("identity.signed_out");
        app.manager.get("/api/identity/me").await.ok();
    }

    async fn a_device_that_slept_for_a_month_signs_in_again(app) {
        app.later(29 * 24 * 3600);
        app.reception.get("/api/identity/me").await.ok();
        app.later(31 * 24 * 3600);
        app.reception.get("/api/identity/me").await.refused("identity.signed_out");
    }

    async fn a_shared_till_is_taken_over_by_pin(app) {
        app.manager.put("/api/identity/pin", json!({"password": PASSWORD, "pin": "2580"})).await.ok();
        let operators = app.reception.get(&format!("/api/identity/operators?branch={}", app.branch)).await.ok();
        assert_eq!(operators["items"][0]["name"], "manager");
        let manager = id(&operators["items"][0]);
        let switch = |pin: &str| json!({"user": manager, "pin": pin});
        app.reception.post("/api/identity/operator", switch("2581")).await.refused("identity.pin_wrong");
        let me = app.reception.post("/api/identity/operator", switch("2580")).await.ok();
        assert_eq!((&me["user"]["name"], &me["operator"]["name"]), (&json!("reception"), &json!("manager")));
        let permissions = me["permissions"].as_array().unwrap();
        assert!(permissions.contains(&json!("bill.refund")));
        let me = app.reception.get("/api/identity/me").await.ok();
        assert_eq!(me["operator"]["name"], "manager");
    }

    async fn guessing_a_pin_is_stopped(app) {
        app.manager.put("/api/identity/pin", json!({"password": PASSWORD, "pin": "2580"})).await.ok();
        let manager = id(&user(&app, "manager").await);
        for _ in 0..5 {
            app.reception.post("/api/identity/operator", json!({"user": manager, "pin": "1234"})).await.refused("identity.pin_wrong");
        }
        app.reception.post("/api/identity/operator", json!({"user": manager, "pin": "2580"})).await.refused("identity.too_many_attempts");
    }

    async fn a_pin_needs_the_password_and_a_form(app) {
        app.stylist.put("/api/identity/pin", json!({"password": PASSWORD, "pin": "12"})).await.refused("identity.pin_form");
        app.stylist.put("/api/identity/pin", json!({"password": "wrong one", "pin": "2580"})).await.refused("identity.password_wrong");
    }

    async fn changing_the_password_signs_every_device_out(app) {
        let wish = |new: &str| json!({"current": PASSWORD, "new": new});
        app.stylist.put("/api/identity/password", wish("12345678")).await.refused("identity.password_weak");
        app.stylist.put("/api/identity/password", wish("a better password")).await.ok();
        app.stylist.get("/api/identity/me").await.refused("identity.signed_out");
        sign_in(&app, "stylist", "a better password").await.ok();
    }

    async fn an_owner_adds_an_account_that_can_sign_in(app) {
        let added = app.owner.post("/api/identity/user", new_user(&app, "xiaomei").await).await.ok();
        assert_eq!(added["grants"][0]["branches"][0], app.branch.to_string());
        sign_in(&app, "xiaomei", "a long password").await.ok();
        app.owner.post("/api/identity/user", new_user(&app, "XiaoMei").await).await.refused("identity.sign_in_taken");
    }

    async fn an_account_that_cannot_be_is_refused(app) {
        let cases = [
            ("sign_in", json!("a b"), "identity.sign_in_form"),
            ("name", json!(""), "identity.name"),
            ("password", json!("short"), "identity.password_weak"),
            ("grants", json!([{"role": app.branch, "branches": null}]), "identity.role_unknown"),
        ];
        for (field, value, code) in cases {
            let mut new = new_user(&app, "new").await;
            new[field] = value;
            app.owner.post("/api/identity/user", new).await.refused(code);
        }
        let mut new = new_user(&app, "new").await;
        new["grants"][0]["branches"] = json!([]);
        app.owner.post("/api/identity/user", new).await.refused("identity.grant_branches");
    }

    async fn an_account_that_is_closed_is_out_at_once(app) {
        let stylist = user(&app, "stylist").await;
        let wish = json!({"name": "stylist", "active": false, "grants": stylist["grants"]});
        app.owner.put(&format!("/api/identity/user/{}", id(&stylist)), wish.clone()).await.ok();
        app.stylist.get("/api/identity/me").await.refused("identity.signed_out");
        sign_in(&app, "stylist", PASSWORD).await.refused("identity.sign_in_wrong");
        let unknown = format!("/api/identity/user/{}", app.branch);
        app.owner.put(&unknown, wish).await.refused("identity.user_unknown");
    }

    async fn the_last_owner_stays(app) {
        let owner = user(&app, "owner").await;
        let path = format!("/api/identity/user/{}", id(&owner));
        let closed = json!({"name": "owner", "active": false, "grants": owner["grants"]});
        app.owner.put(&path, closed).await.refused("identity.last_owner");
        let demoted = json!({"name": "owner", "active": true, "grants": []});
        app.owner.put(&path, demoted).await.refused("identity.last_owner");
        app.owner.get("/api/identity/user").await.ok();
    }

    async fn a_role_of_ones_own_is_made_changed_and_removed(app) {
        let made = app.owner.post("/api/identity/role", json!({"name": "收银", "permissions": ["bill.pay", "bill.read"]})).await.ok();
        let path = format!("/api/identity/role/{}", id(&made));
        app.owner.post("/api/identity/role", json!({"name": "收银", "permissions": []})).await.refused("identity.role_taken");
        app.owner.post("/api/identity/role", json!({"name": "x", "permissions": ["bill.fly"]})).await.refused("request.body");
        let changed = app.owner.put(&path, json!({"name": "收银员", "permissions": ["bill.read"]})).await.ok();
        assert_eq!(changed["permissions"], json!(["bill.read"]));
        let mut new = new_user(&app, "cashier").await;
        new["grants"] = json!([{"role": id(&made), "branches": null}]);
        app.owner.post("/api/identity/user", new).await.ok();
        app.owner.delete(&path).await.refused("identity.role_used");
        let ready = format!("/api/identity/role/{}", role(&app, "stylist").await);
        app.owner.delete(&ready).await.refused("identity.role_ready");
    }

    async fn accounts_of_another_organisation_are_out_of_reach(app) {
        let stylist = id(&user(&app, "stylist").await);
        let wish = json!({"name": "x", "active": true, "grants": []});
        app.other_owner.put(&format!("/api/identity/user/{stylist}"), wish).await.refused("identity.user_unknown");
        let users = app.other_owner.get("/api/identity/user").await.ok();
        assert_eq!(users["items"].as_array().unwrap().len(), 1);
    }

    async fn a_cookie_that_means_nothing_is_no_cookie(app) {
        for cookie in ["", "x", "AAAA", &"A".repeat(64), "%00"] {
            let browser = Person::new(server::router(app.app.clone()), Some(cookie.to_owned()));
            browser.get("/api/identity/me").await.refused("identity.signed_out");
        }
    }
}
