//! How long what is on a card can be used.

use kernel::Rate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How bonus of a plan's cards may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CardBonusTerms)]
pub struct BonusTerms {
    /// For how many days from the sale or the top-up that gave it, 1 to 3660; for ever where absent. Money paid in
    /// never ends.
    #[serde(default)]
    pub days: Option<i64>,
    /// What share of a bill it pays at most, in millionths, above nothing and below the whole; as much as there is
    /// where absent.
    #[serde(default)]
    pub max_ppm: Option<Rate>,
}
