//! Price lists and shelves that come in from sheets.

use super::{apply, at, codes, rows_of, until};
use crate::import::{Kind, jobs};
use crate::salon_test;
use crate::testing::{Person, Reply, TestApp};
use axum::body::Body;
use axum::http::{Method, Request};
use kernel::ImportId;
use serde_json::{Value, json};

const LIST: &str = "\
类型,编码,名称,分类,价格,时长,条码,成本,单位
项目,A1,女士剪发,剪发,98,60,,,
商品,,洗发水,洗护,88,,6921,40.50,瓶
项目,A1,男士剪发,剪发,68,40,,,
商品,,发膜,洗护,128,,6922,60,盒
";

pub(super) async fn send(person: &Person, query: &str, text: &str) -> Reply {
    let request = Request::builder().method(Method::POST).uri(format!("/api/import?{query}"));
    let request = request.header("content-type", "application/octet-stream");
    person.send_raw(request, Body::from(text.to_owned())).await
}

pub(super) async fn taken_in(app: &TestApp, query: &str, text: &str) -> Value {
    let import = send(&app.owner, query, text).await.ok();
    apply(&app.owner, &import, true).await.ok();
    until(&app.owner, &import, "applied").await
}

/// Begins an import, writes its first rows, and stops as if the process had ended.
pub(super) async fn interrupted(app: &TestApp, query: &str, text: &str, rows: usize) -> Value {
    let import = send(&app.owner, query, text).await.ok();
    let id: ImportId = import["id"].as_str().unwrap().parse().unwrap();
    let actor = app.system();
    jobs::begin(&app.app.db, &actor, id, true).await.unwrap();
    jobs::write_some(&app.app.db, &actor, id, rows).await.unwrap();
    import
}

async fn count(app: &TestApp, path: &str) -> usize {
    app.owner.get(path).await.ok()["items"].as_array().unwrap().len()
}

async fn shelf(app: &TestApp) -> Vec<(String, i64, i64)> {
    let page = app.owner.get(&format!("/api/stock?branch={}", app.branch)).await.ok();
    let row = |level: &Value| {
        let number = |key: &str| level[key].as_i64().unwrap();
        (level["name"].as_str().unwrap().to_owned(), number("on_hand"), number("value"))
    };
    page["items"].as_array().unwrap().iter().map(row).collect()
}

