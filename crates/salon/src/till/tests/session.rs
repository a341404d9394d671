//! Drawers that are opened, used and handed over.

use super::{cash, held, moved, open, try_hand_over};
use crate::ledger::Account;
use crate::salon_test;
use crate::testing::till::Till;
use crate::testing::unknown_id;
use serde_json::{Value, json};

salon_test! {
    async fn a_drawer_is_counted_blind_and_the_difference_is_an_entry(app) {
        let till = Till::new(&app);
        till.paid_service(70_000).await;
        let session = open(&app, 50_000).await;
        assert_eq!(held(&app, Account::CashDrawer(app.branch)).await, 50_000);
        assert_eq!(held(&app, Account::CashSafe(app.branch)).await, 20_000);

        till.paid_service(5_000).await;
        let bill = till.open().await;
        till.add_service(&bill, 3_000, 1).await;
        till.pay(&bill, json!([{ "kind": "wechat", "amount": 3_000, "reference": "" }])).await;
        let (back, _) = till.paid_service(800).await;
        till.refund(&back, Value::Null).await;
        moved(&app, &session, "paid_in", 1_000).await;
        moved(&app, &session, "paid_out", 2_000).await;
        let shown = moved(&app, &session, "bank_drop", 10_000).await;
        assert_eq!((shown["moves"].as_array().unwrap().len(), shown["state"].as_str()), (3, Some("open")));
        assert!(!shown.to_string().contains("expected"));
        let drawer = app.reception.get(&format!("/api/till/drawer?branch={}", app.branch)).await.ok();
        assert!(!drawer.to_string().contains("expected"));

        let counts = json!([{ "tender": "cash", "amount": 43_900 }, { "tender": "wechat", "amount": 3_000 }]);
        let over = try_hand_over(&app.reception, &session, counts, 30_000).await.ok();
        let over = &over["handed_over"];
        let found = |place: usize| over["counts"][place].clone();
        assert_eq!(found(0), json!({ "tender": "cash", "expected": 44_000, "counted": 43_900, "difference": -100 }));
        assert_eq!(found(1), json!({ "tender": "wechat", "expected": 3_000, "counted": 3_000, "difference": 0 }));
        assert_eq!(found(2), json!({ "tender": "alipay", "expected": 0, "counted": null, "difference": null }));
        assert_eq!(over["emptied"], 13_900);
        assert_eq!(held(&app, Account::CashDrawer(app.branch)).await, 30_000);
        assert_eq!(held(&app, Account::CashOverShort(app.branch)).await, 100);
        assert_eq!(held(&app, Account::CashSafe(app.branch)).await, 33_900);
        assert_eq!(held(&app, Account::BankDeposit(app.branch)).await, 10_000);
        assert_eq!(held(&app, Account::PaidOut(app.branch)).await, 2_000);
        assert_eq!(held(&app, Account::PaidIn(app.branch)).await, -1_000);

        let drawer = app.reception.get(&format!("/api/till/drawer?branch={}", app.branch)).await.ok();
        assert_eq!((drawer["session"].clone(), drawer["left"].clone()), (Value::Null, json!(30_000)));
        let list = app.finance.get(&format!("/api/till/session?branch={}", app.branch)).await.ok();
        assert_eq!((list["items"][0]["counted"].clone(), list["items"][0]["difference"].clone()), (json!(43_900), json!(-100)));
        let shown = app.finance.get(&format!("/api/till/session/{session}")).await.ok();
        assert_eq!(shown["handed_over"]["counts"][0]["difference"], -100);
    }

    async fn what_came_in_before_a_session_is_not_counted_in_it(app) {
        let till = Till::new(&app);
        for (total, expected) in [(3_000, 3_000), (4_500, 4_500)] {
            let session = open(&app, 0).await;
            let bill = till.open().await;
            till.add_service(&bill, total, 1).await;
            till.pay(&bill, json!([{ "kind": "alipay", "amount": total, "reference": "" }])).await;
            let over = try_hand_over(&app.reception, &session, cash(0), 0).await.ok();
            assert_eq!(over["handed_over"]["counts"][2]["expected"], expected);
        }
    }

    async fn a_till_is_opened_once_by_many(app) {
        let wish = json!({ "branch": app.branch, "float": 20_000 });
        let tries = (0..8).map(|_| app.reception.post_once("/api/till/session", wish.clone()));
        let replies = futures_util::future::join_all(tries).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
        for reply in replies.into_iter().filter(|reply| reply.status != 201) {
            reply.refused("till.already_open");
        }
        assert_eq!(held(&app, Account::CashDrawer(app.branch)).await, 20_000);
    }

    async fn a_till_is_handed_over_once_by_many(app) {
        let session = open(&app, 20_000).await;
        let tries = (0..8).map(|_| try_hand_over(&app.reception, &session, cash(19_000), 0));
        let replies = futures_util::future::join_all(tries).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
        for reply in replies.into_iter().filter(|reply| reply.status != 200) {
            reply.refused("till.handed_over");
        }
        assert_eq!(held(&app, Account::CashOverShort(app.branch)).await, 1_000);
    }

    async fn a_request_that_comes_again_moves_cash_once(app) {
        let session = open(&app, 20_000).await;
        let path = format!("/api/till/session/{session}/move");
        let wish = json!({ "kind": "paid_out", "amount": 1_500, "reason": "快递费" });
        let first = app.reception.post_with_key(&path, wish.clone(), "move-1").await.ok();
        assert_eq!(app.reception.post_with_key(&path, wish, "move-1").await.ok(), first);
        assert_eq!(held(&app, Account::CashDrawer(app.branch)).await, 18_500);
        let other = json!({ "kind": "paid_out", "amount": 1_600, "reason": "快递费" });
        app.reception.post_with_key(&path, other, "move-1").await.refused("store.key_reused");
    }

    async fn what_cannot_be_is_refused_and_moves_nothing(app) {
        let below = json!({ "branch": app.branch, "float": -1 });
        app.reception.post_once("/api/till/session", below).await.refused("till.amount");
        let elsewhere = json!({ "branch": app.second_branch, "float": 0 });
        app.reception.post_once("/api/till/session", elsewhere).await.refused("access.other_branch");

        let session = open(&app, 20_000).await;
        let path = format!("/api/till/session/{session}/move");
        let wish = |amount: i64, reason: &str| json!({ "kind": "paid_out", "amount": amount, "reason": reason });
        app.reception.post_once(&path, wish(0, "水")).await.refused("till.amount");
        app.reception.post_once(&path, wish(100, "  ")).await.refused("till.reason");
        app.elsewhere.post_once(&path, wish(100, "水")).await.refused("access.other_branch");
        let nowhere = format!("/api/till/session/{}/move", unknown_id());
        app.reception.post_once(&nowhere, wish(100, "水")).await.refused("till.session_unknown");

        let hand_over = |counts, float| try_hand_over(&app.reception, &session, counts, float);
        hand_over(json!([]), 0).await.refused("till.counts");
        hand_over(cash(-1), 0).await.refused("till.amount");
        hand_over(cash(100), 101).await.refused("till.float_above_count");
        let long = json!({ "counts": cash(100), "next_float": 0, "note": "长".repeat(201) });
        let path = format!("/api/till/session/{session}/hand-over");
        app.reception.post_once(&path, long).await.refused("till.note");
        assert_eq!(held(&app, Account::CashDrawer(app.branch)).await, 20_000);

        hand_over(cash(20_000), 0).await.ok();
        let again = format!("/api/till/session/{session}/move");
        app.reception.post_once(&again, wish(100, "水")).await.refused("till.handed_over");
    }

    async fn a_drawer_of_another_branch_is_not_seen(app) {
        let session = open(&app, 20_000).await;
        app.elsewhere.get(&format!("/api/till/session/{session}")).await.refused("access.other_branch");
        app.elsewhere.get(&format!("/api/till/session?branch={}", app.branch)).await.refused("access.other_branch");
        app.other_owner.get(&format!("/api/till/session/{session}")).await.refused("till.session_unknown");
        app.stylist.get(&format!("/api/till/drawer?branch={}", app.branch)).await.refused("access.forbidden");
    }
}
