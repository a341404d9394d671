//! What reaches whoever is signed in, and what people want to be told.

use crate::access::{Actor, Permission};
use crate::notice::commands::{ChooseForCustomer, ChooseOwn, ReadInbox, choices_of_customer, own_choices};
use crate::notice::model::{Choice, ChoicesWish, Inbox, InboxItem};
use crate::notice::queries;
use crate::web::{Access, Answer, App, Json, Path, Query, Routes};
use axum::extract::State;
use kernel::{Cursor, CustomerId, Id, Limit, Page, Problem, RowId, UserId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> Routes {
    Routes::new()
        .add(Access::Account, routes!(inbox))
        .add(Access::Account, routes!(unread))
        .add(Access::Account, routes!(read))
        .add(Access::Account, routes!(choices))
        .add(Access::Account, routes!(choose))
        .add(Access::May(Permission::CustomerRead), routes!(customer_choices))
        .add(Access::May(Permission::CustomerWrite), routes!(choose_for_customer))
}

/// Whoever acts: an account, since programs have no inbox.
fn whoever(actor: &Actor) -> Result<UserId, Problem> {
    actor.user.ok_or_else(|| Problem::bug("an account's route without an account"))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct InboxQuery {
    /// Where the page begins.
    after: Option<String>,
    /// How many messages, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// The messages to whoever asks, newest first.
#[utoipa::path(get, path = "/api/notice/inbox", tag = "notice", params(InboxQuery),
    responses((status = 200, body = Page<InboxItem>)))]
async fn inbox(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<InboxQuery>,
) -> Answer<Json<Page<InboxItem>>> {
    let user = whoever(&actor)?;
    let mut tx = app.db.read(&actor).await?;
    let before = before(query.after.as_deref());
    let found = queries::inbox(&mut tx, user, before, query.limit.one_more()).await?;
    Ok(Json(Page::cut(found, query.limit, |item| Cursor(item.id.to_string()))))
}

/// The message before which a page begins; a cursor that cannot be read begins at the beginning.
pub(super) fn before(after: Option<&str>) -> RowId {
    after.and_then(|after| after.parse().ok()).unwrap_or_else(|| RowId::from_uuid(Uuid::max()))
}

/// How many messages whoever asks has not read.
#[utoipa::path(get, path = "/api/notice/inbox/unread", tag = "notice", responses((status = 200, body = Inbox)))]
async fn unread(State(app): State<App>, actor: Actor) -> Answer<Json<Inbox>> {
    let user = whoever(&actor)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Inbox { unread: queries::unread(&mut tx, user).await? }))
}

/// Up to which message somebody has read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeReadWish)]
struct ReadWish {
    /// The newest that was read; those before it count as read, too.
    up_to: RowId,
}

/// Remembers that whoever asks has read their messages, up to one.
#[utoipa::path(post, path = "/api/notice/inbox/read", tag = "notice", request_body = ReadWish,
    responses((status = 200, body = Inbox)))]
async fn read(State(app): State<App>, actor: Actor, Json(wish): Json<ReadWish>) -> Answer<Json<Inbox>> {
    let user = whoever(&actor)?;
    app.write(&actor, ReadInbox { user, up_to: wish.up_to }).await?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Inbox { unread: queries::unread(&mut tx, user).await? }))
}

/// What whoever asks is told of.
#[utoipa::path(get, path = "/api/notice/choice", tag = "notice", responses((status = 200, body = Page<Choice>)))]
async fn choices(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Choice>>> {
    let user = whoever(&actor)?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(own_choices(&mut tx, user).await?)))
}

/// Says what whoever asks wants to be told.
///
/// Refuses: `notice.choices_too_many`.
#[utoipa::path(put, path = "/api/notice/choice", tag = "notice", request_body = ChoicesWish,
    responses((status = 200, body = Page<Choice>)))]
async fn choose(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<ChoicesWish>,
) -> Answer<Json<Page<Choice>>> {
    let user = whoever(&actor)?;
    app.write(&actor, ChooseOwn { user, choices: wish.choices }).await?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(own_choices(&mut tx, user).await?)))
}

/// What a customer is told of.
///
/// Refuses: `customer.unknown`.
#[utoipa::path(get, path = "/api/notice/customer/{customer}/choice", tag = "notice",
    params(("customer" = CustomerId, Path)), responses((status = 200, body = Page<Choice>)))]
async fn customer_choices(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
) -> Answer<Json<Page<Choice>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(choices_of_customer(&mut tx, customer).await?)))
}

/// Says what a customer wants to be told.
///
/// Refuses: `notice.choices_too_many`, `customer.unknown`.
#[utoipa::path(put, path = "/api/notice/customer/{customer}/choice", tag = "notice", request_body = ChoicesWish,
    params(("customer" = CustomerId, Path)), responses((status = 200, body = Page<Choice>)))]
async fn choose_for_customer(
    State(app): State<App>,
    actor: Actor,
    Path(customer): Path<CustomerId>,
    Json(wish): Json<ChoicesWish>,
) -> Answer<Json<Page<Choice>>> {
    app.write(&actor, ChooseForCustomer { customer, choices: wish.choices }).await?;
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(choices_of_customer(&mut tx, customer).await?)))
}
