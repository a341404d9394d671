//! What single branches charge.

use super::{PRODUCTS, SERVICES, names, product, service, typed, with};
use crate::salon_test;
use serde_json::{Value, json};

fn prices(branch: impl std::fmt::Display) -> String {
    format!("/api/catalogue/price?branch={branch}")
}

fn price(item: &Value, kind: &str, price: Value) -> Value {
    json!({ "item": item["id"], "kind": kind, "price": price })
}

salon_test! {
    async fn a_branch_charges_what_it_says(app) {
        let cut = app.owner.post(SERVICES, service("男士剪发", 6800)).await.ok();
        let variants = json!([{ "name": "长发", "price": 12800 }, { "name": "旧", "price": 1, "active": false }]);
        let long = app.owner.post(SERVICES, with(service("女士剪发", 9800), "variants", variants)).await.ok();
        let shampoo = app.owner.post(PRODUCTS, product("洗发水", 8800)).await.ok();
        app.owner.post(PRODUCTS, with(product("旧货", 1), "active", json!(false))).await.ok();
        let path = prices(app.branch);
        let variant = long["variants"][0].clone();
        let set = app.manager.put(&path, price(&variant, "variant", json!(11_800))).await.ok();
        let of_variant = json!({ "item": variant["id"], "kind": "variant", "name": "女士剪发 · 长发", "list_price": 12800, "price": 11800 });
        assert_eq!(set, of_variant);
        app.manager.put(&path, price(&shampoo, "product", json!(7_900))).await.ok();
        app.manager.put(&path, price(&cut, "service", json!(1))).await.ok();
        app.manager.put(&path, price(&cut, "service", json!(null))).await.ok();
        let listed = app.stylist.get(&path).await.ok();
        assert_eq!(listed["items"], json!([
            of_variant,
            { "item": cut["id"], "kind": "service", "name": "男士剪发", "list_price": 6800, "price": null },
            { "item": shampoo["id"], "kind": "product", "name": "洗发水", "list_price": 8800, "price": 7900 },
        ]));
        let first = app.stylist.get(&format!("{path}&limit=1")).await.ok();
        let rest = format!("{path}&after={}", typed(first["next"].as_str().unwrap()));
        assert_eq!(names(&app.stylist, &rest).await, ["男士剪发", "洗发水"]);
        // The other branch follows the list.
        let elsewhere = app.elsewhere.get(&prices(app.second_branch)).await.ok();
        assert!(elsewhere["items"].as_array().unwrap().iter().all(|item| item["price"].is_null()));
    }

    async fn what_cannot_be_charged_is_refused(app) {
        let cut = app.owner.post(SERVICES, service("男士剪发", 6800)).await.ok();
        let path = prices(app.branch);
        app.manager.put(&path, price(&cut, "service", json!(-1))).await.refused("catalogue.price");
        app.manager.put(&path, price(&cut, "product", json!(1))).await.refused("catalogue.product_unknown");
        app.manager.put(&path, price(&cut, "variant", json!(1))).await.refused("catalogue.variant_unknown");
        let strange = json!({ "item": app.branch, "kind": "service", "price": 1 });
        app.manager.put(&path, strange).await.refused("catalogue.unknown");
        app.elsewhere.put(&path, price(&cut, "service", json!(1))).await.refused("access.other_branch");
        app.elsewhere.get(&path).await.refused("access.other_branch");
        app.owner.put(&prices(app.organisation), price(&cut, "service", json!(1))).await.refused("branch.unknown");
        app.other_owner.put(&path, price(&cut, "service", json!(1))).await.refused("branch.unknown");
    }
}
