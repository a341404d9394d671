//! Cards that pay for some things only, or in some branches.

use crate::salon_test;
use crate::testing::till::{Till, by_card, member};
use crate::testing::{TestApp, id};
use serde_json::{Value, json};

/// Sells somebody a card of 500.00 and 100.00 on top with this reach.
async fn sold(till: &Till<'_>, customer: &str, reach: Value) -> String {
    let wish = json!({ "name": format!("定向卡 {reach}"), "price": 50_000, "bonus": 10_000, "reach": reach });
    let plan = id(&till.app.owner.post("/api/card/plan", wish).await.ok());
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
    let items = cards["items"].as_array().unwrap();
    id(items.iter().find(|card| card["plan"] == json!(plan)).unwrap())
}

async fn product(app: &TestApp, price: i64) -> String {
    let wish = json!({ "code": format!("P{price}"), "name": "洗发水", "category": "洗护", "price": price, "taxes": [], "active": true });
    id(&app.owner.post("/api/catalogue/product", wish).await.ok())
}

/// A bill with a service of 100.00 and a product of 80.00.
async fn mixed(till: &Till<'_>, customer: &str, product: &str) -> (String, String, String) {
    let bill = till.open_for(customer).await;
    let service = till.add_service(&bill, 10_000, 1).await;
    let product = till.add(&bill, json!({ "kind": "product", "product": product })).await;
    (bill, service, product)
}

fn tenders(card: &str, by_card: i64, cash: i64) -> Value {
    json!([{ "kind": "card", "card": card, "amount": by_card }, { "kind": "cash", "received": cash }])
}

salon_test! {
    async fn a_card_for_services_pays_no_product(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let card = sold(&till, &customer, json!({ "pays": "services" })).await;
        let shampoo = product(&app, 8_000).await;
        let (bill, service, goods) = mixed(&till, &customer, &shampoo).await;
        let refused = till.try_pay(&bill, by_card(&card, 18_000), 18_000).await.refused("bill.card_pays_services");
        assert_eq!(refused["params"]["rest"], 10_000);
        till.try_pay(&bill, tenders(&card, 10_001, 7_999), 18_000).await.refused("bill.card_pays_services");
        assert_eq!(till.held(&card).await, (50_000, 10_000));
        till.pay(&bill, tenders(&card, 10_000, 8_000)).await;
        assert_eq!(till.held(&card).await, (41_667, 8_333));
        // What it paid is the service: giving the product back is cash, giving the service back is the card's.
        let quote = till.quote(&bill, json!([{ "line": goods, "quantity": 1 }])).await;
        assert_eq!((quote["tenders"].as_array().unwrap().len(), &quote["tenders"][0]["kind"]), (1, &json!("cash")));
        till.refund(&bill, json!([{ "line": service, "quantity": 1 }])).await;
        assert_eq!(till.held(&card).await, (50_000, 10_000));
    }

    async fn cards_for_services_and_for_products_pay_one_bill_together(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let services = sold(&till, &customer, json!({ "pays": "services" })).await;
        let products = sold(&till, &customer, json!({ "pays": "products" })).await;
        let anything = sold(&till, &customer, json!({})).await;
        let shampoo = product(&app, 8_000).await;
        let (bill, ..) = mixed(&till, &customer, &shampoo).await;
        let wish = json!([
            { "kind": "card", "card": anything, "amount": 9_000 },
            { "kind": "card", "card": services, "amount": 5_000 },
            { "kind": "card", "card": products, "amount": 4_000 },
        ]);
        let paid = till.pay(&bill, wish).await;
        assert_eq!(paid["state"], "paid");
        till.refund(&bill, json!(null)).await;
        for card in [services, products, anything] {
            assert_eq!(till.held(&card).await, (50_000, 10_000));
        }
    }

    async fn a_card_of_one_branch_is_not_used_in_another(app) {
        let till = Till::new(&app);
        let there = Till { app: &app, person: &app.owner, branch: app.second_branch.to_string() };
        let customer = member(&app).await;
        let card = sold(&till, &customer, json!({ "branches": [app.branch] })).await;
        let shown = till.person.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!(shown["card"]["reach"], json!({ "pays": "everything", "branches": [app.branch] }));
        let bill = there.open_for(&customer).await;
        there.add_service(&bill, 5_000, 1).await;
        there.try_pay(&bill, by_card(&card, 5_000), 5_000).await.refused("card.other_branch");
        till.use_card(&customer, &card, 6_000).await;
        assert_eq!(till.held(&card).await, (45_000, 9_000));
    }

    async fn a_plan_whose_reach_contradicts_itself_is_refused(app) {
        let till = Till::new(&app);
        let cut = crate::testing::till::service(&app, 5_000).await;
        let visits = json!({ "service": cut, "count": 10, "gift": 0 });
        let put = async |reach: Value, kind: &str, visits: Value| {
            let wish = json!({ "name": "定向", "kind": kind, "price": 50_000, "reach": reach, "visits": visits });
            till.app.owner.post("/api/card/plan", wish).await
        };
        put(json!({ "branches": [app.branch, app.branch] }), "stored_value", json!(null)).await.refused("card.plan_reach");
        put(json!({ "pays": "products" }), "visits", visits.clone()).await.refused("card.plan_reach");
        put(json!({ "branches": [crate::testing::unknown_id()] }), "visits", visits).await.refused("branch.unknown");
    }
}
