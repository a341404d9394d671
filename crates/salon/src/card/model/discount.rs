//! What discount cards 折扣卡 and stored-value cards charge of the list price.

use kernel::{CardId, CategoryId, Rate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is charged of the list price of what stands under a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CategoryRate {
    /// The category.
    pub category: CategoryId,
    /// Its name when the plan was saved.
    pub category_name: String,
    /// What is charged, in millionths: 800000 is 8 折, 20 % off.
    pub pays_ppm: Rate,
}

/// What a plan charges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanRates {
    /// Of services, where no category says otherwise.
    pub services_ppm: Rate,
    /// Of products.
    pub products_ppm: Rate,
    /// Of services of some categories.
    pub categories: Vec<CategoryRate>,
}

/// What may be said of what a category is charged.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryRateWish {
    /// The category.
    pub category: CategoryId,
    /// What is charged, in millionths; above nothing.
    pub pays_ppm: Rate,
}

/// What may be said of what a plan charges; less than all of the price at least somewhere.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanRatesWish {
    /// Of services, in millionths; above nothing.
    #[serde(default = "all")]
    pub services_ppm: Rate,
    /// Of products.
    #[serde(default = "all")]
    pub products_ppm: Rate,
    /// Of services of some categories, at most 100, none twice.
    #[serde(default)]
    pub categories: Vec<CategoryRateWish>,
}

fn all() -> Rate {
    Rate::ONE
}

/// What is sold, as far as a rate looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rated {
    /// A service, with what it stands under.
    Service(Option<CategoryId>),
    /// Goods.
    Product,
}

/// A discount card that its holder can use today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRates {
    /// The card.
    pub card: CardId,
    /// Its number.
    pub number: String,
    /// What it charges.
    pub rates: PlanRates,
}
