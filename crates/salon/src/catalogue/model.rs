//! Services, taxes, and what can be wrong with them.

use kernel::{Money, Problem, Rate, ServiceId, problem::Kind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something done for a customer at a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// A short code to type at the till; may be empty.
    pub code: String,
    /// Its name, unique in the organisation.
    pub name: String,
    /// What it stands under on the price list; may be empty.
    pub category: String,
    /// What one of it costs, in minor units of the organisation's currency.
    pub price: Money,
    /// How long it takes; 0 when nobody has said.
    pub duration_minutes: i64,
    /// The taxes on it, each worked out by itself.
    pub taxes: Vec<Tax>,
    /// Whether it is offered.
    pub active: bool,
    /// The first letters of its name in pinyin, by which it is found as it is typed.
    pub pinyin: String,
}

/// What may be said of a service.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceWish {
    /// Up to 20 characters; may be empty.
    #[serde(default)]
    pub code: String,
    /// 1 to 60 characters.
    pub name: String,
    /// Up to 40 characters; may be empty.
    #[serde(default)]
    pub category: String,
    /// What one of it costs, in minor units; 0 for what is given along.
    pub price: Money,
    /// How long it takes, 0 to 1440.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1440)]
    pub duration_minutes: i64,
    /// The taxes on it, at most 5, each name once.
    #[serde(default)]
    pub taxes: Vec<Tax>,
    /// Whether it is offered.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// A tax on a service.
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
    /// A code is longer than 20 characters.
    Code,
    /// Another service has this code.
    CodeTaken,
    /// A name is empty or longer than 60 characters.
    Name,
    /// Another service has this name.
    NameTaken,
    /// A category is longer than 40 characters.
    Category,
    /// A price is below zero.
    Price,
    /// A duration is below zero or longer than a day.
    Duration,
    /// A tax has no name, or there are too many, or one twice.
    Taxes,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Unknown => Problem::not_found("catalogue.unknown", "There is no such service."),
            Refusal::Code => {
                Problem::invalid("code", "catalogue.code", "A service's code has at most 20 characters.")
            }
            Refusal::CodeTaken => {
                let detail = "Another service already has this code.";
                Problem { kind: Kind::Conflict, ..Problem::invalid("code", "catalogue.code_taken", detail) }
            }
            Refusal::Name => {
                Problem::invalid("name", "catalogue.name", "A service's name has 1 to 60 characters.")
            }
            Refusal::NameTaken => {
                let detail = "Another service, perhaps one out of use, already has this name.";
                Problem { kind: Kind::Conflict, ..Problem::invalid("name", "catalogue.name_taken", detail) }
            }
            Refusal::Category => {
                Problem::invalid("category", "catalogue.category", "A category has at most 40 characters.")
            }
            Refusal::Price => Problem::invalid("price", "catalogue.price", "A price is not below zero."),
            Refusal::Duration => {
                let detail = "A service takes between 0 and 1440 minutes.";
                Problem::invalid("duration_minutes", "catalogue.duration", detail)
            }
            Refusal::Taxes => {
                let detail =
                    "A service has at most 5 taxes, each with a name of its own of 1 to 60 characters.";
                Problem::invalid("taxes", "catalogue.taxes", detail)
            }
        }
    }
}
