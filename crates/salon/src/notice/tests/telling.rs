//! Whom something reaches, and when.

use super::stage::{MailServer, close_day, log, with_addresses, work};
use crate::notice::commands::Forget;
use crate::notice::{Event, Happening, Value as Field, ask};
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::till::Till;
use crate::testing::{TestApp, id, unknown_id};
use kernel::{Problem, RowId};
use serde_json::{Value, json};

/// Finds a fault in the books, so many times, of the same check.
struct Fault(RowId);

impl Command for Fault {
    type Out = ();
    const NAME: &'static str = "test.fault";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for _ in 0..2 {
            let fault = Happening::new(Event::BooksFault, self.0, None).with("count", Field::Number(1));
            ask(tx, fault).await?;
        }
        Ok(())
    }
}

/// A member who can be written to, with a card.
async fn member_with_card(app: &TestApp) -> (String, String) {
    let profile = json!({ "name": "王芳", "email": "fang@example.cn" });
    let member = id(&app
        .reception
        .post("/api/customer", json!({ "branch": app.branch, "profile": profile }))
        .await
        .ok());
    let (_, card) = Till::new(app).sell_card(&member, 100_000, 0).await;
    (member, card)
}

async fn lock(app: &TestApp, card: &str, lock: &str) {
    let wish = json!({ "branch": app.branch, "lock": lock, "reason": "顾客来电" });
    app.manager.post_once(&format!("/api/card/{card}/lock"), wish).await.ok();
}

