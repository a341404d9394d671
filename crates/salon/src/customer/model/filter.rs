//! The list narrowed.

use super::{Gender, Kind, Refusal};
use crate::sheet::write::Format;
use kernel::{BranchId, Day, Limit, RowId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What of the customers is asked for; all of them, when nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CustomerQuery {
    /// `walk_in` or `member`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who has this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// `female` or `male`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>)]
    pub gender: Option<Gender>,
    /// Whose birthday is in this month, 1 to 12, of the calendar in which it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthday_month: Option<i8>,
    /// Who registered here, or came here first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchId>,
    /// Who registered from this day on, in the organisation's time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_from: Option<Day>,
    /// Who registered up to this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_to: Option<Day>,
    /// Who came last on this business day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited_from: Option<Day>,
    /// Who came last on this business day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited_to: Option<Day>,
    /// Who has not come since this business day, or never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_visited_since: Option<Day>,
    /// A piece of a name, a number, a phone or its last four digits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Where the page begins.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub after: Option<String>,
    /// How many rows, 1 to 100.
    #[serde(skip_serializing)]
    #[param(value_type = u32)]
    #[schema(ignore)]
    pub limit: Limit,
    /// Which kind of file, where one is wanted: `csv` or `xlsx`.
    #[serde(skip_serializing)]
    #[param(value_type = String)]
    #[schema(ignore)]
    pub format: Format,
}

impl CustomerQuery {
    /// The kind asked for. Refuses: kind.
    pub fn wanted_kind(&self) -> Result<Option<Kind>, Refusal> {
        match self.kind.as_deref().map(Kind::parse) {
            None => Ok(None),
            Some(Some(kind @ (Kind::WalkIn | Kind::Member))) => Ok(Some(kind)),
            Some(_) => Err(Refusal::Kind),
        }
    }

    /// Whether nothing narrows the list but perhaps the kind.
    pub fn is_plain(&self) -> bool {
        let plain = CustomerQuery {
            kind: self.kind.clone(),
            after: self.after.clone(),
            limit: self.limit,
            format: self.format,
            ..CustomerQuery::default()
        };
        *self == plain
    }
}

/// A way to narrow the list that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SavedFilter {
    /// Its id.
    pub id: RowId,
    /// Its name.
    pub name: String,
    /// What it asks for.
    pub query: CustomerQuery,
    /// Whether everybody has it.
    pub shared: bool,
    /// Whether it is one's own.
    pub mine: bool,
}

/// A way to narrow the list, to be kept.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilterWish {
    /// Its name, 1 to 60 characters.
    pub name: String,
    /// What it asks for.
    pub query: CustomerQuery,
    /// Whether everybody has it.
    #[serde(default)]
    pub shared: bool,
}

/// A tag, and how many have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tag {
    /// The tag.
    pub name: String,
    /// How many customers have it.
    pub customers: i64,
}

/// A tag under another name; under one that there is, the two become one.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagWish {
    /// Its name now.
    pub from: String,
    /// Its name from now on.
    pub to: String,
}
