//! `/api/catalogue`.

use super::commands::{
    AddCategory, AddProduct, AddService, ChangeCategory, ChangeProduct, ChangeService, DeleteCategory,
    SetPrice, services,
};
use super::export;
use super::model::{
    BranchPrice, Category, CategoryChange, CategoryWish, Kind, PriceWish, Product, ProductWish, Service,
    ServiceWish,
};
use super::queries::{self, ProductsWanted, ServicesWanted};
use super::rules::Search;
use crate::access::{Actor, Permission};
use crate::branch;
use crate::sheet::write::Format;
use crate::web::{Access, Answer, App, Created, Download, Json, NoContent, Path, Query, Routes};
use axum::extract::State;
use kernel::page::{Cursor, Limit};
use kernel::{BranchId, CategoryId, Page, ProductId, ServiceId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    let (read, manage) = (Permission::CatalogueRead, Permission::CatalogueManage);
    Routes::new()
        .add(Access::May(read), routes!(categories))
        .add(Access::May(manage), routes!(add_category))
        .add(Access::May(manage), routes!(change_category))
        .add(Access::May(manage), routes!(delete_category))
        .add(Access::May(read), routes!(list))
        .add(Access::May(manage), routes!(add))
        .add(Access::May(manage), routes!(change))
        .add(Access::May(read), routes!(products))
        .add(Access::May(manage), routes!(add_product))
        .add(Access::May(manage), routes!(change_product))
        .add(Access::May(read), routes!(take_out))
        .add(Access::May(read), routes!(prices))
        .add(Access::May(manage), routes!(set_price))
}

/// Lists the categories, those of services first, each kind in its order.
#[utoipa::path(get, path = "/api/catalogue/category", tag = "catalogue",
    responses((status = 200, body = Page<Category>)))]
async fn categories(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Category>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::categories(&mut tx).await?)))
}

/// Adds a category behind the others of its kind.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `catalogue.category`,
/// `catalogue.category_taken`.
#[utoipa::path(post, path = "/api/catalogue/category", tag = "catalogue", request_body = CategoryWish,
    responses((status = 201, body = Category)))]
async fn add_category(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<CategoryWish>,
) -> Answer<Created<Category>> {
    Ok(Created(app.write(&actor, AddCategory(wish)).await?))
}

/// Gives a category another name and place.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `catalogue.category`, `catalogue.position`,
/// `catalogue.category_unknown`, `catalogue.category_taken`.
#[utoipa::path(put, path = "/api/catalogue/category/{category}", tag = "catalogue", request_body = CategoryChange,
    params(("category" = CategoryId, Path)), responses((status = 200, body = Category)))]
async fn change_category(
    State(app): State<App>,
    actor: Actor,
    Path(category): Path<CategoryId>,
    Json(wish): Json<CategoryChange>,
) -> Answer<Json<Category>> {
    Ok(Json(app.write(&actor, ChangeCategory { category, wish }).await?))
}

/// Deletes a category under which nothing stands.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `catalogue.category_unknown`,
/// `catalogue.category_used`.
#[utoipa::path(delete, path = "/api/catalogue/category/{category}", tag = "catalogue",
    params(("category" = CategoryId, Path)), responses((status = 204)))]
async fn delete_category(
    State(app): State<App>,
    actor: Actor,
    Path(category): Path<CategoryId>,
) -> Answer<NoContent> {
    app.write(&actor, DeleteCategory(category)).await?;
    Ok(NoContent)
}

/// What of a list is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Only what is in use, or only what is out of it.
    active: Option<bool>,
    /// A piece of the name, its pinyin or initials, a code, a barcode or a category.
    #[serde(default)]
    q: String,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists the services by category and name.
#[utoipa::path(get, path = "/api/catalogue/service", tag = "catalogue", params(ListQuery),
    responses((status = 200, body = Page<Service>)))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(ListQuery { active, q, after, limit }): Query<ListQuery>,
) -> Answer<Json<Page<Service>>> {
    let mut tx = app.db.read(&actor).await?;
    let wanted = ServicesWanted { active, search: Search::of(&q), after: after.map(Cursor), limit };
    Ok(Json(services(&mut tx, wanted).await?))
}

/// Puts a service on the price list.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `catalogue.code`, `catalogue.name`,
/// `catalogue.category`, `catalogue.price`, `catalogue.blocks`, `catalogue.taxes`,
/// `catalogue.variants`, `catalogue.name_taken`, `catalogue.code_taken`,
/// `catalogue.variant_unknown`, `catalogue.not_an_add_on`.
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
/// `catalogue.category`, `catalogue.price`, `catalogue.blocks`, `catalogue.taxes`,
/// `catalogue.variants`, `catalogue.unknown`, `catalogue.name_taken`, `catalogue.code_taken`,
/// `catalogue.variant_unknown`, `catalogue.not_an_add_on`.
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

