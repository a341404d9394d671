//! `/api/stock`.

use super::commands::{self, Correct, Count, LevelsWanted, Receive, Use};
use super::model::{
    CorrectWish, CountWish, Counted, Item, Moved, ReceiveWish, StockLevel, StockMove, UseWish,
};
use crate::access::{Actor, Permission};
use crate::catalogue::{ItemsWanted, Kind, Search};
use crate::sheet::write::Format;
use crate::web::{Access, Answer, App, Download, Json, Key, Query, Routes};
use axum::extract::State;
use kernel::page::{Cursor, Limit};
use kernel::{BranchId, Page, ProductId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    let (read, manage) = (Permission::StockRead, Permission::StockManage);
    Routes::new()
        .add(Access::May(Permission::CatalogueRead), routes!(items))
        .add(Access::May(read), routes!(levels))
        .add(Access::May(read), routes!(export))
        .add(Access::May(read), routes!(moves))
        .add(Access::May(manage), routes!(receive))
        .add(Access::May(manage), routes!(take_for_use))
        .add(Access::May(manage), routes!(correct))
        .add(Access::May(manage), routes!(count))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ItemsQuery {
    /// Where it is sold.
    branch: BranchId,
    /// A piece of the name, its pinyin or initials, a category, a code, or what a scanner reads.
    #[serde(default)]
    q: String,
    /// Only services, or only products.
    kind: Option<Kind>,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists what a till sells, at the prices of its branch, with how many of each product are there.
///
/// What has exactly this code or barcode comes first. Add-ons stand with the services that they are
/// sold with. Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/stock/item", tag = "stock", params(ItemsQuery),
    responses((status = 200, body = Page<Item>)))]
async fn items(
    State(app): State<App>,
    actor: Actor,
    Query(ItemsQuery { branch, q, kind, after, limit }): Query<ItemsQuery>,
) -> Answer<Json<Page<Item>>> {
    let at = actor.at(Permission::CatalogueRead, branch)?;
    let mut tx = app.db.read(&actor).await?;
    let wanted = ItemsWanted { kind, search: Search::of(&q), after: after.map(Cursor), limit };
    Ok(Json(commands::items(&mut tx, at, wanted).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct LevelsQuery {
    /// Whose shelves.
    branch: BranchId,
    /// A piece of the name, its pinyin or initials, a category, a code, or what a scanner reads.
    #[serde(default)]
    q: String,
    /// Only that of which more was sold than was there.
    #[serde(default)]
    below_zero: bool,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists what lies on the shelves of a branch, by category and name.
///
/// A page may hold fewer products than asked for. Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/stock", tag = "stock", params(LevelsQuery),
    responses((status = 200, body = Page<StockLevel>)))]
async fn levels(
    State(app): State<App>,
    actor: Actor,
    Query(LevelsQuery { branch, q, below_zero, after, limit }): Query<LevelsQuery>,
) -> Answer<Json<Page<StockLevel>>> {
    let at = actor.at(Permission::StockRead, branch)?;
    let mut tx = app.db.read(&actor).await?;
    let wanted = LevelsWanted { search: Search::of(&q), below_zero, after: after.map(Cursor), limit };
    Ok(Json(commands::levels(&mut tx, at, wanted).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    /// Whose shelves.
    branch: BranchId,
    /// Which kind of file; CSV when left out.
    #[serde(default)]
    #[param(value_type = String)]
    format: Format,
}

/// Hands out what lies on the shelves of a branch, as a file that another branch or program can take in.
///
/// Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/stock/export", tag = "stock", params(ExportQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    actor: Actor,
    Query(ExportQuery { branch, format }): Query<ExportQuery>,
) -> Answer<Download> {
    let at = actor.at(Permission::StockRead, branch)?;
    let mut tx = app.db.read(&actor).await?;
    let rows = commands::rows(&mut tx, at).await?;
    drop(tx);
    Ok(app.sheet("stock", format, rows).await?)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct MovesQuery {
    /// Whose shelves.
    branch: BranchId,
    /// Of which product; of all when left out.
    product: Option<ProductId>,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists what has moved in a branch, newest first.
///
/// Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/stock/move", tag = "stock", params(MovesQuery),
    responses((status = 200, body = Page<StockMove>)))]
async fn moves(
    State(app): State<App>,
    actor: Actor,
    Query(MovesQuery { branch, product, after, limit }): Query<MovesQuery>,
) -> Answer<Json<Page<StockMove>>> {
    let at = actor.at(Permission::StockRead, branch)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::moves(&mut tx, at, product, after.map(Cursor), limit).await?))
}

/// Takes a delivery in. The same `Idempotency-Key` gives the same answer and takes it in once.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `stock.lines`, `stock.product_twice`,
/// `stock.quantity`, `stock.cost`, `stock.note`, `catalogue.product_unknown`, `stock.not_stocked`.
#[utoipa::path(post, path = "/api/stock/receive", tag = "stock", request_body = ReceiveWish,
    params(("Idempotency-Key" = String, Header)), responses((status = 200, body = Moved)))]
async fn receive(
    State(app): State<App>,
    actor: Actor,
    Key(key): Key,
    Json(wish): Json<ReceiveWish>,
) -> Answer<Json<Moved>> {
    Ok(Json(app.write_once(&actor, key, Receive(wish)).await?))
}

/// Takes goods for work in the shop, once per `Idempotency-Key`.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `stock.quantity`, `stock.reason`,
/// `catalogue.product_unknown`, `stock.not_stocked`.
#[utoipa::path(post, path = "/api/stock/use", tag = "stock", request_body = UseWish,
    params(("Idempotency-Key" = String, Header)), responses((status = 200, body = Moved)))]
async fn take_for_use(
    State(app): State<App>,
    actor: Actor,
    Key(key): Key,
    Json(wish): Json<UseWish>,
) -> Answer<Json<Moved>> {
    Ok(Json(app.write_once(&actor, key, Use(wish)).await?))
}

/// Puts a mistake right, once per `Idempotency-Key`.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `stock.quantity`, `stock.reason`,
/// `catalogue.product_unknown`, `stock.not_stocked`.
#[utoipa::path(post, path = "/api/stock/correct", tag = "stock", request_body = CorrectWish,
    params(("Idempotency-Key" = String, Header)), responses((status = 200, body = Moved)))]
async fn correct(
    State(app): State<App>,
    actor: Actor,
    Key(key): Key,
    Json(wish): Json<CorrectWish>,
) -> Answer<Json<Moved>> {
    Ok(Json(app.write_once(&actor, key, Correct(wish)).await?))
}

/// Makes the levels what was found on the shelves, once per `Idempotency-Key`, and says what is
/// missing.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `stock.lines`, `stock.product_twice`,
/// `stock.quantity`, `stock.note`, `catalogue.product_unknown`, `stock.not_stocked`.
#[utoipa::path(post, path = "/api/stock/count", tag = "stock", request_body = CountWish,
    params(("Idempotency-Key" = String, Header)), responses((status = 200, body = Counted)))]
async fn count(
    State(app): State<App>,
    actor: Actor,
    Key(key): Key,
    Json(wish): Json<CountWish>,
) -> Answer<Json<Counted>> {
    Ok(Json(app.write_once(&actor, key, Count(wish)).await?))
}