salon_test! {
    async fn people_are_told_once_of_one_thing(app) {
        let server = MailServer::start().await;
        with_addresses(&[(&app.owner, "qing@example.cn")]).await;
        app.owner.put("/api/notice/smtp", server.wish()).await.ok();
        let check: RowId = unknown_id().parse().unwrap();
        for _ in 0..3 {
            app.app.write(&app.system(), Fault(check)).await.unwrap();
            work(&app).await;
        }
        assert_eq!(server.mails().len(), 1);
        assert_eq!(log(&app, "").await.len(), 2, "one by mail and one in the product");
        // Who answers for one branch is not told of what concerns them all.
        assert_eq!(app.manager.get("/api/notice/inbox/unread").await.ok()["unread"], 0);
    }

    async fn what_is_no_news_any_more_is_told_to_nobody(app) {
        close_day(&app).await;
        app.later(3 * 24 * 3600 + 1);
        work(&app).await;
        assert_eq!(log(&app, "").await, Vec::<Value>::new());
        app.later(-3 * 24 * 3600);
        work(&app).await;
        assert_eq!(log(&app, "").await, Vec::<Value>::new(), "it is not taken up again");
    }

    async fn a_check_that_finds_a_fault_tells_who_reads_the_books(app) {
        let till = Till::new(&app);
        till.paid_service(5_000).await;
        let sql = "UPDATE ledger_entry SET amount = amount + $2 WHERE org_id = $1 AND account = 'revenue'";
        for shift in [1, -1] {
            app.app.write(&app.system(), Shift(sql, shift)).await.unwrap();
            app.owner.post("/api/books/check", json!({})).await.ok();
            for _ in 0..200 {
                if app.owner.get("/api/books/check").await.ok()["running"] == json!(false) {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        }
        work(&app).await;
        let inbox = app.owner.get("/api/notice/inbox").await.ok();
        assert_eq!(inbox["items"].as_array().unwrap().len(), 1, "{inbox}");
        assert!(inbox["items"][0]["body"].as_str().unwrap().contains("ledger."), "{inbox}");
    }

    async fn customers_are_left_in_peace_at_night(app) {
        let server = MailServer::start().await;
        app.owner.put("/api/notice/smtp", server.wish()).await.ok();
        let (_, card) = member_with_card(&app).await;
        // Eleven at night in Shanghai.
        app.later(9 * 3600);
        lock(&app, &card, "lost").await;
        work(&app).await;
        let waiting = log(&app, "channel=email").await.remove(0);
        assert_eq!((&waiting["state"], &waiting["reason"]), (&json!("waiting"), &json!("quiet")));
        assert_eq!(waiting["due_at"], "2026-03-03T01:00:00Z");
        app.later(10 * 3600 - 60);
        work(&app).await;
        assert!(server.mails().is_empty());
        app.later(60);
        work(&app).await;
        let [mail] = &server.mails()[..] else { panic!("not one mail") };
        assert!(mail.contains("To: fang@example.cn"), "{mail}");
        assert_eq!(log(&app, "channel=email").await[0]["recipient"], "王芳");
    }

    async fn who_does_not_want_mail_gets_none(app) {
        let server = MailServer::start().await;
        app.owner.put("/api/notice/smtp", server.wish()).await.ok();
        let (member, card) = member_with_card(&app).await;
        let path = format!("/api/notice/customer/{member}/choice");
        let shown = app.reception.get(&path).await.ok();
        assert_eq!(shown["items"], json!([{ "event": "card.changed", "channel": "email", "wanted": true }]));
        let off = json!({ "choices": [{ "event": "card.changed", "channel": "email", "wanted": false }] });
        assert_eq!(app.reception.put(&path, off.clone()).await.ok()["items"][0]["wanted"], false);
        lock(&app, &card, "lost").await;
        work(&app).await;
        let kept = log(&app, "").await.remove(0);
        assert_eq!((&kept["state"], &kept["reason"]), (&json!("suppressed"), &json!("opted_out")));
        assert!(server.mails().is_empty());
        let on = json!({ "choices": [{ "event": "card.changed", "channel": "email", "wanted": true }] });
        app.reception.put(&path, on).await.ok();
        lock(&app, &card, "found").await;
        work(&app).await;
        assert_eq!(server.mails().len(), 1);
        app.reception.put(&format!("/api/notice/customer/{}/choice", unknown_id()), off).await.refused("customer.unknown");
        let many: Vec<Value> = (0..13).map(|_| json!({ "event": "card.changed", "channel": "email", "wanted": true })).collect();
        app.reception.put(&path, json!({ "choices": many })).await.refused("notice.choices_too_many");
    }

    async fn a_shop_without_a_mail_server_keeps_what_it_would_have_sent(app) {
        let (_, card) = member_with_card(&app).await;
        lock(&app, &card, "frozen").await;
        work(&app).await;
        let kept = log(&app, "").await.remove(0);
        assert_eq!((&kept["state"], &kept["reason"]), (&json!("suppressed"), &json!("no_smtp")));
    }

    async fn the_log_shows_what_was_told_of_ones_branches(app) {
        close_day(&app).await;
        work(&app).await;
        assert!(!app.finance.get("/api/notice/message").await.ok()["items"].as_array().unwrap().is_empty());
        assert_eq!(app.elsewhere.get("/api/notice/message").await.ok()["items"], json!([]));
        let here = format!("/api/notice/message?branch={}", app.branch);
        app.elsewhere.get(&here).await.refused("access.other_branch");
        assert!(!app.manager.get(&here).await.ok()["items"].as_array().unwrap().is_empty());
        let shown = app.manager.get("/api/notice/message?limit=1").await.ok();
        let next = shown["next"].as_str().unwrap();
        let second = app.manager.get(&format!("/api/notice/message?limit=1&after={next}")).await.ok();
        assert_ne!(second["items"][0]["id"], shown["items"][0]["id"]);
        assert!(shown["items"][0].get("body").is_none(), "takings are not for whoever looks after the mail");
    }

    async fn what_customers_were_told_goes_with_them_and_the_rest_in_time(app) {
        let (member, card) = member_with_card(&app).await;
        lock(&app, &card, "frozen").await;
        close_day(&app).await;
        work(&app).await;
        let before = log(&app, "").await.len();
        app.app.write(&app.system(), Forget).await.unwrap();
        assert_eq!(log(&app, "").await.len(), before);
        let sql = "UPDATE customer SET kind = 'erased' WHERE org_id = $1 AND id = $2";
        app.app.write(&app.system(), Erase(sql, member)).await.unwrap();
        app.app.write(&app.system(), Forget).await.unwrap();
        assert_eq!(log(&app, "").await.len(), before - 1);
        app.days_later(185).await;
        app.app.write(&app.system(), Forget).await.unwrap();
        assert_eq!(log(&app, "").await, Vec::<Value>::new());
    }
}

/// Makes the books wrong by so much, or right again.
struct Shift(&'static str, i64);

impl Command for Shift {
    type Out = ();
    const NAME: &'static str = "test.shift";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.exec(self.0, crate::args![self.1]).await?;
        Ok(())
    }
}

/// Stands for a customer's erasure, which a card with value on it forbids.
struct Erase(&'static str, String);

impl Command for Erase {
    type Out = ();
    const NAME: &'static str = "test.erase";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let id: kernel::CustomerId = self.1.parse().map_err(Problem::bug)?;
        tx.exec(self.0, crate::args![id]).await?;
        Ok(())
    }
}
