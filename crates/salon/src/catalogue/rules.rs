//! What may stand on the price list.

use super::model::{Refusal, Service, ServiceWish, Tax};
use kernel::text::{Name, fold};
use std::collections::BTreeSet;

const CODE_MAX: usize = 20;
const CATEGORY_MAX: usize = 40;
const DAY_MINUTES: i64 = 24 * 60;
const TAXES_MAX: usize = 5;

/// The wish as it is stored: spaces and characters that nobody sees are gone. Refuses, in this
/// order: code, name, category, price, duration, taxes.
pub fn check(wish: &ServiceWish) -> Result<ServiceWish, Refusal> {
    let code = fold::plain(&wish.code);
    if code.chars().count() > CODE_MAX {
        return Err(Refusal::Code);
    }
    let name = Name::parse(&wish.name).ok_or(Refusal::Name)?.into_string();
    let category = fold::plain(&wish.category);
    if category.chars().count() > CATEGORY_MAX {
        return Err(Refusal::Category);
    }
    if wish.price.is_negative() {
        return Err(Refusal::Price);
    }
    if !(0..=DAY_MINUTES).contains(&wish.duration_minutes) {
        return Err(Refusal::Duration);
    }
    let taxes = check_taxes(&wish.taxes)?;
    Ok(ServiceWish { code, name, category, taxes, ..wish.clone() })
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

/// Refuses, in this order: another service's name, another service's code.
pub fn check_taken(wish: &ServiceWish, alike: &[Service]) -> Result<(), Refusal> {
    if alike.iter().any(|other| other.name == wish.name) {
        return Err(Refusal::NameTaken);
    }
    let coded = !wish.code.is_empty() && alike.iter().any(|other| other.code == wish.code);
    if coded { Err(Refusal::CodeTaken) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Money, Rate};

    fn wish() -> ServiceWish {
        ServiceWish {
            code: "".into(),
            name: "洗剪吹".into(),
            category: String::new(),
            price: Money::minor(6800),
            duration_minutes: 60,
            taxes: Vec::new(),
            active: true,
        }
    }

    fn tax(name: &str) -> Tax {
        Tax { name: name.into(), rate: Rate::from_ppm(60_000).unwrap(), inclusive: true }
    }

    #[test]
    fn what_is_stored_is_one_clean_line() {
        let wish =
            ServiceWish { name: " 洗\u{3000}剪吹\u{200b} ".into(), code: "Ｃ０１".into(), ..wish() };
        let checked = check(&wish).unwrap();
        assert_eq!((checked.name.as_str(), checked.code.as_str()), ("洗 剪吹", "C01"));
    }

    #[test]
    fn a_tax_named_twice_is_refused() {
        let twice = ServiceWish { taxes: vec![tax("增值税"), tax(" 增值税")], ..wish() };
        assert_eq!(check(&twice).unwrap_err(), Refusal::Taxes);
        let six = ServiceWish { taxes: ["a", "b", "c", "d", "e", "f"].map(tax).into(), ..wish() };
        assert_eq!(check(&six).unwrap_err(), Refusal::Taxes);
    }

    #[test]
    fn nothing_costs_less_than_nothing_or_takes_longer_than_a_day() {
        let paid_out = ServiceWish { price: Money::minor(-1), ..wish() };
        assert_eq!(check(&paid_out).unwrap_err(), Refusal::Price);
        for minutes in [-1, 1441] {
            let endless = ServiceWish { duration_minutes: minutes, ..wish() };
            assert_eq!(check(&endless).unwrap_err(), Refusal::Duration);
        }
    }
}
