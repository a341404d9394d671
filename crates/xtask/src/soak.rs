//! Long runs, which no test waits for.

use crate::command::{cargo, succeed};
use crate::postgres::{Server, Writes};

/// How quick each report is over two million lines of bills, on both databases.
pub fn reports() -> Result<(), String> {
    ignored("report::tests::soak")
}

/// Thousands of random steps of tills beside a simple model of a salon, on both databases.
pub fn steps() -> Result<(), String> {
    ignored("bill::tests::steps")
}

/// A hundred kills of the server, and as many of PostgreSQL, while tills pay.
pub fn kill() -> Result<(), String> {
    let server = Server::start(Writes::Lazy)?;
    let mut soak = cargo(&["test", "--package", "tress", "--test", "kill", "--locked", "--", "--ignored"]);
    soak.args(["--nocapture", "--test-threads=1"]).env("TRESS_TEST_POSTGRES", server.url());
    succeed(soak.env("TRESS_TEST_POSTGRES_RESTARTS", "1"))
}

/// Runs the tests of a module that are left out otherwise.
fn ignored(module: &str) -> Result<(), String> {
    let server = Server::start(Writes::Durable)?;
    let mut soak = cargo(&["test", "--release", "--package", "salon", "--lib", "--locked", module]);
    soak.args(["--", "--ignored", "--nocapture", "--test-threads=1"]);
    succeed(soak.env("TRESS_TEST_POSTGRES", server.url()))
}
