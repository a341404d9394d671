//! What is sold over the counter or used up at work.

use super::{Tax, yes};
use kernel::{CategoryId, Money, ProductId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that lies on a shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// A short code to type at the till; may be empty.
    pub code: String,
    /// What a scanner reads off it; may be empty.
    pub barcode: String,
    /// Its name, unique in the organisation.
    pub name: String,
    /// What it stands under on the price list; may be empty.
    pub category: String,
    /// The category's id, when it stands under one.
    #[schema(required)]
    pub category_id: Option<CategoryId>,
    /// What one of it costs the customer, in minor units of the organisation's currency.
    pub price: Money,
    /// What one of it usually costs the salon; what lies on the shelf has a cost of its own.
    pub cost: Money,
    /// What it is counted in: 瓶, 盒; may be empty.
    pub unit: String,
    /// The taxes on it, each worked out by itself.
    pub taxes: Vec<Tax>,
    /// Whether it is counted on the shelf.
    pub stocked: bool,
    /// Whether it is offered.
    pub active: bool,
    /// The first letters of its name in pinyin, by which it is found as it is typed.
    pub pinyin: String,
}

/// What may be said of a product.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductWish {
    /// Up to 20 characters; may be empty.
    #[serde(default)]
    pub code: String,
    /// Up to 40 letters, digits and signs; may be empty.
    #[serde(default)]
    pub barcode: String,
    /// 1 to 60 characters.
    pub name: String,
    /// Up to 40 characters; may be empty. One that nobody knows yet is made.
    #[serde(default)]
    pub category: String,
    /// What one of it costs the customer, in minor units.
    pub price: Money,
    /// What one of it usually costs the salon, in minor units.
    #[serde(default)]
    pub cost: Money,
    /// Up to 10 characters; may be empty.
    #[serde(default)]
    pub unit: String,
    /// The taxes on it, at most 5, each name once.
    #[serde(default)]
    pub taxes: Vec<Tax>,
    /// Whether it is counted on the shelf.
    #[serde(default = "yes")]
    pub stocked: bool,
    /// Whether it is offered.
    #[serde(default = "yes")]
    pub active: bool,
}

impl ProductWish {
    /// A product of which only the name is known, and perhaps a code: without a price, out of use, and
    /// not counted.
    pub fn unpriced(code: String, name: String) -> ProductWish {
        ProductWish {
            code,
            barcode: String::new(),
            name,
            category: String::new(),
            price: Money::ZERO,
            cost: Money::ZERO,
            unit: String::new(),
            taxes: Vec::new(),
            stocked: false,
            active: false,
        }
    }
}
