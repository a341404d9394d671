//! What happens to cards besides paying.

use super::closing::{close, held, state_of};
use super::refund::{A_DAY, quote, refund_of, ten_visits, totals, use_visits};
use crate::ledger::Account;
use crate::salon_test;
use crate::testing::till::{Till, by_card, int, ints, member};
use crate::testing::{TestApp, id, unknown_id};
use kernel::LotId;
use serde_json::{Value, json};

/// What is on a card, as it is shown.
async fn shown(app: &TestApp, card: &str) -> Value {
    let detail = app.manager.get(&format!("/api/card/{card}")).await.ok();
    let visits: i64 = ints(&detail["card"]["visits"], "left").iter().sum();
    json!({ "principal": detail["card"]["principal"], "bonus": detail["card"]["bonus"], "visits": visits })
}

async fn lock(app: &TestApp, card: &str, lock: &str) -> crate::testing::Reply {
    let wish = json!({ "branch": app.branch, "lock": lock, "reason": "顾客来电" });
    app.reception.post(&format!("/api/card/{card}/lock"), wish).await
}

async fn transfer(app: &TestApp, card: &str, to: &str) -> crate::testing::Reply {
    let wish =
        json!({ "branch": app.branch, "to": to, "shown": shown(app, card).await, "reason": "送给女儿" });
    app.manager.post_once(&format!("/api/card/{card}/transfer"), wish).await
}

async fn merge(app: &TestApp, card: &str, from: &str) -> crate::testing::Reply {
    let wish = json!({ "branch": app.branch, "from": from, "shown": shown(app, from).await, "reason": "两张并一张" });
    app.manager.post_once(&format!("/api/card/{card}/merge"), wish).await
}

async fn events(app: &TestApp, card: &str) -> Vec<String> {
    let listed = app.manager.get(&format!("/api/card/{card}/event")).await.ok();
    listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn lot_of(app: &TestApp, card: &str) -> LotId {
    let detail = app.manager.get(&format!("/api/card/{card}")).await.ok();
    id(&detail["lots"][0]).parse().unwrap()
}

/// The first card of a customer that can be used.
async fn card_of(app: &TestApp, customer: &str) -> String {
    let cards = app.manager.get(&format!("/api/card?customer={customer}")).await.ok();
    id(cards["items"].as_array().unwrap().iter().find(|card| card["state"] == "active").unwrap())
}

async fn statement(app: &TestApp, card: &str, days: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}/statement?{days}")).await.ok()
}

