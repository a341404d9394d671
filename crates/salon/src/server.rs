//! The capabilities put together behind one address.

use crate::web::{App, Routes, serve_with};
use crate::{bill, branch, card, catalogue, customer, identity, import, loyalty, report, setup, staff};
use axum::Router;

/// Every route of the product, in the order of the capabilities.
pub fn routes() -> Routes {
    Routes::new()
        .merge(branch::routes())
        .merge(identity::routes())
        .merge(setup::routes())
        .merge(staff::routes())
        .merge(customer::routes())
        .merge(catalogue::routes())
        .merge(card::routes())
        .merge(loyalty::routes())
        .merge(bill::routes())
        .merge(import::routes())
        .merge(report::routes())
}

/// The whole server.
pub fn router(app: App) -> Router {
    serve_with(app, routes(), identity::authenticate)
}

/// The OpenAPI 3.1 document, as JSON.
pub fn openapi() -> String {
    crate::web::document(routes()).to_pretty_json().unwrap_or_default()
}
