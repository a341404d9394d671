//! Requests to other programs.

use super::stage::{Program, close_day, header, log, owner_at, reaching};
use crate::notice;
use crate::notice::rules::signature;
use crate::salon_test;
use crate::testing::{TestApp, id, unknown_id};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

fn wish(url: &str) -> Value {
    json!({ "name": "ERP", "url": url, "events": ["till.day_closed"], "branch": null })
}

async fn hook(app: &TestApp, url: &str) -> (String, String) {
    let made = app.owner.post("/api/notice/webhook", wish(url)).await.ok();
    (id(&made["webhook"]), made["secret"].as_str().unwrap().to_owned())
}

salon_test! {
    async fn a_program_checks_that_a_request_comes_from_here(app) {
        let program = Program::start().await;
        let (hook, secret) = hook(&app, &program.url()).await;
        let closed = close_day(&app).await;
        notice::work(&reaching(&app)).await.unwrap();
        let [request] = &program.heard()[..] else { panic!("not one request") };
        assert!(request.starts_with("POST /hook?from=tress HTTP/1.1\r\n"), "{request}");
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let timestamp: i64 = header(request, "tress-timestamp").parse().unwrap();
        assert_eq!(timestamp, app.app.db.now().millis() / 1000);
        assert_eq!(header(request, "tress-signature"), signature(&secret, timestamp, body));
        let told: Value = serde_json::from_str(body).unwrap();
        let message = log(&app, "channel=webhook").await.remove(0);
        assert_eq!((&told["event"], &told["id"]), (&json!("till.day_closed"), &message["id"]));
        assert_eq!((&told["subject"], &told["branch"]), (&closed["id"], &json!(app.branch)));
        assert_eq!(header(request, "tress-delivery"), message["id"].as_str().unwrap());
        assert_eq!((&message["state"], &message["recipient"]), (&json!("sent"), &json!("ERP")));
        // The secret is shown once and kept sealed.
        let shown = app.owner.get("/api/notice/webhook").await.ok();
        assert_eq!(shown["items"][0]["id"], json!(hook));
        assert!(!shown.to_string().contains(&secret));
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT secret FROM notice_webhook WHERE org_id = $1";
        let kept: Option<Vec<u8>> = tx.row(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(!kept.unwrap().windows(6).any(|part| part == b"whsec_"));
    }

    async fn no_request_goes_to_what_only_this_server_can_reach(app) {
        let program = Program::start().await;
        let port = program.port;
        for url in [format!("https://127.0.0.1:{port}"), format!("http://localhost:{port}"), format!("https://[::1]:{port}")] {
            let (hook, _) = hook(&app, &url).await;
            let tried = app.owner.post(&format!("/api/notice/webhook/{hook}/test"), json!({})).await.ok();
            assert_eq!((&tried["state"], &tried["reason"]), (&json!("failed"), &json!("private_address")), "{url}");
        }
        assert!(program.heard().is_empty());
    }

    async fn a_redirection_is_not_followed_and_a_busy_program_is_asked_again(app) {
        let program = Program::start().await;
        let (hook, _) = hook(&app, &program.url()).await;
        let owner = owner_at(&app, &reaching(&app));
        let path = format!("/api/notice/webhook/{hook}/test");
        program.status.store(307, Ordering::SeqCst);
        let tried = owner.post(&path, json!({})).await.ok();
        assert_eq!((&tried["state"], &tried["reason"]), (&json!("waiting"), &json!("refused")));
        assert!(tried["detail"].as_str().unwrap().starts_with("307"), "{tried}");
        assert_eq!(program.heard().len(), 1);
        // Gone is gone.
        program.status.store(410, Ordering::SeqCst);
        assert_eq!(owner.post(&path, json!({})).await.ok()["state"], "failed");
        // The first one is tried again later, under its own id.
        program.status.store(200, Ordering::SeqCst);
        app.later(90);
        notice::work(&reaching(&app)).await.unwrap();
        let heard = program.heard();
        assert_eq!(heard.len(), 3);
        assert_eq!(header(&heard[0], "tress-delivery"), header(&heard[2], "tress-delivery"));
        assert_ne!(header(&heard[0], "tress-signature"), header(&heard[2], "tress-signature"));
    }

    async fn a_program_that_speaks_no_encryption_is_not_believed(app) {
        let program = Program::start().await;
        let (hook, _) = hook(&app, &format!("https://127.0.0.1:{}", program.port)).await;
        let owner = owner_at(&app, &reaching(&app));
        let tried = owner.post(&format!("/api/notice/webhook/{hook}/test"), json!({})).await.ok();
        assert_eq!(tried["state"], "waiting", "{tried}");
        assert!(["insecure", "unreachable"].contains(&tried["reason"].as_str().unwrap()), "{tried}");
    }

    async fn a_webhook_that_was_switched_off_or_removed_is_told_nothing(app) {
        let program = Program::start().await;
        let (hook, _) = hook(&app, &program.url()).await;
        let path = format!("/api/notice/webhook/{hook}");
        app.owner.post("/api/notice/webhook", json!({ "name": "别店", "url": program.url(), "events": ["till.day_closed"], "branch": app.second_branch })).await.ok();
        let mut off = wish(&program.url());
        off["active"] = json!(false);
        assert_eq!(app.owner.put(&path, off).await.ok()["active"], false);
        let tried = app.owner.post(&format!("{path}/test"), json!({})).await.ok();
        assert_eq!((&tried["state"], &tried["reason"]), (&json!("suppressed"), &json!("switched")));
        close_day(&app).await;
        notice::work(&reaching(&app)).await.unwrap();
        assert!(program.heard().is_empty());
        app.owner.delete(&path).await.ok();
        app.owner.delete(&path).await.refused("notice.webhook_unknown");
        app.owner.put(&path, wish(&program.url())).await.refused("notice.webhook_unknown");
        app.owner.post(&format!("{path}/test"), json!({})).await.refused("notice.webhook_unknown");
    }

    async fn a_webhook_that_cannot_be_is_refused(app) {
        let refused = async |change: (&str, Value), code: &str| {
            let mut wish = wish("https://erp.example.com/tress");
            wish[change.0] = change.1;
            app.owner.post("/api/notice/webhook", wish).await.refused(code)
        };
        refused(("name", json!(" ")), "notice.webhook_name").await;
        refused(("url", json!("ftp://erp.example.com")), "notice.webhook_url").await;
        refused(("url", json!("https://me:secret@erp.example.com")), "notice.webhook_url").await;
        refused(("events", json!([])), "notice.webhook_events").await;
        refused(("events", json!(["notice.test"])), "notice.webhook_events").await;
        refused(("branch", json!(unknown_id())), "branch.unknown").await;
        app.manager.get("/api/notice/webhook").await.refused("access.forbidden");
        app.manager.post("/api/notice/webhook", wish("https://erp.example.com")).await.refused("access.forbidden");
        for _ in 0..20 {
            hook(&app, "https://erp.example.com/tress").await;
        }
        refused(("name", json!("ERP 21")), "notice.webhooks_too_many").await;
    }
}
