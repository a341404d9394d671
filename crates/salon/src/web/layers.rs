//! What stands around every handler: the request's id and log line, limits, headers, problems.

use super::openapi::{ProblemBody, base, finished};
use super::refused::status;
use super::{Answer, App, Client, Routes, live};
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use kernel::{Instant, Problem, problem::Kind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant as Stopwatch};
use tokio::sync::Semaphore;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// The largest body where a route says nothing else.
const BODY_MAX: usize = 256 * 1024;
/// How long a request may take.
const TIME_MAX: Duration = Duration::from_secs(60);

const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

/// The request's id: in the log, in the audit rows, in every problem.
#[derive(Clone)]
pub struct RequestId(pub String);

/// Puts the server together: the capabilities' routes, `authenticate` before them, and the layers.
pub fn serve_with<A, F>(app: App, routes: Routes, authenticate: A) -> Router
where
    A: Fn(State<App>, Request, Next) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    let described = utoipa_axum::router::OpenApiRouter::with_openapi(base()).merge(routes.into_router());
    let (api, document) = described.split_for_parts();
    let document = finished(document).to_json().unwrap_or_default();
    let limited = api
        .layer(from_fn(time_limit))
        .layer(from_fn_with_state(Arc::new(Semaphore::new(app.config.requests_max)), crowd_limit))
        .layer(DefaultBodyLimit::max(BODY_MAX));
    let router = Router::new()
        .merge(limited)
        .route("/api/live", get(live::live))
        .route_layer(from_fn_with_state(app.clone(), authenticate))
        .route("/api/openapi.json", get(move || async move { json_text(document) }))
        .route("/api/reference", get(|| async { Html(include_str!("reference.html")) }))
        .route("/api/reference.js", get(|| async { script(include_str!("reference.js")) }))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics_text))
        .fallback(file)
        .method_not_allowed_fallback(wrong_method);
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(same_origin))
        .layer(from_fn_with_state(app.clone(), around))
        // Packing harder would cost more than most answers themselves.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .with_state(app)
}

/// The outermost layer of ours: names the request, times it, writes problems and headers.
async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Stopwatch::now();
    let id = request_id();
    let (mut parts, body) = request.into_parts();
    let client =
        Client::of(Client::peer(&parts), app.config.tls, &parts.headers, &app.config.trusted_proxies);
    parts.extensions.insert(client);
    parts.extensions.insert(RequestId(id.clone()));
    let method = parts.method.clone();
    let is_api = parts.uri.path().starts_with("/api/");
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = written(&problem, &id, response.headers().clone());
    }
    // A handler's template is logged, never the address itself: a query may hold a name or a phone.
    let route =
        response.extensions().get::<MatchedRoute>().map_or("other", |route| route.0.as_str()).to_owned();
    let status = response.status().as_u16();
    let seconds = started.elapsed();
    tracing::info!(request = %id, %method, route, status, micros = seconds.as_micros() as u64, "served");
    metrics::histogram!("tress_http_seconds", "route" => route, "status" => status.to_string())
        .record(seconds);
    add_headers(response.headers_mut(), &id, is_api, client.secure);
    response
}

#[derive(Clone)]
struct MatchedRoute(String);

fn request_id() -> String {
    let mut random = [0_u8; 12];
    // An id that repeats makes a log line harder to find, nothing worse.
    let _ = getrandom::fill(&mut random);
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn written(problem: &Problem, id: &str, headers: HeaderMap) -> Response {
    let status = status(problem.kind);
    match (&problem.cause, problem.kind) {
        (Some(cause), Kind::Bug) => tracing::error!(request = id, code = problem.code, cause, "fault"),
        (cause, _) => tracing::info!(request = id, code = problem.code, ?cause, "refused"),
    }
    let body = ProblemBody {
        r#type: "about:blank",
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        detail: &problem.detail,
        code: problem.code,
        params: &problem.params,
        fields: &problem.fields,
        request_id: id,
    };
    let text = serde_json::to_string(&body).unwrap_or_default();
    let mut response = (status, text).into_response();
    for (name, value) in &headers {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
            response.headers_mut().append(name, value.clone());
        }
    }
    let media_type = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    if let Some(seconds) = problem.params.get("seconds").and_then(serde_json::Value::as_i64) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn add_headers(headers: &mut HeaderMap, id: &str, is_api: bool, secure: bool) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if secure {
        let value = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert("x-request-id", value);
    }
}

