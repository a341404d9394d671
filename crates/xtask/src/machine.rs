//! What must be on the machine beside Rust.

use crate::command::{printed, succeed};
use crate::{browser, node, postgres};
use std::path::PathBuf;
use std::process::Command;

/// A thing that the tests need.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Rustfmt,
    Clippy,
    Node,
    Postgres,
    Chromium,
    ChineseFont,
    Beancount,
    Hledger,
    Smtp,
}

impl Need {
    /// What is missing about it, if anything.
    fn missing(self) -> Option<String> {
        match self {
            Need::Rustfmt => component("fmt", "rustfmt"),
            Need::Clippy => component("clippy", "clippy"),
            Need::Node => node::check().err(),
            Need::Postgres if postgres::programs().is_none() => {
                Some("PostgreSQL's server programs (initdb, postgres) are not installed.".to_owned())
            }
            Need::Chromium if browser::chromium().is_none() => {
                Some("Chromium is not installed; TRESS_CHROMIUM may name another program like it.".to_owned())
            }
            Need::ChineseFont if !has_chinese_font() => {
                Some("No font with Chinese characters is installed, such as Noto Sans CJK.".to_owned())
            }
            Need::Beancount if program("bean-check").is_none() || program("bean-query").is_none() => Some(
                "Beancount (bean-check, bean-query) is not installed; the books are carried out to it."
                    .to_owned(),
            ),
            Need::Hledger if program("hledger").is_none() => {
                Some("hledger is not installed; the books are carried out to it.".to_owned())
            }
            Need::Smtp if program("aiosmtpd").is_none() => {
                Some("aiosmtpd is not installed; mail is sent to it.".to_owned())
            }
            _ => None,
        }
    }

    /// Debian's name of it, where Debian's is new enough.
    fn package(self) -> Option<&'static str> {
        match self {
            Need::Postgres => Some("postgresql"),
            Need::Chromium => Some("chromium"),
            Need::ChineseFont => Some("fonts-noto-cjk"),
            Need::Beancount => Some("beancount"),
            Need::Hledger => Some("hledger"),
            Need::Smtp => Some("python3-aiosmtpd"),
            Need::Rustfmt | Need::Clippy | Need::Node => None,
        }
    }
}

/// Sees to it that everything needed is there. As root on Debian it installs what is missing,
/// elsewhere it says what that is.
pub fn prepare(needs: &[Need]) -> Result<(), String> {
    let packages: Vec<_> =
        needs.iter().filter(|need| need.missing().is_some()).filter_map(|need| need.package()).collect();
    if !packages.is_empty() && is_debian() && is_root() {
        install(&packages)?;
    }
    let missing: Vec<_> = needs.iter().filter_map(|need| need.missing()).collect();
    if missing.is_empty() { Ok(()) } else { Err(missing.join(" ")) }
}

/// A program on the search path.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Whether this runs as root.
pub fn is_root() -> bool {
    printed(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

fn install(packages: &[&str]) -> Result<(), String> {
    let apt = |words: &[&str]| {
        succeed(
            Command::new("apt-get").args(["-y", "-q"]).args(words).env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    apt(&["update"])?;
    apt(&[&["install", "--no-install-recommends"], packages].concat())
}

fn is_debian() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=debian")
}

fn component(command: &str, name: &str) -> Option<String> {
    let there = printed(&mut crate::command::cargo(&[command, "--version"])).is_some();
    (!there).then(|| format!("Rust's {name} is not installed: rustup component add {name}."))
}

/// Only a system that lists its fonts with fontconfig can lack one; the others bring theirs.
fn has_chinese_font() -> bool {
    !cfg!(target_os = "linux")
        || printed(Command::new("fc-list").arg(":lang=zh-cn")).is_some_and(|fonts| !fonts.is_empty())
}
