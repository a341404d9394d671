//! `/api/customer`.

mod list;
mod merge;
mod tag;

use super::commands::{
    AddMember, AddWalkIn, ChangeProfile, Erase, KeepPhoto, RecordConsent, Register, RemovePhoto, show,
};
use super::model::{
    ConsentWish, Customer, CustomerHits, CustomerWish, EraseWish, MemberWish, Photo, Refusal, RegisterWish,
    WalkInWish,
};
use super::search::{Search, search};
use super::{export, queries, rules};
use crate::access::{Actor, Permission};
use crate::branch;
use crate::store::{AttemptLimit, Numbered};
use crate::web::{Access, Answer, App, Created, Json, NoContent, Path, Query, Raw, Routes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use kernel::{BranchId, CustomerId, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The largest picture, in bytes.
const PHOTO: usize = 2 * 1024 * 1024;
/// Four digits can be gone through one after the other: a person does not need more searches.
const TAILS: AttemptLimit = AttemptLimit { tries: 120, seconds: 60 };

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(merge::routes())
        .merge(tag::routes())
        .add(Access::May(Permission::CustomerRead), routes!(find))
        .add(Access::May(Permission::CustomerWrite), routes!(add_walk_in))
        .add(Access::May(Permission::CustomerWrite), routes!(add_member))
        .add(Access::May(Permission::CustomerRead), routes!(get))
        .add(Access::May(Permission::CustomerWrite), routes!(change))
        .add(Access::May(Permission::CustomerWrite), routes!(register))
        .add(Access::May(Permission::CustomerWrite), routes!(record_consent))
        .add_large(Access::May(Permission::CustomerWrite), PHOTO, routes!(keep_photo))
        .add(Access::May(Permission::CustomerRead), routes!(photo))
        .add(Access::May(Permission::CustomerWrite), routes!(remove_photo))
        .add(Access::May(Permission::CustomerExport), routes!(own_data))
        .add(Access::May(Permission::CustomerErase), routes!(erase))
}

/// What is searched for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct SearchQuery {
    /// The last four digits of a phone, a whole phone, a piece of a name, its pinyin or initials, a
    /// walk-in's, member's or card's number, or what a scanner reads.
    #[serde(default)]
    q: String,
}

/// Finds customers by anything they are known by.
///
/// Personal data is masked. Refuses: `customer.too_many_searches`.
#[utoipa::path(get, path = "/api/customer/search", tag = "customer", params(SearchQuery),
    responses((status = 200, body = CustomerHits)))]
async fn find(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<SearchQuery>,
) -> Answer<Json<CustomerHits>> {
    let wanted = Search::of(&query.q.chars().take(100).collect::<String>());
    if wanted.tail.is_some() {
        let who = actor.user.map(|user| user.to_string()).unwrap_or_default();
        let key = format!("customer tail by {who}");
        app.db.attempt(actor.organisation, &key, TAILS, "customer.too_many_searches").await?;
    }
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(CustomerHits { items: search(&mut tx, &wanted).await? }))
}

/// Gives somebody who walks in a number, by which they can be billed at once.
///
/// Refuses: `access.other_branch`, `branch.unknown`.
#[utoipa::path(post, path = "/api/customer/walk-in", tag = "customer", request_body = WalkInWish,
    responses((status = 201, body = Customer)))]
async fn add_walk_in(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<WalkInWish>,
) -> Answer<Created<Customer>> {
    let (branch, number) = number(&app, &actor, wish.branch, Numbered::WalkIn).await?;
    let number = rules::walk_in_number(branch, number);
    Ok(Created(app.write(&actor, AddWalkIn { branch: wish.branch, number }).await?))
}

/// Registers somebody who was not there before.
///
/// Refuses: `access.other_branch`, `branch.unknown`, the profile's fields, `customer.phone_taken`.
#[utoipa::path(post, path = "/api/customer", tag = "customer", request_body = MemberWish,
    responses((status = 201, body = Customer)))]
async fn add_member(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<MemberWish>,
) -> Answer<Created<Customer>> {
    let (branch, number) = number(&app, &actor, wish.branch, Numbered::Member).await?;
    let number = rules::member_number(branch, number);
    Ok(Created(app.write(&actor, AddMember { wish, number }).await?))
}

/// Shows a customer, masked for who may not see personal data; for one who was merged into another, that
/// other one.
///
/// Refuses: `customer.unknown`.
#[utoipa::path(get, path = "/api/customer/{customer}", tag = "customer", params(("customer" = CustomerId, Path)),
    responses((status = 200, body = Customer)))]
async fn get(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
) -> Answer<Json<Customer>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(show(&mut tx, customer).await?))
}

/// Changes what is known of a customer.
///
/// A masked part that is sent back as it was shown stays as it is. Refuses: `customer.unknown`,
/// `customer.erased`, the profile's fields, `customer.phone_taken`, `customer.changed_meanwhile`.
#[utoipa::path(put, path = "/api/customer/{customer}", tag = "customer", request_body = CustomerWish,
    params(("customer" = CustomerId, Path)), responses((status = 200, body = Customer)))]
