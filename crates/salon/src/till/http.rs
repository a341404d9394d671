//! `/api/till`.

use super::commands::{self, CloseDay, HandOver, MoveCash, Open};
use super::export;
use super::model::{
    CloseDayWish, ClosedDay, ClosedDaySummary, Closing, Drawer, HandOverWish, OpenTillWish, Session,
    SessionSummary, TillMoveWish,
};
use crate::access::{Actor, Permission};
use crate::sheet::write::Format;
use crate::web::{Access, Answer, App, Created, Download, Json, Key, Path, Query, Routes};
use axum::extract::State;
use kernel::{BranchId, Cursor, Instant, Limit, Page, TillDayId, TillSessionId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;
use uuid::Uuid;

/// The routes of this capability.
pub fn routes() -> Routes {
    let (read, operate) = (Permission::TillRead, Permission::TillUse);
    Routes::new()
        .add(Access::May(read), routes!(drawer))
        .add(Access::May(read), routes!(sessions))
        .add(Access::May(read), routes!(session))
        .add(Access::May(operate), routes!(open_till))
        .add(Access::May(operate), routes!(move_cash))
        .add(Access::May(operate), routes!(hand_over))
        .add(Access::May(Permission::TillCloseDay), routes!(closing))
        .add(Access::May(Permission::TillCloseDay), routes!(close_day))
        .add(Access::May(read), routes!(closed_days))
        .add(Access::May(read), routes!(closed_day))
        .add(Access::May(read), routes!(export_day))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct DrawerQuery {
    /// Whose drawer.
    branch: BranchId,
}

/// Shows how the drawer of a branch stands. What should be in it is not said while somebody answers
/// for it.
///
/// Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/till/drawer", tag = "till", params(DrawerQuery),
    responses((status = 200, body = Drawer)))]
async fn drawer(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<DrawerQuery>,
) -> Answer<Json<Drawer>> {
    let at = actor.at(Permission::TillRead, query.branch)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::drawer(&mut tx, at).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct SessionsQuery {
    /// Whose drawer.
    branch: BranchId,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists the sessions of a drawer, newest first.
///
/// Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/till/session", tag = "till", params(SessionsQuery),
    responses((status = 200, body = Page<SessionSummary>)))]
async fn sessions(
    State(app): State<App>,
    actor: Actor,
    Query(SessionsQuery { branch, after, limit }): Query<SessionsQuery>,
) -> Answer<Json<Page<SessionSummary>>> {
    let at = actor.at(Permission::TillRead, branch)?;
    // A cursor that cannot be read begins at the beginning.
    let before = after.and_then(|after| place(&Cursor(after)));
    let before = before.unwrap_or((Instant::from_millis(i64::MAX), Uuid::max()));
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::sessions(&mut tx, at, before, limit).await?))
}

fn place(cursor: &Cursor) -> Option<(Instant, Uuid)> {
    let [at, id] = cursor.keys()?;
    Some((Instant::from_millis(at.parse().ok()?), id.parse().ok()?))
}

/// Shows a session; with what was expected once it has been counted.
///
/// Refuses: `till.session_unknown`, `access.other_branch`.
#[utoipa::path(get, path = "/api/till/session/{session}", tag = "till",
    params(("session" = TillSessionId, Path)), responses((status = 200, body = Session)))]
async fn session(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<TillSessionId>,
) -> Answer<Json<Session>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::show(&mut tx, id).await?))
}

/// Opens the till with the float that was counted into its drawer, once per `Idempotency-Key`.
///
/// What the books held in the drawer besides lies in the safe from now on. Refuses:
/// `access.other_branch`, `till.amount`, `branch.unknown`, `till.already_open`.
#[utoipa::path(post, path = "/api/till/session", tag = "till", request_body = OpenTillWish,
    params(("Idempotency-Key" = String, Header)), responses((status = 201, body = Session)))]
async fn open_till(
    State(app): State<App>,
    actor: Actor,
    Key(key): Key,
    Json(wish): Json<OpenTillWish>,
) -> Answer<Created<Session>> {
    Ok(Created(app.write_once(&actor, key, Open(wish)).await?))
}

/// Puts cash into the drawer, or takes it out, without a bill, once per `Idempotency-Key`.
///
/// Refuses: `till.session_unknown`, `access.other_branch`, `till.handed_over`, `till.amount`,
/// `till.reason`.
#[utoipa::path(post, path = "/api/till/session/{session}/move", tag = "till", request_body = TillMoveWish,
    params(("session" = TillSessionId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Session)))]
