//! A card's statement, to read and as a file.

use crate::branch;
use crate::card::model::{CardStatement, CardSums, Refusal};
use crate::card::{queries, rules};
use crate::sheet::{Cell, values};
use crate::store::Tx;
use kernel::{CardId, Day, Money, Problem};

/// The most lines of one statement.
const LINES_MAX: usize = 10_000;

/// What happened on a card over some days, those where it was sold. Refuses, in this order: card unknown, days
/// backwards, too many lines.
pub async fn statement(
    tx: &mut Tx<'_>,
    id: CardId,
    (from, to): (Day, Day),
) -> Result<CardStatement, Problem> {
    let card = super::detail(tx, id).await?.card;
    if to < from {
        return Err(Refusal::StatementDays.into());
    }
    let zone = branch::find(tx, card.branch).await?.time_zone;
    let span = (from.starts(&zone), to.plus_days(1).starts(&zone));
    let opening = queries::sums_before(tx, id, span.0).await?;
    let limit = i64::try_from(LINES_MAX).unwrap_or(i64::MAX) + 1;
    let mut lines = queries::moved_between(tx, id, span, limit).await?;
    lines.extend(queries::visits_moved_between(tx, id, span, limit).await?);
    lines.extend(queries::time_moved_between(tx, id, span, limit).await?);
    if lines.len() > LINES_MAX {
        return Err(Refusal::StatementLong.into());
    }
    let users = super::companion::users(tx, id, span, limit).await?;
    for line in &mut lines {
        line.used_by = line.bill.and_then(|bill| users.get(&bill).cloned());
    }
    let (lines, closing) = rules::statement::told(opening, lines);
    Ok(CardStatement { card, from, to, opening, lines, closing })
}

/// A statement as the rows of a sheet. Amounts are decimals of the currency.
pub async fn statement_rows(
    tx: &mut Tx<'_>,
    id: CardId,
    days: (Day, Day),
) -> Result<Vec<Vec<Cell>>, Problem> {
    let CardStatement { card, from, to, opening, lines, closing } = statement(tx, id, days).await?;
    let decimals = branch::organisation(tx).await?.currency.decimals();
    let zone = branch::find(tx, card.branch).await?.time_zone;
    let head = [
        "day",
        "kind",
        "bill",
        "used_by",
        "principal",
        "bonus",
        "visits",
        "visits_value",
        "time_value",
        "principal_left",
        "bonus_left",
        "visits_left",
        "visits_value_left",
        "time_value_left",
    ];
    let row =
        |day: Day, kind: &str, (bill, by): (Option<i64>, Option<&str>), moved: CardSums, left: CardSums| {
            let bill = bill.map_or(Cell::text(""), |number| Cell::Number(number.to_string()));
            let mut cells = vec![Cell::Date(day), Cell::text(kind), bill, Cell::text(by.unwrap_or_default())];
            cells.extend(sums(moved, decimals));
            cells.extend(sums(left, decimals));
            cells
        };
    let mut rows = vec![head.into_iter().map(Cell::text).collect()];
    rows.push(row(from, "opening_balance", (None, None), CardSums::default(), opening));
    rows.extend(lines.iter().map(|line| {
        let on_bill = (line.bill_number, line.used_by.as_deref());
        row(line.at.day(&zone), line.kind.code(), on_bill, line.moved, line.left)
    }));
    rows.push(row(to, "closing_balance", (None, None), CardSums::default(), closing));
    Ok(rows)
}

fn sums(sums: CardSums, decimals: u32) -> [Cell; 5] {
    let amount = |amount: Money| Cell::Number(values::written(amount, decimals));
    let visits = Cell::Number(sums.visits.to_string());
    [amount(sums.principal), amount(sums.bonus), visits, amount(sums.visits_value), amount(sums.time_value)]
}
