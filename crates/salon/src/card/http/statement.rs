//! Statements.

use crate::access::{Actor, Permission};
use crate::card::commands;
use crate::card::model::CardStatement;
use crate::sheet::write::Format;
use crate::web::{Access, Answer, App, Download, Json, Path, Query, Routes};
use axum::extract::State;
use kernel::{CardId, Day};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The routes of statements.
pub(super) fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::CardRead), routes!(statement))
        .add(Access::May(Permission::CardRead), routes!(export_statement))
}

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatementQuery {
    /// The first day, where the card was sold.
    from: Day,
    /// The last day.
    to: Day,
}

/// Shows what happened on a card over some days: what it held before, each line, what it held after.
///
/// Refuses: `card.unknown`, `card.statement_days`, `card.statement_long`.
#[utoipa::path(get, path = "/api/card/{card}/statement", tag = "card",
    params(("card" = CardId, Path), StatementQuery), responses((status = 200, body = CardStatement)))]
async fn statement(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Query(StatementQuery { from, to }): Query<StatementQuery>,
) -> Answer<Json<CardStatement>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::statement(&mut tx, card, (from, to)).await?))
}

/// Which days, and which kind of file.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatementExport {
    /// The first day, where the card was sold.
    from: Day,
    /// The last day.
    to: Day,
    /// Which kind of file; CSV when left out.
    #[serde(default)]
    #[param(value_type = String)]
    format: Format,
}

/// Hands a card's statement out as a file.
///
/// Refuses: `card.unknown`, `card.statement_days`, `card.statement_long`.
#[utoipa::path(get, path = "/api/card/{card}/statement/export", tag = "card",
    params(("card" = CardId, Path), StatementExport),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn export_statement(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Query(StatementExport { from, to, format }): Query<StatementExport>,
) -> Answer<Download> {
    let mut tx = app.db.read(&actor).await?;
    let rows = commands::statement_rows(&mut tx, card, (from, to)).await?;
    drop(tx);
    Ok(app.sheet("card", format, rows).await?)
}
