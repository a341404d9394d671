//! How long what is on a card can be used.

use super::refund::{quote, refund_of};
use super::time::days_later;
use crate::card::lapse_due;
use crate::ledger::{self, Account, Unit};
use crate::salon_test;
use crate::testing::till::{Till, by_card, int, ints, member, service};
use crate::testing::{Reply, TestApp, id};
use kernel::{CardId, LotId};
use serde_json::{Value, json};

/// A plan of money whose bonus can be used for so many days.
pub async fn ending_plan(app: &TestApp, order: &str, days: i64) -> String {
    let wish = json!({ "name": "充一千送二百", "price": 100_000, "bonus": 20_000, "draw_order": order,
        "bonus_terms": { "days": days } });
    id(&app.owner.post("/api/card/plan", wish).await.ok())
}

/// Sells a plan for cash. Gives the bill and the card.
pub async fn sell(till: &Till<'_>, customer: &str, plan: &str) -> (String, String) {
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
    let sold = cards["items"].as_array().unwrap().iter().find(|card| card["plan"] == json!(plan));
    (bill, id(sold.unwrap()))
}

pub async fn detail(app: &TestApp, card: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}")).await.ok()
}

/// A plan of visits of a service.
pub async fn visits_plan(app: &TestApp, service: &str, valid: Value) -> String {
    let mut wish = json!({ "name": "护理五次卡", "kind": "visits", "price": 50_000,
        "visits": { "service": service, "count": 5 } });
    wish.as_object_mut().unwrap().extend(valid.as_object().unwrap().clone());
    id(&app.owner.post("/api/card/plan", wish).await.ok())
}

/// Tries to pay a service with a visit. Gives the bill and what came of it.
pub async fn visit(till: &Till<'_>, customer: &str, card: &str, service: &str) -> (String, Reply) {
    let bill = till.open_for(customer).await;
    let line = till.add(&bill, json!({ "kind": "service", "service": service })).await;
    let tenders = json!([{ "kind": "visits", "card": card, "line": line }]);
    let total = int(&till.show(&bill).await["total"]);
    let reply = till.try_pay(&bill, tenders, total).await;
    (bill, reply)
}

/// What the books say is left of a card's bonus.
async fn bonus_in_the_books(app: &TestApp, card: &str) -> i64 {
    let card: CardId = card.parse().unwrap();
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    let sql = "SELECT id FROM card_lot WHERE org_id = $1 AND card_id = $2 ORDER BY at, id";
    let lots: Vec<LotId> = tx.rows(sql, crate::args![card], |row| row.take()).await.unwrap();
    let mut held = 0;
    for lot in lots {
        held -= ledger::balance(&mut tx, Account::CardBonus(lot), Unit::Bonus).await.unwrap();
    }
    held
}

