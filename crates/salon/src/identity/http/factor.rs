//! The second factor.

use crate::access::{Actor, Permission};
use crate::branch;
use crate::identity::commands::{BeginTotp, ConfirmTotp, RemoveTotp, ResetTotp};
use crate::identity::model::{Begun, CodeWish, Confirmed, PasswordProof, Refusal, RemovalWish};
use crate::identity::queries;
use crate::identity::sign_in::{prove_password, with_code};
use crate::identity::totp::{self, Code};
use crate::web::{Access, Answer, App, Json, NoContent, Path, Routes};
use axum::extract::State;
use kernel::UserId;
use utoipa_axum::routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .add(Access::Account, routes!(begin_totp))
        .add(Access::Account, routes!(confirm_totp))
        .add(Access::Account, routes!(remove_totp))
        .add(Access::May(Permission::IdentityManage), routes!(reset_totp))
}

/// Begins with a second factor of one's own. It is in force once a code was confirmed.
///
/// Refuses: `identity.too_many_attempts`, `identity.password_wrong`, `identity.totp_on`.
#[utoipa::path(post, path = "/api/identity/totp", tag = "identity", request_body = PasswordProof,
    responses((status = 200, body = Begun)))]
async fn begin_totp(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<PasswordProof>,
) -> Answer<Json<Begun>> {
    let user = prove_password(&app, &actor, wish.password).await?;
    let secret = totp::new_secret()?;
    app.write(&actor, BeginTotp { user, secret: secret.clone() }).await?;
    let mut tx = app.db.read(&actor).await?;
    let issuer = branch::organisation(&mut tx).await?.name;
    let account = queries::account(&mut tx, user).await?.sign_in;
    Ok(Json(totp::shown(&secret, &issuer, &account)?))
}

/// Puts one's second factor in force, and shows the recovery codes, now and never again.
///
/// Refuses: `identity.too_many_attempts`, `identity.totp_off`, `identity.totp_on`, `identity.code_wrong`.
#[utoipa::path(post, path = "/api/identity/totp/confirm", tag = "identity", request_body = CodeWish,
    responses((status = 200, body = Confirmed)))]
async fn confirm_totp(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<CodeWish>,
) -> Answer<Json<Confirmed>> {
    let user = actor.user.ok_or(Refusal::UserUnknown)?;
    let recovery_codes = totp::recovery_codes()?;
    let confirm = ConfirmTotp { user, code: Code::of(&wish.code), recovery_codes: recovery_codes.clone() };
    with_code(&app, &actor, user, confirm).await?;
    Ok(Json(Confirmed { recovery_codes }))
}

/// Takes one's own second factor away.
///
/// Refuses: `identity.too_many_attempts`, `identity.password_wrong`, `identity.totp_off`,
/// `identity.code_wrong`.
#[utoipa::path(post, path = "/api/identity/totp/remove", tag = "identity", request_body = RemovalWish,
    responses((status = 204)))]
async fn remove_totp(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<RemovalWish>,
) -> Answer<NoContent> {
    let user = prove_password(&app, &actor, wish.password).await?;
    with_code(&app, &actor, user, RemoveTotp { user, code: Code::of(&wish.code) }).await?;
    Ok(NoContent)
}

/// Takes the second factor of somebody away who has lost it.
///
/// Refuses: `access.forbidden`, `identity.user_unknown`.
#[utoipa::path(post, path = "/api/identity/user/{user}/totp/reset", tag = "identity",
    params(("user" = UserId, Path)), responses((status = 204)))]
async fn reset_totp(State(app): State<App>, actor: Actor, Path(user): Path<UserId>) -> Answer<NoContent> {
    app.write(&actor, ResetTotp(user)).await?;
    Ok(NoContent)
}
