//! Discount cards 折扣卡: what they charge, for whom and how long.

use super::closing::{close, held, state_of};
use super::refund::{quote, refund_of};
use super::time::days_later;
use crate::ledger::Account;
use crate::salon_test;
use crate::testing::till::{Till, int, ints, member, service};
use crate::testing::{TestApp, id, unknown_id};
use serde_json::{Value, json};

async fn discount_plan(app: &TestApp, price: i64, days: i64, rates: Value) -> String {
    let wish = json!({ "name": "金卡", "kind": "discount", "price": price, "time": { "days": days }, "rates": rates });
    id(&app.owner.post("/api/card/plan", wish).await.ok())
}

/// Sells a customer a discount card, or gives it away. Gives the bill and the card.
async fn sell_discount(till: &Till<'_>, customer: &str, price: i64, rates: Value) -> (String, String) {
    let plan = discount_plan(till.app, price, 365, rates).await;
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    let tenders = if price == 0 { json!([]) } else { json!([{ "kind": "cash", "received": price }]) };
    till.pay(&bill, tenders).await;
    let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
    let sold = cards["items"].as_array().unwrap().iter().find(|card| card["kind"] == "discount");
    (bill, id(sold.unwrap()))
}

/// A service under a category of its own.
async fn colour(app: &TestApp, price: i64) -> (String, String) {
    let category = id(&app
        .owner
        .post("/api/catalogue/category", json!({ "name": "染发", "kind": "service" }))
        .await
        .ok());
    let wish = json!({ "name": "染发", "price": price, "category": "染发", "taxes": [] });
    (category, id(&app.owner.post("/api/catalogue/service", wish).await.ok()))
}

async fn nets(till: &Till<'_>, bill: &str) -> Vec<i64> {
    ints(&till.show(bill).await["lines"], "net")
}

