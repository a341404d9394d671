//! What the audit log shows.

use kernel::{BranchId, Instant, Problem, RowId, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditRow {
    /// Its id.
    pub id: RowId,
    /// When.
    pub at: Instant,
    /// Who did it; null for a program with a key and for the product itself.
    #[schema(required)]
    pub user: Option<UserId>,
    /// Their name.
    pub user_name: String,
    /// Who released it by PIN.
    #[schema(required)]
    pub released_by: Option<UserId>,
    /// Their name.
    pub released_by_name: String,
    /// Which way it came: `web`, `key`, `cli` or `job`.
    pub via: String,
    /// The browser's own words, or the name of the key.
    pub device: String,
    /// What was done, `capability.verb`.
    pub command: String,
    /// What kind of thing it was done to: the name of its table.
    pub subject: String,
    /// To which one.
    #[schema(required)]
    pub subject_id: Option<Uuid>,
    /// In which branch; null for what belongs to the whole organisation.
    #[schema(required)]
    pub branch: Option<BranchId>,
}

/// Why something about the audit log is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More rows than a file may have.
    TooMany(usize),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let Refusal::TooMany(most) = refusal;
        let detail = format!("These are more than {most} rows. Ask for a shorter time.");
        Problem::refused("audit.too_many", detail).with("most", most)
    }
}
