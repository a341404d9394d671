//! What may stand on the price list.

mod product;
mod search;
mod service;

pub use product::check_product;
pub use search::{Search, pieces};
pub use service::{check_service, settle_variants};

use super::model::{Refusal, Tax};
use kernel::Money;
use kernel::text::{Name, fold};
use std::collections::BTreeSet;

const CODE_MAX: usize = 20;
const CATEGORY_MAX: usize = 40;
const TAXES_MAX: usize = 5;
/// The last place of a category.
const POSITION_MAX: i64 = 10_000;

/// A category's name as it is kept; empty where nothing was said.
pub fn check_category(name: &str) -> Result<String, Refusal> {
    let name = fold::plain(name);
    if name.chars().count() > CATEGORY_MAX { Err(Refusal::Category) } else { Ok(name) }
}

/// The name of a category that there is to be. Refuses: empty, too long.
pub fn check_named_category(name: &str) -> Result<String, Refusal> {
    check_category(name).and_then(|name| if name.is_empty() { Err(Refusal::Category) } else { Ok(name) })
}

/// Refuses a place that no list has.
pub fn check_position(position: i64) -> Result<(), Refusal> {
    if (0..=POSITION_MAX).contains(&position) { Ok(()) } else { Err(Refusal::Position) }
}

/// Refuses a price below zero.
pub fn check_price(price: Money) -> Result<(), Refusal> {
    if price.is_negative() { Err(Refusal::Price) } else { Ok(()) }
}

/// By what something is known to one alone: its name, and its codes where it has some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The name.
    pub name: String,
    /// The code; may be empty.
    pub code: String,
    /// The barcode; may be empty.
    pub barcode: String,
}

/// Refuses, in this order: another one's name, code, barcode.
pub fn check_taken(wished: &Known, others: &[Known]) -> Result<(), Refusal> {
    let taken =
        |of: fn(&Known) -> &str| !of(wished).is_empty() && others.iter().any(|other| of(other) == of(wished));
    if taken(|known| &known.name) {
        return Err(Refusal::NameTaken);
    }
    if taken(|known| &known.code) {
        return Err(Refusal::CodeTaken);
    }
    if taken(|known| &known.barcode) { Err(Refusal::BarcodeTaken) } else { Ok(()) }
}

fn check_code(code: &str) -> Result<String, Refusal> {
    let code = fold::plain(code);
    if code.chars().count() > CODE_MAX { Err(Refusal::Code) } else { Ok(code) }
}

fn check_name(name: &str) -> Result<String, Refusal> {
    Name::parse(name).map(Name::into_string).ok_or(Refusal::Name)
}

/// A receipt tells taxes apart by their names.
fn check_taxes(taxes: &[Tax]) -> Result<Vec<Tax>, Refusal> {
    let named = |tax: &Tax| {
        let name = Name::parse(&tax.name).ok_or(Refusal::Taxes)?.into_string();
        Ok(Tax { name, ..tax.clone() })
    };
    let named: Vec<Tax> = taxes.iter().map(named).collect::<Result<_, _>>()?;
    let distinct: BTreeSet<&str> = named.iter().map(|tax| tax.name.as_str()).collect();
    let fits = named.len() <= TAXES_MAX && distinct.len() == named.len();
    if fits { Ok(named) } else { Err(Refusal::Taxes) }
}
