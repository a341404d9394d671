//! Goods, variants and add-ons on a bill.

use crate::salon_test;
use crate::testing::till::{Till, int, service};
use crate::testing::{TestApp, id, unknown_id};
use serde_json::{Value, json};

/// Shampoo at this price, of which five are on the shelf.
async fn shampoo(app: &TestApp, price: i64) -> String {
    let wish = json!({ "name": "护发素", "barcode": "6901234567892", "price": price, "cost": 2_000 });
    let product = id(&app.owner.post("/api/catalogue/product", wish).await.ok());
    let lines = json!([{ "product": product, "quantity": 5, "cost": 10_000 }]);
    let received = json!({ "branch": app.branch, "lines": lines });
    app.manager.post_once("/api/stock/receive", received).await.ok();
    product
}

async fn on_hand(app: &TestApp) -> i64 {
    let stock = app.manager.get(&format!("/api/stock?branch={}", app.branch)).await.ok();
    int(&stock["items"][0]["on_hand"])
}

salon_test! {
    async fn goods_leave_the_shelf_when_they_are_paid_even_below_nothing(app) {
        let till = Till::new(&app);
        let product = shampoo(&app, 6_000).await;
        let bill = till.open().await;
        till.add(&bill, json!({ "kind": "product", "product": product, "quantity": 7 })).await;
        assert_eq!(on_hand(&app).await, 5);
        let paid = till.pay_cash(&bill).await;
        assert_eq!((int(&paid["lines"][0]["stock_left"]), on_hand(&app).await), (-2, -2));
        let unknown = json!({ "kind": "product", "product": unknown_id() });
        let next = till.open().await;
        till.person.post(&format!("/api/bill/{next}/line"), unknown).await.refused("catalogue.product_unknown");
    }

    async fn returned_goods_go_back_on_the_shelf_only_when_they_are_put_there(app) {
        let till = Till::new(&app);
        let product = shampoo(&app, 6_000).await;
        let bill = till.open().await;
        let line = till.add(&bill, json!({ "kind": "product", "product": product, "quantity": 3 })).await;
        till.pay_cash(&bill).await;
        let part = json!([{ "line": line, "quantity": 1 }]);
        till.refund(&bill, part.clone()).await;
        assert_eq!(on_hand(&app).await, 2);
        let wish = json!({ "lines": part, "reason": "没拆封", "expected_total": 6_000, "restock": true });
        till.person.post_once(&format!("/api/bill/{bill}/refund"), wish).await.ok();
        assert_eq!(on_hand(&app).await, 3);
    }

    async fn an_undone_sale_puts_its_goods_back(app) {
        let till = Till::new(&app);
        let product = shampoo(&app, 6_000).await;
        let bill = till.open().await;
        till.add(&bill, json!({ "kind": "product", "product": product, "quantity": 2 })).await;
        till.pay_cash(&bill).await;
        let wish = json!({ "reason": "拿错了", "reopen": true });
        let undone = till.person.post_once(&format!("/api/bill/{bill}/reverse"), wish).await.ok();
        assert_eq!(on_hand(&app).await, 5);
        till.pay_cash(undone["new_bill"]["id"].as_str().unwrap()).await;
        assert_eq!(on_hand(&app).await, 3);
    }

    async fn a_variant_is_named_where_there_are_some(app) {
        let till = Till::new(&app);
        let wish = json!({ "name": "染发", "price": 28_800, "variants": [{ "name": "长发", "price": 38_800 }] });
        let dye = app.owner.post("/api/catalogue/service", wish).await.ok();
        let bill = till.open().await;
        let path = format!("/api/bill/{bill}/line");
        let line = |variant: Value| json!({ "kind": "service", "service": dye["id"], "variant": variant });
        till.person.post(&path, line(json!(null))).await.refused("catalogue.variant_needed");
        till.person.post(&path, line(json!(unknown_id()))).await.refused("catalogue.variant_unknown");
        let shown = till.person.post(&path, line(dye["variants"][0]["id"].clone())).await.ok();
        assert_eq!((int(&shown["total"]), &shown["lines"][0]["variant"]), (38_800, &dye["variants"][0]["id"]));
    }

    async fn an_add_on_stands_under_a_service_that_takes_it_and_goes_with_it(app) {
        let till = Till::new(&app);
        let mask = json!({ "name": "深层护理", "price": 5_000, "add_on": true });
        let mask = id(&app.owner.post("/api/catalogue/service", mask).await.ok());
        let dye = json!({ "name": "染发", "price": 28_800, "add_ons": [mask] });
        let dye = id(&app.owner.post("/api/catalogue/service", dye).await.ok());
        let bill = till.open().await;
        let path = format!("/api/bill/{bill}/line");
        let add_on = |line: Value| json!({ "kind": "service", "service": mask, "add_on_of": line });
        till.person.post(&path, add_on(json!(null))).await.refused("bill.add_on_alone");
        till.person.post(&path, add_on(json!(unknown_id()))).await.refused("bill.add_on_alone");
        let cut = till.add(&bill, json!({ "kind": "service", "service": service(&app, 100).await })).await;
        till.person.post(&path, add_on(json!(cut))).await.refused("catalogue.not_an_add_on");
        let line = till.add(&bill, json!({ "kind": "service", "service": dye })).await;
        let shown = till.person.post(&path, add_on(json!(line))).await.ok();
        assert_eq!((int(&shown["total"]), &shown["lines"][2]["add_on_of"]), (33_900, &json!(line)));
        let wish = json!({ "lines": [line] });
        let parts = till.person.post_once(&format!("/api/bill/{bill}/split"), wish).await.ok();
        assert_eq!(int(&parts["new_bill"]["total"]), 33_800);
        let new = parts["new_bill"]["id"].as_str().unwrap();
        let left = till.person.delete(&format!("/api/bill/{new}/line/{line}")).await.ok();
        assert_eq!(int(&left["total"]), 0);
    }
}
