//! The layer before every route, which recognises who asks: a session's cookie, a program's key, and
//! whoever releases the request by PIN.

use super::commands::{SeeKey, SeeSession};
use super::http::{COOKIE, IDLE_SECONDS};
use super::model::{EventKind, Refusal};
use super::sign_in::{PER_ADDRESS, TOO_MANY, refuse, release};
use super::{queries, rules, secret};
use crate::access::{Actor, Origin, Via};
use crate::branch;
use crate::store::Tx;
use crate::web::{App, Client, Refused, RequestId};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Instant, OrganisationId, Problem};
use zeroize::Zeroizing;

/// How often a session or a key in use is written down as seen.
const SEEN_SECONDS: i64 = 3600;
/// What a key begins with, so that people and scanners of leaked secrets know it.
pub(super) const KEY: &str = "tress_";
const RELEASE: HeaderName = HeaderName::from_static("release");

/// Puts the [`Actor`] where the routes look for it. A cookie that means nothing is no cookie: the route
/// itself says what it needs. A key that means nothing is refused, so that a program learns of it.
pub async fn authenticate(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // Taken out at once: what is not there cannot be logged further in.
    let (key, pin) = (taken(&mut parts.headers, header::AUTHORIZATION), taken(&mut parts.headers, RELEASE));
    let (key, pin) = (key.as_ref().map(|key| key.as_str()), pin.as_ref().map(|pin| pin.as_str()));
    match recognise(&app, &parts, key, pin).await {
        Ok(Some(actor)) => drop(parts.extensions.insert(actor)),
        Ok(None) => {}
        Err(problem) => return Refused(problem).into_response(),
    }
    next.run(Request::from_parts(parts, body)).await
}

fn taken(headers: &mut HeaderMap, name: HeaderName) -> Option<Zeroizing<String>> {
    let value = headers.remove(name)?;
    value.to_str().ok().map(|text| Zeroizing::new(text.to_owned()))
}

async fn recognise(
    app: &App,
    request: &Parts,
    key: Option<&str>,
    pin: Option<&str>,
) -> Result<Option<Actor>, Problem> {
    let origin = origin(request);
    let program = key.and_then(|text| text.strip_prefix("Bearer ")).and_then(|text| text.strip_prefix(KEY));
    let actor = match program {
        Some(pass) => Some(program_with(app, pass, origin).await?),
        None => person_with(app, &request.headers, origin).await?,
    };
    let Some(actor) = actor else { return Ok(None) };
    let id = request.extensions.get::<RequestId>().cloned();
    let actor = Actor { request: id.map(|id| id.0).unwrap_or_default(), ..actor };
    match pin {
        // Whoever only looks is lent nothing, and a program has nobody beside it.
        Some(given) if !request.method.is_safe() && actor.via == Via::Web => {
            release(app, actor, given, what(request)).await.map(Some)
        }
        _ => Ok(Some(actor)),
    }
}

fn origin(request: &Parts) -> Origin {
    let client = request.extensions.get::<Client>();
    client.map(|client| client.origin(&request.headers)).unwrap_or_default()
}

/// Which request it is, without anything that stands in its address.
fn what(request: &Parts) -> String {
    let path = request.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    format!("{} {path}", request.method)
}

/// Who acts on the device that keeps this cookie.
async fn person_with(app: &App, headers: &HeaderMap, origin: Origin) -> Result<Option<Actor>, Problem> {
    let Some((organisation, secret)) = cookie(headers) else { return Ok(None) };
    let mut tx = app.db.read(&Actor::system(organisation, Via::Web)).await?;
    let Some(session) = queries::session(&mut tx, secret::digest(&secret)).await? else { return Ok(None) };
    let idle = seconds_since(app, session.seen_at);
    if idle > IDLE_SECONDS {
        return Ok(None);
    }
    // Both must still be active: a shared till does not outlive the account it was signed in with.
    let owner = queries::account(&mut tx, session.user).await?;
    let operator = queries::actor_of(&mut tx, session.operator).await?;
    drop(tx);
    let Some(operator) = operator.filter(|_| owner.active) else { return Ok(None) };
    let actor = Actor { session: Some(session.id), origin, ..operator };
    if idle > SEEN_SECONDS {
        app.write(&actor, SeeSession(session.id)).await?;
    }
    Ok(Some(actor))
}

fn cookie(headers: &HeaderMap) -> Option<(OrganisationId, Vec<u8>)> {
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pair = |text: &str| text.trim().strip_prefix(COOKIE)?.strip_prefix('=').map(str::to_owned);
    secret::read_pass(&texts.flat_map(|text| text.split(';')).find_map(pair)?)
}

/// The program that has this key. Refuses, in this order: too many attempts, key wrong.
///
/// Only what fails is counted: a secret of 32 random bytes is not guessed, and the limit spares the
/// database those who try.
async fn program_with(app: &App, pass: &str, origin: Origin) -> Result<Actor, Problem> {
    let (organisation, secret) = secret::read_pass(pass).ok_or(Refusal::KeyWrong)?;
    let stranger = Actor { origin, ..Actor::system(organisation, Via::Key) };
    let mut tx = app.db.read(&stranger).await?;
    if let Some((actor, last_used_at)) = keyed(&mut tx, &secret, &stranger).await? {
        drop(tx);
        if last_used_at.is_none_or(|at| seconds_since(app, at) > SEEN_SECONDS) {
            app.write(&actor, SeeKey(actor.key.ok_or_else(|| Problem::bug("a key without an id"))?)).await?;
        }
        return Ok(actor);
    }
    // What nobody has set up is not counted either: anybody could make rows for it.
    branch::organisation(&mut tx).await.map_err(|_| Refusal::KeyWrong)?;
    drop(tx);
    let address = format!("key from {}", stranger.origin.address);
    app.db.attempt(organisation, &address, PER_ADDRESS, TOO_MANY).await?;
    refuse(app, &stranger, EventKind::KeyRefused, None, Refusal::KeyWrong.into()).await
}

/// The actor that a key makes, and when the key was last used; nothing for one that is unknown, revoked or
/// expired, or whose maker is gone.
async fn keyed(
    tx: &mut Tx<'_>,
    secret: &[u8],
    stranger: &Actor,
) -> Result<Option<(Actor, Option<Instant>)>, Problem> {
    let Some(key) = queries::key_by_secret(tx, secret::digest(secret)).await? else { return Ok(None) };
    let today = tx.now().day(&branch::organisation(tx).await?.time_zone);
    let over = key.revoked_at.is_some() || key.expires_on.is_some_and(|last| last < today);
    let Some(maker) = queries::actor_of(tx, key.created_by.id).await?.filter(|_| !over) else {
        return Ok(None);
    };
    let grants = rules::allowed_by_key(&maker.grants, &key.permissions, key.branches.as_ref());
    let actor = Actor { key: Some(key.id), name: key.name, grants, ..stranger.clone() };
    Ok(Some((actor, key.last_used_at)))
}

fn seconds_since(app: &App, at: Instant) -> i64 {
    (app.db.now().millis() - at.millis()) / 1000
}
