mod goods;
mod history;
mod samples;

use super::commands::Stop;
use super::{File, Kind, Options, Reading, Said, jobs};
use crate::access::Actor;
use crate::salon_test;
use crate::testing::{Person, Reply, TestApp};
use axum::body::Body;
use axum::http::{Method, Request};
use kernel::{ImportId, Money};
use serde_json::{Value, json};
use std::time::Duration;

/// A small sheet with a title, a row of every kind and a total.
const SHEET: &str = "\
会员资料导出
会员卡号,姓名,手机号,生日,会员等级,储值余额,赠送余额,积分,次卡剩余,开卡日期,推荐人手机,备注
VIP1,王丽,13812340001,1991年8月16日,金卡,\"¥3,000.00\",300,\"6,819\",造型×11；烫发*2,2025.5.5,13812340002,=1+1
VIP2,单芳,+86 138 1234 0002,无,银卡,97.00,9.70元,0,,2024-02-29,13999990000,
VIP3,李强,1381234,,,1,,,,,,
VIP2,赵敏,13812340004,,,2,,,,,,
,钱进,13812340005,,,12.34,,5,,,,
合计,,,,,3112.34
";

async fn post_file(person: &Person, bytes: &[u8]) -> Reply {
    let request =
        Request::builder().method(Method::POST).uri("/api/import?name=C:%5Cx%5C%E4%BC%9A%E5%91%98.csv");
    let request = request.header("content-type", "application/octet-stream");
    person.send_raw(request, Body::from(bytes.to_vec())).await
}

async fn upload(person: &Person, text: &str) -> Value {
    post_file(person, text.as_bytes()).await.ok()
}

fn at(import: &Value, rest: &str) -> String {
    format!("/api/import/{}{rest}", import["id"].as_str().unwrap())
}

async fn apply(person: &Person, import: &Value, accept_partial: bool) -> Reply {
    person.post(&at(import, "/apply"), json!({ "accept_partial": accept_partial })).await
}

