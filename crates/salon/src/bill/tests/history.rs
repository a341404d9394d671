//! Bills of another program are only looked at.

use crate::salon_test;
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;
use std::time::Duration;

salon_test! {
    async fn a_bill_of_another_program_is_not_refunded_undone_or_printed(app) {
        let uri = format!("/api/import?kind=history&branch={}", app.branch);
        let request = Request::builder().method(Method::POST).uri(uri);
        let request = request.header("content-type", "application/octet-stream");
        let file = "Receipt,Date,Description,Amount\n10,2026-03-02,Cut,82\n";
        let import = app.owner.send_raw(request, Body::from(file)).await.ok();
        let import = format!("/api/import/{}", import["id"].as_str().unwrap());
        app.owner.post(&format!("{import}/apply"), json!({})).await.ok();
        while app.owner.get(&import).await.ok()["state"] != "applied" {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let bills = app.owner.get(&format!("/api/bill?branch={}&day=2026-03-02", app.branch)).await.ok();
        let listed = &bills["items"][0];
        assert_eq!((&listed["receipt"], &listed["total"]), (&json!("10"), &json!(8_200)));
        let bill = format!("/api/bill/{}", listed["id"].as_str().unwrap());
        let shown = app.owner.get(&bill).await.ok();
        assert_eq!((&shown["receipt"], &shown["state"]), (&json!("10"), &json!("paid")));
        let refund = json!({ "reason": "不满意", "expected_total": 8_200 });
        app.owner.post_once(&format!("{bill}/refund"), refund).await.refused("bill.imported");
        app.owner.post(&format!("{bill}/refund/quote"), json!({})).await.refused("bill.imported");
        let undo = json!({ "reason": "开错", "reopen": false });
        app.owner.post_once(&format!("{bill}/reverse"), undo).await.refused("bill.imported");
        app.owner.get(&format!("{bill}/receipt")).await.refused("bill.imported");
        app.owner.post(&format!("{bill}/printed"), json!({})).await.refused("bill.imported");
        assert_eq!(app.owner.get(&bill).await.ok(), shown);
    }
}
