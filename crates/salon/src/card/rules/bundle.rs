//! Several services on one card, and trials.

use super::are_visits;
use crate::card::model::{CardKind, CardPlanWish, PlanVisits, Refusal};
use kernel::Money;

/// The most services of one plan, and the most days of a trial.
const SERVICES_MAX: usize = 20;
const DAYS_MAX: i64 = 366;

/// A bundle names at least two services, a trial one and for how many days; another plan names none.
pub fn check_plan_bundle(wish: &CardPlanWish) -> Result<(), Refusal> {
    let mut services: Vec<_> = wish.bundle.iter().map(|visits| visits.service).collect();
    services.sort_unstable();
    services.dedup();
    let fits = match wish.kind {
        CardKind::Bundle => services.len() >= 2,
        CardKind::Trial => {
            !services.is_empty() && wish.valid_days.is_some_and(|days| (1..=DAYS_MAX).contains(&days))
        }
        _ => {
            return if services.is_empty() { Ok(()) } else { Err(Refusal::PlanBundle) };
        }
    };
    let apart = services.len() == wish.bundle.len() && services.len() <= SERVICES_MAX;
    let visits = wish.bundle.iter().all(are_visits) && wish.bonus.is_zero();
    if fits && apart && visits { Ok(()) } else { Err(Refusal::PlanBundle) }
}

/// What was paid for a bundle, spread over its services by what their visits cost on the list, gifts among them.
/// `prices` are the list prices of one visit each, in their order.
pub fn spread(paid: Money, bundle: &[PlanVisits], prices: &[Money]) -> Vec<Money> {
    let worth = |(visits, price): (&PlanVisits, &Money)| {
        Money::minor(price.to_minor().saturating_mul(visits.count + visits.gift))
    };
    paid.share(&bundle.iter().zip(prices).map(worth).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn visits(number: u128, count: i64, gift: i64) -> PlanVisits {
        let service = Id::from_uuid(Uuid::from_u128(number));
        PlanVisits { service, service_name: format!("项目 {number}"), count, gift }
    }

    #[test]
    fn what_was_paid_is_spread_by_list_times_visits_with_gifts_among_them() {
        let bundle = [visits(1, 3, 1), visits(2, 2, 0)];
        // 4 × 100.00 against 2 × 300.00.
        let parts = spread(Money::minor(88_001), &bundle, &[10_000, 30_000].map(Money::minor));
        assert_eq!(parts, [35_200, 52_801].map(Money::minor));
    }

    proptest! {
        #[test]
        fn nothing_of_what_was_paid_is_lost(
            paid in 0_i64..10_000_000, parts in prop::collection::vec((1_i64..1000, 0_i64..1000, 0_i64..1_000_000), 1..20),
        ) {
            let bundle: Vec<_> = parts.iter().map(|&(count, gift, _)| visits(1, count, gift)).collect();
            let prices: Vec<_> = parts.iter().map(|&(_, _, price)| Money::minor(price)).collect();
            let spread = spread(Money::minor(paid), &bundle, &prices);
            prop_assert_eq!(spread.iter().sum::<Money>(), Money::minor(paid));
            prop_assert!(spread.iter().all(|part| !part.is_negative()));
        }
    }
}