/// Another site's page may not change anything in a signed-in browser's name: beside the cookie's
/// own SameSite rule, a request that says it comes from elsewhere is refused.
async fn same_origin(request: Request, next: Next) -> Answer<Response> {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if safe || from_here(request.headers()) {
        return Ok(next.run(request).await);
    }
    let detail = "This request comes from another site's page.";
    Err(Problem::new(Kind::Forbidden, "request.other_origin", detail).into())
}

fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if matches!(text("sec-fetch-site"), Some("cross-site" | "same-site")) {
        return false;
    }
    let Some(origin) = text("origin") else { return true };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && (host == text("host") || host == text("x-forwarded-host"))
}

async fn time_limit(matched: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let too_slow = || {
        let detail = "This took too long. Look whether it was done before you repeat it.";
        super::Refused(Problem::new(Kind::Busy, "request.too_slow", detail)).into_response()
    };
    let answer = tokio::time::timeout(TIME_MAX, next.run(request)).await;
    let mut response = answer.unwrap_or_else(|_| too_slow());
    if let Some(matched) = matched {
        response.extensions_mut().insert(MatchedRoute(matched.as_str().to_owned()));
    }
    response
}

async fn crowd_limit(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Answer<Response> {
    let Ok(_place) = places.try_acquire() else {
        let detail = "Too many requests run at once. Try again in a moment.";
        return Err(Problem::new(Kind::Busy, "request.too_many", detail).into());
    };
    Ok(next.run(request).await)
}

fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
    super::Refused(Problem::bug(format!("a handler panicked: {text}"))).into_response()
}

async fn wrong_method() -> super::Refused {
    let detail = "This address does not take this method.";
    super::Refused(Problem::new(Kind::NotFound, "request.no_such_method", detail))
}

/// Whether the database answers; and, for whoever looks after the machine, when it was last backed up. A
/// backup that is missing must not take the tills away, so it changes nothing about the status.
async fn ready(State(app): State<App>) -> Answer<String> {
    app.db.told_since(app.db.now()).await?;
    let backup = match backed_up(&app) {
        Some(at) => at.to_string(),
        None => "none".to_owned(),
    };
    Ok(format!("ready\nlast good backup: {backup}\n"))
}

fn backed_up(app: &App) -> Option<Instant> {
    let at = app.backed_up.load(Ordering::Relaxed);
    (at > 0).then_some(Instant::from_millis(at))
}

/// Figures are for the machine's own collector, not for the world.
async fn metrics_text(State(app): State<App>, client: Client) -> Answer<String> {
    if client.address.is_loopback() {
        if let Some(at) = backed_up(&app) {
            let seconds = (app.db.now().millis() - at.millis()).max(0) / 1000;
            metrics::gauge!("tress_backup_age_seconds").set(u32::try_from(seconds).unwrap_or(u32::MAX));
        }
        return Ok((app.config.metrics)());
    }
    Err(Problem::not_found("request.no_such_address", "There is nothing at this address.").into())
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

fn script(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], text).into_response()
}

/// Files of the desk app. What has a hash in its name never changes and is kept for a year; every
/// other address of the app is its start page, which finds its own way.
async fn file(State(app): State<App>, request: Request) -> Answer<Response> {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        let detail = "There is nothing at this address.";
        return Err(Problem::not_found("request.no_such_address", detail).into());
    }
    if path == "/" {
        return Ok(Redirect::temporary("/desk/").into_response());
    }
    let name = path.trim_start_matches('/');
    let found = (app.config.assets)(name);
    let hashed = name.contains("/assets/");
    let asset = match found {
        Some(asset) => Some(asset),
        None if hashed => None,
        None => (app.config.assets)("desk/index.html"),
    };
    let Some(asset) = asset else {
        let detail = "There is nothing at this address.";
        return Err(Problem::not_found("request.no_such_address", detail).into());
    };
    let caching = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, caching.to_owned())];
    Ok((StatusCode::OK, headers, Body::from(asset.bytes.into_owned())).into_response())
}

impl<S: Sync> axum::extract::FromRequestParts<S> for RequestId {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _: &S,
    ) -> Result<RequestId, Self::Rejection> {
        let known = Extension::<RequestId>::from_request_parts(parts, &()).await;
        Ok(known.map_or_else(|_| RequestId(String::new()), |Extension(id)| id))
    }
}
