//! Figures over spans of days: what they count, that they are exact whatever is kept, who sees them.

use super::*;
use crate::report::commands::added_up;
use crate::report::{begin_again, keep_figures};
use crate::testing::tampering::found_after;
use kernel::Day;

const DAY: i64 = 24 * 3600;
const SPAN: &str = "from=2026-02-20&to=2026-04-10";

async fn report(person: &Person, path: &str) -> Value {
    person.get(&format!("/api/report/{path}")).await.ok()
}

/// Everything that the reports say of some days.
async fn everything(app: &TestApp, span: &str) -> Vec<Value> {
    let mut said = vec![report(&app.owner, &format!("summary?{span}")).await];
    for by in ["total", "day", "branch", "staff", "service", "category"] {
        said.push(report(&app.owner, &format!("revenue?{span}&by={by}")).await);
    }
    for by in ["day", "hour", "branch", "tender"] {
        said.push(report(&app.owner, &format!("takings?{span}&by={by}")).await);
    }
    said
}

async fn keep(app: &TestApp) {
    keep_figures(&app.app.db, &app.system()).await.unwrap();
}

/// A stylist beside the first one.
async fn second_stylist(app: &TestApp, name: &str) -> String {
    let wish = json!({ "name": name, "job": "stylist", "branches": [app.branch, app.second_branch] });
    id(&app.owner.post("/api/staff", wish).await.ok())
}

fn shared(shop: &Shop, other: &str, first: i64, second: i64) -> Value {
    let share =
        |staff: &str, part| json!({ "staff": staff, "role": "", "share_ppm": part, "requested": false });
    json!({ "kind": "service", "service": shop.cut, "shares": [share(&shop.stylist, first), share(other, second)] })
}

fn row<'a>(report: &'a Value, by: &str, name: &str) -> &'a Value {
    let rows = report["rows"].as_array().unwrap();
    rows.iter().find(|row| row[by] == name).unwrap_or_else(|| panic!("no {name} in {report}"))
}

/// A little shop at work for some weeks, at random: paid, refunded, undone.
async fn live_through(app: &TestApp, shop: &Shop, other: &str, mut dice: u64, days: i64) {
    let mut throw = move |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let customer = member(app, "王芳").await;
    let mut bills: Vec<Value> = Vec::new();
    for day in 0..days {
        for _ in 0..1 + throw(2) {
            let guest = (throw(2) == 0).then_some(customer.as_str());
            let first = i64::try_from(throw(700_000)).unwrap();
            let second = i64::try_from(throw(300_001)).unwrap();
            let branch = if throw(4) == 0 { app.second_branch } else { app.branch };
            let line = shared(shop, other, first, second);
            bills.push(paid_at(app, branch, guest, line, cash(12_800)).await);
            app.later(600);
        }
        let chosen = usize::try_from(throw(bills.len() as u64 + 3)).unwrap();
        if chosen < bills.len() {
            let bill = bills.swap_remove(chosen);
            let same_day =
                bill["business_day"] == bills.last().map_or(Value::Null, |bill| bill["business_day"].clone());
            if same_day && throw(2) == 0 {
                let wish = json!({ "reason": "结错了", "reopen": false });
                app.owner.post_once(&format!("/api/bill/{}/reverse", id(&bill)), wish).await.ok();
            } else {
                refund(&app.owner, &bill).await;
            }
        }
        if day % 5 == 3 {
            keep(app).await;
        }
        app.later(DAY);
    }
}