async fn change(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
    Json(wish): Json<CustomerWish>,
) -> Answer<Json<Customer>> {
    Ok(Json(app.write(&actor, ChangeProfile { customer, wish }).await?))
}

/// Makes a member of a walk-in; their history stays with them.
///
/// Refuses: `access.other_branch`, `branch.unknown`, `customer.unknown`, `customer.erased`,
/// `customer.already_member`, the profile's fields, `customer.phone_taken`, `customer.changed_meanwhile`.
#[utoipa::path(post, path = "/api/customer/{customer}/register", tag = "customer", request_body = RegisterWish,
    params(("customer" = CustomerId, Path)), responses((status = 200, body = Customer)))]
async fn register(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
    Json(wish): Json<RegisterWish>,
) -> Answer<Json<Customer>> {
    let (branch, number) = number(&app, &actor, wish.branch, Numbered::Member).await?;
    let number = rules::member_number(branch, number);
    Ok(Json(app.write(&actor, Register { customer, wish, number }).await?))
}

/// Records what a customer agreed to or took back.
///
/// Refuses: `customer.consent_invalid`, `customer.unknown`, `customer.erased`.
#[utoipa::path(post, path = "/api/customer/{customer}/consent", tag = "customer", request_body = ConsentWish,
    params(("customer" = CustomerId, Path)), responses((status = 200, body = Customer)))]
async fn record_consent(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
    Json(wish): Json<ConsentWish>,
) -> Answer<Json<Customer>> {
    Ok(Json(app.write(&actor, RecordConsent { customer, wish }).await?))
}

/// Keeps a picture of a customer, in place of an earlier one.
///
/// Refuses: `customer.photo_invalid`, `customer.unknown`, `customer.erased`.
#[utoipa::path(put, path = "/api/customer/{customer}/photo", tag = "customer",
    request_body(content = Vec<u8>, content_type = "image/jpeg"),
    params(("customer" = CustomerId, Path)), responses((status = 204)))]
async fn keep_photo(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
    headers: HeaderMap,
    Raw(content): Raw,
) -> Answer<NoContent> {
    let claimed = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = rules::picture_type(&content).filter(|found| claimed == Some(found));
    let media_type = media_type.ok_or(Refusal::Photo)?.to_owned();
    let photo = Photo { media_type, content: content.to_vec() };
    app.write(&actor, KeepPhoto { customer, photo }).await?;
    Ok(NoContent)
}

/// Shows the picture of a customer.
///
/// Refuses: `customer.unknown`, `customer.no_photo`.
#[utoipa::path(get, path = "/api/customer/{customer}/photo", tag = "customer",
    params(("customer" = CustomerId, Path)), responses((status = 200, body = Vec<u8>, content_type = "image/jpeg")))]
async fn photo(State(app): State<App>, actor: Actor, Path(customer): Path<CustomerId>) -> Answer<Response> {
    let mut tx = app.db.read(&actor).await?;
    let stored = queries::find(&mut tx, customer).await?;
    let photo = queries::photo(&mut tx, stored.id).await?;
    Ok(([(header::CONTENT_TYPE, photo.media_type)], photo.content).into_response())
}

/// Destroys the picture of a customer.
///
/// Refuses: `customer.unknown`.
#[utoipa::path(delete, path = "/api/customer/{customer}/photo", tag = "customer",
    params(("customer" = CustomerId, Path)), responses((status = 204)))]
async fn remove_photo(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
) -> Answer<NoContent> {
    app.write(&actor, RemovePhoto(customer)).await?;
    Ok(NoContent)
}

/// Hands a customer their own data as a file (PIPL 45).
///
/// Refuses: `customer.unknown`.
#[utoipa::path(get, path = "/api/customer/{customer}/export", tag = "customer",
    params(("customer" = CustomerId, Path)), responses((status = 200, body = export::OwnData)))]
async fn own_data(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
) -> Answer<Response> {
    let mut tx = app.db.read(&actor).await?;
    let data = export::own_data(&mut tx, customer).await?;
    let name = format!("attachment; filename=\"customer-{customer}.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(data)).into_response())
}

/// Destroys what is personal of a customer; the books stay.
///
/// Refuses: `customer.reason_needed`, `customer.unknown`, `customer.erased`.
#[utoipa::path(post, path = "/api/customer/{customer}/erase", tag = "customer", request_body = EraseWish,
    params(("customer" = CustomerId, Path)), responses((status = 204)))]
async fn erase(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
    Json(wish): Json<EraseWish>,
) -> Answer<NoContent> {
    app.write(&actor, Erase { customer, reason: wish.reason }).await?;
    Ok(NoContent)
}

/// The number of a branch in which the actor may write customers, and one reserved there.
async fn number(app: &App, actor: &Actor, branch: BranchId, kind: Numbered) -> Result<(i64, i64), Problem> {
    actor.at(Permission::CustomerWrite, branch)?;
    let mut tx = app.db.read(actor).await?;
    let found = branch::find(&mut tx, branch).await?;
    drop(tx);
    Ok((found.number, app.db.number(actor, branch, kind).await?))
}
