mod list;
mod merge;

use crate::customer::{self, CustomerProfile};
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::{Person, TestApp};
use axum::body::Body;
use axum::http::{Method, Request};
use kernel::{BranchId, Id, ImportId, Problem};
use serde_json::{Value, json};

fn profile(name: &str, phone: &str) -> Value {
    json!({ "name": name, "phone": phone })
}

async fn member(app: &TestApp, profile: Value) -> Value {
    app.owner.post("/api/customer", json!({ "branch": app.branch, "profile": profile })).await.ok()
}

async fn walk_in(app: &TestApp) -> Value {
    app.reception.post("/api/customer/walk-in", json!({ "branch": app.branch })).await.ok()
}

fn at(customer: &Value, rest: &str) -> String {
    format!("/api/customer/{}{rest}", customer["id"].as_str().unwrap())
}

/// The names and matches of a search.
async fn hits(person: &Person, typed: &str) -> Vec<(String, String)> {
    let query: String = typed.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let found = person.get(&format!("/api/customer/search?q={query}")).await.ok();
    let hit =
        |hit: &Value| (hit["name"].as_str().unwrap().to_owned(), hit["matched"].as_str().unwrap().to_owned());
    found["items"].as_array().unwrap().iter().map(hit).collect()
}

async fn photo(app: &TestApp, customer: &Value, media_type: &str, content: &[u8]) -> crate::testing::Reply {
    let request =
        Request::builder().method(Method::PUT).uri(at(customer, "/photo")).header("content-type", media_type);
    app.reception.send_raw(request, Body::from(content.to_vec())).await
}

fn every_field() -> Value {
    json!({
        "name": "王丽", "phone": "138 1234 1234", "email": "li@example.cn", "address": "杭州市春风路 8 号",
        "gender": "female", "birthday": { "calendar": "lunar", "year": 1991, "month": 8, "day": 16, "leap_month": false },
        "source": "大众点评", "referrer": null, "referrer_shop": "隔壁花店", "introducer": null, "tags": ["金卡"],
        "notes": "喜欢短发", "hair_formula": "6/0 30g + 6% 30g", "allergy": "勿用含氨染膏"
    })
}

/// An import in small.
struct Taken {
    import: ImportId,
    branch: BranchId,
}

impl Command for Taken {
    type Out = ();
    const NAME: &'static str = "import.test";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        customer::hide(tx, self.import).await?;
        let profile =
            CustomerProfile { name: "王丽".into(), phone: "13812341234".into(), ..Default::default() };
        let imported = customer::Imported {
            import: self.import,
            branch: self.branch,
            member_number: "M00001",
            card_number: Some("VIP 1"),
            registered_at: tx.now(),
            profile: &profile,
        };
        customer::take_in(tx, &imported).await.map(drop)
    }
}

struct Unhidden(ImportId);

impl Command for Unhidden {
    type Out = ();
    const NAME: &'static str = "import.test";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        Ok(customer::unhide(tx, self.0).await?)
    }
}

