//! People who speak HTTP with the server under test.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};
use tower::ServiceExt;

/// Somebody with a browser: signed in, or a stranger.
#[derive(Clone)]
pub struct Person {
    router: Router,
    cookie: Option<String>,
}

impl Person {
    pub fn new(router: Router, cookie: Option<String>) -> Person {
        Person { router, cookie }
    }

    /// The same person at another server.
    pub fn at(&self, router: Router) -> Person {
        Person { router, cookie: self.cookie.clone() }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some(body), None).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PUT, path, Some(body), None).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None, None).await
    }

    /// Posts a command that moves value under a key of its own.
    pub async fn post_once(&self, path: &str, body: Value) -> Reply {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let key = format!("test-{}", NEXT.fetch_add(1, Ordering::SeqCst));
        self.post_with_key(path, body, &key).await
    }

    /// Posts a command that moves value under a given key.
    pub async fn post_with_key(&self, path: &str, body: Value, key: &str) -> Reply {
        self.send(Method::POST, path, Some(body), Some(key)).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>, key: Option<&str>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let bytes = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send_raw(request, bytes).await
    }

    /// Sends a request that no well-behaved client would.
    pub async fn send_raw(&self, mut request: axum::http::request::Builder, body: Body) -> Reply {
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("tress_session={cookie}"));
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Reply { status, headers, bytes }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    /// The body as JSON; null when there is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The body of an answer that must be good.
    #[track_caller]
    pub fn ok(self) -> Value {
        let body = self.json();
        assert!(
            (200..300).contains(&self.status),
            "{} {}",
            self.status,
            String::from_utf8_lossy(&self.bytes)
        );
        body
    }

    /// The body of a refusal that must have this code.
    #[track_caller]
    pub fn refused(self, code: &str) -> Value {
        let body = self.json();
        assert_eq!(body["code"], code, "{} {}", self.status, String::from_utf8_lossy(&self.bytes));
        assert!(self.status >= 400, "a refusal has the status {}", self.status);
        body
    }
}

/// The id in a document.
#[track_caller]
pub fn id(document: &Value) -> String {
    document["id"].as_str().unwrap_or_else(|| panic!("no id in {document}")).to_owned()
}

/// An id that nothing has.
pub fn unknown_id() -> String {
    "01890a5d-ac96-774b-bcce-b302099a8057".to_owned()
}
