//! `/api/dormant`.

use super::commands::{self, CloseDormant, Reopen};
use super::model::{DormantBatch, DormantBatchDetail, DormantPreview, DormantQuery, DormantWish, ReopenWish};
use crate::access::{Actor, Permission};
use crate::identity;
use crate::web::{Access, Answer, App, Created, Json, Key, Path, Query, Routes};
use axum::extract::State;
use kernel::{Cursor, Id, Instant, Limit, Page, RowId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;
use uuid::Uuid;

/// The routes of this capability.
pub fn routes() -> Routes {
    let may = Access::May(Permission::DormantClose);
    Routes::new()
        .add(may, routes!(preview_dormant))
        .add(may, routes!(close_dormant))
        .add(may, routes!(dormant_batches))
        .add(may, routes!(dormant_batch))
        .add(may, routes!(reopen_dormant))
}

/// Shows the accounts that nobody uses and on which nothing is left, as they would be closed.
///
/// Refuses: `access.other_branch`, `dormant.days`, `dormant.too_wide`.
#[utoipa::path(get, path = "/api/dormant/preview", tag = "dormant",
    params(DormantQuery), responses((status = 200, body = DormantPreview)))]
async fn preview_dormant(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<DormantQuery>,
) -> Answer<Json<DormantPreview>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::preview(&mut tx, &query).await?))
}

/// Closes accounts that were shown, all of them or none, once per `Idempotency-Key`.
///
/// Refuses: `identity.too_many_attempts`, `identity.password_wrong`, `access.other_branch`, `dormant.accounts`,
/// `dormant.reason`, `dormant.changed`, `card.unknown`.
#[utoipa::path(post, path = "/api/dormant/batch", tag = "dormant",
    request_body = DormantWish, params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = DormantBatch)))]
async fn close_dormant(
    State(app): State<App>,
    actor: Actor,
    Key(key): Key,
    Json(wish): Json<DormantWish>,
) -> Answer<Created<DormantBatch>> {
    let DormantWish { kind, accounts, reason, password } = wish;
    identity::prove_password(&app, &actor, password).await?;
    Ok(Created(app.write_once(&actor, key, CloseDormant { kind, accounts, reason }).await?))
}

/// Which batches.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BatchesQuery {
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists the batches that were closed, newest first.
///
/// Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/dormant/batch", tag = "dormant",
    params(BatchesQuery), responses((status = 200, body = Page<DormantBatch>)))]
async fn dormant_batches(
    State(app): State<App>,
    actor: Actor,
    Query(BatchesQuery { after, limit }): Query<BatchesQuery>,
) -> Answer<Json<Page<DormantBatch>>> {
    // A cursor that cannot be read begins at the beginning.
    let before = after.and_then(|after| place(&Cursor(after)));
    let before = before.unwrap_or((Instant::from_millis(i64::MAX), RowId::from_uuid(Uuid::max())));
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::batches(&mut tx, before, limit).await?))
}

fn place(cursor: &Cursor) -> Option<(Instant, RowId)> {
    let [at, id] = cursor.keys()?;
    Some((Instant::from_millis(at.parse().ok()?), id.parse().ok()?))
}

/// Shows a batch with its accounts.
///
/// Refuses: `access.other_branch`, `dormant.unknown`.
#[utoipa::path(get, path = "/api/dormant/batch/{batch}", tag = "dormant",
    params(("batch" = RowId, Path)), responses((status = 200, body = DormantBatchDetail)))]
async fn dormant_batch(
    State(app): State<App>,
    actor: Actor,
    Path(batch): Path<RowId>,
) -> Answer<Json<DormantBatchDetail>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::detail(&mut tx, batch).await?))
}

/// Opens the accounts of a batch again, once per `Idempotency-Key`.
///
/// Refuses: `identity.too_many_attempts`, `identity.password_wrong`, `access.other_branch`, `dormant.unknown`,
/// `dormant.reason`, `dormant.reopened`.
#[utoipa::path(post, path = "/api/dormant/batch/{batch}/reopen", tag = "dormant",
    request_body = ReopenWish, params(("batch" = RowId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = DormantBatch)))]
async fn reopen_dormant(
    State(app): State<App>,
    actor: Actor,
    Path(batch): Path<RowId>,
    Key(key): Key,
    Json(wish): Json<ReopenWish>,
) -> Answer<Json<DormantBatch>> {
    let ReopenWish { reason, password } = wish;
    identity::prove_password(&app, &actor, password).await?;
    Ok(Json(app.write_once(&actor, key, Reopen { batch, reason }).await?))
}
