//! `/api/notice`.

mod inbox;
mod log;
mod setting;
mod template;

use crate::web::Routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .merge(inbox::routes())
        .merge(log::routes())
        .merge(template::routes())
        .merge(setting::routes())
}
