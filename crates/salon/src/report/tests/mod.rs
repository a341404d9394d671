//! What a day and a history show after people have worked, paid and changed their minds.

mod figures;
mod soak;

use crate::salon_test;
use crate::testing::till::{Till, int};
use crate::testing::{Person, TestApp, id};
use axum::body::Body;
use axum::http::Request;
use kernel::BranchId;
use serde_json::{Value, json};

/// A small shop at work: a stylist, a cut for 128.00, and a card for 1000.00 with 200.00 on top.
struct Shop {
    stylist: String,
    cut: String,
    plan: String,
}

impl Shop {
    async fn open(app: &TestApp) -> Shop {
        let branches = [app.branch, app.second_branch];
        let stylist = json!({ "name": "阿杰", "job": "stylist", "branches": branches });
        let cut = json!({ "name": "洗剪吹", "price": 12800 });
        let plan = json!({
            "name": "充1000送200", "price": 100_000, "bonus": 20_000, "draw_order": "proportional", "terms": "",
            "active": true,
        });
        Shop {
            stylist: id(&app.owner.post("/api/staff", stylist).await.ok()),
            cut: id(&app.owner.post("/api/catalogue/service", cut).await.ok()),
            plan: id(&app.owner.post("/api/card/plan", plan).await.ok()),
        }
    }

    fn cut(&self) -> Value {
        let share = json!({ "staff": self.stylist, "role": "", "share_ppm": 1_000_000, "requested": true });
        json!({ "kind": "service", "service": self.cut, "shares": [share] })
    }

    fn card(&self) -> Value {
        json!({ "kind": "card_sale", "plan": self.plan })
    }
}

/// Writes a bill in the first shop and pays it a second later; returns it as paid.
async fn paid(app: &TestApp, customer: Option<&str>, line: Value, tenders: Value) -> Value {
    paid_at(app, app.branch, customer, line, tenders).await
}

async fn paid_at(
    app: &TestApp,
    branch: BranchId,
    customer: Option<&str>,
    line: Value,
    tenders: Value,
) -> Value {
    let till = if branch == app.branch { &app.reception } else { &app.owner };
    let bill = till.post("/api/bill", json!({ "branch": branch, "customer": customer })).await.ok();
    let path = format!("/api/bill/{}", id(&bill));
    let bill = till.post(&format!("{path}/line"), line).await.ok();
    app.later(1);
    let wish = json!({ "tenders": tenders, "expected_total": bill["total"] });
    till.post_once(&format!("{path}/pay"), wish).await.ok()
}

async fn refund(person: &Person, bill: &Value) -> Value {
    let wish = json!({ "lines": null, "reason": "不满意", "expected_total": bill["total"] });
    person.post_once(&format!("/api/bill/{}/refund", id(bill)), wish).await.ok()
}

async fn member(app: &TestApp, name: &str) -> String {
    let wish = json!({ "branch": app.branch, "profile": { "name": name } });
    id(&app.reception.post("/api/customer", wish).await.ok())
}

async fn today(app: &TestApp) -> Value {
    app.manager.get(&format!("/api/report/today?branch={}", app.branch)).await.ok()
}

async fn history(person: &Person, customer: &str, query: &str) -> Value {
    person.get(&format!("/api/report/customer-history/{customer}{query}")).await.ok()
}

fn kinds(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect()
}

fn cash(received: i64) -> Value {
    json!([{ "kind": "cash", "received": received }])
}

