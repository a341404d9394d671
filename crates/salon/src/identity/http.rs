//! `/api/identity`, and the layer that recognises who is signed in.

use super::commands::{
    AddRole, AddUser, ChangePassword, ChangeRole, ChangeUser, EndSession, EndSessions, RemoveRole,
    SeeSession, SetPin,
};
use super::model::{
    Me, MyBranch, MyOrganisation, MyUser, NewUser, Operator, OperatorSwitch, PasswordWish, PinWish, Role,
    RoleWish, SignIn, User, UserWish,
};
use super::sign_in::{self, SignedIn, prove_password, switch_operator};
use super::{queries, rules, secret};
use crate::access::{Actor, Permission, Via};
use crate::branch;
use crate::web::{
    Access, Answer, App, Client, Created, Json, NoContent, Path, Query, Refused, RequestId, Routes,
};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{BranchId, Id, OrganisationId, Page, Problem, RoleId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;
use uuid::Uuid;

const COOKIE: &str = "tress_session";
/// A device that was not used for so long signs in again.
const IDLE_SECONDS: i64 = 30 * 24 * 3600;
/// How often a session in use is written down as seen.
const SEEN_SECONDS: i64 = 3600;

/// The routes of this capability.
pub fn routes() -> Routes {
    let manage = Access::May(Permission::IdentityManage);
    Routes::new()
        .add(Access::Public, routes!(sign_in))
        .add(Access::SignedIn, routes!(sign_out))
        .add(Access::SignedIn, routes!(sign_out_everywhere))
        .add(Access::SignedIn, routes!(get_me))
        .add(Access::SignedIn, routes!(operators))
        .add(Access::SignedIn, routes!(switch))
        .add(Access::SignedIn, routes!(set_pin))
        .add(Access::SignedIn, routes!(set_password))
        .add(manage, routes!(list_users))
        .add(manage, routes!(add_user))
        .add(manage, routes!(change_user))
        .add(manage, routes!(list_roles))
        .add(manage, routes!(add_role))
        .add(manage, routes!(change_role))
        .add(manage, routes!(remove_role))
        .add(manage, routes!(permissions))
}

/// Recognises the session's cookie and puts the [`Actor`] where the routes look for it. A cookie
/// that means nothing is no cookie: the route itself says what it needs.
pub async fn authenticate(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    match recognise(&app, request.headers()).await {
        Ok(Some(actor)) => {
            let request_id = id.map(|id| id.0).unwrap_or_default();
            request.extensions_mut().insert(Actor { request: request_id, ..actor });
        }
        Ok(None) => {}
        Err(problem) => return Refused(problem).into_response(),
    }
    next.run(request).await
}

async fn recognise(app: &App, headers: &HeaderMap) -> Result<Option<Actor>, Problem> {
    let Some((organisation, secret)) = cookie(headers) else { return Ok(None) };
    let mut tx = app.db.read(&Actor::system(organisation, Via::Web)).await?;
    let Some(session) = queries::session(&mut tx, secret::digest(&secret)).await? else { return Ok(None) };
    let idle = (app.db.now().millis() - session.seen_at.millis()) / 1000;
    if idle > IDLE_SECONDS {
        return Ok(None);
    }
    // Both must still be active: a shared till does not outlive the account it was signed in with.
    let owner = queries::account(&mut tx, session.user).await?;
    let operator = queries::actor_of(&mut tx, session.operator).await?;
    drop(tx);
    let Some(operator) = operator.filter(|_| owner.active) else { return Ok(None) };
    let actor = Actor { session: Some(session.id), ..operator };
    if idle > SEEN_SECONDS {
        app.write(&actor, SeeSession(session.id)).await?;
    }
    Ok(Some(actor))
}

fn cookie(headers: &HeaderMap) -> Option<(OrganisationId, Vec<u8>)> {
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pair = |text: &str| text.trim().strip_prefix(COOKIE)?.strip_prefix('=').map(str::to_owned);
    let value = texts.flat_map(|text| text.split(';')).find_map(pair)?;
    let bytes = secret::from_text(&value)?;
    let (organisation, secret) = bytes.split_at_checked(16)?;
    let organisation = OrganisationId::from_uuid(Uuid::from_slice(organisation).ok()?);
    (secret.len() == 32).then(|| (organisation, secret.to_vec()))
}

fn set_cookie(value: &str, secure: bool, seconds: i64) -> Result<HeaderValue, Problem> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).map_err(Problem::bug)
}

/// Answers with who is signed in and the session's cookie.
pub async fn signed_in_answer(app: &App, client: Client, signed_in: SignedIn) -> Answer<Response> {
    let actor = {
        let mut tx = app.db.read(&Actor::system(signed_in.organisation, Via::Web)).await?;
        queries::actor_of(&mut tx, signed_in.user).await?
    };
    let actor = actor.ok_or_else(|| Problem::bug("an account vanished while signing in"))?;
    let actor = Actor { session: Some(signed_in.session), ..actor };
    let cookie = set_cookie(&signed_in.cookie, client.secure, IDLE_SECONDS)?;
    Ok(([(header::SET_COOKIE, cookie)], Json(me(app, &actor).await?)).into_response())
}

