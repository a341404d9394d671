//! What stands on the price list, and what can be wrong with it.

mod category;
mod offer;
mod product;
mod service;

pub use category::{Category, CategoryChange, CategoryWish, Kind};
pub use offer::{BranchPrice, Item, ItemPart, Offer, Offered, PriceWish, Priced};
pub use product::{Product, ProductWish};
pub use service::{Blocks, Service, ServiceWish, Variant, VariantWish};

use kernel::{Problem, Rate, problem::Kind as ProblemKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

fn yes() -> bool {
    true
}

/// A tax on a service or a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// Its name on the receipt.
    pub name: String,
    /// Its rate, on the price without taxes.
    #[serde(rename = "rate_ppm")]
    pub rate: Rate,
    /// Whether the price holds it already; otherwise it is added.
    pub inclusive: bool,
}

/// Why something about the price list is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such service.
    Unknown,
    /// There is no such product.
    ProductUnknown,
    /// The service has no such variant, or one that is out of use.
    VariantUnknown,
    /// There is no such category.
    CategoryUnknown,
    /// It is out of use.
    Inactive,
    /// The service is sold by variant, and none was named.
    VariantNeeded,
    /// The service is not sold together with the other one.
    NotAnAddOn,
    /// A code is longer than 20 characters.
    Code,
    /// Another service or product has this code.
    CodeTaken,
    /// A barcode is longer than 40 characters, or holds something else than letters, digits and signs.
    Barcode,
    /// Another product has this barcode.
    BarcodeTaken,
    /// A name is empty or longer than 60 characters.
    Name,
    /// Another service or product has this name.
    NameTaken,
    /// A category's name is empty where one is needed, or longer than 40 characters.
    Category,
    /// Another category has this name.
    CategoryTaken,
    /// Something stands under the category.
    CategoryUsed,
    /// A category's place is below zero or beyond ten thousand.
    Position,
    /// A price is below zero.
    Price,
    /// A cost is below zero.
    Cost,
    /// A unit is longer than 10 characters.
    Unit,
    /// The blocks are no multiples of five minutes, or longer than a day together.
    Blocks,
    /// There are too many variants, or one twice.
    Variants,
    /// A tax has no name, or there are too many, or one twice.
    Taxes,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let taken = |problem: Problem| Problem { kind: ProblemKind::Conflict, ..problem };
        match refusal {
            Refusal::Unknown => Problem::not_found("catalogue.unknown", "There is no such service."),
            Refusal::ProductUnknown => {
                Problem::not_found("catalogue.product_unknown", "There is no such product.")
            }
            Refusal::VariantUnknown => {
                Problem::not_found("catalogue.variant_unknown", "The service has no such variant.")
            }
            Refusal::CategoryUnknown => {
                Problem::not_found("catalogue.category_unknown", "There is no such category.")
            }
            Refusal::Inactive => Problem::refused("catalogue.inactive", "This is no longer offered."),
            Refusal::VariantNeeded => {
                Problem::refused("catalogue.variant_needed", "Say which variant of the service is meant.")
            }
            Refusal::NotAnAddOn => Problem::refused(
                "catalogue.not_an_add_on",
                "This service is not sold as an add-on of the other one.",
            ),
            Refusal::Code => Problem::invalid("code", "catalogue.code", "A code has at most 20 characters."),
            Refusal::CodeTaken => {
                let detail = "Something else on the list, perhaps out of use, already has this code.";
                taken(Problem::invalid("code", "catalogue.code_taken", detail))
            }
            Refusal::Barcode => {
                let detail = "A barcode has at most 40 letters, digits and signs, and no spaces.";
                Problem::invalid("barcode", "catalogue.barcode", detail)
            }
            Refusal::BarcodeTaken => {
                let detail = "Another product, perhaps one out of use, already has this barcode.";
                taken(Problem::invalid("barcode", "catalogue.barcode_taken", detail))
            }
            Refusal::Name => Problem::invalid("name", "catalogue.name", "A name has 1 to 60 characters."),
            Refusal::NameTaken => {
                let detail = "Something else on the list, perhaps out of use, already has this name.";
                taken(Problem::invalid("name", "catalogue.name_taken", detail))
            }
            Refusal::Category => {
                Problem::invalid("category", "catalogue.category", "A category has at most 40 characters.")
            }
            Refusal::CategoryTaken => {
                let detail = "Another category already has this name.";
                taken(Problem::invalid("name", "catalogue.category_taken", detail))
            }
            Refusal::CategoryUsed => Problem::refused(
                "catalogue.category_used",
                "Something still stands under this category. Move it elsewhere first.",
            ),
            Refusal::Position => {
                let detail = "A category's place lies between 0 and 10,000.";
                Problem::invalid("position", "catalogue.position", detail)
            }
            Refusal::Price => Problem::invalid("price", "catalogue.price", "A price is not below zero."),
            Refusal::Cost => Problem::invalid("cost", "catalogue.cost", "A cost is not below zero."),
            Refusal::Unit => Problem::invalid("unit", "catalogue.unit", "A unit has at most 10 characters."),
            Refusal::Blocks => {
                let detail = "The blocks of a service are multiples of 5 minutes, at most 1440 together.";
                Problem::invalid("blocks", "catalogue.blocks", detail)
            }
            Refusal::Variants => {
                let detail = "A service has at most 50 variants, each with a name of its own.";
                Problem::invalid("variants", "catalogue.variants", detail)
            }
            Refusal::Taxes => {
                let detail = "There are at most 5 taxes, each with a name of its own of 1 to 60 characters.";
                Problem::invalid("taxes", "catalogue.taxes", detail)
            }
        }
    }
}