salon_test! {
    async fn a_quiet_day_is_all_zeros(app) {
        assert_eq!(
            today(&app).await,
            json!({
                "day": "2026-03-02", "takings": 0, "bills": 0, "average": 0, "by_tender": [], "card_sales": 0,
                "card_use": 0, "card_use_bonus": 0, "new_members": 0, "walk_ins": 0, "open_bills": 0, "by_hour": [],
                "last_bills": [],
            })
        );
    }

    async fn a_day_counts_money_and_not_what_cards_pay(app) {
        let shop = Shop::open(&app).await;
        let customer = member(&app, "王芳").await;
        let wechat = json!([{ "kind": "wechat", "amount": 100_000, "reference": "4200" }]);
        paid(&app, Some(&customer), shop.card(), wechat).await;
        let cards = app.reception.get(&format!("/api/card?customer={customer}")).await.ok();
        app.later(2 * 3600);
        let by_both = json!([
            { "kind": "card", "card": cards["items"][0]["id"], "amount": 6000 },
            { "kind": "cash", "received": 10_000 },
        ]);
        paid(&app, Some(&customer), shop.cut(), by_both).await;
        let today = today(&app).await;
        assert_eq!(today["takings"], 106_800);
        assert_eq!((today["bills"].as_i64(), today["average"].as_i64()), (Some(2), Some(53_400)));
        let by_tender = json!([{ "kind": "cash", "amount": 6800 }, { "kind": "wechat", "amount": 100_000 }]);
        assert_eq!(today["by_tender"], by_tender);
        let by_hour =
            json!([{ "hour": 14, "amount": 100_000 }, { "hour": 15, "amount": 0 }, { "hour": 16, "amount": 6800 }]);
        assert_eq!(today["by_hour"], by_hour);
        assert_eq!(today["card_sales"], 100_000);
        assert_eq!((today["card_use"].as_i64(), today["card_use_bonus"].as_i64()), (Some(6000), Some(1000)));
        let last = &today["last_bills"][0];
        assert_eq!((last["customer_name"].as_str(), &last["staff"]), (Some("王芳"), &json!(["阿杰"])));
        assert_eq!(today["last_bills"].as_array().unwrap().len(), 2);
    }

    async fn a_refund_counts_on_the_day_it_is_given(app) {
        let shop = Shop::open(&app).await;
        let bill = paid(&app, None, shop.cut(), cash(12_800)).await;
        app.later(24 * 3600);
        refund(&app.manager, &bill).await;
        let today = today(&app).await;
        assert_eq!((&today["day"], &today["takings"]), (&json!("2026-03-03"), &json!(-12_800)));
        assert_eq!((&today["bills"], &today["average"]), (&json!(0), &json!(0)));
        assert_eq!(today["by_tender"], json!([{ "kind": "cash", "amount": -12_800 }]));
    }

    async fn a_card_given_back_is_no_card_sale(app) {
        let shop = Shop::open(&app).await;
        let customer = member(&app, "王芳").await;
        let bill = paid(&app, Some(&customer), shop.card(), cash(100_000)).await;
        assert_eq!(today(&app).await["card_sales"], 100_000);
        refund(&app.manager, &bill).await;
        let today = today(&app).await;
        assert_eq!((&today["card_sales"], &today["takings"], &today["card_use"]), (&json!(0), &json!(0), &json!(0)));
    }

    async fn what_is_paid_out_for_a_card_is_taken_off_the_day_it_is_paid(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app, "王芳").await, 100_000, 20_000).await;
        app.later(24 * 3600);
        let refund = app.manager.get(&format!("/api/card/{card}/refund")).await.ok();
        assert_eq!(refund["quotes"][1]["cause"], "shop");
        let wish = json!({ "branch": app.branch, "cause": "shop", "expected_total": 100_000, "reason": "搬家",
            "payouts": [{ "channel": null, "amount": 60_000 }, { "channel": "wechat", "amount": 40_000 }] });
        app.manager.post_once(&format!("/api/card/{card}/closing"), wish).await.ok();
        let today = today(&app).await;
        assert_eq!((&today["day"], &today["takings"], &today["bills"]), (&json!("2026-03-03"), &json!(-100_000), &json!(0)));
        let by_tender = json!([{ "kind": "wechat", "amount": -40_000 }, { "kind": "cash", "amount": -60_000 }]);
        let mut found = today["by_tender"].as_array().unwrap().clone();
        found.sort_by_key(|tender| std::cmp::Reverse(tender["amount"].as_i64()));
        assert_eq!(json!(found), by_tender);
        let summary = app.manager.get("/api/report/summary?from=2026-03-02&to=2026-03-03").await.ok();
        assert_eq!(summary["now"]["takings"], 0);
    }

    async fn a_night_belongs_to_the_evening_before(app) {
        let shop = Shop::open(&app).await;
        app.later(12 * 3600);
        paid(&app, None, shop.cut(), cash(12_800)).await;
        member(&app, "夜猫").await;
        let night = today(&app).await;
        assert_eq!((&night["day"], &night["takings"]), (&json!("2026-03-02"), &json!(12_800)));
        assert_eq!((&night["new_members"], &night["by_hour"][0]["hour"]), (&json!(1), &json!(2)));
        app.later(3600);
        let morning = today(&app).await;
        assert_eq!((&morning["takings"], &morning["new_members"]), (&json!(0), &json!(0)));
    }

    async fn people_and_waiting_bills_are_counted(app) {
        let shop = Shop::open(&app).await;
        let walk_in = app.reception.post("/api/customer/walk-in", json!({ "branch": app.branch })).await.ok();
        member(&app, "王芳").await;
        let bill = app.reception.post("/api/bill", json!({ "branch": app.branch, "customer": walk_in["id"] })).await.ok();
        let path = format!("/api/bill/{}", id(&bill));
        app.reception.post(&format!("{path}/line"), shop.cut()).await.ok();
        app.reception.post(&format!("{path}/park"), json!({ "label": "3 号牌" })).await.ok();
        app.reception.post("/api/bill", json!({ "branch": app.branch })).await.ok();
        let today = today(&app).await;
        assert_eq!((&today["walk_ins"], &today["new_members"]), (&json!(1), &json!(1)));
        assert_eq!((&today["open_bills"], &today["bills"]), (&json!(2), &json!(0)));
    }

    async fn a_shop_out_of_reach_is_not_seen(app) {
        let shop = Shop::open(&app).await;
        paid(&app, None, shop.cut(), cash(12_800)).await;
        let path = format!("/api/report/today?branch={}", app.branch);
        app.elsewhere.get(&path).await.refused("access.other_branch");
        app.reception.get(&path).await.refused("access.forbidden");
        app.other_owner.get(&path).await.refused("branch.unknown");
        assert_eq!(app.finance.get(&path).await.ok()["takings"], 12_800);
        let second = format!("/api/report/today?branch={}", app.second_branch);
        assert_eq!(app.owner.get(&second).await.ok()["takings"], 0);
    }

    async fn a_history_holds_everything_newest_first(app) {
        let shop = Shop::open(&app).await;
        let walk_in = app.reception.post("/api/customer/walk-in", json!({ "branch": app.branch })).await.ok();
        let customer = id(&walk_in);
        app.later(60);
        let bill = paid(&app, Some(&customer), shop.cut(), cash(12_800)).await;
        app.later(60);
        let path = format!("/api/customer/{customer}");
        let version = app.reception.get(&path).await.ok()["version"].clone();
        let register = json!({ "branch": app.branch, "version": version, "profile": { "name": "王芳" } });
        let member = app.reception.post(&format!("{path}/register"), register).await.ok();
        app.later(60);
        let consent = json!({ "purpose": "marketing", "granted": true, "channel": "till", "text_version": "1" });
        app.reception.post(&format!("{path}/consent"), consent).await.ok();
        app.later(60);
        paid(&app, Some(&customer), shop.card(), cash(100_000)).await;
        app.later(60);
        let changed = app.reception.get(&path).await.ok();
        let profile = json!({ "name": "王小芳" });
        app.reception.put(&path, json!({ "version": changed["version"], "profile": profile })).await.ok();
        app.later(60);
        refund(&app.manager, &bill).await;
        let page = history(&app.manager, &customer, "").await;
        assert_eq!(
            kinds(&page),
            ["refund", "profile_changed", "card_opened", "bill_paid", "consent", "registered", "bill_paid", "walk_in"]
        );
        let items = page["items"].as_array().unwrap();
        assert_eq!(
            items[0],
            json!({
                "at": "2026-03-02T06:06:02Z", "kind": "refund", "bill": bill["id"], "title": bill["number"].to_string(),
                "amount": 12_800, "by": "manager",
            })
        );
        assert_eq!((&items[2]["amount"], &items[2]["by"]), (&json!(100_000), &json!("reception")));
        assert_eq!((&items[4]["title"], &items[4]["by"]), (&json!("marketing"), &json!("reception")));
        assert_eq!((&items[5]["title"], &items[5]["by"]), (&member["member_number"], &json!("reception")));
        assert_eq!(items[7]["title"], walk_in["walk_in_number"]);
    }

    async fn a_member_taken_in_from_a_sheet_brings_a_history(app) {
        let sheet = "卡号,姓名,手机号,储值余额,赠送余额,积分,次卡剩余,开卡日期\n\
                     VIP1,王丽,13812340001,3000,300,6819,造型×11,2025-05-05\n";
        let request = Request::builder().method("POST").uri("/api/import?name=members.csv");
        let request = request.header("content-type", "application/octet-stream");
        let import = app.manager.send_raw(request, Body::from(sheet)).await.ok();
        let path = format!("/api/import/{}", id(&import));
        app.manager.post(&format!("{path}/apply"), json!({ "accept_partial": false })).await.ok();
        while app.manager.get(&path).await.ok()["state"] != "applied" {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let found = app.manager.get("/api/customer/search?q=13812340001").await.ok();
        let page = history(&app.manager, &id(&found["items"][0]), "").await;
        let mut happened = kinds(&page);
        happened.sort();
        assert_eq!(happened, ["card_imported", "imported", "points_imported", "registered", "visits_imported"]);
        let items = page["items"].as_array().unwrap();
        let titled = |kind: &str| items.iter().find(|item| item["kind"] == kind).unwrap()["title"].clone();
        assert_eq!((titled("visits_imported"), titled("points_imported")), (json!("造型 × 11"), json!("6819")));
        assert_eq!(items[4]["at"].as_str().unwrap().get(..7), Some("2025-05"));
        assert_eq!(today(&app).await["new_members"], 0);
    }

    async fn a_voided_bill_stays_in_the_history(app) {
        let customer = member(&app, "王芳").await;
        let bill = app.reception.post("/api/bill", json!({ "branch": app.branch, "customer": customer })).await.ok();
        app.later(60);
        app.manager.post(&format!("/api/bill/{}/void", id(&bill)), json!({ "reason": "开错了" })).await.ok();
        let page = history(&app.reception, &customer, "").await;
        assert_eq!(kinds(&page), ["bill_voided", "registered"]);
        assert_eq!(page["items"][0]["by"], "manager");
    }

    async fn a_history_comes_in_pages(app) {
        let shop = Shop::open(&app).await;
        let customer = member(&app, "王芳").await;
        for _ in 0..3 {
            app.later(60);
            paid(&app, Some(&customer), shop.cut(), cash(12_800)).await;
        }
        let first = history(&app.reception, &customer, "?limit=3").await;
        assert_eq!(kinds(&first), ["bill_paid", "bill_paid", "bill_paid"]);
        let next = first["next"].as_str().unwrap().replace('\u{1f}', "%1F");
        let second = history(&app.reception, &customer, &format!("?limit=3&after={next}")).await;
        assert_eq!((kinds(&second), &second["next"]), (vec!["registered"], &Value::Null));
    }

    async fn a_history_leaves_out_the_bills_of_shops_out_of_reach(app) {
        let shop = Shop::open(&app).await;
        let customer = member(&app, "王芳").await;
        app.later(60);
        paid_at(&app, app.second_branch, Some(&customer), shop.cut(), cash(12_800)).await;
        assert_eq!(kinds(&history(&app.reception, &customer, "").await), ["registered"]);
        assert_eq!(kinds(&history(&app.elsewhere, &customer, "").await), ["bill_paid", "registered"]);
        assert_eq!(kinds(&history(&app.owner, &customer, "").await), ["bill_paid", "registered"]);
    }

    async fn nobody_has_no_history(app) {
        let path = format!("/api/report/customer-history/{}", app.branch);
        app.owner.get(&path).await.refused("customer.unknown");
        let customer = member(&app, "王芳").await;
        let path = format!("/api/report/customer-history/{customer}");
        app.other_owner.get(&path).await.refused("customer.unknown");
    }
}

