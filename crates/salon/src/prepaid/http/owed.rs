//! What is owed to the holders of cards.

use crate::access::{Actor, Permission};
use crate::branch;
use crate::prepaid::commands;
use crate::prepaid::export;
use crate::prepaid::model::{CompanyState, Quarter};
use crate::sheet::write::Format;
use crate::web::{Access, Answer, App, Download, Json, Query, Routes};
use axum::extract::State;
use kernel::{Day, Page};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The routes of what is owed.
pub(super) fn routes() -> Routes {
    let read = Access::May(Permission::PrepaidRead);
    Routes::new().add(read, routes!(states)).add(read, routes!(quarter)).add(read, routes!(export_quarter))
}

/// Shows what each company owes the holders of its cards, and what that asks of it: what lies with a bank,
/// what is left before it has itself filed, and when it reports.
///
/// This is about all branches, so it is for those who answer for all of them.
#[utoipa::path(get, path = "/api/prepaid/state", tag = "prepaid",
    responses((status = 200, body = Page<CompanyState>)))]
async fn states(State(app): State<App>, actor: Actor) -> Answer<Json<Page<CompanyState>>> {
    shown(&app, &actor).await
}

/// What each company owes, for who answers for all of them.
pub(super) async fn shown(app: &App, actor: &Actor) -> Answer<Json<Page<CompanyState>>> {
    actor.may_everywhere(Permission::PrepaidRead)?;
    let mut tx = app.db.read(actor).await?;
    Ok(Json(Page::whole(commands::states(&mut tx).await?)))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct QuarterQuery {
    /// A day of the quarter; the last quarter that is over where it is not said.
    on: Option<Day>,
}

/// Shows what moved in a quarter on the cards of each company.
///
/// This is about all branches, so it is for those who answer for all of them.
#[utoipa::path(get, path = "/api/prepaid/quarter", tag = "prepaid", params(QuarterQuery),
    responses((status = 200, body = Page<Quarter>)))]
async fn quarter(
    State(app): State<App>,
    actor: Actor,
    Query(QuarterQuery { on }): Query<QuarterQuery>,
) -> Answer<Json<Page<Quarter>>> {
    actor.may_everywhere(Permission::PrepaidRead)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(commands::quarter(&mut tx, on).await?)))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct QuarterExport {
    /// A day of the quarter; the last quarter that is over where it is not said.
    on: Option<Day>,
    /// Which kind of file; CSV when left out.
    #[serde(default)]
    #[param(value_type = String)]
    format: Format,
}

/// Hands a quarter out as a file, for the report to the authority.
#[utoipa::path(get, path = "/api/prepaid/quarter/export", tag = "prepaid", params(QuarterExport),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn export_quarter(
    State(app): State<App>,
    actor: Actor,
    Query(QuarterExport { on, format }): Query<QuarterExport>,
) -> Answer<Download> {
    actor.may_everywhere(Permission::PrepaidRead)?;
    let mut tx = app.db.read(&actor).await?;
    let quarters = commands::quarter(&mut tx, on).await?;
    let decimals = branch::organisation(&mut tx).await?.currency.decimals();
    drop(tx);
    Ok(app.sheet("prepaid", format, export::rows(&quarters, decimals)).await?)
}
