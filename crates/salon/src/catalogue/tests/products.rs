//! What is sold over the counter.

use super::{PRODUCTS, names, product, typed, with};
use crate::salon_test;
use crate::testing::id;
use serde_json::json;

salon_test! {
    async fn a_product_is_listed_with_all_that_is_known_of_it(app) {
        let wish = with(product("玫瑰洗发水", 8800), "barcode", json!(" ６９２１２３４５６７８９０\r\n"));
        let added = app.owner.post(PRODUCTS, wish).await.ok();
        assert_eq!(
            added,
            json!({
                "id": added["id"], "code": "", "barcode": "6921234567890", "name": "玫瑰洗发水", "category": "洗护",
                "category_id": added["category_id"], "price": 8800, "cost": 4400, "unit": "瓶", "taxes": [],
                "stocked": true, "active": true, "pinyin": "mgxfs",
            })
        );
        assert_eq!(app.stylist.get(PRODUCTS).await.ok(), json!({ "items": [added], "next": null }));
        let path = format!("{PRODUCTS}/{}", id(&added));
        let wish = json!({ "name": "玫瑰洗发露", "price": 9800, "stocked": false, "active": false });
        let changed = app.owner.put(&path, wish).await.ok();
        assert_eq!((&changed["barcode"], &changed["stocked"], &changed["category"]), (&json!(""), &json!(false), &json!("")));
        assert!(names(&app.owner, &format!("{PRODUCTS}?active=true")).await.is_empty());
        assert!(names(&app.other_owner, PRODUCTS).await.is_empty());
    }

    async fn a_product_is_found_by_name_pinyin_codes_and_category(app) {
        let wish = with(with(product("玫瑰洗发水", 8800), "barcode", json!("6921234567890")), "code", json!("AG 355"));
        app.owner.post(PRODUCTS, wish).await.ok();
        app.owner.post(PRODUCTS, with(product("发蜡", 6800), "category", json!("造型"))).await.ok();
        for (text, found) in [
            ("玫瑰", vec!["玫瑰洗发水"]), ("xfs", vec!["玫瑰洗发水"]), ("ag355", vec!["玫瑰洗发水"]),
            ("6921234567890", vec!["玫瑰洗发水"]), ("692", vec!["玫瑰洗发水"]), ("zx", vec!["发蜡"]), ("890", vec![]),
        ] {
            assert_eq!(names(&app.reception, &format!("{PRODUCTS}?q={}", typed(text))).await, found, "{text}");
        }
        let first = app.reception.get(&format!("{PRODUCTS}?limit=1")).await.ok();
        assert_eq!(first["items"][0]["name"], "玫瑰洗发水");
        let next = typed(first["next"].as_str().unwrap());
        assert_eq!(names(&app.reception, &format!("{PRODUCTS}?limit=1&after={next}")).await, ["发蜡"]);
    }

    async fn a_name_a_code_and_a_barcode_belong_to_one_product(app) {
        let first = with(with(product("洗发水", 1), "code", json!("A1")), "barcode", json!("692"));
        let first_id = id(&app.owner.post(PRODUCTS, first.clone()).await.ok());
        for (field, value, code) in [
            ("name", " 洗发水", "catalogue.name_taken"),
            ("code", "Ａ1", "catalogue.code_taken"),
            ("barcode", "692 ", "catalogue.barcode_taken"),
        ] {
            let refused = app.owner.post(PRODUCTS, with(product("护发素", 1), field, json!(value))).await;
            assert_eq!(refused.status, 409);
            refused.refused(code);
        }
        app.owner.post(PRODUCTS, product("护发素", 1)).await.ok();
        app.owner.post(PRODUCTS, product("发膜", 1)).await.ok();
        let path = format!("{PRODUCTS}/{first_id}");
        app.owner.put(&path, first.clone()).await.ok();
        app.owner.put(&path, with(first, "name", json!("发膜"))).await.refused("catalogue.name_taken");
    }

    async fn a_list_that_was_taken_out_comes_in_again(app) {
        let wish = with(product("=洗发水", 8850), "barcode", json!("6921234567890"));
        app.owner.post(PRODUCTS, wish).await.ok();
        let variants = json!([{ "name": "长发", "price": 12800 }]);
        let cut = json!({ "name": "女士剪发", "price": 9800, "category": "剪发", "variants": variants, "blocks": { "hands_on": 45 } });
        app.owner.post("/api/catalogue/service", cut).await.ok();
        for format in ["csv", "xlsx"] {
            for (kind, name, price) in [("service", "女士剪发", "98.00"), ("product", "洗发水", "88.50")] {
                let path = format!("/api/catalogue/export?kind={kind}&format={format}");
                let file = app.stylist.get(&path).await;
                assert_eq!(file.headers["content-disposition"], format!("attachment; filename=\"{kind}s.{format}\""));
                let request = axum::http::Request::builder().method("POST").uri("/api/import?kind=catalogue");
                let preview = app.other_owner.send_raw(request, axum::body::Body::from(file.bytes)).await.ok();
                let row = &preview["sample"][0];
                assert_eq!((&row["kind"], &row["price"]), (&json!(kind), &json!(price)), "{preview}");
                assert!(row["name"].as_str().unwrap().contains(name));
            }
        }
        app.stylist.get("/api/catalogue/export?kind=plan").await.refused("request.query");
    }

    async fn what_is_no_product_is_refused(app) {
        for (field, value, code) in [
            ("code", json!("1".repeat(21)), "catalogue.code"),
            ("barcode", json!("条码"), "catalogue.barcode"),
            ("barcode", json!("1".repeat(41)), "catalogue.barcode"),
            ("name", json!(""), "catalogue.name"),
            ("category", json!("类".repeat(41)), "catalogue.category"),
            ("price", json!(-1), "catalogue.price"),
            ("cost", json!(-1), "catalogue.cost"),
            ("unit", json!("瓶".repeat(11)), "catalogue.unit"),
            ("taxes", json!([{ "name": "", "rate_ppm": 1, "inclusive": true }]), "catalogue.taxes"),
            ("pinyin", json!("x"), "request.body"),
        ] {
            app.owner.post(PRODUCTS, with(product("洗发水", 1), field, value)).await.refused(code);
        }
        let nothing = format!("{PRODUCTS}/{}", app.branch);
        app.owner.put(&nothing, product("洗发水", 1)).await.refused("catalogue.product_unknown");
        app.manager.post(PRODUCTS, product("洗发水", 1)).await.refused("access.other_branch");
        app.manager.put(&nothing, product("洗发水", 1)).await.refused("access.other_branch");
    }
}
