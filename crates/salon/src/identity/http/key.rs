//! Keys with which programs act.

use crate::access::{Actor, Permission};
use crate::identity::commands::{MakeKey, RevokeKey};
use crate::identity::door::KEY;
use crate::identity::model::{ApiKey, KeyWish, NewKey};
use crate::identity::{queries, secret};
use crate::web::{Access, Answer, App, Created, Json, NoContent, Path, Routes};
use axum::extract::State;
use kernel::{Page, RowId};
use utoipa_axum::routes;

/// How much of a key's end tells it apart.
const HINT: usize = 4;

pub(super) fn routes() -> Routes {
    let manage = Access::May(Permission::IdentityManage);
    Routes::new()
        .add(manage, routes!(list_keys))
        .add(manage, routes!(make_key))
        .add(manage, routes!(revoke_key))
}

/// Lists the keys with which programs act, the newest first, revoked ones too.
#[utoipa::path(get, path = "/api/identity/key", tag = "identity", responses((status = 200, body = Page<ApiKey>)))]
async fn list_keys(State(app): State<App>, actor: Actor) -> Answer<Json<Page<ApiKey>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::keys(&mut tx).await?)))
}

/// Makes a key, and shows its secret, now and never again.
///
/// Refuses: `access.forbidden`, `identity.name`, `identity.key_permissions`, `identity.grant_branches`,
/// `access.other_branch`, `identity.key_expiry`.
#[utoipa::path(post, path = "/api/identity/key", tag = "identity", request_body = KeyWish,
    responses((status = 201, body = NewKey)))]
async fn make_key(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<KeyWish>,
) -> Answer<Created<NewKey>> {
    let random = secret::random_secret()?;
    let text = format!("{KEY}{}", secret::pass(actor.organisation, &random));
    let hint = format!("{KEY}…{}", &text[text.len() - HINT..]);
    let key = app.write(&actor, MakeKey { wish, secret: secret::digest(&random), hint }).await?;
    Ok(Created(NewKey { key, secret: text }))
}

/// Revokes a key, at once and for good.
///
/// Refuses: `access.forbidden`, `identity.key_unknown`.
#[utoipa::path(delete, path = "/api/identity/key/{key}", tag = "identity", params(("key" = RowId, Path)),
    responses((status = 204)))]
async fn revoke_key(State(app): State<App>, actor: Actor, Path(key): Path<RowId>) -> Answer<NoContent> {
    app.write(&actor, RevokeKey(key)).await?;
    Ok(NoContent)
}
