//! Bundles and trials that bills sell.

use crate::card::model::{CardKind, CardPlan, CardPlanWish, PlanVisits, Refusal, VisitsLot};
use crate::card::queries;
use crate::card::rules::bundle;
use crate::ledger::Site;
use crate::store::Tx;
use crate::{catalogue, customer};
use kernel::{CustomerId, Money, Problem};

/// The services of a plan with their names. Refuses: service unknown.
pub(super) async fn plan_bundle(tx: &mut Tx<'_>, wish: &CardPlanWish) -> Result<Vec<PlanVisits>, Problem> {
    let mut bundle = Vec::with_capacity(wish.bundle.len());
    for visits in &wish.bundle {
        let service_name = catalogue::find(tx, visits.service).await?.name;
        bundle.push(PlanVisits {
            service: visits.service,
            service_name,
            count: visits.count,
            gift: visits.gift,
        });
    }
    Ok(bundle)
}

/// The lots of a bundle that is being sold: what was paid is spread by today's list.
pub async fn bundle_lots(
    tx: &mut Tx<'_>,
    bundle: &[PlanVisits],
    home: Site,
    paid: Money,
) -> Result<Vec<VisitsLot>, Problem> {
    let mut prices = Vec::with_capacity(bundle.len());
    for visits in bundle {
        prices.push(catalogue::find(tx, visits.service).await?.price);
    }
    let mut lots = Vec::with_capacity(bundle.len());
    for (visits, paid) in bundle.iter().zip(bundle::spread(paid, bundle, &prices)) {
        let bought = visits.count + visits.gift;
        let (id, at, service, gift) = (tx.new_id(), tx.now(), visits.service, visits.gift);
        lots.push(VisitsLot { id, home, at, service, bought, gift, left: bought, paid, value_left: paid });
    }
    Ok(lots)
}

/// Whether somebody may have a card of a plan: a trial only once, under whichever of their rows it was. Refuses:
/// trial taken.
pub async fn check_trial(tx: &mut Tx<'_>, plan: &CardPlan, customer: CustomerId) -> Result<(), Problem> {
    if plan.kind != CardKind::Trial {
        return Ok(());
    }
    for person in customer::group(tx, customer).await? {
        if queries::has_had(tx, person, plan.id).await? {
            return Err(Refusal::TrialTaken.into());
        }
    }
    Ok(())
}
