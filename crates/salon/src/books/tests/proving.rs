//! Sealed books, and receipts that are held against them.

use crate::books::jobs::seal;
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::till::Till;
use crate::{bill, customer};
use kernel::Problem;
use serde_json::{Value, json};

/// An import that is being written; nobody sees its customers or its bills yet.
struct Hide;

impl Command for Hide {
    type Out = ();
    const NAME: &'static str = "test.hide";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let import = tx.new_id();
        customer::hide(tx, import).await?;
        Ok(bill::hide_history(tx, import).await?)
    }
}

salon_test! {
    async fn whoever_holds_a_receipt_learns_that_it_is_in_the_books(app) {
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        let receipt = till.person.get(&format!("/api/bill/{bill}/receipt")).await.ok();
        let proof = receipt["proof"].as_str().unwrap().to_owned();
        assert_eq!(proof.len(), 24);
        let ask = async |proof: &str| app.stranger.get(&format!("/api/books/proof?proof={proof}")).await;
        assert_eq!(ask(&proof).await.ok(), json!({ "matches": true }));
        seal(&app.app.db).await.unwrap();
        let spaced = format!("{}-{}%20{}", &proof[..4], &proof[4..12], proof[12..].to_lowercase());
        assert_eq!(ask(&spaced).await.ok()["matches"], true);
        assert_eq!(till.person.get(&format!("/api/bill/{bill}/receipt")).await.ok()["proof"], proof.as_str());
        let other = if proof.starts_with('A') { "B" } else { "A" };
        assert_eq!(ask(&format!("{other}{}", &proof[1..])).await.ok()["matches"], false);
        for wrong in ["", &proof[1..], "0189", "%F0%9F%92%87"] {
            ask(wrong).await.refused("books.proof_form");
        }
    }

    async fn nobody_looks_proofs_up_by_the_thousand(app) {
        let ask = async || app.stranger.get("/api/books/proof?proof=AAAAAAAAAAAAAAAAAAAAAAAA").await;
        for _ in 0..30 {
            ask().await.ok();
        }
        assert_eq!(ask().await.refused("books.too_many_proofs")["status"], 429);
        app.later(15 * 60 + 1);
        ask().await.ok();
    }

    async fn the_newest_root_seals_everything_before_it(app) {
        let root = async || app.owner.get("/api/books/check").await.ok()["seal"].clone();
        assert_eq!(root().await, Value::Null);
        let till = Till::new(&app);
        till.paid_service(5_000).await;
        seal(&app.app.db).await.unwrap();
        let first = root().await;
        assert_eq!((first["block"].as_i64(), first["root"].as_str().unwrap().len()), (Some(1), 64));
        seal(&app.app.db).await.unwrap();
        assert_eq!(root().await, first);
        till.paid_service(6_000).await;
        seal(&app.app.db).await.unwrap();
        let second = root().await;
        assert_eq!(second["block"], 2);
        assert_ne!(second["root"], first["root"]);
        let text = String::from_utf8(app.owner.get("/api/books/export?format=hledger").await.bytes).unwrap();
        assert!(text.contains(second["root"].as_str().unwrap()), "{text}");
    }

    async fn nothing_is_sealed_while_an_import_can_be_taken_back(app) {
        let till = Till::new(&app);
        till.paid_service(5_000).await;
        app.app.write(&app.system(), Hide).await.unwrap();
        seal(&app.app.db).await.unwrap();
        assert_eq!(app.owner.get("/api/books/check").await.ok()["seal"], Value::Null);
    }
}
