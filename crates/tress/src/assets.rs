//! The files of the web apps.

use salon::web::Assets;
use std::sync::Arc;

/// None yet.
pub fn assets() -> Assets {
    Arc::new(|_| None)
}
