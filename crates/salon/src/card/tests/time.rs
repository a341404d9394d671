//! Time cards 年卡: how their days pass, what is earned, and what is given back.

use super::closing::{close, held, state_of};
use super::refund::{A_DAY, quote, refund_of};
use crate::card::earn_due;
use crate::ledger::Account;
use crate::salon_test;
use crate::testing::tampering::found_after;
use crate::testing::till::{Till, int, member, service, taxed_service};
use crate::testing::{Reply, TestApp, id};
use kernel::LotId;
use serde_json::{Value, json};

/// A plan of time for some services.
async fn time_plan(app: &TestApp, price: i64, time: Value) -> String {
    let wish = json!({ "name": "染护年卡", "kind": "time", "price": price, "time": time });
    id(&app.owner.post("/api/card/plan", wish).await.ok())
}

/// Sells a customer days of services. Gives the bill and the card.
async fn sell_time(till: &Till<'_>, customer: &str, price: i64, time: Value) -> (String, String) {
    let plan = time_plan(till.app, price, time).await;
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
    let sold = cards["items"].as_array().unwrap().iter().find(|card| card["kind"] == "time");
    (bill, id(sold.unwrap()))
}

fn by_time(card: &str, line: &str) -> Value {
    json!([{ "kind": "time", "card": card, "line": line }])
}

/// Tries to pay some of a service with time. Gives the bill and what came of it.
async fn try_time(
    till: &Till<'_>,
    customer: &str,
    card: &str,
    service: &str,
    quantity: i64,
) -> (String, Reply) {
    let bill = till.open_for(customer).await;
    let line = till.add(&bill, json!({ "kind": "service", "service": service, "quantity": quantity })).await;
    let total = int(&till.show(&bill).await["total"]);
    let reply = till.try_pay(&bill, by_time(card, &line), total).await;
    (bill, reply)
}

async fn time_of(app: &TestApp, card: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}")).await.ok()["card"]["time"].clone()
}

async fn lot_of(app: &TestApp, card: &str) -> LotId {
    let sql = "SELECT id FROM card_time WHERE org_id = $1 AND card_id = $2 ORDER BY id DESC LIMIT 1";
    let card: kernel::CardId = card.parse().unwrap();
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    tx.row(sql, crate::args![card], |row| row.take()).await.unwrap().unwrap()
}

async fn lock(app: &TestApp, card: &str, lock: &str) {
    let wish = json!({ "branch": app.branch, "lock": lock, "reason": "出差三个月" });
    app.reception.post(&format!("/api/card/{card}/lock"), wish).await.ok();
}

