//! Bundles 套餐卡 and trials 体验卡.

use super::closing::{close, state_of};
use super::refund::{quote, refund_of};
use super::time::days_later;
use crate::salon_test;
use crate::testing::till::{Till, int, ints, member, service};
use crate::testing::{TestApp, id, unknown_id};
use serde_json::{Value, json};

async fn plan(app: &TestApp, name: &str, price: i64, more: Value) -> String {
    let mut wish = json!({ "name": name, "price": price });
    wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    id(&app.owner.post("/api/card/plan", wish).await.ok())
}

/// Sells a plan for cash. Gives the bill and the card.
async fn sell(till: &Till<'_>, customer: &str, plan: &str) -> (String, String) {
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
    let sold = cards["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|card| card["plan"] == json!(plan) && card["state"] == "active");
    (bill, id(sold.unwrap()))
}

async fn visits_of(app: &TestApp, card: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}")).await.ok()["card"]["visits"].clone()
}

/// Pays one of a service with a visit.
async fn visit(
    till: &Till<'_>,
    customer: &str,
    card: &str,
    service: &str,
    price: i64,
) -> (String, crate::testing::Reply) {
    let bill = till.open_for(customer).await;
    let line = till.add(&bill, json!({ "kind": "service", "service": service })).await;
    let tenders = json!([{ "kind": "visits", "card": card, "line": line }]);
    let reply = till.try_pay(&bill, tenders, price).await;
    (bill, reply)
}