salon_test! {
    async fn reports_say_the_same_before_during_and_after_adding_up(app) {
        let shop = Shop::open(&app).await;
        let other = second_stylist(&app, "阿May").await;
        for dice in [7, 11] {
            live_through(&app, &shop, &other, dice, 16).await;
            for span in [SPAN, "from=2026-03-01&to=2026-03-31", "from=2026-03-04&to=2026-03-20"] {
                let part_kept = everything(&app, span).await;
                keep(&app).await;
                let kept = everything(&app, span).await;
                begin_again(&app.app.db, &app.system()).await.unwrap();
                let live = everything(&app, span).await;
                assert_eq!(part_kept, live);
                assert_eq!(kept, live);
                keep(&app).await;
            }
        }
        let total = report(&app.owner, &format!("revenue?{SPAN}")).await["total"].clone();
        assert!(int(&total["amount"]) > 0);
        for by in ["day", "branch", "staff", "service", "category"] {
            let rows = report(&app.owner, &format!("revenue?{SPAN}&by={by}")).await;
            let sum: i64 = rows["rows"].as_array().unwrap().iter().map(|row| int(&row["amount"])).sum();
            assert_eq!((by, sum), (by, int(&total["amount"])));
        }
    }

    async fn a_payment_between_adding_up_and_keeping_is_not_lost(app) {
        let shop = Shop::open(&app).await;
        paid(&app, None, shop.cut(), cash(12_800)).await;
        keep(&app).await;
        let day = Day::parse("2026-03-02").unwrap();
        let (early, late) = {
            let mut tx = app.app.db.read(&app.system()).await.unwrap();
            let early = added_up(&mut tx, app.branch, day).await.unwrap();
            (early, added_up(&mut tx, app.branch, day).await.unwrap())
        };
        paid(&app, None, shop.cut(), cash(12_800)).await;
        app.app.db.write(&app.system(), early).await.unwrap();
        let takings = "takings?from=2026-03-02&to=2026-03-02";
        assert_eq!(report(&app.owner, takings).await["total"], 25_600);
        app.later(DAY);
        keep(&app).await;
        app.app.db.write(&app.system(), late).await.unwrap();
        assert_eq!(report(&app.owner, takings).await["total"], 25_600);
    }

    async fn a_line_is_split_among_those_who_did_it(app) {
        let shop = Shop::open(&app).await;
        let other = second_stylist(&app, "阿May").await;
        let bill = paid(&app, None, shared(&shop, &other, 333_333, 333_333), cash(12_800)).await;
        let by_staff = report(&app.owner, "revenue?by=staff").await;
        let expected = json!([
            { "staff": "", "bills": 1, "lines": 1, "amount": 4267, "tax": 0 },
            { "staff": "阿杰", "bills": 1, "lines": 1, "amount": 4267, "tax": 0 },
            { "staff": "阿May", "bills": 1, "lines": 1, "amount": 4266, "tax": 0 },
        ]);
        let mut rows = by_staff["rows"].as_array().unwrap().clone();
        rows.sort_by_key(|row| std::cmp::Reverse(int(&row["amount"])));
        let amounts = |rows: &[Value]| rows.iter().map(|row| int(&row["amount"])).collect::<Vec<_>>();
        assert_eq!(amounts(&rows), amounts(expected.as_array().unwrap()));
        assert_eq!(row(&by_staff, "staff", "阿杰")["lines"], 1);
        app.later(DAY);
        refund(&app.manager, &bill).await;
        let rows = report(&app.owner, "revenue?by=staff").await;
        let sum: i64 = rows["rows"].as_array().unwrap().iter().map(|row| int(&row["amount"])).sum();
        assert_eq!(sum, -12_800);
        assert_eq!((&rows["total"]["bills"], &rows["total"]["lines"]), (&json!(0), &json!(0)));
    }

    async fn an_undone_bill_vanishes_on_its_day(app) {
        let shop = Shop::open(&app).await;
        let bill = paid(&app, None, shop.cut(), cash(12_800)).await;
        let wish = json!({ "reason": "结错了", "reopen": false });
        app.manager.post_once(&format!("/api/bill/{}/reverse", id(&bill)), wish).await.ok();
        let nothing = json!({ "bills": 0, "lines": 0, "amount": 0, "tax": 0 });
        assert_eq!(report(&app.owner, "revenue").await["rows"], json!([nothing]));
        assert_eq!(report(&app.owner, "takings").await["total"], 0);
    }

    async fn taxes_on_top_are_no_revenue(app) {
        let tax = json!([{ "name": "GST", "rate_ppm": 100_000, "inclusive": false }]);
        let wish = json!({ "name": "染发", "price": 10_000, "taxes": tax });
        let service = id(&app.owner.post("/api/catalogue/service", wish).await.ok());
        let line = json!({ "kind": "service", "service": service, "quantity": 3 });
        let bill = paid(&app, None, line, cash(33_000)).await;
        let revenue = report(&app.owner, "revenue?by=service").await;
        let expected = json!({ "service": "染发", "bills": 1, "lines": 1, "amount": 30_000, "tax": 3_000 });
        assert_eq!(revenue["rows"], json!([expected]));
        let one = json!([{ "line": bill["lines"][0]["id"], "quantity": 1 }]);
        Till::new(&app).refund(&id(&bill), one).await;
        let revenue = report(&app.owner, "revenue?by=service").await;
        assert_eq!((&revenue["total"]["amount"], &revenue["total"]["tax"]), (&json!(20_000), &json!(2_000)));
    }

    async fn cards_sold_and_cards_used_are_two_figures(app) {
        let shop = Shop::open(&app).await;
        let customer = member(&app, "王芳").await;
        paid(&app, Some(&customer), shop.card(), cash(100_000)).await;
        let cards = app.reception.get(&format!("/api/card?customer={customer}")).await.ok();
        let by_card = json!([{ "kind": "card", "card": cards["items"][0]["id"], "amount": 12_800 }]);
        app.later(DAY);
        paid(&app, Some(&customer), shop.cut(), by_card).await;
        let summary = report(&app.owner, "summary").await;
        let (now, before) = (&summary["now"], &summary["before"]);
        assert_eq!((&now["from"], &before["from"], &before["to"]), (&json!("2026-03-03"), &json!("2026-03-02"), &json!("2026-03-02")));
        assert_eq!((int(&now["takings"]), int(&now["revenue"]), int(&now["card_use"])), (0, 12_800, 12_800));
        assert_eq!((int(&before["takings"]), int(&before["revenue"]), int(&before["card_sales"])), (100_000, 0, 100_000));
        let new = json!({ "new": 1, "returning": 0, "unknown": 0 });
        assert_eq!((&before["guests"], &now["guests"]["returning"]), (&new, &json!(1)));
        let by_day = report(&app.owner, "takings?from=2026-03-02&to=2026-03-03").await;
        let used = json!({ "day": "2026-03-03", "bills": 1, "takings": 0, "card_sales": 0, "card_use": 12_800 });
        assert_eq!(by_day["rows"][1], used);
        let by_tender = report(&app.owner, "takings?from=2026-03-02&to=2026-03-03&by=tender").await;
        assert_eq!(by_tender["rows"], json!([{ "tender": "cash", "takings": 100_000 }]));
    }

    async fn services_stand_under_the_heading_they_have_now(app) {
        let shop = Shop::open(&app).await;
        paid(&app, None, shop.cut(), cash(12_800)).await;
        let by_category = report(&app.owner, "revenue?by=category").await;
        assert_eq!(by_category["rows"][0]["category"], "");
        app.owner.post("/api/catalogue/category", json!({ "kind": "service", "name": "美发" })).await.ok();
        let path = format!("/api/catalogue/service/{}", shop.cut);
        app.owner.put(&path, json!({ "name": "洗剪吹", "price": 12_800, "category": "美发" })).await.ok();
        let by_category = report(&app.owner, "revenue?by=category").await;
        assert_eq!(int(&row(&by_category, "category", "美发")["amount"]), 12_800);
    }

    async fn reports_cover_the_shops_that_the_reader_reaches(app) {
        let shop = Shop::open(&app).await;
        paid(&app, None, shop.cut(), cash(12_800)).await;
        paid_at(&app, app.second_branch, None, shop.cut(), cash(12_800)).await;
        let total = |report: Value| int(&report["total"]);
        assert_eq!(total(report(&app.owner, "takings").await), 25_600);
        assert_eq!(total(report(&app.manager, "takings").await), 12_800);
        assert_eq!(report(&app.manager, "revenue?by=branch").await["rows"].as_array().unwrap().len(), 1);
        assert_eq!(total(report(&app.owner, &format!("takings?branch={}", app.second_branch)).await), 12_800);
        for path in ["summary", "revenue", "revenue/export", "takings", "takings/export"] {
            let path = format!("/api/report/{path}?branch={}", app.second_branch);
            app.manager.get(&path).await.refused("access.other_branch");
            app.reception.get(&path).await.refused("access.forbidden");
            app.other_owner.get(&path).await.refused("branch.unknown");
        }
    }

    async fn a_span_that_cannot_be_is_refused(app) {
        for path in ["summary", "revenue", "takings"] {
            let asked = |span: &str| format!("/api/report/{path}?{span}");
            app.owner.get(&asked("from=2026-03-02&to=2026-03-01")).await.refused("report.days_backwards");
            app.owner.get(&asked("from=1990-01-01&to=2026-03-01")).await.refused("report.days_too_many");
        }
    }

    async fn a_report_goes_out_as_a_sheet(app) {
        let shop = Shop::open(&app).await;
        paid(&app, None, shop.cut(), cash(12_800)).await;
        let sheet = async |path: &str| {
            let file = app.owner.get(&format!("/api/report/{path}")).await;
            String::from_utf8(file.bytes).unwrap()
        };
        let revenue = sheet("revenue/export?by=service").await;
        assert_eq!(revenue.trim_start_matches('\u{feff}'), "service,bills,lines,amount,tax\n洗剪吹,1,1,128.00,0.00\n");
        let takings = sheet("takings/export?by=day").await;
        let expected = "day,bills,takings,card_sales,card_use\n2026-03-02,1,128.00,0.00,0.00\n";
        assert_eq!(takings.trim_start_matches('\u{feff}'), expected);
    }

    async fn figures_follow_a_shop_whose_clock_is_set_anew(app) {
        let shop = Shop::open(&app).await;
        paid(&app, None, shop.cut(), cash(12_800)).await;
        app.later(DAY);
        keep(&app).await;
        let hours = "takings?by=hour&from=2026-03-02&to=2026-03-02";
        assert_eq!(report(&app.owner, hours).await["rows"][0]["hour"], 14);
        let path = format!("/api/branch/{}", app.branch);
        let branches = app.owner.get("/api/branch").await.ok();
        let rows = branches["items"].as_array().or(branches.as_array()).unwrap();
        let mut wish = rows.iter().find(|row| row["id"] == json!(app.branch)).unwrap().clone();
        for kept in ["id", "number"] {
            wish.as_object_mut().unwrap().remove(kept);
        }
        wish["time_zone"] = json!("Asia/Tokyo");
        app.owner.put(&path, wish).await.ok();
        assert_eq!(report(&app.owner, hours).await["rows"][0]["hour"], 15);
        keep(&app).await;
        assert_eq!(report(&app.owner, hours).await["rows"][0]["hour"], 15);
    }

    async fn a_figure_that_differs_from_the_books_is_named(app) {
        let shop = Shop::open(&app).await;
        paid(&app, None, shop.cut(), cash(12_800)).await;
        app.later(40 * DAY);
        keep(&app).await;
        let branch = app.branch.to_string();
        let day = "UPDATE report_figure SET amount = amount + 1
                   WHERE org_id = $1 AND branch_id = $2 AND span = 'day' AND part = 'total'";
        let found = found_after(&app, day, &branch).await;
        let names: Vec<_> = found.iter().map(|(check, row)| (check.as_str(), row.as_str())).collect();
        assert!(names.contains(&("report.day_is_the_books", "branch 1 2026-03-02 total")), "{names:?}");
        assert!(names.contains(&("report.month_is_its_days", "branch 1 2026-03 total")), "{names:?}");
        let lost = "DELETE FROM report_figure WHERE org_id = $1 AND branch_id = $2 AND span = 'day'";
        assert_eq!(found_after(&app, lost, &branch).await[0].0, "report.day_is_the_books");
    }
}
