//! Closing down.

use crate::salon_test;
use crate::testing::TestApp;
use crate::testing::till::{Till, member, plan, service, visits_plan};
use serde_json::{Value, json};

async fn stop_of_company(app: &TestApp) -> String {
    let company = app.owner.get("/api/prepaid/policy").await.ok()["items"][0]["company"].clone();
    format!("/api/prepaid/state/{}/stop", company.as_str().unwrap())
}

async fn lines(app: &TestApp, address: &str) -> Vec<String> {
    let reply = app.owner.get(address).await;
    assert_eq!(reply.status, 200);
    let text = String::from_utf8(reply.bytes.clone()).unwrap();
    assert!(text.starts_with('\u{feff}'));
    text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
}

salon_test! {
    async fn a_company_that_has_stopped_sells_no_card_and_tops_none_up(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 0).await;
        let sale = till.open_for(&customer).await;
        till.add(&sale, json!({ "kind": "card_sale", "plan": plan(&app, 50_000, 0).await })).await;
        let top_up = till.open_for(&customer).await;
        till.add(&top_up, json!({ "kind": "top_up", "card": card, "amount": 50_000, "bonus": 0 })).await;
        let address = stop_of_company(&app).await;
        app.owner.put(&address, json!({ "reason": " " })).await.refused("prepaid.stop_reason");
        let stopped = app.owner.put(&address, json!({ "reason": "租约到期，月底停业" })).await.ok()["items"][0].clone();
        assert_eq!((&stopped["stopped"]["reason"], &stopped["notice_days"]), (&json!("租约到期，月底停业"), &json!(30)));
        app.owner.put(&address, json!({ "reason": "停业" })).await.refused("prepaid.stopped_already");
        let cash = json!([{ "kind": "cash", "received": 50_000 }]);
        for bill in [&sale, &top_up] {
            let path = format!("/api/bill/{bill}/settlement");
            app.manager.post(&path, json!({ "tenders": cash })).await.refused("prepaid.stopped");
            till.try_pay(bill, cash.clone(), 50_000).await.refused("prepaid.stopped");
        }
        till.use_card(&customer, &card, 10_000).await;
        app.manager.delete(&address).await.refused("access.forbidden");
        app.owner.delete(&address).await.ok();
        app.owner.delete(&address).await.refused("prepaid.not_stopped");
        till.pay(&sale, cash).await;
    }

    async fn holders_are_listed_with_what_each_of_them_gets(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 300_000, 100_000).await;
        till.use_card(&customer, &card, 160_000).await;
        app.later(60);
        let (_, empty) = till.sell_card(&member(&app).await, 10_000, 0).await;
        let holder = till.app.manager.get(&format!("/api/card/{empty}")).await.ok()["card"]["customer"].clone();
        till.use_card(holder.as_str().unwrap(), &empty, 10_000).await;
        app.later(60);
        let plan = visits_plan(&app, &service(&app, 15_000).await, 100_000, 10, 0).await;
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        till.pay_cash(&bill).await;
        let address = stop_of_company(&app).await.replace("/stop", "/holders");
        let lines = lines(&app, &address).await;
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].starts_with("number,plan,name,phone,principal,bonus,visits,refund"));
        assert!(lines[1].ends_with(",1800.00,600.00,0,1800.00"), "{}", lines[1]);
        assert!(lines[2].ends_with(",0.00,0.00,10,1000.00"), "{}", lines[2]);
        app.manager.get(&address).await.refused("access.forbidden");
        let audit = app.owner.get("/api/audit?command=prepaid.export_holders").await.ok();
        assert_eq!(audit["items"].as_array().map(Vec::len), Some(1));
    }

    async fn nobody_holds_anything_where_nothing_was_sold(app) {
        let address = stop_of_company(&app).await.replace("/stop", "/holders");
        assert_eq!(lines(&app, &address).await.len(), 1);
        let none: Vec<Value> = Vec::new();
        assert_eq!(app.owner.get("/api/prepaid/contract?bill=01890a5d-ac96-774b-bcce-b302099a8057").await.ok()["items"], json!(none));
    }
}
