//! Who may be taken on and changed, by whom, and who is seen.

use crate::salon_test;
use crate::testing::{TestApp, id};
use kernel::{BranchId, Id};
use serde_json::{Value, json};
use uuid::Uuid;

fn person(name: &str, branches: &[BranchId]) -> Value {
    json!({ "name": name, "job": "stylist", "branches": branches })
}

fn with(mut wish: Value, field: &str, value: Value) -> Value {
    wish[field] = value;
    wish
}

async fn names(app: &crate::testing::Person, query: &str) -> Vec<String> {
    let page = app.get(&format!("/api/staff{query}")).await.ok();
    let items = page["items"].as_array().unwrap();
    items.iter().map(|staff| staff["name"].as_str().unwrap().to_owned()).collect()
}

async fn reception_id(app: &TestApp) -> Value {
    let users = app.owner.get("/api/identity/user").await.ok();
    let found = users["items"].as_array().unwrap().iter().find(|user| user["sign_in"] == "reception");
    found.unwrap()["id"].clone()
}

salon_test! {
    async fn somebody_taken_on_gets_a_number_and_is_listed(app) {
        let added = app.manager.post("/api/staff", person(" 阿杰 ", &[app.branch])).await.ok();
        assert_eq!(
            added,
            json!({
                "id": added["id"], "number": "S01001", "name": "阿杰", "job": "stylist", "level": "",
                "branches": [app.branch], "user": null, "active": true,
            })
        );
        let second = app.manager.post("/api/staff", person("小美", &[app.branch])).await.ok();
        assert_eq!(second["number"], "S01002");
        assert_eq!(names(&app.stylist, "").await, ["阿杰", "小美"]);
    }

    async fn a_change_keeps_the_number_unless_another_is_given(app) {
        let added = app.manager.post("/api/staff", person("阿杰", &[app.branch])).await.ok();
        let path = format!("/api/staff/{}", id(&added));
        let wish = json!({ "name": "阿杰", "job": "manager", "level": "首席", "branches": [app.branch], "active": false });
        let changed = app.manager.put(&path, wish.clone()).await.ok();
        assert_eq!((changed["number"].as_str(), changed["level"].as_str()), (Some("S01001"), Some("首席")));
        assert_eq!((changed["job"].as_str(), changed["active"].as_bool()), (Some("manager"), Some(false)));
        let renumbered = app.manager.put(&path, with(wish, "number", json!("８０１"))).await.ok();
        assert_eq!(renumbered["number"], "801");
    }

    async fn lists_are_cut_by_branch_by_state_and_into_pages(app) {
        for (name, branches, active) in [
            ("甲", vec![app.branch], true),
            ("乙", vec![app.second_branch], true),
            ("丙", vec![app.branch, app.second_branch], false),
        ] {
            let wish = with(person(name, &branches), "active", json!(active));
            app.owner.post("/api/staff", wish).await.ok();
        }
        assert_eq!(names(&app.owner, &format!("?branch={}", app.second_branch)).await, ["丙", "乙"]);
        assert_eq!(names(&app.owner, "?active=true").await, ["甲", "乙"]);
        assert_eq!(names(&app.owner, "?active=false").await, ["丙"]);
        let first = app.owner.get("/api/staff?limit=2").await.ok();
        assert_eq!(first["items"].as_array().unwrap().len(), 2);
        let next = first["next"].as_str().unwrap();
        assert_eq!(names(&app.owner, &format!("?limit=2&after={next}")).await, ["乙"]);
    }

    async fn people_of_a_shop_out_of_reach_are_not_seen(app) {
        app.owner.post("/api/staff", person("甲", &[app.branch])).await.ok();
        app.owner.post("/api/staff", person("乙", &[app.second_branch])).await.ok();
        app.owner.post("/api/staff", person("丙", &[app.branch, app.second_branch])).await.ok();
        assert_eq!(names(&app.reception, "").await, ["甲", "丙"]);
        assert_eq!(names(&app.elsewhere, "").await, ["丙", "乙"]);
        app.reception.get(&format!("/api/staff?branch={}", app.second_branch)).await.refused("access.other_branch");
        assert!(names(&app.other_owner, "").await.is_empty());
    }

    async fn a_manager_of_one_branch_changes_only_its_own_people(app) {
        app.manager.post("/api/staff", person("甲", &[app.second_branch])).await.refused("access.other_branch");
        let both = [app.branch, app.second_branch];
        app.manager.post("/api/staff", person("甲", &both)).await.refused("access.other_branch");
        let theirs = app.owner.post("/api/staff", person("甲", &both)).await.ok();
        let path = format!("/api/staff/{}", id(&theirs));
        // Neither taking somebody away from another shop nor sending somebody there.
        app.manager.put(&path, person("甲", &[app.branch])).await.refused("access.other_branch");
        let own = app.manager.post("/api/staff", person("乙", &[app.branch])).await.ok();
        let path = format!("/api/staff/{}", id(&own));
        app.manager.put(&path, person("乙", &both)).await.refused("access.other_branch");
        app.owner.put(&path, person("乙", &both)).await.ok();
    }

    async fn a_number_belongs_to_one_person(app) {
        app.manager.post("/api/staff", with(person("甲", &[app.branch]), "number", json!("8"))).await.ok();
        let taken = with(person("乙", &[app.branch]), "number", json!(" 8 "));
        let refused = app.manager.post("/api/staff", taken.clone()).await;
        assert_eq!(refused.status, 409);
        refused.refused("staff.number_taken");
        let own = app.manager.post("/api/staff", person("乙", &[app.branch])).await.ok();
        app.manager.put(&format!("/api/staff/{}", id(&own)), taken).await.refused("staff.number_taken");
    }

    async fn an_account_belongs_to_one_person(app) {
        let user = reception_id(&app).await;
        let wish = with(person("甲", &[app.branch]), "user", user.clone());
        let added = app.owner.post("/api/staff", wish.clone()).await.ok();
        assert_eq!(added["user"], user);
        app.owner.put(&format!("/api/staff/{}", id(&added)), wish.clone()).await.ok();
        app.owner.post("/api/staff", wish).await.refused("staff.user_taken");
    }

    async fn what_cannot_be_said_of_somebody_is_refused(app) {
        let good = person("甲", &[app.branch]);
        let nowhere = BranchId::from_uuid(Uuid::from_u128(7));
        for (field, value, code) in [
            ("name", json!("  "), "staff.name"),
            ("name", json!("长".repeat(61)), "staff.name"),
            ("number", json!("1".repeat(21)), "staff.number"),
            ("level", json!("首".repeat(41)), "staff.level"),
            ("branches", json!([]), "staff.branches"),
            ("branches", json!([app.branch, app.branch]), "staff.branches"),
            ("branches", json!([nowhere]), "staff.branches"),
            ("user", json!(nowhere), "staff.user_unknown"),
            ("job", json!("hairdresser"), "request.body"),
        ] {
            app.owner.post("/api/staff", with(good.clone(), field, value)).await.refused(code);
        }
        assert!(names(&app.owner, "").await.is_empty());
        app.owner.put(&format!("/api/staff/{nowhere}"), good).await.refused("staff.unknown");
    }

    async fn somebody_of_another_organisation_is_unknown(app) {
        let added = app.owner.post("/api/staff", person("甲", &[app.branch])).await.ok();
        let branch = app.other_owner.get("/api/branch").await.ok()["items"][0]["id"].clone();
        let wish = json!({ "name": "甲", "job": "stylist", "branches": [branch] });
        app.other_owner.put(&format!("/api/staff/{}", id(&added)), wish).await.refused("staff.unknown");
    }
}
