//! What may stand on the price list, who may change it, and what sheets make of it.

use super::{Service, ensure_by_name};
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::{Person, id};
use kernel::Problem;
use serde_json::{Value, json};

const SERVICES: &str = "/api/catalogue/service";

fn service(name: &str, price: i64) -> Value {
    json!({ "name": name, "category": "剪发", "price": price, "duration_minutes": 45 })
}

fn with(mut wish: Value, field: &str, value: Value) -> Value {
    wish[field] = value;
    wish
}

async fn names(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&format!("{SERVICES}{query}")).await.ok();
    let items = page["items"].as_array().unwrap();
    items.iter().map(|service| service["name"].as_str().unwrap().to_owned()).collect()
}

/// What an import does with the name of a service.
struct Named(&'static str);

impl Command for Named {
    type Out = Service;
    const NAME: &'static str = "test.named";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Service, Problem> {
        ensure_by_name(tx, self.0).await
    }
}

salon_test! {
    async fn a_service_is_listed_with_its_initials(app) {
        let taxes = json!([{ "name": "增值税", "rate_ppm": 60000, "inclusive": true }]);
        let wish = with(with(service("洗剪吹", 6800), "taxes", taxes.clone()), "code", json!("A01"));
        let added = app.owner.post(SERVICES, wish).await.ok();
        assert_eq!(
            added,
            json!({
                "id": added["id"], "code": "A01", "name": "洗剪吹", "category": "剪发", "price": 6800,
                "duration_minutes": 45, "taxes": taxes, "active": true, "pinyin": "xjc",
            })
        );
        assert_eq!(app.stylist.get(SERVICES).await.ok(), json!({ "items": [added], "next": null }));
    }

    async fn a_changed_service_says_so_from_then_on(app) {
        let added = app.owner.post(SERVICES, with(service("洗剪吹", 6800), "code", json!("A01"))).await.ok();
        let path = format!("{SERVICES}/{}", id(&added));
        let changed = app.owner.put(&path, with(service("精剪", 12800), "active", json!(false))).await.ok();
        assert_eq!(
            changed,
            json!({
                "id": added["id"], "code": "", "name": "精剪", "category": "剪发", "price": 12800,
                "duration_minutes": 45, "taxes": [], "active": false, "pinyin": "jj",
            })
        );
    }

    async fn lists_are_cut_by_use_and_into_pages(app) {
        for (name, category, active) in [("吹风", "造型", true), ("洗剪吹", "剪发", true), ("旧项目", "剪发", false)] {
            let wish = json!({ "name": name, "category": category, "price": 100, "active": active });
            app.owner.post(SERVICES, wish).await.ok();
        }
        assert_eq!(names(&app.reception, "").await, ["旧项目", "洗剪吹", "吹风"]);
        assert_eq!(names(&app.reception, "?active=true").await, ["洗剪吹", "吹风"]);
        assert_eq!(names(&app.reception, "?active=false").await, ["旧项目"]);
        let first = app.reception.get(&format!("{SERVICES}?limit=2")).await.ok();
        let next = first["next"].as_str().unwrap().replace('\u{1f}', "%1F");
        assert_eq!(names(&app.reception, &format!("?limit=2&after={next}")).await, ["吹风"]);
    }

    async fn prices_are_changed_by_who_reaches_every_branch(app) {
        let added = app.owner.post(SERVICES, service("洗剪吹", 6800)).await.ok();
        let path = format!("{SERVICES}/{}", id(&added));
        app.manager.post(SERVICES, service("精剪", 12800)).await.refused("access.other_branch");
        app.manager.put(&path, service("洗剪吹", 100)).await.refused("access.other_branch");
        // Once the second shop is out of business, the manager of the first answers for all of it.
        let second = format!("/api/branch/{}", app.second_branch);
        let branches = app.owner.get("/api/branch").await.ok();
        let mut closed = branches["items"][1].clone();
        closed["active"] = json!(false);
        let fields = closed.as_object_mut().unwrap();
        fields.remove("id");
        fields.remove("number");
        app.owner.put(&second, closed).await.ok();
        app.manager.put(&path, service("洗剪吹", 7800)).await.ok();
        app.elsewhere.put(&path, service("洗剪吹", 100)).await.refused("access.other_branch");
    }

    async fn a_name_and_a_code_belong_to_one_service(app) {
        let first = app.owner.post(SERVICES, with(service("洗剪吹", 6800), "code", json!("A01"))).await.ok();
        let refused = app.owner.post(SERVICES, service(" 洗剪吹 ", 1)).await;
        assert_eq!(refused.status, 409);
        refused.refused("catalogue.name_taken");
        let coded = with(service("精剪", 12800), "code", json!("Ａ01"));
        app.owner.post(SERVICES, coded.clone()).await.refused("catalogue.code_taken");
        let second = app.owner.post(SERVICES, service("精剪", 12800)).await.ok();
        let path = format!("{SERVICES}/{}", id(&second));
        app.owner.put(&path, coded).await.refused("catalogue.code_taken");
        app.owner.put(&path, service("洗剪吹", 1)).await.refused("catalogue.name_taken");
        // Its own name and code are no others'.
        let path = format!("{SERVICES}/{}", id(&first));
        app.owner.put(&path, with(service("洗剪吹", 7800), "code", json!("A01"))).await.ok();
        // Several services have no code.
        app.owner.post(SERVICES, service("吹风", 3800)).await.ok();
    }

    async fn a_sheet_makes_an_unknown_service_once(app) {
        app.owner.post(SERVICES, service("洗剪吹", 6800)).await.ok();
        let known = app.app.write(&app.system(), Named(" 洗剪吹 ")).await.unwrap();
        assert!(known.active && known.price.to_minor() == 6800);
        let made = app.app.write(&app.system(), Named("头皮护理")).await.unwrap();
        assert!(!made.active && made.price.is_zero() && made.pinyin == "tphl");
        assert_eq!(app.app.write(&app.system(), Named("头皮护理")).await.unwrap().id, made.id);
        assert_eq!(app.app.write(&app.system(), Named("  ")).await.unwrap_err().code, "catalogue.name");
    }

    async fn what_cannot_stand_on_a_price_list_is_refused(app) {
        let tax = |name: &str, rate: i64| json!({ "name": name, "rate_ppm": rate, "inclusive": false });
        for (field, value, code) in [
            ("code", json!("1".repeat(21)), "catalogue.code"),
            ("name", json!("\u{200b} "), "catalogue.name"),
            ("name", json!("长".repeat(61)), "catalogue.name"),
            ("category", json!("类".repeat(41)), "catalogue.category"),
            ("price", json!(-1), "catalogue.price"),
            ("price", json!(68.5), "request.body"),
            ("price", json!(100_000_000_001_i64), "request.body"),
            ("duration_minutes", json!(-1), "catalogue.duration"),
            ("duration_minutes", json!(1441), "catalogue.duration"),
            ("taxes", json!([tax("", 1)]), "catalogue.taxes"),
            ("taxes", json!([tax("增值税", 1), tax("增值税", 2)]), "catalogue.taxes"),
            ("taxes", json!([tax("增值税", 1_000_001)]), "request.body"),
            ("pinyin", json!("xjc"), "request.body"),
        ] {
            app.owner.post(SERVICES, with(service("洗剪吹", 6800), field, value)).await.refused(code);
        }
        assert!(names(&app.owner, "").await.is_empty());
        let nobody = format!("{SERVICES}/{}", app.branch);
        app.owner.put(&nobody, service("洗剪吹", 1)).await.refused("catalogue.unknown");
    }

    async fn another_organisation_has_its_own_price_list(app) {
        let added = app.owner.post(SERVICES, service("洗剪吹", 6800)).await.ok();
        assert!(names(&app.other_owner, "").await.is_empty());
        let path = format!("{SERVICES}/{}", id(&added));
        app.other_owner.put(&path, service("洗剪吹", 1)).await.refused("catalogue.unknown");
        app.other_owner.post(SERVICES, service("洗剪吹", 1)).await.ok();
    }
}
