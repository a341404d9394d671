//! Stories in a real browser, against the real server.

use crate::command::{cargo, succeed};
use crate::machine::program;
use crate::node::{self, npm};
use crate::root;
use crate::steps::Steps;
use std::path::PathBuf;

/// Runs the stories; the web apps have to be built.
pub fn test(steps: &mut Steps, web_built: bool) {
    let folder = root().join("e2e");
    let installed = steps.run_after(web_built, "browser packages", || node::install(&folder));
    let ready = steps.run_after(installed, "server for the browser", || {
        succeed(&mut cargo(&["build", "--package", "tress", "--locked"]))
    });
    steps.run_after(ready, "browser stories", || {
        let chromium = chromium().ok_or("Chromium is not installed")?;
        succeed(npm().arg("test").current_dir(&folder).env("TRESS_CHROMIUM", chromium))
    });
}

/// The browser that the stories drive.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("TRESS_CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    let application = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    names.iter().find_map(|name| program(name)).or_else(|| application.is_file().then_some(application))
}
