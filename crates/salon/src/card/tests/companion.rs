//! Companion cards 亲情卡.

use super::refund::ten_visits;
use super::time::days_later;
use crate::salon_test;
use crate::testing::till::{Till, by_card, int, member};
use crate::testing::{Reply, TestApp, id};
use serde_json::{Value, json};

async fn try_add(app: &TestApp, owner: &str, customer: &str, limits: Value) -> Reply {
    let wish = json!({ "branch": app.branch, "customer": customer, "limits": limits, "reason": "给女儿用" });
    app.manager.post_once(&format!("/api/card/{owner}/companion"), wish).await
}

async fn add(app: &TestApp, owner: &str, customer: &str, limits: Value) -> String {
    id(&try_add(app, owner, customer, limits).await.ok())
}

async fn end(app: &TestApp, card: &str) -> Reply {
    let wish = json!({ "branch": app.branch, "reason": "不用了" });
    app.manager.post(&format!("/api/card/{card}/companion/end"), wish).await
}

/// Pays one service with a card, for a customer.
async fn try_use(till: &Till<'_>, customer: &str, card: &str, amount: i64) -> (String, Reply) {
    let bill = till.open_for(customer).await;
    till.add_service(&bill, amount, 1).await;
    let reply = till.try_pay(&bill, by_card(card, amount), amount).await;
    (bill, reply)
}

async fn companion(app: &TestApp, card: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}")).await.ok()["card"]["companion"].clone()
}

async fn lock(app: &TestApp, card: &str, lock: &str) {
    app.later(1);
    let wish = json!({ "branch": app.branch, "lock": lock, "reason": "顾客来电" });
    app.manager.post(&format!("/api/card/{card}/lock"), wish).await.ok();
}

