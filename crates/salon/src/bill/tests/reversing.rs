//! Undoing a paid bill of today 反结账.

use crate::salon_test;
use crate::testing::till::{Till, int, member};
use crate::testing::unknown_id;
use serde_json::{Value, json};

async fn reverse(till: &Till<'_>, bill: &str, reopen: bool) -> crate::testing::Reply {
    let wish = json!({ "reason": "结错了", "reopen": reopen });
    till.person.post_once(&format!("/api/bill/{bill}/reverse"), wish).await
}

async fn held(till: &Till<'_>) -> Value {
    till.person.get(&format!("/api/bill/unapplied?branch={}", till.branch)).await.ok()["items"].clone()
}

salon_test! {
    async fn the_new_bill_takes_the_money_that_was_held_and_the_rest_is_paid_back(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let bill = till.open_for(&customer).await;
        let line = till.add_service(&bill, 12_800, 1).await;
        till.add_service(&bill, 5_000, 1).await;
        let wish = json!({ "line": line, "unit_price": 10_000, "reason": "老客价" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), wish).await.ok();
        let tenders = json!([
            { "kind": "card", "card": card, "amount": 6_000 },
            { "kind": "wechat", "amount": 7_000, "reference": "4200001" },
            { "kind": "cash", "received": 2_000 },
        ]);
        till.pay(&bill, tenders).await;
        let undone = reverse(&till, &bill, true).await.ok();
        assert_eq!(undone["bill"]["state"], "reversed");
        assert_eq!(undone["bill"]["reversal"]["new_bill"], undone["new_bill"]["id"]);
        assert_eq!((int(&undone["new_bill"]["total"]), &undone["new_bill"]["replaces"]), (15_000, &json!(bill)));
        assert_eq!(till.held(&card).await, (100_000, 20_000));
        reverse(&till, &bill, false).await.refused("bill.not_paid");
        let money = held(&till).await;
        assert_eq!((int(&money[0]["left"]), &money[0]["reference"]), (7_000, &json!("4200001")));
        let receipt = money[0]["id"].as_str().unwrap();
        let new = undone["new_bill"]["id"].as_str().unwrap();
        let take = |amount: i64| json!([
            { "kind": "unapplied", "receipt": receipt, "amount": amount },
            { "kind": "cash", "received": 15_000 - amount },
        ]);
        let refused = till.try_pay(new, take(7_001), 15_000).await.refused("bill.receipt_short");
        assert_eq!(int(&refused["params"]["left"]), 7_000);
        let unknown = json!([{ "kind": "unapplied", "receipt": unknown_id(), "amount": 15_000 }]);
        till.try_pay(new, unknown, 15_000).await.refused("bill.receipt_unknown");
        till.pay(new, take(6_000)).await;
        let back = format!("/api/bill/unapplied/{receipt}/refund");
        let wish = |amount: i64| json!({ "amount": amount, "reason": "多收" });
        till.person.post_once(&back, wish(0)).await.refused("bill.amount_empty");
        till.person.post_once(&back, wish(1_001)).await.refused("bill.receipt_short");
        assert_eq!(int(&till.person.post_once(&back, wish(1_000)).await.ok()["left"]), 0);
        assert_eq!(held(&till).await, json!([]));
        // Undone once more, the money that it took is held again.
        reverse(&till, new, false).await.ok();
        assert_eq!(int(&held(&till).await[0]["left"]), 6_000);
    }

    async fn a_bill_of_another_day_or_partly_refunded_is_not_undone(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let line = till.add_service(&bill, 10_000, 2).await;
        reverse(&till, &bill, false).await.refused("bill.not_paid");
        till.pay_cash(&bill).await;
        let wish = json!({ "reason": "", "reopen": false });
        till.person.post_once(&format!("/api/bill/{bill}/reverse"), wish).await.refused("bill.reason");
        till.refund(&bill, json!([{ "line": line, "quantity": 1 }])).await;
        reverse(&till, &bill, false).await.refused("bill.refunded_in_part");
        let (old, _) = till.paid_service(5_000).await;
        app.later(24 * 3600);
        reverse(&till, &old, false).await.refused("bill.day_over");
        let (closed, _) = till.paid_service(5_000).await;
        let wish = json!({ "branch": app.branch, "day": till.show(&closed).await["business_day"] });
        till.person.post_once("/api/till/day", wish).await.ok();
        reverse(&till, &closed, false).await.refused("bill.day_closed");
    }

    async fn a_card_that_was_sold_and_used_keeps_its_bill_from_being_undone(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (sold, card) = till.sell_card(&customer, 100_000, 0).await;
        let (used, _) = till.use_card(&customer, &card, 5_000).await;
        reverse(&till, &sold, true).await.refused("card.lot_used");
        reverse(&till, &used, false).await.ok();
        let undone = reverse(&till, &sold, true).await.ok();
        let new = undone["new_bill"]["id"].as_str().unwrap();
        till.pay_cash(new).await;
        let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
        assert_eq!(cards["items"].as_array().unwrap().iter().filter(|card| card["state"] == "active").count(), 1);
    }

    async fn only_who_may_undoes_a_bill(app) {
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        let reception = Till { person: &app.reception, ..Till::new(&app) };
        reverse(&reception, &bill, false).await.refused("access.forbidden");
    }

    async fn one_bill_is_undone_once_by_many_tills(app) {
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        let replies = futures_util::future::join_all((0..6).map(|_| reverse(&till, &bill, false))).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
    }

    async fn money_goes_another_way_only_by_permission_and_never_out_of_a_card(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 0).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 10_000, 2).await;
        let tenders = json!([
            { "kind": "card", "card": card, "amount": 8_000 },
            { "kind": "wechat", "amount": 12_000, "reference": "42" },
        ]);
        let paid = till.pay(&bill, tenders).await;
        let tender = |place: usize| paid["tenders"][place]["id"].clone();
        let line = paid["lines"][0]["id"].clone();
        let wish = |way: Value| json!({
            "lines": [{ "line": line, "quantity": 1 }], "reason": "退", "expected_total": 10_000, "other_ways": [way],
        });
        let path = format!("/api/bill/{bill}/refund");
        let cash = |place: usize| json!({ "to": "cash", "tender": tender(place) });
        till.person.post_once(&path, wish(cash(0))).await.refused("bill.other_way");
        let onto = |consent: bool| json!({ "to": "card", "tender": tender(1), "card": card, "consent": consent });
        till.person.post_once(&path, wish(onto(false))).await.refused("bill.consent_needed");
        till.person.post_once(&path, wish(onto(true))).await.ok();
        assert_eq!(till.held(&card).await, (92_000 + 4_000 + 6_000, 0));
        let shown = till.person.post_once(&path, wish(cash(1))).await.ok();
        assert_eq!(shown["refunds"][1]["tenders"][1]["to"], "cash");
    }

    async fn another_price_and_giving_away_are_for_who_may(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let line = till.add_service(&bill, 10_000, 2).await;
        let path = format!("/api/bill/{bill}/reduction");
        let to = |price: i64| json!({ "line": line, "unit_price": price, "reason": "改价" });
        till.person.put(&path, to(-1)).await.refused("bill.price_below_zero");
        till.person.put(&path, json!({ "line": null, "unit_price": 1, "reason": "改价" })).await.refused("bill.reduction_unclear");
        let dearer = till.person.put(&path, to(12_000)).await.ok();
        assert_eq!((int(&dearer["total"]), int(&dearer["reduction_total"])), (24_000, -4_000));
        assert_eq!(dearer["lines"][0]["trace"][1]["code"], "price_changed");
        assert_eq!(int(&till.person.put(&path, to(0)).await.ok()["total"]), 0);
        let person = app.person_who_may(&["bill.read", "bill.write", "bill.reduce"]).await;
        let free = json!({ "line": line, "percent_ppm": 1_000_000, "reason": "免单" });
        person.put(&path, free).await.refused("access.forbidden");
        assert_eq!(int(&person.put(&path, to(9_000)).await.ok()["total"]), 18_000);
    }
}
