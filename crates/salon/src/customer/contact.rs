//! How a customer is reached, for those who tell them something.

use super::model::Consent;
use super::queries;
use crate::store::Tx;
use kernel::{CustomerId, Problem, problem::Kind};

/// How a customer is reached, and what they have agreed to.
pub struct Contact {
    /// The customer; for one who was merged, the one who survives.
    pub id: CustomerId,
    /// Their name.
    pub name: String,
    /// Where mail reaches them; empty where that is not known.
    pub email: String,
    /// What they agreed to and took back, oldest first.
    pub consents: Vec<Consent>,
}

/// How a customer is reached; nothing where there is no such customer any more.
pub async fn contact(tx: &mut Tx<'_>, id: CustomerId) -> Result<Option<Contact>, Problem> {
    let stored = match queries::find(tx, id).await {
        Ok(stored) => stored,
        Err(problem) if problem.kind == Kind::NotFound => return Ok(None),
        Err(problem) => return Err(problem),
    };
    let consents = queries::consents(tx, stored.id).await?;
    let (name, email) = (stored.profile.name, stored.profile.email);
    Ok(Some(Contact { id: stored.id, name, email, consents }))
}
