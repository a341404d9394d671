//! Days that are closed, and what comes after.

use super::{cash, moved, open, try_hand_over};
use crate::salon_test;
use crate::testing::tampering::found_after;
use crate::testing::till::{Till, by_card, int, member, service, visits_plan};
use crate::testing::{Person, Reply, TestApp, id, unknown_id};
use serde_json::{Value, json};

const TODAY: &str = "2026-03-02";
const TOMORROW: &str = "2026-03-03";
/// From two in the afternoon past the cut-off.
const PAST_THE_CUT_OFF: i64 = 14 * 3600;

async fn try_close(person: &Person, app: &TestApp, day: &str) -> Reply {
    person.post_once("/api/till/day", json!({ "branch": app.branch, "day": day })).await
}

async fn close(app: &TestApp, day: &str) -> Value {
    try_close(&app.manager, app, day).await.ok()
}

async fn closing(app: &TestApp) -> Value {
    app.manager.get(&format!("/api/till/closing?branch={}", app.branch)).await.ok()
}

async fn shown(app: &TestApp, closed: &Value) -> Value {
    app.finance.get(&format!("/api/till/day/{}", id(closed))).await.ok()
}

fn tender<'a>(closed: &'a Value, kind: &str) -> &'a Value {
    let tenders = closed["report"]["tenders"].as_array().unwrap();
    tenders.iter().find(|tender| tender["tender"] == kind).unwrap()
}

async fn paid_by(till: &Till<'_>, price: i64, tenders: Value) -> String {
    let bill = till.open().await;
    till.add_service(&bill, price, 1).await;
    till.pay(&bill, tenders).await;
    bill
}

