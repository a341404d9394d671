//! Everything a contributor runs: `cargo xtask test | bench | api | dev`.

mod api;
mod browser;
mod command;
mod dev;
mod machine;
mod node;
mod postgres;
mod rust;
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
  cargo xtask bench             what the product does per second; writes docs/BENCH.md
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
        ["bench"] => command::succeed(&mut command::cargo(&[
            "bench",
            "--package",
            "tress",
            "--bench",
            "salon",
            "--locked",
        ])),
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
