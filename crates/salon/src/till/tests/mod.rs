//! Tills and days, on both databases.

mod day;
mod session;

use crate::ledger::{self, Account, Unit};
use crate::testing::{Person, Reply, TestApp, id};
use kernel::Currency;
use serde_json::{Value, json};

pub async fn open(app: &TestApp, float: i64) -> String {
    let wish = json!({ "branch": app.branch, "float": float });
    id(&app.reception.post_once("/api/till/session", wish).await.ok())
}

pub async fn moved(app: &TestApp, session: &str, kind: &str, amount: i64) -> Value {
    let wish = json!({ "kind": kind, "amount": amount, "reason": "买矿泉水" });
    app.reception.post_once(&format!("/api/till/session/{session}/move"), wish).await.ok()
}

pub async fn try_hand_over(person: &Person, session: &str, counts: Value, next_float: i64) -> Reply {
    let wish = json!({ "counts": counts, "next_float": next_float, "note": "" });
    person.post_once(&format!("/api/till/session/{session}/hand-over"), wish).await
}

pub fn cash(amount: i64) -> Value {
    json!([{ "tender": "cash", "amount": amount }])
}

/// What the books hold on an account.
pub async fn held(app: &TestApp, account: Account) -> i64 {
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    ledger::balance(&mut tx, account, Unit::Money(Currency::CNY)).await.unwrap()
}
