//! What lines of bills are made from.

use super::{PRODUCTS, SERVICES, product, service, with};
use crate::catalogue::{Offer, Offered, check_add_on, offered};
use crate::salon_test;
use crate::testing::{TestApp, id};
use kernel::{Money, Problem, ServiceId};
use serde_json::{Value, json};

async fn offer(app: &TestApp, what: Offer) -> Result<Offered, Problem> {
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    offered(&mut tx, app.branch, what).await
}

fn of_service(service: &Value, variant: &Value) -> Offer {
    let variant = variant["id"].as_str().map(|id| id.parse().unwrap());
    Offer::Service { service: id(service).parse().unwrap(), variant }
}

async fn charge(app: &TestApp, item: &Value, kind: &str, price: i64) {
    let path = format!("/api/catalogue/price?branch={}", app.branch);
    app.manager.put(&path, json!({ "item": item["id"], "kind": kind, "price": price })).await.ok();
}

salon_test! {
    async fn a_service_is_offered_at_the_price_of_the_branch(app) {
        let cut = app.owner.post(SERVICES, service("男士剪发", 6800)).await.ok();
        let what = of_service(&cut, &json!(null));
        assert_eq!(offer(&app, what).await.unwrap().price, Money::minor(6800));
        charge(&app, &cut, "service", 5800).await;
        let found = offer(&app, what).await.unwrap();
        assert_eq!((found.name.as_str(), found.price, found.stocked), ("男士剪发", Money::minor(5800), false));
        app.owner.put(&format!("{SERVICES}/{}", id(&cut)), with(service("男士剪发", 1), "active", json!(false))).await.ok();
        assert_eq!(offer(&app, what).await.unwrap_err().code, "catalogue.inactive");
        let nothing = Offer::Service { service: app.branch.to_string().parse().unwrap(), variant: None };
        assert_eq!(offer(&app, nothing).await.unwrap_err().code, "catalogue.unknown");
    }

    async fn a_service_with_variants_is_offered_by_variant(app) {
        let variants = json!([{ "name": "短发", "price": 9800 }, { "name": "长发", "price": 12800 }]);
        let wish = with(service("女士剪发", 9800), "variants", variants);
        let cut = app.owner.post(SERVICES, wish).await.ok();
        assert_eq!(offer(&app, of_service(&cut, &json!(null))).await.unwrap_err().code, "catalogue.variant_needed");
        let long = of_service(&cut, &cut["variants"][1]);
        charge(&app, &cut["variants"][1], "variant", 11_800).await;
        let found = offer(&app, long).await.unwrap();
        assert_eq!((found.name.as_str(), found.price), ("女士剪发 · 长发", Money::minor(11_800)));
        assert_eq!(found.item.to_string(), id(&cut));
        assert_eq!(offer(&app, of_service(&cut, &cut)).await.unwrap_err().code, "catalogue.variant_unknown");
        // Without a variant in use it is sold as it is.
        app.owner.put(&format!("{SERVICES}/{}", id(&cut)), service("女士剪发", 9800)).await.ok();
        assert_eq!(offer(&app, long).await.unwrap_err().code, "catalogue.variant_unknown");
        assert_eq!(offer(&app, of_service(&cut, &json!(null))).await.unwrap().price, Money::minor(9800));
    }

    async fn a_product_is_offered_at_the_price_of_the_branch(app) {
        let shampoo = app.owner.post(PRODUCTS, product("洗发水", 8800)).await.ok();
        charge(&app, &shampoo, "product", 7900).await;
        let what = Offer::Product(id(&shampoo).parse().unwrap());
        let found = offer(&app, what).await.unwrap();
        assert_eq!((found.name.as_str(), found.price, found.stocked), ("洗发水", Money::minor(7900), true));
        let wish = with(product("洗发水", 8800), "active", json!(false));
        app.owner.put(&format!("{PRODUCTS}/{}", id(&shampoo)), wish).await.ok();
        assert_eq!(offer(&app, what).await.unwrap_err().code, "catalogue.inactive");
        let nothing = Offer::Product(app.branch.to_string().parse().unwrap());
        assert_eq!(offer(&app, nothing).await.unwrap_err().code, "catalogue.product_unknown");
    }

    async fn an_add_on_goes_with_the_services_that_name_it(app) {
        let care = id(&app.owner.post(SERVICES, with(service("深层护理", 5000), "add_on", json!(true))).await.ok());
        let dye = app.owner.post(SERVICES, with(service("染发", 39800), "add_ons", json!([care]))).await.ok();
        let cut = app.owner.post(SERVICES, service("剪发", 6800)).await.ok();
        let parse = |text: String| text.parse::<ServiceId>().unwrap();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let (care, dye, cut) = (parse(care), parse(id(&dye)), parse(id(&cut)));
        check_add_on(&mut tx, dye, care).await.unwrap();
        assert_eq!(check_add_on(&mut tx, cut, care).await.unwrap_err().code, "catalogue.not_an_add_on");
        assert_eq!(check_add_on(&mut tx, dye, cut).await.unwrap_err().code, "catalogue.not_an_add_on");
    }
}
