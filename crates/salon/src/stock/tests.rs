//! Goods that come in, are sold and counted, on both databases.

use super::{OnBill, sell, take_back};
use crate::ledger::Site;
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::tampering::found_after;
use crate::testing::{Person, Reply, TestApp, id};
use kernel::{BillId, Id, Problem, ProductId};
use serde_json::{Value, json};
use uuid::Uuid;

const PRODUCTS: &str = "/api/catalogue/product";

async fn product(app: &TestApp, name: &str, cost: i64) -> String {
    id(&app
        .owner
        .post(PRODUCTS, json!({ "name": name, "price": 8800, "cost": cost, "unit": "瓶" }))
        .await
        .ok())
}

async fn receive(app: &TestApp, product: &str, quantity: i64, cost: i64) -> Value {
    let lines = json!([{ "product": product, "quantity": quantity, "cost": cost }]);
    let wish = json!({ "branch": app.branch, "lines": lines, "note": "送货单 7" });
    app.manager.post_once("/api/stock/receive", wish).await.ok()
}

async fn used(app: &TestApp, product: &str, quantity: i64) -> Value {
    let wish = json!({ "branch": app.branch, "product": product, "quantity": quantity, "reason": "洗头" });
    app.manager.post_once("/api/stock/use", wish).await.ok()
}

async fn correct(person: &Person, app: &TestApp, product: &str, quantity: i64) -> Reply {
    let wish = json!({ "branch": app.branch, "product": product, "quantity": quantity, "reason": "破损" });
    person.post_once("/api/stock/correct", wish).await
}

async fn counted(app: &TestApp, lines: Value) -> Value {
    app.manager.post_once("/api/stock/count", json!({ "branch": app.branch, "lines": lines })).await.ok()
}

/// What lies on the shelves of the first branch: name, units, value, cost of one.
async fn shelf(app: &TestApp, rest: &str) -> Vec<(String, i64, i64, i64)> {
    let page = app.reception.get(&format!("/api/stock?branch={}{rest}", app.branch)).await.ok();
    let row = |level: &Value| {
        let number = |key: &str| level[key].as_i64().unwrap();
        assert_eq!(level["below_zero"], number("on_hand") < 0);
        (level["name"].as_str().unwrap().to_owned(), number("on_hand"), number("value"), number("unit_cost"))
    };
    page["items"].as_array().unwrap().iter().map(row).collect()
}

async fn moves(app: &TestApp, rest: &str) -> Vec<Value> {
    let page = app.reception.get(&format!("/api/stock/move?branch={}{rest}", app.branch)).await.ok();
    page["items"].as_array().unwrap().clone()
}

/// A bill that takes goods, or puts them back.
struct ByBill {
    site: Site,
    product: ProductId,
    quantity: i64,
    on: OnBill,
    back: bool,
}

impl Command for ByBill {
    type Out = Option<i64>;
    const NAME: &'static str = "test.by_bill";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<i64>, Problem> {
        let ByBill { site, product, quantity, on, back } = *self;
        if back {
            take_back(tx, site, product, quantity, on).await?;
            return Ok(None);
        }
        Ok(Some(sell(tx, site, product, quantity, on).await?.left))
    }
}

fn by_bill(app: &TestApp, product: &str, quantity: i64) -> ByBill {
    let site = Site { branch: app.branch, company: Id::from_uuid(Uuid::nil()) };
    let on = OnBill { bill: BillId::from_uuid(Uuid::from_u128(7)), number: 42 };
    ByBill { site, product: product.parse().unwrap(), quantity, on, back: false }
}

async fn sold(app: &TestApp, product: &str, quantity: i64) -> i64 {
    app.app.write(&app.system(), by_bill(app, product, quantity)).await.unwrap().unwrap()
}

async fn returned(app: &TestApp, product: &str, quantity: i64) {
    let back = ByBill { back: true, ..by_bill(app, product, quantity) };
    app.app.write(&app.system(), back).await.unwrap();
}

