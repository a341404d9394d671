//! Customers who are one person, may be one, or share a phone.

use crate::access::{Actor, Permission};
use crate::customer::commands::Merge;
use crate::customer::model::{Customer, CustomerSummary, Duplicate, MergeWish};
use crate::customer::{listing, queries};
use crate::web::{Access, Answer, App, Json, Path, Query, Routes};
use axum::extract::State;
use kernel::{CustomerId, Limit, Page};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::CustomerMerge), routes!(merge))
        .add(Access::May(Permission::CustomerMerge), routes!(duplicates))
        .add(Access::May(Permission::CustomerRead), routes!(family))
}

/// Merges another customer into this one, who survives; asked for again, it changes nothing.
///
/// Refuses: `customer.reason`, `customer.unknown`, `customer.merge_self`, `customer.merged_already`,
/// `customer.erased`.
#[utoipa::path(post, path = "/api/customer/{customer}/merge", tag = "customer", request_body = MergeWish,
    params(("customer" = CustomerId, Path)), responses((status = 200, body = Customer)))]
async fn merge(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
    Json(wish): Json<MergeWish>,
) -> Answer<Json<Customer>> {
    let MergeWish { from, reason } = wish;
    Ok(Json(app.write(&actor, Merge { customer, from, reason }).await?))
}

/// Where a page begins, and how long it is.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct DuplicateQuery {
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many phones are looked at, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Customers who may be one person: one phone, and names that are alike. A page may hold fewer than asked for.
#[utoipa::path(get, path = "/api/customer/duplicate", tag = "customer", params(DuplicateQuery),
    responses((status = 200, body = Page<Duplicate>)))]
async fn duplicates(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<DuplicateQuery>,
) -> Answer<Json<Page<Duplicate>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(listing::duplicates(&mut tx, query.after.as_deref(), query.limit).await?))
}

/// The others who have this customer's phone.
///
/// Refuses: `customer.unknown`.
#[utoipa::path(get, path = "/api/customer/{customer}/family", tag = "customer",
    params(("customer" = CustomerId, Path)), responses((status = 200, body = Page<CustomerSummary>)))]
async fn family(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
) -> Answer<Json<Page<CustomerSummary>>> {
    let mut tx = app.db.read(&actor).await?;
    let stored = queries::find(&mut tx, customer).await?;
    Ok(Json(Page::whole(queries::family(&mut tx, stored.id).await?)))
}
