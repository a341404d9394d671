//! The price list through HTTP, and what lines of bills are made from.

mod categories;
mod offers;
mod prices;
mod products;
mod services;

use crate::testing::Person;
use serde_json::{Value, json};

const CATEGORIES: &str = "/api/catalogue/category";
const SERVICES: &str = "/api/catalogue/service";
const PRODUCTS: &str = "/api/catalogue/product";

fn service(name: &str, price: i64) -> Value {
    json!({ "name": name, "category": "剪发", "price": price, "blocks": { "hands_on": 45 } })
}

fn product(name: &str, price: i64) -> Value {
    json!({ "name": name, "category": "洗护", "price": price, "cost": price / 2, "unit": "瓶" })
}

fn with(mut wish: Value, field: &str, value: Value) -> Value {
    wish[field] = value;
    wish
}

/// The names on the first page of a list.
async fn names(person: &Person, list: &str) -> Vec<String> {
    let page = person.get(list).await.ok();
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

/// A text as it stands in an address.
fn typed(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
