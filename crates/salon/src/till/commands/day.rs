//! Closing a day 日结.

use crate::access::{At, Permission};
use crate::branch::Branch;
use crate::ledger::{self, Unit};
use crate::notice::{Amount, Event, Happening, Value};
use crate::report::Delivered;
use crate::store::{Command, Tx};
use crate::till::model::{CloseDayWish, ClosedDay, DayReport, Refusal, Tender};
use crate::till::{queries, rules};
use crate::{bill, branch, notice, report};
use kernel::{Day, Money, Problem};
use serde::Serialize;

/// Closes a business day of a branch and keeps what it came to. Refuses, in this order: another branch,
/// branch unknown, not come yet, closed, an earlier day open, till open, bills open.
#[derive(Serialize)]
pub struct CloseDay(pub CloseDayWish);

impl Command for CloseDay {
    type Out = ClosedDay;
    const NAME: &'static str = "till.close_day";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ClosedDay, Problem> {
        let CloseDayWish { branch, day } = self.0;
        let at = tx.at(Permission::TillCloseDay, branch)?;
        let shop = branch::find(tx, branch).await?;
        let open = ledger::open_day(tx, &shop).await?;
        let since = open.closed_through.map_or(day, |closed| closed.plus_days(1));
        let traded = report::trading_days(tx, branch, (since, day)).await?;
        rules::check_day(day, shop.business_day(tx.now()), open, &traded)?;
        if queries::open_session(tx, branch).await?.is_some() {
            return Err(Refusal::SessionOpen.into());
        }
        let waiting = bill::waiting(tx, branch, day).await?;
        if !waiting.is_empty() {
            let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
            return Err(Refusal::BillsOpen { count }.into());
        }
        let closed = ClosedDay {
            id: tx.new_id(),
            branch,
            number: queries::next_number(tx, branch).await?,
            business_day: day,
            closed_at: tx.now(),
            closed_by: tx.actor().name.clone(),
            currency: branch::organisation(tx).await?.currency,
            report: day_report(tx, at, day).await?,
            seal: ledger::sealed(tx).await?,
        };
        let accounts = Tender::ALL.map(|tender| tender.account(branch));
        if !ledger::close_day(tx, branch, day, &accounts, Unit::Money(closed.currency)).await? {
            return Err(Refusal::DayClosed.into());
        }
        let differences = closed.report.tenders.iter().filter_map(|tender| tender.difference);
        let difference = differences.reduce(|a: Money, b: Money| a + b);
        let report = serde_json::to_string(&closed.report).map_err(Problem::bug)?;
        queries::insert_day(tx, &closed, difference, &report).await?;
        notice::ask(tx, notice_of(&shop, &closed)).await?;
        tx.touched("till_day", closed.id, Some(branch));
        tx.tell("till.day_closed", closed.id, Some(branch)).await?;
        Ok(closed)
    }
}

/// What people are told of a day that was closed: its figures, and what sealed the books, kept by those who get
/// it where nobody here can change it.
fn notice_of(shop: &Branch, closed: &ClosedDay) -> Happening {
    let (report, currency) = (&closed.report, closed.currency);
    let money = |amount| Value::Money(amount, currency);
    let amounts = |list: Vec<(&str, Money)>| {
        let moved = list.into_iter().filter(|(_, amount)| !amount.is_zero());
        Value::Amounts(moved.map(|(of, amount)| Amount::new(of, amount)).collect(), currency)
    };
    let tenders = report.tenders.iter().map(|one| (one.tender.as_str(), one.expected)).collect();
    let differences =
        report.tenders.iter().filter_map(|one| Some((one.tender.as_str(), one.difference?))).collect();
    let Delivered { money: paid, on_account, principal, visits, bonus, points } = report.delivered;
    let delivered = vec![
        ("money", paid),
        ("on_account", on_account),
        ("principal", principal),
        ("visits", visits),
        ("bonus", bonus),
        ("points", points),
    ];
    let (block, root) = closed.seal.as_ref().map_or((0, "—"), |seal| (seal.block, seal.root.as_str()));
    Happening::new(Event::DayClosed, closed.id, Some(closed.branch))
        .with("shop", Value::Text(shop.name.clone()))
        .with("day", Value::Day(closed.business_day))
        .with("number", Value::Number(closed.number))
        .with("closed_by", Value::Text(closed.closed_by.clone()))
        .with("takings", money(report.takings))
        .with("tenders", amounts(tenders))
        .with("card_sales", money(report.card_sales))
        .with("repaid", money(report.repaid))
        .with("tips", money(report.tips))
        .with("delivered", amounts(delivered))
        .with("bills", Value::Number(report.bills))
        .with("refunds", Value::Number(report.refunds))
        .with("refunded", money(report.refunded))
        .with("difference", amounts(differences))
        .with("block", Value::Number(block))
        .with("seal", Value::Text(root.to_owned()))
}

/// What a day comes to.
pub(super) async fn day_report(tx: &mut Tx<'_>, at: At, day: Day) -> Result<DayReport, Problem> {
    let totals = report::day_totals(tx, at, day).await?;
    let differences = queries::differences(tx, at.branch(), day).await?;
    let drawer = queries::day_drawer(tx, at.branch(), day).await?;
    Ok(rules::report(totals, &differences, drawer))
}
