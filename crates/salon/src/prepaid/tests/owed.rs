//! What is owed to holders, now and by quarters.

use super::five_weeks_later;
use crate::salon_test;
use crate::testing::TestApp;
use crate::testing::till::{Till, int, member, service, visits_plan};
use serde_json::{Value, json};

async fn state(app: &TestApp) -> Value {
    app.owner.get("/api/prepaid/state").await.ok()["items"][0].clone()
}

async fn quarter(app: &TestApp, on: &str) -> Value {
    app.owner.get(&format!("/api/prepaid/quarter{on}")).await.ok()["items"][0].clone()
}

fn figures(quarter: &Value) -> Vec<i64> {
    let heads = ["opening", "sales", "paid_in", "used", "given_back", "other", "closing"];
    heads.map(|head| int(&quarter[head])).to_vec()
}

/// A card, topped up, used, given back in part, and one of visits of which some are used.
async fn a_busy_day(app: &TestApp) {
    let till = Till::new(app);
    let customer = member(app).await;
    let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
    app.later(60);
    till.top_up(&customer, &card, 50_000, 0).await;
    app.later(60);
    let (used, line) = till.use_card(&customer, &card, 12_000).await;
    till.refund(&used, json!([{ "line": line, "quantity": 1 }])).await;
    till.use_card(&customer, &card, 24_000).await;
    let cut = service(app, 10_000).await;
    let plan = visits_plan(app, &cut, 90_000, 9, 1).await;
    let bill = till.open_for(&customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let (undone, _) = till.sell_card(&member(app).await, 30_000, 0).await;
    till.refund(&undone, Value::Null).await;
}

salon_test! {
    async fn what_is_owed_is_principal_bonus_and_visits_apart(app) {
        a_busy_day(&app).await;
        let state = state(&app).await;
        let shown = ["principal", "bonus", "visits", "visits_value", "balance"].map(|key| int(&state[key]));
        assert_eq!(shown, [130_000, 16_000, 10, 90_000, 220_000]);
        assert_eq!((int(&state["quarter_balance"]), int(&state["escrow"]["amount"])), (0, 0));
    }

    async fn a_quarter_is_what_was_owed_with_all_that_moved(app) {
        a_busy_day(&app).await;
        let today = app.owner.get("/api/prepaid/policy").await.ok()["items"][0]["on"].as_str().unwrap().to_owned();
        let on = format!("?on={today}");
        assert_eq!(figures(&quarter(&app, &on).await), [0, 4, 240_000, 20_000, 0, 0, 220_000]);
        assert_eq!(figures(&quarter(&app, "").await), [0, 0, 0, 0, 0, 0, 0]);
        five_weeks_later(&app).await;
        Till::new(&app).sell_card(&member(&app).await, 10_000, 0).await;
        assert_eq!(figures(&quarter(&app, &on).await), [0, 4, 240_000, 20_000, 0, 0, 220_000]);
        assert_eq!(figures(&quarter(&app, "").await), [0, 4, 240_000, 20_000, 0, 0, 220_000]);
        let later = state(&app).await;
        assert_eq!((int(&later["balance"]), int(&later["quarter_balance"])), (230_000, 220_000));
        assert_eq!(int(&later["escrow"]["amount"]), 88_000);
    }

    async fn a_quarter_is_taken_out_as_a_sheet(app) {
        a_busy_day(&app).await;
        for format in ["csv", "xlsx"] {
            let reply = app.owner.get(&format!("/api/prepaid/quarter/export?format={format}")).await;
            assert_eq!(reply.status, 200);
        }
        app.manager.get("/api/prepaid/state").await.refused("access.forbidden");
    }
}
