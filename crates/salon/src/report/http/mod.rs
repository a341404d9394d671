//! `/api/report`.

mod figures;

use crate::access::{Actor, At, Permission};
use crate::report::model::{Happened, HistoryItem, Today};
use crate::report::{queries, rules};
use crate::store::Tx;
use crate::web::{Access, Answer, App, Json, Path, Query, Routes};
use crate::{branch, customer};
use axum::extract::State;
use kernel::{BranchId, Cursor, CustomerId, Day, Instant, Limit, Page, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;
use uuid::Uuid;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::ReportRead), routes!(today))
        .add(Access::May(Permission::ReportRead), routes!(figures::summary))
        .add(Access::May(Permission::ReportRead), routes!(figures::revenue))
        .add(Access::May(Permission::ReportRead), routes!(figures::export_revenue))
        .add(Access::May(Permission::ReportRead), routes!(figures::takings))
        .add(Access::May(Permission::ReportRead), routes!(figures::export_takings))
        .add(Access::May(Permission::CustomerRead), routes!(customer_history))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TodayQuery {
    /// Whose day.
    branch: BranchId,
    /// Another day than the one that is going on.
    day: Option<Day>,
}

/// A branch's business day so far, or another day.
///
/// Refuses: `access.other_branch`, `branch.unknown`.
#[utoipa::path(get, path = "/api/report/today", tag = "report", params(TodayQuery),
    responses((status = 200, body = Today)))]
async fn today(State(app): State<App>, actor: Actor, Query(query): Query<TodayQuery>) -> Answer<Json<Today>> {
    let at = actor.at(Permission::ReportRead, query.branch)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(figures_of(&mut tx, at, query.day).await?))
}

async fn figures_of(tx: &mut Tx<'_>, at: At, day: Option<Day>) -> Result<Today, Problem> {
    let branch = branch::find(tx, at.branch()).await?;
    let day = day.unwrap_or_else(|| branch.business_day(tx.now()));
    let mut moved = queries::received(tx, at, day).await?;
    moved.extend(queries::given_back(tx, at, day).await?);
    moved.extend(queries::paid_back(tx, at, day).await?);
    moved.extend(queries::paid_for_cards(tx, at, day).await?);
    let bills = queries::bills_paid(tx, at, day).await?;
    let takings = rules::takings(&moved);
    let (card_use, card_use_bonus) = rules::card_use(&moved);
    // A business day lies within two calendar days; which moments belong to it, the branch says.
    let around = (day.starts(&branch.time_zone), day.plus_days(2).starts(&branch.time_zone));
    let that_day = |moments: Vec<Instant>| {
        let belong = moments.into_iter().filter(|moment| branch.business_day(*moment) == day);
        i64::try_from(belong.count()).unwrap_or(i64::MAX)
    };
    Ok(Today {
        day,
        takings,
        bills,
        average: rules::average(takings, bills),
        by_tender: rules::by_tender(&moved),
        card_sales: queries::cards_sold(tx, at, day).await? - queries::cards_undone(tx, at, day).await?,
        card_use,
        card_use_bonus,
        new_members: that_day(queries::registrations(tx, at, around).await?),
        walk_ins: that_day(queries::walk_ins(tx, at, around).await?),
        open_bills: queries::bills_waiting(tx, at).await?,
        by_hour: rules::by_hour(&moved, &branch.time_zone, branch.cut_off_minutes),
        last_bills: queries::last_bills(tx, at, day).await?,
    })
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct HistoryQuery {
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many items, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Everything that ever happened with a customer, newest first. The bills of branches that the
/// reader's role does not reach are left out, so a page may hold fewer items than asked for.
///
/// Refuses: `customer.unknown`.
#[utoipa::path(get, path = "/api/report/customer-history/{customer}", tag = "report",
    params(("customer" = CustomerId, Path), HistoryQuery), responses((status = 200, body = Page<HistoryItem>)))]
async fn customer_history(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<CustomerId>,
    Query(query): Query<HistoryQuery>,
) -> Answer<Json<Page<HistoryItem>>> {
    let mut tx = app.db.read(&actor).await?;
    let id = customer::brief(&mut tx, id).await?.id;
    // A cursor that cannot be read begins at the beginning.
    let before = query
        .after
        .and_then(|after| place(&Cursor(after)))
        .unwrap_or((Instant::from_millis(i64::MAX), Uuid::max()));
    let happened = queries::history(&mut tx, id, before, query.limit).await?;
    let mut page = Page::cut(happened, query.limit, cursor);
    page.items.retain(|happened| seen(&actor, happened));
    Ok(Json(page.map(|happened| happened.item)))
}

fn seen(actor: &Actor, happened: &Happened) -> bool {
    happened.branch.is_none_or(|branch| actor.at(Permission::BillRead, branch).is_ok())
}

fn cursor(happened: &Happened) -> Cursor {
    Cursor::of(&[&happened.item.at.millis().to_string(), &happened.id.to_string()])
}

fn place(cursor: &Cursor) -> Option<(Instant, Uuid)> {
    let [at, id] = cursor.keys()?;
    Some((Instant::from_millis(at.parse().ok()?), id.parse().ok()?))
}