/// Waits until an import has reached a state.
async fn until(person: &Person, import: &Value, state: &str) -> Value {
    for _ in 0..500 {
        let shown = person.get(&at(import, "")).await.ok();
        if shown["state"] == state {
            return shown;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the import did not become {state}");
}

async fn taken_in(app: &TestApp, text: &str) -> Value {
    let import = upload(&app.manager, text).await;
    apply(&app.manager, &import, true).await.ok();
    until(&app.manager, &import, "applied").await
}

async fn members(app: &TestApp) -> i64 {
    app.owner.get("/api/customer").await.ok()["counts"]["members"].as_i64().unwrap()
}

async fn found(app: &TestApp, typed: &str) -> Vec<Value> {
    let query: String = typed.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let hits = app.owner.get(&format!("/api/customer/search?q={query}")).await.ok();
    hits["items"].as_array().unwrap().clone()
}

fn codes(report: &Value) -> Vec<(u64, String)> {
    let problems = report["problems"].as_array().unwrap().iter();
    problems.map(|p| (p["row"].as_u64().unwrap(), p["code"].as_str().unwrap().to_owned())).collect()
}

/// A sheet of so many members.
fn many(count: usize) -> String {
    let row = |number: usize| format!("会员{number},139{number:08},{number}.00,3,洗剪吹*2\n");
    format!("姓名,手机,余额,积分,剩余次数\n{}", (0..count).map(row).collect::<String>())
}

/// Begins an import, writes its first rows, and stops as if the process had ended.
async fn interrupted(app: &TestApp, actor: &Actor, text: &str, rows: usize) -> ImportId {
    let import = upload(&app.owner, text).await["id"].as_str().unwrap().parse().unwrap();
    jobs::begin(&app.app.db, actor, import, true).await.unwrap();
    jobs::write_some(&app.app.db, actor, import, rows).await.unwrap();
    import
}

async fn rows_of(app: &TestApp, sql: &'static str) -> i64 {
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    tx.row(sql, Vec::new(), |row| row.take()).await.unwrap().unwrap()
}

salon_test! {
    async fn a_file_is_previewed_before_anything_is_written(app) {
        let preview = upload(&app.manager, SHEET).await;
        assert_eq!(preview["name"], "会员.csv");
        assert_eq!((&preview["columns"]["principal"], &preview["columns"]["phone"]), (&json!("储值余额"), &json!("手机号")));
        assert_eq!(preview["headers"].as_array().unwrap().len(), 12);
        assert!(preview["fields"].as_array().unwrap().contains(&json!("referrer_phone")));
        assert_eq!(
            preview["sample"][0],
            json!({
                "card_number": "VIP1", "name": "王丽", "phone": "13812340001", "birthday": "1991-08-16", "tier": "金卡",
                "principal": "3000.00", "bonus": "300.00", "points": "6819", "visits": "烫发×2; 造型×11",
                "opened_on": "2025-05-05", "referrer_phone": "13812340002", "notes": "=1+1"
            })
        );
        let report = &preview["report"];
        assert_eq!(
            (&report["rows"], &report["accepted"], &report["duplicates"], &report["rejected"]),
            (&json!(5), &json!(3), &json!(1), &json!(1))
        );
        assert_eq!(
            report["sums"],
            json!({
                "principal": 310_934, "bonus": 30_970, "points": 6_824, "visits": { "造型": 11, "烫发": 2 },
                "services": 0, "products": 0, "units": 0, "value": 0,
                "bills": 0, "net": 0, "tax": 0
            })
        );
        assert_eq!(codes(report), [(5, "import.phone_digits".into()), (6, "import.card_number_twice".into())]);
        assert_eq!(report["problems"][1]["params"], json!({ "row": 4 }));
        assert_eq!(members(&app).await, 0);
        assert_eq!(app.manager.get(&at(&preview, "")).await.ok()["state"], "checked");
    }

    async fn members_come_in_with_everything_they_had(app) {
        let applied = taken_in(&app, SHEET).await;
        assert_eq!((&applied["done"], &applied["total"]), (&json!(3), &json!(3)));
        assert_eq!(members(&app).await, 3);
        let hit = &found(&app, "VIP1").await[0];
        assert_eq!((&hit["matched"], &hit["name"], &hit["tags"]), (&json!("card"), &json!("王丽"), &json!(["金卡"])));
        let id = hit["id"].as_str().unwrap();
        let customer = app.owner.get(&format!("/api/customer/{id}")).await.ok();
        assert_eq!(customer["registered_at"], "2025-05-04T16:00:00Z");
        assert_eq!(customer["profile"]["notes"], "=1+1");
        let referrer = &found(&app, "13812340002").await[0];
        assert_eq!(customer["profile"]["referrer"], referrer["id"]);
        let other = app.owner.get(&format!("/api/customer/{}", referrer["id"].as_str().unwrap())).await.ok();
        assert_eq!(other["profile"]["notes"], "推荐人 13999990000", "a referrer whom nobody knows is kept in words");
        let cards = app.owner.get(&format!("/api/card?customer={id}")).await.ok();
        let card = &cards["items"][0];
        assert_eq!((&card["number"], &card["principal"], &card["bonus"]), (&json!("VIP1"), &json!(300_000), &json!(30_000)));
        let visits = card["visits"].as_array().unwrap();
        let of = |name: &str| visits.iter().find(|visit| visit["service_name"] == name).unwrap();
        assert_eq!((&of("造型")["left"], &of("造型")["value_known"]), (&json!(11), &json!(false)));
        let points = app.owner.get(&format!("/api/loyalty/points?customer={id}")).await.ok();
        assert_eq!(points["points"], 6_819);
        let unnumbered = &found(&app, "钱进").await[0];
        let cards = app.owner.get(&format!("/api/card?customer={}", unnumbered["id"].as_str().unwrap())).await.ok();
        assert_eq!((&cards["items"][0]["number"], &cards["items"][0]["principal"]), (&json!("C01000001"), &json!(1_234)));
    }

    async fn opening_balances_are_in_the_books(app) {
        taken_in(&app, SHEET).await;
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT account, unit, CAST(SUM(amount) AS BIGINT) FROM ledger_entry
                   WHERE org_id = $1 GROUP BY account, unit ORDER BY account, unit";
        let read = |row: &mut crate::store::Row| Ok((row.take()?, row.take()?, row.take()?));
        let sums: Vec<(String, String, i64)> = tx.rows(sql, Vec::new(), read).await.unwrap();
        let of = |account: &str| sums.iter().filter(|sum| sum.0 == account).map(|sum| sum.2).sum::<i64>();
        assert_eq!((of("card_principal"), of("opening_equity")), (-310_934, 310_934));
        assert_eq!((of("card_bonus"), of("points_lot"), of("visits_lot")), (-30_970, -6_824, -13));
    }

    async fn one_bad_row_refuses_the_file(app) {
        let import = upload(&app.manager, SHEET).await;
        let refused = apply(&app.manager, &import, false).await.refused("import.rows_refused");
        assert_eq!(refused["params"], json!({ "rejected": 1, "duplicates": 1 }));
        assert_eq!(members(&app).await, 0);
        let good = upload(&app.manager, "姓名,手机\n王丽,13812340001\n").await;
        apply(&app.manager, &good, false).await.ok();
        until(&app.manager, &good, "applied").await;
        assert_eq!(members(&app).await, 1);
    }

    async fn the_same_file_again_adds_nothing(app) {
        taken_in(&app, SHEET).await;
        let again = upload(&app.manager, SHEET).await;
        let report = &again["report"];
        assert_eq!((&report["accepted"], &report["duplicates"], &report["rejected"]), (&json!(0), &json!(4), &json!(1)));
        assert_eq!(report["sums"]["principal"], 0);
        assert_eq!(
            codes(report)[..2],
            [(3, "import.phone_on_file".to_owned()), (4, "import.phone_on_file".to_owned())]
        );
        let cards_alone = upload(&app.manager, "姓名,卡号\n王丽,ｖｉｐ1\n").await;
        assert_eq!(codes(&cards_alone["report"]), [(2, "import.card_number_on_file".to_owned())]);
        apply(&app.manager, &again, true).await.ok();
        until(&app.manager, &again, "applied").await;
        assert_eq!(members(&app).await, 3);
    }

    async fn columns_are_named_by_hand(app) {
        let import = upload(&app.manager, "甲,乙,丙\n王丽,13812340001,5\n").await;
        assert_eq!((&import["columns"], &import["report"]["rejected"]), (&json!({}), &json!(1)));
        apply(&app.manager, &import, true).await.refused("import.columns_missing");
        let path = at(&import, "/check");
        let check = async |columns: Value| app.manager.post(&path, json!({ "columns": columns })).await;
        check(json!({ "nome": "甲" })).await.refused("import.unknown_field");
        check(json!({ "name": "丁" })).await.refused("import.unknown_header");
        check(json!({ "name": "甲", "phone": "甲" })).await.refused("import.header_twice");
        let checked = check(json!({ "name": "甲", "phone": "乙", "principal": "丙" })).await.ok();
        assert_eq!((&checked["report"]["accepted"], &checked["report"]["sums"]["principal"]), (&json!(1), &json!(500)));
        apply(&app.manager, &import, false).await.ok();
        until(&app.manager, &import, "applied").await;
        check(json!({})).await.refused("import.started");
    }

    async fn what_is_no_sheet_is_refused(app) {
        for (bytes, code) in [
            (b"".as_slice(), "sheet.empty"),
            (b"just one column\n1\n", "import.no_header"),
            (b"<html></html>", "sheet.not_a_sheet"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet.old_excel"),
            (b"PK\x03\x04 not really", "sheet.broken"),
            (b"name,\xff\xff\xff\n", "sheet.encoding_unknown"),
        ] {
            post_file(&app.manager, bytes).await.refused(code);
        }
        let large = vec![b'a'; crate::sheet::Limits::FILE + 1];
        assert_eq!(post_file(&app.manager, &large).await.status, 413);
        assert_eq!(app.manager.get("/api/import").await.ok()["items"], json!([]));
    }

    async fn nobody_sees_an_import_that_is_not_finished(app) {
        let actor = app.system();
        let import = interrupted(&app, &actor, &many(30), 20).await;
        assert_eq!(rows_of(&app, "SELECT COUNT(*) FROM customer WHERE org_id = $1").await, 20);
        assert_eq!(members(&app).await, 0);
        for typed in ["会员3", "huiyuan", "13900000003", "0003"] {
            assert!(found(&app, typed).await.is_empty(), "{typed}");
        }
        let shown = app.owner.get(&format!("/api/import/{import}")).await.ok();
        assert_eq!((&shown["state"], &shown["done"], &shown["total"]), (&json!("applying"), &json!(20), &json!(30)));
        jobs::carry_on(&app.app.db, &actor, import, &|_, _| ()).await.unwrap();
        assert_eq!(members(&app).await, 30);
    }

    async fn an_interrupted_import_goes_on(app) {
        let actor = app.system();
        let import = interrupted(&app, &actor, &many(40), 13).await;
        jobs::take_up_all(&app.app.db).await.unwrap();
        assert_eq!(members(&app).await, 40);
        let shown = app.owner.get(&format!("/api/import/{import}")).await.ok();
        assert_eq!((&shown["state"], &shown["done"]), (&json!("applied"), &json!(40)));
        assert_eq!(rows_of(&app, "SELECT CAST(SUM(principal_left) AS BIGINT) FROM card_lot WHERE org_id = $1").await, 78_000);
    }

    async fn an_import_that_stopped_goes_on_when_it_is_applied_again(app) {
        let actor = app.system();
        let import = interrupted(&app, &actor, &many(20), 5).await;
        app.app.write(&actor, Stop(import)).await.unwrap();
        let shown = app.owner.get(&format!("/api/import/{import}")).await.ok();
        assert_eq!(shown["state"], "failed");
        apply(&app.owner, &shown, true).await.ok();
        until(&app.owner, &shown, "applied").await;
        assert_eq!(members(&app).await, 20);
    }

    async fn an_unfinished_import_is_removed_whole(app) {
        let actor = app.system();
        let import = interrupted(&app, &actor, &many(30), 25).await;
        let shown = app.owner.get(&format!("/api/import/{import}")).await.ok();
        app.owner.delete(&at(&shown, "")).await.ok();
        app.owner.get(&at(&shown, "")).await.refused("import.unknown");
        for _ in 0..500 {
            if rows_of(&app, "SELECT COUNT(*) FROM import WHERE org_id = $1").await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        for sql in [
            "SELECT COUNT(*) FROM import WHERE org_id = $1",
            "SELECT COUNT(*) FROM import_piece WHERE org_id = $1",
            "SELECT COUNT(*) FROM import_turn WHERE org_id = $1",
            "SELECT COUNT(*) FROM customer WHERE org_id = $1",
            "SELECT COUNT(*) FROM customer_search WHERE org_id = $1",
            "SELECT COUNT(*) FROM customer_phone WHERE org_id = $1",
            "SELECT COUNT(*) FROM customer_number WHERE org_id = $1",
            "SELECT COUNT(*) FROM customer_unseen WHERE org_id = $1",
            "SELECT COUNT(*) FROM card WHERE org_id = $1",
            "SELECT COUNT(*) FROM loyalty_lot WHERE org_id = $1",
            "SELECT COUNT(*) FROM ledger_set WHERE org_id = $1",
        ] {
            assert_eq!(rows_of(&app, sql).await, 0, "{sql}");
        }
        taken_in(&app, &many(30)).await;
        assert_eq!(members(&app).await, 30);
    }

    async fn a_finished_import_is_not_removed(app) {
        let applied = taken_in(&app, &many(2)).await;
        app.owner.delete(&at(&applied, "")).await.refused("import.started");
        apply(&app.owner, &applied, true).await.refused("import.started");
        assert_eq!(members(&app).await, 2);
    }

    async fn one_file_is_taken_in_at_a_time(app) {
        let actor = app.system();
        let first = interrupted(&app, &actor, &many(10), 5).await;
        let second = upload(&app.owner, "姓名,手机\n王丽,13812340001\n").await;
        apply(&app.owner, &second, true).await.refused("import.another_runs");
        jobs::carry_on(&app.app.db, &actor, first, &|_, _| ()).await.unwrap();
        apply(&app.owner, &second, true).await.ok();
        until(&app.owner, &second, "applied").await;
        assert_eq!(members(&app).await, 11);
    }

    async fn two_who_carry_on_one_import_write_each_row_once(app) {
        let actor = app.system();
        let import = interrupted(&app, &actor, &many(60), 1).await;
        let (db, other) = (app.app.db.clone(), actor.clone());
        let (first, second) = tokio::join!(
            jobs::carry_on(&app.app.db, &actor, import, &|_, _| ()),
            jobs::carry_on(&db, &other, import, &|_, _| ()),
        );
        assert!(first.is_ok() || second.is_ok(), "{first:?} {second:?}");
        assert_eq!(members(&app).await, 60);
    }

    async fn a_file_is_kept_sealed_and_destroyed(app) {
        let import = upload(&app.owner, &many(3)).await;
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT content FROM import_piece WHERE org_id = $1 ORDER BY position";
        let piece: Vec<u8> = tx.row(sql, Vec::new(), |row| row.take()).await.unwrap().unwrap();
        drop(tx);
        assert!(!piece.windows(11).any(|part| part == b"13900000001"));
        apply(&app.owner, &import, false).await.ok();
        until(&app.owner, &import, "applied").await;
        assert_eq!(rows_of(&app, "SELECT COUNT(*) FROM import_piece WHERE org_id = $1").await, 0);
        let removed = upload(&app.owner, "姓名,手机\n王丽,13812340001\n").await;
        app.owner.delete(&at(&removed, "")).await.ok();
        for _ in 0..500 {
            if rows_of(&app, "SELECT COUNT(*) FROM import_piece WHERE org_id = $1").await == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the file is still there");
    }

    async fn imports_are_listed_newest_first_and_belong_to_their_organisation(app) {
        let first = upload(&app.owner, &many(1)).await;
        app.later(1);
        let second = upload(&app.owner, &many(2)).await;
        let list = app.owner.get("/api/import?limit=1").await.ok();
        assert_eq!(list["items"][0]["id"], second["id"]);
        let next = list["next"].as_str().unwrap();
        let rest = app.owner.get(&format!("/api/import?after={next}")).await.ok();
        assert_eq!(rest["items"][0]["id"], first["id"]);
        app.other_owner.get(&at(&first, "")).await.refused("import.unknown");
        apply(&app.elsewhere, &first, true).await.refused("access.other_branch");
        app.elsewhere.delete(&at(&first, "")).await.refused("access.other_branch");
    }

    async fn the_command_line_takes_a_file_in_and_says_what_it_came_to(app) {
        let actor = app.system();
        let file = |text: &str| File {
            kind: Kind::Customers, branch: None, name: "members.csv".into(), bytes: text.as_bytes().to_vec(), said: Said::default(),
        };
        let db = &app.app.db;
        let reading = Reading { today: kernel::Day::new(2026, 3, 2).unwrap(), decimals: 2, options: Options::default() };
        let report = jobs::dry_run(Some((db, &actor)), file(SHEET), reading.clone()).await.unwrap();
        assert_eq!((report.accepted, members(&app).await), (3, 0));
        let report = jobs::dry_run(None, file(SHEET), reading.clone()).await.unwrap();
        assert_eq!(report.accepted, 3);
        let refused = jobs::take_in(db, &actor, file(SHEET), false, &|_, _| ()).await.unwrap();
        assert_eq!(refused.refused.unwrap().code, "import.rows_refused");
        assert_eq!(refused.report.rejected, 1);
        let steps = std::sync::Mutex::new(Vec::new());
        let note = |done, total| steps.lock().unwrap().push((done, total));
        let outcome = jobs::take_in(db, &actor, file(SHEET), true, &note).await.unwrap();
        assert!(outcome.refused.is_none() && outcome.report.sums.principal == Money::minor(310_934));
        assert_eq!(steps.lock().unwrap().last(), Some(&(3, 3)));
        let again = jobs::take_in(db, &actor, file(SHEET), true, &|_, _| ()).await.unwrap();
        assert_eq!((again.report.accepted, again.report.duplicates), (0, 4));
        assert_eq!(members(&app).await, 3);
    }

    async fn the_command_line_finishes_what_was_interrupted(app) {
        let actor = app.system();
        interrupted(&app, &actor, &many(30), 7).await;
        let file = |text: String| File {
            kind: Kind::Customers, branch: None, name: "m.csv".into(), bytes: text.into_bytes(), said: Said::default(),
        };
        let same = jobs::take_in(&app.app.db, &actor, file(many(30)), true, &|_, _| ()).await.unwrap();
        assert_eq!((same.report.accepted, members(&app).await), (30, 30));
        interrupted(&app, &actor, "姓名,手机\n王丽,13812340001\n王芳,13812340002\n", 1).await;
        let other = jobs::take_in(&app.app.db, &actor, file(many(31)), true, &|_, _| ()).await.unwrap();
        assert_eq!((other.report.accepted, members(&app).await), (1, 33));
    }
}
