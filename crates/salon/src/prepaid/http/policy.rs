//! Whose rules hold, and what the owner sets.

use crate::access::{Actor, Permission};
use crate::prepaid::commands::{self, ChooseRegion, SetFigure};
use crate::prepaid::model::{Exception, FigureWish, RegionWish, ShownPolicy};
use crate::prepaid::queries;
use crate::web::{Access, Answer, App, Json, Path, Routes};
use axum::extract::State;
use kernel::{CompanyId, Page};
use utoipa_axum::routes;

/// How many exceptions are shown.
const SHOWN: i64 = 100;

/// The routes of rules.
pub(super) fn routes() -> Routes {
    let (read, manage) = (Access::May(Permission::PrepaidRead), Access::May(Permission::PrepaidManage));
    Routes::new()
        .add(read, routes!(policies))
        .add(manage, routes!(choose_region))
        .add(manage, routes!(set_figure))
        .add(read, routes!(exceptions))
}

async fn shown(app: &App, actor: &Actor) -> Answer<Json<Page<ShownPolicy>>> {
    let mut tx = app.db.read(actor).await?;
    Ok(Json(Page::whole(commands::policies(&mut tx).await?)))
}

/// Shows the rules for cards that are paid ahead, of each company that issues them, with the law and the
/// article they stand in.
#[utoipa::path(get, path = "/api/prepaid/policy", tag = "prepaid",
    responses((status = 200, body = Page<ShownPolicy>)))]
async fn policies(State(app): State<App>, actor: Actor) -> Answer<Json<Page<ShownPolicy>>> {
    shown(&app, &actor).await
}

/// Says whose rules a company goes by.
///
/// Refuses: `access.other_branch`, `branch.company_unknown`, `prepaid.not_here`.
#[utoipa::path(put, path = "/api/prepaid/policy/{company}/region", tag = "prepaid", request_body = RegionWish,
    params(("company" = CompanyId, Path)), responses((status = 200, body = Page<ShownPolicy>)))]
async fn choose_region(
    State(app): State<App>,
    actor: Actor,
    Path(company): Path<CompanyId>,
    Json(wish): Json<RegionWish>,
) -> Answer<Json<Page<ShownPolicy>>> {
    app.write(&actor, ChooseRegion { company, region: wish.region }).await?;
    shown(&app, &actor).await
}

/// Sets a figure from a day on: a stricter one than the law's, or any where the law's is open. Without a
/// figure the law's holds again.
///
/// Refuses: `access.other_branch`, `branch.company_unknown`, `prepaid.not_here`, `prepaid.rule_fixed`,
/// `prepaid.figure_range`, `prepaid.figure_looser`, `prepaid.figure_past`.
#[utoipa::path(put, path = "/api/prepaid/policy/{company}/figure", tag = "prepaid", request_body = FigureWish,
    params(("company" = CompanyId, Path)), responses((status = 200, body = Page<ShownPolicy>)))]
async fn set_figure(
    State(app): State<App>,
    actor: Actor,
    Path(company): Path<CompanyId>,
    Json(wish): Json<FigureWish>,
) -> Answer<Json<Page<ShownPolicy>>> {
    app.write(&actor, SetFigure { company, wish }).await?;
    shown(&app, &actor).await
}

/// Lists the bills of a company that were paid against a rule, newest first, with the reason.
///
/// This is about all its branches, so it is for those who answer for all of them.
#[utoipa::path(get, path = "/api/prepaid/policy/{company}/exception", tag = "prepaid",
    params(("company" = CompanyId, Path)), responses((status = 200, body = Page<Exception>)))]
async fn exceptions(
    State(app): State<App>,
    actor: Actor,
    Path(company): Path<CompanyId>,
) -> Answer<Json<Page<Exception>>> {
    actor.may_everywhere(Permission::PrepaidRead)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::exceptions(&mut tx, company, SHOWN).await?)))
}
