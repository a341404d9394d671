//! A friend's card, once its holder agrees.

use crate::salon_test;
use crate::testing::till::{Till, int, member};
use serde_json::{Value, json};

fn by_friend(card: &str, amount: i64, proof: Value) -> Value {
    json!([{ "kind": "card", "card": card, "amount": amount, "proof": proof }])
}

salon_test! {
    async fn a_friends_card_pays_once_its_holder_gives_the_password(app) {
        let till = Till::new(&app);
        let (holder, guest) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&holder, 100_000, 0).await;
        let bill = till.open_for(&guest).await;
        till.add_service(&bill, 5_000, 1).await;
        till.try_pay(&bill, by_friend(&card, 5_000, json!(null)), 5_000).await.refused("bill.proof_needed");
        let proof = |password: &str| json!({ "kind": "password", "password": password });
        till.try_pay(&bill, by_friend(&card, 5_000, proof("258036")), 5_000).await.refused("card.password_unset");
        let path = format!("/api/card/{card}/password");
        till.person.put(&path, json!({ "password": "25803" })).await.refused("card.password_form");
        assert_eq!(till.person.put(&path, json!({ "password": "258036" })).await.status, 204);
        till.try_pay(&bill, by_friend(&card, 5_000, proof("111222")), 5_000).await.refused("card.password_wrong");
        till.pay(&bill, by_friend(&card, 5_000, proof("258036"))).await;
        assert_eq!(till.held(&card).await, (95_000, 0));
        let found = till.person.get(&format!("/api/card/{card}")).await.ok();
        let number = found["card"]["number"].as_str().unwrap();
        let listed = till.person.get(&format!("/api/card?number={number}")).await.ok();
        assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["has_password"]), (&json!(card), &json!(true)));
    }

    async fn guessing_a_cards_password_is_stopped(app) {
        let till = Till::new(&app);
        let (holder, guest) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&holder, 100_000, 0).await;
        till.person.put(&format!("/api/card/{card}/password"), json!({ "password": "258036" })).await;
        let bill = till.open_for(&guest).await;
        till.add_service(&bill, 5_000, 1).await;
        let wrong = json!({ "kind": "password", "password": "111222" });
        for _ in 0..5 {
            till.try_pay(&bill, by_friend(&card, 5_000, wrong.clone()), 5_000).await.refused("card.password_wrong");
        }
        till.try_pay(&bill, by_friend(&card, 5_000, wrong), 5_000).await.refused("identity.too_many_attempts");
    }

    async fn a_holder_who_stands_there_is_attested_by_who_may(app) {
        let till = Till::new(&app);
        let (holder, guest) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&holder, 100_000, 0).await;
        let bill = till.open_for(&guest).await;
        till.add_service(&bill, 5_000, 1).await;
        let proof = json!({ "kind": "attested", "note": "本人到店" });
        let reception = Till { person: &app.reception, ..Till::new(&app) };
        reception.try_pay(&bill, by_friend(&card, 5_000, proof.clone()), 5_000).await.refused("access.forbidden");
        let long = json!({ "kind": "attested", "note": "长".repeat(101) });
        till.try_pay(&bill, by_friend(&card, 5_000, long), 5_000).await.refused("bill.text_too_long");
        till.pay(&bill, by_friend(&card, 5_000, proof)).await;
        assert_eq!(till.held(&card).await, (95_000, 0));
    }

    async fn a_line_may_be_for_somebody_else_whose_card_then_pays(app) {
        let till = Till::new(&app);
        let (mother, child) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&child, 100_000, 0).await;
        let bill = till.open_for(&mother).await;
        let line = till.add_service(&bill, 5_000, 1).await;
        let wish = json!({ "quantity": 1, "shares": [], "customer": child });
        let shown = till.person.put(&format!("/api/bill/{bill}/line/{line}"), wish).await.ok();
        assert_eq!(shown["lines"][0]["customer"]["id"], json!(child));
        till.pay(&bill, by_friend(&card, 5_000, json!(null))).await;
        assert_eq!(int(&till.show(&bill).await["tenders"][0]["principal"]), 5_000);
    }
}
