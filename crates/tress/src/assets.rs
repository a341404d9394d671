//! The files of the web apps, carried inside the binary. Debug builds read the folder instead.

use rust_embed::{EmbeddedFile, RustEmbed};
use salon::web::{Asset, Assets};
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "../../web/desk/dist"]
#[prefix = "desk/"]
#[allow_missing = true]
struct Desk;

/// What stands where the desk app would be, in a binary that was built without it.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Tress</title>\
    <h1>The web app was not built</h1>\
    <p>This server was built with TRESS_SKIP_WEB and carries no pages. The interface under \
    <a href=\"/api/reference\">/api</a> works. Build again without it to get the pages.</p></html>\n";

/// Finds the files of the web apps.
pub fn assets() -> Assets {
    Arc::new(find)
}

fn find(path: &str) -> Option<Asset> {
    match Desk::get(path) {
        Some(file) => Some(asset(file)),
        None if path == "desk/index.html" => Some(Asset {
            bytes: NOT_BUILT.as_bytes().into(),
            media_type: "text/html; charset=utf-8".to_owned(),
        }),
        None => None,
    }
}

fn asset(file: EmbeddedFile) -> Asset {
    let mut media_type = file.metadata.mimetype().to_owned();
    if media_type.starts_with("text/") {
        media_type.push_str("; charset=utf-8");
    }
    Asset { bytes: file.data, media_type }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_a_start_page() {
        let page = find("desk/index.html").unwrap();
        assert_eq!(page.media_type, "text/html; charset=utf-8");
    }

    #[test]
    fn nothing_outside_the_app_is_found() {
        assert!(find("desk/../vite.config.ts").is_none());
        assert!(find("desk//etc/passwd").is_none());
        assert!(find("index.html").is_none());
    }
}
