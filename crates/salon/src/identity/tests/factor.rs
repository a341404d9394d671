//! The second factor through HTTP.

use super::{browser, sign_in, sign_in_with, user};
use crate::identity::commands::ResetPassword;
use crate::identity::{secret, totp};
use crate::salon_test;
use crate::testing::{PASSWORD, TestApp, id};
use serde_json::{Value, json};

fn code(app: &TestApp, begun: &Value) -> String {
    totp::shown_at(begun["secret"].as_str().unwrap(), app.app.db.now())
}

/// Puts reception's second factor in force.
async fn with_factor(app: &TestApp) -> (Value, Vec<String>) {
    let begun = app.reception.post("/api/identity/totp", json!({"password": PASSWORD})).await.ok();
    let wish = json!({"code": code(app, &begun)});
    let confirmed = app.reception.post("/api/identity/totp/confirm", wish).await.ok();
    (begun, serde_json::from_value(confirmed["recovery_codes"].clone()).unwrap())
}

salon_test! {
    async fn a_second_factor_is_in_force_once_confirmed(app) {
        let wrong = json!({"password": "not this one"});
        app.reception.post("/api/identity/totp", wrong).await.refused("identity.password_wrong");
        let confirm = async |code: &str| {
            app.reception.post("/api/identity/totp/confirm", json!({"code": code})).await
        };
        confirm("000000").await.refused("identity.totp_off");
        let begun = app.reception.post("/api/identity/totp", json!({"password": PASSWORD})).await.ok();
        assert!(begun["uri"].as_str().unwrap().starts_with("otpauth://totp/"));
        assert_eq!(confirm("abcd-efgh").await.status, 422);
        sign_in(&app, "reception", PASSWORD).await.ok();
        confirm(&code(&app, &begun)).await.ok();
        let begin = json!({"password": PASSWORD});
        app.reception.post("/api/identity/totp", begin).await.refused("identity.totp_on");
        confirm(&code(&app, &begun)).await.refused("identity.totp_on");
        assert_eq!(app.reception.get("/api/identity/me").await.ok()["user"]["totp"], true);
        assert_eq!(user(&app, "reception").await["totp"], true);
        assert_eq!(user(&app, "manager").await["totp"], false);
    }

    async fn signing_in_asks_for_the_code_after_the_password(app) {
        let (begun, _) = with_factor(&app).await;
        sign_in(&app, "reception", "not this one").await.refused("identity.sign_in_wrong");
        let asked = sign_in(&app, "reception", PASSWORD).await;
        assert_eq!(asked.status, 401);
        assert!(!asked.headers.contains_key("set-cookie"));
        asked.refused("identity.code_needed");
        let wrong = sign_in_with(&app, "reception", PASSWORD, Some("000000")).await;
        assert_eq!(wrong.status, 401);
        wrong.refused("identity.code_wrong");
        app.later(30);
        let signed_in = sign_in_with(&app, "reception", PASSWORD, Some(&code(&app, &begun))).await;
        browser(&app, &signed_in).get("/api/identity/me").await.ok();
    }

    async fn a_code_is_good_for_once(app) {
        let (begun, _) = with_factor(&app).await;
        let confirmed_by = code(&app, &begun);
        sign_in_with(&app, "reception", PASSWORD, Some(&confirmed_by)).await.refused("identity.code_wrong");
        app.later(30);
        let next = code(&app, &begun);
        let both = tokio::join!(
            sign_in_with(&app, "reception", PASSWORD, Some(&next)),
            sign_in_with(&app, "reception", PASSWORD, Some(&next)),
        );
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    }

    async fn a_recovery_code_is_good_for_once_and_for_its_owner(app) {
        let (_, codes) = with_factor(&app).await;
        assert_eq!(codes.len(), 10);
        let loud = codes[0].to_uppercase();
        sign_in_with(&app, "reception", PASSWORD, Some(&loud)).await.ok();
        sign_in_with(&app, "reception", PASSWORD, Some(&codes[0])).await.refused("identity.code_wrong");
        sign_in_with(&app, "reception", PASSWORD, Some(&codes[1])).await.ok();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT digest FROM identity_recovery WHERE org_id = $1 ORDER BY digest";
        let stored: Vec<Vec<u8>> = tx.rows(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(stored.iter().all(|digest| digest.len() == 32));
    }

    async fn guessing_a_code_is_stopped(app) {
        let (begun, _) = with_factor(&app).await;
        for _ in 0..5 {
            sign_in_with(&app, "reception", PASSWORD, Some("000000")).await.refused("identity.code_wrong");
        }
        app.later(30);
        let right = code(&app, &begun);
        sign_in_with(&app, "reception", PASSWORD, Some(&right)).await.refused("identity.too_many_attempts");
    }

    async fn taking_it_away_needs_password_and_code(app) {
        let (begun, codes) = with_factor(&app).await;
        let remove = async |password: &str, code: &str| {
            let wish = json!({"password": password, "code": code});
            app.reception.post("/api/identity/totp/remove", wish).await
        };
        remove("not this one", &codes[0]).await.refused("identity.password_wrong");
        let wrong = remove(PASSWORD, &code(&app, &begun)).await;
        assert_eq!(wrong.status, 422, "a wrong code does not sign anybody out");
        wrong.refused("identity.code_wrong");
        remove(PASSWORD, &codes[0]).await.ok();
        remove(PASSWORD, &codes[1]).await.refused("identity.totp_off");
        sign_in(&app, "reception", PASSWORD).await.ok();
    }

    async fn who_manages_accounts_takes_it_away_from_who_lost_it(app) {
        with_factor(&app).await;
        let reception = id(&user(&app, "reception").await);
        let path = format!("/api/identity/user/{reception}/totp/reset");
        app.manager.post(&path, json!({})).await.refused("access.forbidden");
        app.owner.post(&path, json!({})).await.ok();
        sign_in(&app, "reception", PASSWORD).await.ok();
        let nobody = format!("/api/identity/user/{}/totp/reset", app.branch);
        app.owner.post(&nobody, json!({})).await.refused("identity.user_unknown");
    }

    async fn recovery_on_the_server_takes_it_away(app) {
        with_factor(&app).await;
        let reception = id(&user(&app, "reception").await).parse().unwrap();
        let password = secret::hash("a better password").unwrap();
        app.app.write(&app.system(), ResetPassword { user: reception, password }).await.unwrap();
        sign_in(&app, "reception", "a better password").await.ok();
    }

    async fn the_secret_is_sealed(app) {
        let (begun, _) = with_factor(&app).await;
        let plain = data_encoding::BASE32_NOPAD.decode(begun["secret"].as_str().unwrap().as_bytes()).unwrap();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT secret FROM identity_totp WHERE org_id = $1 ORDER BY user_id";
        let stored: Vec<Vec<u8>> = tx.rows(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(!stored[0].windows(plain.len()).any(|part| part == plain));
    }
}