async fn move_cash(
    State(app): State<App>,
    actor: Actor,
    Path(session): Path<TillSessionId>,
    Key(key): Key,
    Json(wish): Json<TillMoveWish>,
) -> Answer<Json<Session>> {
    Ok(Json(app.write_once(&actor, key, MoveCash { session, wish }).await?))
}

/// Hands the drawer over with what was counted, once per `Idempotency-Key`; the answer says what was
/// expected.
///
/// Refuses: `till.session_unknown`, `access.other_branch`, `till.handed_over`, `till.counts`,
/// `till.amount`, `till.float_above_count`, `till.note`.
#[utoipa::path(post, path = "/api/till/session/{session}/hand-over", tag = "till", request_body = HandOverWish,
    params(("session" = TillSessionId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Session)))]
async fn hand_over(
    State(app): State<App>,
    actor: Actor,
    Path(session): Path<TillSessionId>,
    Key(key): Key,
    Json(wish): Json<HandOverWish>,
) -> Answer<Json<Session>> {
    Ok(Json(app.write_once(&actor, key, HandOver { session, wish }).await?))
}

/// Says which day of a branch is to be closed next, what stands in the way, and what it comes to so far.
///
/// Refuses: `access.other_branch`, `branch.unknown`.
#[utoipa::path(get, path = "/api/till/closing", tag = "till", params(DrawerQuery),
    responses((status = 200, body = Closing)))]
async fn closing(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<DrawerQuery>,
) -> Answer<Json<Closing>> {
    let at = actor.at(Permission::TillCloseDay, query.branch)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::closing(&mut tx, at).await?))
}

/// Closes a business day of a branch and keeps its Z-report, once per `Idempotency-Key`.
///
/// Nothing is posted with that day any more: what happens afterwards belongs to the next one. Refuses:
/// `access.other_branch`, `branch.unknown`, `till.day_ahead`, `till.day_closed`, `till.earlier_day_open`,
/// `till.session_open`, `till.bills_open`.
#[utoipa::path(post, path = "/api/till/day", tag = "till", request_body = CloseDayWish,
    params(("Idempotency-Key" = String, Header)), responses((status = 201, body = ClosedDay)))]
async fn close_day(
    State(app): State<App>,
    actor: Actor,
    Key(key): Key,
    Json(wish): Json<CloseDayWish>,
) -> Answer<Created<ClosedDay>> {
    Ok(Created(app.write_once(&actor, key, CloseDay(wish)).await?))
}

/// Lists the closed days of a branch, newest first.
///
/// Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/till/day", tag = "till", params(SessionsQuery),
    responses((status = 200, body = Page<ClosedDaySummary>)))]
async fn closed_days(
    State(app): State<App>,
    actor: Actor,
    Query(SessionsQuery { branch, after, limit }): Query<SessionsQuery>,
) -> Answer<Json<Page<ClosedDaySummary>>> {
    let at = actor.at(Permission::TillRead, branch)?;
    let below = after.and_then(|after| {
        let after = Cursor(after);
        let [number] = after.keys()?;
        number.parse().ok()
    });
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::closed_days(&mut tx, at, below.unwrap_or(i64::MAX), limit).await?))
}

/// Shows a closed day with its Z-report, as it was stored.
///
/// Refuses: `till.day_unknown`, `access.other_branch`.
#[utoipa::path(get, path = "/api/till/day/{day}", tag = "till", params(("day" = TillDayId, Path)),
    responses((status = 200, body = ClosedDay)))]
async fn closed_day(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<TillDayId>,
) -> Answer<Json<ClosedDay>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::closed_day(&mut tx, id).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    /// Which kind of file; CSV when left out.
    #[serde(default)]
    #[param(value_type = String)]
    format: Format,
}

/// Hands out the Z-report of a closed day as a file.
///
/// Refuses: `till.day_unknown`, `access.other_branch`.
#[utoipa::path(get, path = "/api/till/day/{day}/export", tag = "till",
    params(("day" = TillDayId, Path), ExportQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn export_day(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<TillDayId>,
    Query(ExportQuery { format }): Query<ExportQuery>,
) -> Answer<Download> {
    let mut tx = app.db.read(&actor).await?;
    let closed = commands::closed_day(&mut tx, id).await?;
    drop(tx);
    let rows = export::rows(&closed);
    Ok(app.sheet(&format!("z-{}-{}", closed.number, closed.business_day), format, rows).await?)
}