salon_test! {
    async fn time_pays_its_service_and_is_earned_by_the_day(app) {
        let till = Till::new(&app);
        let vat = json!([{ "name": "增值税", "rate_ppm": 60_000, "inclusive": true }]);
        let (customer, cut) = (member(&app).await, taxed_service(&app, 12_800, vat).await);
        let (sold, card) = sell_time(&till, &customer, 120_000, json!({ "services": [cut], "days": 365 })).await;
        let receipt = till.person.get(&format!("/api/bill/{sold}/receipt")).await.ok();
        assert_eq!(receipt["cards"][0]["ends_on"], json!("2027-03-01"));
        days_later(&app, 99).await;
        let (bill, paid) = try_time(&till, &customer, &card, &cut, 1).await;
        let paid = paid.ok();
        let tender = &paid["tenders"][0];
        assert_eq!((&tender["kind"], int(&tender["amount"]), int(&tender["visits"])), (&json!("time"), 12_800, 1));
        let lot = lot_of(&app, &card).await;
        // A hundred of 365 days: 328.77, of which 18.61 are tax. The use itself earns nothing.
        assert_eq!(held(&app, Account::TimeValue(lot)).await, -87_123);
        assert_eq!(held(&app, Account::OutputTax(kernel::Rate::from_ppm(60_000).unwrap(), app.branch)).await, -1_861);
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, -31_016);
        let time = time_of(&app, &card).await;
        assert_eq!((int(&time["days_left"]), int(&time["value_left"])), (265, 87_123));
        till.refund(&bill, json!(null)).await;
        assert_eq!(held(&app, Account::TimeValue(lot)).await, -87_123);
        let detail = app.manager.get(&format!("/api/card/{card}")).await.ok();
        let uses: i64 = detail["moves"].as_array().unwrap().iter().map(|moved| int(&moved["uses"])).sum();
        assert_eq!(uses, 0);
        let statement = app.manager.get(&format!("/api/card/{card}/statement?from=2026-03-02&to=2026-12-31")).await.ok();
        assert_eq!((int(&statement["opening"]["time_value"]), int(&statement["closing"]["time_value"])), (0, 87_123));
    }

    async fn a_time_card_is_given_back_for_the_days_that_are_left(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (_, card) = sell_time(&till, &customer, 120_000, json!({ "services": [cut], "days": 365 })).await;
        assert_eq!(int(&quote(&refund_of(&app, &card, "").await, "seven_days")["total"]), 120_000);
        days_later(&app, 99).await;
        let refund = refund_of(&app, &card, "").await;
        for cause in ["shop", "customer"] {
            assert_eq!(int(&quote(&refund, cause)["total"]), 87_123);
        }
        let lot = &quote(&refund, "shop")["lots"][0];
        assert_eq!(lot["held"], json!({ "kind": "time", "days": 365, "left": 265 }));
        close(&app, &card, "customer").await;
        let lot = lot_of(&app, &card).await;
        assert_eq!((state_of(&app, &card).await, held(&app, Account::TimeValue(lot)).await), (json!("closed"), 0));
        // What had passed was earned, so nothing is left between the two sides.
        assert_eq!(held(&app, Account::TerminationDifference(app.branch)).await, 0);
        assert_eq!(held(&app, Account::CashDrawer(app.branch)).await, 32_877);
    }

    async fn what_the_shop_stopped_before_is_given_back_from_that_day(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (_, card) = sell_time(&till, &customer, 120_000, json!({ "services": [cut], "days": 365 })).await;
        days_later(&app, 99).await;
        let (_, paid) = try_time(&till, &customer, &card, &cut, 1).await;
        paid.ok();
        days_later(&app, 30).await;
        let refund = refund_of(&app, &card, "?ended_on=2026-06-09").await;
        let shop = quote(&refund, "shop");
        assert_eq!(int(&shop["lots"][0]["amount"]), 87_123);
        let wish = json!({ "branch": app.branch, "cause": "shop", "ended_on": "2026-06-09", "expected_total": shop["total"],
            "reason": "门店装修停业", "payouts": [{ "channel": null, "amount": shop["total"] }] });
        app.manager.post_once(&format!("/api/card/{card}/closing"), wish).await.ok();
        assert_eq!(held(&app, Account::TerminationDifference(app.branch)).await, 0);
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, -32_877);
    }

    async fn days_begin_with_the_first_use_where_the_plan_says_so(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let terms = json!({ "services": [cut], "days": 30, "starts": "first_use" });
        let (sold, card) = sell_time(&till, &customer, 30_000, terms).await;
        days_later(&app, 60).await;
        let time = time_of(&app, &card).await;
        assert_eq!((int(&time["days_left"]), &time["starts_on"], &time["ends_on"]), (30, &json!(null), &json!(null)));
        let (bill, paid) = try_time(&till, &customer, &card, &cut, 1).await;
        paid.ok();
        let time = time_of(&app, &card).await;
        assert_eq!((&time["starts_on"], &time["ends_on"]), (&json!("2026-05-01"), &json!("2026-05-30")));
        assert_eq!(int(&time["value_left"]), 29_000);
        till.person.post(&format!("/api/bill/{sold}/refund/quote"), json!({ "lines": null })).await.refused("card.lot_used");
        // The only use came back, so nothing has begun.
        till.refund(&bill, json!(null)).await;
        assert_eq!(int(&time_of(&app, &card).await["value_left"]), 30_000);
        assert_eq!(time_of(&app, &card).await["starts_on"], json!(null));
        till.refund(&sold, json!(null)).await;
        assert_eq!(state_of(&app, &card).await, "closed");
    }

    async fn a_time_card_is_used_as_often_as_it_says(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let limit = json!({ "services": [cut], "days": 30, "limit": { "uses": 2, "per": "week" } });
        let (_, card) = sell_time(&till, &customer, 30_000, limit).await;
        let (_, refused) = try_time(&till, &customer, &card, &cut, 3).await;
        assert_eq!(int(&refused.refused("card.time_limit")["params"]["left"]), 2);
        let (first, paid) = try_time(&till, &customer, &card, &cut, 1).await;
        paid.ok();
        try_time(&till, &customer, &card, &cut, 1).await.1.ok();
        assert_eq!(int(&time_of(&app, &card).await["uses_left"]), 0);
        try_time(&till, &customer, &card, &cut, 1).await.1.refused("card.time_limit");
        till.refund(&first, json!(null)).await;
        try_time(&till, &customer, &card, &cut, 1).await.1.ok();
        // The tests begin on a Monday; the next one begins a week anew.
        app.later(A_DAY * 7);
        try_time(&till, &customer, &card, &cut, 2).await.1.ok();
        days_later(&app, 30).await;
        try_time(&till, &customer, &card, &cut, 1).await.1.refused("card.time_over");
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, -8_000);
        earn_due(&app.app.db).await.unwrap();
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, -30_000);
    }

    async fn a_card_without_a_limit_serves_one_at_a_time(app) {
        let till = Till::new(&app);
        let (customer, cut, wash) = (member(&app).await, service(&app, 12_800).await, service(&app, 3_000).await);
        let (_, card) = sell_time(&till, &customer, 30_000, json!({ "services": [cut, wash], "days": 30 })).await;
        try_time(&till, &customer, &card, &cut, 2).await.1.refused("card.time_once");
        let bill = till.open_for(&customer).await;
        let mut lines = Vec::new();
        for service in [&cut, &wash, &cut] {
            lines.push(till.add(&bill, json!({ "kind": "service", "service": service })).await);
        }
        let tender = |line: &String| json!({ "kind": "time", "card": card, "line": line });
        let all: Vec<Value> = lines.iter().map(tender).collect();
        till.try_pay(&bill, json!(all), 28_600).await.refused("card.time_once");
        let twice = json!([tender(&lines[0]), tender(&lines[0])]);
        till.try_pay(&bill, twice, 28_600).await.refused("card.time_once");
        let both = json!([tender(&lines[0]), tender(&lines[1]), { "kind": "cash", "received": 12_800 }]);
        till.pay(&bill, both).await;
        let other = service(&app, 5_000).await;
        try_time(&till, &customer, &card, &other, 1).await.1.refused("card.wrong_service");
        let friend = member(&app).await;
        let (_, money) = till.sell_card(&friend, 10_000, 0).await;
        try_time(&till, &friend, &money, &cut, 1).await.1.refused("card.no_time");
        try_time(&till, &friend, &card, &cut, 1).await.1.refused("bill.proof_needed");
    }

    async fn a_frozen_card_loses_no_day(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (_, card) = sell_time(&till, &customer, 30_000, json!({ "services": [cut], "days": 30 })).await;
        app.later(A_DAY * 9);
        lock(&app, &card, "frozen").await;
        app.later(A_DAY * 11);
        assert_eq!(int(&time_of(&app, &card).await["days_left"]), 20);
        lock(&app, &card, "lost").await;
        app.later(A_DAY);
        let wish = json!({ "branch": app.branch, "reason": "挂失补卡" });
        app.manager.post_once(&format!("/api/card/{card}/replace"), wish).await.ok();
        let time = time_of(&app, &card).await;
        assert_eq!((int(&time["days_left"]), &time["ends_on"]), (19, &json!("2026-04-11")));
    }

    async fn days_go_to_another_holder_with_what_is_left_of_them(app) {
        let till = Till::new(&app);
        let (customer, other, cut) = (member(&app).await, member(&app).await, service(&app, 12_800).await);
        let (_, card) = sell_time(&till, &customer, 30_000, json!({ "services": [cut], "days": 30 })).await;
        app.later(A_DAY * 9);
        let shown = shown_of(20);
        let wish = json!({ "branch": app.branch, "to": other, "shown": shown, "reason": "送给女儿" });
        let path = format!("/api/card/{card}/transfer");
        let theirs = id(&app.manager.post_once(&path, wish).await.ok());
        assert_eq!(int(&time_of(&app, &theirs).await["value_left"]), 20_000);
        assert_eq!(held(&app, Account::TimeValue(lot_of(&app, &card).await)).await, 0);
        try_time(&till, &other, &theirs, &cut, 1).await.1.ok();
        let (_, second) = sell_time(&till, &other, 30_000, json!({ "services": [cut], "days": 30 })).await;
        let wish = json!({ "branch": app.branch, "from": second, "shown": shown_of(30), "reason": "并一张" });
        app.manager.post_once(&format!("/api/card/{theirs}/merge"), wish).await.refused("card.merge_differs");
    }

    async fn cards_that_nobody_touches_are_earned_at_the_end_of_the_month(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (_, card) = sell_time(&till, &customer, 36_500, json!({ "services": [cut], "days": 365 })).await;
        days_later(&app, 20).await;
        earn_due(&app.app.db).await.unwrap();
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, 0);
        app.later(A_DAY * 9);
        earn_due(&app.app.db).await.unwrap();
        earn_due(&app.app.db).await.unwrap();
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, -3_000);
        assert_eq!(int(&time_of(&app, &card).await["value_left"]), 33_500);
    }

    async fn plans_of_time_that_cannot_be_are_refused(app) {
        let cut = service(&app, 12_800).await;
        let good = json!({ "services": [cut], "days": 365 });
        let post = |kind: &str, time: Value, bonus: i64| {
            let wish = json!({ "name": "年卡", "kind": kind, "price": 1, "bonus": bonus, "time": time });
            app.owner.post("/api/card/plan", wish)
        };
        for wrong in [
            json!(null),
            json!({ "services": [], "days": 365 }),
            json!({ "services": [cut, cut], "days": 365 }),
            json!({ "services": [cut], "days": 0 }),
            json!({ "services": [cut], "days": 3_661 }),
            json!({ "services": [cut], "days": 1, "limit": { "uses": 0, "per": "day" } }),
        ] {
            post("time", wrong, 0).await.refused("card.plan_time");
        }
        post("time", good.clone(), 1).await.refused("card.plan_time");
        post("stored_value", good, 0).await.refused("card.plan_time");
        let unknown = json!({ "services": [crate::testing::unknown_id()], "days": 1 });
        post("time", unknown, 0).await.refused("catalogue.unknown");
    }

    async fn days_that_differ_from_their_moves_or_the_books_are_named(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (_, card) = sell_time(&till, &customer, 30_000, json!({ "services": [cut], "days": 30 })).await;
        let lot = lot_of(&app, &card).await.to_string();
        let less = "UPDATE card_time SET value_left = value_left - 1 WHERE org_id = $1 AND id = $2";
        let named = |check: &str| (check.to_owned(), lot.clone());
        let found = found_after(&app, less, &lot).await;
        assert_eq!(found, [named("card.time_is_its_moves"), named("card.time_is_in_the_books")]);
    }

    async fn the_last_use_of_a_day_is_used_once_by_many_tills(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let limit = json!({ "services": [cut], "days": 30, "limit": { "uses": 1, "per": "day" } });
        let (_, card) = sell_time(&till, &customer, 30_000, limit).await;
        let tries = (0..6).map(|_| try_time(&till, &customer, &card, &cut, 1));
        let replies = futures_util::future::join_all(tries).await;
        let paid = replies.iter().filter(|(_, reply)| reply.status == 200).count();
        assert_eq!(paid, 1);
        for (_, reply) in replies.into_iter().filter(|(_, reply)| reply.status != 200) {
            reply.refused("card.time_limit");
        }
    }
}

/// Lets days pass while those who are signed in go on working.
pub async fn days_later(app: &TestApp, days: i64) {
    for day in 0..days {
        app.later(A_DAY);
        if day % 20 == 0 {
            for person in [&app.owner, &app.manager, &app.reception] {
                person.get("/api/card/plan").await.ok();
            }
        }
    }
}

/// What a card shows that holds so many days.
fn shown_of(days: i64) -> Value {
    json!({ "principal": 0, "bonus": 0, "visits": 0, "days": days })
}
