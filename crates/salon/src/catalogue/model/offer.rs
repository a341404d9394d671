//! What a branch sells, and at which price.

use super::{Kind, Tax};
use kernel::{CategoryId, Money, ProductId, ServiceId, VariantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a price belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PricedKind)]
pub enum Priced {
    /// A service that is sold as it is.
    Service,
    /// A variant of a service.
    Variant,
    /// A product.
    Product,
}

impl Priced {
    /// The kind of a word in a statement.
    pub fn parse(code: &str) -> Option<Priced> {
        match code {
            "service" => Some(Priced::Service),
            "variant" => Some(Priced::Variant),
            "product" => Some(Priced::Product),
            _ => None,
        }
    }
}

/// What a branch charges for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BranchPrice {
    /// The service, the variant or the product.
    #[schema(value_type = Uuid)]
    pub item: Uuid,
    /// Which of the three it is.
    pub kind: Priced,
    /// Its name; a variant's with that of its service.
    pub name: String,
    /// What the list says.
    pub list_price: Money,
    /// What this branch charges instead; null where it follows the list.
    #[schema(required)]
    pub price: Option<Money>,
}

/// What a branch is to charge for something.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceWish {
    /// The service, the variant or the product.
    #[schema(value_type = Uuid)]
    pub item: Uuid,
    /// Which of the three it is.
    pub kind: Priced,
    /// The price, in minor units; null to follow the list.
    #[schema(required)]
    pub price: Option<Money>,
}

/// What a till sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Item {
    /// Which of the two it is.
    pub kind: Kind,
    /// The service or the product.
    #[schema(value_type = Uuid)]
    pub id: Uuid,
    /// Its code; may be empty.
    pub code: String,
    /// What a scanner reads off it; empty for a service.
    pub barcode: String,
    /// Its name.
    pub name: String,
    /// What it stands under; may be empty.
    pub category: String,
    /// The first letters of its name in pinyin.
    pub pinyin: String,
    /// What this branch charges; a service with variants is sold at theirs.
    pub price: Money,
    /// How long a service takes; 0 for a product.
    pub duration_minutes: i64,
    /// The ways in which a service is sold here.
    pub variants: Vec<ItemPart>,
    /// What may be sold together with a service here.
    pub add_ons: Vec<ItemPart>,
    /// Whether it is counted on the shelf.
    #[serde(skip)]
    pub stocked: bool,
}

/// A variant or an add-on, as a till sells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemPart {
    /// The variant, or the service that is the add-on.
    #[schema(value_type = Uuid)]
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What this branch charges.
    pub price: Money,
    /// How long it takes.
    pub duration_minutes: i64,
}

/// What somebody wants to put on a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A service, in one of its variants when it has some.
    Service {
        /// Which.
        service: ServiceId,
        /// In which variant.
        variant: Option<VariantId>,
    },
    /// A product.
    Product(ProductId),
}

/// What a line of a bill is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The service or the product.
    pub item: Uuid,
    /// The variant, when the service is sold by variant.
    pub variant: Option<VariantId>,
    /// What the service stands under.
    pub category: Option<CategoryId>,
    /// The name on the bill, such as 女士剪发 · 长发.
    pub name: String,
    /// What the branch charges.
    pub price: Money,
    /// The taxes on it.
    pub taxes: Vec<Tax>,
    /// Whether it is sold together with another service.
    pub add_on: bool,
    /// Whether it is counted on the shelf.
    pub stocked: bool,
}
