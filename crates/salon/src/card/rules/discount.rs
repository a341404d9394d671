//! What discount cards and stored-value cards charge of the list price.

use crate::card::model::{CardKind, CardPlanWish, HeldRates, PlanRates, Rated, Refusal};
use kernel::Rate;

/// The most categories of one plan.
const CATEGORIES_MAX: usize = 100;

/// A plan with rates charges something everywhere and less than the list somewhere. Discount plans have rates,
/// stored-value plans may, others have none.
pub fn check_plan_rates(wish: &CardPlanWish) -> Result<(), Refusal> {
    let fits = match (wish.kind, &wish.rates) {
        (CardKind::Discount | CardKind::StoredValue, Some(rates)) => {
            let own = rates.categories.iter().map(|category| category.pays_ppm);
            let all: Vec<Rate> = own.chain([rates.services_ppm, rates.products_ppm]).collect();
            let mut categories: Vec<_> = rates.categories.iter().map(|rate| rate.category).collect();
            categories.sort_unstable();
            categories.dedup();
            let apart = categories.len() == rates.categories.len() && categories.len() <= CATEGORIES_MAX;
            apart && all.iter().all(|&rate| rate != Rate::ZERO) && all.iter().any(|&rate| rate != Rate::ONE)
        }
        (CardKind::Discount, None) | (_, Some(_)) => false,
        (_, None) => true,
    };
    if fits { Ok(()) } else { Err(Refusal::PlanRates) }
}

/// What a plan charges of something's list price.
pub fn rate_of(rates: &PlanRates, what: Rated) -> Rate {
    match what {
        Rated::Product => rates.products_ppm,
        Rated::Service(category) => {
            let own = rates.categories.iter().find(|known| Some(known.category) == category);
            own.map_or(rates.services_ppm, |own| own.pays_ppm)
        }
    }
}

/// The card that charges least for something, of those that its customer holds; none where all charge the list
/// price. Of two that charge alike, the first.
pub fn cheapest(held: &[HeldRates], what: Rated) -> Option<(&HeldRates, Rate)> {
    let rated = held.iter().map(|card| (card, rate_of(&card.rates, what)));
    rated.filter(|&(_, rate)| rate != Rate::ONE).min_by_key(|&(_, rate)| rate.to_ppm())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::model::CategoryRate;
    use kernel::{CategoryId, Id};
    use uuid::Uuid;

    fn rate(ppm: i64) -> Rate {
        Rate::from_ppm(ppm).unwrap()
    }

    fn category(number: u128) -> CategoryId {
        Id::from_uuid(Uuid::from_u128(number))
    }

    fn card(number: u128, services: i64, colour: i64) -> HeldRates {
        let colour =
            CategoryRate {
                category: category(1), category_name: "染发".to_owned(), pays_ppm: rate(colour)
            };
        let rates = PlanRates {
            services_ppm: rate(services),
            products_ppm: rate(1_000_000),
            categories: vec![colour],
        };
        HeldRates { card: Id::from_uuid(Uuid::from_u128(number)), number: format!("C{number}"), rates }
    }

    #[test]
    fn a_category_has_its_own_rate_and_other_services_the_general_one() {
        let rates = card(1, 800_000, 700_000).rates;
        assert_eq!(rate_of(&rates, Rated::Service(Some(category(1)))), rate(700_000));
        assert_eq!(rate_of(&rates, Rated::Service(Some(category(2)))), rate(800_000));
        assert_eq!(rate_of(&rates, Rated::Service(None)), rate(800_000));
        assert_eq!(rate_of(&rates, Rated::Product), Rate::ONE);
    }

    #[test]
    fn the_card_that_charges_least_is_used() {
        let held = [card(1, 800_000, 700_000), card(2, 750_000, 900_000)];
        let used = |what| cheapest(&held, what).map(|(card, rate)| (card.number.as_str(), rate.to_ppm()));
        assert_eq!(used(Rated::Service(None)), Some(("C2", 750_000)));
        assert_eq!(used(Rated::Service(Some(category(1)))), Some(("C1", 700_000)));
        assert_eq!(used(Rated::Product), None);
    }
}
