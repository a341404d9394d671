//! `/api/card`.

use super::commands::{self, AddPlan, ChangePlan};
use super::model::{Card, CardDetail, CardPlan, CardPlanWish};
use super::queries;
use crate::access::{Actor, Permission};
use crate::web::{Access, Answer, App, Created, Json, Path, Query, Routes};
use axum::extract::State;
use kernel::{CardId, CustomerId, Page, PlanId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::CardRead), routes!(plans))
        .add(Access::May(Permission::CardManage), routes!(add_plan))
        .add(Access::May(Permission::CardManage), routes!(change_plan))
        .add(Access::May(Permission::CardRead), routes!(list))
        .add(Access::May(Permission::CardRead), routes!(detail))
}

/// Lists what can be sold, and what once could.
#[utoipa::path(get, path = "/api/card/plan", tag = "card", responses((status = 200, body = Page<CardPlan>)))]
async fn plans(State(app): State<App>, actor: Actor) -> Answer<Json<Page<CardPlan>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::plans(&mut tx).await?)))
}

/// Makes a plan.
#[utoipa::path(post, path = "/api/card/plan", tag = "card", request_body = CardPlanWish,
    responses((status = 201, body = CardPlan)))]
async fn add_plan(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<CardPlanWish>,
) -> Answer<Created<CardPlan>> {
    Ok(Created(app.write(&actor, AddPlan(wish)).await?))
}

/// Changes a plan; cards already sold keep what they were sold under.
#[utoipa::path(put, path = "/api/card/plan/{plan}", tag = "card", request_body = CardPlanWish,
    params(("plan" = PlanId, Path)), responses((status = 200, body = CardPlan)))]
async fn change_plan(
    State(app): State<App>,
    actor: Actor,
    Path(plan): Path<PlanId>,
    Json(wish): Json<CardPlanWish>,
) -> Answer<Json<CardPlan>> {
    Ok(Json(app.write(&actor, ChangePlan { plan, wish }).await?))
}

/// Whose cards.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// The customer.
    customer: CustomerId,
}

/// Lists a customer's cards.
#[utoipa::path(get, path = "/api/card", tag = "card", params(Whose), responses((status = 200, body = Page<Card>)))]
async fn list(State(app): State<App>, actor: Actor, Query(whose): Query<Whose>) -> Answer<Json<Page<Card>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::of_customer(&mut tx, whose.customer).await?)))
}

/// Shows a card with its lots and what happened on it.
#[utoipa::path(get, path = "/api/card/{card}", tag = "card", params(("card" = CardId, Path)),
    responses((status = 200, body = CardDetail)))]
async fn detail(State(app): State<App>, actor: Actor, Path(card): Path<CardId>) -> Answer<Json<CardDetail>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::detail(&mut tx, card).await?))
}
