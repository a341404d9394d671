//! Cards that turn into cards of another plan.

use super::closing::{close, held, state_of};
use super::refund::{ten_visits, totals, use_visits};
use crate::ledger::Account;
use crate::salon_test;
use crate::testing::till::{Till, by_card, int, ints, member, plan, visits_plan};
use crate::testing::{Reply, TestApp, id, unknown_id};
use kernel::LotId;
use serde_json::{Value, json};

async fn shown(app: &TestApp, card: &str) -> Value {
    let detail = app.manager.get(&format!("/api/card/{card}")).await.ok();
    let visits: i64 = ints(&detail["card"]["visits"], "left").iter().sum();
    json!({ "principal": detail["card"]["principal"], "bonus": detail["card"]["bonus"], "visits": visits })
}

async fn convert(app: &TestApp, card: &str, plan: &str) -> Reply {
    let wish =
        json!({ "branch": app.branch, "plan": plan, "shown": shown(app, card).await, "reason": "升级金卡" });
    app.manager.post_once(&format!("/api/card/{card}/convert"), wish).await
}

salon_test! {
    async fn a_card_is_upgraded_once_the_difference_is_paid(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        till.use_card(&customer, &card, 12_000).await;
        let gold = plan(&app, 300_000, 100_000).await;
        let short = convert(&app, &card, &gold).await.refused("card.convert_short");
        assert_eq!(int(&short["params"]["short"]), 210_000);
        app.later(60);
        till.top_up(&customer, &card, 210_000, 70_000).await;
        let before = totals(&app, &card).await;
        let made = convert(&app, &card, &gold).await.ok();
        let new = id(&made);
        assert_eq!(made["plan"], json!(gold));
        assert_eq!((state_of(&app, &card).await, till.held(&card).await), (json!("closed"), (0, 0)));
        assert_eq!(till.held(&new).await, (300_000, 88_000));
        assert_eq!(totals(&app, &new).await, before);
        assert_eq!(held(&app, Account::Revenue(app.branch)).await, -10_000);
        let detail = app.manager.get(&format!("/api/card/{new}")).await.ok();
        assert_eq!(detail["lots"].as_array().unwrap().len(), 2);
        let lot: LotId = id(&detail["lots"][0]).parse().unwrap();
        assert_eq!(held(&app, Account::CardPrincipal(lot)).await, -90_000);
        let events = app.manager.get(&format!("/api/card/{new}/event")).await.ok();
        assert_eq!((&events["items"][0]["kind"], &events["items"][0]["other_card"]), (&json!("converted_in"), &json!(card)));
        till.use_card(&customer, &new, 12_000).await;
        close(&app, &new, "shop").await;
    }

    async fn visits_become_the_money_that_is_left_of_them(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (card, cut) = ten_visits(&till, &customer).await;
        use_visits(&till, &customer, &card, &cut, 4).await;
        let worth = ints(&app.manager.get(&format!("/api/card/{card}")).await.ok()["card"]["visits"], "value_left");
        let made = convert(&app, &card, &plan(&app, 50_000, 0).await).await.ok();
        let new = id(&made);
        assert_eq!((made["kind"].as_str(), till.held(&new).await), (Some("stored_value"), (worth[0], 0)));
        let moves = app.manager.get(&format!("/api/card/{new}")).await.ok();
        assert_eq!(moves["moves"][0]["kind"], "convert");
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, worth[0], 1).await;
        till.pay(&bill, by_card(&new, worth[0])).await;
        assert_eq!(till.held(&new).await, (0, 0));
        let statement = format!("/api/card/{card}/statement?from=2026-03-01&to=2026-03-31");
        let statement = app.manager.get(&statement).await.ok();
        assert_eq!((int(&statement["closing"]["visits"]), int(&statement["closing"]["visits_value"])), (0, 0));
    }

    async fn a_card_converts_once_and_keeps_its_password(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 0).await;
        let path = format!("/api/card/{card}/password");
        app.reception.put(&path, json!({ "password": "135790" })).await.ok();
        let wish = json!({ "branch": app.branch, "plan": plan(&app, 50_000, 0).await,
            "shown": shown(&app, &card).await, "reason": "换卡种" });
        let path = format!("/api/card/{card}/convert");
        let made = app.manager.post_with_key(&path, wish.clone(), "convert-1").await.ok();
        assert_eq!(made["has_password"], json!(true));
        assert_eq!(app.manager.post_with_key(&path, wish.clone(), "convert-1").await.ok(), made);
        app.manager.post_once(&path, wish.clone()).await.refused("card.closed");
        app.reception.post_once(&path, wish).await.refused("access.forbidden");
    }

    async fn a_card_that_cannot_turn_into_a_plan_is_left_as_it_is(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 0).await;
        let own = app.manager.get(&format!("/api/card/{card}")).await.ok()["card"]["plan"].as_str().unwrap().to_owned();
        convert(&app, &card, &own).await.refused("card.convert_same");
        convert(&app, &card, &unknown_id()).await.refused("card.plan_unknown");
        let service = crate::testing::till::service(&app, 1_000).await;
        convert(&app, &card, &visits_plan(&app, &service, 1_000, 10, 0).await).await.refused("card.convert_differs");
        let wish = json!({ "name": "先用赠送", "price": 100, "bonus": 10, "draw_order": "bonus_first" });
        let other = id(&app.owner.post("/api/card/plan", wish).await.ok());
        convert(&app, &card, &other).await.refused("card.convert_differs");
        let wish = json!({ "name": "停售", "price": 100, "active": false });
        let gone = id(&app.owner.post("/api/card/plan", wish).await.ok());
        convert(&app, &card, &gone).await.refused("card.plan_inactive");
        let wrong = json!({ "branch": app.branch, "plan": plan(&app, 100, 0).await, "reason": "换卡种",
            "shown": { "principal": 1, "bonus": 0, "visits": 0 } });
        app.manager.post_once(&format!("/api/card/{card}/convert"), wrong).await.refused("card.holds_changed");
        assert_eq!((till.held(&card).await, state_of(&app, &card).await), ((100_000, 0), json!("active")));
    }
}