salon_test! {
    async fn a_walk_in_has_a_number_at_once_and_keeps_the_row_as_a_member(app) {
        let first = walk_in(&app).await;
        assert_eq!((first["kind"].as_str(), first["walk_in_number"].as_str()), (Some("walk_in"), Some("K00001")));
        let wish = json!({ "version": 1, "branch": app.branch, "profile": profile("王丽", "13812341234") });
        let registered = app.reception.post(&at(&first, "/register"), wish.clone()).await.ok();
        assert_eq!(registered["id"], first["id"]);
        assert_eq!((registered["kind"].as_str(), registered["member_number"].as_str()), (Some("member"), Some("M00001")));
        assert_eq!(registered["walk_in_number"], "K00001");
        assert_eq!(registered["registered_branch"], json!(app.branch));
        app.reception.post(&at(&first, "/register"), wish).await.refused("customer.already_member");
        assert_eq!(hits(&app.reception, "k00001").await, [("王丽".to_owned(), "number".to_owned())]);
    }

    async fn every_field_of_a_profile_comes_back(app) {
        let made = member(&app, every_field()).await;
        let mut expected = every_field();
        expected["phone"] = json!("13812341234");
        assert_eq!(made["profile"], expected);
        assert_eq!(app.owner.get(&at(&made, "")).await.ok(), made);
        assert_eq!((made["masked"].clone(), made["version"].clone()), (json!(false), json!(1)));
    }

    async fn the_list_says_who_is_which_and_counts(app) {
        walk_in(&app).await;
        for number in 0..3 {
            member(&app, profile(&format!("会员{number}"), "")).await;
            app.later(1);
        }
        let list = app.reception.get("/api/customer?kind=member&limit=2").await.ok();
        assert_eq!(list["counts"], json!({ "walk_ins": 1, "members": 3 }));
        assert_eq!(list["items"][0]["name"], "会员2");
        let next = list["next"].as_str().unwrap();
        let rest = app.reception.get(&format!("/api/customer?kind=member&after={next}")).await.ok();
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
        let all = app.reception.get("/api/customer").await.ok();
        assert_eq!(all["items"].as_array().unwrap().len(), 4);
        app.reception.get("/api/customer?kind=ghost").await.refused("customer.kind_unknown");
    }

    async fn one_box_finds_by_anything(app) {
        member(&app, profile("欧阳娜娜", "13812341234")).await;
        member(&app, profile("单丽", "+49 151 2345 6789")).await;
        app.later(1);
        member(&app, profile("Zoë Löwe", "13900006789")).await;
        let found = async |typed: &str| hits(&app.reception, typed).await;
        let hit = |name: &str, matched: &str| (name.to_owned(), matched.to_owned());
        assert_eq!(found("1234").await, [hit("欧阳娜娜", "tail")]);
        assert_eq!(found("１３８－１２３４－１２３４\r\n").await, [hit("欧阳娜娜", "phone")]);
        assert_eq!(found("6789").await, [hit("Zoë Löwe", "tail"), hit("单丽", "tail")]);
        for typed in ["娜", "阳娜娜", "ouy", "OYNN", "nn"] {
            assert_eq!(found(typed).await[0].0, "欧阳娜娜", "{typed}");
        }
        for typed in ["shanli", "danl", "sl", "dl", "cl"] {
            assert_eq!(found(typed).await, [hit("单丽", "pinyin")], "{typed}");
        }
        assert_eq!(found("LOWE").await, [hit("Zoë Löwe", "name")]);
        assert_eq!(found("M00003").await, [hit("Zoë Löwe", "number")]);
        for nothing in ["", "%", "_", "'", "0000", "138123"] {
            assert!(found(nothing).await.is_empty(), "{nothing:?}");
        }
    }

    async fn a_search_shows_personal_data_masked_to_everybody(app) {
        member(&app, every_field()).await;
        let found = app.owner.get("/api/customer/search?q=1234").await.ok();
        assert_eq!(found["items"][0]["phone_masked"], "138****1234");
        assert!(!found.to_string().contains("13812341234"));
    }

    async fn tails_cannot_be_gone_through(app) {
        for _ in 0..120 {
            app.reception.get("/api/customer/search?q=0001").await.ok();
        }
        app.reception.get("/api/customer/search?q=0002").await.refused("customer.too_many_searches");
        app.reception.get("/api/customer/search?q=wang").await.ok();
        app.owner.get("/api/customer/search?q=0002").await.ok();
        app.later(61);
        app.reception.get("/api/customer/search?q=0002").await.ok();
    }

    async fn a_shared_phone_is_confirmed(app) {
        let mother = member(&app, profile("王丽", "13812341234")).await;
        let mut wish = json!({ "branch": app.branch, "profile": profile("王小丽", "+8613812341234") });
        let refused = app.reception.post("/api/customer", wish.clone()).await.refused("customer.phone_taken");
        assert_eq!((&refused["params"]["holder"], &refused["params"]["name"]), (&mother["id"], &json!("王丽")));
        wish["shared_phone_confirmed"] = json!(true);
        let daughter = app.reception.post("/api/customer", wish).await.ok();
        assert_eq!(hits(&app.reception, "13812341234").await.len(), 2);
        let again = json!({ "version": 1, "profile": profile("王小丽", "13812341234") });
        app.reception.put(&at(&daughter, ""), again).await.ok();
    }

    async fn faults_of_a_profile_are_named_field_by_field(app) {
        let wrong = json!({
            "name": "", "phone": "1381234", "email": "x", "address": "长".repeat(201),
            "birthday": { "calendar": "solar", "year": 1991, "month": 2, "day": 30 }, "tags": ["长".repeat(61)]
        });
        let wish = json!({ "branch": app.branch, "profile": wrong });
        let refused = app.owner.post("/api/customer", wish).await.refused("customer.text_too_long");
        let codes: Vec<&str> =
            refused["fields"].as_array().unwrap().iter().map(|field| field["code"].as_str().unwrap()).collect();
        for code in [
            "customer.name_invalid", "customer.phone_invalid", "customer.email_invalid", "customer.text_too_long",
            "customer.birthday_invalid", "customer.tags_invalid",
        ] {
            assert!(codes.contains(&code), "{code} is not in {codes:?}");
        }
        let unknown = json!({ "branch": app.branch, "profile": { "name": "x", "nickname": "y" } });
        app.owner.post("/api/customer", unknown).await.refused("request.body");
    }

    async fn nobody_brings_themselves(app) {
        let first = member(&app, profile("王一", "")).await;
        let mut second = profile("王二", "");
        second["referrer"] = first["id"].clone();
        let second = member(&app, second).await;
        let mut wish = json!({ "version": 1, "profile": profile("王一", "") });
        for referrer in [&first["id"], &second["id"]] {
            wish["profile"]["referrer"] = referrer.clone();
            app.owner.put(&at(&first, ""), wish.clone()).await.refused("customer.referrer_circular");
        }
        wish["profile"]["referrer"] = json!("01890a5d-ac96-774b-bcce-b302099a8057");
        app.owner.put(&at(&first, ""), wish.clone()).await.refused("customer.referrer_unknown");
        wish["profile"]["referrer"] = Value::Null;
        wish["profile"]["introducer"] = json!("01890a5d-ac96-774b-bcce-b302099a8057");
        app.owner.put(&at(&first, ""), wish).await.refused("customer.introducer_unknown");
    }

    async fn a_change_on_an_old_version_is_refused(app) {
        let made = member(&app, profile("王丽", "13812341234")).await;
        let wish = json!({ "version": 1, "profile": profile("王莉", "13912341234") });
        let changed = app.owner.put(&at(&made, ""), wish.clone()).await.ok();
        assert_eq!(changed["version"], 2);
        app.owner.put(&at(&made, ""), wish).await.refused("customer.changed_meanwhile");
        assert!(hits(&app.owner, "13812341234").await.is_empty());
        assert_eq!(hits(&app.owner, "13912341234").await.len(), 1);
        assert!(hits(&app.owner, "丽").await.is_empty());
        let unknown = "/api/customer/01890a5d-ac96-774b-bcce-b302099a8057";
        app.owner.get(unknown).await.refused("customer.unknown");
    }

    async fn a_masked_profile_that_comes_back_changes_nothing(app) {
        let made = member(&app, every_field()).await;
        let seen = app.reception.get(&at(&made, "")).await.ok();
        assert_eq!(seen["masked"], true);
        assert_eq!(seen["profile"]["phone"], "138****1234");
        assert_eq!(seen["profile"]["birthday"]["year"], Value::Null);
        assert_eq!(seen["profile"]["allergy"], "勿用含氨染膏");
        let mut wish = json!({ "version": 1, "profile": seen["profile"] });
        wish["profile"]["notes"] = json!("改了");
        app.reception.put(&at(&made, ""), wish).await.ok();
        let mut expected = made["profile"].clone();
        expected["notes"] = json!("改了");
        assert_eq!(app.owner.get(&at(&made, "")).await.ok()["profile"], expected);
        assert_eq!(hits(&app.reception, "13812341234").await.len(), 1);
    }

    async fn consents_are_kept_with_version_time_and_channel(app) {
        let made = member(&app, profile("王丽", "")).await;
        let mut wish = json!({ "purpose": "marketing", "granted": true, "channel": "desk", "text_version": "2026-01" });
        app.reception.post(&at(&made, "/consent"), wish.clone()).await.ok();
        app.later(60);
        wish["granted"] = json!(false);
        let shown = app.reception.post(&at(&made, "/consent"), wish.clone()).await.ok();
        let granted: Vec<bool> =
            shown["consents"].as_array().unwrap().iter().map(|consent| consent["granted"].as_bool().unwrap()).collect();
        assert_eq!(granted, [true, false]);
        wish["text_version"] = json!(" ");
        app.reception.post(&at(&made, "/consent"), wish).await.refused("customer.consent_invalid");
    }

    async fn a_picture_is_kept_shown_and_destroyed(app) {
        let made = member(&app, profile("王丽", "")).await;
        let picture = [b"\xff\xd8\xff\xe0".as_slice(), &[7; 300_000]].concat();
        assert_eq!(photo(&app, &made, "image/jpeg", &picture).await.status, 204);
        let shown = app.stylist.get(&at(&made, "/photo")).await;
        assert_eq!((shown.bytes, shown.headers["content-type"].to_str().unwrap()), (picture, "image/jpeg"));
        assert_eq!(app.owner.get(&at(&made, "")).await.ok()["has_photo"], true);
        photo(&app, &made, "image/png", b"\xff\xd8\xff\xe0").await.refused("customer.photo_invalid");
        photo(&app, &made, "image/svg+xml", b"<svg/>").await.refused("customer.photo_invalid");
        photo(&app, &made, "image/jpeg", &vec![0xff; 2 * 1024 * 1024 + 1]).await.refused("request.too_large");
        app.reception.delete(&at(&made, "/photo")).await.ok();
        app.reception.get(&at(&made, "/photo")).await.refused("customer.no_photo");
    }

    async fn customers_are_handed_their_own_data(app) {
        let made = member(&app, every_field()).await;
        photo(&app, &made, "image/jpeg", b"\xff\xd8\xff\xe0").await.ok();
        let file = app.finance.get(&at(&made, "/export")).await;
        assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        let data = file.ok();
        assert_eq!(data["profile"], made["profile"]);
        assert_eq!(data["photo"], "data:image/jpeg;base64,/9j/4A==");
        app.reception.get(&at(&made, "/export")).await.refused("access.forbidden");
    }

    async fn erasing_destroys_the_person_and_keeps_the_row(app) {
        let made = member(&app, every_field()).await;
        photo(&app, &made, "image/jpeg", b"\xff\xd8\xff\xe0").await.ok();
        app.owner.post(&at(&made, "/erase"), json!({ "reason": " " })).await.refused("customer.reason_needed");
        app.reception.post(&at(&made, "/erase"), json!({ "reason": "wish" })).await.refused("access.forbidden");
        app.owner.post(&at(&made, "/erase"), json!({ "reason": "asked for it in writing" })).await.ok();
        let left = app.owner.get(&at(&made, "")).await.ok();
        assert_eq!((left["kind"].as_str(), left["profile"]["name"].as_str()), (Some("erased"), Some("")));
        assert_eq!((&left["profile"]["birthday"], &left["has_photo"]), (&Value::Null, &json!(false)));
        for typed in ["王丽", "wl", "1234", "13812341234", "M00001"] {
            assert!(hits(&app.owner, typed).await.is_empty(), "{typed}");
        }
        let counts = app.owner.get("/api/customer").await.ok();
        assert_eq!((counts["items"].clone(), &counts["counts"]["members"]), (json!([]), &json!(0)));
        let wish = json!({ "version": 2, "profile": profile("王丽", "") });
        app.owner.put(&at(&made, ""), wish).await.refused("customer.erased");
        app.owner.post(&at(&made, "/erase"), json!({ "reason": "again" })).await.refused("customer.erased");
    }

    async fn unseen_customers_are_seen_all_at_once(app) {
        let import = ImportId::from_uuid(uuid::Uuid::from_u128(7));
        app.app.write(&app.system(), Taken { import, branch: app.branch }).await.unwrap();
        let typed = ["王丽", "wl", "13812341234", "1234", "VIP-1"];
        for typed in typed {
            assert!(hits(&app.owner, typed).await.is_empty(), "{typed}");
        }
        let list = app.owner.get("/api/customer").await.ok();
        assert_eq!((&list["items"], &list["counts"]["members"]), (&json!([]), &json!(0)));
        app.app.write(&app.system(), Unhidden(import)).await.unwrap();
        for typed in typed {
            assert_eq!(hits(&app.owner, typed).await.len(), 1, "{typed}");
        }
        assert_eq!(app.owner.get("/api/customer").await.ok()["counts"]["members"], 1);
    }

    async fn customers_of_another_organisation_are_unknown(app) {
        let made = member(&app, profile("王丽", "13812341234")).await;
        app.other_owner.get(&at(&made, "")).await.refused("customer.unknown");
        assert!(hits(&app.other_owner, "王丽").await.is_empty());
        assert!(hits(&app.other_owner, "13812341234").await.is_empty());
        let elsewhere = json!({ "branch": app.branch });
        app.elsewhere.post("/api/customer/walk-in", elsewhere).await.refused("access.other_branch");
        let nowhere = json!({ "branch": "01890a5d-ac96-774b-bcce-b302099a8057" });
        app.owner.post("/api/customer/walk-in", nowhere).await.refused("branch.unknown");
        assert_eq!(hits(&app.elsewhere, "王丽").await.len(), 1, "a customer belongs to the whole organisation");
    }

    async fn personal_data_is_not_readable_in_the_database(app) {
        let made = member(&app, every_field()).await;
        let tx = &mut app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT phone, email, address, birthday, notes, hair_formula, allergy FROM customer WHERE org_id = $1";
        let cells: Vec<Vec<u8>> = tx
            .row(sql, Vec::new(), |row| (0..7).map(|_| row.take()).collect())
            .await
            .unwrap()
            .unwrap();
        let secrets = ["13812341234", "example", "春风路", "1991", "短发", "30g", "含氨"];
        for (cell, secret) in cells.iter().zip(secrets) {
            assert!(cell.len() > 40, "nothing is stored for {secret}");
            assert!(!cell.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret} is readable");
        }
        let sql = "SELECT digest FROM customer_phone WHERE org_id = $1 ORDER BY part";
        let digests: Vec<Vec<u8>> = tx.rows(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(digests.iter().all(|digest| digest.len() == 32) && digests.len() == 2);
        assert!(made["profile"]["phone"] == "13812341234");
    }

    async fn each_search_reads_an_index(app) {
        if app.engine == crate::testing::Engine::Postgres {
            // PostgreSQL plans by the size of a table, and these are empty.
            return;
        }
        for (sql, index) in [
            ("EXPLAIN QUERY PLAN SELECT customer_id FROM customer_search WHERE org_id = x'00' AND place = 0 AND piece >= 'a' AND piece < 'b' ORDER BY piece, customer_id LIMIT 40", "(org_id=? AND place=? AND piece>? AND piece<?)"),
            ("EXPLAIN QUERY PLAN SELECT customer_id FROM customer_phone WHERE org_id = x'00' AND part = 'tail' AND digest = x'01'", "(org_id=? AND part=? AND digest=?)"),
            ("EXPLAIN QUERY PLAN SELECT customer_id FROM customer_number WHERE org_id = x'00' AND key >= 'k' AND key < 'l' ORDER BY key, kind, customer_id LIMIT 40", "(org_id=? AND key>? AND key<?)"),
            ("EXPLAIN QUERY PLAN SELECT id FROM customer WHERE org_id = x'00' AND kind = 'member' AND id < x'ff' ORDER BY id DESC LIMIT 50", "(org_id=? AND kind=? AND id<?)"),
        ] {
            let mut steps = app.app.db.global_rows(sql, Vec::new()).await.unwrap();
            let mut row = steps.remove(0);
            let (_, _, _): (i64, i64, i64) = (row.take().unwrap(), row.take().unwrap(), row.take().unwrap());
            let step: String = row.take().unwrap();
            assert!(step.contains(index) && steps.is_empty(), "{step}");
        }
    }

    async fn two_desks_that_register_one_phone_at_once_are_told_apart(app) {
        let wish = |name: &str| json!({ "branch": app.branch, "profile": profile(name, "13812341234") });
        let (first, second) = (wish("王一"), wish("王二"));
        let (first, second) =
            tokio::join!(app.reception.post("/api/customer", first), app.owner.post("/api/customer", second));
        let statuses = [first.status, second.status];
        assert!(statuses.contains(&201) && statuses.contains(&409), "{statuses:?}");
    }
}
