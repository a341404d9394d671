//! What a notice is told with.

use kernel::{Currency, Day, Instant, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The fields of a notice, by name.
pub type Values = BTreeMap<String, Value>;

/// One field: kept as it is, written in the language of whoever reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A name, a number that people read.
    Text(String),
    /// A word of the product, by its code.
    Word(String),
    /// A count.
    Number(i64),
    /// A business day.
    Day(Day),
    /// A moment, in the time zone of that name.
    Moment(Instant, String),
    /// Money.
    Money(Money, Currency),
    /// Money by what it is for, a line each.
    Amounts(Vec<Amount>, Currency),
}

/// Money, with the code of what it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// For what, by its code.
    pub of: String,
    /// How much.
    pub amount: Money,
}

impl Amount {
    /// So much for that.
    pub fn new(of: &str, amount: Money) -> Amount {
        Amount { of: of.to_owned(), amount }
    }
}
