//! `/api/identity`.

mod event;
mod factor;
mod key;
mod session;

pub(super) use session::{COOKIE, IDLE_SECONDS};
pub use session::{me, signed_in_answer};

use super::commands::{
    AddRole, AddUser, ChangePassword, ChangeRole, ChangeUser, RemoveRole, SetEmail, SetPin,
};
use super::model::{EmailWish, NewUser, PasswordWish, PinWish, Refusal, Role, RoleWish, User, UserWish};
use super::sign_in::prove_password;
use super::{queries, rules, secret};
use crate::access::{Actor, Permission};
use crate::web::{Access, Answer, App, Created, Json, NoContent, Path, Routes};
use axum::extract::State;
use kernel::{Page, Problem, RoleId, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    let manage = Access::May(Permission::IdentityManage);
    Routes::new()
        .merge(session::routes())
        .merge(factor::routes())
        .merge(key::routes())
        .merge(event::routes())
        .add(Access::Account, routes!(set_pin))
        .add(Access::Account, routes!(set_password))
        .add(Access::Account, routes!(set_email))
        .add(manage, routes!(list_users))
        .add(manage, routes!(add_user))
        .add(manage, routes!(change_user))
        .add(manage, routes!(list_roles))
        .add(manage, routes!(add_role))
        .add(manage, routes!(change_role))
        .add(manage, routes!(remove_role))
        .add(manage, routes!(permissions))
}

/// Sets one's own PIN.
///
/// Refuses: `identity.pin_form`, `identity.too_many_attempts`, `identity.password_wrong`.
#[utoipa::path(put, path = "/api/identity/pin", tag = "identity", request_body = PinWish, responses((status = 204)))]
async fn set_pin(State(app): State<App>, actor: Actor, Json(wish): Json<PinWish>) -> Answer<NoContent> {
    rules::check_pin(&wish.pin)?;
    let user = prove_password(&app, &actor, wish.password).await?;
    let pin = app.slowly(move || secret::hash(&wish.pin)).await??;
    app.write(&actor, SetPin { user, pin }).await?;
    Ok(NoContent)
}

/// Changes one's own password. Every device, this one too, signs in again.
///
/// Refuses: `identity.password_weak`, `identity.too_many_attempts`, `identity.password_wrong`.
#[utoipa::path(put, path = "/api/identity/password", tag = "identity", request_body = PasswordWish,
    responses((status = 204)))]
async fn set_password(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<PasswordWish>,
) -> Answer<NoContent> {
    rules::check_password(&wish.new).map_err(|refusal| Problem::from(refusal).in_field("new"))?;
    let proved = prove_password(&app, &actor, wish.current).await;
    let user = proved.map_err(|problem| problem.in_field("current"))?;
    let password = app.slowly(move || secret::hash(&wish.new)).await??;
    app.write(&actor, ChangePassword { user, password }).await?;
    Ok(NoContent)
}

/// Says where mail reaches oneself.
///
/// Refuses: `identity.email_form`.
#[utoipa::path(put, path = "/api/identity/email", tag = "identity", request_body = EmailWish,
    responses((status = 204)))]
async fn set_email(State(app): State<App>, actor: Actor, Json(wish): Json<EmailWish>) -> Answer<NoContent> {
    let user = actor.user.ok_or(Refusal::UserUnknown)?;
    app.write(&actor, SetEmail { user, email: wish.email }).await?;
    Ok(NoContent)
}

/// Lists the accounts.
#[utoipa::path(get, path = "/api/identity/user", tag = "identity", responses((status = 200, body = Page<User>)))]
async fn list_users(State(app): State<App>, actor: Actor) -> Answer<Json<Page<User>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::users(&mut tx).await?)))
}

