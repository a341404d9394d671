//! Two rows of one person.

use super::{at, every_field, hits, member, photo, profile, walk_in};
use crate::customer;
use crate::salon_test;
use crate::testing::{Person, Reply, TestApp, id, unknown_id};
use serde_json::{Value, json};

async fn merge(person: &Person, survivor: &Value, from: &Value) -> Reply {
    let wish = json!({ "from": from["id"], "reason": "同一个人登记了两次" });
    person.post(&at(survivor, "/merge"), wish).await
}

async fn shown(app: &TestApp, customer: &Value) -> Value {
    app.owner.get(&at(customer, "")).await.ok()
}

async fn sharing(app: &TestApp, name: &str, phone: &str) -> Value {
    let wish =
        json!({ "branch": app.branch, "profile": profile(name, phone), "shared_phone_confirmed": true });
    app.owner.post("/api/customer", wish).await.ok()
}

salon_test! {
    async fn whoever_was_merged_is_found_under_who_survives(app) {
        let survivor = member(&app, profile("王丽", "")).await;
        let from = member(&app, every_field()).await;
        let merged = merge(&app.manager, &survivor, &from).await.ok();
        assert_eq!((&merged["id"], &merged["merged"]), (&survivor["id"], &json!([from["id"]])));
        assert_eq!(shown(&app, &from).await["id"], survivor["id"]);
        assert_eq!(shown(&app, &survivor).await["profile"]["allergy"], from["profile"]["allergy"]);
        for typed in ["13812341234", "1234", "王丽", "wl", "M00001", "M00002"] {
            assert_eq!(hits(&app.reception, typed).await.len(), 1, "{typed}");
        }
        let list = app.owner.get("/api/customer").await.ok();
        assert_eq!((list["items"].as_array().unwrap().len(), &list["counts"]["members"]), (1, &json!(1)));
        let narrowed = app.owner.get("/api/customer?q=M00002").await.ok();
        assert_eq!(narrowed["items"][0]["id"], survivor["id"]);
    }

    async fn a_merged_row_keeps_being_found_when_the_profile_changes(app) {
        let survivor = member(&app, profile("王丽", "13900001111")).await;
        let from = member(&app, profile("王莉", "13812341234")).await;
        let merged = merge(&app.owner, &survivor, &from).await.ok();
        let wish = json!({ "version": merged["version"], "profile": profile("王一丽", "13900002222") });
        app.owner.put(&at(&from, ""), wish).await.ok();
        assert_eq!(hits(&app.owner, "13812341234").await[0].0, "王一丽");
        assert_eq!(hits(&app.owner, "13900002222").await[0].0, "王一丽");
        assert!(hits(&app.owner, "13900001111").await.is_empty());
    }

    async fn what_cannot_be_merged_is_refused(app) {
        let [one, two, three] = ["王一", "王二", "王三"].map(|name| profile(name, ""));
        let (one, two, three) = (member(&app, one).await, member(&app, two).await, member(&app, three).await);
        let silent = json!({ "from": two["id"], "reason": " " });
        app.owner.post(&at(&one, "/merge"), silent).await.refused("customer.reason");
        let nobody = json!({ "id": unknown_id() });
        merge(&app.owner, &one, &nobody).await.refused("customer.unknown");
        merge(&app.owner, &nobody, &one).await.refused("customer.unknown");
        merge(&app.owner, &one, &one).await.refused("customer.merge_self");
        merge(&app.reception, &one, &two).await.refused("access.forbidden");
        merge(&app.other_owner, &one, &two).await.refused("customer.unknown");
        merge(&app.owner, &one, &two).await.ok();
        merge(&app.owner, &three, &two).await.refused("customer.merged_already");
        app.owner.post(&at(&three, "/erase"), json!({ "reason": "asked for it" })).await.ok();
        merge(&app.owner, &one, &three).await.refused("customer.erased");
        merge(&app.owner, &three, &one).await.refused("customer.erased");
    }

    async fn merging_again_changes_nothing(app) {
        let (one, two) = (member(&app, profile("王丽", "")).await, member(&app, profile("王丽", "")).await);
        let first = merge(&app.owner, &one, &two).await.ok();
        assert_eq!(merge(&app.owner, &one, &two).await.ok(), first);
        merge(&app.owner, &two, &one).await.refused("customer.merge_self");
    }

    async fn a_group_that_is_merged_stays_together(app) {
        let mut rows = Vec::new();
        for name in ["王一", "王二", "王三", "王四"] {
            rows.push(member(&app, profile(name, "")).await);
        }
        merge(&app.owner, &rows[1], &rows[0]).await.ok();
        merge(&app.owner, &rows[3], &rows[2]).await.ok();
        merge(&app.owner, &rows[2], &rows[1]).await.ok();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        for row in &rows {
            let asked = id(row).parse().unwrap();
            assert_eq!(customer::resolve(&mut tx, asked).await.unwrap().to_string(), id(&rows[3]));
            let group = customer::group(&mut tx, asked).await.unwrap();
            assert_eq!((group.len(), group[0].to_string()), (4, id(&rows[3])));
        }
    }

    async fn two_merges_that_cross_leave_one_who_survives(app) {
        for _ in 0..4 {
            let (one, two) = (member(&app, profile("王丽", "")).await, member(&app, profile("王丽", "")).await);
            let (first, second) = tokio::join!(merge(&app.owner, &one, &two), merge(&app.manager, &two, &one));
            let mut statuses = [first.status, second.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 422]);
            let (one, two) = (shown(&app, &one).await, shown(&app, &two).await);
            assert_eq!(one["id"], two["id"]);
            assert_eq!(one["merged"].as_array().unwrap().len(), 1);
        }
    }

    async fn a_walk_in_who_is_a_member_becomes_that_member(app) {
        let survivor = walk_in(&app).await;
        let from = member(&app, profile("王丽", "13812341234")).await;
        let merged = merge(&app.owner, &survivor, &from).await.ok();
        assert_eq!((&merged["kind"], &merged["member_number"]), (&json!("member"), &from["member_number"]));
        assert_eq!(merged["registered_at"], from["registered_at"]);
        assert_eq!(app.owner.get("/api/customer").await.ok()["counts"], json!({ "walk_ins": 0, "members": 1 }));
    }

    async fn consents_and_pictures_go_with_the_person(app) {
        let (survivor, from) = (member(&app, profile("王丽", "")).await, member(&app, profile("王丽", "")).await);
        let consent = json!({ "purpose": "marketing", "granted": true, "channel": "desk", "text_version": "2026-01" });
        app.reception.post(&at(&from, "/consent"), consent).await.ok();
        photo(&app, &from, "image/jpeg", b"\xff\xd8\xff\xe0").await.ok();
        let merged = merge(&app.owner, &survivor, &from).await.ok();
        assert_eq!((merged["consents"].as_array().unwrap().len(), &merged["has_photo"]), (1, &json!(true)));
        assert_eq!(app.owner.get(&at(&from, "/photo")).await.bytes, b"\xff\xd8\xff\xe0");
    }

    async fn nobody_brings_themselves_after_a_merge(app) {
        let brought_by = member(&app, profile("王一", "")).await;
        let mut wish = profile("王二", "");
        wish["referrer"] = brought_by["id"].clone();
        let survivor = member(&app, wish).await;
        let merged = merge(&app.owner, &survivor, &brought_by).await.ok();
        assert_eq!(merged["profile"]["referrer"], Value::Null);
        let mut wish = json!({ "version": merged["version"], "profile": merged["profile"] });
        wish["profile"]["referrer"] = brought_by["id"].clone();
        app.owner.put(&at(&survivor, ""), wish).await.refused("customer.referrer_circular");
    }

    async fn erasing_destroys_what_was_merged_too(app) {
        let survivor = member(&app, profile("王丽", "13900001111")).await;
        let from = member(&app, every_field()).await;
        merge(&app.owner, &survivor, &from).await.ok();
        app.owner.post(&at(&from, "/erase"), json!({ "reason": "asked for it in writing" })).await.ok();
        for typed in ["王丽", "13812341234", "13900001111", "M00001", "M00002"] {
            assert!(hits(&app.owner, typed).await.is_empty(), "{typed}");
        }
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "SELECT phone FROM customer WHERE org_id = $1 ORDER BY id";
        let phones: Vec<Vec<u8>> = tx.rows(sql, Vec::new(), |row| row.take()).await.unwrap();
        assert!(phones.iter().all(Vec::is_empty) && phones.len() == 2);
    }

    async fn those_who_share_a_phone_are_a_family(app) {
        let mother = sharing(&app, "王丽", "13812341234").await;
        let daughter = sharing(&app, "李小花", "13812341234").await;
        member(&app, profile("张三", "13900001111")).await;
        let family = app.reception.get(&at(&mother, "/family")).await.ok();
        assert_eq!((family["items"].as_array().unwrap().len(), &family["items"][0]["id"]), (1, &daughter["id"]));
        let nobody = json!({ "id": unknown_id() });
        app.reception.get(&at(&nobody, "/family")).await.refused("customer.unknown");
        let third = json!({ "branch": app.branch, "profile": profile("王大", "13812341234") });
        let refused = app.reception.post("/api/customer", third).await.refused("customer.phone_taken");
        assert_eq!(refused["params"]["holders"], 2);
    }

    async fn members_who_may_be_one_are_listed_until_they_are(app) {
        let [one, two, _] = [
            sharing(&app, "王丽", "13812341234").await,
            sharing(&app, "王莉", "13812341234").await,
            sharing(&app, "李小花", "13812341234").await,
        ];
        sharing(&app, "张三", "13900001111").await;
        sharing(&app, "李雷", "13900001111").await;
        let listed = app.manager.get("/api/customer/duplicate").await.ok();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        let item = &listed["items"][0];
        assert_eq!((&item["phone_masked"], item["customers"].as_array().unwrap().len()), (&json!("138****1234"), 2));
        let first = app.manager.get("/api/customer/duplicate?limit=1").await.ok();
        let next = first["next"].as_str().unwrap();
        let second = app.manager.get(&format!("/api/customer/duplicate?limit=1&after={next}")).await.ok();
        let both = [&first, &second].map(|page| page["items"].as_array().unwrap().len());
        assert_eq!((both[0] + both[1], &second["next"]), (1, &Value::Null));
        app.reception.get("/api/customer/duplicate").await.refused("access.forbidden");
        merge(&app.owner, &one, &two).await.ok();
        assert_eq!(app.manager.get("/api/customer/duplicate").await.ok()["items"], json!([]));
    }
}
