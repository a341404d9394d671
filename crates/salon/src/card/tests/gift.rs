//! Gift cards 礼品卡.

use super::closing::{close, state_of};
use crate::salon_test;
use crate::testing::till::{Till, by_card, int, member};
use crate::testing::{Reply, TestApp, id};
use serde_json::{Value, json};

async fn gift_plan(app: &TestApp, price: i64, bonus: i64) -> String {
    let wish = json!({ "name": "礼品卡", "kind": "gift", "price": price, "bonus": bonus });
    id(&app.owner.post("/api/card/plan", wish).await.ok())
}

/// Sells a gift card for cash. Gives the bill, the card and its code.
async fn sell(till: &Till<'_>, customer: &str, price: i64, bonus: i64) -> (String, String, String) {
    let plan = gift_plan(till.app, price, bonus).await;
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let code = codes(till, &bill).await[0]["code"].as_str().unwrap().to_owned();
    let card = id(&find(till, &code).await.ok());
    (bill, card, code)
}

async fn codes(till: &Till<'_>, bill: &str) -> Vec<Value> {
    let receipt = till.person.get(&format!("/api/bill/{bill}/receipt")).await.ok();
    receipt["gifts"].as_array().unwrap().clone()
}

async fn find(till: &Till<'_>, code: &str) -> Reply {
    till.person.post("/api/card/gift/find", json!({ "code": code })).await
}

async fn claim(till: &Till<'_>, code: &str, customer: &str) -> Reply {
    let wish = json!({ "branch": till.branch, "code": code, "customer": customer });
    till.person.post_once("/api/card/gift/claim", wish).await
}

fn by_code(card: &str, amount: i64, code: &str) -> Value {
    json!([{ "kind": "card", "card": card, "amount": amount, "proof": { "kind": "code", "code": code } }])
}

/// A bill of one service, for nobody.
async fn service_bill(till: &Till<'_>, price: i64) -> String {
    let bill = till.open().await;
    till.add_service(&bill, price, 1).await;
    bill
}

