//! What is done for a customer.

use super::{Tax, yes};
use kernel::{CategoryId, Money, ServiceId, VariantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a service takes its time, in minutes. While something takes effect, whoever did it is free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Blocks {
    /// Making ready, before the customer sits.
    pub setup: i64,
    /// Working on the customer.
    pub hands_on: i64,
    /// Taking effect, with nobody at it.
    pub processing: i64,
    /// Working on the customer again, to the end.
    pub finishing: i64,
}

impl Blocks {
    /// A service that is worked on from beginning to end.
    pub const fn hands_on(minutes: i64) -> Blocks {
        Blocks { setup: 0, hands_on: minutes, processing: 0, finishing: 0 }
    }

    /// All four, in their order.
    pub const fn each(&self) -> [i64; 4] {
        [self.setup, self.hands_on, self.processing, self.finishing]
    }

    /// How long it takes from beginning to end.
    pub fn minutes(&self) -> i64 {
        self.each().iter().sum()
    }
}

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
    /// The category's id, when it stands under one.
    #[schema(required)]
    pub category_id: Option<CategoryId>,
    /// What one of it costs, in minor units of the organisation's currency.
    pub price: Money,
    /// How it takes its time.
    pub blocks: Blocks,
    /// How long it takes from beginning to end.
    pub duration_minutes: i64,
    /// The taxes on it, each worked out by itself.
    pub taxes: Vec<Tax>,
    /// The ways in which it is sold, in use or not. With one in use it is sold by variant.
    pub variants: Vec<Variant>,
    /// The services that may be sold together with it.
    pub add_ons: Vec<ServiceId>,
    /// Whether it is sold together with another service.
    pub add_on: bool,
    /// Whether it is offered.
    pub active: bool,
    /// The first letters of its name in pinyin, by which it is found as it is typed.
    pub pinyin: String,
}

/// A way in which a service is sold: a hair length, a level of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// Its name, unique among those of the service that are in use.
    pub name: String,
    /// What one costs.
    pub price: Money,
    /// How it takes its time.
    pub blocks: Blocks,
    /// Whether it is offered.
    pub active: bool,
}

/// What may be said of a service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceWish {
    /// Up to 20 characters; may be empty.
    #[serde(default)]
    pub code: String,
    /// 1 to 60 characters.
    pub name: String,
    /// Up to 40 characters; may be empty. One that nobody knows yet is made.
    #[serde(default)]
    pub category: String,
    /// What one of it costs, in minor units; 0 for what is given along.
    pub price: Money,
    /// How it takes its time: multiples of 5 minutes, at most 1440 together.
    #[serde(default)]
    pub blocks: Blocks,
    /// The taxes on it, at most 5, each name once.
    #[serde(default)]
    pub taxes: Vec<Tax>,
    /// The ways in which it is sold, at most 50, each name once. One that is left out goes out of use.
    #[serde(default)]
    pub variants: Vec<VariantWish>,
    /// Services that are add-ons and may be sold together with it, at most 50.
    #[serde(default)]
    pub add_ons: Vec<ServiceId>,
    /// Whether it is sold together with another service.
    #[serde(default)]
    pub add_on: bool,
    /// Whether it is offered.
    #[serde(default = "yes")]
    pub active: bool,
}

impl ServiceWish {
    /// A service of which only the name is known, and perhaps a code: without a price and out of use.
    pub fn unpriced(code: &str, name: &str) -> ServiceWish {
        ServiceWish {
            code: code.to_owned(),
            name: name.to_owned(),
            category: String::new(),
            price: Money::ZERO,
            blocks: Blocks::default(),
            taxes: Vec::new(),
            variants: Vec::new(),
            add_ons: Vec::new(),
            add_on: false,
            active: false,
        }
    }
}

/// What may be said of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantWish {
    /// Which one is meant; one of the same name when left out, and a new one when there is none.
    #[serde(default)]
    pub id: Option<VariantId>,
    /// 1 to 60 characters.
    pub name: String,
    /// What one costs, in minor units.
    pub price: Money,
    /// How it takes its time; as the service when left out.
    #[serde(default)]
    pub blocks: Option<Blocks>,
    /// Whether it is offered.
    #[serde(default = "yes")]
    pub active: bool,
}
