//! Stored-value cards whose rates hold for what they pay themselves.

use crate::salon_test;
use crate::testing::till::{Till, int, ints, member, service, visits_plan};
use crate::testing::{TestApp, id};
use serde_json::{Value, json};

/// Sells somebody a card that charges 80 % of services and the list price of products.
async fn sold(till: &Till<'_>, customer: &str, price: i64, bonus: i64) -> String {
    let wish = json!({ "name": format!("八折储值卡 {price}"), "price": price, "bonus": bonus, "rates": { "services_ppm": 800_000 } });
    let plan = id(&till.app.owner.post("/api/card/plan", wish).await.ok());
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
    let items = cards["items"].as_array().unwrap();
    id(items.iter().find(|card| card["plan"] == json!(plan)).unwrap())
}

async fn product(app: &TestApp, price: i64) -> String {
    let wish = json!({ "code": format!("P{price}"), "name": format!("洗发水 {price}"), "category": "洗护", "price": price, "taxes": [], "active": true });
    id(&app.owner.post("/api/catalogue/product", wish).await.ok())
}

async fn offers(till: &Till<'_>, bill: &str, tenders: Value) -> Value {
    let wish = json!({ "tenders": tenders });
    till.person.post(&format!("/api/bill/{bill}/settlement"), wish).await.ok()["offers"].clone()
}

/// What an offer says: the total, what is taken off, what the card has to pay, what is missing on it.
fn figures(offer: &Value) -> [i64; 4] {
    ["total", "off", "due", "short"].map(|key| int(&offer[key]))
}

fn at_rates(card: &str, amount: i64) -> Value {
    json!({ "kind": "card", "card": card, "amount": amount, "rates": true })
}