salon_test! {
    async fn bonus_ends_after_its_last_day_and_the_money_paid_in_stays(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = sell(&till, &customer, &ending_plan(&app, "proportional", 30).await).await;
        till.use_card(&customer, &card, 60_000).await;
        assert_eq!((till.held(&card).await, &detail(&app, &card).await["card"]["bonus_until"]), ((50_000, 10_000), &json!("2026-03-31")));
        let before = refund_of(&app, &card, "").await;
        days_later(&app, 29).await;
        lapse_due(&app.app.db).await.unwrap();
        assert_eq!(till.held(&card).await, (50_000, 10_000));
        days_later(&app, 1).await;
        lapse_due(&app.app.db).await.unwrap();
        lapse_due(&app.app.db).await.unwrap();
        let now = detail(&app, &card).await;
        assert_eq!((till.held(&card).await, &now["card"]["bonus_until"]), ((50_000, 0), &json!(null)));
        assert_eq!((&now["moves"][0]["kind"], int(&now["moves"][0]["bonus"]), int(&now["moves"][0]["principal"])), (&json!("expired"), -10_000, 0));
        assert_eq!((int(&now["lots"][0]["bonus_lapsed"]), bonus_in_the_books(&app, &card).await), (10_000, 0));
        let statement = app.manager.get(&format!("/api/card/{card}/statement?from=2026-03-02&to=2026-12-31")).await.ok();
        let kinds: Vec<_> = statement["lines"].as_array().unwrap().iter().map(|line| line["kind"].clone()).collect();
        assert_eq!(kinds, [json!("sale"), json!("use"), json!("expired")]);
        assert_eq!((int(&statement["closing"]["principal"]), int(&statement["closing"]["bonus"])), (50_000, 0));
        // What ended is no use: the customer gets what they would have got before.
        let after = refund_of(&app, &card, "").await;
        for cause in ["shop", "customer"] {
            assert_eq!(quote(&after, cause)["total"], quote(&before, cause)["total"]);
        }
    }

    async fn bonus_whose_day_has_passed_is_used_no_more_before_it_is_booked(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        for order in ["proportional", "principal_first", "bonus_first"] {
            let (_, card) = sell(&till, &customer, &ending_plan(&app, order, 1).await).await;
            days_later(&app, 1).await;
            let bill = till.open_for(&customer).await;
            till.add_service(&bill, 100_001, 1).await;
            let refused = till.try_pay(&bill, by_card(&card, 100_001), 100_001).await.refused("card.balance_short");
            assert_eq!(int(&refused["params"]["left"]), 100_000);
            till.use_card(&customer, &card, 30_000).await;
            assert_eq!(till.held(&card).await, (70_000, 20_000));
            lapse_due(&app.app.db).await.unwrap();
            assert_eq!(till.held(&card).await, (70_000, 0));
            till.use_card(&customer, &card, 70_000).await;
            assert_eq!(till.held(&card).await, (0, 0));
        }
    }

    async fn bonus_that_a_bill_gives_back_after_its_last_day_ends_again(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = sell(&till, &customer, &ending_plan(&app, "proportional", 1).await).await;
        let (bill, _) = till.use_card(&customer, &card, 120_000).await;
        days_later(&app, 1).await;
        lapse_due(&app.app.db).await.unwrap();
        till.refund(&bill, json!(null)).await;
        assert_eq!(till.held(&card).await, (100_000, 20_000));
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 100_001, 1).await;
        till.try_pay(&bill, by_card(&card, 100_001), 100_001).await.refused("card.balance_short");
        lapse_due(&app.app.db).await.unwrap();
        assert_eq!((till.held(&card).await, bonus_in_the_books(&app, &card).await), ((100_000, 0), 0));
    }

    async fn each_top_up_has_its_own_last_day_which_goes_along_to_another_holder(app) {
        let till = Till::new(&app);
        let (customer, other) = (member(&app).await, member(&app).await);
        let (_, card) = sell(&till, &customer, &ending_plan(&app, "proportional", 10).await).await;
        days_later(&app, 5).await;
        till.top_up(&customer, &card, 50_000, 10_000).await;
        app.later(60);
        till.top_up(&customer, &card, 50_000, 0).await;
        let lots = detail(&app, &card).await["lots"].clone();
        let until: Vec<_> = lots.as_array().unwrap().iter().map(|lot| lot["bonus_until"].clone()).collect();
        assert_eq!(until, [json!("2026-03-11"), json!("2026-03-16"), json!(null)]);
        let shown = json!({ "principal": 200_000, "bonus": 30_000, "visits": 0 });
        let wish = json!({ "branch": app.branch, "to": other, "shown": shown, "reason": "送给朋友" });
        let theirs = id(&app.manager.post_once(&format!("/api/card/{card}/transfer"), wish).await.ok());
        days_later(&app, 6).await;
        lapse_due(&app.app.db).await.unwrap();
        assert_eq!(till.held(&theirs).await, (200_000, 10_000));
        assert_eq!(ints(&detail(&app, &theirs).await["lots"], "bonus_lapsed"), [20_000, 0, 0]);
    }

    async fn bonus_that_cannot_end_so_is_refused(app) {
        let wish = |kind: &str, days: i64| json!({ "name": "a", "kind": kind, "price": 1, "bonus_terms": { "days": days } });
        for days in [0, 3_661] {
            app.owner.post("/api/card/plan", wish("stored_value", days)).await.refused("card.plan_bonus");
        }
        let mut time = wish("discount", 30);
        time["time"] = json!({ "days": 30 });
        time["rates"] = json!({ "services_ppm": 800_000 });
        app.owner.post("/api/card/plan", time).await.refused("card.plan_bonus");
    }

    async fn visits_that_are_over_are_used_no_more_and_stay_paid_for(app) {
        let till = Till::new(&app);
        let (customer, care) = (member(&app).await, service(&app, 12_000).await);
        let (sold, card) = sell(&till, &customer, &visits_plan(&app, &care, json!({ "valid_days": 30 })).await).await;
        assert_eq!(detail(&app, &card).await["card"]["valid_until"], "2026-03-31");
        let receipt = till.person.get(&format!("/api/bill/{sold}/receipt")).await.ok();
        assert_eq!(receipt["cards"][0]["ends_on"], "2026-03-31");
        days_later(&app, 29).await;
        visit(&till, &customer, &card, &care).await.1.ok();
        days_later(&app, 1).await;
        let refused = visit(&till, &customer, &card, &care).await.1.refused("card.time_over");
        assert_eq!(refused["params"]["ended_on"], "2026-03-31");
        let now = detail(&app, &card).await;
        assert_eq!((int(&now["card"]["visits"][0]["left"]), int(&now["card"]["visits"][0]["value_left"])), (4, 40_000));
        assert_eq!(int(&quote(&refund_of(&app, &card, "").await, "shop")["total"]), 40_000);
    }

    async fn the_days_of_visits_begin_with_their_first_use_where_the_plan_says_so(app) {
        let till = Till::new(&app);
        let (customer, care) = (member(&app).await, service(&app, 12_000).await);
        let valid = json!({ "valid_days": 30, "valid_starts": "first_use" });
        let (_, card) = sell(&till, &customer, &visits_plan(&app, &care, valid).await).await;
        days_later(&app, 100).await;
        let valid = |shown: &Value| (shown["card"]["valid_until"].clone(), shown["card"]["valid_days"].clone());
        assert_eq!(valid(&detail(&app, &card).await), (json!(null), json!(30)));
        let (bill, paid) = visit(&till, &customer, &card, &care).await;
        paid.ok();
        assert_eq!(valid(&detail(&app, &card).await), (json!("2026-07-09"), json!(null)));
        let receipt = till.person.get(&format!("/api/bill/{bill}/receipt")).await.ok();
        assert_eq!(receipt["cards"][0]["ends_on"], "2026-07-09");
        // A use that comes back was none.
        till.refund(&bill, json!(null)).await;
        assert_eq!(valid(&detail(&app, &card).await), (json!(null), json!(30)));
        days_later(&app, 10).await;
        let (bill, paid) = visit(&till, &customer, &card, &care).await;
        paid.ok();
        visit(&till, &customer, &card, &care).await.1.ok();
        till.refund(&bill, json!(null)).await;
        assert_eq!(valid(&detail(&app, &card).await), (json!("2026-07-19"), json!(null)));
        days_later(&app, 30).await;
        visit(&till, &customer, &card, &care).await.1.refused("card.time_over");
    }

    async fn cards_of_different_last_days_stay_apart(app) {
        let till = Till::new(&app);
        let (customer, care) = (member(&app).await, service(&app, 12_000).await);
        let (_, one) = sell(&till, &customer, &visits_plan(&app, &care, json!({ "valid_days": 30 })).await).await;
        let (_, other) = sell(&till, &customer, &visits_plan(&app, &care, json!({})).await).await;
        let shown = json!({ "principal": 0, "bonus": 0, "visits": 5 });
        for (into, from) in [(&one, &other), (&other, &one)] {
            let wish = json!({ "branch": app.branch, "from": from, "shown": shown, "reason": "并卡" });
            app.manager.post_once(&format!("/api/card/{into}/merge"), wish).await.refused("card.merge_differs");
        }
    }

    async fn days_that_visits_cannot_have_are_refused(app) {
        let care = service(&app, 12_000).await;
        let wish = |kind: &str, days: Value, starts: &str| json!({ "name": "a", "kind": kind, "price": 1,
            "valid_days": days, "valid_starts": starts, "visits": { "service": care, "count": 1 } });
        for (days, starts) in [(json!(0), "sale"), (json!(3_661), "sale"), (json!(null), "first_use")] {
            app.owner.post("/api/card/plan", wish("visits", days, starts)).await.refused("card.plan_valid");
        }
        let money = json!({ "name": "a", "price": 1, "valid_days": 30 });
        app.owner.post("/api/card/plan", money).await.refused("card.plan_valid");
    }

    async fn bonus_pays_no_more_of_a_bill_than_its_plan_says(app) {
        let till = Till::new(&app);
        let (customer, care) = (member(&app).await, service(&app, 12_000).await);
        let wish = json!({ "name": "买一送一", "price": 100_000, "bonus": 100_000, "draw_order": "bonus_first",
            "bonus_terms": { "max_ppm": 300_000 } });
        let plan = id(&app.owner.post("/api/card/plan", wish).await.ok());
        let (_, card) = sell(&till, &customer, &plan).await;
        assert_eq!(detail(&app, &card).await["card"]["bonus_max_ppm"], 300_000);
        till.use_card(&customer, &card, 10_000).await;
        assert_eq!(till.held(&card).await, (93_000, 97_000));
        let (bill, _) = till.use_card(&customer, &card, 100_000).await;
        assert_eq!(till.held(&card).await, (23_000, 67_000));
        let short = till.open_for(&customer).await;
        till.add_service(&short, 40_000, 1).await;
        let refused = till.try_pay(&short, by_card(&card, 40_000), 40_000).await.refused("card.bonus_capped");
        assert_eq!(int(&refused["params"]["left"]), 35_000);
        till.refund(&bill, json!(null)).await;
        assert_eq!(till.held(&card).await, (93_000, 97_000));
        till.pay(&short, by_card(&card, 40_000)).await;
        assert_eq!(till.held(&card).await, (65_000, 85_000));
        // What a visit pays, bonus could not have paid.
        let (_, visits) = sell(&till, &customer, &visits_plan(&app, &care, json!({})).await).await;
        let bill = till.open_for(&customer).await;
        let line = till.add(&bill, json!({ "kind": "service", "service": care })).await;
        till.add_service(&bill, 10_000, 1).await;
        let tenders = json!([{ "kind": "card", "card": card, "amount": 10_000 }, { "kind": "visits", "card": visits, "line": line }]);
        till.pay(&bill, tenders).await;
        assert_eq!(till.held(&card).await, (58_000, 82_000));
    }

    async fn the_ratio_of_what_is_left_is_measured_anew_after_a_bound_was_reached(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let wish = json!({ "name": "买一送一", "price": 100_000, "bonus": 100_000, "bonus_terms": { "max_ppm": 250_000 } });
        let plan = id(&app.owner.post("/api/card/plan", wish).await.ok());
        let (_, card) = sell(&till, &customer, &plan).await;
        till.use_card(&customer, &card, 40_000).await;
        assert_eq!(till.held(&card).await, (70_000, 90_000));
        till.use_card(&customer, &card, 40_000).await;
        assert_eq!(till.held(&card).await, (40_000, 80_000));
        // In the ratio of 400 to 800, which bonus can now keep.
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 40_000, 1).await;
        till.pay(&bill, json!([{ "kind": "card", "card": card, "amount": 6_000 }, { "kind": "cash", "received": 34_000 }])).await;
        assert_eq!(till.held(&card).await, (38_000, 76_000));
        for most in [0, 1_000_000] {
            let wrong = json!({ "name": "a", "price": 1, "bonus_terms": { "max_ppm": most } });
            app.owner.post("/api/card/plan", wrong).await.refused("card.plan_bonus");
        }
    }
}
