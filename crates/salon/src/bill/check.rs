//! The bills prove themselves against their cells and against the books.

use super::queries;
use super::rules::money;
use crate::ledger::{self, CHECK_PAGE, Fault, Faults, Held, Stretch};
use crate::store::Tx;
use kernel::Problem;
use uuid::Uuid;

/// What is promised of bills.
pub const PROMISES: &[&str] = &[
    "bill.total_is_its_parts",
    "bill.line_is_its_cells",
    "bill.tender_is_its_cells",
    "bill.money_is_in_the_books",
    "bill.tax_is_in_the_books",
    "bill.refund_is_in_the_books",
    "bill.debts_are_in_the_books",
    "bill.receipts_are_in_the_books",
];

/// Checks that the lines, the tenders and the refunds of each paid bill come to what the bill says;
/// that cells add up to lines and to tenders; that the money and the taxes of each bill are in the books,
/// and the money of each refund; and that the books know what customers owe and what is held for them.
/// Each promise gives its first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Faults::default();
    check_bills(tx, &mut faults).await?;
    check_refunds(tx, &mut faults).await?;
    check_debts(tx, &mut faults).await?;
    let held = queries::held_for_customers(tx).await?;
    let books = ledger::held_in(tx, "unapplied_receipts", Stretch::new(Uuid::nil(), None)).await?;
    if let Some(fault) = ledger::compare("bill.receipts_are_in_the_books", &held, &books) {
        faults.note(fault);
    }
    Ok(faults.found())
}

async fn check_bills(tx: &mut Tx<'_>, faults: &mut Faults) -> Result<(), Problem> {
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let stretch = Stretch::new(after, queries::last_bill_of_page(tx, after, CHECK_PAGE).await?);
        if let Some(bill) = queries::first_wrong_total(tx, stretch).await? {
            let detail = "its lines, its tenders or its refunds do not come to its totals";
            faults.note(Fault::new("bill.total_is_its_parts", bill, detail));
        }
        if let Some(line) = queries::first_wrong_cells_of_line(tx, stretch).await? {
            faults.note(Fault::new("bill.line_is_its_cells", line, "its cells do not come to its price"));
        }
        if let Some(tender) = queries::first_wrong_cells_of_tender(tx, stretch).await? {
            let detail = "its cells do not come to its amount";
            faults.note(Fault::new("bill.tender_is_its_cells", tender, detail));
        }
        let moved = ledger::moved_in(tx, "bill", stretch).await?;
        let paid = queries::paid_in(tx, stretch).await?;
        if let Some(bill) = money::first_missing(&paid, &moved) {
            let detail = "what it was paid is not what the books have received";
            faults.note(Fault::new("bill.money_is_in_the_books", bill, detail));
        }
        if let Some(bill) = money::first_other_tax(&queries::taxed_in(tx, stretch).await?, &moved) {
            let detail = "its taxes are not those that the books owe";
            faults.note(Fault::new("bill.tax_is_in_the_books", bill, detail));
        }
        next = stretch.next();
    }
    Ok(())
}

async fn check_refunds(tx: &mut Tx<'_>, faults: &mut Faults) -> Result<(), Problem> {
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let stretch = Stretch::new(after, queries::last_refund_of_page(tx, after, CHECK_PAGE).await?);
        let given = queries::given_back_in(tx, stretch).await?;
        let moved = ledger::moved_in(tx, "refund", stretch).await?;
        if let Some(refund) = money::first_not_given(&given, &moved) {
            let detail = "what it gave back is not what the books have paid out";
            faults.note(Fault::new("bill.refund_is_in_the_books", refund, detail));
        }
        next = stretch.next();
    }
    Ok(())
}

async fn check_debts(tx: &mut Tx<'_>, faults: &mut Faults) -> Result<(), Problem> {
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let owed = queries::owed_after(tx, after, CHECK_PAGE).await?;
        let stretch = Stretch::of_page(after, &owed);
        let books = ledger::held_in(tx, "receivable", stretch).await?;
        // What customers owe us stands positive in the books.
        let books: Vec<_> = books.into_iter().map(|held| Held { amount: -held.amount, ..held }).collect();
        if let Some(fault) = ledger::compare("bill.debts_are_in_the_books", &owed, &books) {
            faults.note(fault);
        }
        next = stretch.next();
    }
    Ok(())
}
