//! Keys with which programs act.

use super::user;
use crate::salon_test;
use crate::testing::{Reply, TestApp, id};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

async fn made(app: &TestApp, wish: Value) -> Value {
    app.owner.post("/api/identity/key", wish).await.ok()
}

fn wish(permissions: &[&str], branches: Value) -> Value {
    json!({"name": "排班程序", "permissions": permissions, "branches": branches})
}

/// A request of a program with a key.
async fn send(app: &TestApp, method: Method, path: &str, secret: &str, body: Value) -> Reply {
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    let request = request.header("authorization", format!("Bearer {secret}"));
    app.stranger.send_raw(request, Body::from(body.to_string())).await
}

async fn get(app: &TestApp, path: &str, key: &Value) -> Reply {
    send(app, Method::GET, path, key["secret"].as_str().unwrap(), Value::Null).await
}

salon_test! {
    async fn a_program_acts_with_a_key(app) {
        let key = made(&app, wish(&["customer.read", "customer.write"], Value::Null)).await;
        let secret = key["secret"].as_str().unwrap();
        assert!(secret.starts_with("tress_"));
        assert_eq!(key["hint"], format!("tress_…{}", &secret[secret.len() - 4..]));
        let walk_in = json!({"branch": app.branch});
        let made = send(&app, Method::POST, "/api/customer/walk-in", secret, walk_in).await.ok();
        get(&app, &format!("/api/customer/{}", id(&made)), &key).await.ok();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT via, user_id, key_id FROM store_audit WHERE org_id = $1 AND command = 'customer.add_walk_in' ORDER BY id";
        let read = tx.row(sql, Vec::new(), |row| Ok((row.take()?, row.take()?, row.take()?)));
        let (via, user, by): (String, Option<uuid::Uuid>, uuid::Uuid) = read.await.unwrap().unwrap();
        assert_eq!((via.as_str(), user, by.to_string()), ("key", None, id(&key)));
        let listed = app.owner.get("/api/identity/key").await.ok();
        assert!(listed["items"][0]["last_used_at"].is_string() && listed["items"][0]["secret"].is_null());
        assert_eq!(listed["items"][0]["created_by"]["name"], "owner");
    }

    async fn a_key_reaches_what_it_is_for_and_no_account(app) {
        let key = made(&app, wish(&["catalogue.read", "customer.write"], json!([app.branch]))).await;
        get(&app, "/api/catalogue/service", &key).await.ok();
        get(&app, "/api/branch", &key).await.ok();
        get(&app, "/api/bill", &key).await.refused("access.forbidden");
        let secret = key["secret"].as_str().unwrap();
        let elsewhere = json!({"branch": app.second_branch});
        let other = send(&app, Method::POST, "/api/customer/walk-in", secret, elsewhere).await;
        other.refused("access.other_branch");
        for path in ["/api/identity/me", "/api/identity/device", "/api/identity/key", "/api/identity/event"] {
            get(&app, path, &key).await.refused("access.forbidden");
        }
        for path in ["/api/identity/totp", "/api/identity/operator", "/api/identity/sign-out-everywhere"] {
            send(&app, Method::POST, path, secret, json!({})).await.refused("access.forbidden");
        }
    }

    async fn a_key_allows_no_more_than_its_maker(app) {
        let role = json!({"name": "技术", "permissions": ["identity.manage", "customer.read"]});
        let role = id(&app.owner.post("/api/identity/role", role).await.ok());
        let manager = user(&app, "manager").await;
        let path = format!("/api/identity/user/{}", id(&manager));
        let grant = |role: &str| json!({"name": "manager", "active": true, "grants": [{"role": role, "branches": null}]});
        app.owner.put(&path, grant(&role)).await.ok();
        let too_much = wish(&["customer.read", "bill.pay"], Value::Null);
        app.manager.post("/api/identity/key", too_much).await.refused("access.forbidden");
        let key = app.manager.post("/api/identity/key", wish(&["customer.read"], Value::Null)).await.ok();
        get(&app, "/api/customer", &key).await.ok();
        let less = json!({"name": "少", "permissions": ["bill.read"]});
        let less = id(&app.owner.post("/api/identity/role", less).await.ok());
        app.owner.put(&path, grant(&less)).await.ok();
        get(&app, "/api/customer", &key).await.refused("access.forbidden");
        let closed = json!({"name": "manager", "active": false, "grants": []});
        app.owner.put(&path, closed).await.ok();
        get(&app, "/api/customer", &key).await.refused("identity.key_wrong");
    }

    async fn a_key_that_is_unknown_revoked_or_expired_is_refused(app) {
        let mut expiring = wish(&["customer.read"], Value::Null);
        expiring["expires_on"] = json!("2026-03-02");
        let (key, expiring) = (made(&app, wish(&["customer.read"], Value::Null)).await, made(&app, expiring).await);
        get(&app, "/api/customer", &expiring).await.ok();
        app.later(24 * 3600);
        get(&app, "/api/customer", &expiring).await.refused("identity.key_wrong");
        get(&app, "/api/customer", &key).await.ok();
        let path = format!("/api/identity/key/{}", id(&key));
        app.owner.delete(&path).await.ok();
        app.owner.delete(&format!("/api/identity/key/{}", app.branch)).await.refused("identity.key_unknown");
        let refused = get(&app, "/api/customer", &key).await;
        assert_eq!(refused.status, 401);
        refused.refused("identity.key_wrong");
        for nonsense in ["tress_", "tress_x", &format!("tress_{}", "A".repeat(64))] {
            send(&app, Method::GET, "/api/customer", nonsense, Value::Null).await.refused("identity.key_wrong");
        }
        send(&app, Method::GET, "/api/customer", "of another program", Value::Null).await.refused("identity.signed_out");
    }

    async fn guessing_keys_is_stopped(app) {
        let key = made(&app, wish(&["customer.read"], Value::Null)).await;
        let secret = key["secret"].as_str().unwrap();
        let wrong = format!("{}AAAAAA", &secret[..secret.len() - 6]);
        for _ in 0..100 {
            send(&app, Method::GET, "/api/customer", &wrong, Value::Null).await.refused("identity.key_wrong");
        }
        let stopped = send(&app, Method::GET, "/api/customer", &wrong, Value::Null).await;
        stopped.refused("identity.too_many_attempts");
        get(&app, "/api/customer", &key).await.ok();
    }

    async fn a_key_that_cannot_be_is_refused(app) {
        let cases = [
            ("name", json!(" "), "identity.name"),
            ("permissions", json!([]), "identity.key_permissions"),
            ("permissions", json!(["identity.manage"]), "identity.key_permissions"),
            ("branches", json!([]), "identity.grant_branches"),
            ("branches", json!(["01890a5d-ac96-774b-bcce-b302099a8057"]), "identity.grant_branches"),
            ("expires_on", json!("2026-03-01"), "identity.key_expiry"),
        ];
        for (field, value, code) in cases {
            let mut wish = wish(&["customer.read"], Value::Null);
            wish[field] = value;
            app.owner.post("/api/identity/key", wish).await.refused(code);
        }
    }

    async fn a_key_is_stored_as_a_digest(app) {
        let key = made(&app, wish(&["customer.read"], Value::Null)).await;
        let secret = key["secret"].as_str().unwrap().strip_prefix("tress_").unwrap();
        let bytes = crate::identity::secret::from_text(secret).unwrap();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT secret FROM identity_key WHERE org_id = $1 ORDER BY id";
        let stored: Vec<Vec<u8>> = tx.rows(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(stored.iter().all(|digest| digest.len() == 32 && digest[..] != bytes[16..]));
    }
}