/// Lists the products by category and name.
#[utoipa::path(get, path = "/api/catalogue/product", tag = "catalogue", params(ListQuery),
    responses((status = 200, body = Page<Product>)))]
async fn products(
    State(app): State<App>,
    actor: Actor,
    Query(ListQuery { active, q, after, limit }): Query<ListQuery>,
) -> Answer<Json<Page<Product>>> {
    let mut tx = app.db.read(&actor).await?;
    let (search, after) = (Search::of(&q), after.map(Cursor));
    let wanted = ProductsWanted { active, stocked: None, search, after, limit };
    Ok(Json(queries::products(&mut tx, wanted).await?))
}

/// Puts a product on the list.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `catalogue.code`, `catalogue.barcode`,
/// `catalogue.name`, `catalogue.category`, `catalogue.price`, `catalogue.cost`, `catalogue.unit`,
/// `catalogue.taxes`, `catalogue.name_taken`, `catalogue.code_taken`, `catalogue.barcode_taken`.
#[utoipa::path(post, path = "/api/catalogue/product", tag = "catalogue", request_body = ProductWish,
    responses((status = 201, body = Product)))]
async fn add_product(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<ProductWish>,
) -> Answer<Created<Product>> {
    Ok(Created(app.write(&actor, AddProduct(wish)).await?))
}

/// Changes a product.
///
/// Refuses: `access.forbidden`, `access.other_branch`, `catalogue.code`, `catalogue.barcode`,
/// `catalogue.name`, `catalogue.category`, `catalogue.price`, `catalogue.cost`, `catalogue.unit`,
/// `catalogue.taxes`, `catalogue.product_unknown`, `catalogue.name_taken`, `catalogue.code_taken`,
/// `catalogue.barcode_taken`.
#[utoipa::path(put, path = "/api/catalogue/product/{product}", tag = "catalogue", request_body = ProductWish,
    params(("product" = ProductId, Path)), responses((status = 200, body = Product)))]
async fn change_product(
    State(app): State<App>,
    actor: Actor,
    Path(product): Path<ProductId>,
    Json(wish): Json<ProductWish>,
) -> Answer<Json<Product>> {
    Ok(Json(app.write(&actor, ChangeProduct { product, wish }).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    /// Services or products.
    kind: Kind,
    /// Which kind of file; CSV when left out.
    #[serde(default)]
    #[param(value_type = String)]
    format: Format,
}

/// Hands out the services or the products as a file that can be taken in again.
#[utoipa::path(get, path = "/api/catalogue/export", tag = "catalogue", params(ExportQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn take_out(
    State(app): State<App>,
    actor: Actor,
    Query(ExportQuery { kind, format }): Query<ExportQuery>,
) -> Answer<Download> {
    let mut tx = app.db.read(&actor).await?;
    let decimals = branch::organisation(&mut tx).await?.currency.decimals();
    let (name, rows) = match kind {
        Kind::Service => ("services", export::service_rows(&mut tx, decimals).await?),
        Kind::Product => ("products", export::product_rows(&mut tx, decimals).await?),
    };
    drop(tx);
    Ok(app.sheet(name, format, rows).await?)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct PricesQuery {
    /// Whose prices.
    branch: BranchId,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists what a branch charges for everything in use: services, variants and products, by name.
///
/// Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/catalogue/price", tag = "catalogue", params(PricesQuery),
    responses((status = 200, body = Page<BranchPrice>)))]
async fn prices(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<PricesQuery>,
) -> Answer<Json<Page<BranchPrice>>> {
    let at = actor.at(Permission::CatalogueRead, query.branch)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(queries::branch_prices(&mut tx, at, query.after.map(Cursor), query.limit).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct PriceQuery {
    /// Whose price.
    branch: BranchId,
}

/// Says what a branch charges for something, or that it follows the list.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `catalogue.price`, `catalogue.unknown`,
/// `catalogue.variant_unknown`, `catalogue.product_unknown`.
#[utoipa::path(put, path = "/api/catalogue/price", tag = "catalogue", params(PriceQuery), request_body = PriceWish,
    responses((status = 200, body = BranchPrice)))]
async fn set_price(
    State(app): State<App>,
    actor: Actor,
    Query(PriceQuery { branch }): Query<PriceQuery>,
    Json(wish): Json<PriceWish>,
) -> Answer<Json<BranchPrice>> {
    Ok(Json(app.write(&actor, SetPrice { branch, wish }).await?))
}
