//! What the rules do to a bill that sells value.

use crate::salon_test;
use crate::testing::TestApp;
use crate::testing::id;
use crate::testing::till::{Till, int, member, plan};
use serde_json::{Value, json};

const REASON: &str = "老顾客要求充在一张卡里";

/// A bill that sells a card of this price.
async fn bill_of_a_card(app: &TestApp, customer: &str, price: i64) -> String {
    let till = Till::new(app);
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan(app, price, 0).await })).await;
    bill
}

async fn walk_in(app: &TestApp) -> String {
    id(&app.reception.post("/api/customer/walk-in", json!({ "branch": app.branch })).await.ok())
}

fn cash(amount: i64) -> Value {
    json!([{ "kind": "cash", "received": amount }])
}

fn bank(amount: i64) -> Value {
    json!([{ "kind": "bank_card", "amount": amount, "reference": "" }])
}

/// What the till is told before paying: rule and severity of each notice.
async fn told(app: &TestApp, bill: &str, tenders: &Value) -> Vec<(String, String)> {
    let wish = json!({ "tenders": tenders });
    let shown = app.manager.post(&format!("/api/bill/{bill}/settlement"), wish).await.ok();
    let text = |notice: &Value, key: &str| notice[key].as_str().unwrap().to_owned();
    let notices = shown["notices"].as_array().unwrap().iter();
    notices.map(|notice| (text(notice, "rule"), text(notice, "severity"))).collect()
}

async fn exceptions(app: &TestApp) -> Vec<Value> {
    let company = app.owner.get("/api/prepaid/policy").await.ok()["items"][0]["company"].clone();
    let path = format!("/api/prepaid/policy/{}/exception", company.as_str().unwrap());
    app.owner.get(&path).await.ok()["items"].as_array().unwrap().clone()
}

salon_test! {
    async fn a_card_above_the_limit_takes_a_reason_and_keeps_it(app) {
        let bill = bill_of_a_card(&app, &member(&app).await, 600_000).await;
        let path = format!("/api/bill/{bill}/pay");
        let pay = |reason: Value| {
            let wish = json!({ "tenders": bank(600_000), "expected_total": 600_000, "prepaid_reason": reason });
            app.manager.post_once(&path, wish)
        };
        let refused = pay(Value::Null).await.refused("prepaid.above_named_max");
        assert_eq!((int(&refused["params"]["max"]), int(&refused["params"]["amount"])), (500_000, 600_000));
        pay(json!("长".repeat(301))).await.refused("prepaid.reason");
        assert_eq!(exceptions(&app).await, Vec::<Value>::new());
        pay(json!(REASON)).await.ok();
        let kept = exceptions(&app).await;
        assert_eq!(kept.len(), 1);
        assert_eq!((&kept[0]["reason"], &kept[0]["by"], &kept[0]["bill"]), (&json!(REASON), &json!("manager"), &json!(bill)));
    }

    async fn the_quote_says_what_paying_does(app) {
        let named = |rule: &str, severity: &str| vec![(rule.to_owned(), severity.to_owned())];
        let customer = member(&app).await;
        let fine = bill_of_a_card(&app, &customer, 500_000).await;
        assert_eq!(told(&app, &fine, &cash(500_000)).await, []);
        Till::new(&app).try_pay(&fine, cash(500_000), 500_000).await.ok();
        let over = bill_of_a_card(&app, &customer, 500_001).await;
        assert_eq!(told(&app, &over, &cash(500_001)).await, named("named_card_max", "warn"));
        Till::new(&app).try_pay(&over, cash(500_001), 500_001).await.refused("prepaid.above_named_max");
        let bearer = bill_of_a_card(&app, &walk_in(&app).await, 100_001).await;
        assert_eq!(told(&app, &bearer, &cash(100_001)).await, named("bearer_card_max", "warn"));
        Till::new(&app).try_pay(&bearer, cash(100_001), 100_001).await.refused("prepaid.above_bearer_max");
    }

    async fn a_top_up_counts_what_the_card_holds(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 450_000, 0).await;
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "top_up", "card": card, "amount": 50_001, "bonus": 0 })).await;
        till.try_pay(&bill, cash(50_001), 50_001).await.refused("prepaid.above_named_max");
        till.use_card(&customer, &card, 1).await;
        till.try_pay(&bill, cash(50_001), 50_001).await.ok();
        assert_eq!(exceptions(&app).await, Vec::<Value>::new());
    }

    async fn fifty_thousand_at_once_are_not_taken_in_cash(app) {
        let till = Till::new(&app);
        let bill = till.open_for(&member(&app).await).await;
        let plan = plan(&app, 500_000, 0).await;
        for _ in 0..10 {
            till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        }
        let mixed = json!([{ "kind": "bank_card", "amount": 4_999_999, "reference": "" }, { "kind": "cash", "received": 100 }]);
        assert_eq!(told(&app, &bill, &mixed).await, [("no_cash_from".to_owned(), "refuse".to_owned())]);
        till.try_pay(&bill, mixed, 5_000_000).await.refused("prepaid.cash_refused");
        assert_eq!(till.show(&bill).await["state"], "open");
        till.try_pay(&bill, bank(5_000_000), 5_000_000).await.ok();
    }

    async fn bearer_cards_for_ten_thousand_are_not_sold_to_nobody_knows_whom(app) {
        let bill = bill_of_a_card(&app, &walk_in(&app).await, 1_000_000).await;
        Till::new(&app).try_pay(&bill, bank(1_000_000), 1_000_000).await.refused("prepaid.name_needed");
        let customer = member(&app).await;
        app.manager.put(&format!("/api/bill/{bill}/customer"), json!({ "customer": customer })).await.ok();
        Till::new(&app).pay(&bill, bank(1_000_000)).await;
    }

    async fn a_bill_without_cards_hears_nothing_of_it(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 9_000_000, 1).await;
        assert_eq!(told(&app, &bill, &cash(9_000_000)).await, []);
        till.pay(&bill, cash(9_000_000)).await;
    }
}
