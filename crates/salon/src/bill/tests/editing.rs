//! Writing a bill.

use crate::salon_test;
use crate::testing::id;
use crate::testing::till::{Till, int, ints, member, plan, service, stylist};
use serde_json::json;

const NOWHERE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

salon_test! {
    async fn a_bill_is_opened_under_the_next_number_of_its_branch(app) {
        let first = app.reception.post("/api/bill", json!({ "branch": app.branch })).await;
        assert_eq!(first.status, 201);
        let first = first.ok();
        let second = app.reception.post("/api/bill", json!({ "branch": app.branch })).await.ok();
        assert_eq!(int(&second["number"]), int(&first["number"]) + 1);
        assert_eq!((&first["state"], &first["total"], &first["business_day"]), (&json!("open"), &json!(0), &json!("2026-03-02")));
        assert_eq!(first["opened_by"], "reception");
    }

    async fn a_bill_is_opened_and_seen_only_in_ones_own_branch(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        app.elsewhere.post("/api/bill", json!({ "branch": app.branch })).await.refused("access.other_branch");
        app.elsewhere.get(&format!("/api/bill/{bill}")).await.refused("access.other_branch");
        app.elsewhere.get(&format!("/api/bill?branch={}", app.branch)).await.refused("access.other_branch");
        let line = json!({ "kind": "service", "service": service(&app, 100).await });
        app.elsewhere.post(&format!("/api/bill/{bill}/line"), line).await.refused("access.other_branch");
        app.other_owner.get(&format!("/api/bill/{bill}")).await.refused("bill.unknown");
    }

    async fn lines_are_priced_with_their_list_reductions_and_rounding(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        for price in [12_800, 38_800, 9_990] {
            till.add_service(&bill, price, 1).await;
        }
        let wish = json!({ "line": null, "amount": 5_000, "reason": "老顾客" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), wish).await.ok();
        let shown = till.person.put(&format!("/api/bill/{bill}/rounding"), json!({ "to": "yuan" })).await.ok();
        assert_eq!(ints(&shown["lines"], "net"), [11_742, 35_593, 9_165]);
        assert_eq!((int(&shown["list_total"]), int(&shown["reduction_total"])), (61_590, 5_000));
        assert_eq!((int(&shown["rounding_amount"]), int(&shown["total"])), (90, 56_500));
        let line = &shown["lines"][1];
        assert_eq!(ints(&line["reductions"], "amount"), [3_150, 57]);
        assert_eq!(line["reductions"][0]["name"], "老顾客");
        let codes: Vec<&str> = line["trace"].as_array().unwrap().iter().map(|step| step["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["list", "manual_amount", "rounding"]);
        assert_eq!(line["trace"][0]["params"]["unit_price"], 38_800);
        assert_eq!(int(&shown["reductions"][0]["taken"]), 5_000);
    }

    async fn a_line_is_changed_and_removed(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let line = till.add_service(&bill, 5_000, 1).await;
        let other = till.add_service(&bill, 3_000, 2).await;
        let staff = stylist(&app).await;
        let share = json!({ "staff": staff, "role": "stylist", "share_ppm": 1_000_000, "requested": true });
        let wish = json!({ "quantity": 3, "shares": [share] });
        let shown = till.person.put(&format!("/api/bill/{bill}/line/{line}"), wish).await.ok();
        assert_eq!((int(&shown["lines"][0]["list"]), int(&shown["total"])), (15_000, 21_000));
        assert_eq!(shown["lines"][0]["shares"][0]["staff"], json!(staff));
        assert_eq!(shown["lines"][0]["shares"][0]["requested"], true);
        assert_eq!(shown["lines"][0]["shares"][0]["staff_name"], "小美");
        let list = till.person.get(&format!("/api/bill?branch={}", app.branch)).await.ok();
        assert_eq!((&list["items"][0]["staff"], int(&list["items"][0]["lines"])), (&json!(["小美"]), 2));
        let shown = till.person.delete(&format!("/api/bill/{bill}/line/{line}")).await.ok();
        assert_eq!((shown["lines"].as_array().unwrap().len(), int(&shown["total"])), (1, 6_000));
        assert_eq!(id(&shown["lines"][0]), other);
        till.person.delete(&format!("/api/bill/{bill}/line/{line}")).await.refused("bill.line_unknown");
    }

    async fn shares_that_cannot_be_are_refused(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let staff = stylist(&app).await;
        let share = |role: &str, ppm: i64| json!({ "staff": staff, "role": role, "share_ppm": ppm, "requested": false });
        let service = service(&app, 5_000).await;
        let path = format!("/api/bill/{bill}/line");
        let line = |shares: serde_json::Value| json!({ "kind": "service", "service": service, "shares": shares });
        till.person.post(&path, line(json!([share("a", 600_000), share("b", 400_001)]))).await.refused("bill.shares_above_whole");
        till.person.post(&path, line(json!([share(&"很".repeat(51), 1)]))).await.refused("bill.role_too_long");
        let eleven: Vec<_> = (0..11).map(|_| share("a", 1)).collect();
        till.person.post(&path, line(json!(eleven))).await.refused("bill.shares_full");
        let nobody = json!({ "staff": NOWHERE, "role": "a", "share_ppm": 1, "requested": false });
        till.person.post(&path, line(json!([nobody]))).await.refused("staff.unknown");
        assert_eq!(till.show(&bill).await["lines"], json!([]));
    }

    async fn quantities_prices_and_lines_have_their_bounds(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let service = service(&app, 16_000_000).await;
        let line = |quantity: i64| json!({ "kind": "service", "service": service, "quantity": quantity });
        let path = format!("/api/bill/{bill}/line");
        till.person.post(&path, line(0)).await.refused("bill.quantity_out_of_range");
        till.person.post(&path, line(-1)).await.refused("bill.quantity_out_of_range");
        till.person.post(&path, line(10_000)).await.refused("bill.quantity_out_of_range");
        till.person.post(&path, line(9_999)).await.refused("bill.price_out_of_range");
        let id = till.add(&bill, line(1)).await;
        let wish = json!({ "quantity": 0, "shares": [] });
        till.person.put(&format!("{path}/{id}"), wish).await.refused("bill.quantity_out_of_range");
        for _ in 1..100 {
            till.add(&bill, line(1)).await;
        }
        till.person.post(&path, line(1)).await.refused("bill.lines_full");
    }

    async fn a_service_out_of_use_is_no_longer_billed(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let wish = json!({ "name": "烫发", "price": 100, "active": false });
        let service = id(&app.owner.post("/api/catalogue/service", wish).await.ok());
        let path = format!("/api/bill/{bill}/line");
        till.person.post(&path, json!({ "kind": "service", "service": service })).await.refused("catalogue.inactive");
        till.person.post(&path, json!({ "kind": "service", "service": NOWHERE })).await.refused("catalogue.unknown");
    }

    async fn a_price_that_changes_later_does_not_change_an_open_bill(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let wish = |price: i64| json!({ "name": "烫发", "price": price });
        let service = id(&app.owner.post("/api/catalogue/service", wish(5_000)).await.ok());
        till.add(&bill, json!({ "kind": "service", "service": service })).await;
        app.owner.put(&format!("/api/catalogue/service/{service}"), wish(9_000)).await.ok();
        assert_eq!(int(&till.pay_cash(&bill).await["total"]), 5_000);
    }

    async fn a_second_reduction_takes_the_place_of_the_first(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let line = till.add_service(&bill, 10_000, 1).await;
        let path = format!("/api/bill/{bill}/reduction");
        till.person.put(&path, json!({ "line": null, "amount": 4_000, "reason": "a" })).await.ok();
        till.person.put(&path, json!({ "line": line, "percent_ppm": 500_000, "reason": "b" })).await.ok();
        let shown = till.person.put(&path, json!({ "line": null, "amount": 1_000, "reason": "c" })).await.ok();
        assert_eq!(int(&shown["total"]), 4_000);
        let given = shown["reductions"].as_array().unwrap();
        assert_eq!(given.len(), 2);
        let whole = given.iter().find(|given| given["line"].is_null()).unwrap();
        assert_eq!((&whole["reason"], int(&whole["taken"])), (&json!("c"), 1_000));
        let shown = till.person.delete(&format!("{path}/{}", id(whole))).await.ok();
        assert_eq!(int(&shown["total"]), 5_000);
        till.person.delete(&format!("{path}/{}", id(whole))).await.refused("bill.reduction_unknown");
        // The reduction on a line goes with its line.
        let shown = till.person.delete(&format!("/api/bill/{bill}/line/{line}")).await.ok();
        assert_eq!(shown["reductions"], json!([]));
    }

    async fn reductions_that_cannot_be_are_refused(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 10_000, 1).await;
        let plan = plan(&app, 100_000, 0).await;
        let sale = till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        let path = format!("/api/bill/{bill}/reduction");
        let put = |wish| till.person.put(&path, wish);
        put(json!({ "line": null, "amount": 0, "reason": "a" })).await.refused("bill.reduction_empty");
        put(json!({ "line": null, "amount": 10_001, "reason": "a" })).await.refused("bill.reduction_above_lines");
        put(json!({ "line": sale, "amount": 1, "reason": "a" })).await.refused("bill.reduction_on_value_sold");
        put(json!({ "line": null, "amount": 1, "percent_ppm": 1, "reason": "a" })).await.refused("bill.reduction_unclear");
        put(json!({ "line": null, "amount": 1, "reason": "  " })).await.refused("bill.reason");
        put(json!({ "line": NOWHERE, "amount": 1, "reason": "a" })).await.refused("bill.line_unknown");
        let wish = json!({ "line": null, "amount": 1, "reason": "a" });
        app.reception.put(&path, wish).await.refused("access.forbidden");
    }

    async fn a_parked_bill_changes_only_after_it_is_taken_up(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let path = format!("/api/bill/{bill}");
        till.person.post(&format!("{path}/resume"), json!({})).await.refused("bill.not_parked");
        let label = json!({ "label": "手牌 12" });
        let shown = till.person.post(&format!("{path}/park"), label.clone()).await.ok();
        assert_eq!((&shown["state"], &shown["label"]), (&json!("parked"), &json!("手牌 12")));
        till.person.post(&format!("{path}/park"), label).await.refused("bill.parked");
        let line = json!({ "kind": "service", "service": service(&app, 100).await });
        till.person.post(&format!("{path}/line"), line.clone()).await.refused("bill.parked");
        let parked = till.person.get(&format!("/api/bill?branch={}&state=parked", app.branch)).await.ok();
        assert_eq!(parked["items"][0]["label"], "手牌 12");
        till.person.post(&format!("{path}/resume"), json!({})).await.ok();
        till.person.post(&format!("{path}/line"), line).await.ok();
        let nul = json!({ "label": "a\u{0}b" });
        till.person.post(&format!("{path}/park"), nul).await.refused("request.body");
        let long = json!({ "label": "长".repeat(101) });
        till.person.post(&format!("{path}/park"), long).await.refused("bill.text_too_long");
    }

    async fn a_voided_bill_stays_voided(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let path = format!("/api/bill/{bill}/void");
        till.person.post(&path, json!({ "reason": "" })).await.refused("bill.reason");
        app.reception.post(&path, json!({ "reason": "走单" })).await.refused("access.forbidden");
        assert_eq!(till.person.post(&path, json!({ "reason": "走单" })).await.ok()["state"], "voided");
        till.person.post(&path, json!({ "reason": "走单" })).await.refused("bill.voided");
        till.try_pay(&bill, json!([]), 0).await.refused("bill.voided");
        let (paid, _) = till.paid_service(100).await;
        till.person.post(&format!("/api/bill/{paid}/void"), json!({ "reason": "错" })).await.refused("bill.already_paid");
    }

    async fn a_customer_is_named_and_taken_away(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let customer = member(&app).await;
        let path = format!("/api/bill/{bill}/customer");
        let shown = till.person.put(&path, json!({ "customer": customer })).await.ok();
        assert_eq!((&shown["customer"]["id"], &shown["customer"]["kind"]), (&json!(customer), &json!("member")));
        assert_eq!(&shown["customer"]["number"].as_str().unwrap()[..1], "M");
        till.person.put(&path, json!({ "customer": NOWHERE })).await.refused("customer.unknown");
        let wish = json!({ "branch": app.branch, "customer": NOWHERE });
        till.person.post("/api/bill", wish).await.refused("customer.unknown");
        let shown = till.person.put(&path, json!({ "customer": null })).await.ok();
        assert_eq!(shown["customer"], json!(null));
    }

    async fn top_ups_take_the_bonus_of_their_plan_and_more_only_by_permission(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 20_000).await;
        let bill = till.open_for(&customer).await;
        let path = format!("/api/bill/{bill}/line");
        let line = |amount: i64, bonus: i64| json!({ "kind": "top_up", "card": card, "amount": amount, "bonus": bonus });
        app.reception.post(&path, line(50_000, 10_000)).await.ok();
        app.reception.post(&path, line(50_000, 10_001)).await.refused("access.forbidden");
        app.manager.post(&path, line(50_000, 10_001)).await.ok();
        app.manager.post(&path, line(0, 0)).await.refused("bill.top_up_empty");
        app.manager.post(&path, line(1, -1)).await.refused("bill.top_up_empty");
        let line = id(&till.show(&bill).await["lines"][0]);
        let wish = json!({ "quantity": 2, "shares": [] });
        till.person.put(&format!("{path}/{line}"), wish).await.refused("bill.quantity_of_value_sold");
    }

    async fn bills_are_listed_by_day_and_state_page_by_page(app) {
        let till = Till::new(&app);
        let mut bills = Vec::new();
        for _ in 0..5 {
            bills.push(till.open().await);
            app.later(60);
        }
        app.later(24 * 3600);
        let (paid, _) = till.paid_service(100).await;
        let list = |query: String| {
            let (person, path) = (app.manager.clone(), format!("/api/bill?branch={}{query}", app.branch));
            async move { person.get(&path).await.ok() }
        };
        let first = list("&state=open&limit=3".into()).await;
        let second = list(format!("&state=open&limit=3&after={}", first["next"].as_str().unwrap().replace('\u{1f}', "%1F"))).await;
        assert_eq!(second["next"], json!(null));
        let pages = [&first, &second].into_iter().flat_map(|page| page["items"].as_array().unwrap().clone());
        let found: Vec<String> = pages.map(|item| id(&item)).collect();
        assert_eq!(found, bills.iter().rev().cloned().collect::<Vec<_>>());
        let today = list("&day=2026-03-03".into()).await;
        assert_eq!((today["items"].as_array().unwrap().len(), id(&today["items"][0])), (1, paid));
        assert_eq!(list("&day=2026-03-02&state=paid".into()).await["items"], json!([]));
        assert_eq!(list("&day=2026-03-02&limit=2".into()).await["items"].as_array().unwrap().len(), 2);
        app.manager.get(&format!("/api/bill?branch={}&after=x", app.branch)).await.refused("bill.cursor");
    }
}
