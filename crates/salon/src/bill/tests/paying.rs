//! Paying a bill.

use crate::ledger::{self, Account, Unit};
use crate::salon_test;
use crate::testing::till::{Till, by_card, int, ints, member, plan, service, taxed_service};
use crate::testing::{TestApp, id};
use kernel::Currency;
use serde_json::json;

const NOWHERE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

async fn on(app: &TestApp, account: Account) -> i64 {
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    ledger::balance(&mut tx, account, Unit::Money(Currency::CNY)).await.unwrap()
}

salon_test! {
    async fn cash_gives_change_and_the_rest_goes_by_card_terminal(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 8_050, 1).await;
        let tenders = json!([
            { "kind": "cash", "received": 10_000 },
            { "kind": "bank_card", "amount": 3_000, "reference": "0098" },
        ]);
        let shown = till.person.post(&format!("/api/bill/{bill}/settlement"), json!({ "tenders": tenders })).await.ok();
        assert_eq!((int(&shown["total"]), int(&shown["rest"]), int(&shown["change"])), (8_050, 0, 4_950));
        let paid = till.pay(&bill, tenders).await;
        assert_eq!((&paid["state"], int(&paid["change"])), (&json!("paid"), 4_950));
        assert_eq!(ints(&paid["tenders"], "amount"), [5_050, 3_000]);
        assert_eq!(paid["tenders"][1]["reference"], "0098");
        assert_eq!(paid["paid_by"], "manager");
        assert_eq!(on(&app, Account::CashDrawer(app.branch)).await, 5_050);
        assert_eq!(on(&app, Account::Clearing(ledger::Channel::BankCard, app.branch)).await, 3_000);
        assert_eq!(on(&app, Account::Revenue(app.branch)).await, -8_050);
    }

    async fn a_quote_shows_what_is_missing_and_changes_nothing(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 8_000, 1).await;
        let before = till.show(&bill).await;
        let tenders = json!([{ "kind": "wechat", "amount": 3_000, "reference": "" }]);
        let shown = till.person.post(&format!("/api/bill/{bill}/settlement"), json!({ "tenders": tenders })).await.ok();
        assert_eq!(int(&shown["rest"]), 5_000);
        assert_eq!((shown["cells"][0]["part"].as_str(), int(&shown["cells"][0]["amount"])), (Some("money"), 3_000));
        assert_eq!(till.show(&bill).await, before);
    }

    async fn the_server_prices_and_a_client_that_expects_another_total_is_refused(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 34_500, 1).await;
        let one = json!([{ "kind": "cash", "received": 100 }]);
        let refused = till.try_pay(&bill, one, 100).await.refused("bill.total_changed");
        assert_eq!(int(&refused["params"]["total"]), 34_500);
        assert_eq!(till.show(&bill).await["state"], "open");
    }

    async fn tenders_that_do_not_fit_are_refused_and_nothing_is_taken(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.try_pay(&bill, json!([]), 0).await.refused("bill.empty");
        till.add_service(&bill, 8_000, 1).await;
        let wechat = |amount: i64| json!({ "kind": "wechat", "amount": amount, "reference": "1" });
        let short = till.try_pay(&bill, json!([wechat(7_999)]), 8_000).await.refused("bill.tenders_short");
        assert_eq!(int(&short["params"]["rest"]), 1);
        till.try_pay(&bill, json!([wechat(8_001)]), 8_000).await.refused("bill.tender_above_rest");
        till.try_pay(&bill, json!([wechat(0)]), 8_000).await.refused("bill.tender_empty");
        till.try_pay(&bill, json!([wechat(-8_000)]), 8_000).await.refused("bill.tender_empty");
        let many: Vec<_> = (0..21).map(|_| wechat(1)).collect();
        till.try_pay(&bill, json!(many), 8_000).await.refused("bill.tenders_full");
        let long = json!([{ "kind": "wechat", "amount": 8_000, "reference": "1".repeat(101) }]);
        till.try_pay(&bill, long, 8_000).await.refused("bill.text_too_long");
        till.try_pay(&bill, by_card(NOWHERE, 8_000), 8_000).await.refused("card.unknown");
        let floating = json!({ "tenders": [{ "kind": "cash", "received": 80.5 }], "expected_total": 8_000 });
        let reply = till.person.post_once(&format!("/api/bill/{bill}/pay"), floating).await;
        assert_eq!(reply.status, 400);
        let unknown = json!({ "tenders": [{ "kind": "cash", "received": 8_000, "tip": 1 }], "expected_total": 8_000 });
        assert_eq!(till.person.post_once(&format!("/api/bill/{bill}/pay"), unknown).await.status, 400);
        assert_eq!(on(&app, Account::CashDrawer(app.branch)).await, 0);
        assert_eq!(till.show(&bill).await["state"], "open");
    }

    async fn a_bill_that_costs_nothing_is_paid_with_nothing(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 5_000, 1).await;
        let free = json!({ "line": null, "percent_ppm": 1_000_000, "reason": "免单" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), free).await.ok();
        assert_eq!(till.pay(&bill, json!([])).await["state"], "paid");
        assert_eq!(till.refund(&bill, json!(null)).await["state"], "refunded");
    }

    async fn a_card_is_sold_topped_up_and_used_lot_by_lot(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        app.later(60);
        till.use_card(&customer, &card, 114_563).await;
        app.later(60);
        till.top_up(&customer, &card, 50_000, 8_000).await;
        app.later(60);
        till.use_card(&customer, &card, 12_000).await;
        let detail = till.person.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!(ints(&detail["lots"], "principal_left"), [0, 44_342]);
        assert_eq!(ints(&detail["lots"], "bonus_left"), [0, 7_095]);
        let kinds: Vec<&str> = detail["moves"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["use", "top_up", "use", "sale"]);
        assert_eq!((int(&detail["moves"][0]["principal"]), int(&detail["moves"][0]["bonus"])), (-10_189, -1_811));
        assert_eq!((int(&detail["card"]["principal"]), int(&detail["card"]["bonus"])), (44_342, 7_095));
    }

    async fn stored_value_pays_only_for_services_of_its_own_customer(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let bill = till.open().await;
        till.add_service(&bill, 5_000, 1).await;
        till.try_pay(&bill, by_card(&card, 5_000), 5_000).await.refused("bill.proof_needed");
        till.person.put(&format!("/api/bill/{bill}/customer"), json!({ "customer": customer })).await.ok();
        let plan = plan(&app, 30_000, 0).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        let refused = till.try_pay(&bill, by_card(&card, 35_000), 35_000).await.refused("card.not_for_card_sale");
        assert_eq!(int(&refused["params"]["rest"]), 5_000);
        let twice = json!([{ "kind": "card", "card": card, "amount": 2_000 }, { "kind": "card", "card": card, "amount": 3_000 }]);
        till.try_pay(&bill, twice, 35_000).await.refused("bill.card_twice");
        let both = json!([{ "kind": "card", "card": card, "amount": 5_000 }, { "kind": "cash", "received": 30_000 }]);
        till.pay(&bill, both).await;
        assert_eq!(till.held(&card).await, (95_833, 19_167));
    }

    async fn a_card_cannot_pay_more_than_it_holds(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 10_000, 2_000).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 12_001, 1).await;
        let refused = till.try_pay(&bill, by_card(&card, 12_001), 12_001).await.refused("card.balance_short");
        assert_eq!(int(&refused["params"]["left"]), 12_000);
        let rest = json!([{ "kind": "card", "card": card, "amount": 12_000 }, { "kind": "cash", "received": 1 }]);
        till.pay(&bill, rest).await;
        assert_eq!(till.held(&card).await, (0, 0));
    }

    async fn a_card_is_topped_up_on_a_bill_of_its_holder(app) {
        let till = Till::new(&app);
        let (holder, other) = (member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&holder, 10_000, 0).await;
        let bill = till.open_for(&other).await;
        till.add(&bill, json!({ "kind": "top_up", "card": card, "amount": 1_000, "bonus": 0 })).await;
        till.try_pay(&bill, json!([{ "kind": "cash", "received": 1_000 }]), 1_000).await.refused("bill.card_of_another");
    }

    async fn a_card_sale_needs_to_know_whose_card_it_is(app) {
        let till = Till::new(&app);
        let plan = plan(&app, 30_000, 0).await;
        let bill = till.open().await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        let cash = json!([{ "kind": "cash", "received": 30_000 }]);
        till.try_pay(&bill, cash, 30_000).await.refused("bill.customer_missing");
    }

    async fn a_card_of_another_branch_leaves_each_branch_balanced(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let there = Till { app: &app, person: &app.elsewhere, branch: app.second_branch.to_string() };
        let (bill, _) = there.use_card(&customer, &card, 12_000).await;
        assert_eq!(on(&app, Account::DueTo(app.second_branch)).await, -10_000);
        assert_eq!(on(&app, Account::DueFrom(app.branch)).await, 10_000);
        assert_eq!(on(&app, Account::Revenue(app.second_branch)).await, -10_000);
        there.refund(&bill, json!(null)).await;
        assert_eq!(on(&app, Account::DueTo(app.second_branch)).await, 0);
        assert_eq!(till.held(&card).await, (100_000, 20_000));
    }

    async fn taxes_are_shown_and_posted_for_money_and_principal_only(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let vat = json!([{ "name": "增值税", "rate_ppm": 60_000, "inclusive": true }]);
        let local = json!([{ "name": "Sales tax", "rate_ppm": 80_000, "inclusive": false }]);
        let bill = till.open_for(&customer).await;
        for (price, taxes) in [(12_000, vat), (10_000, local)] {
            let service = taxed_service(&app, price, taxes).await;
            till.add(&bill, json!({ "kind": "service", "service": service })).await;
        }
        let shown = till.show(&bill).await;
        assert_eq!((int(&shown["tax_added"]), int(&shown["total"])), (800, 22_800));
        assert_eq!(int(&shown["lines"][0]["taxes"][0]["amount"]), 679);
        assert_eq!(int(&shown["lines"][1]["taxes"][0]["amount"]), 800);
        till.pay(&bill, by_card(&card, 22_800)).await;
        let rate = |ppm| kernel::Rate::from_ppm(ppm).unwrap();
        // Of 228.00, 190.00 were paid in: 100.00 for the first line and 90.00 for the second.
        assert_eq!(on(&app, Account::OutputTax(rate(60_000), app.branch)).await, -566);
        assert_eq!(on(&app, Account::OutputTax(rate(80_000), app.branch)).await, -667);
        assert_eq!(on(&app, Account::Revenue(app.branch)).await, -17_767);
        till.refund(&bill, json!(null)).await;
        assert_eq!(on(&app, Account::OutputTax(rate(80_000), app.branch)).await, 0);
        assert_eq!(on(&app, Account::Revenue(app.branch)).await, 0);
    }

    async fn a_paid_bill_cannot_be_changed(app) {
        let till = Till::new(&app);
        let (bill, line) = till.paid_service(5_000).await;
        let path = format!("/api/bill/{bill}");
        let new = json!({ "kind": "service", "service": service(&app, 100).await });
        till.person.post(&format!("{path}/line"), new).await.refused("bill.already_paid");
        till.person.delete(&format!("{path}/line/{line}")).await.refused("bill.already_paid");
        till.person.put(&format!("{path}/rounding"), json!({ "to": "ten" })).await.refused("bill.already_paid");
        till.try_pay(&bill, json!([{ "kind": "cash", "received": 5_000 }]), 5_000).await.refused("bill.already_paid");
    }

    async fn a_receipt_tells_what_was_used_and_what_is_left(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (sale, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let receipt = till.person.get(&format!("/api/bill/{sale}/receipt")).await.ok();
        assert_eq!((int(&receipt["cards"][0]["principal_left"]), int(&receipt["cards"][0]["bonus_left"])), (100_000, 20_000));
        let (bill, _) = till.use_card(&customer, &card, 12_000).await;
        till.use_card(&customer, &card, 6_000).await;
        let members = till.person.get("/api/customer?kind=member").await.ok();
        assert_eq!(members["items"][0]["last_visit"], "2026-03-02");
        let receipt = till.person.get(&format!("/api/bill/{bill}/receipt")).await.ok();
        let after = &receipt["cards"][0];
        assert_eq!((int(&after["used_principal"]), int(&after["used_bonus"])), (10_000, 2_000));
        assert_eq!((int(&after["principal_left"]), int(&after["bonus_left"])), (90_000, 18_000));
        assert!(after["number"].as_str().unwrap().starts_with("***"));
        assert_eq!((&receipt["cashier"], &receipt["organisation"]), (&json!("manager"), &json!("青丝造型")));
        assert_eq!(receipt["branch"]["name"], "春风路店");
        assert_eq!((&receipt["printed_before"], &receipt["points"]), (&json!(false), &json!(0)));
        assert_eq!(till.person.post(&format!("/api/bill/{bill}/printed"), json!({})).await.status, 204);
        let again = till.person.get(&format!("/api/bill/{bill}/receipt")).await.ok();
        assert_eq!(again["printed_before"], true);
    }

    async fn a_card_topped_up_on_the_bill_it_pays_is_shown_with_both(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 12_000, 1).await;
        till.add(&bill, json!({ "kind": "top_up", "card": card, "amount": 50_000, "bonus": 0 })).await;
        let tenders = json!([{ "kind": "card", "card": card, "amount": 12_000 }, { "kind": "cash", "received": 50_000 }]);
        till.pay(&bill, tenders).await;
        let receipt = till.person.get(&format!("/api/bill/{bill}/receipt")).await.ok();
        assert_eq!(receipt["cards"].as_array().unwrap().len(), 1);
        assert_eq!(int(&receipt["cards"][0]["principal_left"]), 140_000);
        assert_eq!(till.held(&card).await, (140_000, 18_000));
    }

    async fn the_same_key_gives_the_same_answer_and_another_body_is_refused(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 5_000, 1).await;
        let path = format!("/api/bill/{bill}/pay");
        let wish = json!({ "tenders": [{ "kind": "cash", "received": 5_000 }], "expected_total": 5_000 });
        till.person.post(&path, wish.clone()).await.refused("store.key_needed");
        let first = till.person.post_with_key(&path, wish.clone(), "once").await.ok();
        let again = till.person.post_with_key(&path, wish, "once").await.ok();
        assert_eq!(first, again);
        assert_eq!(on(&app, Account::CashDrawer(app.branch)).await, 5_000);
        let other = json!({ "tenders": [{ "kind": "cash", "received": 6_000 }], "expected_total": 5_000 });
        till.person.post_with_key(&path, other, "once").await.refused("store.key_reused");
        let paid = till.show(&bill).await;
        assert_eq!(id(&paid), bill);
    }
}
