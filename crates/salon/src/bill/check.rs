//! The bills prove themselves against their cells and against the books.

use super::queries;
use crate::ledger::{self, CHECK_PAGE, Fault};
use crate::store::Tx;
use kernel::Problem;
use uuid::Uuid;

/// The kinds of money, with the account that each goes to.
const MONEY: [(&str, &str); 4] = [
    ("cash", "cash_drawer"),
    ("wechat", "clearing.wechat"),
    ("alipay", "clearing.alipay"),
    ("bank_card", "clearing.bank_card"),
];

/// Checks that the lines, the tenders and the refunds of each paid bill come to what the bill says;
/// that cells add up to lines and to tenders; and that the money of each bill is in the books.
/// Each promise gives its first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Vec::new();
    if let Some(bill) = queries::first_wrong_total(tx).await? {
        let detail = "its lines, its tenders or its refunds do not come to its totals";
        faults.push(Fault::new("bill.total_is_its_parts", bill, detail));
    }
    if let Some(line) = queries::first_wrong_cells_of_line(tx).await? {
        faults.push(Fault::new("bill.line_is_its_cells", line, "its cells do not come to its price"));
    }
    if let Some(tender) = queries::first_wrong_cells_of_tender(tx).await? {
        faults.push(Fault::new("bill.tender_is_its_cells", tender, "its cells do not come to its amount"));
    }
    for (kind, account) in MONEY {
        faults.extend(first_missing_money(tx, kind, account).await?);
    }
    Ok(faults)
}

/// The first bill whose money of one kind is not in the books as it was paid.
async fn first_missing_money(tx: &mut Tx<'_>, kind: &str, account: &str) -> Result<Option<Fault>, Problem> {
    let mut after = Uuid::nil();
    loop {
        let paid = queries::money_paid_after(tx, kind, after, CHECK_PAGE).await?;
        let Some(&(last, _)) = paid.last() else { return Ok(None) };
        let moved = ledger::moved_after(tx, "bill", account, after, CHECK_PAGE).await?;
        // Money received stands positive in the books, so what was paid is compared with its sign turned.
        let paid: Vec<(Uuid, i64)> = paid.into_iter().map(|(bill, amount)| (bill, -amount)).collect();
        if let Some(fault) = ledger::compare("bill.money_is_in_the_books", &paid, &moved) {
            return Ok(Some(fault));
        }
        after = last;
    }
}
