//! What may be said of a service and of the ways in which it is sold.

use super::super::model::{Blocks, Refusal, ServiceWish, Variant, VariantWish};
use super::{check_category, check_code, check_name, check_price, check_taxes};
use kernel::VariantId;
use std::collections::BTreeSet;

const DAY_MINUTES: i64 = 24 * 60;
/// Times lie on a grid of so many minutes.
const GRID: i64 = 5;
const PARTS_MAX: usize = 50;

/// The wish as it is stored: spaces and characters that nobody sees are gone. Refuses, in this
/// order: code, name, category, price, blocks, taxes, variants (each by its name, price and
/// blocks), more than fifty add-ons.
pub fn check_service(wish: &ServiceWish) -> Result<ServiceWish, Refusal> {
    let code = check_code(&wish.code)?;
    let name = check_name(&wish.name)?;
    let category = check_category(&wish.category)?;
    check_price(wish.price)?;
    check_blocks(&wish.blocks)?;
    let taxes = check_taxes(&wish.taxes)?;
    let variants = check_variants(&wish.variants)?;
    if wish.add_ons.len() > PARTS_MAX {
        return Err(Refusal::NotAnAddOn);
    }
    Ok(ServiceWish { code, name, category, taxes, variants, ..wish.clone() })
}

fn check_blocks(blocks: &Blocks) -> Result<(), Refusal> {
    let fits = |minutes: i64| (0..=DAY_MINUTES).contains(&minutes) && minutes % GRID == 0;
    // Each is bounded before they are added.
    let all_fit = blocks.each().into_iter().all(fits) && blocks.minutes() <= DAY_MINUTES;
    if all_fit { Ok(()) } else { Err(Refusal::Blocks) }
}

fn check_variants(variants: &[VariantWish]) -> Result<Vec<VariantWish>, Refusal> {
    let checked = |variant: &VariantWish| {
        let name = check_name(&variant.name)?;
        check_price(variant.price)?;
        variant.blocks.as_ref().map_or(Ok(()), check_blocks)?;
        Ok(VariantWish { name, ..variant.clone() })
    };
    let checked: Vec<VariantWish> = variants.iter().map(checked).collect::<Result<_, _>>()?;
    let names: BTreeSet<&str> = checked.iter().map(|variant| variant.name.as_str()).collect();
    let ids: BTreeSet<VariantId> = checked.iter().filter_map(|variant| variant.id).collect();
    let named = checked.iter().filter(|variant| variant.id.is_some()).count();
    let fits = checked.len() <= PARTS_MAX && names.len() == checked.len() && ids.len() == named;
    if fits { Ok(checked) } else { Err(Refusal::Variants) }
}

/// What becomes of a service's variants: those wished for, in their order, each the one of its id
/// or else of its name, and a new one where there is none; then those left out, which go out of
/// use and are never deleted, because they may stand on bills. Refuses: an id of another service.
pub fn settle_variants(
    stored: &[Variant],
    wish: &ServiceWish,
    mut new_id: impl FnMut() -> VariantId,
) -> Result<Vec<Variant>, Refusal> {
    let claimed: BTreeSet<VariantId> = wish.variants.iter().filter_map(|variant| variant.id).collect();
    if claimed.iter().any(|id| stored.iter().all(|variant| variant.id != *id)) {
        return Err(Refusal::VariantUnknown);
    }
    let mut settled: Vec<Variant> = Vec::with_capacity(wish.variants.len() + stored.len());
    for VariantWish { id, name, price, blocks, active } in &wish.variants {
        let of_its_name =
            || stored.iter().find(|variant| variant.name == *name && !claimed.contains(&variant.id));
        let id = id.or_else(|| of_its_name().map(|variant| variant.id)).unwrap_or_else(&mut new_id);
        let blocks = blocks.unwrap_or(wish.blocks);
        settled.push(Variant { id, name: name.clone(), price: *price, blocks, active: *active });
    }
    let kept: BTreeSet<VariantId> = settled.iter().map(|variant| variant.id).collect();
    let left_out = stored.iter().filter(|variant| !kept.contains(&variant.id));
    settled.extend(left_out.map(|variant| Variant { active: false, ..variant.clone() }));
    Ok(settled)
}

#[cfg(test)]
mod tests {
    use super::super::super::model::Tax;
    use super::*;
    use kernel::{Id, Money, Rate};
    use uuid::Uuid;

