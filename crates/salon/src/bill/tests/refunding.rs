//! Refunding a bill.

use crate::ledger::{self, Account, Unit};
use crate::salon_test;
use crate::testing::till::{Till, by_card, int, ints, member};
use kernel::Currency;
use serde_json::json;

salon_test! {
    async fn the_worked_bill_is_paid_and_its_second_line_refunded_to_the_fen(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        app.later(60);
        till.use_card(&customer, &card, 114_563).await;
        till.top_up(&customer, &card, 50_000, 8_000).await;
        let bill = till.open_for(&customer).await;
        let mut lines = Vec::new();
        for price in [12_800, 38_800, 9_990] {
            lines.push(till.add_service(&bill, price, 1).await);
        }
        let coupon = json!({ "line": null, "amount": 5_000, "reason": "优惠券" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), coupon).await.ok();
        till.person.put(&format!("/api/bill/{bill}/rounding"), json!({ "to": "yuan" })).await.ok();
        let tenders = json!([
            { "kind": "card", "card": card, "amount": 12_000 },
            { "kind": "wechat", "amount": 44_500, "reference": "4200001234" },
        ]);
        let quote = till.person.post(&format!("/api/bill/{bill}/settlement"), json!({ "tenders": tenders })).await.ok();
        let amounts = ints(&quote["cells"], "amount");
        assert_eq!(amounts[..6], [188, 571, 147, 188, 570, 147]);
        assert_eq!(amounts[6..12], [942, 2_854, 735, 1_176, 3_564, 918]);
        let paid = till.pay(&bill, tenders).await;
        assert_eq!((int(&paid["total"]), ints(&paid["lines"], "net")), (56_500, vec![11_742, 35_593, 9_165]));
        assert_eq!((int(&paid["tenders"][0]["principal"]), int(&paid["tenders"][0]["bonus"])), (10_189, 1_811));

        let second = json!([{ "line": lines[1], "quantity": 1 }]);
        let quote = till.quote(&bill, second.clone()).await;
        assert_eq!(int(&quote["total"]), 35_593);
        let refunded = till.refund(&bill, second.clone()).await;
        assert_eq!(refunded["state"], "partly_refunded");
        let refund = &refunded["refunds"][0];
        assert_eq!((int(&refund["total"]), refund["tenders"].clone()), (35_593, quote["tenders"].clone()));
        assert_eq!((int(&refund["tenders"][0]["principal"]), int(&refund["tenders"][0]["bonus"])), (6_418, 1_141));
        assert_eq!(int(&refund["tenders"][1]["amount"]), 28_034);
        let detail = till.person.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!(ints(&detail["lots"], "principal_left"), [2_854, 47_906]);
        assert_eq!(ints(&detail["lots"], "bonus_left"), [571, 7_665]);
        till.person.post(&format!("/api/bill/{bill}/refund/quote"), json!({ "lines": second })).await.refused("bill.refund_above_rest");

        let refunded = till.refund(&bill, json!(null)).await;
        assert_eq!((&refunded["state"], refunded["refunds"].as_array().unwrap().len()), (&json!("refunded"), 2));
        let detail = till.person.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!(ints(&detail["lots"], "principal_left"), [4_531, 50_000]);
        assert_eq!(ints(&detail["lots"], "bonus_left"), [906, 8_000]);
    }

    async fn three_of_a_line_are_given_back_one_by_one(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let line = till.add_service(&bill, 3_335, 3).await;
        let reduction = json!({ "line": null, "amount": 5, "reason": "零头" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), reduction).await.ok();
        let tenders = json!([{ "kind": "alipay", "amount": 3_334, "reference": "" }, { "kind": "cash", "received": 6_666 }]);
        till.pay(&bill, tenders).await;
        let mut given = Vec::new();
        for _ in 0..3 {
            let shown = till.refund(&bill, json!([{ "line": line, "quantity": 1 }])).await;
            given.push(int(&shown["refunds"].as_array().unwrap().last().unwrap()["total"]));
        }
        assert_eq!(given, [3_333, 3_334, 3_333]);
        let shown = till.show(&bill).await;
        assert_eq!((&shown["state"], int(&shown["lines"][0]["refunded"])), (&json!("refunded"), 10_000));
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let drawer = ledger::balance(&mut tx, Account::CashDrawer(app.branch), Unit::Money(Currency::CNY)).await.unwrap();
        assert_eq!(drawer, 0);
    }

    async fn what_cannot_be_given_back_is_refused(app) {
        let till = Till::new(&app);
        let open = till.open().await;
        let quote = |bill: &str| format!("/api/bill/{bill}/refund/quote");
        till.person.post(&quote(&open), json!({ "lines": null })).await.refused("bill.not_paid");
        let (bill, line) = till.paid_service(5_000).await;
        let some = |quantity: i64| json!({ "lines": [{ "line": line, "quantity": quantity }] });
        till.person.post(&quote(&bill), some(2)).await.refused("bill.refund_above_rest");
        till.person.post(&quote(&bill), some(0)).await.refused("bill.quantity_out_of_range");
        till.person.post(&quote(&bill), some(i64::MAX)).await.refused("bill.refund_above_rest");
        let unknown = json!({ "lines": [{ "line": open, "quantity": 1 }] });
        till.person.post(&quote(&bill), unknown).await.refused("bill.line_unknown");
        till.person.post(&quote(&bill), json!({ "lines": [] })).await.refused("bill.refund_empty");
        let path = format!("/api/bill/{bill}/refund");
        let wish = |total: i64, reason: &str| json!({ "lines": null, "reason": reason, "expected_total": total });
        till.person.post_once(&path, wish(5_000, " ")).await.refused("bill.reason");
        let refused = till.person.post_once(&path, wish(4_999, "错")).await.refused("bill.total_changed");
        assert_eq!(int(&refused["params"]["total"]), 5_000);
        app.reception.post_once(&path, wish(5_000, "错")).await.refused("access.forbidden");
        till.person.post_once(&path, wish(5_000, "错")).await.ok();
        till.person.post_once(&path, wish(5_000, "错")).await.refused("bill.refund_empty");
    }

    async fn an_untouched_card_is_given_back_and_closed(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (sale, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let refunded = till.refund(&sale, json!(null)).await;
        assert_eq!(refunded["refunds"][0]["tenders"][0]["amount"], 100_000);
        let detail = till.person.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!((&detail["card"]["state"], till.held(&card).await), (&json!("closed"), (0, 0)));
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 5_000, 1).await;
        till.try_pay(&bill, by_card(&card, 5_000), 5_000).await.refused("card.closed");
        let top_up = json!({ "kind": "top_up", "card": card, "amount": 1, "bonus": 0 });
        till.person.post(&format!("/api/bill/{bill}/line"), top_up).await.refused("card.closed");
    }

    async fn a_used_card_is_not_given_back_until_what_it_paid_is(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (sale, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let (used, _) = till.use_card(&customer, &card, 12_000).await;
        till.person.post(&format!("/api/bill/{sale}/refund/quote"), json!({ "lines": null })).await.refused("card.lot_used");
        let wish = json!({ "lines": null, "reason": "退卡", "expected_total": 100_000 });
        till.person.post_once(&format!("/api/bill/{sale}/refund"), wish).await.refused("card.lot_used");
        assert_eq!(till.held(&card).await, (90_000, 18_000));
        till.refund(&used, json!(null)).await;
        till.refund(&sale, json!(null)).await;
        assert_eq!(till.held(&card).await, (0, 0));
    }

    async fn a_top_up_is_undone_and_the_card_stays(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let (top_up, _) = till.top_up(&customer, &card, 50_000, 8_000).await;
        assert_eq!(till.held(&card).await, (150_000, 28_000));
        till.refund(&top_up, json!(null)).await;
        assert_eq!(till.held(&card).await, (100_000, 20_000));
        till.use_card(&customer, &card, 12_000).await;
        assert_eq!(till.held(&card).await, (90_000, 18_000));
    }
}
