//! The OpenAPI 3.1 document and the page that shows it, without anything from elsewhere.

use super::Routes;
use super::routes::operations;
use kernel::Field;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{OpenApi, ToSchema};

/// A refusal (RFC 9457): `code` is stable, `detail` is a sentence, `params` holds its figures.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemBody<'a> {
    /// Always `about:blank`: the code says more than a page could.
    pub r#type: &'static str,
    /// The HTTP status in words.
    pub title: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong and what to do about it.
    pub detail: &'a str,
    /// Stable, `capability.what_is_wrong`; translate by it.
    pub code: &'a str,
    /// Figures that a translated sentence needs.
    #[schema(value_type = Object)]
    pub params: &'a BTreeMap<&'static str, serde_json::Value>,
    /// The fields at fault, when a form was filled in.
    pub fields: &'a [Field],
    /// Finds the request in the log.
    pub request_id: &'a str,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tress",
        description = "The public interface of Tress. The staff app uses this and nothing else.\n\n\
            Amounts are integers in the currency's minor unit, rates are millionths, instants RFC 3339 in UTC, \
            days `YYYY-MM-DD`. Lists come in pages: send `after` with the `next` of the page before. Commands \
            that move value want an `Idempotency-Key`; the same key gives the same answer. Unknown fields are \
            refused. Programs send `Authorization: Bearer tress_…` with a key of the organisation. What a \
            colleague releases carries `Release: <user id> <PIN>`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(ProblemBody, kernel::Limit))
)]
struct Base;

/// The whole document.
pub fn document(routes: Routes) -> utoipa::openapi::OpenApi {
    let (_, paths) = utoipa_axum::router::OpenApiRouter::with_openapi(Base::openapi())
        .merge(routes.into_router())
        .split_for_parts();
    finished(paths)
}

/// Adds what belongs to the document as a whole.
pub(super) fn finished(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("tress_session")));
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("session", cookie);
    let key = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    components.add_security_scheme("key", key);
    for (path, item) in &mut document.paths.paths {
        for (_, operation) in operations(item) {
            place_parameters(path, operation);
        }
    }
    document
}

/// A parameter that is not in the address itself is asked for behind the question mark, whatever
/// the derived description of its struct says.
fn place_parameters(path: &str, operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let in_path = path.contains(&format!("{{{}}}", parameter.name));
        if !in_path && matches!(parameter.parameter_in, ParameterIn::Path) {
            parameter.parameter_in = ParameterIn::Query;
        }
    }
}

pub(super) fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}
