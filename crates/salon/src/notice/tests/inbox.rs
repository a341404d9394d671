//! What reaches people in the product.

use super::stage::{close_day, work};
use crate::salon_test;
use serde_json::{Value, json};

salon_test! {
    async fn people_find_what_happened_in_their_inbox_until_they_have_read_it(app) {
        let closed = close_day(&app).await;
        work(&app).await;
        let unread = async || app.manager.get("/api/notice/inbox/unread").await.ok()["unread"].clone();
        assert_eq!(unread().await, json!(1));
        let inbox = app.manager.get("/api/notice/inbox").await.ok();
        let item = &inbox["items"][0];
        assert_eq!((&item["event"], &item["subject"], &item["read"]), (&json!("till.day_closed"), &closed["id"], &json!(false)));
        assert!(item["title"].as_str().unwrap().contains("2026-03-02"), "{item}");
        let read = json!({ "up_to": item["id"] });
        assert_eq!(app.manager.post("/api/notice/inbox/read", read).await.ok()["unread"], 0);
        assert_eq!(app.manager.get("/api/notice/inbox").await.ok()["items"][0]["read"], true);
        // Others have their own, and whoever may not see it has none.
        assert_eq!(app.owner.get("/api/notice/inbox/unread").await.ok()["unread"], 1);
        for person in [&app.stylist, &app.reception, &app.elsewhere, &app.other_owner] {
            assert_eq!(person.get("/api/notice/inbox").await.ok()["items"], json!([]));
        }
    }

    async fn people_choose_what_they_are_told(app) {
        let choices = app.manager.get("/api/notice/choice").await.ok()["items"].clone();
        let day = json!({ "event": "till.day_closed", "channel": "inbox", "wanted": true });
        assert!(choices.as_array().unwrap().contains(&day), "{choices}");
        assert_eq!(app.stylist.get("/api/notice/choice").await.ok()["items"], json!([]));
        let off = json!({ "choices": [{ "event": "till.day_closed", "channel": "inbox", "wanted": false }] });
        let now = app.manager.put("/api/notice/choice", off).await.ok();
        assert!(now["items"].as_array().unwrap().iter().any(|one| one["wanted"] == json!(false)));
        close_day(&app).await;
        work(&app).await;
        assert_eq!(app.manager.get("/api/notice/inbox/unread").await.ok()["unread"], 0);
        assert_eq!(app.owner.get("/api/notice/inbox/unread").await.ok()["unread"], 1);
        let many: Vec<Value> = (0..13).map(|_| json!({ "event": "books.fault", "channel": "email", "wanted": true })).collect();
        app.manager.put("/api/notice/choice", json!({ "choices": many })).await.refused("notice.choices_too_many");
    }
}
