//! Customers who are one person.

use super::CustomerSummary;
use kernel::CustomerId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is merged into a customer, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeWish {
    /// Whose row is found under the other from now on.
    pub from: CustomerId,
    /// In a sentence of 1 to 300 characters.
    pub reason: String,
}

/// Customers who may be one person: one phone, and names that are alike.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Duplicate {
    /// The phone, such as `138****1234`.
    pub phone_masked: String,
    /// Who has it, who came last first.
    pub customers: Vec<CustomerSummary>,
}
