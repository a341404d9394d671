//! `/api/import`.

use super::jobs::{self, File};
use super::model::{ApplyWish, ColumnsWish, Import, Kind, Preview, Said};
use super::queries;
use crate::access::{Actor, Permission};
use crate::sheet::Limits;
use crate::web::{Access, Answer, App, Created, Json, NoContent, Path, Query, Raw, Routes};
use axum::extract::State;
use kernel::{BranchId, Id, ImportId, Limit, Page};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;
use uuid::Uuid;

/// The routes of this capability.
pub fn routes() -> Routes {
    let run = Access::May(Permission::ImportRun);
    Routes::new()
        .add_large(run, Limits::FILE, routes!(receive))
        .add(run, routes!(list))
        .add(run, routes!(get))
        .add(run, routes!(check))
        .add(run, routes!(apply))
        .add(run, routes!(remove))
}

/// What comes with a file.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ReceiveQuery {
    /// The file's name.
    #[serde(default)]
    name: String,
    /// What it holds; members when left out.
    #[serde(default)]
    kind: Kind,
    /// Where its members are to be registered, on whose shelves its goods lie, or whose receipts they
    /// are; the first branch within reach when left out.
    branch: Option<BranchId>,
}

/// Takes a sheet (CSV or XLSX) of members, of the price list, of what lies on the shelves or of the
/// receipts of the past, checks every row and says what it would come to.
///
/// The file is kept sealed until it is applied or removed. Refuses: `request.too_large`,
/// `access.forbidden`, `access.other_branch`, `sheet.*` where it is no table, `import.no_header`,
/// `import.cut_short`.
#[utoipa::path(post, path = "/api/import", tag = "import", params(ReceiveQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Preview)))]
async fn receive(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<ReceiveQuery>,
    Raw(bytes): Raw,
) -> Answer<Created<Preview>> {
    let ReceiveQuery { name, kind, branch } = query;
    let file = File { kind, branch, name, bytes: bytes.to_vec(), said: Said::default() };
    Ok(Created(jobs::receive(&app.db, &actor, file).await?))
}

/// What of the list is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Of files that hold this; of all when left out.
    kind: Option<Kind>,
    /// Where the page begins.
    after: Option<String>,
    /// How many rows, 1 to 100.
    #[serde(default)]
    limit: Limit,
}

/// Lists the imports, newest first.
#[utoipa::path(get, path = "/api/import", tag = "import", params(ListQuery),
    responses((status = 200, body = Page<Import>)))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<ListQuery>,
) -> Answer<Json<Page<Import>>> {
    let after = query.after.and_then(|after| after.parse().ok());
    let after = after.unwrap_or_else(|| ImportId::from_uuid(Uuid::max()));
    let rows = queries::list(&mut app.db.read(&actor).await?, query.kind, after, query.limit).await?;
    Ok(Json(Page::cut(rows, query.limit, queries::cursor)))
}

/// Shows an import and how far it is.
///
/// Refuses: `import.unknown`.
#[utoipa::path(get, path = "/api/import/{import}", tag = "import", params(("import" = ImportId, Path)),
    responses((status = 200, body = Import)))]
async fn get(State(app): State<App>, actor: Actor, Path(import): Path<ImportId>) -> Answer<Json<Import>> {
    Ok(Json(queries::shown(&mut app.db.read(&actor).await?, import).await?))
}

/// Checks a file that was received with what somebody says of it: columns named by hand, how dates are
/// written, what stands for a walk-in.
///
/// Refuses: `import.unknown`, `import.started`, `import.unknown_field`, `import.unknown_header`,
/// `import.header_twice`.
#[utoipa::path(post, path = "/api/import/{import}/check", tag = "import", request_body = ColumnsWish,
    params(("import" = ImportId, Path)), responses((status = 200, body = Preview)))]
async fn check(
    State(app): State<App>,
    actor: Actor,
    Path(import): Path<ImportId>,
    Json(wish): Json<ColumnsWish>,
) -> Answer<Json<Preview>> {
    Ok(Json(jobs::check(&app.db, &actor, import, wish.into()).await?))
}

/// Begins to take a checked file in; ask for the import to see how far it is.
///
/// Nobody sees its rows until all are there. One that stopped goes on. Refuses: `import.unknown`,
/// `access.forbidden`, `access.other_branch`, `import.started`, `import.columns_missing`,
/// `import.catalogue_columns_missing`, `import.stock_columns_missing`,
/// `import.history_columns_missing`, `import.dates_unclear`, `import.dates_mixed`,
/// `import.dates_otherwise`, `import.rows_refused`, `import.another_runs`.
#[utoipa::path(post, path = "/api/import/{import}/apply", tag = "import", request_body = ApplyWish,
    params(("import" = ImportId, Path)), responses((status = 200, body = Import)))]
async fn apply(
    State(app): State<App>,
    actor: Actor,
    Path(import): Path<ImportId>,
    Json(wish): Json<ApplyWish>,
) -> Answer<Json<Import>> {
    jobs::begin(&app.db, &actor, import, wish.accept_partial).await?;
    let begun = queries::shown(&mut app.db.read(&actor).await?, import).await?;
    let db = app.db.clone();
    tokio::spawn(async move { jobs::carry_on(&db, &actor, import, &|_, _| ()).await });
    Ok(Json(begun))
}

/// Removes an import that is not finished, whole: nobody has seen anything of it.
///
/// Refuses: `import.unknown`, `import.started`.
#[utoipa::path(delete, path = "/api/import/{import}", tag = "import",
    params(("import" = ImportId, Path)), responses((status = 204)))]
async fn remove(State(app): State<App>, actor: Actor, Path(import): Path<ImportId>) -> Answer<NoContent> {
    jobs::begin_removal(&app.db, &actor, import).await?;
    let db = app.db.clone();
    tokio::spawn(async move { jobs::remove(&db, &actor, import).await });
    Ok(NoContent)
}
