//! Keys with which programs act.

use super::Operator;
use crate::access::Permission;
use kernel::{BranchId, Day, Instant, RowId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A key with which a program acts, without its secret.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ApiKey {
    /// Its id.
    pub id: RowId,
    /// What it is for.
    pub name: String,
    /// What it allows, as long as its maker may do it.
    pub permissions: BTreeSet<Permission>,
    /// The branches; null for every branch of its maker.
    #[schema(required)]
    pub branches: Option<BTreeSet<BranchId>>,
    /// When it was made.
    pub created_at: Instant,
    /// Who made it.
    pub created_by: Operator,
    /// When it was last used, within the hour; null for never.
    #[schema(required)]
    pub last_used_at: Option<Instant>,
    /// The last day on which it is good; null for no end.
    #[schema(required)]
    pub expires_on: Option<Day>,
    /// When it was revoked.
    #[schema(required)]
    pub revoked_at: Option<Instant>,
    /// Its beginning and end, to tell keys apart.
    pub hint: String,
}

/// A key to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyWish {
    /// What it is for.
    pub name: String,
    /// What it allows: nothing that its maker may not do, and never to manage accounts.
    pub permissions: BTreeSet<Permission>,
    /// The branches; null for every branch.
    pub branches: Option<BTreeSet<BranchId>>,
    /// The last day on which it is good.
    pub expires_on: Option<Day>,
}

/// A key that was just made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewKey {
    /// The key.
    #[serde(flatten)]
    pub key: ApiKey,
    /// What the program sends as `Authorization: Bearer …`. Shown now and never again.
    pub secret: String,
}
