//! For what and where cards may be used.

use crate::card::model::{Card, CardPlan, Pays, PlanReach};
use crate::card::{queries, rules};
use crate::store::Tx;
use kernel::{BranchId, Problem};

/// For what and where a card may be used, as was said when it was sold. One that was taken in from another
/// program reaches everything.
pub(super) async fn reach(tx: &mut Tx<'_>, card: &Card) -> Result<PlanReach, Problem> {
    Ok(plan_of(tx, card).await?.map(|plan| plan.reach).unwrap_or_default())
}

/// The plan of a card, as it was sold; none where it was taken in from another program.
pub(super) async fn plan_of(tx: &mut Tx<'_>, card: &Card) -> Result<Option<CardPlan>, Problem> {
    match card.plan.zip(card.plan_version) {
        Some((plan, version)) => Ok(Some(queries::plan_version(tx, plan, version).await?)),
        None => Ok(None),
    }
}

/// Says of a card for what and where it may be used, and for how long once it is.
pub(super) async fn show(tx: &mut Tx<'_>, card: &mut Card) -> Result<(), Problem> {
    if let Some(plan) = plan_of(tx, card).await? {
        card.bonus_max_ppm = plan.bonus_terms.max_ppm;
        card.valid_days = rules::validity::days_to_begin(&plan, card);
        card.reach = plan.reach;
    }
    Ok(())
}

/// What a card's money may pay in a branch. Refuses: not to be used there.
pub async fn reach_in(tx: &mut Tx<'_>, card: &Card, branch: BranchId) -> Result<Pays, Problem> {
    Ok(rules::reach_in(&reach(tx, card).await?, branch)?)
}
