//! What may stand on the price list, who may change it, and what sheets make of it.

use super::{SERVICES, names, service, typed, with};
use crate::catalogue::{ensure_by_name, find, index_all};
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::id;
use kernel::{Problem, ServiceId};
use serde_json::json;

/// What an import does with the name of a service.
struct Named(&'static str);

impl Command for Named {
    type Out = ServiceId;
    const NAME: &'static str = "test.named";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ServiceId, Problem> {
        ensure_by_name(tx, self.0).await
    }
}

/// Makes the services and categories as they were before anything was searched for.
struct Forgotten;

impl Command for Forgotten {
    type Out = ();
    const NAME: &'static str = "test.forgotten";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.exec("DELETE FROM catalogue_search WHERE org_id = $1", Vec::new()).await?;
        Ok(())
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
                "id": added["id"], "code": "A01", "name": "洗剪吹", "category": "剪发",
                "category_id": added["category_id"], "price": 6800,
                "blocks": { "setup": 0, "hands_on": 45, "processing": 0, "finishing": 0 },
                "duration_minutes": 45, "taxes": taxes, "variants": [], "add_ons": [], "add_on": false,
                "active": true, "pinyin": "xjc",
            })
        );
        assert_eq!(app.stylist.get(SERVICES).await.ok(), json!({ "items": [added], "next": null }));
    }

    async fn a_changed_service_says_so_from_then_on(app) {
        let added = app.owner.post(SERVICES, with(service("洗剪吹", 6800), "code", json!("A01"))).await.ok();
        let path = format!("{SERVICES}/{}", id(&added));
        let blocks = json!({ "setup": 5, "hands_on": 30, "processing": 40, "finishing": 15 });
        let wish = with(with(service("精剪", 12800), "active", json!(false)), "blocks", blocks.clone());
        let changed = app.owner.put(&path, wish).await.ok();
        assert_eq!(
            changed,
            json!({
                "id": added["id"], "code": "", "name": "精剪", "category": "剪发",
                "category_id": added["category_id"], "price": 12800, "blocks": blocks, "duration_minutes": 90,
                "taxes": [], "variants": [], "add_ons": [], "add_on": false, "active": false, "pinyin": "jj",
            })
        );
    }

    async fn lists_are_cut_by_use_and_into_pages(app) {
        for (name, category, active) in [("吹风", "造型", true), ("洗剪吹", "剪发", true), ("旧项目", "剪发", false)] {
            let wish = json!({ "name": name, "category": category, "price": 100, "active": active });
            app.owner.post(SERVICES, wish).await.ok();
        }
        assert_eq!(names(&app.reception, SERVICES).await, ["吹风", "旧项目", "洗剪吹"]);
        assert_eq!(names(&app.reception, &format!("{SERVICES}?active=true")).await, ["吹风", "洗剪吹"]);
        assert_eq!(names(&app.reception, &format!("{SERVICES}?active=false")).await, ["旧项目"]);
        let first = app.reception.get(&format!("{SERVICES}?limit=2")).await.ok();
        let next = first["next"].as_str().unwrap().replace('\u{1f}', "%1F");
        assert_eq!(names(&app.reception, &format!("{SERVICES}?limit=2&after={next}")).await, ["洗剪吹"]);
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
        let named = async |name| app.app.write(&app.system(), Named(name)).await;
        let (known, made) = (named(" 洗剪吹 ").await.unwrap(), named("头皮护理").await.unwrap());
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let known = find(&mut tx, known).await.unwrap();
        assert!(known.active && known.price.to_minor() == 6800);
        let shown = find(&mut tx, made).await.unwrap();
        assert!(!shown.active && shown.price.is_zero() && shown.pinyin == "tphl");
        drop(tx);
        assert_eq!(named("头皮护理").await.unwrap(), made);
        assert_eq!(named("  ").await.unwrap_err().code, "catalogue.name");
    }

    async fn a_service_is_found_by_name_pinyin_code_and_category(app) {
        let wish = with(with(service("女士洗剪吹", 9800), "code", json!("A-01")), "category", json!("剪发造型"));
        app.owner.post(SERVICES, wish).await.ok();
        app.owner.post(SERVICES, json!({ "name": "Balayage", "price": 1 })).await.ok();
        for (text, found) in [
            ("洗剪", vec!["女士洗剪吹"]), ("nsxjc", vec!["女士洗剪吹"]), ("xijian", vec!["女士洗剪吹"]),
            ("a01", vec!["女士洗剪吹"]), ("Ａ－０", vec!["女士洗剪吹"]), ("造型", vec!["女士洗剪吹"]),
            ("jfzx", vec!["女士洗剪吹"]), ("BALA", vec!["Balayage"]), ("agx", vec![]), ("%", vec![]),
        ] {
            assert_eq!(names(&app.reception, &format!("{SERVICES}?q={}", typed(text))).await, found, "{text}");
        }
        let service = &app.owner.get(&format!("{SERVICES}?q=a01")).await.ok()["items"][0];
        let renamed = json!({ "name": "烫染", "position": 3 });
        app.owner.put(&format!("/api/catalogue/category/{}", service["category_id"].as_str().unwrap()), renamed).await.ok();
        assert!(names(&app.reception, &format!("{SERVICES}?q=jfzx")).await.is_empty());
        assert_eq!(names(&app.reception, &format!("{SERVICES}?q=tr")).await, ["女士洗剪吹"]);
    }

    async fn what_is_older_than_the_search_is_found_after_a_start(app) {
        app.owner.post(SERVICES, service("洗剪吹", 6800)).await.ok();
        app.owner.post(SERVICES, json!({ "name": "&", "price": 1 })).await.ok();
        app.app.write(&app.system(), Forgotten).await.unwrap();
        assert!(names(&app.owner, &format!("{SERVICES}?q=xjc")).await.is_empty());
        index_all(&app.app.db).await.unwrap();
        assert_eq!(names(&app.owner, &format!("{SERVICES}?q=xjc")).await, ["洗剪吹"]);
        assert_eq!(names(&app.owner, &format!("{SERVICES}?q=jf")).await, ["洗剪吹"]);
    }

    async fn variants_and_add_ons_stand_with_their_service(app) {
        let care = with(service("深层护理", 5000), "add_on", json!(true));
        let care = id(&app.owner.post(SERVICES, care).await.ok());
        let plain = id(&app.owner.post(SERVICES, service("吹风", 3000)).await.ok());
        let variants = json!([
            { "name": "短发", "price": 9800 },
            { "name": "长发", "price": 12800, "blocks": { "hands_on": 60, "finishing": 10 } },
        ]);
        let wish = with(with(service("女士剪发", 9800), "variants", variants), "add_ons", json!([care, care]));
        app.owner.post(SERVICES, with(wish.clone(), "add_ons", json!([plain]))).await.refused("catalogue.not_an_add_on");
        let added = app.owner.post(SERVICES, wish.clone()).await.ok();
        assert_eq!(added["add_ons"], json!([care]));
        let variants = added["variants"].as_array().unwrap();
        assert_eq!((&variants[0]["name"], &variants[0]["blocks"]["hands_on"]), (&json!("短发"), &json!(45)));
        assert_eq!((&variants[1]["price"], &variants[1]["blocks"]["finishing"]), (&json!(12_800), &json!(10)));
        // What was left out goes out of use and keeps its id, and comes back by its name.
        let path = format!("{SERVICES}/{}", id(&added));
        let only = json!([{ "id": variants[1]["id"], "name": "长发", "price": 13800 }]);
        let changed = app.owner.put(&path, with(wish.clone(), "variants", only)).await.ok();
        assert_eq!((&changed["variants"][0]["id"], &changed["variants"][0]["active"]), (&variants[1]["id"], &json!(true)));
        assert_eq!((&changed["variants"][1]["id"], &changed["variants"][1]["active"]), (&variants[0]["id"], &json!(false)));
        let back = app.owner.put(&path, wish.clone()).await.ok();
        assert_eq!((&back["variants"][0]["id"], &back["variants"][1]["id"]), (&variants[0]["id"], &variants[1]["id"]));
        let strange = json!([{ "id": care, "name": "长发", "price": 1 }]);
        app.owner.put(&path, with(wish.clone(), "variants", strange)).await.refused("catalogue.variant_unknown");
        let itself = with(with(wish.clone(), "add_on", json!(true)), "add_ons", json!([id(&added)]));
        app.owner.put(&path, itself).await.refused("catalogue.not_an_add_on");
        // An add-on that is none any more is not listed, so that what was shown can be sent back.
        app.owner.put(&format!("{SERVICES}/{care}"), service("深层护理", 5000)).await.ok();
        let listed = app.owner.get(&format!("{SERVICES}?q=nsjf")).await.ok();
        assert_eq!(listed["items"][0]["add_ons"], json!([]));
        assert_eq!(listed["items"][0]["variants"].as_array().unwrap().len(), 2);
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
            ("blocks", json!({ "hands_on": -5 }), "catalogue.blocks"),
            ("blocks", json!({ "hands_on": 42 }), "catalogue.blocks"),
            ("blocks", json!({ "setup": 720, "processing": 725 }), "catalogue.blocks"),
            ("blocks", json!({ "break": 5 }), "request.body"),
            ("duration_minutes", json!(45), "request.body"),
            ("variants", json!([{ "name": "", "price": 1 }]), "catalogue.name"),
            ("variants", json!([{ "name": "长发", "price": -1 }]), "catalogue.price"),
            ("variants", json!([{ "name": "长发", "price": 1 }, { "name": " 长发", "price": 1 }]), "catalogue.variants"),
            ("add_ons", json!([app.branch]), "catalogue.not_an_add_on"),
            ("add_ons", json!(vec![app.branch; 51]), "catalogue.not_an_add_on"),
            ("taxes", json!([tax("", 1)]), "catalogue.taxes"),
            ("taxes", json!([tax("增值税", 1), tax("增值税", 2)]), "catalogue.taxes"),
            ("taxes", json!([tax("增值税", 1_000_001)]), "request.body"),
            ("pinyin", json!("xjc"), "request.body"),
        ] {
            app.owner.post(SERVICES, with(service("洗剪吹", 6800), field, value)).await.refused(code);
        }
        assert!(names(&app.owner, SERVICES).await.is_empty());
        let nobody = format!("{SERVICES}/{}", app.branch);
        app.owner.put(&nobody, service("洗剪吹", 1)).await.refused("catalogue.unknown");
    }

    async fn another_organisation_has_its_own_price_list(app) {
        let added = app.owner.post(SERVICES, service("洗剪吹", 6800)).await.ok();
        assert!(names(&app.other_owner, SERVICES).await.is_empty());
        let path = format!("{SERVICES}/{}", id(&added));
        app.other_owner.put(&path, service("洗剪吹", 1)).await.refused("catalogue.unknown");
        app.other_owner.post(SERVICES, service("洗剪吹", 1)).await.ok();
    }
}
