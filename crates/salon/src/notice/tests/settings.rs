//! The mail server, senders and texts.

use super::stage::{MailServer, close_day, with_addresses, work};
use crate::salon_test;
use crate::testing::unknown_id;
use serde_json::{Value, json};

fn smtp(change: (&str, Value)) -> Value {
    let mut wish = json!({
        "host": "smtp.example.cn", "port": 465, "security": "tls", "user": "salon", "password": "open sesame",
        "sender": "salon@example.cn",
    });
    wish[change.0] = change.1;
    wish
}

fn text(change: (&str, Value)) -> Value {
    let mut wish = json!({
        "event": "till.day_closed", "channel": "email", "language": "zh-CN", "title": "{shop}日结了", "body": "实收 {takings}",
    });
    wish[change.0] = change.1;
    wish
}

salon_test! {
    async fn what_opens_a_mail_server_is_never_shown(app) {
        let shown = app.owner.put("/api/notice/smtp", smtp(("user", json!("salon")))).await.ok();
        assert_eq!((&shown["has_password"], &shown["host"]), (&json!(true), &json!("smtp.example.cn")));
        let state = app.finance.get("/api/notice/smtp").await.ok();
        assert!(!state.to_string().contains("sesame"), "{state}");
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT password FROM notice_smtp WHERE org_id = $1";
        let kept: Option<Vec<u8>> = tx.row(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(!kept.unwrap().windows(6).any(|part| part == b"sesame"));
        drop(tx);
        // It stays while the server does, and is not sent to another one.
        let mut again = smtp(("port", json!(587)));
        again["password"] = Value::Null;
        assert_eq!(app.owner.put("/api/notice/smtp", again.clone()).await.ok()["has_password"], true);
        again["host"] = json!("smtp.elsewhere.cn");
        app.owner.put("/api/notice/smtp", again).await.refused("notice.smtp_password");
        app.owner.delete("/api/notice/smtp").await.ok();
        assert_eq!(app.owner.get("/api/notice/smtp").await.ok()["smtp"], Value::Null);
    }

    async fn a_mail_server_that_cannot_be_is_refused(app) {
        let put = async |wish| app.owner.put("/api/notice/smtp", wish).await;
        put(smtp(("host", json!("smtp server")))).await.refused("notice.smtp_host");
        put(smtp(("port", json!(0)))).await.refused("notice.smtp_port");
        put(smtp(("security", json!("plain")))).await.refused("notice.smtp_plain");
        put(smtp(("password", json!("")))).await.refused("notice.smtp_password");
        put(smtp(("sender", json!("salon")))).await.refused("notice.email");
        app.manager.put("/api/notice/smtp", smtp(("port", json!(465)))).await.refused("access.forbidden");
        app.manager.delete("/api/notice/smtp").await.refused("access.forbidden");
        app.manager.post("/api/notice/smtp/test", json!({ "to": "a@example.cn" })).await.refused("access.forbidden");
        assert_eq!(app.owner.get("/api/notice/smtp").await.ok()["smtp"], Value::Null);
    }

    async fn a_branch_has_a_sender_of_its_own_or_that_of_all(app) {
        let senders = async || app.owner.get("/api/notice/sender").await.ok()["items"].clone();
        let first = senders().await;
        assert_eq!((&first[0]["branch"], &first[0]["name"]), (&Value::Null, &json!("青丝造型")));
        assert_eq!(first[1]["quiet"], json!({ "from": 1260, "until": 540 }));
        let wish = |branch: Value| json!({ "branch": branch, "name": "青丝", "language": "en", "quiet": null });
        app.owner.put("/api/notice/sender", wish(Value::Null)).await.ok();
        let own = json!({ "branch": app.branch, "name": "春风路", "reply_to": "desk@example.cn", "language": "zh-CN", "quiet": null });
        app.manager.put("/api/notice/sender", own).await.ok();
        let now = senders().await;
        let names: Vec<_> = now.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["青丝", "春风路", "青丝"]);
        assert_eq!((&now[1]["own"], &now[2]["own"]), (&json!(true), &json!(false)));
        app.manager.put("/api/notice/sender", wish(Value::Null)).await.refused("access.forbidden");
        app.manager.put("/api/notice/sender", wish(json!(app.second_branch))).await.refused("access.other_branch");
        let mine = app.manager.get("/api/notice/sender").await.ok();
        assert_eq!(mine["items"].as_array().unwrap().len(), 1);
        let put = async |name: &str, reply_to: &str, quiet: Value| {
            let wish = json!({ "branch": null, "name": name, "reply_to": reply_to, "language": "en", "quiet": quiet });
            app.owner.put("/api/notice/sender", wish).await
        };
        put("", "", Value::Null).await.refused("notice.sender_name");
        put("青丝\r\nBcc: x@example.cn", "", Value::Null).await.refused("notice.sender_name");
        put("青丝", "desk", Value::Null).await.refused("notice.email");
        put("青丝", "", json!({ "from": 600, "until": 600 })).await.refused("notice.quiet");
        put("青丝", "", json!({ "from": 0, "until": 1440 })).await.refused("notice.quiet");
        app.owner.put("/api/notice/sender", wish(json!(unknown_id()))).await.refused("branch.unknown");
    }

    async fn a_text_with_an_unknown_field_is_refused(app) {
        let put = async |wish| app.owner.put("/api/notice/template", wish).await;
        let refused = put(text(("body", json!("实收 {takings}，{profit}")))).await.refused("notice.field_unknown");
        assert_eq!((&refused["params"]["name"], &refused["fields"][0]["field"]), (&json!("profit"), &json!("body")));
        put(text(("title", json!("{shop")))).await.refused("notice.brace_open");
        put(text(("title", json!("长".repeat(121))))).await.refused("notice.title");
        put(text(("body", json!("")))).await.refused("notice.body");
        put(text(("body", Value::Null))).await.refused("notice.half_text");
        put(text(("channel", json!("webhook")))).await.refused("notice.channel_without_texts");
        put(text(("event", json!("card.changed")))).await.refused("notice.field_unknown");
        app.manager.put("/api/notice/template", text(("title", json!("x")))).await.refused("access.forbidden");
        let preview = json!({ "event": "till.day_closed", "language": "en", "title": "{shop}", "body": "{profit}" });
        app.finance.post("/api/notice/template/preview", preview).await.refused("notice.field_unknown");
    }

    async fn own_words_hold_from_their_version_on_and_can_be_taken_back(app) {
        let server = MailServer::start().await;
        with_addresses(&[(&app.owner, "qing@example.cn")]).await;
        app.owner.put("/api/notice/smtp", server.wish()).await.ok();
        let texts = async || app.finance.get("/api/notice/template").await.ok()["items"].clone();
        let of_mail = |texts: &Value| texts.as_array().unwrap().iter().find(|one| {
            (&one["event"], &one["channel"], &one["language"]) == (&json!("till.day_closed"), &json!("email"), &json!("zh-CN"))
        }).cloned().unwrap();
        let before = of_mail(&texts().await);
        assert_eq!((&before["version"], &before["own"]), (&json!(0), &json!(false)));
        assert!(before["fields"].as_array().unwrap().contains(&json!("seal")));
        let preview = json!({ "event": "till.day_closed", "language": "zh-CN", "title": "{shop}日结了", "body": "实收 {takings}" });
        let shown = app.finance.post("/api/notice/template/preview", preview).await.ok();
        assert_eq!((&shown["title"], &shown["body"]), (&json!("春风路店日结了"), &json!("实收 ¥4,680.00")));
        app.owner.put("/api/notice/template", text(("body", json!("Takings {takings}")))).await.ok();
        close_day(&app).await;
        work(&app).await;
        let [mail] = &server.mails()[..] else { panic!("not one mail") };
        assert!(mail.contains("Takings "), "{mail}");
        let back = json!({ "event": "till.day_closed", "channel": "email", "language": "zh-CN", "title": null, "body": null });
        let now = app.owner.put("/api/notice/template", back).await.ok();
        assert_eq!((&now["version"], &now["own"], &now["title"]), (&json!(2), &json!(false), &before["title"]));
        let versions = app.finance.get("/api/notice/template/version?event=till.day_closed&channel=email&language=zh-CN").await.ok();
        let kept: Vec<_> = versions["items"].as_array().unwrap().iter().map(|one| one["title"].clone()).collect();
        assert_eq!(kept, [Value::Null, json!("{shop}日结了")]);
        assert_eq!(versions["items"][0]["by"], "owner");
    }
}