/// Who is signed in, and what they may do.
pub async fn me(app: &App, actor: &Actor) -> Result<Me, Problem> {
    let mut tx = app.db.read(actor).await?;
    let organisation = branch::organisation(&mut tx).await?;
    let operator = actor.user.ok_or_else(|| Problem::bug("an actor without an account"))?;
    let session_user = match actor.session {
        Some(session) => queries::session_user(&mut tx, session).await?,
        None => None,
    };
    let user = queries::account(&mut tx, session_user.unwrap_or(operator)).await?;
    let branches = branch::all(&mut tx).await?.into_iter().filter(|branch| branch.active);
    let mine = branches.map(|branch| MyBranch {
        permissions: actor.permissions_at(branch.id),
        id: branch.id,
        name: branch.name,
    });
    let branches: Vec<MyBranch> = mine.filter(|branch| !branch.permissions.is_empty()).collect();
    Ok(Me {
        user: MyUser { id: user.id, name: user.name, sign_in: user.sign_in, has_pin: user.pin.is_some() },
        operator: Operator { id: operator, name: actor.name.clone() },
        organisation: MyOrganisation {
            id: organisation.id,
            name: organisation.name,
            currency: organisation.currency,
            time_zone: organisation.time_zone,
        },
        permissions: actor.grants.iter().flat_map(|grant| grant.permissions.iter().copied()).collect(),
        branches,
    })
}

/// Signs in with a name and a password.
///
/// Refuses: `identity.too_many_attempts`, `identity.sign_in_wrong`.
#[utoipa::path(post, path = "/api/identity/sign-in", tag = "identity", request_body = SignIn,
    responses((status = 200, body = Me)))]
async fn sign_in(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    Json(wish): Json<SignIn>,
) -> Answer<Response> {
    let signed_in = sign_in::sign_in(&app, client, device(&headers), wish).await?;
    signed_in_answer(&app, client, signed_in).await
}

/// What a list of devices shows: the browser's own words, cut to a line.
pub(super) fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    agent.chars().take(200).collect()
}

/// Signs this device out.
#[utoipa::path(post, path = "/api/identity/sign-out", tag = "identity", responses((status = 204)))]
async fn sign_out(State(app): State<App>, client: Client, actor: Actor) -> Answer<Response> {
    if let Some(session) = actor.session {
        app.write(&actor, EndSession(session)).await?;
    }
    Ok(([(header::SET_COOKIE, set_cookie("", client.secure, 0)?)], NoContent).into_response())
}

/// Signs whoever acts out on every device.
#[utoipa::path(post, path = "/api/identity/sign-out-everywhere", tag = "identity", responses((status = 204)))]
async fn sign_out_everywhere(State(app): State<App>, client: Client, actor: Actor) -> Answer<Response> {
    if let Some(user) = actor.user {
        app.write(&actor, EndSessions(user)).await?;
    }
    Ok(([(header::SET_COOKIE, set_cookie("", client.secure, 0)?)], NoContent).into_response())
}

/// Who is signed in, who acts, and what they may do.
#[utoipa::path(get, path = "/api/identity/me", tag = "identity", responses((status = 200, body = Me)))]
async fn get_me(State(app): State<App>, actor: Actor) -> Answer<Json<Me>> {
    Ok(Json(me(&app, &actor).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct OperatorQuery {
    /// The branch the till stands in.
    branch: BranchId,
}

/// People with a PIN who may act in a branch, by name.
#[utoipa::path(get, path = "/api/identity/operators", tag = "identity", params(OperatorQuery),
    responses((status = 200, body = Page<Operator>)))]
async fn operators(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<OperatorQuery>,
) -> Answer<Json<Page<Operator>>> {
    let mut tx = app.db.read(&actor).await?;
    let mut here = Vec::new();
    for operator in queries::operators(&mut tx).await? {
        let may = queries::actor_of(&mut tx, operator.id).await?;
        if may.is_some_and(|actor| !actor.permissions_at(query.branch).is_empty()) {
            here.push(operator);
        }
    }
    Ok(Json(Page::whole(here)))
}

/// Hands this till to somebody, by PIN.
///
/// Refuses: `identity.too_many_attempts`, `identity.pin_wrong`.
#[utoipa::path(post, path = "/api/identity/operator", tag = "identity", request_body = OperatorSwitch,
    responses((status = 200, body = Me)))]
async fn switch(State(app): State<App>, actor: Actor, Json(wish): Json<OperatorSwitch>) -> Answer<Json<Me>> {
    let user = wish.user;
    switch_operator(&app, &actor, wish).await?;
    let operator = queries::actor_of(&mut app.db.read(&actor).await?, user).await?;
    let operator = operator.ok_or_else(|| Problem::bug("an operator vanished"))?;
    Ok(Json(me(&app, &Actor { session: actor.session, ..operator }).await?))
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
    let NewUser { name, sign_in, password, grants } = new;
    let password = app.slowly(move || secret::hash(&password)).await??;
    Ok(Created(app.write(&actor, AddUser { sign_in, name, password, grants }).await?))
}

/// Changes an account.
///
/// Refuses: `identity.password_weak`, `access.forbidden`, `identity.name`, `identity.role_unknown`,
/// `identity.grant_branches`, `identity.user_unknown`, `identity.last_owner`.
#[utoipa::path(put, path = "/api/identity/user/{user}", tag = "identity", request_body = UserWish,
    params(("user" = UserId, Path)), responses((status = 200, body = User)))]
async fn change_user(
    State(app): State<App>,
    actor: Actor,
    Path(user): Path<UserId>,
    Json(wish): Json<UserWish>,
) -> Answer<Json<User>> {
    let UserWish { name, active, grants, password } = wish;
    let password = match password {
        Some(password) => {
            rules::check_password(&password)?;
            Some(app.slowly(move || secret::hash(&password)).await??)
        }
        None => None,
    };
    Ok(Json(app.write(&actor, ChangeUser { user, name, active, grants, password }).await?))
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
