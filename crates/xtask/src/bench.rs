//! `cargo xtask bench`: the figures of `docs/BENCH.md`.

use crate::command::{cargo, succeed};
use crate::postgres::{Server, Writes};

/// Measures; on PostgreSQL as well when its server programs are installed. The words choose what.
pub fn run(words: &[&str]) -> Result<(), String> {
    let postgres = Server::start(Writes::Durable);
    let mut command = cargo(&["bench", "--package", "tress", "--bench", "salon", "--locked", "--"]);
    // The program is weighed, and started, with its web app.
    command.args(words).env_remove("TRESS_SKIP_WEB");
    match &postgres {
        Ok(server) => drop(command.env("TRESS_BENCH_POSTGRES", server.url())),
        Err(problem) => eprintln!("{problem}"),
    }
    succeed(&mut command)
}
