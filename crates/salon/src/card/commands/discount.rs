//! What discount cards charge.

use super::reach::reach;
use super::time;
use crate::card::model::{CardPlanWish, CategoryRate, HeldRates, PlanRates};
use crate::card::queries;
use crate::store::Tx;
use crate::{catalogue, customer};
use kernel::{BranchId, CardId, CustomerId, Day, Problem};

/// What a plan is to charge, with the names of its categories. Refuses: category unknown.
pub(super) async fn plan_rates(tx: &mut Tx<'_>, wish: &CardPlanWish) -> Result<Option<PlanRates>, Problem> {
    let Some(wish) = &wish.rates else { return Ok(None) };
    let mut categories = Vec::with_capacity(wish.categories.len());
    for rate in &wish.categories {
        let category_name = catalogue::category(tx, rate.category).await?.name;
        categories.push(CategoryRate { category: rate.category, category_name, pays_ppm: rate.pays_ppm });
    }
    let (services_ppm, products_ppm) = (wish.services_ppm, wish.products_ppm);
    Ok(Some(PlanRates { services_ppm, products_ppm, categories }))
}

/// The discount cards of a customer that are not locked, oldest first.
pub async fn discount_cards(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<CardId>, Problem> {
    let mut cards = Vec::new();
    for holder in customer::group(tx, customer).await? {
        cards.extend(queries::discount_cards(tx, holder).await?);
    }
    Ok(cards)
}

/// What some discount cards charge in a branch on a business day. Those that are over or are used in other
/// branches charge nothing less.
pub async fn held_rates(
    tx: &mut Tx<'_>,
    cards: &[CardId],
    branch: BranchId,
    on: Day,
) -> Result<Vec<HeldRates>, Problem> {
    let mut held = Vec::new();
    for &id in cards {
        let card = queries::find(tx, id).await?;
        if let Some(rates) = time::rates(tx, &card, on).await?
            && reach(tx, &card).await?.holds_in(branch)
        {
            held.push(HeldRates { card: id, number: card.number, rates });
        }
    }
    Ok(held)
}
