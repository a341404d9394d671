//! Closed accounts prove that nothing was left.

use super::{commands, queries};
use crate::customer;
use crate::ledger::{CHECK_PAGE, Fault};
use crate::store::{SIXTEEN, Tx};
use kernel::{Id, Problem};
use uuid::Uuid;

/// What is promised of closed accounts. That nothing is left on closed cards, the cards promise themselves.
pub const PROMISES: &[&str] = &["dormant.closed_holds_nothing"];

/// Checks that no customer whose account is closed has a card, points or a debt; gives the first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut after = Uuid::nil();
    loop {
        let customers = queries::customers_after(tx, after, CHECK_PAGE).await?;
        let Some(last) = customers.last() else { return Ok(Vec::new()) };
        after = last.uuid();
        for some in customers.chunks(SIXTEEN) {
            let closed = customer::closed_among(tx, some).await?;
            if let Some(holder) = commands::holders(tx, &closed).await?.first() {
                let detail = "the account is closed, and something of theirs is left";
                return Ok(vec![Fault::new("dormant.closed_holds_nothing", holder, detail)]);
            }
        }
    }
}