salon_test! {
    async fn a_card_charges_its_rates_of_what_it_pays_in_full(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let card = sold(&till, &customer, 100_000, 20_000).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 12_800, 1).await;
        till.add(&bill, json!({ "kind": "product", "product": product(&app, 5_000).await })).await;
        let offered = offers(&till, &bill, json!([])).await;
        assert_eq!(figures(&offered[0]), [15_240, 2_560, 10_240, 0]);
        assert_eq!(int(&till.show(&bill).await["total"]), 17_800, "an offer changes nothing");
        till.pay(&bill, json!([{ "kind": "cash", "received": 17_800 }])).await;

        let bill = till.open_for(&customer).await;
        let line = till.add_service(&bill, 12_800, 1).await;
        till.add(&bill, json!({ "kind": "product", "product": product(&app, 6_000).await })).await;
        let tenders = json!([at_rates(&card, 10_240), { "kind": "cash", "received": 6_000 }]);
        till.try_pay(&bill, tenders.clone(), 18_800).await.refused("bill.total_changed");
        let paid = till.try_pay(&bill, tenders, 16_240).await.ok();
        assert_eq!(ints(&paid["lines"], "net"), [10_240, 6_000]);
        let step = &paid["lines"][0]["trace"][1];
        assert_eq!((&step["code"], int(&step["amount"])), (&json!("card_rate"), -2_560));
        assert_eq!(till.held(&card).await, (100_000 - 8_533, 20_000 - 1_707));
        // The service is what the card paid, and goes back to it whole.
        till.refund(&bill, json!([{ "line": line, "quantity": 1 }])).await;
        assert_eq!(till.held(&card).await, (100_000, 20_000));
    }

    async fn a_card_that_is_short_charges_its_rate_of_what_it_buys(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let card = sold(&till, &customer, 7_000, 0).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 12_800, 1).await;
        // 70.00 at 80 % buys 87.50 of the list; the other 40.50 is at the list price.
        let offered = offers(&till, &bill, json!([])).await;
        assert_eq!(figures(&offered[0]), [11_050, 1_750, 7_000, 3_240]);
        let tenders = json!([at_rates(&card, 7_000), { "kind": "cash", "received": 4_050 }]);
        let paid = till.try_pay(&bill, tenders, 11_050).await.ok();
        assert_eq!(ints(&paid["lines"], "net"), [11_050]);
        assert_eq!(till.held(&card).await, (0, 0));
    }

    async fn a_bound_on_bonus_bounds_what_a_card_buys_at_its_rates(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let wish = json!({ "name": "送得多", "price": 1_000, "bonus": 100_000, "rates": { "services_ppm": 800_000 },
            "bonus_terms": { "max_ppm": 500_000 } });
        let plan = id(&app.owner.post("/api/card/plan", wish).await.ok());
        let sale = till.open_for(&customer).await;
        till.add(&sale, json!({ "kind": "card_sale", "plan": plan })).await;
        till.pay_cash(&sale).await;
        let card = id(&till.person.get(&format!("/api/card?customer={customer}")).await.ok()["items"][0]);
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 10_000, 1).await;
        // 10.00 and half of 80.00 buy 62.50 of the list.
        let offered = offers(&till, &bill, json!([])).await;
        assert_eq!(figures(&offered[0]), [8_750, 1_250, 5_000, 3_000]);
        let tenders = json!([at_rates(&card, 5_000), { "kind": "cash", "received": 3_750 }]);
        till.try_pay(&bill, tenders, 8_750).await.ok();
    }

    async fn what_is_taken_off_by_hand_is_not_owed_by_the_card(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let card = sold(&till, &customer, 100_000, 0).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 10_000, 1).await;
        let off = json!({ "amount": 1_000, "reason": "老客户" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), off).await.ok();
        let offered = offers(&till, &bill, json!([])).await;
        assert_eq!(figures(&offered[0]), [7_000, 2_000, 7_000, 0]);
        till.try_pay(&bill, json!([at_rates(&card, 7_000)]), 7_000).await.ok();
        assert_eq!(till.held(&card).await, (93_000, 0));
    }

    async fn a_line_that_visits_pay_is_not_charged_by_another_card(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let card = sold(&till, &customer, 100_000, 0).await;
        let cut = service(&app, 10_000).await;
        let plan = visits_plan(&app, &cut, 50_000, 10, 0).await;
        let sale = till.open_for(&customer).await;
        till.add(&sale, json!({ "kind": "card_sale", "plan": plan })).await;
        till.pay_cash(&sale).await;
        let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
        let visits = cards["items"].as_array().unwrap().iter().find(|card| card["kind"] == "visits").map(id).unwrap();
        let bill = till.open_for(&customer).await;
        let line = till.add(&bill, json!({ "kind": "service", "service": cut })).await;
        till.add(&bill, json!({ "kind": "service", "service": cut })).await;
        let by_visit = json!({ "kind": "visits", "card": visits, "line": line });
        let offered = offers(&till, &bill, json!([by_visit])).await;
        assert_eq!(figures(&offered[0]), [18_000, 2_000, 8_000, 0]);
        till.try_pay(&bill, json!([by_visit, at_rates(&card, 8_000)]), 18_000).await.ok();
        assert_eq!(till.held(&card).await, (92_000, 0));
    }

    async fn rates_of_a_card_that_pays_too_little_or_of_two_cards_are_refused(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let card = sold(&till, &customer, 100_000, 0).await;
        let other = sold(&till, &customer, 90_000, 0).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 10_000, 1).await;
        let short = json!([at_rates(&card, 7_999), { "kind": "cash", "received": 1 }]);
        let refused = till.try_pay(&bill, short, 8_000).await.refused("bill.rates_short");
        assert_eq!(refused["params"]["due"], 8_000);
        let two = json!([at_rates(&card, 4_000), at_rates(&other, 4_000)]);
        till.try_pay(&bill, two, 8_000).await.refused("bill.rates_twice");
        assert_eq!((till.held(&card).await, till.held(&other).await), ((100_000, 0), (90_000, 0)));
    }

    async fn the_law_counts_what_a_rated_card_paid_at_both_prices(app) {
        // 3000.00 and 1000.00 on top at 80 %: a service of 500.00 charged 400.00 leaves 2700.00 by the shop's
        // cause and 2500.00 by the customer's.
        let till = Till::new(&app);
        let customer = member(&app).await;
        let card = sold(&till, &customer, 300_000, 100_000).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 50_000, 1).await;
        till.try_pay(&bill, json!([at_rates(&card, 40_000)]), 40_000).await.ok();
        let refund = app.manager.get(&format!("/api/card/{card}/refund")).await.ok();
        let total = |cause: &str| {
            let quotes = refund["quotes"].as_array().unwrap();
            int(&quotes.iter().find(|quote| quote["cause"] == cause).unwrap()["total"])
        };
        assert_eq!((total("shop"), total("customer")), (270_000, 250_000));
    }
}
