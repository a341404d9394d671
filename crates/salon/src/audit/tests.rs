//! The audit log through HTTP.

use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::{Person, TestApp, id};
use kernel::Problem;
use serde_json::{Value, json};

async fn walk_in(person: &Person, branch: kernel::BranchId) -> Value {
    person.post("/api/customer/walk-in", json!({"branch": branch})).await.ok()
}

async fn rows(person: &Person, query: &str) -> Vec<Value> {
    person.get(&format!("/api/audit{query}")).await.ok()["items"].as_array().unwrap().clone()
}

/// What was done, and by whom.
async fn done(person: &Person, query: &str) -> Vec<(String, String)> {
    let pair =
        |row: &Value| (row["command"].as_str().unwrap().into(), row["user_name"].as_str().unwrap().into());
    rows(person, query).await.iter().map(pair).collect()
}

fn pair(command: &str, name: &str) -> (String, String) {
    (command.to_owned(), name.to_owned())
}

/// Two customers of reception, and a person of the team made by the owner.
async fn some_work(app: &TestApp) -> Value {
    app.later(1);
    let customer = walk_in(&app.reception, app.branch).await;
    app.later(1);
    walk_in(&app.elsewhere, app.second_branch).await;
    app.later(1);
    let staff = json!({"name": "小林", "job": "stylist", "branches": [app.branch]});
    app.owner.post("/api/staff", staff).await.ok();
    customer
}

/// Writes more rows than a file may have.
struct Busy;

impl Command for Busy {
    type Out = ();
    const NAME: &'static str = "test.busy";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let organisation = tx.organisation();
        (0..50_001).for_each(|_| tx.touched("test", organisation, None));
        Ok(())
    }
}

salon_test! {
    async fn the_log_says_who_did_what_to_what(app) {
        let customer = some_work(&app).await;
        let log = done(&app.owner, "?limit=3").await;
        assert_eq!(log, [pair("staff.add", "owner"), pair("customer.add_walk_in", "elsewhere"), pair("customer.add_walk_in", "reception")]);
        let row = rows(&app.owner, &format!("?subject_id={}", id(&customer))).await.remove(0);
        assert_eq!((&row["subject"], &row["via"], &row["branch"]), (&json!("customer"), &json!("web"), &json!(app.branch)));
        assert_eq!((&row["released_by"], &row["released_by_name"]), (&Value::Null, &json!("")));
    }

    async fn the_log_is_narrowed_and_searched(app) {
        let customer = some_work(&app).await;
        let reception = rows(&app.owner, "?q=recep").await.remove(0)["user"].clone();
        let of_reception = format!("?subject=customer&user={}", reception.as_str().unwrap());
        assert_eq!(done(&app.owner, &of_reception).await, [pair("customer.add_walk_in", "reception")]);
        assert_eq!(done(&app.owner, "?command=staff.add").await, [pair("staff.add", "owner")]);
        assert_eq!(done(&app.owner, "?subject=staff").await, [pair("staff.add", "owner")]);
        assert_eq!(done(&app.owner, "?q=ADD_WALK").await.len(), 2);
        assert_eq!(done(&app.owner, &format!("?q={}", id(&customer))).await, [pair("customer.add_walk_in", "reception")]);
        assert_eq!(done(&app.owner, &format!("?branch={}&subject=customer", app.second_branch)).await, [pair("customer.add_walk_in", "elsewhere")]);
        assert!(done(&app.owner, "?q=%25").await.len() > 3);
        assert!(done(&app.owner, "?q=nobody").await.is_empty());
        assert!(done(&app.owner, "?to=2026-03-01").await.is_empty());
        assert!(done(&app.owner, "?from=2026-03-03").await.is_empty());
        assert_eq!(done(&app.owner, "?from=2026-03-02&to=2026-03-02&subject=customer").await.len(), 2);
    }

    async fn the_log_comes_in_pages(app) {
        some_work(&app).await;
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = app.owner.get(&format!("/api/audit?limit=2{after}")).await.ok();
            all.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(all, rows(&app.owner, "?limit=100").await);
    }

    async fn a_manager_sees_what_was_done_in_their_own_branch(app) {
        some_work(&app).await;
        assert_eq!(done(&app.elsewhere, "?subject=customer").await, [pair("customer.add_walk_in", "elsewhere")]);
        app.elsewhere.get(&format!("/api/audit?branch={}", app.branch)).await.refused("access.other_branch");
        assert_eq!(done(&app.manager, "?subject=customer").await, [pair("customer.add_walk_in", "reception")]);
        assert_eq!(done(&app.finance, "?subject=customer").await.len(), 1);
        app.reception.get("/api/audit").await.refused("access.forbidden");
        assert!(done(&app.other_owner, "?subject=customer").await.is_empty());
    }

    async fn the_log_holds_no_personal_data(app) {
        let profile = json!({"name": "王丽", "phone": "13812341234"});
        app.owner.post("/api/customer", json!({"branch": app.branch, "profile": profile})).await.ok();
        let log = app.owner.get("/api/audit").await.ok().to_string();
        assert!(!log.contains("王丽") && !log.contains("1234"));
    }

    async fn the_log_is_taken_out_and_that_is_written_down(app) {
        some_work(&app).await;
        let file = app.owner.get("/api/audit/export?subject=customer").await;
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"audit.csv\"");
        let text = String::from_utf8(file.bytes).unwrap();
        assert_eq!(text.lines().count(), 3);
        assert!(text.contains("elsewhere") && text.contains("湖滨店"));
        let book = app.owner.get("/api/audit/export?format=xlsx").await;
        assert!(book.bytes.starts_with(b"PK"));
        assert_eq!(done(&app.owner, "?command=audit.export").await.len(), 2);
    }

    async fn a_file_has_an_end(app) {
        app.app.write(&app.system(), Busy).await.unwrap();
        app.owner.get("/api/audit/export").await.refused("audit.too_many");
        app.owner.get("/api/audit/export?command=test.nothing").await.ok();
    }
}
