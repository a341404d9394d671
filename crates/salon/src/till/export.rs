//! A Z-report as the rows of a sheet. Amounts are decimals of the currency.

use super::model::{ClosedDay, DayTender};
use crate::sheet::{Cell, values};
use kernel::Money;

/// A closed day, part by part, under a row of headings.
pub fn rows(closed: &ClosedDay) -> Vec<Vec<Cell>> {
    let decimals = closed.currency.decimals();
    let amount = |amount: Money| Cell::Number(values::written(amount, decimals));
    let figure =
        |part: &str, name: &str, value: Money| vec![Cell::text(part), Cell::text(name), amount(value)];
    let number =
        |name: &str, value: i64| vec![Cell::text("day"), Cell::text(name), Cell::Number(value.to_string())];
    let report = &closed.report;
    let head = ["part", "name", "amount", "received", "given_back", "counted", "difference"];
    let mut rows = vec![head.map(Cell::text).to_vec()];
    rows.push(number("number", closed.number));
    rows.push(vec![Cell::text("day"), Cell::text("business_day"), Cell::Date(closed.business_day)]);
    rows.push(number("bills", report.bills));
    rows.push(number("reversed", report.reversed));
    rows.push(number("refunds", report.refunds));
    rows.extend(report.tenders.iter().map(|tender| {
        let DayTender { received, given_back, expected, counted, difference, .. } = *tender;
        let maybe = |value: Option<Money>| value.map_or(Cell::Empty, amount);
        let mut row = figure("takings", &tender.tender, expected);
        row.extend([amount(received), amount(given_back), maybe(counted), maybe(difference)]);
        row
    }));
    rows.push(figure("takings", "total", report.takings));
    rows.push(figure("of_takings", "card_sales", report.card_sales));
    rows.push(figure("of_takings", "repaid", report.repaid));
    rows.push(figure("of_takings", "tips", report.tips));
    let delivered = report.delivered;
    let delivered = [
        ("money", delivered.money),
        ("on_account", delivered.on_account),
        ("principal", delivered.principal),
        ("visits", delivered.visits),
        ("bonus", delivered.bonus),
        ("points", delivered.points),
    ];
    rows.extend(delivered.map(|(name, value)| figure("delivered", name, value)));
    let drawer = report.drawer;
    let drawer = [
        ("floats", drawer.floats),
        ("paid_in", drawer.paid_in),
        ("paid_out", drawer.paid_out),
        ("bank_dropped", drawer.bank_dropped),
        ("over_short", drawer.over_short),
        ("emptied", drawer.emptied),
    ];
    rows.extend(drawer.map(|(name, value)| figure("drawer", name, value)));
    rows.extend(report.adjustments.iter().map(|adjustment| {
        let bill = format!("{} ({})", adjustment.bill_number, adjustment.bill_day);
        figure("adjustment", &bill, -adjustment.amount)
    }));
    rows.extend(closed.seal.iter().map(|seal| {
        vec![Cell::text("seal"), Cell::text(&format!("block {}", seal.block)), Cell::text(&seal.root)]
    }));
    rows
}