    fn wish() -> ServiceWish {
        ServiceWish {
            code: "".into(),
            name: "洗剪吹".into(),
            category: String::new(),
            price: Money::minor(6800),
            blocks: Blocks::hands_on(60),
            taxes: Vec::new(),
            variants: Vec::new(),
            add_ons: Vec::new(),
            add_on: false,
            active: true,
        }
    }

    fn tax(name: &str) -> Tax {
        Tax { name: name.into(), rate: Rate::from_ppm(60_000).unwrap(), inclusive: true }
    }

    fn id(number: u128) -> VariantId {
        VariantId::from_uuid(Uuid::from_u128(number))
    }

    fn variant(number: u128, name: &str, active: bool) -> Variant {
        let (price, blocks) = (Money::ZERO, Blocks::default());
        Variant { id: id(number), name: name.into(), price, blocks, active }
    }

    fn variant_wish(number: Option<u128>, name: &str) -> VariantWish {
        let (id, price) = (number.map(id), Money::minor(100));
        VariantWish { id, name: name.into(), price, blocks: None, active: true }
    }

    #[test]
    fn what_is_stored_is_one_clean_line() {
        let wish =
            ServiceWish { name: " 洗\u{3000}剪吹\u{200b} ".into(), code: "Ｃ０１".into(), ..wish() };
        let checked = check_service(&wish).unwrap();
        assert_eq!((checked.name.as_str(), checked.code.as_str()), ("洗 剪吹", "C01"));
    }

    #[test]
    fn a_tax_named_twice_is_refused() {
        let twice = ServiceWish { taxes: vec![tax("增值税"), tax(" 增值税")], ..wish() };
        assert_eq!(check_service(&twice).unwrap_err(), Refusal::Taxes);
        let six = ServiceWish { taxes: ["a", "b", "c", "d", "e", "f"].map(tax).into(), ..wish() };
        assert_eq!(check_service(&six).unwrap_err(), Refusal::Taxes);
    }

    #[test]
    fn nothing_costs_less_than_nothing_or_takes_longer_than_a_day() {
        let paid_out = ServiceWish { price: Money::minor(-1), ..wish() };
        assert_eq!(check_service(&paid_out).unwrap_err(), Refusal::Price);
        let longest = Blocks { setup: 5, hands_on: 1430, processing: 0, finishing: 5 };
        assert!(check_service(&ServiceWish { blocks: longest, ..wish() }).is_ok());
        for blocks in [
            Blocks::hands_on(-5),
            Blocks::hands_on(1445),
            Blocks::hands_on(7),
            Blocks { setup: 720, finishing: 725, ..Blocks::default() },
            Blocks { setup: i64::MAX, finishing: i64::MAX, ..Blocks::default() },
        ] {
            let endless = ServiceWish { blocks, ..wish() };
            assert_eq!(check_service(&endless).unwrap_err(), Refusal::Blocks);
        }
    }

    #[test]
    fn a_variant_named_or_meant_twice_is_refused() {
        let twice = |first, second| ServiceWish { variants: vec![first, second], ..wish() };
        let named = twice(variant_wish(None, "短发"), variant_wish(None, " 短发"));
        assert_eq!(check_service(&named).unwrap_err(), Refusal::Variants);
        let meant = twice(variant_wish(Some(1), "短发"), variant_wish(Some(1), "长发"));
        assert_eq!(check_service(&meant).unwrap_err(), Refusal::Variants);
    }

    #[test]
    fn variants_are_kept_by_id_then_by_name_and_never_lost() {
        let stored = [variant(1, "短发", true), variant(2, "中长", true), variant(3, "长发", false)];
        let wished =
            vec![variant_wish(Some(1), "超短"), variant_wish(None, "长发"), variant_wish(None, "短发")];
        let settled =
            settle_variants(&stored, &ServiceWish { variants: wished, ..wish() }, || id(9)).unwrap();
        let found: Vec<(VariantId, &str, bool)> =
            settled.iter().map(|variant| (variant.id, variant.name.as_str(), variant.active)).collect();
        assert_eq!(
            found,
            [(id(1), "超短", true), (id(3), "长发", true), (id(9), "短发", true), (id(2), "中长", false)]
        );
        assert_eq!(settled[0].blocks, Blocks::hands_on(60), "blocks that were left out are the service's");
        let strange = ServiceWish { variants: vec![variant_wish(Some(7), "短发")], ..wish() };
        assert_eq!(settle_variants(&stored, &strange, || id(9)).unwrap_err(), Refusal::VariantUnknown);
    }
}
