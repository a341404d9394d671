//! Figures over a span of business days.

use crate::access::Actor;
use crate::branch;
use crate::report::export;
use crate::report::model::{RevenueBy, RevenueReport, Summary, TakingsBy, TakingsReport};
use crate::report::reports::{self, Asked};
use crate::sheet::write::Format;
use crate::web::{Answer, App, Download, Json, Query};
use axum::extract::State;
use kernel::{BranchId, Day};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SummaryQuery {
    /// The first business day; the last one where it is not said.
    from: Option<Day>,
    /// The last business day; the one that is going on where it is not said.
    to: Option<Day>,
    /// One branch; all that the reader reaches where it is not said.
    branch: Option<BranchId>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RevenueQuery {
    /// The first business day; the last one where it is not said.
    from: Option<Day>,
    /// The last business day; the one that is going on where it is not said.
    to: Option<Day>,
    /// One branch; all that the reader reaches where it is not said.
    branch: Option<BranchId>,
    /// By what the rows are told apart: `total`, `day`, `branch`, `staff`, `service` or `category`.
    #[serde(default)]
    #[param(value_type = String)]
    by: RevenueBy,
    /// Which kind of file, where one is wanted: `csv` or `xlsx`.
    #[serde(default)]
    #[param(value_type = String)]
    format: Format,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TakingsQuery {
    /// The first business day; the last one where it is not said.
    from: Option<Day>,
    /// The last business day; the one that is going on where it is not said.
    to: Option<Day>,
    /// One branch; all that the reader reaches where it is not said.
    branch: Option<BranchId>,
    /// By what the rows are told apart: `day`, `hour`, `branch` or `tender`.
    #[serde(default)]
    #[param(value_type = String)]
    by: TakingsBy,
    /// Which kind of file, where one is wanted: `csv` or `xlsx`.
    #[serde(default)]
    #[param(value_type = String)]
    format: Format,
}

/// What some business days come to, beside as many days before.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `report.days_backwards`, `report.days_too_many`.
#[utoipa::path(get, path = "/api/report/summary", tag = "report", params(SummaryQuery),
    responses((status = 200, body = Summary)))]
pub async fn summary(
    State(app): State<App>,
    actor: Actor,
    Query(SummaryQuery { from, to, branch }): Query<SummaryQuery>,
) -> Answer<Json<Summary>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(reports::summary(&mut tx, Asked { from, to, branch }).await?))
}

/// What services, goods and fees came to, without taxes added on top. Card sales, top-ups, repayments and
/// tips are no revenue.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `report.days_backwards`, `report.days_too_many`.
#[utoipa::path(get, path = "/api/report/revenue", tag = "report", params(RevenueQuery),
    responses((status = 200, body = RevenueReport)))]
pub async fn revenue(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<RevenueQuery>,
) -> Answer<Json<RevenueReport>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(reports::revenue(&mut tx, query.asked(), query.by).await?))
}

/// The same rows as a file.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `report.days_backwards`, `report.days_too_many`.
#[utoipa::path(get, path = "/api/report/revenue/export", tag = "report", params(RevenueQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
pub async fn export_revenue(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<RevenueQuery>,
) -> Answer<Download> {
    let mut tx = app.db.read(&actor).await?;
    let report = reports::revenue(&mut tx, query.asked(), query.by).await?;
    let decimals = branch::organisation(&mut tx).await?.currency.decimals();
    drop(tx);
    let rows = export::revenue_rows(&report, query.by, decimals);
    Ok(app.sheet(&format!("revenue-by-{}", report.by), query.format, rows).await?)
}

/// Money that came in, less money given back. What cards pay is none.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `report.days_backwards`, `report.days_too_many`.
#[utoipa::path(get, path = "/api/report/takings", tag = "report", params(TakingsQuery),
    responses((status = 200, body = TakingsReport)))]
pub async fn takings(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<TakingsQuery>,
) -> Answer<Json<TakingsReport>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(reports::takings(&mut tx, query.asked(), query.by).await?))
}

/// The same rows as a file.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `report.days_backwards`, `report.days_too_many`.
#[utoipa::path(get, path = "/api/report/takings/export", tag = "report", params(TakingsQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
pub async fn export_takings(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<TakingsQuery>,
) -> Answer<Download> {
    let mut tx = app.db.read(&actor).await?;
    let report = reports::takings(&mut tx, query.asked(), query.by).await?;
    let decimals = branch::organisation(&mut tx).await?.currency.decimals();
    drop(tx);
    let rows = export::takings_rows(&report, query.by, decimals);
    Ok(app.sheet(&format!("takings-by-{}", report.by), query.format, rows).await?)
}

impl RevenueQuery {
    fn asked(&self) -> Asked {
        Asked { from: self.from, to: self.to, branch: self.branch }
    }
}

impl TakingsQuery {
    fn asked(&self) -> Asked {
        Asked { from: self.from, to: self.to, branch: self.branch }
    }
}
