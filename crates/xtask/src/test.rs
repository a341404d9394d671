//! `cargo xtask test`.

use crate::machine::{self, Need};
use crate::steps::Steps;
use crate::{api, browser, rust, web};
use std::process::ExitCode;

/// A part of the tests that can be run by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Rust,
    Web,
    Browser,
}

impl Part {
    fn needs(self) -> &'static [Need] {
        match self {
            Part::Rust => {
                &[Need::Rustfmt, Need::Clippy, Need::Postgres, Need::Beancount, Need::Hledger, Need::Smtp]
            }
            Part::Web => &[Need::Node],
            Part::Browser => &[Need::Node, Need::Chromium, Need::ChineseFont, Need::Smtp],
        }
    }
}

/// Runs the parts, the quick checks first.
pub fn run(parts: &[Part]) -> ExitCode {
    let mut steps = Steps::new();
    let needs: Vec<_> = parts.iter().flat_map(|part| part.needs()).copied().collect();
    if !steps.run("tools", || machine::prepare(&needs)) {
        return steps.finish();
    }
    let has = |part| parts.contains(&part);
    let installed = (has(Part::Web) || has(Part::Browser)) && web::install(&mut steps);
    if has(Part::Web) {
        web::test(&mut steps, installed);
    }
    let built = (has(Part::Web) || has(Part::Browser)) && web::build(&mut steps, installed);
    if has(Part::Rust) {
        rust::test(&mut steps);
    }
    if has(Part::Rust) && has(Part::Web) {
        steps.run_after(installed, "types of the interface", api::check);
    }
    if has(Part::Browser) {
        browser::test(&mut steps, built);
    }
    steps.finish()
}
