//! Receipts of another program that come in as paid bills of the past.

use super::goods::{interrupted, send, taken_in};
use super::{apply, at, codes, found, members, rows_of, until};
use crate::import::jobs;
use crate::salon_test;
use crate::testing::TestApp;
use serde_json::{Value, json};

const RECEIPTS: &str = "\
Receipt,Date,Description,Client,Staff,Quantity,Amount,GST,PST
10,02/15/2026,Women's cut,KERT01,JJ,1,82,4.1,6.56
11,02/15/2026,Cleansing oil,WALK_IN,HOUSE,2,100.8,5.04,8.064
12,02/16/2026,Blowdry,KERT01,JJ,1,52,2.6,4.16
12,02/16/2026,Men's cut,LEEP01,BECKY,1,60,3,4.8
13,02/17/2026,Cleansing oil,LEEP01,BECKY,-1,-50.4,-2.52,-4.032
14,02/17/2026,,KERT01,JJ,0,0,0,0
";

fn query(app: &TestApp) -> String {
    format!("kind=history&branch={}", app.branch)
}

async fn bills(app: &TestApp, day: &str) -> Vec<Value> {
    let page = app.owner.get(&format!("/api/bill?branch={}&day={day}", app.branch)).await.ok();
    page["items"].as_array().unwrap().clone()
}

async fn bill(app: &TestApp, day: &str, receipt: &str) -> Value {
    let found = bills(app, day).await.into_iter().find(|bill| bill["receipt"] == receipt).unwrap();
    app.owner.get(&format!("/api/bill/{}", found["id"].as_str().unwrap())).await.ok()
}

/// How many rows there are of what an import of receipts makes.
async fn made(app: &TestApp) -> Vec<i64> {
    let mut counts = Vec::new();
    for sql in [
        "SELECT COUNT(*) FROM bill WHERE org_id = $1",
        "SELECT COUNT(*) FROM bill_line WHERE org_id = $1",
        "SELECT COUNT(*) FROM bill_tax WHERE org_id = $1",
        "SELECT COUNT(*) FROM bill_share WHERE org_id = $1",
        "SELECT COUNT(*) FROM bill_tender WHERE org_id = $1",
        "SELECT COUNT(*) FROM ledger_entry WHERE org_id = $1",
        "SELECT COUNT(*) FROM customer WHERE org_id = $1",
        "SELECT COUNT(*) FROM catalogue_service WHERE org_id = $1",
        "SELECT COUNT(*) FROM staff WHERE org_id = $1",
    ] {
        counts.push(rows_of(app, sql).await);
    }
    counts
}

