//! Contracts, and how customers say yes to them.

use crate::salon_test;
use crate::testing::TestApp;
use crate::testing::till::{Till, int, member, service, visits_plan};
use crate::testing::unknown_id;
use serde_json::{Value, json};

async fn contracts(app: &TestApp, whose: &str) -> Vec<Value> {
    app.reception.get(&format!("/api/prepaid/contract?{whose}")).await.ok()["items"]
        .as_array()
        .unwrap()
        .clone()
}

async fn terms_of_company(app: &TestApp) -> String {
    let company = app.owner.get("/api/prepaid/policy").await.ok()["items"][0]["company"].clone();
    format!("/api/prepaid/terms/{}", company.as_str().unwrap())
}

fn terms(text: &str) -> Value {
    let fields = ["account", "lease", "scope", "bonus", "refund", "loss", "enquiry", "liability"];
    Value::Object(fields.map(|field| (field.to_owned(), json!(text))).into_iter().collect())
}

fn acknowledgement(contract: &Value) -> String {
    format!("/api/prepaid/contract/{}/acknowledgement", contract["id"].as_str().unwrap())
}

salon_test! {
    async fn a_contract_stays_as_it_was_agreed(app) {
        let till = Till::new(&app);
        let address = terms_of_company(&app).await;
        app.owner.put(&address, terms("见店内公示")).await.ok();
        let customer = member(&app).await;
        let (bill, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let agreed = contracts(&app, &format!("bill={bill}")).await;
        assert_eq!(agreed.len(), 1);
        let content = &agreed[0]["content"];
        assert_eq!((int(&content["paid"]), int(&content["bonus"])), (100_000, 20_000));
        assert_eq!(content["payments"], json!([{ "kind": "cash", "amount": 100_000 }]));
        assert_eq!((&content["cooling_until"], &content["terms"]["refund"]), (&json!("2026-03-09"), &json!("见店内公示")));
        assert_eq!(agreed[0]["customer"], json!(customer));
        app.owner.put(&address, terms("另行约定")).await.ok();
        app.later(60);
        till.top_up(&customer, &card, 30_000, 0).await;
        let of_card = contracts(&app, &format!("card={card}")).await;
        assert_eq!(of_card.len(), 2);
        assert_eq!(of_card[0]["content"]["terms"]["refund"], "另行约定");
        assert_eq!(of_card[1], agreed[0]);
    }

    async fn a_card_of_visits_has_its_contract_too(app) {
        let till = Till::new(&app);
        let plan = visits_plan(&app, &service(&app, 10_000).await, 90_000, 9, 1).await;
        let bill = till.open_for(&member(&app).await).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        till.pay_cash(&bill).await;
        let agreed = contracts(&app, &format!("bill={bill}")).await;
        assert_eq!((int(&agreed[0]["content"]["visits"][0]["count"]), int(&agreed[0]["content"]["visits"][0]["gift"])), (9, 1));
        let missing = agreed[0]["missing"].as_array().unwrap();
        assert!(missing.contains(&json!("account")) && missing.contains(&json!("bonus")), "{missing:?}");
    }

    async fn a_customer_says_yes_once_by_signature_or_password(app) {
        let till = Till::new(&app);
        let (bill, card) = till.sell_card(&member(&app).await, 100_000, 0).await;
        let contract = contracts(&app, &format!("bill={bill}")).await.remove(0);
        assert_eq!(contract["acknowledgement"], Value::Null);
        let by_password = |password: &str| json!({ "how": "password", "password": password });
        let path = acknowledgement(&contract);
        app.reception.post(&path, by_password("123456")).await.refused("card.password_unset");
        app.reception.put(&format!("/api/card/{card}/password"), json!({ "password": "123456" })).await.ok();
        app.reception.post(&path, by_password("654321")).await.refused("card.password_wrong");
        let said = app.reception.post(&path, by_password("123456")).await.ok();
        assert_eq!((&said["acknowledgement"]["how"], &said["acknowledgement"]["witness"]), (&json!("password"), &json!("reception")));
        app.reception.post(&path, json!({ "how": "signature" })).await.refused("prepaid.acknowledged");
        let (bill, _) = till.sell_card(&member(&app).await, 100_000, 0).await;
        let contract = contracts(&app, &format!("bill={bill}")).await.remove(0);
        app.elsewhere.post(&acknowledgement(&contract), json!({ "how": "signature" })).await.refused("access.other_branch");
        let said = app.reception.post(&acknowledgement(&contract), json!({ "how": "signature" })).await.ok();
        assert_eq!(said["acknowledgement"]["how"], "signature");
    }

    async fn terms_that_the_law_voids_are_refused(app) {
        let address = terms_of_company(&app).await;
        app.owner.put(&address, json!({ "refund": "一经售出，概不退款。" })).await.refused("card.terms_void");
        app.owner.put(&address, json!({ "lease": "长".repeat(1_001) })).await.refused("prepaid.terms_too_long");
        app.manager.put(&address, terms("见店内公示")).await.refused("access.forbidden");
        let shown = app.manager.get(&address).await.ok();
        assert_eq!(shown["refund"], "");
    }

    async fn contracts_are_asked_for_by_a_bill_or_a_card(app) {
        app.reception.get("/api/prepaid/contract").await.refused("prepaid.whose_unclear");
        app.reception.get(&format!("/api/prepaid/contract?card={}", unknown_id())).await.refused("card.unknown");
        let unknown = json!({ "id": unknown_id() });
        app.reception.post(&acknowledgement(&unknown), json!({ "how": "signature" })).await.refused("prepaid.contract_unknown");
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        assert_eq!(contracts(&app, &format!("bill={bill}")).await, Vec::<Value>::new());
    }
}
