//! A server and a web app that reloads while it is written.

use crate::command::cargo;
use crate::{node, root};
use std::process::{Child, Command};
use std::time::Duration;

/// Runs both until one of them ends. The options go to `tress serve`.
pub fn run(options: &[&str]) -> Result<(), String> {
    node::check()?;
    node::install(&root())?;
    let mut server = cargo(&["run", "--package", "tress", "--", "serve"]);
    // Not through npm, which would leave it running when it is stopped.
    let mut web = Command::new("node");
    web.arg(root().join("node_modules/vite/bin/vite.js")).current_dir(root().join("web/desk"));
    let mut both = [started(server.args(options))?, started(&mut web)?];
    while both.iter_mut().all(is_running) {
        std::thread::sleep(Duration::from_millis(200));
    }
    for one in &mut both {
        let _ = one.kill();
        let _ = one.wait();
    }
    Ok(())
}

fn started(command: &mut Command) -> Result<Child, String> {
    command.spawn().map_err(|error| format!("{} did not start: {error}", command.get_program().display()))
}

fn is_running(child: &mut Child) -> bool {
    child.try_wait().is_ok_and(|ended| ended.is_none())
}
