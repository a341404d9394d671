//! What happened at the doors and changed nothing else.

use crate::identity::model::EventKind;
use crate::identity::queries;
use crate::store::{Command, Tx};
use kernel::{Problem, UserId};

/// Writes down who was turned away, or let in for one request.
pub struct Record {
    pub kind: EventKind,
    pub user: Option<UserId>,
    pub detail: String,
}

impl Command for Record {
    type Out = ();
    const NAME: &'static str = "identity.record";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::record(tx, self.kind, self.user, &self.detail).await
    }
}
