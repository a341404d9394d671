//! The list of customers narrowed, as a page or a file, and ways to narrow it that somebody keeps.

use crate::access::{Actor, Permission};
use crate::customer::commands::{DropFilter, KeepFilter, NoteExport};
use crate::customer::model::{CustomerPage, CustomerQuery, FilterWish, Refusal, SavedFilter};
use crate::customer::{listing, queries};
use crate::web::{Access, Answer, App, Created, Download, Json, NoContent, Path, Query, Routes};
use axum::extract::State;
use kernel::{Page, RowId};
use utoipa_axum::routes;

pub(super) fn routes() -> Routes {
    let read = Access::May(Permission::CustomerRead);
    Routes::new()
        .add(read, routes!(list))
        .add(Access::May(Permission::CustomerExport), routes!(export))
        .add(read, routes!(list_filters))
        .add(read, routes!(keep_filter))
        .add(read, routes!(drop_filter))
}

/// Lists customers, newest first, and counts them all.
///
/// Refuses: `customer.kind_unknown`.
#[utoipa::path(get, path = "/api/customer", tag = "customer", params(CustomerQuery),
    responses((status = 200, body = CustomerPage)))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<CustomerQuery>,
) -> Answer<Json<CustomerPage>> {
    let mut tx = app.db.read(&actor).await?;
    let page = listing::page(&mut tx, &query).await?;
    let counts = queries::counts(&mut tx).await?;
    Ok(Json(CustomerPage { items: page.items, next: page.next, counts }))
}

/// Hands the customers whom a query asks for out as a file, masked for who may not see personal data; the
/// audit log says that it was.
///
/// Refuses: `customer.kind_unknown`, `customer.too_many`.
#[utoipa::path(get, path = "/api/customer/export", tag = "customer", params(CustomerQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<CustomerQuery>,
) -> Answer<Download> {
    let mut tx = app.db.read(&actor).await?;
    let rows = listing::sheet(&mut tx, &query).await?;
    drop(tx);
    app.write(&actor, NoteExport).await?;
    Ok(app.sheet("customers", query.format, rows).await?)
}

/// The ways to narrow the list that one keeps, and those that others share, by name.
#[utoipa::path(get, path = "/api/customer/filter", tag = "customer", responses((status = 200, body = Page<SavedFilter>)))]
async fn list_filters(State(app): State<App>, actor: Actor) -> Answer<Json<Page<SavedFilter>>> {
    let mut tx = app.db.read(&actor).await?;
    let user = actor.user.ok_or(Refusal::FilterUnknown)?;
    Ok(Json(Page::whole(queries::filters(&mut tx, user).await?)))
}

/// Keeps a way to narrow the list.
///
/// Refuses: `customer.filter_name`, `customer.kind_unknown`.
#[utoipa::path(post, path = "/api/customer/filter", tag = "customer", request_body = FilterWish,
    responses((status = 201, body = SavedFilter)))]
async fn keep_filter(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<FilterWish>,
) -> Answer<Created<SavedFilter>> {
    Ok(Created(app.write(&actor, KeepFilter(wish)).await?))
}

/// Forgets one of one's own ways to narrow the list.
///
/// Refuses: `customer.filter_unknown`.
#[utoipa::path(delete, path = "/api/customer/filter/{filter}", tag = "customer", params(("filter" = RowId, Path)),
    responses((status = 204)))]
async fn drop_filter(State(app): State<App>, actor: Actor, Path(filter): Path<RowId>) -> Answer<NoContent> {
    app.write(&actor, DropFilter(filter)).await?;
    Ok(NoContent)
}
