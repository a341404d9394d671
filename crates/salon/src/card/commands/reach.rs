//! For what and where cards may be used.

use crate::card::model::{Card, CardKind, CardPlan, Pays, PlanReach};
use crate::card::{queries, rules};
use crate::store::Tx;
use kernel::{BranchId, Problem};

/// The plan of a card as it was when the card was sold; none for one that was taken in from another program.
pub(super) async fn sold_as(tx: &mut Tx<'_>, card: &Card) -> Result<Option<CardPlan>, Problem> {
    match card.plan.zip(card.plan_version) {
        Some((plan, version)) => Ok(Some(queries::plan_version(tx, plan, version).await?)),
        None => Ok(None),
    }
}

/// For what and where a card may be used, as was said when it was sold. One that was taken in from another
/// program reaches everything.
pub(super) async fn reach(tx: &mut Tx<'_>, card: &Card) -> Result<PlanReach, Problem> {
    Ok(sold_as(tx, card).await?.map_or_else(PlanReach::default, |plan| plan.reach))
}

/// Says of a card for what and where it may be used, for how long once it is, and what the money on it is charged.
pub(super) async fn show(tx: &mut Tx<'_>, card: &mut Card) -> Result<(), Problem> {
    let Some(plan) = sold_as(tx, card).await? else { return Ok(()) };
    card.bonus_max_ppm = plan.bonus_terms.max_ppm;
    card.valid_days = rules::validity::days_to_begin(&plan, card);
    card.reach = plan.reach;
    if card.kind == CardKind::StoredValue {
        card.rates = plan.rates;
    }
    Ok(())
}

/// What a card's money may pay in a branch. Refuses: not to be used there.
pub async fn reach_in(tx: &mut Tx<'_>, card: &Card, branch: BranchId) -> Result<Pays, Problem> {
    Ok(rules::reach_in(&reach(tx, card).await?, branch)?)
}
