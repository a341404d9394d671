//! Mail, to a real server.

use super::stage::{
    MailServer, close_day, free_port, keeping, log, owner_at, smtp_wish, with_addresses, work,
};
use crate::notice;
use crate::salon_test;
use crate::testing::till::Till;
use serde_json::{Value, json};

salon_test! {
    async fn the_owner_gets_the_figures_of_a_closed_day_with_what_seals_the_books(app) {
        let server = MailServer::start().await;
        with_addresses(&[(&app.owner, "qing@example.cn"), (&app.stylist, "mei@example.cn")]).await;
        app.owner.put("/api/notice/smtp", server.wish()).await.ok();
        let sender = json!({ "branch": app.branch, "name": "青丝 · 春风路", "reply_to": "desk@example.cn", "language": "en", "quiet": null });
        app.owner.put("/api/notice/sender", sender).await.ok();
        Till::new(&app).paid_service(12_850).await;
        crate::books::seal(&app.app.db).await.unwrap();
        let closed = close_day(&app).await;
        let root = closed["seal"]["root"].as_str().unwrap();
        assert!(server.mails().is_empty(), "nobody at the till waits for the mail");
        work(&app).await;
        let [mail] = &server.mails()[..] else { panic!("not one mail") };
        let plain = mail.replace("=\n", "").replace("=\r\n", "");
        for part in ["To: qing@example.cn", "Reply-To: desk@example.cn", "Auto-Submitted: auto-generated", "128.50", root] {
            assert!(plain.contains(part), "{part} is not in {plain}");
        }
        assert!(plain.contains("From:") && plain.contains("<salon@example.cn>"), "{plain}");
        let sent = log(&app, "channel=email&state=sent").await;
        assert_eq!((&sent[0]["recipient"], &sent[0]["address"]), (&json!("owner"), &json!("q****@example.cn")));
        assert_eq!((&sent[0]["tries"], &sent[0]["reason"]), (&json!(1), &Value::Null));
        // Whoever may not see takings is told nothing of them, and whoever has no address finds it in the product.
        let names: Vec<_> = log(&app, "").await.iter().map(|one| one["recipient"].clone()).collect();
        assert!(!names.contains(&json!("stylist")), "{names:?}");
        let without = log(&app, "channel=email&state=suppressed").await;
        assert!(without.iter().all(|one| one["reason"] == "no_address"), "{without:?}");
    }

    async fn a_mail_that_fails_is_tried_again_ever_later_and_given_up(app) {
        let port = free_port();
        with_addresses(&[(&app.owner, "qing@example.cn")]).await;
        app.owner.put("/api/notice/smtp", smtp_wish(port)).await.ok();
        close_day(&app).await;
        let mut waits = Vec::new();
        loop {
            work(&app).await;
            let message = log(&app, "channel=email").await.into_iter().find(|one| one["recipient"] == "owner").unwrap();
            assert_eq!(message["reason"], "unreachable");
            assert_eq!(message["tries"], waits.len() + 1);
            if message["state"] == "failed" {
                assert_eq!(message["due_at"], Value::Null);
                break;
            }
            // Before it is due nothing is tried.
            work(&app).await;
            let due: kernel::Instant = serde_json::from_value(message["due_at"].clone()).unwrap();
            waits.push(due.millis() - app.app.db.now().millis());
            app.later((waits[waits.len() - 1] + 999) / 1000);
        }
        assert_eq!(waits.len(), 7);
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
        // The day is closed all the same.
        let days = app.finance.get(&format!("/api/till/day?branch={}", app.branch)).await.ok();
        assert_eq!(days["items"].as_array().unwrap().len(), 1);
        // Once the server is there, it is sent at somebody's wish.
        let failed = log(&app, "state=failed").await.remove(0);
        let again = format!("/api/notice/message/{}/again", failed["id"].as_str().unwrap());
        app.elsewhere.post(&again, json!({})).await.refused("access.other_branch");
        let server = MailServer::start().await;
        app.owner.put("/api/notice/smtp", server.wish()).await.ok();
        assert_eq!(app.owner.post(&again, json!({})).await.ok()["state"], "waiting");
        app.owner.post(&again, json!({})).await.refused("notice.not_failed");
        work(&app).await;
        assert_eq!(server.mails().len(), 1);
        let unknown = format!("/api/notice/message/{}/again", crate::testing::unknown_id());
        app.owner.post(&unknown, json!({})).await.refused("notice.message_unknown");
    }

    async fn a_mail_that_is_refused_for_good_is_not_tried_again(app) {
        let server = MailServer::taking(100).await;
        app.owner.put("/api/notice/smtp", server.wish()).await.ok();
        let tried = app.owner.post("/api/notice/smtp/test", json!({ "to": "qing@example.cn" })).await.ok();
        assert_eq!((&tried["state"], &tried["reason"]), (&json!("failed"), &json!("rejected")), "{tried}");
        assert!(tried["detail"].as_str().unwrap().contains("552"), "{tried}");
    }

    async fn a_test_mail_arrives_at_once_and_stands_in_the_log(app) {
        app.owner.post("/api/notice/smtp/test", json!({ "to": "qing@example.cn" })).await.refused("notice.no_smtp");
        let server = MailServer::start().await;
        app.owner.put("/api/notice/smtp", server.wish()).await.ok();
        app.owner.post("/api/notice/smtp/test", json!({ "to": "nowhere" })).await.refused("notice.email");
        let tried = app.owner.post("/api/notice/smtp/test", json!({ "to": "qing@example.cn" })).await.ok();
        assert_eq!(tried["state"], "sent", "{tried}");
        assert_eq!(server.mails().len(), 1);
        assert_eq!(log(&app, "").await[0]["id"], tried["id"]);
        // What concerns no branch is seen by who answers for all of them.
        let seen = app.manager.get("/api/notice/message").await.ok();
        assert_eq!(seen["items"], json!([]));
    }

    async fn a_server_without_encryption_gets_nothing(app) {
        let server = MailServer::start().await;
        for security in ["starttls", "tls"] {
            let mut wish = server.wish();
            wish["security"] = json!(security);
            app.owner.put("/api/notice/smtp", wish).await.ok();
            let tried = app.owner.post("/api/notice/smtp/test", json!({ "to": "qing@example.cn" })).await.ok();
            assert_eq!(tried["state"], "waiting", "{tried}");
            assert!(["insecure", "unreachable"].contains(&tried["reason"].as_str().unwrap()), "{tried}");
        }
        assert!(server.mails().is_empty());
    }

    async fn a_folder_can_take_everything(app) {
        let folder = std::env::temp_dir().join(format!("tress-notices-{}-{:?}", std::process::id(), app.engine));
        let kept = keeping(&app, &folder);
        let owner = owner_at(&app, &kept);
        with_addresses(&[(&app.owner, "qing@example.cn")]).await;
        // Nobody listens on this port.
        app.owner.put("/api/notice/smtp", smtp_wish(9)).await.ok();
        assert_eq!(owner.get("/api/notice/smtp").await.ok()["kept_in_folder"], true);
        let hook = json!({ "name": "ERP", "url": "https://erp.example.com", "events": ["till.day_closed"], "branch": null });
        app.owner.post("/api/notice/webhook", hook).await.ok();
        close_day(&app).await;
        notice::work(&kept).await.unwrap();
        let mut endings: Vec<String> = std::fs::read_dir(&folder).unwrap()
            .map(|file| file.unwrap().path().extension().unwrap().to_string_lossy().into_owned()).collect();
        endings.sort();
        assert_eq!(endings, ["eml", "json"]);
        std::fs::remove_dir_all(folder).unwrap();
        // A folder that cannot be is no way out.
        let blocked = keeping(&app, std::path::Path::new("/proc/tress/notices"));
        let tried = owner_at(&app, &blocked).post("/api/notice/smtp/test", json!({ "to": "qing@example.cn" })).await.ok();
        assert_eq!((&tried["state"], &tried["reason"]), (&json!("waiting"), &json!("folder")));
    }
}
