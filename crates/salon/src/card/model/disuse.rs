//! Cards that nobody uses.

use kernel::{CardId, CustomerId, Day, Instant};

/// A card that nobody uses, as far as the criteria say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleCard {
    /// The id.
    pub id: CardId,
    /// What people read and scan.
    pub number: String,
    /// Whose it is.
    pub customer: CustomerId,
    /// When it was sold.
    pub opened_on: Day,
    /// When something moved on it last.
    pub last_used: Option<Instant>,
    /// Whether something is left on it, so that it stays.
    pub holds: bool,
}