/// Adds an account.
///
/// Refuses: `identity.password_weak`, `access.forbidden`, `identity.sign_in_form`, `identity.name`,
/// `identity.role_unknown`, `identity.grant_branches`, `identity.sign_in_taken`.
#[utoipa::path(post, path = "/api/identity/user", tag = "identity", request_body = NewUser,
    responses((status = 201, body = User)))]
async fn add_user(State(app): State<App>, actor: Actor, Json(new): Json<NewUser>) -> Answer<Created<User>> {
    rules::check_password(&new.password)?;
    let NewUser { name, sign_in, password, email, grants } = new;
    let password = app.slowly(move || secret::hash(&password)).await??;
    Ok(Created(app.write(&actor, AddUser { sign_in, name, password, email, grants }).await?))
}

/// Changes an account.
///
/// Refuses: `identity.password_weak`, `access.forbidden`, `identity.name`, `identity.email_form`,
/// `identity.role_unknown`, `identity.grant_branches`, `identity.user_unknown`, `identity.last_owner`.
#[utoipa::path(put, path = "/api/identity/user/{user}", tag = "identity", request_body = UserWish,
    params(("user" = UserId, Path)), responses((status = 200, body = User)))]
async fn change_user(
    State(app): State<App>,
    actor: Actor,
    Path(user): Path<UserId>,
    Json(wish): Json<UserWish>,
) -> Answer<Json<User>> {
    let UserWish { name, active, grants, password, email } = wish;
    let password = match password {
        Some(password) => {
            rules::check_password(&password)?;
            Some(app.slowly(move || secret::hash(&password)).await??)
        }
        None => None,
    };
    Ok(Json(app.write(&actor, ChangeUser { user, name, active, grants, password, email }).await?))
}

/// Lists the roles.
#[utoipa::path(get, path = "/api/identity/role", tag = "identity", responses((status = 200, body = Page<Role>)))]
async fn list_roles(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Role>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::roles(&mut tx).await?)))
}

/// Adds a role.
///
/// Refuses: `access.forbidden`, `identity.name`, `identity.role_taken`.
#[utoipa::path(post, path = "/api/identity/role", tag = "identity", request_body = RoleWish,
    responses((status = 201, body = Role)))]
async fn add_role(State(app): State<App>, actor: Actor, Json(wish): Json<RoleWish>) -> Answer<Created<Role>> {
    Ok(Created(app.write(&actor, AddRole(wish)).await?))
}

/// Changes a role of the organisation's own.
///
/// Refuses: `access.forbidden`, `identity.name`, `identity.role_unknown`, `identity.role_ready`,
/// `identity.role_taken`, `identity.last_owner`.
#[utoipa::path(put, path = "/api/identity/role/{role}", tag = "identity", request_body = RoleWish,
    params(("role" = RoleId, Path)), responses((status = 200, body = Role)))]
async fn change_role(
    State(app): State<App>,
    actor: Actor,
    Path(role): Path<RoleId>,
    Json(wish): Json<RoleWish>,
) -> Answer<Json<Role>> {
    Ok(Json(app.write(&actor, ChangeRole { role, wish }).await?))
}

/// Removes a role of the organisation's own.
///
/// Refuses: `access.forbidden`, `identity.role_unknown`, `identity.role_ready`, `identity.role_used`.
#[utoipa::path(delete, path = "/api/identity/role/{role}", tag = "identity", params(("role" = RoleId, Path)),
    responses((status = 204)))]
async fn remove_role(State(app): State<App>, actor: Actor, Path(role): Path<RoleId>) -> Answer<NoContent> {
    app.write(&actor, RemoveRole(role)).await?;
    Ok(NoContent)
}

#[derive(Serialize, ToSchema)]
struct PermissionList {
    items: Vec<Permission>,
}

/// Everything that roles are made of.
#[utoipa::path(get, path = "/api/identity/permission", tag = "identity",
    responses((status = 200, body = PermissionList)))]
async fn permissions() -> Json<PermissionList> {
    Json(PermissionList { items: Permission::ALL.to_vec() })
}
