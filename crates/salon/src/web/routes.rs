//! A capability's list of routes. Who may use a route is an argument of the list, so leaving it
//! out does not compile.

use super::{Answer, App, Refused};
use crate::access::{Actor, Permission, Via};
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use kernel::{Problem, problem::Kind};
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone: only for signing in and setting up.
    Public,
    /// Anybody signed in, and every program with a key.
    SignedIn,
    /// Anybody signed in, for their own account. A program has none.
    Account,
    /// Who has this permission in at least one branch; the command checks in which.
    May(Permission),
}

/// One route, as the tests go through them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: String,
    /// Who may use it.
    pub access: Access,
}

/// A list of routes with its OpenAPI description.
#[derive(Default)]
pub struct Routes {
    router: OpenApiRouter<App>,
    list: Vec<Route>,
}

impl Routes {
    /// An empty list.
    pub fn new() -> Routes {
        Routes::default()
    }

    /// Adds what `routes!(handler)` made of a handler.
    pub fn add(mut self, access: Access, made: UtoipaMethodRouter<App>) -> Routes {
        let (schemas, mut paths, router) = made;
        for (path, item) in &mut paths.paths {
            for (method, operation) in operations(item) {
                describe(operation, access);
                self.list.push(Route { method, path: path.clone(), access });
            }
        }
        let router = router.layer(from_fn(move |request: Request, next: Next| check(access, request, next)));
        self.router = self.router.routes((schemas, paths, router));
        self
    }

    /// Adds a handler that takes a body larger than others, of at most so many bytes.
    pub fn add_large(self, access: Access, bytes: usize, made: UtoipaMethodRouter<App>) -> Routes {
        let (schemas, paths, router) = made;
        self.add(access, (schemas, paths, router.layer(DefaultBodyLimit::max(bytes))))
    }

    /// Adds another list.
    pub fn merge(mut self, other: Routes) -> Routes {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// The routes, for tests.
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    pub(super) fn into_router(self) -> OpenApiRouter<App> {
        self.router
    }
}

async fn check(access: Access, request: Request, next: Next) -> Answer<Response> {
    let actor = request.extensions().get::<Actor>();
    match access {
        Access::Public => {}
        Access::SignedIn => drop(actor.ok_or_else(signed_out)?),
        Access::Account => person(actor.ok_or_else(signed_out)?)?,
        Access::May(permission) => actor.ok_or_else(signed_out)?.may(permission)?,
    }
    Ok(next.run(request).await)
}

fn person(actor: &Actor) -> Result<(), Problem> {
    if actor.via == Via::Key {
        let detail = "A key stands for no person. This needs somebody who is signed in.";
        return Err(Problem::new(Kind::Forbidden, "access.forbidden", detail));
    }
    Ok(())
}

fn signed_out() -> Problem {
    Problem::new(Kind::Unauthenticated, "identity.signed_out", "Sign in first.")
}

impl<S: Sync> FromRequestParts<S> for Actor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Actor, Refused> {
        Ok(parts.extensions.get::<Actor>().cloned().ok_or_else(signed_out)?)
    }
}

pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("DELETE", &mut item.delete),
        ("PATCH", &mut item.patch),
    ];
    all.into_iter().filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
}

/// Writes into the OpenAPI document who may use the route and how it refuses.
fn describe(operation: &mut Operation, access: Access) {
    // Handlers are named within their capability; the document is one for all of them.
    if let (Some(name), Some(tags)) = (&operation.operation_id, &operation.tags) {
        operation.operation_id = Some(format!("{}_{name}", tags.join("_")));
    }
    let way = |name: &str| SecurityRequirement::new(name, Vec::<String>::new());
    operation.security = match access {
        Access::Public => None,
        Access::Account => Some(vec![way("session")]),
        Access::SignedIn | Access::May(_) => Some(vec![way("session"), way("key")]),
    };
    if let Access::May(permission) = access {
        let extension = ExtensionsBuilder::new().add("x-permission", permission.code()).build();
        operation.extensions = Some(extension);
    }
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let refused = ResponseBuilder::new()
        .description("Refused. Nothing was changed; `code` says why.")
        .content("application/problem+json", problem)
        .build();
    operation.responses.responses.insert("default".to_owned(), refused.into());
}
