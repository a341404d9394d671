//! Checks and tests of the Rust side.

use crate::command::{cargo, succeed};
use crate::postgres;
use crate::steps::Steps;

/// Formats, lints, and every test on both databases.
pub fn test(steps: &mut Steps) {
    steps.run("Rust format", || succeed(&mut cargo(&["fmt", "--all", "--check"])));
    let lints = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    steps.run("Rust lints", || succeed(&mut cargo(&lints)));
    steps.run("Rust tests on SQLite and PostgreSQL", || {
        let server = postgres::Server::start(postgres::Writes::Lazy)?;
        let mut tests = cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]);
        succeed(tests.env("TRESS_TEST_POSTGRES", server.url()).env("TRESS_TEST_POSTGRES_RESTARTS", "1"))
    });
}
