//! For what and where a card may be used.

use kernel::BranchId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the money on a card may pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CardPays)]
pub enum Pays {
    /// Services and products.
    #[default]
    Everything,
    /// Services.
    Services,
    /// Products.
    Products,
}

/// For what and where cards of a plan may be used.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CardReach)]
pub struct PlanReach {
    /// What their money may pay.
    #[serde(default)]
    pub pays: Pays,
    /// The branches where they may be used; every branch where none is named.
    #[serde(default)]
    pub branches: Vec<BranchId>,
}

impl PlanReach {
    /// Whether the cards may be used in a branch.
    pub fn holds_in(&self, branch: BranchId) -> bool {
        self.branches.is_empty() || self.branches.contains(&branch)
    }
}