salon_test! {
    async fn goods_come_in_and_go_out_at_their_average_cost(app) {
        let shampoo = product(&app, "洗发水", 3_000).await;
        assert_eq!(shelf(&app, "").await, [("洗发水".to_owned(), 0, 0, 3_000)]);
        receive(&app, &shampoo, 10, 30_000).await;
        let moved = receive(&app, &shampoo, 5, 18_001).await;
        assert_eq!(moved, json!({ "lines": [{ "product": shampoo, "on_hand": 15, "value": 48_001 }] }));
        assert_eq!(shelf(&app, "").await, [("洗发水".to_owned(), 15, 48_001, 3_200)]);
        app.later(1);
        used(&app, &shampoo, 14).await;
        app.later(1);
        assert_eq!(sold(&app, &shampoo, 1).await, 0);
        assert_eq!(shelf(&app, "").await, [("洗发水".to_owned(), 0, 0, 3_000)]);
        let found = moves(&app, "").await;
        let row = |place: usize| {
            let one = &found[place];
            (one["kind"].as_str().unwrap(), one["quantity"].as_i64().unwrap(), one["cost"].as_i64().unwrap(), one["on_hand_after"].as_i64().unwrap())
        };
        assert_eq!((row(0), row(1)), (("sell", -1, -3_200, 0), ("use", -14, -44_801, 1)));
        assert_eq!((&found[0]["bill_number"], &found[0]["product_name"]), (&json!(42), &json!("洗发水")));
        assert_eq!((&found[1]["reason"], &found[1]["by"], &found[1]["bill"]), (&json!("洗头"), &json!("manager"), &json!(null)));
        assert_eq!(found[2]["reason"], "送货单 7");
        assert_eq!(found.len(), 4);
    }

    async fn a_sale_goes_on_below_zero(app) {
        let shampoo = product(&app, "洗发水", 3_000).await;
        receive(&app, &shampoo, 1, 2_999).await;
        assert_eq!(sold(&app, &shampoo, 3).await, -2);
        assert_eq!(shelf(&app, "&below_zero=true").await, [("洗发水".to_owned(), -2, 0, 3_000)]);
        app.later(1);
        receive(&app, &shampoo, 3, 10_000).await;
        assert_eq!(shelf(&app, "").await, [("洗发水".to_owned(), 1, 3_333, 3_333)]);
        assert!(shelf(&app, "&below_zero=true").await.is_empty());
        let paid = &moves(&app, "&limit=1").await[0];
        assert_eq!((&paid["kind"], &paid["quantity"], &paid["cost"]), (&json!("correct"), &json!(0), &json!(-6_667)));
    }

    async fn what_comes_back_lies_on_the_shelf_at_what_it_cost(app) {
        let shampoo = product(&app, "洗发水", 3_000).await;
        receive(&app, &shampoo, 3, 10_000).await;
        sold(&app, &shampoo, 3).await;
        returned(&app, &shampoo, 1).await;
        assert_eq!(shelf(&app, "").await, [("洗发水".to_owned(), 1, 3_333, 3_333)]);
        // No more comes back than the bill has taken.
        returned(&app, &shampoo, 9).await;
        returned(&app, &shampoo, 1).await;
        assert_eq!(shelf(&app, "").await, [("洗发水".to_owned(), 3, 10_000, 3_333)]);
    }

    async fn a_count_says_what_is_missing(app) {
        let (shampoo, mask) = (product(&app, "洗发水", 3_000).await, product(&app, "发膜", 5_000).await);
        let wax = product(&app, "发蜡", 2_000).await;
        receive(&app, &shampoo, 4, 10_000).await;
        receive(&app, &wax, 2, 4_000).await;
        let lines = json!([
            { "product": shampoo, "counted": 3 }, { "product": mask, "counted": 2 }, { "product": wax, "counted": 2 },
        ]);
        assert_eq!(
            counted(&app, lines).await,
            json!({ "lines": [
                { "product": shampoo, "expected": 4, "counted": 3, "difference": -1, "cost": -2_500 },
                { "product": mask, "expected": 0, "counted": 2, "difference": 2, "cost": 10_000 },
                { "product": wax, "expected": 2, "counted": 2, "difference": 0, "cost": 0 },
            ] })
        );
        assert_eq!(moves(&app, &format!("&product={wax}")).await.len(), 1, "what agrees moves nothing");
        correct(&app.manager, &app, &shampoo, -4).await.ok();
        let lines = json!([{ "product": shampoo, "counted": 1 }]);
        assert_eq!(counted(&app, lines).await["lines"][0]["cost"], 3_000, "what is found pays for nothing that was short");
    }

    async fn the_same_delivery_comes_in_once(app) {
        let shampoo = product(&app, "洗发水", 3_000).await;
        let wish = json!({ "branch": app.branch, "lines": [{ "product": shampoo, "quantity": 2, "cost": 6_000 }] });
        let first = app.manager.post_with_key("/api/stock/receive", wish.clone(), "delivery").await.ok();
        let again = app.manager.post_with_key("/api/stock/receive", wish.clone(), "delivery").await.ok();
        assert_eq!(first, again);
        assert_eq!(shelf(&app, "").await[0].1, 2);
        app.manager.post("/api/stock/receive", wish).await.refused("store.key_needed");
    }

    async fn moves_at_once_are_all_there(app) {
        let shampoo = product(&app, "洗发水", 3_000).await;
        receive(&app, &shampoo, 100, 300_007).await;
        let system = app.system();
        let sales = (0..12).map(|_| app.app.write(&system, by_bill(&app, &shampoo, 3)));
        for sale in futures_util::future::join_all(sales).await {
            sale.unwrap();
        }
        assert_eq!(shelf(&app, "").await[0].1, 64);
        let sales = moves(&app, "").await.into_iter().filter(|found| found["kind"] == "sell");
        assert_eq!(sales.count(), 12);
    }

    async fn a_level_that_differs_from_its_moves_is_named(app) {
        let shampoo = product(&app, "洗发水", 3_000).await;
        receive(&app, &shampoo, 2, 6_000).await;
        let lost = "UPDATE stock_level SET on_hand = on_hand - 1 WHERE org_id = $1 AND product_id = $2";
        assert_eq!(found_after(&app, lost, &shampoo).await, [("stock.level_is_its_moves".to_owned(), shampoo.clone())]);
        let dearer = "UPDATE stock_move SET cost = cost + 1 WHERE org_id = $1 AND product_id = $2";
        assert_eq!(found_after(&app, dearer, &shampoo).await, [("stock.level_is_its_moves".to_owned(), shampoo.clone())]);
        used(&app, &shampoo, 2).await;
        let hollow = "UPDATE stock_level SET value = 5 WHERE org_id = $1 AND product_id = $2";
        let found = found_after(&app, hollow, &shampoo).await;
        assert_eq!(found[1], ("stock.nothing_has_no_value".to_owned(), shampoo));
    }

    async fn what_cannot_move_is_refused(app) {
        let shampoo = product(&app, "洗发水", 100_000_000_000).await;
        let voucher = json!({ "name": "礼盒", "price": 1, "stocked": false });
        let voucher = id(&app.owner.post(PRODUCTS, voucher).await.ok());
        let line = |product: &str, quantity: i64, cost: i64| json!({ "product": product, "quantity": quantity, "cost": cost });
        let send = async |lines: Value, note: &str| {
            let wish = json!({ "branch": app.branch, "lines": lines, "note": note });
            app.manager.post_once("/api/stock/receive", wish).await
        };
        send(json!([]), "").await.refused("stock.lines");
        send(json!(vec![line(&shampoo, 1, 1); 101]), "").await.refused("stock.lines");
        send(json!(vec![line(&shampoo, 1, 1); 2]), "").await.refused("stock.product_twice");
        send(json!([line(&shampoo, 0, 1)]), "").await.refused("stock.quantity");
        send(json!([line(&shampoo, 1_000_001, 1)]), "").await.refused("stock.quantity");
        send(json!([line(&shampoo, 1, -1)]), "").await.refused("stock.cost");
        send(json!([line(&shampoo, 1, 1)]), &"字".repeat(201)).await.refused("stock.note");
        send(json!([line(&app.branch.to_string(), 1, 1)]), "").await.refused("catalogue.product_unknown");
        send(json!([line(&voucher, 1, 1)]), "").await.refused("stock.not_stocked");
        correct(&app.manager, &app, &shampoo, 0).await.refused("stock.quantity");
        correct(&app.manager, &app, &shampoo, i64::MIN).await.refused("stock.quantity");
        // Units that are worth more together than sums can hold.
        correct(&app.manager, &app, &shampoo, 1_000_000).await.refused("stock.quantity");
        let mute = json!({ "branch": app.branch, "product": shampoo, "quantity": 1, "reason": " " });
        app.manager.post_once("/api/stock/use", mute.clone()).await.refused("stock.reason");
        app.manager.post_once("/api/stock/correct", mute).await.refused("stock.reason");
        let count = json!({ "branch": app.branch, "lines": [{ "product": shampoo, "counted": -1 }] });
        app.manager.post_once("/api/stock/count", count).await.refused("stock.quantity");
        assert!(moves(&app, "").await.is_empty());
    }

    async fn a_shelf_belongs_to_its_branch(app) {
        let shampoo = product(&app, "洗发水", 3_000).await;
        receive(&app, &shampoo, 2, 6_000).await;
        correct(&app.elsewhere, &app, &shampoo, 1).await.refused("access.other_branch");
        correct(&app.reception, &app, &shampoo, 1).await.refused("access.forbidden");
        app.elsewhere.get(&format!("/api/stock?branch={}", app.branch)).await.refused("access.other_branch");
        app.elsewhere.get(&format!("/api/stock/move?branch={}", app.branch)).await.refused("access.other_branch");
        app.elsewhere.get(&format!("/api/stock/item?branch={}", app.branch)).await.refused("access.other_branch");
        let there = app.elsewhere.get(&format!("/api/stock?branch={}", app.second_branch)).await.ok();
        assert_eq!(there["items"][0]["on_hand"], 0);
        correct(&app.other_owner, &app, &shampoo, 1).await.refused("branch.unknown");
    }

    async fn what_lies_on_the_shelves_is_taken_out_as_a_file(app) {
        let shampoo = product(&app, "洗发水", 3_000).await;
        receive(&app, &shampoo, 2, 6_001).await;
        let file = app.reception.get(&format!("/api/stock/export?branch={}", app.branch)).await;
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"stock.csv\"");
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(text.contains("洗发水,,瓶,2,30.01,60.01"), "{text}");
        app.elsewhere.get(&format!("/api/stock/export?branch={}", app.branch)).await.refused("access.other_branch");
    }

    async fn a_till_finds_what_it_sells(app) {
        let care = json!({ "name": "深层护理", "price": 5_000, "blocks": { "hands_on": 20 }, "add_on": true });
        let care = id(&app.owner.post("/api/catalogue/service", care).await.ok());
        let cut = json!({
            "name": "女士剪发", "code": "692", "category": "剪发", "price": 9_800, "blocks": { "hands_on": 60 },
            "variants": [{ "name": "长发", "price": 12_800 }], "add_ons": [care],
        });
        let cut = app.owner.post("/api/catalogue/service", cut).await.ok();
        let shampoo = json!({ "name": "洗发水", "barcode": "6921", "price": 8_800, "category": "剪发" });
        let shampoo = app.owner.post(PRODUCTS, shampoo).await.ok();
        app.owner.post(PRODUCTS, json!({ "name": "礼盒", "barcode": "69", "price": 100, "stocked": false })).await.ok();
        app.owner.post(PRODUCTS, json!({ "name": "旧货", "price": 100, "active": false })).await.ok();
        receive(&app, &id(&shampoo), 3, 9_000).await;
        let price = format!("/api/catalogue/price?branch={}", app.branch);
        app.manager.put(&price, json!({ "item": care, "kind": "service", "price": 4_000 })).await.ok();
        app.manager.put(&price, json!({ "item": shampoo["id"], "kind": "product", "price": 7_900 })).await.ok();
        let list = |rest: &str| format!("/api/stock/item?branch={}{rest}", app.branch);
        let page = app.stylist.get(&list("")).await.ok();
        let items = page["items"].as_array().unwrap();
        assert_eq!(
            items[0],
            json!({
                "kind": "service", "id": cut["id"], "code": "692", "barcode": "", "name": "女士剪发", "category": "剪发",
                "pinyin": "nsjf", "price": 9_800, "duration_minutes": 60, "on_hand": null,
                "variants": [{ "id": cut["variants"][0]["id"], "name": "长发", "price": 12_800, "duration_minutes": 60 }],
                "add_ons": [{ "id": care, "name": "深层护理", "price": 4_000, "duration_minutes": 20 }],
            })
        );
        assert_eq!((&items[1]["name"], &items[1]["price"], &items[1]["on_hand"]), (&json!("洗发水"), &json!(7_900), &json!(3)));
        assert_eq!((&items[2]["name"], &items[2]["on_hand"]), (&json!("礼盒"), &json!(null)));
        assert_eq!(items.len(), 3);
        let names = async |rest: &str| {
            let page = app.stylist.get(&list(rest)).await.ok();
            let next = page["next"].as_str().map(|next| next.replace('\u{1f}', "%1F"));
            let names = page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned());
            (names.collect::<Vec<_>>(), next)
        };
        // What has exactly this barcode comes before what begins with it.
        let (first, next) = names("&q=69&limit=1").await;
        assert_eq!(first, ["礼盒"]);
        let (rest, end) = names(&format!("&q=69&after={}", next.unwrap())).await;
        assert_eq!((rest, end), (vec!["女士剪发".to_owned(), "洗发水".to_owned()], None));
        assert_eq!(names("&kind=product").await.0, ["洗发水", "礼盒"]);
        assert_eq!(names("&kind=service&q=jf").await.0, ["女士剪发"]);
        assert_eq!(names("&q=jf").await.0, ["女士剪发", "洗发水"], "a category finds what stands under it");
    }
}
