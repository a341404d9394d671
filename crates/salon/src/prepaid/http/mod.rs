//! `/api/prepaid`.

mod closing;
mod contract;
mod owed;
mod policy;

use crate::web::Routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .merge(closing::routes())
        .merge(contract::routes())
        .merge(owed::routes())
        .merge(policy::routes())
}
