//! The headings of the price list.

use super::{CATEGORIES, PRODUCTS, SERVICES, product, service, with};
use crate::salon_test;
use crate::testing::id;
use serde_json::{Value, json};

fn rows(page: &Value) -> Vec<(String, String, i64, i64)> {
    let row = |category: &Value| {
        let text = |key: &str| category[key].as_str().unwrap().to_owned();
        let number = |key: &str| category[key].as_i64().unwrap();
        (text("kind"), text("name"), number("position"), number("items"))
    };
    page["items"].as_array().unwrap().iter().map(row).collect()
}

salon_test! {
    async fn categories_are_made_as_they_are_named_and_count_what_is_in_use(app) {
        app.owner.post(SERVICES, service("洗剪吹", 6800)).await.ok();
        app.owner.post(SERVICES, with(service("精剪", 12800), "active", json!(false))).await.ok();
        app.owner.post(PRODUCTS, product("洗发水", 8800)).await.ok();
        app.owner.post(CATEGORIES, json!({ "name": " 烫染 ", "kind": "service" })).await.ok();
        // The same word may head both lists.
        app.owner.post(CATEGORIES, json!({ "name": "剪发", "kind": "product" })).await.ok();
        let row = |kind: &str, name: &str, place, items| (kind.to_owned(), name.to_owned(), place, items);
        assert_eq!(
            rows(&app.stylist.get(CATEGORIES).await.ok()),
            [row("service", "剪发", 1, 1), row("service", "烫染", 2, 0), row("product", "洗护", 1, 1), row("product", "剪发", 2, 0)]
        );
        assert!(rows(&app.other_owner.get(CATEGORIES).await.ok()).is_empty());
    }

    async fn a_category_is_renamed_and_moved(app) {
        let first = app.owner.post(CATEGORIES, json!({ "name": "剪发", "kind": "service" })).await.ok();
        let second = app.owner.post(CATEGORIES, json!({ "name": "烫染", "kind": "service" })).await.ok();
        let path = format!("{CATEGORIES}/{}", id(&second));
        let wish = json!({ "name": "烫发", "position": 0 });
        app.manager.put(&path, wish.clone()).await.refused("access.other_branch");
        let moved = app.owner.put(&path, wish).await.ok();
        assert_eq!(moved, json!({ "id": second["id"], "name": "烫发", "kind": "service", "position": 0, "items": 0 }));
        let listed = app.owner.get(CATEGORIES).await.ok();
        assert_eq!(listed["items"][1]["id"], first["id"]);
        let change = async |name: &str, position: i64| {
            app.owner.put(&path, json!({ "name": name, "position": position })).await
        };
        change("剪发", 0).await.refused("catalogue.category_taken");
        change("", 0).await.refused("catalogue.category");
        change("烫发", -1).await.refused("catalogue.position");
        change("烫发", 10_001).await.refused("catalogue.position");
        let nothing = format!("{CATEGORIES}/{}", app.branch);
        app.owner.put(&nothing, json!({ "name": "烫发", "position": 0 })).await.refused("catalogue.category_unknown");
        app.owner.post(CATEGORIES, json!({ "name": "剪发", "kind": "service" })).await.refused("catalogue.category_taken");
        app.owner.post(CATEGORIES, json!({ "name": " ", "kind": "service" })).await.refused("catalogue.category");
        app.owner.post(CATEGORIES, json!({ "name": "剪发", "kind": "plan" })).await.refused("request.body");
    }

    async fn a_category_is_deleted_while_nothing_stands_under_it(app) {
        let added = app.owner.post(SERVICES, with(service("洗剪吹", 6800), "active", json!(false))).await.ok();
        let path = format!("{CATEGORIES}/{}", added["category_id"].as_str().unwrap());
        app.owner.delete(&path).await.refused("catalogue.category_used");
        let wish = with(service("洗剪吹", 6800), "category", json!(""));
        let moved = app.owner.put(&format!("{SERVICES}/{}", id(&added)), wish).await.ok();
        assert_eq!((&moved["category"], &moved["category_id"]), (&json!(""), &json!(null)));
        app.manager.delete(&path).await.refused("access.other_branch");
        app.owner.delete(&path).await.ok();
        app.owner.delete(&path).await.refused("catalogue.category_unknown");
    }
}
