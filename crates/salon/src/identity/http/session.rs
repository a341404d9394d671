//! Signing in and out, who acts on a device, and who could release.

use crate::access::{Actor, Origin, Permission, Via};
use crate::branch;
use crate::identity::commands::{EndDevice, EndSession, EndSessions};
use crate::identity::model::{
    Device, Me, MyBranch, MyOrganisation, MyUser, Operator, OperatorSwitch, Refusal, SignIn,
};
use crate::identity::queries;
use crate::identity::sign_in::{self, SignedIn, switch_operator};
use crate::store::Tx;
use crate::web::{Access, Answer, App, Client, Json, NoContent, Path, Query, Routes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{BranchId, Page, Problem, SessionId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

pub const COOKIE: &str = "tress_session";
/// A device that was not used for so long signs in again.
pub const IDLE_SECONDS: i64 = 30 * 24 * 3600;

pub(super) fn routes() -> Routes {
    Routes::new()
        .add(Access::Public, routes!(sign_in))
        .add(Access::Account, routes!(sign_out))
        .add(Access::Account, routes!(sign_out_everywhere))
        .add(Access::Account, routes!(get_me))
        .add(Access::Account, routes!(operators))
        .add(Access::Account, routes!(releasers))
        .add(Access::Account, routes!(switch))
        .add(Access::Account, routes!(list_devices))
        .add(Access::Account, routes!(end_device))
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
    let totp = queries::factor(&mut tx, user.id).await?.is_some_and(|factor| factor.confirmed);
    let branches = branch::all(&mut tx).await?.into_iter().filter(|branch| branch.active);
    let mine = branches.map(|branch| MyBranch {
        permissions: actor.permissions_at(branch.id),
        id: branch.id,
        name: branch.name,
        time_zone: branch.time_zone,
        cut_off_minutes: branch.cut_off_minutes,
    });
    let branches: Vec<MyBranch> = mine.filter(|branch| !branch.permissions.is_empty()).collect();
    Ok(Me {
        user: MyUser {
            id: user.id,
            name: user.name,
            sign_in: user.sign_in,
            email: queries::emails(&mut tx).await?.remove(&user.id).unwrap_or_default(),
            has_pin: user.pin.is_some(),
            totp,
        },
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

/// Signs in with a name and a password, and a code where the account has a second factor.
///
/// Refuses: `identity.too_many_attempts`, `identity.sign_in_wrong`, `identity.code_needed`,
/// `identity.code_wrong`.
#[utoipa::path(post, path = "/api/identity/sign-in", tag = "identity", request_body = SignIn,
    responses((status = 200, body = Me)))]
async fn sign_in(
    State(app): State<App>,
    client: Client,
    origin: Origin,
    Json(wish): Json<SignIn>,
) -> Answer<Response> {
    let signed_in = sign_in::sign_in(&app, origin, wish).await?;
    signed_in_answer(&app, client, signed_in).await
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
    let here = |operator: &Actor| !operator.permissions_at(query.branch).is_empty();
    Ok(Json(Page::whole(with_pin(&mut tx, here).await?)))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ReleaserQuery {
    /// Where something is to be released.
    branch: BranchId,
    /// What is needed for it, as the refusal said.
    #[param(value_type = String)]
    permission: Permission,
}

/// People with a PIN who could release what needs a permission in a branch, by name.
///
/// A refused request is sent again with `Release: <user id> <PIN>`, and acts for this once with what
/// both may do.
#[utoipa::path(get, path = "/api/identity/releasers", tag = "identity", params(ReleaserQuery),
    responses((status = 200, body = Page<Operator>)))]
async fn releasers(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<ReleaserQuery>,
) -> Answer<Json<Page<Operator>>> {
    let mut tx = app.db.read(&actor).await?;
    let could = |other: &Actor| other.user != actor.user && other.at(query.permission, query.branch).is_ok();
    Ok(Json(Page::whole(with_pin(&mut tx, could).await?)))
}

/// People with a PIN of whom something holds, by name.
async fn with_pin(tx: &mut Tx<'_>, holds: impl Fn(&Actor) -> bool) -> Result<Vec<Operator>, Problem> {
    let mut found = Vec::new();
    for operator in queries::operators(tx).await? {
        if queries::actor_of(tx, operator.id).await?.is_some_and(|actor| holds(&actor)) {
            found.push(operator);
        }
    }
    Ok(found)
}

/// The devices on which whoever acts is signed in, the last used first.
#[utoipa::path(get, path = "/api/identity/device", tag = "identity", responses((status = 200, body = Page<Device>)))]
async fn list_devices(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Device>>> {
    let user = actor.user.ok_or(Refusal::UserUnknown)?;
    let since = app.db.now().plus_seconds(-IDLE_SECONDS);
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::devices(&mut tx, user, since, actor.session).await?)))
}

/// Signs one's own device out, from another.
///
/// Refuses: `identity.device_unknown`.
#[utoipa::path(delete, path = "/api/identity/device/{device}", tag = "identity",
    params(("device" = SessionId, Path)), responses((status = 204)))]
async fn end_device(
    State(app): State<App>,
    actor: Actor,
    Path(session): Path<SessionId>,
) -> Answer<NoContent> {
    let user = actor.user.ok_or(Refusal::UserUnknown)?;
    app.write(&actor, EndDevice { session, user }).await?;
    Ok(NoContent)
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