salon_test! {
    async fn a_companion_card_spends_from_the_card_it_belongs_to(app) {
        let till = Till::new(&app);
        let (mother, child) = (member(&app).await, member(&app).await);
        let (_, owner) = till.sell_card(&mother, 50_000, 10_000).await;
        let card = add(&app, &owner, &child, json!({ "per_day": 20_000 })).await;
        app.later(60);
        let (bill, paid) = try_use(&till, &child, &card, 6_000).await;
        let tender = paid.ok()["tenders"][0].clone();
        assert_eq!((int(&tender["principal"]), int(&tender["bonus"]), &tender["card"]), (5_000, 1_000, &json!(card)));
        assert_eq!((till.held(&owner).await, till.held(&card).await), ((45_000, 9_000), (0, 0)));
        let shown = companion(&app, &card).await;
        assert_eq!((int(&shown["used_today"]), int(&shown["available"])), (6_000, 14_000));
        // Its holder is named on the card it belongs to and on its statement.
        let name = app.manager.get(&format!("/api/customer/{child}")).await.ok()["profile"]["name"].clone();
        let detail = app.manager.get(&format!("/api/card/{owner}")).await.ok();
        assert_eq!((&detail["moves"][0]["kind"], &detail["moves"][0]["used_by"]), (&json!("use"), &name));
        let statement = app.manager.get(&format!("/api/card/{owner}/statement?from=2026-03-01&to=2026-03-31")).await.ok();
        let used: Vec<&Value> = statement["lines"].as_array().unwrap().iter().filter(|line| line["kind"] == "use").collect();
        assert_eq!((used.len(), &used[0]["used_by"]), (1, &name));
        let sheet = app.manager.get(&format!("/api/card/{owner}/statement/export?from=2026-03-01&to=2026-03-31")).await;
        assert!(String::from_utf8(sheet.bytes).unwrap().contains(name.as_str().unwrap()));
        let listed = app.manager.get(&format!("/api/card/{owner}/companion")).await.ok();
        assert_eq!((id(&listed["items"][0]), int(&listed["items"][0]["companion"]["used_today"])), (card.clone(), 6_000));
        // What is refunded goes back to the lots, and the limit of that day with it.
        till.refund(&bill, json!(null)).await;
        assert_eq!(till.held(&owner).await, (50_000, 10_000));
        assert_eq!(int(&companion(&app, &card).await["available"]), 20_000);
    }

    async fn a_companion_card_keeps_to_the_bound_on_bonus_of_the_card_it_belongs_to(app) {
        let till = Till::new(&app);
        let (mother, child) = (member(&app).await, member(&app).await);
        let wish = json!({ "name": "买一送一", "price": 100_000, "bonus": 100_000, "draw_order": "bonus_first",
            "bonus_terms": { "max_ppm": 300_000 } });
        let plan = id(&app.owner.post("/api/card/plan", wish).await.ok());
        let bill = till.open_for(&mother).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        till.pay_cash(&bill).await;
        let owner = id(&till.person.get(&format!("/api/card?customer={mother}")).await.ok()["items"][0]);
        let card = add(&app, &owner, &child, json!({})).await;
        try_use(&till, &child, &card, 10_000).await.1.ok();
        assert_eq!(till.held(&owner).await, (93_000, 97_000));
    }

    async fn a_companion_card_spends_no_more_than_it_may(app) {
        let till = Till::new(&app);
        let (mother, child) = (member(&app).await, member(&app).await);
        let (_, owner) = till.sell_card(&mother, 100_000, 0).await;
        let limits = json!({ "per_bill": 10_000, "per_day": 15_000, "per_month": 20_000, "until": "2026-03-31" });
        let card = add(&app, &owner, &child, limits).await;
        let left = |refused: Value| int(&refused["params"]["left"]);
        assert_eq!(left(try_use(&till, &child, &card, 10_001).await.1.refused("card.companion_limit")), 10_000);
        let (yesterday, paid) = try_use(&till, &child, &card, 10_000).await;
        paid.ok();
        assert_eq!(left(try_use(&till, &child, &card, 5_001).await.1.refused("card.companion_limit")), 5_000);
        days_later(&app, 1).await;
        assert_eq!(left(try_use(&till, &child, &card, 10_001).await.1.refused("card.companion_limit")), 10_000);
        try_use(&till, &child, &card, 9_000).await.1.ok();
        assert_eq!(left(try_use(&till, &child, &card, 1_001).await.1.refused("card.companion_limit")), 1_000);
        // What comes back counts for the day of its use: today's limit stays as it was.
        till.refund(&yesterday, json!(null)).await;
        assert_eq!(left(try_use(&till, &child, &card, 6_001).await.1.refused("card.companion_limit")), 6_000);
        days_later(&app, 29).await;
        try_use(&till, &child, &card, 1).await.1.refused("card.companion_over");
        assert_eq!(int(&companion(&app, &card).await["available"]), 0);
    }

    async fn two_bills_at_once_do_not_pass_the_limit_of_a_companion_card(app) {
        let till = Till::new(&app);
        let (mother, child) = (member(&app).await, member(&app).await);
        let (_, owner) = till.sell_card(&mother, 100_000, 0).await;
        let card = add(&app, &owner, &child, json!({ "per_day": 9_000 })).await;
        let (one, two) = tokio::join!(
            try_use(&till, &child, &card, 5_000),
            try_use(&till, &child, &card, 5_000)
        );
        let paid = [&one.1, &two.1].into_iter().filter(|reply| reply.status < 300).count();
        assert_eq!((paid, till.held(&owner).await), (1, (95_000, 0)));
    }

    async fn a_companion_card_is_refused_where_it_or_the_other_card_is_locked(app) {
        let till = Till::new(&app);
        let (mother, child, friend) = (member(&app).await, member(&app).await, member(&app).await);
        let (_, owner) = till.sell_card(&mother, 100_000, 0).await;
        let card = add(&app, &owner, &child, json!({})).await;
        try_use(&till, &friend, &card, 100).await.1.refused("bill.proof_needed");
        lock(&app, &card, "lost").await;
        try_use(&till, &child, &card, 100).await.1.refused("card.lost");
        lock(&app, &card, "found").await;
        lock(&app, &owner, "frozen").await;
        try_use(&till, &child, &card, 100).await.1.refused("card.companion_owner");
        assert_eq!(int(&companion(&app, &card).await["available"]), 0);
        lock(&app, &owner, "thawed").await;
        try_use(&till, &child, &card, 100_001).await.1.refused("card.balance_short");
        try_use(&till, &child, &card, 100).await.1.ok();
        // Both cards draw from the same lots, so only one of them pays a bill.
        let bill = till.open_for(&child).await;
        till.add(&bill, json!({ "kind": "service", "service": crate::testing::till::service(&app, 200).await })).await;
        let line = json!({ "quantity": 1, "shares": [], "customer": mother });
        let shown = till.show(&bill).await;
        till.person.put(&format!("/api/bill/{bill}/line/{}", id(&shown["lines"][0])), line).await.ok();
        let both = json!([{ "kind": "card", "card": card, "amount": 100 }, { "kind": "card", "card": owner, "amount": 100 }]);
        till.try_pay(&bill, both, 200).await.refused("bill.card_twice");
        app.later(1);
        assert_eq!(end(&app, &card).await.ok()["state"], "closed");
        try_use(&till, &child, &card, 100).await.1.refused("card.closed");
        end(&app, &card).await.refused("card.closed");
        end(&app, &owner).await.refused("card.no_companion");
        let events = app.manager.get(&format!("/api/card/{owner}/event")).await.ok();
        assert_eq!(events["items"][0]["kind"], "companion_ended");
    }

    async fn companion_cards_that_cannot_be_are_refused(app) {
        let till = Till::new(&app);
        let (mother, child) = (member(&app).await, member(&app).await);
        let (_, owner) = till.sell_card(&mother, 100_000, 0).await;
        try_add(&app, &owner, &mother, json!({})).await.refused("card.companion_self");
        for wrong in [json!({ "per_day": 0 }), json!({ "per_bill": -1 }), json!({ "until": "2026-03-01" })] {
            try_add(&app, &owner, &child, wrong).await.refused("card.companion_limits");
        }
        let (visits, _) = ten_visits(&till, &child).await;
        try_add(&app, &visits, &child, json!({})).await.refused("card.no_stored_value");
        let card = add(&app, &owner, &child, json!({})).await;
        // It is no money of its own: it is not topped up, spent from again, or handed over.
        try_add(&app, &card, &mother, json!({})).await.refused("card.no_stored_value");
        let bill = till.open_for(&child).await;
        let line = json!({ "kind": "top_up", "card": card, "amount": 100, "bonus": 0 });
        till.person.post(&format!("/api/bill/{bill}/line"), line).await.refused("card.no_stored_value");
        let shown = json!({ "principal": 0, "bonus": 0, "visits": 0 });
        let wish = json!({ "branch": app.branch, "to": mother, "shown": shown, "reason": "转" });
        app.manager.post_once(&format!("/api/card/{card}/transfer"), wish).await.refused("card.nothing_left");
        let closing = json!({ "branch": app.branch, "cause": "shop", "expected_total": 0, "reason": "不要了" });
        app.manager.post_once(&format!("/api/card/{card}/closing"), closing).await.refused("card.companion_ends");
        let wish = json!({ "branch": app.branch, "customer": child, "reason": "给" });
        app.reception.post_once(&format!("/api/card/{owner}/companion"), wish).await.refused("access.forbidden");
    }
}
