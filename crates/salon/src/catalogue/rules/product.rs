//! What may be said of a product.

use super::super::model::{ProductWish, Refusal};
use super::{check_category, check_code, check_name, check_price, check_taxes};
use kernel::text::fold;

const BARCODE_MAX: usize = 40;
const UNIT_MAX: usize = 10;

/// The wish as it is stored: spaces and characters that nobody sees are gone. Refuses, in this
/// order: code, barcode, name, category, price, cost, unit, taxes.
pub fn check_product(wish: &ProductWish) -> Result<ProductWish, Refusal> {
    let code = check_code(&wish.code)?;
    let barcode = check_barcode(&wish.barcode)?;
    let name = check_name(&wish.name)?;
    let category = check_category(&wish.category)?;
    check_price(wish.price)?;
    if wish.cost.is_negative() {
        return Err(Refusal::Cost);
    }
    let unit = fold::plain(&wish.unit);
    if unit.chars().count() > UNIT_MAX {
        return Err(Refusal::Unit);
    }
    let taxes = check_taxes(&wish.taxes)?;
    Ok(ProductWish { code, barcode, name, category, unit, taxes, ..wish.clone() })
}

/// What scanners read: letters, digits and signs of ASCII.
fn check_barcode(barcode: &str) -> Result<String, Refusal> {
    let barcode = fold::plain(barcode);
    let readable = barcode.bytes().all(|byte| byte.is_ascii_graphic());
    if readable && barcode.len() <= BARCODE_MAX { Ok(barcode) } else { Err(Refusal::Barcode) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_is_what_a_scanner_reads() {
        assert_eq!(check_barcode(" ６９２１２３４５６７８９０ \r\n"), Ok("6921234567890".to_owned()));
        assert_eq!(check_barcode("AG-12/5"), Ok("AG-12/5".to_owned()));
        for wrong in ["瓶6921", "69 21", &"1".repeat(41)] {
            assert_eq!(check_barcode(wrong), Err(Refusal::Barcode), "{wrong}");
        }
    }
}
