//! Quarters and holders as the rows of a sheet. Amounts are decimals of the currency.

use super::model::{Holder, Quarter};
use crate::sheet::{Cell, values, write};
use kernel::{Money, Problem};

/// The quarter of each company, under a row of headings.
pub fn rows(quarters: &[Quarter], decimals: u32) -> Vec<Vec<Cell>> {
    let head =
        ["company", "from", "to", "opening", "sales", "paid_in", "used", "given_back", "other", "closing"];
    let amount = |amount: Money| Cell::Number(values::written(amount, decimals));
    let mut rows = vec![head.map(Cell::text).to_vec()];
    rows.extend(quarters.iter().map(|quarter| {
        vec![
            Cell::text(&quarter.company_name),
            Cell::Date(quarter.from),
            Cell::Date(quarter.to),
            amount(quarter.opening),
            Cell::Number(quarter.sales.to_string()),
            amount(quarter.paid_in),
            amount(quarter.used),
            amount(quarter.given_back),
            amount(quarter.other),
            amount(quarter.closing),
        ]
    }));
    rows
}

/// The mark by which spreadsheet programs know UTF-8.
const MARK: char = '\u{feff}';

/// Holders as the lines of a CSV file; its first piece begins with the mark and the headings.
pub fn holders(holders: &[Holder], decimals: u32, first: bool) -> Result<String, Problem> {
    let head = ["number", "plan", "name", "phone", "principal", "bonus", "visits", "refund"];
    let amount = |amount: Money| Cell::Number(values::written(amount, decimals));
    let row = |holder: &Holder| {
        vec![
            Cell::text(&holder.number),
            Cell::text(&holder.plan),
            Cell::text(&holder.name),
            Cell::text(&holder.phone),
            amount(holder.principal),
            amount(holder.bonus),
            Cell::Number(holder.visits.to_string()),
            amount(holder.refund),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    rows.extend(first.then(|| head.map(Cell::text).to_vec()));
    rows.extend(holders.iter().map(row));
    let file =
        write::csv(rows.iter().map(Vec::as_slice)).map_err(|fault| Problem::bug(format!("{fault:?}")))?;
    let text = String::from_utf8(file).map_err(Problem::bug)?;
    Ok(if first { text } else { text.trim_start_matches(MARK).to_owned() })
}