salon_test! {
    async fn a_price_list_is_previewed_and_comes_in_once(app) {
        let preview = send(&app.owner, "kind=catalogue&name=list.csv", LIST).await.ok();
        assert_eq!((&preview["kind"], &preview["columns"]["price"]), (&json!("catalogue"), &json!("价格")));
        assert_eq!(preview["sample"][1], json!({
            "kind": "product", "name": "洗发水", "category": "洗护", "price": "88.00", "barcode": "6921",
            "cost": "40.50", "unit": "瓶", "active": "true",
        }));
        assert!(preview["fields"].as_array().unwrap().contains(&json!("barcode")));
        let sums = &preview["report"]["sums"];
        assert_eq!((&sums["services"], &sums["products"]), (&json!(1), &json!(2)));
        assert_eq!(codes(&preview["report"]), [(4, "import.code_twice".to_owned())]);
        apply(&app.owner, &preview, false).await.refused("import.rows_refused");
        apply(&app.owner, &preview, true).await.ok();
        until(&app.owner, &preview, "applied").await;
        let services = app.reception.get("/api/catalogue/service?q=nsjf").await.ok();
        let cut = &services["items"][0];
        assert_eq!((&cut["code"], &cut["category"], &cut["duration_minutes"]), (&json!("A1"), &json!("剪发"), &json!(60)));
        assert_eq!(count(&app, "/api/catalogue/product?q=6922").await, 1);
        // The same file again finds everything on file and adds nothing.
        let again = send(&app.owner, "kind=catalogue", LIST).await.ok();
        assert_eq!((&again["report"]["accepted"], &again["report"]["duplicates"]), (&json!(0), &json!(4)));
        taken_in(&app, "kind=catalogue", LIST).await;
        assert_eq!((count(&app, "/api/catalogue/product").await, count(&app, "/api/catalogue/category").await), (2, 2));
        let listed = app.owner.get("/api/import?kind=catalogue").await.ok();
        assert!(listed["items"].as_array().unwrap().iter().all(|import| import["kind"] == "catalogue"));
        assert_eq!(count(&app, "/api/import?kind=stock").await, 0);
    }

    async fn a_price_list_comes_in_unseen_until_it_is_whole(app) {
        let import = interrupted(&app, "kind=catalogue", LIST, 2).await;
        for path in ["/api/catalogue/service", "/api/catalogue/product", "/api/catalogue/category"] {
            assert_eq!(count(&app, path).await, 0, "{path}");
        }
        assert_eq!(count(&app, &format!("/api/stock/item?branch={}", app.branch)).await, 0);
        assert_eq!(count(&app, &format!("/api/catalogue/price?branch={}", app.branch)).await, 0);
        assert_eq!(rows_of(&app, "SELECT COUNT(*) FROM catalogue_product WHERE org_id = $1").await, 1);
        jobs::take_up_all(&app.app.db).await.unwrap();
        until(&app.owner, &import, "applied").await;
        assert_eq!((count(&app, "/api/catalogue/service").await, count(&app, "/api/catalogue/product").await), (1, 2));
    }

    async fn an_unfinished_price_list_is_removed_whole(app) {
        let import = interrupted(&app, "kind=catalogue", LIST, 2).await;
        app.owner.delete(&at(&import, "")).await.ok();
        let id = import["id"].as_str().unwrap().parse().unwrap();
        let _ = jobs::remove(&app.app.db, &app.system(), id).await;
        for sql in [
            "SELECT COUNT(*) FROM catalogue_service WHERE org_id = $1",
            "SELECT COUNT(*) FROM catalogue_product WHERE org_id = $1",
            "SELECT COUNT(*) FROM catalogue_category WHERE org_id = $1",
            "SELECT COUNT(*) FROM catalogue_search WHERE org_id = $1",
        ] {
            assert_eq!(rows_of(&app, sql).await, 0, "{sql}");
        }
    }

    async fn opening_stock_comes_in_unseen_until_it_is_whole(app) {
        taken_in(&app, "kind=catalogue", LIST).await;
        let stock = "条码,名称,库存,成本价\n6921,,3,39\n,发膜,2,\n,别的,1,1\n";
        let query = format!("kind=stock&branch={}", app.branch);
        let preview = send(&app.owner, &query, stock).await.ok();
        assert_eq!(codes(&preview["report"]), [(4, "import.product_unknown".to_owned())]);
        assert_eq!((&preview["report"]["sums"]["units"], &preview["report"]["sums"]["value"]), (&json!(5), &json!(11_700)));
        let import = interrupted(&app, &query, stock, 1).await;
        let nothing = [("洗发水".to_owned(), 0, 0), ("发膜".to_owned(), 0, 0)];
        let seen = shelf(&app).await;
        assert!(nothing.iter().all(|row| seen.contains(row)), "{seen:?}");
        assert_eq!(count(&app, &format!("/api/stock/move?branch={}", app.branch)).await, 0);
        jobs::take_up_all(&app.app.db).await.unwrap();
        until(&app.owner, &import, "applied").await;
        let seen = shelf(&app).await;
        assert!(seen.contains(&("洗发水".to_owned(), 3, 11_700)) && seen.contains(&("发膜".to_owned(), 2, 12_000)));
        let again = send(&app.owner, &query, stock).await.ok();
        assert_eq!(codes(&again["report"])[0], (2, "import.stock_on_file".to_owned()));
        let there = send(&app.owner, &format!("kind=stock&branch={}", app.second_branch), stock).await.ok();
        assert_eq!(there["report"]["accepted"], 2, "another branch has shelves of its own");
    }

    async fn unfinished_opening_stock_is_removed_and_what_was_sold_of_it_stays_sold(app) {
        taken_in(&app, "kind=catalogue", LIST).await;
        let query = format!("kind=stock&branch={}", app.branch);
        let import = interrupted(&app, &query, "名称,库存,成本价\n洗发水,3,39\n发膜,2,60\n", 2).await;
        let products = app.owner.get("/api/catalogue/product?q=6921").await.ok();
        let used = json!({ "branch": app.branch, "product": products["items"][0]["id"], "quantity": 1, "reason": "洗头" });
        app.owner.post_once("/api/stock/use", used).await.ok();
        app.owner.delete(&at(&import, "")).await.ok();
        let id = import["id"].as_str().unwrap().parse().unwrap();
        let _ = jobs::remove(&app.app.db, &app.system(), id).await;
        let seen = shelf(&app).await;
        assert!(seen.contains(&("洗发水".to_owned(), -1, 0)) && seen.contains(&("发膜".to_owned(), 0, 0)), "{seen:?}");
        assert_eq!(rows_of(&app, "SELECT COUNT(*) FROM stock_level WHERE org_id = $1").await, 1);
    }

    async fn a_price_list_is_taken_in_by_who_reaches_every_branch(app) {
        send(&app.manager, "kind=catalogue", LIST).await.refused("access.other_branch");
        let elsewhere = format!("kind=stock&branch={}", app.second_branch);
        send(&app.manager, &elsewhere, "名称,库存\n洗发水,1\n").await.refused("access.other_branch");
        send(&app.owner, "kind=cards", LIST).await.refused("request.query");
        let import = send(&app.owner, "kind=catalogue", LIST).await.ok();
        apply(&app.manager, &import, true).await.refused("access.other_branch");
        let nameless = send(&app.owner, "kind=catalogue", "编码,分类\nA1,剪发\n").await.ok();
        apply(&app.owner, &nameless, true).await.refused("import.catalogue_columns_missing");
        let by_hand = json!({ "columns": { "phone": "编码" } });
        app.owner.post(&at(&nameless, "/check"), by_hand).await.refused("import.unknown_field");
        assert_eq!(Kind::parse("members"), None);
    }
}