salon_test! {
    async fn a_lost_card_pays_nothing_until_it_is_found(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 10_000, 0).await;
        assert_eq!(lock(&app, &card, "lost").await.ok()["state"], "lost");
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 100, 1).await;
        till.try_pay(&bill, by_card(&card, 100), 100).await.refused("card.lost");
        transfer(&app, &card, &member(&app).await).await.refused("card.lost");
        lock(&app, &card, "lost").await.refused("card.lost");
        lock(&app, &card, "found").await.ok();
        app.later(1);
        lock(&app, &card, "found").await.refused("card.not_lost");
        lock(&app, &card, "frozen").await.ok();
        till.try_pay(&bill, by_card(&card, 100), 100).await.refused("card.frozen");
        app.later(1);
        lock(&app, &card, "thawed").await.ok();
        lock(&app, &card, "thawed").await.refused("card.not_frozen");
        till.pay(&bill, by_card(&card, 100)).await;
        assert_eq!(events(&app, &card).await.len(), 4);
        let wish = json!({ "branch": app.branch, "lock": "lost", "reason": "" });
        app.manager.post(&format!("/api/card/{card}/lock"), wish.clone()).await.refused("card.reason");
        app.manager.post(&format!("/api/card/{}/lock", unknown_id()), wish).await.refused("card.unknown");
        let elsewhere = json!({ "branch": app.branch, "lock": "lost", "reason": "x" });
        app.elsewhere.post(&format!("/api/card/{card}/lock"), elsewhere).await.refused("access.other_branch");
    }

    async fn a_lost_card_goes_on_under_a_new_number(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 10_000, 2_000).await;
        let old = app.manager.get(&format!("/api/card/{card}")).await.ok()["card"]["number"].as_str().unwrap().to_owned();
        lock(&app, &card, "lost").await.ok();
        let wish = json!({ "branch": app.branch, "reason": "挂失补卡" });
        let path = format!("/api/card/{card}/replace");
        let made = app.manager.post_with_key(&path, wish.clone(), "replace-1").await.ok();
        assert_eq!((&made["state"], till.held(&card).await), (&json!("active"), (10_000, 2_000)));
        assert_ne!(made["number"], json!(old));
        assert_eq!(app.manager.post_with_key(&path, wish.clone(), "replace-1").await.ok(), made);
        assert_eq!(till.person.get(&format!("/api/card?number={old}")).await.ok()["items"], json!([]));
        let found = till.person.get(&format!("/api/card?number={}", made["number"].as_str().unwrap())).await.ok();
        assert_eq!(id(&found["items"][0]), card);
        let listed = app.manager.get(&format!("/api/card/{card}/event")).await.ok();
        assert!(listed["items"].as_array().unwrap().iter().any(|event| event["number"] == json!(old)));
        lock(&app, &card, "frozen").await.ok();
        app.manager.post_once(&path, wish.clone()).await.refused("card.frozen");
        app.reception.post_once(&path, wish).await.refused("access.forbidden");
    }

    async fn a_card_goes_to_another_holder_with_its_day_price_and_uses(app) {
        let till = Till::new(&app);
        let (customer, daughter) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&customer, 300_000, 100_000).await;
        till.use_card(&customer, &card, 160_000).await;
        let (before, old) = (totals(&app, &card).await, lot_of(&app, &card).await);
        app.later(60);
        let made = transfer(&app, &card, &daughter).await.ok();
        let new = id(&made);
        assert_eq!((state_of(&app, &card).await, till.held(&card).await), (json!("closed"), (0, 0)));
        assert_eq!(till.held(&new).await, (180_000, 60_000));
        assert_eq!(totals(&app, &new).await, before);
        assert_eq!(held(&app, Account::CardPrincipal(old)).await, 0);
        assert_eq!(held(&app, Account::CardPrincipal(lot_of(&app, &new).await)).await, -180_000);
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, -120_000);
        till.use_card(&daughter, &new, 40_000).await;
        assert_eq!(till.held(&new).await, (150_000, 50_000));
        assert_eq!((events(&app, &card).await, events(&app, &new).await),
            (vec!["transferred_out".to_owned()], vec!["transferred_in".to_owned()]));
    }

    async fn visits_go_to_another_holder_with_what_was_used_of_them(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (card, cut) = ten_visits(&till, &customer).await;
        use_visits(&till, &customer, &card, &cut, 4).await;
        let before = totals(&app, &card).await;
        let daughter = member(&app).await;
        let new = id(&transfer(&app, &card, &daughter).await.ok());
        assert_eq!(totals(&app, &new).await, before);
        use_visits(&till, &daughter, &new, &cut, 6).await;
        close(&app, &new, "shop").await;
    }

    async fn what_a_bill_gives_back_after_a_transfer_goes_to_who_had_paid(app) {
        let till = Till::new(&app);
        let (customer, daughter) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&customer, 300_000, 100_000).await;
        let (bill, _) = till.use_card(&customer, &card, 160_000).await;
        let new = id(&transfer(&app, &card, &daughter).await.ok());
        till.refund(&bill, json!(null)).await;
        assert_eq!((till.held(&card).await, till.held(&new).await), ((120_000, 40_000), (180_000, 60_000)));
        assert_eq!(card_of(&app, &customer).await, card);
    }

    async fn a_transfer_that_cannot_be_is_refused_and_changes_nothing(app) {
        let till = Till::new(&app);
        let (customer, daughter) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&customer, 10_000, 0).await;
        transfer(&app, &card, &customer).await.refused("card.transfer_to_self");
        transfer(&app, &card, &unknown_id()).await.refused("customer.unknown");
        let other = json!({ "branch": app.branch, "to": daughter, "reason": "x",
            "shown": { "principal": 9_999, "bonus": 0, "visits": 0 } });
        let path = format!("/api/card/{card}/transfer");
        app.manager.post_once(&path, other.clone()).await.refused("card.holds_changed");
        app.reception.post_once(&path, other).await.refused("access.forbidden");
        assert_eq!(till.held(&card).await, (10_000, 0));
        till.use_card(&customer, &card, 10_000).await;
        transfer(&app, &card, &daughter).await.refused("card.nothing_left");
        let (_, second) = till.sell_card(&daughter, 500, 0).await;
        close(&app, &second, "shop").await;
        transfer(&app, &second, &customer).await.refused("card.closed");
    }

    async fn two_cards_of_one_holder_become_one_lot_by_lot(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, older) = till.sell_card(&customer, 100_000, 20_000).await;
        let (bill, _) = till.use_card(&customer, &older, 12_000).await;
        app.later(60);
        let (_, newer) = till.sell_card(&customer, 50_000, 8_000).await;
        let lot = lot_of(&app, &older).await;
        merge(&app, &newer, &older).await.ok();
        assert_eq!((state_of(&app, &older).await, till.held(&newer).await), (json!("closed"), (140_000, 26_000)));
        assert_eq!(lot_of(&app, &newer).await, lot);
        assert_eq!(held(&app, Account::CardPrincipal(lot)).await, -90_000);
        // What the older lot had paid comes back to it, where it is now.
        till.refund(&bill, json!(null)).await;
        assert_eq!(till.held(&newer).await, (150_000, 28_000));
        assert_eq!(state_of(&app, &older).await, json!("closed"));
        let quoted = refund_of(&app, &newer, "").await;
        assert_eq!(quote(&quoted, "shop")["lots"].as_array().unwrap().len(), 2);
        close(&app, &newer, "shop").await;
    }

    async fn cards_that_do_not_fit_are_not_merged(app) {
        let till = Till::new(&app);
        let (customer, friend) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&customer, 10_000, 0).await;
        let (_, other) = till.sell_card(&friend, 10_000, 0).await;
        merge(&app, &card, &card).await.refused("card.merge_into_itself");
        merge(&app, &card, &other).await.refused("card.merge_across_holders");
        let (visits, _) = ten_visits(&till, &member(&app).await).await;
        let holder = app.manager.get(&format!("/api/card/{visits}")).await.ok()["card"]["customer"].as_str().unwrap().to_owned();
        till.sell_card(&holder, 5_000, 0).await;
        let cards = app.manager.get(&format!("/api/card?customer={holder}")).await.ok();
        let money = id(cards["items"].as_array().unwrap().iter().find(|card| card["kind"] == "stored_value").unwrap());
        merge(&app, &money, &visits).await.refused("card.merge_differs");
        lock(&app, &other, "frozen").await.ok();
        merge(&app, &card, &other).await.refused("card.frozen");
    }

    async fn a_statement_is_what_was_there_with_what_moved(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        till.use_card(&customer, &card, 12_000).await;
        app.later(A_DAY);
        till.top_up(&customer, &card, 50_000, 0).await;
        app.later(60);
        till.use_card(&customer, &card, 6_000).await;
        let first = statement(&app, &card, "from=2026-03-01&to=2026-03-02").await;
        assert_eq!((int(&first["opening"]["principal"]), int(&first["closing"]["principal"])), (0, 90_000));
        let second = statement(&app, &card, "from=2026-03-03&to=2026-03-31").await;
        assert_eq!(second["opening"], first["closing"]);
        assert_eq!(second["lines"].as_array().unwrap().len(), 2);
        let (principal, bonus) = till.held(&card).await;
        assert_eq!((int(&second["closing"]["principal"]), int(&second["closing"]["bonus"])), (principal, bonus));
        let text = app.manager.get(&format!("/api/card/{card}/statement/export?from=2026-03-01&to=2026-03-31")).await;
        let text = String::from_utf8(text.bytes).unwrap();
        assert!(text.contains("opening_balance") && text.contains("900"), "{text}");
        let ask = async |days: &str| app.manager.get(&format!("/api/card/{card}/statement?{days}")).await;
        ask("from=2026-03-02&to=2026-03-01").await.refused("card.statement_days");
    }

    async fn a_statement_of_visits_counts_them_and_what_they_are_worth(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (card, cut) = ten_visits(&till, &customer).await;
        app.later(60);
        use_visits(&till, &customer, &card, &cut, 4).await;
        let statement = statement(&app, &card, "from=2026-03-01&to=2026-03-31").await;
        assert_eq!((int(&statement["closing"]["visits"]), int(&statement["closing"]["visits_value"])), (6, 60_000));
        assert_eq!(statement["lines"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn a_statement_that_is_too_long_says_so() {
    let problem = kernel::Problem::from(crate::card::Refusal::StatementLong);
    assert_eq!(problem.code, "card.statement_long");
}
