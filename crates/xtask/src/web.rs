//! Checks, tests and the build of the web apps.

use crate::command::succeed;
use crate::node::{self, npm};
use crate::root;
use crate::steps::Steps;

/// The packages of the web apps; everything else of the web needs them.
pub fn install(steps: &mut Steps) -> bool {
    steps.run("web packages", || node::install(&root()))
}

/// Formats, lints, types, unit tests.
pub fn test(steps: &mut Steps, installed: bool) {
    steps.run_after(installed, "web format", || script("format:check"));
    steps.run_after(installed, "web lints", || script("lint"));
    steps.run_after(installed, "web types", || script("check"));
    steps.run_after(installed, "web unit tests", || script("test"));
}

/// Builds the web apps to where the server takes them from.
pub fn build(steps: &mut Steps, installed: bool) -> bool {
    steps.run_after(installed, "web build", || script("build"))
}

fn script(name: &str) -> Result<(), String> {
    succeed(npm().args(["run", "--silent", name]).current_dir(root()))
}
