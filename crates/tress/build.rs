//! Builds the web app that is served from inside the binary.
//!
//! With `TRESS_SKIP_WEB=1` nothing is built: an app built earlier is taken as it is, and without one
//! the server shows a page that says so.

#[path = "../xtask/src/node.rs"]
mod node;

use std::path::Path;
use std::process::Command;

/// What the built app depends on. A path that does not exist, or that the build itself writes to,
/// would make every later build begin here again.
const SOURCES: [&str; 9] = [
    "package.json",
    "package-lock.json",
    "web/api-client",
    "web/desk/index.html",
    "web/desk/package.json",
    "web/desk/public",
    "web/desk/src",
    "web/desk/tsconfig.json",
    "web/desk/vite.config.ts",
];

fn main() {
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&here).join("../..");
    println!("cargo::rerun-if-env-changed=TRESS_SKIP_WEB");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", root.join(source).display());
    }
    if std::env::var("TRESS_SKIP_WEB").is_ok_and(|value| !value.is_empty() && value != "0") {
        return;
    }
    if let Err(problem) = build(&root) {
        println!("cargo::error=The web app cannot be built. {problem}");
        println!("cargo::error=To build the server without it, set TRESS_SKIP_WEB=1.");
    }
}

fn build(root: &Path) -> Result<(), String> {
    node::check()?;
    node::install(root)?;
    succeed(node::npm().args(["run", "build"]).current_dir(root))
}

fn succeed(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("npm run build failed; what it printed stands above.".to_owned()),
        Err(error) => Err(format!("npm run build did not start: {error}.")),
    }
}
