//! The list narrowed, taken out, kept; tags.

use super::{at, every_field, member, walk_in};
use crate::customer::listing;
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::{Person, TestApp, id};
use kernel::{CustomerId, Day, Problem};
use serde_json::{Value, json};

async fn names(person: &Person, query: &str) -> Vec<String> {
    let list = person.get(&format!("/api/customer?{query}")).await.ok();
    list["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

fn tagged(name: &str, tags: &[&str]) -> Value {
    json!({ "name": name, "tags": tags })
}

/// Somebody was served on a day.
struct Visit(CustomerId, Day);

impl Command for Visit {
    type Out = ();
    const NAME: &'static str = "test.visit";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        crate::customer::touch_visit(tx, self.0, self.1).await
    }
}

async fn visited(app: &TestApp, customer: &Value, day: &str) {
    let visit = Visit(id(customer).parse().unwrap(), Day::parse(day).unwrap());
    app.app.write(&app.system(), visit).await.unwrap();
}

async fn tags(app: &TestApp) -> Vec<(String, i64)> {
    let tags = app.reception.get("/api/customer/tag").await.ok();
    let pair = |tag: &Value| (tag["name"].as_str().unwrap().to_owned(), tag["customers"].as_i64().unwrap());
    tags["items"].as_array().unwrap().iter().map(pair).collect()
}

salon_test! {
    async fn the_list_is_narrowed_by_what_is_known(app) {
        let one = member(&app, every_field()).await;
        app.later(24 * 3600);
        member(&app, json!({ "name": "李雷", "gender": "male", "tags": ["vip"] })).await;
        app.later(60);
        walk_in(&app).await;
        visited(&app, &one, "2026-02-01").await;
        for (query, expected) in [
            ("gender=male", vec!["李雷"]),
            ("kind=walk_in", vec![""]),
            ("tag=VIP", vec![]),
            ("tag=vip", vec!["李雷"]),
            ("birthday_month=8", vec!["王丽"]),
            ("birthday_month=9", vec![]),
            ("registered_from=2026-03-03", vec!["李雷"]),
            ("registered_to=2026-03-02", vec!["王丽"]),
            ("visited_from=2026-02-01&visited_to=2026-02-01", vec!["王丽"]),
            ("visited_from=2026-02-02", vec![]),
            ("not_visited_since=2026-02-01", vec!["", "李雷"]),
            ("not_visited_since=2026-02-02&kind=member", vec!["李雷", "王丽"]),
            ("q=1234", vec!["王丽"]),
            ("q=ll&gender=male", vec!["李雷"]),
            ("q=K00001", vec![""]),
            ("q=%25", vec![]),
        ] {
            assert_eq!(names(&app.reception, query).await, expected, "{query}");
        }
        assert_eq!(names(&app.reception, &format!("branch={}", app.branch)).await.len(), 3);
        assert!(names(&app.reception, &format!("branch={}", app.second_branch)).await.is_empty());
        app.reception.get("/api/customer?tag=vip&kind=erased").await.refused("customer.kind_unknown");
        assert!(names(&app.other_owner, "gender=male").await.is_empty());
    }

    async fn a_narrowed_list_comes_in_pages(app) {
        for name in ["一", "二", "三"] {
            app.later(1);
            member(&app, tagged(name, &["常客"])).await;
        }
        let first = app.owner.get("/api/customer?tag=%E5%B8%B8%E5%AE%A2&limit=2").await.ok();
        assert_eq!(first["items"].as_array().unwrap().len(), 2);
        let next = first["next"].as_str().unwrap();
        assert_eq!(names(&app.owner, &format!("tag=%E5%B8%B8%E5%AE%A2&limit=2&after={next}")).await, ["一"]);
    }

    async fn a_list_is_taken_out_masked_and_that_is_written_down(app) {
        member(&app, every_field()).await;
        walk_in(&app).await;
        let file = app.finance.get("/api/customer/export?kind=member").await;
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(text.contains("138****1234") && !text.contains("13812341234"), "{text}");
        assert_eq!(text.lines().count(), 2);
        let file = app.owner.get("/api/customer/export?kind=member").await;
        assert!(String::from_utf8(file.bytes).unwrap().contains("13812341234"));
        let book = app.owner.get("/api/customer/export?format=xlsx").await;
        assert_eq!(book.headers["content-disposition"], "attachment; filename=\"customers.xlsx\"");
        app.reception.get("/api/customer/export").await.refused("access.forbidden");
        let log = app.owner.get("/api/audit?command=customer.export_list").await.ok();
        assert_eq!(log["items"].as_array().unwrap().len(), 3);
    }

    async fn ways_to_narrow_the_list_are_kept_and_shared(app) {
        let wish = json!({ "name": "沉睡会员", "query": { "kind": "member", "not_visited_since": "2026-01-01" }, "shared": true });
        let kept = app.owner.post("/api/customer/filter", wish.clone()).await.ok();
        assert_eq!((&kept["query"], &kept["mine"]), (&wish["query"], &json!(true)));
        let own = json!({ "name": "我的", "query": {} });
        app.reception.post("/api/customer/filter", own).await.ok();
        let seen = app.reception.get("/api/customer/filter").await.ok();
        assert_eq!((seen["items"][1]["name"].as_str(), &seen["items"][1]["mine"]), (Some("沉睡会员"), &json!(false)));
        assert_eq!(app.owner.get("/api/customer/filter").await.ok()["items"].as_array().unwrap().len(), 1);
        let path = format!("/api/customer/filter/{}", id(&kept));
        app.reception.delete(&path).await.refused("customer.filter_unknown");
        app.owner.delete(&path).await.ok();
        let nameless = json!({ "name": " ", "query": {} });
        app.owner.post("/api/customer/filter", nameless).await.refused("customer.filter_name");
        let ghost = json!({ "name": "x", "query": { "kind": "ghost" } });
        app.owner.post("/api/customer/filter", ghost).await.refused("customer.kind_unknown");
        let unknown = json!({ "name": "x", "query": { "colour": "red" } });
        app.owner.post("/api/customer/filter", unknown).await.refused("request.body");
    }

    async fn tags_are_counted_renamed_and_dropped(app) {
        let one = member(&app, tagged("一", &["金卡", "VIP"])).await;
        member(&app, tagged("二", &["VIP"])).await;
        let pairs = |expected: &[(&str, i64)]| expected.iter().map(|(tag, count)| ((*tag).to_owned(), *count)).collect::<Vec<_>>();
        assert_eq!(tags(&app).await, pairs(&[("VIP", 2), ("金卡", 1)]));
        let rename = async |from: &str, to: &str| app.owner.put("/api/customer/tag", json!({ "from": from, "to": to })).await;
        rename("VIP", "金卡").await.ok();
        assert_eq!(tags(&app).await, pairs(&[("金卡", 2)]));
        let shown = app.owner.get(&at(&one, "")).await.ok();
        assert_eq!((&shown["profile"]["tags"], &shown["version"]), (&json!(["金卡"]), &json!(2)));
        rename("VIP", "x").await.refused("customer.tag_unknown");
        rename("金卡", " ").await.refused("customer.tag_name");
        app.manager.put("/api/customer/tag", json!({ "from": "金卡", "to": "x" })).await.refused("access.forbidden");
        app.owner.delete("/api/customer/tag?name=%E9%87%91%E5%8D%A1").await.ok();
        assert!(tags(&app).await.is_empty());
        app.owner.delete("/api/customer/tag?name=%E9%87%91%E5%8D%A1").await.refused("customer.tag_unknown");
    }
}

#[test]
fn a_file_has_an_end() {
    assert_eq!(listing::check_size(50_000), Ok(()));
    assert_eq!(Problem::from(listing::check_size(50_001).unwrap_err()).code, "customer.too_many");
}
