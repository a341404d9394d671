//! The security log.

use crate::access::{Actor, Permission};
use crate::identity::model::{Refusal, SecurityEvent};
use crate::identity::queries;
use crate::web::{Access, Answer, App, Json, Query, Routes};
use axum::extract::State;
use kernel::{Cursor, Id, Limit, Page, RowId, UserId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::new().add(Access::Account, routes!(list_events))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct EventQuery {
    /// Whose; everybody's when left out, or one's own for who does not manage accounts.
    user: Option<UserId>,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many events, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists what happened at the doors, newest first: everything for who manages accounts, one's own for
/// everybody.
///
/// Refuses: `access.forbidden`.
#[utoipa::path(get, path = "/api/identity/event", tag = "identity", params(EventQuery),
    responses((status = 200, body = Page<SecurityEvent>)))]
async fn list_events(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<EventQuery>,
) -> Answer<Json<Page<SecurityEvent>>> {
    let own = actor.user.ok_or(Refusal::UserUnknown)?;
    if query.user.is_some_and(|user| user != own) {
        actor.may(Permission::IdentityManage)?;
    }
    let whose = query.user.or((!actor.can(Permission::IdentityManage)).then_some(own));
    // A cursor that cannot be read begins at the beginning; ids sort by the time they were made.
    let after = query.after.and_then(|after| after.parse().ok());
    let after = after.unwrap_or_else(|| RowId::from_uuid(Uuid::max()));
    let mut tx = app.db.read(&actor).await?;
    let rows = match whose {
        Some(user) => queries::events_of(&mut tx, user, after, query.limit).await?,
        None => queries::events(&mut tx, after, query.limit).await?,
    };
    let page = Page::cut(rows, query.limit, |(id, _)| Cursor(id.to_string()));
    Ok(Json(page.map(|(_, event)| event)))
}