salon_test! {
    async fn a_gift_card_pays_by_its_code_and_is_claimed_by_it(app) {
        let till = Till::new(&app);
        let (buyer, friend) = (member(&app).await, member(&app).await);
        let (_, card, code) = sell(&till, &buyer, 50_000, 10_000).await;
        let bill = service_bill(&till, 6_000).await;
        till.try_pay(&bill, by_card(&card, 6_000), 6_000).await.refused("card.gift_code_needed");
        till.try_pay(&bill, by_code(&card, 6_000, "0000-0000-0000-0000"), 6_000).await.refused("card.gift_code_unknown");
        let (_, _, other) = sell(&till, &buyer, 10_000, 0).await;
        till.try_pay(&bill, by_code(&card, 6_000, &other), 6_000).await.refused("card.gift_code_unknown");
        let paid = till.pay(&bill, by_code(&card, 6_000, &code.to_lowercase().replace('-', " "))).await;
        assert_eq!((int(&paid["tenders"][0]["principal"]), int(&paid["tenders"][0]["bonus"])), (5_000, 1_000));
        // Not even who bought it pays without the code.
        let bill = till.open_for(&buyer).await;
        till.add_service(&bill, 6_000, 1).await;
        till.try_pay(&bill, by_card(&card, 6_000), 6_000).await.refused("card.gift_code_needed");
        let claimed = claim(&till, &code, &friend).await.ok();
        assert_eq!((&claimed["customer"], &claimed["bearer"], &claimed["kind"]), (&json!(friend), &json!(false), &json!("gift")));
        let theirs = till.person.get(&format!("/api/card?customer={friend}")).await.ok();
        assert_eq!(id(&theirs["items"][0]), card);
        till.use_card(&friend, &card, 6_000).await;
        assert_eq!(till.held(&card).await, (40_000, 8_000));
        // The code is dead.
        find(&till, &code).await.refused("card.gift_claimed");
        till.try_pay(&bill, by_code(&card, 6_000, &code), 6_000).await.refused("card.gift_claimed");
        claim(&till, &code, &buyer).await.refused("card.gift_claimed");
        till.try_pay(&bill, by_card(&card, 6_000), 6_000).await.refused("bill.proof_needed");
        let events = till.person.get(&format!("/api/card/{card}/event")).await.ok();
        assert_eq!(events["items"][0]["kind"], "claimed");
        let again = till.pay(&bill, json!([{ "kind": "cash", "received": 6_000 }])).await;
        assert_eq!(again["state"], "paid");
    }

    async fn the_code_of_a_gift_card_is_printed_once_and_told_to_who_takes_payment(app) {
        let till = Till::new(&app);
        let (buyer, friend) = (member(&app).await, member(&app).await);
        let (bill, card, code) = sell(&till, &buyer, 50_000, 0).await;
        let stylist = Till { person: &app.stylist, ..Till::new(&app) };
        assert_eq!(codes(&stylist, &bill).await, Vec::<Value>::new());
        app.stylist.post(&format!("/api/bill/{bill}/printed"), json!(null)).await;
        assert_eq!(codes(&till, &bill).await.len(), 1);
        assert_eq!(till.person.post(&format!("/api/bill/{bill}/printed"), json!(null)).await.status, 204);
        assert_eq!(codes(&till, &bill).await, Vec::<Value>::new());
        let path = format!("/api/card/{card}/code");
        let wish = json!({ "branch": app.branch, "reason": "小票遗失" });
        app.reception.post_once(&path, wish.clone()).await.refused("access.forbidden");
        till.person.post_once(&path, json!({ "branch": app.branch, "reason": " " })).await.refused("card.reason");
        let told = till.person.post_with_key(&path, wish.clone(), "code-1").await.ok();
        assert_eq!(till.person.post_with_key(&path, wish.clone(), "code-1").await.ok(), told);
        find(&till, &code).await.refused("card.gift_code_unknown");
        let wish_of = json!({ "branch": app.branch, "code": told["code"], "customer": friend });
        let claimed = till.person.post_with_key("/api/card/gift/claim", wish_of.clone(), "claim-1").await.ok();
        assert_eq!(till.person.post_with_key("/api/card/gift/claim", wish_of, "claim-1").await.ok(), claimed);
        till.person.post_once(&path, wish).await.refused("card.gift_claimed");
        // Nothing of a code lies readable in the database.
        let sql = "SELECT COUNT(*) FROM card_gift WHERE code <> $1";
        let mut rows = app.app.db.global_rows(sql, crate::args![Vec::<u8>::new()]).await.unwrap();
        assert_eq!(rows[0].take::<i64>().unwrap(), 0);
    }

    async fn a_gift_card_is_claimed_before_anything_becomes_of_it(app) {
        let till = Till::new(&app);
        let (buyer, friend) = (member(&app).await, member(&app).await);
        let (sold, card, code) = sell(&till, &buyer, 50_000, 0).await;
        let shown = json!({ "principal": 50_000, "bonus": 0, "visits": 0 });
        let wish = json!({ "branch": app.branch, "to": friend, "shown": shown, "reason": "送人" });
        till.person.post_once(&format!("/api/card/{card}/transfer"), wish).await.refused("card.gift_unclaimed");
        let payout = json!([{ "channel": null, "amount": 50_000 }]);
        let wish = json!({ "branch": app.branch, "cause": "shop", "expected_total": 50_000, "reason": "不要了", "payouts": payout });
        till.person.post_once(&format!("/api/card/{card}/closing"), wish).await.refused("card.gift_unclaimed");
        let (_, other) = till.sell_card(&buyer, 5_000, 0).await;
        let wish = json!({ "branch": app.branch, "from": card, "shown": shown, "reason": "并卡" });
        till.person.post_once(&format!("/api/card/{other}/merge"), wish).await.refused("card.gift_unclaimed");
        let lock = json!({ "branch": app.branch, "lock": "frozen", "reason": "存疑" });
        till.person.post(&format!("/api/card/{card}/lock"), lock).await.ok();
        find(&till, &code).await.refused("card.frozen");
        app.later(1);
        let lock = json!({ "branch": app.branch, "lock": "thawed", "reason": "无误" });
        till.person.post(&format!("/api/card/{card}/lock"), lock).await.ok();
        // A sale that nobody used is taken back, and its code with it.
        till.refund(&sold, json!(null)).await;
        find(&till, &code).await.refused("card.closed");
        let (_, card, code) = sell(&till, &buyer, 50_000, 0).await;
        let elsewhere = json!({ "branch": app.branch, "code": code, "customer": friend });
        app.elsewhere.post_once("/api/card/gift/claim", elsewhere).await.refused("access.other_branch");
        claim(&till, &code, &crate::testing::unknown_id()).await.refused("customer.unknown");
        claim(&till, &code, &friend).await.ok();
        assert_eq!(int(&close(&app, &card, "shop").await["quote"]["total"]), 50_000);
        assert_eq!(state_of(&app, &card).await, "closed");
    }

    async fn guessing_the_codes_of_gift_cards_is_stopped(app) {
        let till = Till::new(&app);
        find(&till, "7K4M").await.refused("card.gift_code_form");
        for _ in 0..10 {
            find(&till, "7K4M-9QXC-2HTB-W5RD").await.refused("card.gift_code_unknown");
        }
        find(&till, "7K4M-9QXC-2HTB-W5RD").await.refused("identity.too_many_attempts");
        claim(&till, "7K4M-9QXC-2HTB-W5RD", &member(&app).await).await.refused("identity.too_many_attempts");
    }

    async fn one_of_two_who_claim_a_gift_card_at_once_gets_it(app) {
        let till = Till::new(&app);
        let (buyer, one, two) = (member(&app).await, member(&app).await, member(&app).await);
        let (_, card, code) = sell(&till, &buyer, 50_000, 0).await;
        let (first, second) = tokio::join!(claim(&till, &code, &one), claim(&till, &code, &two));
        let claimed = [&first, &second].into_iter().filter(|reply| reply.status < 300).count();
        assert_eq!(claimed, 1);
        let lost = if first.status < 300 { second } else { first };
        lost.refused("card.gift_claimed");
        assert_eq!(till.held(&card).await, (50_000, 0));
    }

    async fn a_gift_card_holds_what_a_bearer_card_may(app) {
        let till = Till::new(&app);
        let buyer = member(&app).await;
        let plan = gift_plan(&app, 100_001, 0).await;
        let bill = till.open_for(&buyer).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        let cash = json!([{ "kind": "cash", "received": 100_001 }]);
        till.try_pay(&bill, cash, 100_001).await.refused("prepaid.above_bearer_max");
    }
}
