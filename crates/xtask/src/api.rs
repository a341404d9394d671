//! The types of the HTTP interface, for the web apps.

use crate::command::{cargo, succeed};
use crate::{node, root};
use std::path::{Path, PathBuf};

/// Writes the types from the server's OpenAPI document.
pub fn write() -> Result<(), String> {
    node::check()?;
    node::install(&root())?;
    generate(&written())
}

/// Refuses types that are not those of the server as it is.
pub fn check() -> Result<(), String> {
    let fresh = root().join("target/api/schema.d.ts");
    generate(&fresh)?;
    if read(&fresh)? == read(&written())? {
        return Ok(());
    }
    Err("web/api-client/schema.d.ts is not what the server says; run `cargo xtask api`.".to_owned())
}

fn written() -> PathBuf {
    root().join("web/api-client/schema.d.ts")
}

fn generate(to: &Path) -> Result<(), String> {
    let document = root().join("target/api/openapi.json");
    save_document(&document)?;
    let mut tool = node::npm();
    tool.args(["exec", "--no", "--", "openapi-typescript"]).arg(&document).arg("--output").arg(to);
    succeed(tool.current_dir(root()))
}

fn save_document(to: &Path) -> Result<(), String> {
    let folder = to.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let file = std::fs::File::create(to).map_err(|error| format!("{}: {error}", to.display()))?;
    succeed(cargo(&["run", "--quiet", "--package", "tress", "--locked", "--", "openapi"]).stdout(file))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
