//! Strict reading of what clients send, and the few shapes of what they get.

use super::{App, Refused};
use crate::store::{IdempotencyKey, key_needed};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, TryStreamExt};
use kernel::{Problem, problem::Kind};
use serde::{Serialize, de::DeserializeOwned};

/// A JSON body, read strictly; and a JSON answer.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Json<T>, Refused> {
        if !is_json(request.headers()) {
            let detail = "Send the body as application/json.";
            return Err(Problem::new(Kind::Malformed, "request.not_json", detail).into());
        }
        let body = Bytes::from_request(request, app).await.map_err(|_| too_large())?;
        if holds_nul(&body) {
            return Err(malformed("request.body", &"a text holds the character U+0000").into());
        }
        serde_json::from_slice(&body).map(Json).map_err(|error| malformed("request.body", &error).into())
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// A body that is a file: a picture, a sheet.
pub struct Raw(pub Bytes);

impl FromRequest<App> for Raw {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Raw, Refused> {
        Ok(Raw(Bytes::from_request(request, app).await.map_err(|_| too_large())?))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media_type
        .split(';')
        .next()
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// Whether a JSON text escapes the character U+0000, which PostgreSQL cannot store in a text. JSON
/// takes it in no other form.
fn holds_nul(json: &[u8]) -> bool {
    let mut backslashes = 0;
    for (place, byte) in json.iter().enumerate() {
        // An even number of backslashes before it means that this one begins an escape.
        if *byte == b'\\' && backslashes % 2 == 0 && json[place..].starts_with(b"\\u0000") {
            return true;
        }
        backslashes = if *byte == b'\\' { backslashes + 1 } else { 0 };
    }
    false
}

fn too_large() -> Problem {
    Problem::new(Kind::TooLarge, "request.too_large", "The body is larger than this address takes.")
}

/// serde's sentence says what is wrong and where; it repeats no more than a field's name or a
/// short value of the caller's own.
fn malformed(code: &'static str, error: &dyn std::fmt::Display) -> Problem {
    let sentence: String = error.to_string().chars().take(300).collect();
    Problem::new(Kind::Malformed, code, format!("The request cannot be read: {sentence}."))
}

/// The query of an address, read strictly.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query<T>, Refused> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(malformed("request.query", &"a text holds the character U+0000").into());
        }
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|query| Query(query.0))
            .map_err(|error| malformed("request.query", &error).into())
    }
}

/// The ids in an address.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>, Refused> {
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|path| Path(path.0)).map_err(|_| {
            Problem::not_found("request.no_such_address", "There is nothing at this address.").into()
        })
    }
}

/// The `Idempotency-Key` header, without which a command that moves value is not run.
pub struct Key(pub IdempotencyKey);

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Key, Refused> {
        let text = parts.headers.get("idempotency-key").and_then(|value| value.to_str().ok());
        Ok(text.and_then(IdempotencyKey::parse).map(Key).ok_or_else(key_needed)?)
    }
}

/// Something new: 201 with what was made.
pub struct Created<T>(pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, axum::Json(self.0)).into_response()
    }
}

/// A file to be kept: its name, its media type, its bytes.
pub struct Download {
    /// The name under which it is kept: letters, digits, hyphens and a dot.
    pub name: String,
    /// The media type.
    pub media_type: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let kept = format!("attachment; filename=\"{}\"", self.name);
        let headers = [(header::CONTENT_TYPE, self.media_type), (header::CONTENT_DISPOSITION, kept.as_str())];
        (headers, self.bytes).into_response()
    }
}

/// A file that is read piece by piece while it is sent. What goes wrong on the way breaks it off.
pub struct Streamed {
    name: String,
    media_type: &'static str,
    body: Body,
}

impl Streamed {
    /// A file under a name of letters, digits, hyphens and a dot.
    pub fn new(
        name: String,
        media_type: &'static str,
        pieces: impl Stream<Item = Result<String, Problem>> + Send + 'static,
    ) -> Streamed {
        let pieces = pieces.map_err(|problem| {
            tracing::error!(code = problem.code, cause = problem.cause, "a file broke off while it was sent");
            std::io::Error::other(problem.code)
        });
        Streamed { name, media_type, body: Body::from_stream(pieces) }
    }
}

impl IntoResponse for Streamed {
    fn into_response(self) -> Response {
        let kept = format!("attachment; filename=\"{}\"", self.name);
        let headers = [(header::CONTENT_TYPE, self.media_type), (header::CONTENT_DISPOSITION, kept.as_str())];
        (headers, self.body).into_response()
    }
}

/// Done, and there is nothing to say: 204.
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_nul_is_seen_and_an_escaped_backslash_before_it_is_not_taken_for_one() {
        assert!(holds_nul(br#"{"label":"a\u0000b"}"#.as_slice()));
        assert!(holds_nul(br#"["\\\u0000"]"#.as_slice()));
        assert!(!holds_nul(br#"["\\u0000", "\u0001", "u0000"]"#.as_slice()));
    }
}
