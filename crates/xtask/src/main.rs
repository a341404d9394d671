//! Everything a contributor runs: `cargo xtask test | bench | soak | api | dev`.

mod api;
mod bench;
mod browser;
mod command;
mod dev;
mod machine;
mod node;
mod postgres;
mod rust;
mod soak;
mod steps;
mod test;
mod web;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
What a contributor runs:

  cargo xtask test              everything that has to hold before a change is taken
  cargo xtask test rust         only formats, lints and tests of the Rust side, on SQLite and PostgreSQL
  cargo xtask test web          only formats, lints, types, unit tests and the build of the web apps
  cargo xtask test browser      only the stories in a real browser
  cargo xtask bench             what the product does and costs; writes docs/BENCH.md
  cargo xtask bench [--quick] [checkout | http | cards | start | books | growth]
                                only some of it, or all of it made small; writes nothing
  cargo xtask soak reports      how quick the reports are over two million lines, on SQLite and PostgreSQL
  cargo xtask soak kill         a hundred kills of the server, and of PostgreSQL, while tills pay
  cargo xtask soak steps        thousands of random steps of tills beside a simple model of a salon, on both
  cargo xtask api               writes the types of the web apps from the server's OpenAPI document
  cargo xtask dev [OPTIONS]     a server and a web app that reload; the options go to `tress serve`
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => return test::run(&[test::Part::Rust, test::Part::Web, test::Part::Browser]),
        ["test", "rust"] => return test::run(&[test::Part::Rust]),
        ["test", "web"] => return test::run(&[test::Part::Web]),
        ["test", "browser"] => return test::run(&[test::Part::Browser]),
        ["bench", words @ ..] => bench::run(words),
        ["soak", "reports"] => soak::reports(),
        ["soak", "steps"] => soak::steps(),
        ["soak", "kill"] => soak::kill(),
        ["api"] => api::write(),
        ["dev", options @ ..] => dev::run(options),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the whole project.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
