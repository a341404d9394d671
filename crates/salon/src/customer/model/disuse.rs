//! Accounts that nobody uses.

use kernel::{CustomerId, Day, Instant};

/// Which accounts are looked for that nobody uses. What is not said does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disused {
    /// The first number, and the last: a shorter number comes before a longer one.
    pub numbers: (String, String),
    /// The first day of opening, and the last.
    pub opened: (Option<Day>, Option<Day>),
    /// Opened before this day, and not used since.
    pub idle_since: Option<Day>,
}

/// A customer whose account may be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// The id.
    pub id: CustomerId,
    /// The member's number, or the walk-in's.
    pub number: String,
    /// The name; empty for a walk-in who gave none.
    pub name: String,
    /// Since when they are what they are.
    pub opened_at: Instant,
    /// The business day of the last paid bill.
    pub last_used: Option<Day>,
}
