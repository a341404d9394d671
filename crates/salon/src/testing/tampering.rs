//! Breaks the books inside a transaction, looks what the self-check says, and takes it back.

use super::TestApp;
use crate::check;
use crate::store::{Command, Tx};
use kernel::{Id, Problem};
use uuid::Uuid;

/// Runs a statement, and what it is told with.
struct Tamper {
    statement: &'static str,
    row: Uuid,
}

impl Command for Tamper {
    type Out = ();
    const NAME: &'static str = "test.tamper";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let changed = tx.exec(self.statement, crate::args![self.row]).await?;
        let found: Vec<_> =
            check::books(tx).await?.iter().map(|fault| (fault.check, fault.row.clone())).collect();
        // The refusal takes the tampering back and carries out what was found.
        let found = serde_json::to_value(found).map_err(Problem::bug)?;
        Err(Problem::refused("test.tampered", format!("{changed} rows")).with("found", found))
    }
}

/// What the self-check finds after a statement (with the row as `$2`) has changed something: each
/// broken promise with the row it names.
pub async fn found_after(app: &TestApp, statement: &'static str, row: &str) -> Vec<(String, String)> {
    let row = row.parse().unwrap();
    let refused = app.app.write(&app.system(), Tamper { statement, row }).await.unwrap_err();
    assert_ne!(refused.detail, "0 rows", "{statement} changes nothing");
    serde_json::from_value(refused.params["found"].clone()).unwrap()
}

/// The id as the self-check writes it.
pub fn row(id: impl Id) -> String {
    id.uuid().to_string()
}
