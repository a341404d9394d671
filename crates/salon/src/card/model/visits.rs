//! Visits of a service, bought ahead 次卡.

use super::Origin;
use crate::ledger::Site;
use kernel::{CardId, Instant, LotId, Money, ServiceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Visits of one service that came onto a card together, with what is left of them and of the money
/// that was paid for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitsLot {
    /// The lot.
    pub id: LotId,
    /// Whose books carry it: the branch where it was paid.
    pub home: Site,
    /// When it was paid; lots are used oldest first.
    pub at: Instant,
    /// The service.
    pub service: ServiceId,
    /// How many visits it held at first, gifts among them.
    pub bought: i64,
    /// How many of those were given on top.
    pub gift: i64,
    /// How many are left.
    pub left: i64,
    /// What was paid for all of them.
    pub paid: Money,
    /// What is left of that.
    pub value_left: Money,
}

impl VisitsLot {
    /// What the next visit is worth: the value left, divided evenly and rounded down. The last visit
    /// clears the tail, so 10.00 over three is 3.33, 3.33 and 3.34. Gifts are visits like the others.
    pub fn next_share(&self) -> Money {
        match self.left {
            ..=0 => Money::ZERO,
            left => Money::minor(self.value_left.to_minor() / left),
        }
    }
}

/// What one payment takes of one lot of visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitsDraw {
    /// The lot it is taken from.
    pub lot: LotId,
    /// Whose books carry the lot.
    pub home: Site,
    /// The service.
    pub service: ServiceId,
    /// How many visits.
    pub count: i64,
    /// What was paid for them.
    pub value: Money,
}

/// A lot of visits as it is stored: with its card and how it came to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVisits {
    /// The lot.
    pub lot: VisitsLot,
    /// The card it is on.
    pub card: CardId,
    /// How it came to be.
    pub origin: Origin,
    /// The service's name when the visits were bought.
    pub service_name: String,
    /// Whether it is known what was paid for them; not so where another program did not say.
    pub value_known: bool,
    /// Whether they were given back, or went whole to another card.
    pub is_over: bool,
}

/// What a visits plan sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanVisits {
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: String,
    /// How many visits are paid for.
    pub count: i64,
    /// How many are given on top.
    pub gift: i64,
}

/// What may be said of the visits that a plan sells.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanVisitsWish {
    /// The service.
    pub service: ServiceId,
    /// How many visits are paid for, 1 to 1000.
    pub count: i64,
    /// How many are given on top, 0 to 1000.
    #[serde(default)]
    pub gift: i64,
}

/// Visits of one service on a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardVisits {
    /// The service.
    pub service: ServiceId,
    /// Its name when the visits were bought.
    pub service_name: String,
    /// How many are left.
    pub left: i64,
    /// What is left of the money paid for them.
    pub value_left: Money,
    /// What of that the next visit uses.
    pub next_share: Money,
    /// Whether it is known what was paid for them; not so where another program did not say.
    pub value_known: bool,
}

impl CardVisits {
    /// The visits of lots by service, in the order in which their services were first bought.
    pub fn by_service(lots: &[StoredVisits]) -> Vec<CardVisits> {
        let mut shown: Vec<CardVisits> = Vec::new();
        for StoredVisits { lot, service_name, value_known, .. } in lots {
            let next_share = lot.next_share();
            match shown.iter_mut().find(|visits| visits.service == lot.service) {
                Some(visits) => {
                    if visits.left == 0 {
                        visits.next_share = next_share;
                    }
                    visits.left += lot.left;
                    visits.value_left += lot.value_left;
                    visits.value_known &= *value_known;
                }
                None => shown.push(CardVisits {
                    service: lot.service,
                    service_name: service_name.clone(),
                    left: lot.left,
                    value_left: lot.value_left,
                    next_share,
                    value_known: *value_known,
                }),
            }
        }
        shown
    }
}

/// A lot of visits as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = VisitsLot)]
pub struct ShownVisits {
    /// Its id.
    pub id: LotId,
    /// When it was paid.
    pub at: Instant,
    /// How it came to be.
    pub origin: Origin,
    /// The service.
    pub service: ServiceId,
    /// Its name when the visits were bought.
    pub service_name: String,
    /// How many visits it held at first, gifts among them.
    pub bought: i64,
    /// How many of those were given on top.
    pub gift: i64,
    /// How many are left.
    pub left: i64,
    /// What was paid for them.
    pub paid: Money,
    /// What is left of that.
    pub value_left: Money,
}

impl From<&StoredVisits> for ShownVisits {
    fn from(stored: &StoredVisits) -> ShownVisits {
        let VisitsLot { id, at, service, bought, gift, left, paid, value_left, .. } = stored.lot;
        let (origin, service_name) = (stored.origin, stored.service_name.clone());
        ShownVisits { id, at, origin, service, service_name, bought, gift, left, paid, value_left }
    }
}