salon_test! {
    async fn receipts_are_looked_at_first_and_become_paid_bills_of_their_days(app) {
        let preview = send(&app.manager, &query(&app), RECEIPTS).await.ok();
        assert_eq!((&preview["dates"], &preview["columns"]["tax_2"]), (&json!("month_first"), &json!("PST")));
        assert_eq!(preview["walk_in"][0], "WALK_IN");
        assert_eq!(preview["sample"][2], json!({
            "receipt": "12", "date": "2026-02-16", "name": "Blowdry; Men's cut", "client": "KERT01; LEEP01",
            "staff": "JJ; BECKY", "quantity": "2", "amount": "112.00", "tax": "14.56",
        }));
        let sums = &preview["report"]["sums"];
        assert_eq!((&sums["bills"], &sums["net"], &sums["tax"]), (&json!(5), &json!(24_440), &json!(3_177)));
        assert_eq!(bills(&app, "2026-02-15").await, Vec::<Value>::new(), "looking changes nothing");
        apply(&app.manager, &preview, false).await.ok();
        let applied = until(&app.manager, &preview, "applied").await;
        assert_eq!((&applied["done"], &applied["report"]["accepted"]), (&json!(5), &json!(6)));

        let cut = bill(&app, "2026-02-15", "10").await;
        assert_eq!((&cut["state"], &cut["total"], &cut["tax_added"]), (&json!("paid"), &json!(9_266), &json!(1_066)));
        assert_eq!((&cut["business_day"], &cut["tenders"][0]["kind"]), (&json!("2026-02-15"), &json!("imported")));
        let line = &cut["lines"][0];
        assert_eq!((&line["kind"], &line["net"], &line["name"]), (&json!("imported"), &json!(8_200), &json!("Women's cut")));
        assert_eq!((&line["shares"][0]["staff_name"], &line["customer"]["name"]), (&json!("JJ"), &json!("KERT01")));
        assert_eq!((&line["taxes"][0]["name"], &line["taxes"][0]["rate_ppm"], &line["taxes"][1]["amount"]), (&json!("GST"), &json!(50_000), &json!(656)));
        assert_eq!(cut["customer"]["name"], "KERT01");
        let oil = bill(&app, "2026-02-15", "11").await;
        assert_eq!((&oil["customer"], &oil["lines"][0]["unit_price"]), (&Value::Null, &json!(5_040)));
        assert_eq!(oil["lines"][0]["taxes"][1]["amount"], 806, "8.064 is 8.06");
        let two = bill(&app, "2026-02-16", "12").await;
        assert_eq!((&two["customer"], &two["lines"][1]["customer"]["name"]), (&Value::Null, &json!("LEEP01")));
        let back = bill(&app, "2026-02-17", "13").await;
        assert_eq!((&back["total"], &back["lines"][0]["quantity"]), (&json!(-5_695), &json!(-1)));
        let nothing = bill(&app, "2026-02-17", "14").await;
        assert_eq!((&nothing["tenders"], &nothing["lines"][0]["name"]), (&json!([]), &json!("—")));
        assert_eq!(rows_of(&app, "SELECT COUNT(*) FROM stock_move WHERE org_id = $1").await, 0);
    }

    async fn whom_and_what_receipts_name_is_found_or_made_out_of_use(app) {
        app.owner.post("/api/catalogue/service", json!({ "name": "Blowdry", "price": 5_500 })).await.ok();
        let staff = json!({ "name": "JJ", "job": "stylist", "branches": [app.branch] });
        app.owner.post("/api/staff", staff).await.ok();
        taken_in(&app, &query(&app), RECEIPTS).await;
        assert_eq!(members(&app).await, 2);
        let kert = &found(&app, "KERT01").await[0];
        assert_eq!((&kert["matched"], &kert["last_visit"]), (&json!("card"), &json!("2026-02-17")));
        let services = app.owner.get("/api/catalogue/service").await.ok();
        let services: Vec<_> =
            services["items"].as_array().unwrap().iter().map(|one| (one["name"].as_str().unwrap(), one["active"].as_bool().unwrap())).collect();
        assert_eq!(services, [("Blowdry", true), ("Cleansing oil", false), ("Men's cut", false), ("Women's cut", false)]);
        let staff = app.owner.get("/api/staff").await.ok();
        let staff: Vec<_> = staff["items"].as_array().unwrap().iter()
            .map(|one| (one["name"].as_str().unwrap(), one["active"].as_bool().unwrap())).collect();
        assert!(staff.contains(&("JJ", true)) && staff.contains(&("BECKY", false)) && staff.contains(&("HOUSE", false)), "{staff:?}");

        let history = app.owner.get(&format!("/api/report/customer-history/{}", kert["id"].as_str().unwrap())).await.ok();
        let items: Vec<_> = history["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "bill_imported")
            .map(|item| (item["title"].as_str().unwrap(), item["amount"].as_i64().unwrap())).collect();
        assert_eq!(items, [("14", 0), ("12", 5_876), ("10", 9_266)], "of a receipt for several each sees their own");
    }

    async fn history_comes_in_unseen_until_it_is_whole(app) {
        let import = interrupted(&app, &query(&app), RECEIPTS, 3).await;
        assert_eq!(rows_of(&app, "SELECT COUNT(*) FROM bill WHERE org_id = $1").await, 3);
        assert_eq!(bills(&app, "2026-02-15").await.len(), 0);
        assert_eq!((members(&app).await, found(&app, "KERT01").await.len()), (0, 0));
        for path in ["/api/catalogue/service", "/api/staff"] {
            let page = app.owner.get(path).await.ok();
            assert!(!page.to_string().contains("Women's cut") && !page.to_string().contains("BECKY"), "{page}");
        }
        let today = app.owner.get(&format!("/api/report/today?branch={}&day=2026-02-15", app.branch)).await.ok();
        assert_eq!((&today["bills"], &today["takings"]), (&json!(0), &json!(0)));
        jobs::take_up_all(&app.app.db).await.unwrap();
        until(&app.owner, &import, "applied").await;
        assert_eq!((bills(&app, "2026-02-15").await.len(), members(&app).await), (2, 2));
        let today = app.owner.get(&format!("/api/report/today?branch={}&day=2026-02-15", app.branch)).await.ok();
        assert_eq!((&today["bills"], &today["by_tender"][0]["kind"], &today["takings"]), (&json!(2), &json!("imported"), &json!(20_656)));
    }

    async fn unfinished_history_is_removed_whole(app) {
        let before = made(&app).await;
        let import = interrupted(&app, &query(&app), RECEIPTS, 4).await;
        assert_ne!(made(&app).await, before);
        app.owner.delete(&at(&import, "")).await.ok();
        let id = import["id"].as_str().unwrap().parse().unwrap();
        let _ = jobs::remove(&app.app.db, &app.system(), id).await;
        assert_eq!(made(&app).await, before);
        taken_in(&app, &query(&app), RECEIPTS).await;
        assert_eq!(bills(&app, "2026-02-16").await.len(), 1);
    }

    async fn the_same_receipts_again_add_nothing_and_others_of_their_numbers_are_refused(app) {
        taken_in(&app, &query(&app), RECEIPTS).await;
        let once = made(&app).await;
        let again = send(&app.owner, &query(&app), RECEIPTS).await.ok();
        assert_eq!((&again["report"]["accepted"], &again["report"]["duplicates"]), (&json!(0), &json!(6)));
        taken_in(&app, &query(&app), RECEIPTS).await;
        assert_eq!(made(&app).await, once);
        // The first half of a receipt came with the end of another file.
        let half = "Receipt,Date,Description,Amount\n12,2026-02-16,Blowdry,52\n20,2026-02-18,Blowdry,52\n";
        let half = send(&app.owner, &query(&app), half).await.ok();
        assert_eq!(codes(&half["report"]), [(2, "import.receipt_differs".to_owned())]);
        apply(&app.owner, &half, false).await.refused("import.rows_refused");
        let there = format!("kind=history&branch={}", app.second_branch);
        let there = send(&app.owner, &there, RECEIPTS).await.ok();
        assert_eq!(there["report"]["accepted"], 6, "another branch has receipts of its own");
    }

    async fn history_takes_no_number_of_the_bills_of_today(app) {
        let till = crate::testing::till::Till::new(&app);
        let first = till.show(&till.open().await).await["number"].as_i64().unwrap();
        taken_in(&app, &query(&app), RECEIPTS).await;
        let next = till.show(&till.open().await).await["number"].as_i64().unwrap();
        assert_eq!(next, first + 1);
    }

    async fn half_a_file_and_dates_of_which_nobody_knows_are_refused(app) {
        let cut = &RECEIPTS[..RECEIPTS.len() - 10];
        let refused = send(&app.owner, &query(&app), cut).await;
        assert_eq!(refused.json()["params"]["row"], 7);
        refused.refused("import.cut_short");
        let header = "Receipt,Date,Description,Amount\n";
        let unclear = format!("{header}1,03/02/2025,Cut,5\n2,04/02/2025,Cut,5\n");
        let preview = send(&app.owner, &query(&app), &unclear).await.ok();
        assert_eq!((&preview["dates"], codes(&preview["report"]).len()), (&json!("unclear"), 2));
        apply(&app.owner, &preview, true).await.refused("import.dates_unclear");
        let said = json!({ "columns": {}, "options": { "dates": "day_first", "walk_in": ["X"] } });
        let checked = app.owner.post(&at(&preview, "/check"), said).await.ok();
        assert_eq!((&checked["dates"], &checked["walk_in"]), (&json!("day_first"), &json!(["X"])));
        apply(&app.owner, &preview, false).await.ok();
        until(&app.owner, &preview, "applied").await;
        assert_eq!(bills(&app, "2025-02-03").await.len(), 1);

        let mixed = send(&app.owner, &query(&app), &format!("{header}5,13/02/2025,Cut,5\n6,02/13/2025,Cut,5\n")).await.ok();
        apply(&app.owner, &mixed, true).await.refused("import.dates_mixed");
        let month = send(&app.owner, &query(&app), &format!("{header}5,02/13/2025,Cut,5\n6,02/14/2025,Cut,5\n")).await.ok();
        let said = json!({ "columns": {}, "options": { "dates": "day_first" } });
        app.owner.post(&at(&month, "/check"), said).await.ok();
        apply(&app.owner, &month, true).await.refused("import.dates_otherwise");
        let nameless = send(&app.owner, &query(&app), "Receipt,Date\n1,2025-02-03\n").await.ok();
        apply(&app.owner, &nameless, true).await.refused("import.history_columns_missing");
    }

    async fn two_files_at_once_are_refused(app) {
        let _first = interrupted(&app, &query(&app), RECEIPTS, 1).await;
        let second = send(&app.owner, &query(&app), "Receipt,Date,Description,Amount\n90,2026-02-01,Cut,5\n").await.ok();
        apply(&app.owner, &second, true).await.refused("import.another_runs");
        assert_eq!(bills(&app, "2026-02-01").await.len(), 0);
    }
}
