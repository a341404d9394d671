//! For what and where cards may be used.

use crate::card::model::{Card, Pays, PlanReach};
use crate::card::{queries, rules};
use crate::store::Tx;
use kernel::{BranchId, Problem};

/// For what and where a card may be used, as was said when it was sold. One that was taken in from another
/// program reaches everything.
pub(super) async fn reach(tx: &mut Tx<'_>, card: &Card) -> Result<PlanReach, Problem> {
    match card.plan.zip(card.plan_version) {
        Some((plan, version)) => Ok(queries::plan_version(tx, plan, version).await?.reach),
        None => Ok(PlanReach::default()),
    }
}

/// Says of a card for what and where it may be used.
pub(super) async fn show(tx: &mut Tx<'_>, card: &mut Card) -> Result<(), Problem> {
    card.reach = reach(tx, card).await?;
    Ok(())
}

/// What a card's money may pay in a branch. Refuses: not to be used there.
pub async fn reach_in(tx: &mut Tx<'_>, card: &Card, branch: BranchId) -> Result<Pays, Problem> {
    Ok(rules::reach_in(&reach(tx, card).await?, branch)?)
}
