//! What services and products stand under.

use kernel::CategoryId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The two lists that the catalogue holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CatalogueKind)]
pub enum Kind {
    /// What is done for a customer.
    Service,
    /// What is sold over the counter or used up at work.
    Product,
}

impl Kind {
    /// The word by which the kind is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Service => "service",
            Kind::Product => "product",
        }
    }

    /// The kind of a stored word.
    pub fn parse(code: &str) -> Option<Kind> {
        [Kind::Service, Kind::Product].into_iter().find(|kind| kind.code() == code)
    }
}

/// A heading of the price list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its name, unique among those of its kind.
    pub name: String,
    /// What stands under it.
    pub kind: Kind,
    /// Its place among those of its kind; equal places are ordered by name.
    pub position: i64,
    /// How many services or products in use stand under it.
    pub items: i64,
}

/// A new heading.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryWish {
    /// 1 to 40 characters.
    pub name: String,
    /// What is to stand under it.
    pub kind: Kind,
}

/// What may be changed of a heading.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryChange {
    /// 1 to 40 characters.
    pub name: String,
    /// Its place, 0 to 10,000.
    #[schema(minimum = 0, maximum = 10_000)]
    pub position: i64,
}