salon_test! {
    async fn what_happens_after_a_day_was_closed_belongs_to_the_next(app) {
        let till = Till::new(&app);
        let (first, _) = till.paid_service(5_000).await;
        let (second, _) = till.paid_service(3_000).await;
        let closed = close(&app, TODAY).await;
        assert_eq!((int(&closed["number"]), int(&closed["report"]["takings"])), (1, 8_000));
        assert_eq!(closing(&app).await["day"], Value::Null);

        let (late, _) = till.paid_service(700).await;
        assert_eq!(till.show(&late).await["business_day"], TOMORROW);
        till.refund(&first, Value::Null).await;
        let reversal = json!({ "reason": "结错了", "reopen": false });
        let path = format!("/api/bill/{second}/reverse");
        till.person.post_once(&path, reversal.clone()).await.refused("bill.day_closed");
        // What was closed stands as it was.
        assert_eq!(shown(&app, &closed).await, closed);

        // A bill of the open day can be undone, although the clock still shows the day before.
        till.person.post_once(&format!("/api/bill/{late}/reverse"), reversal).await.ok();
        app.later(PAST_THE_CUT_OFF);
        let next = close(&app, TOMORROW).await;
        assert_eq!((int(&next["number"]), int(&next["report"]["takings"])), (2, -5_000));
        assert_eq!((int(&next["report"]["reversed"]), int(&next["report"]["refunds"])), (1, 1));
        let adjustment = &next["report"]["adjustments"][0];
        assert_eq!((&adjustment["bill"], &adjustment["bill_day"]), (&json!(first), &json!(TODAY)));
        assert_eq!(int(&adjustment["amount"]), 5_000);
        assert_eq!(shown(&app, &closed).await, closed);
    }

    async fn a_day_waits_for_its_bills_and_its_drawer(app) {
        let till = Till::new(&app);
        let session = open(&app, 10_000).await;
        let bill = till.open().await;
        till.add_service(&bill, 5_000, 1).await;
        let parked = till.open().await;
        till.person.post(&format!("/api/bill/{parked}/park"), json!({ "label": "三号位" })).await.ok();
        try_close(&app.reception, &app, TODAY).await.refused("access.forbidden");
        try_close(&app.elsewhere, &app, TODAY).await.refused("access.other_branch");
        try_close(&app.manager, &app, TOMORROW).await.refused("till.day_ahead");
        try_close(&app.manager, &app, TODAY).await.refused("till.session_open");
        let before = closing(&app).await;
        assert_eq!((&before["day"], &before["session"]), (&json!(TODAY), &json!(session)));
        assert_eq!((before["bills"].as_array().unwrap().len(), &before["report"]), (2, &Value::Null));

        try_hand_over(&app.reception, &session, cash(10_000), 0).await.ok();
        let refused = try_close(&app.manager, &app, TODAY).await.refused("till.bills_open");
        assert_eq!(int(&refused["params"]["count"]), 2);
        till.pay_cash(&bill).await;
        till.person.post(&format!("/api/bill/{parked}/void"), json!({ "reason": "走了" })).await.ok();
        let before = closing(&app).await;
        assert_eq!((int(&before["report"]["takings"]), before["bills"].as_array().unwrap().len()), (5_000, 0));
        close(&app, TODAY).await;
        try_close(&app.manager, &app, TODAY).await.refused("till.day_closed");
    }

    async fn days_are_closed_one_after_the_other(app) {
        let till = Till::new(&app);
        till.paid_service(1_000).await;
        close(&app, TODAY).await;
        app.later(PAST_THE_CUT_OFF);
        till.paid_service(2_000).await;
        app.later(24 * 3600);
        till.paid_service(3_000).await;
        let refused = try_close(&app.manager, &app, "2026-03-04").await.refused("till.earlier_day_open");
        assert_eq!(refused["params"]["day"], TOMORROW);
        assert_eq!(closing(&app).await["day"], TOMORROW);
        close(&app, TOMORROW).await;
        close(&app, "2026-03-04").await;
        let days = app.finance.get(&format!("/api/till/day?branch={}&limit=2", app.branch)).await.ok();
        let numbers: Vec<i64> = days["items"].as_array().unwrap().iter().map(|day| int(&day["number"])).collect();
        assert_eq!(numbers, [3, 2]);
        let after = days["next"].as_str().unwrap();
        let rest = app.finance.get(&format!("/api/till/day?branch={}&limit=2&after={after}", app.branch)).await.ok();
        assert_eq!((int(&rest["items"][0]["takings"]), &rest["next"]), (1_000, &Value::Null));
    }

    async fn a_day_is_closed_once_by_many(app) {
        let till = Till::new(&app);
        till.paid_service(1_000).await;
        let replies = futures_util::future::join_all((0..6).map(|_| try_close(&app.manager, &app, TODAY))).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
        for reply in replies.into_iter().filter(|reply| reply.status != 201) {
            reply.refused("till.day_closed");
        }
        let days = app.finance.get(&format!("/api/till/day?branch={}", app.branch)).await.ok();
        assert_eq!(days["items"].as_array().unwrap().len(), 1);
    }

    async fn a_payment_beside_a_closing_counts_on_one_day(app) {
        let till = Till::new(&app);
        let mut bills = Vec::new();
        for _ in 0..6 {
            let bill = till.open().await;
            till.add_service(&bill, 1_000, 1).await;
            bills.push(bill);
        }
        // Most tries meet a bill that still waits.
        let tries = async {
            loop {
                let reply = try_close(&app.manager, &app, TODAY).await;
                if reply.status == 201 {
                    return reply.ok();
                }
                reply.refused("till.bills_open");
            }
        };
        let payments = futures_util::future::join_all(bills.iter().map(|bill| till.pay_cash(bill)));
        let (closed, paid) = futures_util::future::join(tries, payments).await;
        let of_today = paid.iter().filter(|bill| bill["business_day"] == TODAY).count();
        assert_eq!(int(&closed["report"]["takings"]), 1_000 * i64::try_from(of_today).unwrap());
        let later = paid.iter().filter(|bill| bill["business_day"] == TOMORROW).count();
        assert_eq!(of_today + later, 6);
    }

    async fn what_was_counted_stands_beside_what_was_expected(app) {
        let till = Till::new(&app);
        till.paid_service(9_000).await;
        let session = open(&app, 20_000).await;
        till.paid_service(5_000).await;
        paid_by(&till, 3_000, json!([{ "kind": "wechat", "amount": 3_000, "reference": "" }])).await;
        let back = paid_by(&till, 400, json!([{ "kind": "alipay", "amount": 400, "reference": "" }])).await;
        till.refund(&back, Value::Null).await;
        moved(&app, &session, "paid_in", 300).await;
        moved(&app, &session, "paid_out", 100).await;
        moved(&app, &session, "bank_drop", 1_200).await;
        let counts = json!([{ "tender": "cash", "amount": 23_990 }, { "tender": "wechat", "amount": 3_050 }]);
        try_hand_over(&app.reception, &session, counts, 15_000).await.ok();
        let closed = close(&app, TODAY).await;
        let of_cash = json!({
            "tender": "cash", "received": 14_000, "given_back": 0, "expected": 14_000, "counted": 13_990, "difference": -10,
        });
        assert_eq!(tender(&closed, "cash"), &of_cash);
        assert_eq!(tender(&closed, "wechat")["difference"], 50);
        let alipay = tender(&closed, "alipay");
        assert_eq!((int(&alipay["received"]), int(&alipay["given_back"]), &alipay["counted"]), (400, 400, &Value::Null));
        let drawer = json!({
            "sessions": 1, "floats": 11_000, "paid_in": 300, "paid_out": 100, "bank_dropped": 1_200,
            "over_short": -10, "emptied": 8_990,
        });
        assert_eq!(closed["report"]["drawer"], drawer);
        assert_eq!(int(&closed["report"]["takings"]), 17_000);
        let days = app.finance.get(&format!("/api/till/day?branch={}", app.branch)).await.ok();
        assert_eq!(days["items"][0]["difference"], 40);
    }

    async fn what_was_delivered_stands_apart_from_what_was_received(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        till.use_card(&customer, &card, 12_000).await;
        let cut = service(&app, 8_000).await;
        let visits = visits_plan(&app, &cut, 50_000, 9, 1).await;
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": visits })).await;
        till.pay_cash(&bill).await;
        let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
        let cards = cards["items"].as_array().unwrap().clone();
        let times = id(cards.iter().find(|one| id(one) != card).unwrap());
        let bill = till.open_for(&customer).await;
        let line = till.add(&bill, json!({ "kind": "service", "service": cut, "quantity": 1 })).await;
        till.pay(&bill, json!([{ "kind": "visits", "card": times, "line": line }])).await;
        till.paid_service(3_000).await;
        let (back, _) = till.use_card(&customer, &card, 6_000).await;
        till.refund(&back, Value::Null).await;
        let (back, _) = till.paid_service(1_000).await;
        till.refund(&back, Value::Null).await;

        let report = close(&app, TODAY).await["report"].clone();
        assert_eq!((int(&report["takings"]), int(&report["card_sales"])), (153_000, 150_000));
        let delivered = json!({
            "money": 3_000, "on_account": 0, "principal": 10_000, "visits": 5_000, "bonus": 2_000, "points": 0,
        });
        assert_eq!(report["delivered"], delivered);
        // A refund on a later day takes from that day's work.
        app.later(PAST_THE_CUT_OFF);
        let (more, _) = till.use_card(&customer, &card, 6_000).await;
        till.refund(&more, Value::Null).await;
        assert_eq!(by_card(&card, 1)[0]["kind"], "card");
        let next = close(&app, TOMORROW).await["report"].clone();
        assert_eq!(int(&next["delivered"]["principal"]), 0);
    }

    async fn what_is_repaid_counts_in_the_takings_of_its_day(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 10_000, 1).await;
        till.pay(&bill, json!([{ "kind": "on_account", "amount": 10_000 }])).await;
        let report = close(&app, TODAY).await["report"].clone();
        assert_eq!((int(&report["takings"]), int(&report["delivered"]["on_account"])), (0, 10_000));
        app.later(PAST_THE_CUT_OFF);
        let debts = till.person.get(&format!("/api/bill/debt?branch={}&open=true", app.branch)).await.ok();
        let debt = id(&debts["items"][0]);
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "repayment", "debt": debt, "amount": 4_000 })).await;
        till.pay_cash(&bill).await;
        let closed = close(&app, TOMORROW).await;
        let report = &closed["report"];
        assert_eq!((int(&report["takings"]), int(&report["repaid"])), (4_000, 4_000));
        assert_eq!(int(&tender(&closed, "cash")["received"]), 4_000);
        assert_eq!(int(&report["delivered"]["money"]), 0);
    }

    async fn a_day_that_differs_from_the_books_is_named(app) {
        let till = Till::new(&app);
        till.paid_service(5_000).await;
        let closed = id(&close(&app, TODAY).await);
        let row = format!("branch {} {TODAY} number 1", app.branch);
        let takings = "UPDATE till_day SET takings = takings + 1 WHERE org_id = $1 AND id = $2";
        let found = found_after(&app, takings, &closed).await;
        assert_eq!(found, [("till.day_is_its_tenders".to_owned(), row.clone())]);
        let dropped = "UPDATE till_day SET report = REPLACE(report, '\"bank_dropped\":0', '\"bank_dropped\":7')
                       WHERE org_id = $1 AND id = $2";
        let found = found_after(&app, dropped, &closed).await;
        assert_eq!(found, [("till.day_is_the_books".to_owned(), row.clone())]);
        let kept = "UPDATE ledger_closed_balance SET amount = amount + 1
                    WHERE org_id = $1 AND account = 'cash_drawer'
                        AND branch_id = (SELECT branch_id FROM till_day WHERE org_id = $1 AND id = $2)";
        let found = found_after(&app, kept, &closed).await;
        assert_eq!(found, [("till.day_keeps_its_balance".to_owned(), row)]);
    }

    async fn a_z_report_is_handed_out_as_a_file(app) {
        let till = Till::new(&app);
        till.paid_service(5_050).await;
        let closed = id(&close(&app, TODAY).await);
        let csv = app.finance.get(&format!("/api/till/day/{closed}/export")).await;
        let text = String::from_utf8(csv.bytes).unwrap();
        assert!(text.contains("takings,cash,50.50,50.50,0.00,,"), "{text}");
        assert!(text.contains("day,business_day,2026-03-02"), "{text}");
        let xlsx = app.finance.get(&format!("/api/till/day/{closed}/export?format=xlsx")).await;
        assert!(xlsx.bytes.starts_with(b"PK"));
        app.finance.get(&format!("/api/till/day/{}", unknown_id())).await.refused("till.day_unknown");
        app.elsewhere.get(&format!("/api/till/day/{closed}")).await.refused("access.other_branch");
    }
}
