//! Moving the last day of what is on a card 延期.

use super::closing::{close, held};
use super::refund::{quote, refund_of};
use super::time::days_later;
use super::validity::{detail, ending_plan, sell, visit, visits_plan};
use crate::card::lapse_due;
use crate::ledger::Account;
use crate::salon_test;
use crate::testing::till::{Till, int, member, service};
use crate::testing::{Reply, TestApp, id, unknown_id};
use kernel::{CardId, LotId};
use serde_json::{Value, json};

fn wish(app: &TestApp, shown: &str, until: &str) -> Value {
    json!({ "branch": app.branch, "shown": shown, "until": until, "reason": "顾客出差" })
}

async fn extend(app: &TestApp, card: &str, shown: &str, until: &str) -> Reply {
    app.manager.post_once(&format!("/api/card/{card}/extend"), wish(app, shown, until)).await
}

async fn newest_event(app: &TestApp, card: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}/event")).await.ok()["items"][0].clone()
}

salon_test! {
    async fn visits_that_are_over_are_used_again_once_they_are_extended(app) {
        let till = Till::new(&app);
        let (customer, care) = (member(&app).await, service(&app, 12_000).await);
        let (_, card) = sell(&till, &customer, &visits_plan(&app, &care, json!({ "valid_days": 30 })).await).await;
        days_later(&app, 40).await;
        visit(&till, &customer, &card, &care).await.1.refused("card.time_over");
        assert_eq!(extend(&app, &card, "2026-03-31", "2026-06-30").await.ok()["valid_until"], "2026-06-30");
        visit(&till, &customer, &card, &care).await.1.ok();
        let event = newest_event(&app, &card).await;
        assert_eq!((&event["kind"], &event["last_day_before"], &event["last_day_after"], &event["reason"]),
            (&json!("extended"), &json!("2026-03-31"), &json!("2026-06-30"), &json!("顾客出差")));
        let path = format!("/api/card/{card}/extend");
        let again = wish(&app, "2026-06-30", "2026-07-31");
        let first = app.manager.post_with_key(&path, again.clone(), "extend-1").await.ok();
        assert_eq!(app.manager.post_with_key(&path, again, "extend-1").await.ok(), first);
    }

    async fn an_extended_day_stays_when_the_use_that_began_it_comes_back(app) {
        let till = Till::new(&app);
        let (customer, care) = (member(&app).await, service(&app, 12_000).await);
        let valid = json!({ "valid_days": 30, "valid_starts": "first_use" });
        let (_, card) = sell(&till, &customer, &visits_plan(&app, &care, valid).await).await;
        extend(&app, &card, "2026-03-31", "2026-06-30").await.refused("card.nothing_to_extend");
        let (bill, paid) = visit(&till, &customer, &card, &care).await;
        paid.ok();
        extend(&app, &card, "2026-03-31", "2026-06-30").await.ok();
        till.refund(&bill, json!(null)).await;
        assert_eq!(detail(&app, &card).await["card"]["valid_until"], "2026-06-30");
    }

    async fn days_go_on_and_what_was_earned_too_early_is_taken_back(app) {
        let till = Till::new(&app);
        let (customer, care) = (member(&app).await, service(&app, 12_000).await);
        let year = json!({ "name": "护理月卡", "kind": "time", "price": 30_000, "time": { "services": [care], "days": 30 } });
        let plan = id(&app.owner.post("/api/card/plan", year).await.ok());
        let (_, card) = sell(&till, &customer, &plan).await;
        days_later(&app, 14).await;
        extend(&app, &card, "2026-03-31", "2026-04-30").await.ok();
        // 15 of 60 days.
        let lot: LotId = lot_of(&app, &card).await;
        assert_eq!((held(&app, Account::TimeValue(lot)).await, held(&app, Account::Revenue(app.branch)).await), (-22_500, -7_500));
        let time = detail(&app, &card).await["card"]["time"].clone();
        assert_eq!((&time["ends_on"], int(&time["days_left"]), int(&time["days"])), (&json!("2026-04-30"), 45, 60));
        extend(&app, &card, "2026-04-30", "2026-05-30").await.ok();
        // 15 of 90 days: 25.00 of the 75.00 are taken back.
        assert_eq!((held(&app, Account::TimeValue(lot)).await, held(&app, Account::Revenue(app.branch)).await), (-25_000, -5_000));
        assert_eq!(int(&quote(&refund_of(&app, &card, "").await, "customer")["total"]), 25_000);
        days_later(&app, 75).await;
        extend(&app, &card, "2026-05-30", "2026-06-28").await.ok();
        close(&app, &card, "customer").await;
        assert_eq!((held(&app, Account::TimeValue(lot)).await, held(&app, Account::TerminationDifference(app.branch)).await), (0, 0));
    }

    async fn a_discount_card_and_bonus_are_extended(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let rates = json!({ "name": "八折卡", "kind": "discount", "price": 19_800, "time": { "days": 30 }, "rates": { "services_ppm": 800_000 } });
        let plan = id(&app.owner.post("/api/card/plan", rates).await.ok());
        let (_, card) = sell(&till, &customer, &plan).await;
        assert_eq!(extend(&app, &card, "2026-03-31", "2026-12-31").await.ok()["time"]["ends_on"], "2026-12-31");
        let (_, card) = sell(&till, &customer, &ending_plan(&app, "proportional", 30).await).await;
        days_later(&app, 10).await;
        till.top_up(&customer, &card, 50_000, 10_000).await;
        assert_eq!(extend(&app, &card, "2026-03-31", "2026-04-05").await.ok()["bonus_until"], "2026-04-05");
        let extended = extend(&app, &card, "2026-04-05", "2026-05-31").await.ok();
        assert_eq!(extended["bonus_until"], "2026-05-31");
        days_later(&app, 60).await;
        lapse_due(&app.app.db).await.unwrap();
        assert_eq!(till.held(&card).await, (150_000, 30_000));
        days_later(&app, 21).await;
        lapse_due(&app.app.db).await.unwrap();
        assert_eq!(till.held(&card).await, (150_000, 0));
        extend(&app, &card, "2026-05-31", "2026-12-31").await.refused("card.nothing_to_extend");
    }

    async fn what_cannot_be_extended_is_refused(app) {
        let till = Till::new(&app);
        let (customer, care) = (member(&app).await, service(&app, 12_000).await);
        let plan = visits_plan(&app, &care, json!({ "valid_days": 30 })).await;
        let (_, card) = sell(&till, &customer, &plan).await;
        let path = format!("/api/card/{card}/extend");
        app.reception.post_once(&path, wish(&app, "2026-03-31", "2026-04-30")).await.refused("access.forbidden");
        app.elsewhere.post_once(&path, wish(&app, "2026-03-31", "2026-04-30")).await.refused("access.other_branch");
        extend(&app, &unknown_id(), "2026-03-31", "2026-04-30").await.refused("card.unknown");
        let mut silent = wish(&app, "2026-03-31", "2026-04-30");
        silent["reason"] = json!(" ");
        app.manager.post_once(&path, silent).await.refused("card.reason");
        extend(&app, &card, "2026-03-30", "2026-04-30").await.refused("card.holds_changed");
        for until in ["2026-03-31", "2026-03-30", "2036-03-11"] {
            let refused = extend(&app, &card, "2026-03-31", until).await.refused("card.extend_day");
            assert_eq!(refused["params"]["last"], "2026-03-31");
        }
        days_later(&app, 60).await;
        extend(&app, &card, "2026-03-31", "2026-04-30").await.refused("card.extend_day");
        close(&app, &card, "shop").await;
        extend(&app, &card, "2026-03-31", "2026-06-30").await.refused("card.closed");
        let (_, money) = till.sell_card(&customer, 10_000, 2_000).await;
        extend(&app, &money, "2026-03-31", "2026-06-30").await.refused("card.nothing_to_extend");
    }
}

async fn lot_of(app: &TestApp, card: &str) -> LotId {
    let sql = "SELECT id FROM card_time WHERE org_id = $1 AND card_id = $2 ORDER BY id DESC LIMIT 1";
    let card: CardId = card.parse().unwrap();
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    tx.row(sql, crate::args![card], |row| row.take()).await.unwrap().unwrap()
}
