//! Every capability's proof of its books, put together.

pub use crate::ledger::Fault;

use crate::store::Tx;
use crate::{bill, card, dormant, ledger, loyalty, report, stock, till};
use kernel::Problem;

/// Everything that is promised, by its stable code, in the order in which it is checked.
pub fn promises() -> Vec<&'static str> {
    let all = [
        ledger::PROMISES,
        stock::PROMISES,
        card::PROMISES,
        loyalty::PROMISES,
        bill::PROMISES,
        dormant::PROMISES,
        report::PROMISES,
        till::PROMISES,
    ];
    all.concat()
}

/// What does not hold in the books of this transaction's organisation: for each promise that is
/// broken, the first row that breaks it. Nothing, when everything holds.
pub async fn books(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = ledger::check(tx).await?;
    faults.extend(stock::check(tx).await?);
    faults.extend(card::check(tx).await?);
    faults.extend(loyalty::check(tx).await?);
    faults.extend(bill::check(tx).await?);
    faults.extend(dormant::check(tx).await?);
    faults.extend(report::check(tx).await?);
    faults.extend(till::check(tx).await?);
    let promised = promises();
    faults.sort_by_key(|fault| promised.iter().position(|promise| *promise == fault.check));
    Ok(faults)
}