salon_test! {
    async fn a_discount_card_of_one_branch_lowers_nothing_in_another(app) {
        let till = Till::new(&app);
        let there = Till { app: &app, person: &app.owner, branch: app.second_branch.to_string() };
        let customer = member(&app).await;
        let wish = json!({ "name": "本店折扣卡", "kind": "discount", "price": 0, "time": { "days": 365 },
            "rates": { "services_ppm": 800_000 }, "reach": { "branches": [app.branch] } });
        let plan = id(&app.owner.post("/api/card/plan", wish).await.ok());
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        till.pay(&bill, json!([])).await;
        let cut = service(&app, 10_000).await;
        for (shop, net) in [(&till, 8_000), (&there, 10_000)] {
            let bill = shop.open_for(&customer).await;
            shop.add(&bill, json!({ "kind": "service", "service": cut })).await;
            assert_eq!(nets(shop, &bill).await, [net]);
        }
    }

    async fn a_stored_value_card_without_rates_charges_the_list(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 0).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 10_000, 1).await;
        let tenders = json!([{ "kind": "card", "card": card, "amount": 10_000, "rates": true }]);
        till.try_pay(&bill, tenders, 10_000).await.refused("card.charges_list");
    }

    async fn a_discount_card_charges_its_rate_on_its_holders_lines(app) {
        let till = Till::new(&app);
        let (customer, other) = (member(&app).await, member(&app).await);
        let (category, colour) = colour(&app, 38_800).await;
        let cut = service(&app, 12_800).await;
        let rates = json!({ "services_ppm": 800_000, "categories": [{ "category": category, "pays_ppm": 700_000 }] });
        let (_, card) = sell_discount(&till, &customer, 36_500, rates).await;
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "service", "service": cut })).await;
        till.add(&bill, json!({ "kind": "service", "service": colour })).await;
        till.add(&bill, json!({ "kind": "service", "service": cut, "customer": other })).await;
        till.add(&bill, json!({ "kind": "fee", "name": "停车", "amount": 1_000 })).await;
        assert_eq!(nets(&till, &bill).await, [10_240, 27_160, 12_800, 1_000]);
        let shown = till.show(&bill).await;
        assert_eq!(int(&shown["reduction_total"]), 2_560 + 11_640);
        let step = &shown["lines"][0]["trace"][1];
        assert_eq!((&step["code"], int(&step["amount"]), int(&step["params"]["percent_ppm"])), (&json!("card_rate"), -2_560, 200_000));
        assert_eq!(int(&shown["lines"][0]["reductions"][0]["amount"]), 2_560);
        // The rate is that of whoever the bill is for.
        till.person.put(&format!("/api/bill/{bill}/customer"), json!({ "customer": other })).await.ok();
        assert_eq!(nets(&till, &bill).await, [12_800, 38_800, 12_800, 1_000]);
        till.person.put(&format!("/api/bill/{bill}/customer"), json!({ "customer": customer })).await.ok();
        till.pay_cash(&bill).await;
        let wish = json!({ "branch": app.branch, "lock": "frozen", "reason": "争议" });
        app.reception.post(&format!("/api/card/{card}/lock"), wish).await.ok();
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "service", "service": cut })).await;
        assert_eq!(nets(&till, &bill).await, [12_800]);
    }

    async fn a_discount_card_ends_and_its_fee_is_earned_by_the_day(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 10_000).await);
        let (_, card) = sell_discount(&till, &customer, 36_500, json!({ "services_ppm": 800_000 })).await;
        days_later(&app, 29).await;
        crate::card::earn_due(&app.app.db).await.unwrap();
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, -3_000);
        assert_eq!(int(&quote(&refund_of(&app, &card, "").await, "customer")["total"]), 33_500);
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "service", "service": cut })).await;
        assert_eq!(nets(&till, &bill).await, [8_000]);
        // What was to be paid has changed since, because the card is over.
        days_later(&app, 336).await;
        till.try_pay(&bill, json!([{ "kind": "cash", "received": 8_000 }]), 8_000).await.refused("bill.total_changed");
        close(&app, &card, "customer").await;
        assert_eq!((state_of(&app, &card).await, held(&app, Account::TerminationDifference(app.branch)).await), (json!("closed"), 0));
    }

    async fn a_free_discount_card_costs_nothing_and_pays_nothing(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 10_000).await);
        let (sold, card) = sell_discount(&till, &customer, 0, json!({ "services_ppm": 950_000 })).await;
        let bill = till.open_for(&customer).await;
        let line = till.add(&bill, json!({ "kind": "service", "service": cut })).await;
        let by_time = json!([{ "kind": "time", "card": card, "line": line }]);
        till.try_pay(&bill, by_time, 9_500).await.refused("card.no_time");
        let by_card = json!([{ "kind": "card", "card": card, "amount": 9_500 }]);
        till.try_pay(&bill, by_card, 9_500).await.refused("card.no_stored_value");
        till.pay_cash(&bill).await;
        till.refund(&sold, json!(null)).await;
        assert_eq!(state_of(&app, &card).await, "closed");
    }

    async fn discount_plans_that_cannot_be_are_refused(app) {
        let post = |kind: &str, price: i64, time: Value, rates: Value| {
            let wish = json!({ "name": "金卡", "kind": kind, "price": price, "time": time, "rates": rates });
            app.owner.post("/api/card/plan", wish)
        };
        let (days, eight) = (json!({ "days": 365 }), json!({ "services_ppm": 800_000 }));
        post("discount", -1, days.clone(), eight.clone()).await.refused("card.plan_amounts");
        post("stored_value", 0, json!(null), json!(null)).await.refused("card.plan_amounts");
        post("discount", 0, json!(null), eight.clone()).await.refused("card.plan_time");
        let services = json!({ "services": [service(&app, 100).await], "days": 1 });
        post("discount", 0, services, eight.clone()).await.refused("card.plan_time");
        for wrong in [
            json!(null),
            json!({}),
            json!({ "services_ppm": 0 }),
            json!({ "services_ppm": 800_000, "categories": [{ "category": unknown_id(), "pays_ppm": 0 }] }),
        ] {
            post("discount", 0, days.clone(), wrong).await.refused("card.plan_rates");
        }
        post("stored_value", 1, json!(null), json!({})).await.refused("card.plan_rates");
        let visits = json!({ "name": "次卡", "kind": "visits", "price": 1, "visits": { "service": service(&app, 200).await, "count": 1 }, "rates": eight });
        app.owner.post("/api/card/plan", visits).await.refused("card.plan_rates");
        let unknown = json!({ "categories": [{ "category": unknown_id(), "pays_ppm": 800_000 }] });
        post("discount", 0, days, unknown).await.refused("catalogue.category_unknown");
    }
}
