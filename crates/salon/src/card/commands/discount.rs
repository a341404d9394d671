//! What discount cards and stored-value cards charge.

use super::reach::{reach, sold_as};
use super::time;
use crate::card::model::{Card, CardPlanWish, CategoryRate, HeldRates, PlanRates, Refusal};
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

/// The stored-value cards of a customer that charge less than the list, oldest first.
pub async fn rated_cards(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<CardId>, Problem> {
    let mut cards = Vec::new();
    for holder in customer::group(tx, customer).await? {
        cards.extend(queries::rated_cards(tx, holder).await?);
    }
    Ok(cards)
}

/// What a stored-value card charges of what it pays in full. Refuses: it charges the list price.
pub async fn value_rates(tx: &mut Tx<'_>, card: &Card) -> Result<PlanRates, Problem> {
    let plan = sold_as(tx, card).await?;
    plan.and_then(|plan| plan.rates).ok_or_else(|| Refusal::ChargesList.into())
}
