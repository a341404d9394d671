//! Branches and companies through HTTP.

use crate::salon_test;
use crate::testing::{TestApp, id};
use serde_json::{Value, json};

async fn company(app: &TestApp) -> String {
    let companies = app.owner.get("/api/branch/company").await.ok();
    id(&companies["items"][0])
}

async fn wish(app: &TestApp) -> Value {
    json!({"company": company(app).await, "name": "西溪店", "time_zone": "Asia/Shanghai", "cut_off_minutes": 180,
        "hours": [{"weekday": 1, "opens": "10:00", "closes": "26:00"}], "address": "西溪路 1 号", "phone": "0571-1"})
}

salon_test! {
    async fn an_owner_opens_a_branch_and_it_gets_the_next_number(app) {
        let branch = app.owner.post("/api/branch", wish(&app).await).await.ok();
        assert_eq!((&branch["number"], &branch["name"]), (&json!(3), &json!("西溪店")));
        let all = app.stylist.get("/api/branch").await.ok();
        assert_eq!(all["items"].as_array().unwrap().len(), 3);
    }

    async fn a_manager_of_one_branch_may_not_open_another(app) {
        app.manager.post("/api/branch", wish(&app).await).await.refused("access.forbidden");
    }

    async fn a_manager_changes_the_own_branch_and_no_other(app) {
        let wish = wish(&app).await;
        app.manager.put(&format!("/api/branch/{}", app.branch), wish.clone()).await.ok();
        app.manager.put(&format!("/api/branch/{}", app.second_branch), wish).await.refused("access.other_branch");
    }

    async fn a_branch_of_another_organisation_does_not_exist(app) {
        let companies = app.other_owner.get("/api/branch/company").await.ok();
        let mut wish = wish(&app).await;
        wish["company"] = companies["items"][0]["id"].clone();
        app.owner.post("/api/branch", wish.clone()).await.refused("branch.company_unknown");
        app.other_owner.put(&format!("/api/branch/{}", app.branch), wish).await.refused("branch.unknown");
    }

    async fn what_cannot_be_a_branch_is_refused_at_its_field(app) {
        let cases = [
            ("name", json!(" "), "branch.name"),
            ("address", json!("路".repeat(301)), "branch.text_too_long"),
            ("cut_off_minutes", json!(900), "branch.cut_off"),
            ("hours", json!([{"weekday": 9, "opens": "10:00", "closes": "20:00"}]), "branch.hours"),
        ];
        for (field, value, code) in cases {
            let mut wish = wish(&app).await;
            wish[field] = value;
            let refused = app.owner.post("/api/branch", wish).await.refused(code);
            assert_eq!(refused["fields"][0]["field"], field);
        }
        let mut wish = wish(&app).await;
        wish["time_zone"] = json!("Mars/Olympus");
        app.owner.post("/api/branch", wish).await.refused("request.body");
    }

    async fn companies_are_added_and_renamed(app) {
        let added = app.owner.post("/api/branch/company", json!({"name": "湖滨公司"})).await.ok();
        let path = format!("/api/branch/company/{}", id(&added));
        let renamed = app.owner.put(&path, json!({"name": "湖滨有限公司", "tax_number": "91330100"})).await.ok();
        assert_eq!(renamed["tax_number"], "91330100");
        app.manager.put(&path, json!({"name": "x"})).await.refused("access.forbidden");
    }
}
