//! What looking through the log leaves behind.

use crate::access::Permission;
use crate::store::{Command, Tx};
use kernel::Problem;

/// Writes down that somebody took the log out.
pub struct NoteExport;

impl Command for NoteExport {
    type Out = ();
    const NAME: &'static str = "audit.export";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may(Permission::AuditRead)?;
        tx.touched("audit", tx.organisation(), None);
        Ok(())
    }
}