salon_test! {
    async fn an_undone_bill_is_taken_once_with_the_bill_in_its_place(app) {
        let till = Till::new(&app);
        let customer = member(&app, "王芳").await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 10_000, 1).await;
        till.pay(&bill, json!([{ "kind": "wechat", "amount": 10_000, "reference": "42" }])).await;
        let wish = json!({ "reason": "结错了", "reopen": true });
        let undone = till.person.post_once(&format!("/api/bill/{bill}/reverse"), wish).await.ok();
        let held = app.manager.get(&format!("/api/bill/unapplied?branch={}", app.branch)).await.ok();
        let receipt = held["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!((int(&today(&app).await["takings"]), int(&today(&app).await["bills"])), (10_000, 0));
        let new = undone["new_bill"]["id"].as_str().unwrap();
        let line = undone["new_bill"]["lines"][0]["id"].as_str().unwrap();
        let cheaper = json!({ "line": line, "unit_price": 9_000, "reason": "多收了" });
        till.person.put(&format!("/api/bill/{new}/reduction"), cheaper).await.ok();
        till.pay(new, json!([{ "kind": "unapplied", "receipt": receipt, "amount": 9_000 }])).await;
        let back = json!({ "amount": 1_000, "reason": "多收了" });
        till.person.post_once(&format!("/api/bill/unapplied/{receipt}/refund"), back).await.ok();
        let figures = today(&app).await;
        assert_eq!((int(&figures["takings"]), int(&figures["bills"])), (9_000, 1));
        assert_eq!(figures["by_tender"], json!([{ "kind": "wechat", "amount": 9_000 }]));
        assert_eq!(kinds(&history(&app.manager, &customer, "").await).iter().filter(|kind| **kind == "bill_reversed").count(), 1);
        let another = format!("/api/report/today?branch={}&day=2026-03-01", app.branch);
        assert_eq!(int(&app.manager.get(&another).await.ok()["takings"]), 0);
    }
}
