//! The shelves prove themselves against their moves.

use super::queries;
use crate::ledger::Fault;
use crate::store::Tx;
use kernel::Problem;

/// What is promised of the shelves.
pub const PROMISES: &[&str] = &["stock.level_is_its_moves", "stock.nothing_has_no_value"];

/// Checks that each level is the sum of its moves, in units and in value, and that what is not there
/// has no value. Each promise gives its first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Vec::new();
    if let Some(product) = queries::first_wrong_level(tx).await? {
        let detail = "what is there, or what it has cost, is not the sum of the moves";
        faults.push(Fault::new("stock.level_is_its_moves", product, detail));
    }
    if let Some(product) = queries::first_hollow_level(tx).await? {
        faults.push(Fault::new("stock.nothing_has_no_value", product, "nothing is there, and has a value"));
    }
    Ok(faults)
}
