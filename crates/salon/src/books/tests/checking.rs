//! Checks, and what is kept of them.

use crate::books::commands::{Ask, End};
use crate::books::jobs::{look, run};
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::TestApp;
use crate::testing::till::Till;
use kernel::Problem;
use serde_json::{Value, json};

const DAY: i64 = 24 * 3600;

async fn shown(app: &TestApp) -> Value {
    app.owner.get("/api/books/check").await.ok()
}

/// Adds to what every account of revenue holds; taking the same away makes it right again.
struct Shift(i64);

impl Command for Shift {
    type Out = ();
    const NAME: &'static str = "test.shift";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let sql = "UPDATE ledger_entry SET amount = amount + $2 WHERE org_id = $1 AND account = 'revenue'";
        tx.exec(sql, crate::args![self.0]).await?;
        Ok(())
    }
}

salon_test! {
    async fn the_books_are_checked_every_night(app) {
        assert_eq!(shown(&app).await["last"], Value::Null);
        for checks in 1..=3 {
            look(&app.app.db).await.unwrap();
            look(&app.app.db).await.unwrap();
            let state = shown(&app).await;
            assert_eq!(state["checks"].as_array().unwrap().len(), checks);
            assert_eq!((&state["last"]["kind"], &state["last"]["faults"]), (&json!("night"), &json!([])));
            app.later(DAY);
        }
    }

    async fn looking_whether_a_check_is_due_leaves_nothing_in_the_audit_log(app) {
        look(&app.app.db).await.unwrap();
        for _ in 0..3 {
            app.later(60);
            look(&app.app.db).await.unwrap();
        }
        let begun = app.owner.get("/api/audit?command=books.begin_night").await.ok();
        assert_eq!(begun["items"].as_array().unwrap().len(), 1);
    }

    async fn what_a_check_found_is_shown_until_the_next_one(app) {
        let till = Till::new(&app);
        till.paid_service(5_000).await;
        app.app.write(&app.system(), Shift(1)).await.unwrap();
        look(&app.app.db).await.unwrap();
        let state = shown(&app).await;
        let broken: Vec<_> = state["promises"].as_array().unwrap().iter().filter(|promise| !promise["fault"].is_null()).collect();
        assert_eq!(broken.len(), 1);
        assert_eq!(broken[0]["check"], "ledger.set_balances");
        assert!(broken[0]["fault"]["detail"].as_str().unwrap().contains("sum to 1 CNY"), "{broken:?}");
        app.app.write(&app.system(), Shift(-1)).await.unwrap();
        assert_eq!(shown(&app).await["last"], state["last"]);
        app.later(1);
        run(&app.app.db, app.organisation, app.app.write(&app.system(), Ask).await.unwrap()).await.unwrap();
        assert_eq!(shown(&app).await["last"]["faults"], json!([]));
    }

    async fn a_check_that_runs_is_not_begun_again(app) {
        let check = app.app.write(&app.system(), Ask).await.unwrap();
        assert_eq!(shown(&app).await["running"], true);
        app.owner.post("/api/books/check", json!({})).await.refused("books.running");
        look(&app.app.db).await.unwrap();
        assert_eq!(shown(&app).await["checks"].as_array().unwrap().len(), 1);
        let failed = End { check, faults: Vec::new(), failure: Some("store.busy") };
        app.app.write(&app.system(), failed).await.unwrap();
        let state = shown(&app).await;
        assert_eq!((&state["running"], &state["last"]), (&json!(false), &Value::Null));
        assert_eq!(state["checks"][0]["failure"], "store.busy");
        app.later(1);
        assert_eq!(app.owner.post("/api/books/check", json!({})).await.ok()["running"], true);
    }

    async fn the_books_of_all_branches_are_not_for_those_who_answer_for_one(app) {
        app.finance.get("/api/books/check").await.refused("access.forbidden");
        let reader = app.person_who_may(&["books.read"]).await;
        reader.get("/api/books/check").await.refused("access.forbidden");
        reader.post("/api/books/check", json!({})).await.refused("access.forbidden");
    }
}

#[test]
fn every_promise_has_a_name_of_its_own() {
    let promises = crate::check::promises();
    let names: std::collections::BTreeSet<_> = promises.iter().collect();
    assert_eq!(names.len(), promises.len());
}

#[test]
fn every_promise_has_a_sentence_in_both_languages() {
    for language in ["zh-CN", "en"] {
        let file = format!("{}/../../web/desk/src/locales/{language}/books.json", env!("CARGO_MANIFEST_DIR"));
        let words: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        for promise in crate::check::promises() {
            let (subject, what) = promise.split_once('.').unwrap();
            assert!(words["promises"][subject][what].is_string(), "{language}: {promise} has no sentence");
            assert!(words["subjects"][subject].is_string(), "{language}: {subject} has no name");
        }
    }
}
