//! `/api/loyalty`.

use super::commands;
use crate::access::{Actor, Permission};
use crate::web::{Access, Answer, App, Json, Query, Routes};
use axum::extract::State;
use kernel::CustomerId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new().add(Access::May(Permission::CustomerRead), routes!(points))
}

/// Whose points.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// The customer.
    customer: CustomerId,
}

/// How many points somebody holds.
#[derive(Serialize, ToSchema)]
struct Points {
    /// How many.
    points: i64,
}

/// Says how many points a customer holds.
#[utoipa::path(get, path = "/api/loyalty/points", tag = "loyalty", params(Whose),
    responses((status = 200, body = Points)))]
async fn points(State(app): State<App>, actor: Actor, Query(whose): Query<Whose>) -> Answer<Json<Points>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Points { points: commands::held(&mut tx, whose.customer).await? }))
}
