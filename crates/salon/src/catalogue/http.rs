//! `/api/catalogue`.

use super::commands::{AddService, ChangeService};
use super::model::{Service, ServiceWish};
use super::queries;
use crate::access::{Actor, Permission};
use crate::web::{Access, Answer, App, Created, Json, Path, Query, Routes};
use axum::extract::State;
use kernel::page::{Cursor, Limit};
use kernel::{Page, ServiceId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::CatalogueRead), routes!(list))
        .add(Access::May(Permission::CatalogueManage), routes!(add))
        .add(Access::May(Permission::CatalogueManage), routes!(change))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ServiceQuery {
    /// Only what is in use, or only what is out of it.
    active: Option<bool>,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many services, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists the services by category and name.
#[utoipa::path(get, path = "/api/catalogue/service", tag = "catalogue", params(ServiceQuery),
    responses((status = 200, body = Page<Service>)))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<ServiceQuery>,
) -> Answer<Json<Page<Service>>> {
    let mut tx = app.db.read(&actor).await?;
    let after = query.after.map(Cursor);
    Ok(Json(queries::list(&mut tx, query.active, after, query.limit).await?))
}

/// Puts a service on the price list.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `catalogue.code`, `catalogue.name`,
/// `catalogue.category`, `catalogue.price`, `catalogue.duration`, `catalogue.taxes`,
/// `catalogue.name_taken`, `catalogue.code_taken`.
#[utoipa::path(post, path = "/api/catalogue/service", tag = "catalogue", request_body = ServiceWish,
    responses((status = 201, body = Service)))]
async fn add(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<ServiceWish>,
) -> Answer<Created<Service>> {
    Ok(Created(app.write(&actor, AddService(wish)).await?))
}

/// Changes a service.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `catalogue.code`, `catalogue.name`,
/// `catalogue.category`, `catalogue.price`, `catalogue.duration`, `catalogue.taxes`,
/// `catalogue.unknown`, `catalogue.name_taken`, `catalogue.code_taken`.
#[utoipa::path(put, path = "/api/catalogue/service/{service}", tag = "catalogue", request_body = ServiceWish,
    params(("service" = ServiceId, Path)), responses((status = 200, body = Service)))]
async fn change(
    State(app): State<App>,
    actor: Actor,
    Path(service): Path<ServiceId>,
    Json(wish): Json<ServiceWish>,
) -> Answer<Json<Service>> {
    Ok(Json(app.write(&actor, ChangeService { service, wish }).await?))
}
