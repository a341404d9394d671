//! What a business day of a branch comes to, for who closes it.

use super::model::DayTotals;
use super::{queries, rules};
use crate::access::At;
use crate::store::Tx;
use kernel::{Day, Problem};

/// Everything that a business day of a branch comes to.
pub async fn day_totals(tx: &mut Tx<'_>, at: At, day: Day) -> Result<DayTotals, Problem> {
    let facts = queries::facts(tx, at, day).await?;
    let cells = queries::work_paid(tx, at, day).await?;
    let back = queries::work_given_back(tx, at, day).await?;
    let corrections = queries::corrections(tx, at, day).await?;
    Ok(DayTotals {
        bills: i64::try_from(facts.bills.len()).unwrap_or(i64::MAX),
        reversed: corrections.reversed,
        refunds: corrections.refunds,
        refunded: corrections.refunded,
        tenders: rules::tenders_moved(&facts.moved),
        delivered: rules::delivered(&cells, &back),
        card_sales: rules::paid_for(&facts.lines, &["card_sale", "top_up"]),
        repaid: rules::paid_for(&facts.lines, &["repayment"]),
        tips: rules::paid_for(&facts.lines, &["tip"]),
        adjustments: queries::adjustments(tx, at, day).await?,
    })
}
