//! The capabilities put together behind one address.

use crate::web::{App, Routes, serve_with};
use crate::{
    audit, backup, bill, books, branch, card, catalogue, customer, dormant, identity, import, loyalty,
    notice, prepaid, report, setup, staff, stock, till,
};
use axum::{Extension, Router};
use std::sync::Arc;

/// Every route of the product, in the order of the capabilities.
pub fn routes() -> Routes {
    Routes::new()
        .merge(branch::routes())
        .merge(identity::routes())
        .merge(audit::routes())
        .merge(setup::routes())
        .merge(staff::routes())
        .merge(customer::routes())
        .merge(notice::routes())
        .merge(catalogue::routes())
        .merge(stock::routes())
        .merge(card::routes())
        .merge(prepaid::routes())
        .merge(loyalty::routes())
        .merge(bill::routes())
        .merge(dormant::routes())
        .merge(import::routes())
        .merge(report::routes())
        .merge(till::routes())
        .merge(books::routes())
        .merge(backup::routes())
}

/// The whole server.
pub fn router(app: App) -> Router {
    router_with(app, None)
}

/// The whole server, which can back itself up where there is a plan.
pub fn router_with(app: App, backups: Option<Arc<backup::Plan>>) -> Router {
    serve_with(app, routes(), identity::authenticate).layer(Extension(backups))
}

/// The OpenAPI 3.1 document, as JSON.
pub fn openapi() -> String {
    crate::web::document(routes()).to_pretty_json().unwrap_or_default()
}