salon_test! {
    async fn a_bundle_spreads_its_price_and_each_service_is_used_for_its_part(app) {
        let till = Till::new(&app);
        let (customer, cut, care) = (member(&app).await, service(&app, 10_000).await, service(&app, 30_000).await);
        let bundle = json!([{ "service": cut, "count": 3, "gift": 1 }, { "service": care, "count": 2 }]);
        let plan = plan(&app, "养护套餐", 88_001, json!({ "kind": "bundle", "bundle": bundle })).await;
        let (sold, card) = sell(&till, &customer, &plan).await;
        let visits = visits_of(&app, &card).await;
        assert_eq!((ints(&visits, "left"), ints(&visits, "value_left")), (vec![4, 2], vec![35_200, 52_801]));
        let receipt = till.person.get(&format!("/api/bill/{sold}/receipt")).await.ok();
        assert_eq!(int(&receipt["cards"][0]["visits_left"]), 6);
        let (bill, paid) = visit(&till, &customer, &card, &care, 30_000).await;
        assert_eq!(int(&paid.ok()["tenders"][0]["principal"]), 26_400);
        till.person.post(&format!("/api/bill/{sold}/refund/quote"), json!({ "lines": null })).await.refused("card.lot_used");
        // Both services of one contract: 880.01 less 264.00, or less 300.00 by the list.
        let refund = refund_of(&app, &card, "").await;
        assert_eq!([int(&quote(&refund, "shop")["total"]), int(&quote(&refund, "customer")["total"])], [61_601, 58_001]);
        till.refund(&bill, json!(null)).await;
        till.refund(&sold, json!(null)).await;
        assert_eq!(state_of(&app, &card).await, "closed");
        assert_eq!(ints(&visits_of(&app, &card).await, "left"), [0, 0]);
    }

    async fn a_bundle_goes_to_another_holder_and_is_closed_whole(app) {
        let till = Till::new(&app);
        let (customer, other) = (member(&app).await, member(&app).await);
        let (cut, care) = (service(&app, 10_000).await, service(&app, 30_000).await);
        let bundle = json!([{ "service": cut, "count": 1 }, { "service": care, "count": 1 }]);
        let plan = plan(&app, "双人套餐", 20_000, json!({ "kind": "bundle", "bundle": bundle })).await;
        let (_, card) = sell(&till, &customer, &plan).await;
        let shown = json!({ "principal": 0, "bonus": 0, "visits": 2 });
        let wish = json!({ "branch": app.branch, "to": other, "shown": shown, "reason": "送给朋友" });
        let theirs = id(&app.manager.post_once(&format!("/api/card/{card}/transfer"), wish).await.ok());
        assert_eq!(ints(&visits_of(&app, &theirs).await, "value_left"), [5_000, 15_000]);
        assert_eq!(int(&close(&app, &theirs, "customer").await["quote"]["total"]), 20_000);
    }

    async fn a_trial_is_for_once_and_not_for_long(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 10_000).await);
        let trial = json!({ "kind": "trial", "bundle": [{ "service": cut, "count": 3 }], "valid_days": 10 });
        let plan = plan(&app, "新客体验", 6_800, trial).await;
        let (sold, card) = sell(&till, &customer, &plan).await;
        let shown = app.manager.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!(shown["card"]["valid_until"], "2026-03-11");
        let bill = till.open_for(&customer).await;
        let line = json!({ "kind": "card_sale", "plan": plan });
        till.person.post(&format!("/api/bill/{bill}/line"), line.clone()).await.refused("card.trial_taken");
        // A sale that was undone was never had.
        till.refund(&sold, json!(null)).await;
        let (_, card) = sell(&till, &customer, &plan).await;
        visit(&till, &customer, &card, &cut, 10_000).await.1.ok();
        days_later(&app, 9).await;
        visit(&till, &customer, &card, &cut, 10_000).await.1.ok();
        days_later(&app, 1).await;
        visit(&till, &customer, &card, &cut, 10_000).await.1.refused("card.time_over");
        // What was paid for the last visit is still the customer's.
        assert_eq!(int(&quote(&refund_of(&app, &card, "").await, "shop")["total"]), 2_267);
        close(&app, &card, "shop").await;
        till.person.post(&format!("/api/bill/{bill}/line"), line).await.refused("card.trial_taken");
    }

    async fn a_trial_is_had_once_under_whichever_row_of_a_person(app) {
        let till = Till::new(&app);
        let (one, two, cut) = (member(&app).await, member(&app).await, service(&app, 10_000).await);
        let trial = json!({ "kind": "trial", "bundle": [{ "service": cut, "count": 1 }], "valid_days": 10 });
        let plan = plan(&app, "新客体验", 1_990, trial).await;
        sell(&till, &two, &plan).await;
        // The line is there before anybody knows that both are one person.
        let bill = till.open_for(&one).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        let merge = json!({ "from": two, "reason": "同一个人" });
        app.owner.post(&format!("/api/customer/{one}/merge"), merge).await.ok();
        let cash = json!([{ "kind": "cash", "received": 1_990 }]);
        till.try_pay(&bill, cash, 1_990).await.refused("card.trial_taken");
    }

    async fn bundles_and_trials_that_cannot_be_are_refused(app) {
        let (cut, care) = (service(&app, 100).await, service(&app, 200).await);
        let visits = |service: &str, count: i64| json!({ "service": service, "count": count });
        let post = |kind: &str, bundle: Value, days: Value, bonus: i64| {
            let wish = json!({ "name": "套餐", "kind": kind, "price": 1, "bonus": bonus, "bundle": bundle, "valid_days": days });
            app.owner.post("/api/card/plan", wish)
        };
        let two = json!([visits(&cut, 1), visits(&care, 1)]);
        for (kind, bundle, days, bonus) in [
            ("bundle", json!([]), json!(null), 0),
            ("bundle", json!([visits(&cut, 1)]), json!(null), 0),
            ("bundle", json!([visits(&cut, 1), visits(&cut, 1)]), json!(null), 0),
            ("bundle", json!([visits(&cut, 1), visits(&care, 0)]), json!(null), 0),
            ("bundle", two.clone(), json!(null), 1),
            ("trial", json!([]), json!(30), 0),
            ("trial", two.clone(), json!(null), 0),
            ("trial", two.clone(), json!(367), 0),
            ("stored_value", two.clone(), json!(null), 0),
            ("visits", json!([]), json!(30), 0),
        ] {
            let refused = post(kind, bundle, days, bonus).await;
            refused.refused(if kind == "visits" { "card.plan_visits" } else { "card.plan_bundle" });
        }
        let unknown = json!([visits(&cut, 1), visits(&unknown_id(), 1)]);
        post("bundle", unknown, json!(null), 0).await.refused("catalogue.unknown");
    }
}
