//! Reports as the rows of a sheet. Amounts are decimals of the currency.

use super::model::{RevenueBy, RevenueReport, RevenueRow, TakingsBy, TakingsReport, TakingsRow};
use crate::sheet::{Cell, values};
use kernel::Money;

/// The revenue, under a row of headings.
pub fn revenue_rows(report: &RevenueReport, by: RevenueBy, decimals: u32) -> Vec<Vec<Cell>> {
    let head = [by.code(), "bills", "lines", "amount", "tax"];
    let named = by != RevenueBy::Total;
    let mut rows = vec![head.into_iter().skip(usize::from(!named)).map(Cell::text).collect()];
    rows.extend(report.rows.iter().map(|row| {
        let mut cells = if named { vec![revenue_name(row)] } else { Vec::new() };
        cells.extend([count(row.bills), count(row.lines)]);
        cells.extend([amount(row.amount, decimals), amount(row.tax, decimals)]);
        cells
    }));
    rows
}

fn revenue_name(row: &RevenueRow) -> Cell {
    let names = [&row.branch, &row.staff, &row.service, &row.category];
    match row.day {
        Some(day) => Cell::Date(day),
        None => Cell::text(names.into_iter().flatten().next().map_or("", String::as_str)),
    }
}

/// The takings, under a row of headings.
pub fn takings_rows(report: &TakingsReport, by: TakingsBy, decimals: u32) -> Vec<Vec<Cell>> {
    let counted = by != TakingsBy::Tender;
    let carded = matches!(by, TakingsBy::Day | TakingsBy::Branch);
    let mut head = vec![by.code()];
    head.extend(counted.then_some("bills"));
    head.push("takings");
    head.extend(if carded { &["card_sales", "card_use"][..] } else { &[] });
    let mut rows = vec![head.into_iter().map(Cell::text).collect()];
    rows.extend(report.rows.iter().map(|row| {
        let mut cells = vec![takings_name(row)];
        cells.extend(row.bills.map(count));
        cells.push(amount(row.takings, decimals));
        cells.extend([row.card_sales, row.card_use].into_iter().flatten().map(|sum| amount(sum, decimals)));
        cells
    }));
    rows
}

fn takings_name(row: &TakingsRow) -> Cell {
    match (row.day, row.hour) {
        (Some(day), _) => Cell::Date(day),
        (None, Some(hour)) => Cell::text(&format!("{hour:02}:00")),
        (None, None) => Cell::text(row.branch.as_deref().or(row.tender.as_deref()).unwrap_or_default()),
    }
}

fn count(number: i64) -> Cell {
    Cell::Number(number.to_string())
}

fn amount(amount: Money, decimals: u32) -> Cell {
    Cell::Number(values::written(amount, decimals))
}
