//! `cargo xtask bench`: what the product does per second and what it costs, beside what the bare
//! database drivers do with the very same statements, in one run.
//!
//! `checkout | http | cards | start | books | growth` as words run these parts alone; `--quick` makes them small, to
//! see that they run. Only a whole run that is not quick writes `docs/BENCH.md`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_arithmetic,
    missing_docs,
    reason = "a measurement stops at the first surprise, and its figures are no money"
)]

mod books;
mod cards;
mod checkout;
mod client;
mod fill;
mod growth;
mod http;
mod page;
mod place;
mod process;
mod raw;
mod replay;
mod shop;
mod start;

use page::Section;
use place::Ground;
use std::time::Duration;

/// How much is done.
pub struct Sizes {
    /// Payments that are timed at once, and how often.
    pub payments: usize,
    pub rounds: usize,
    /// Customers among whom is searched.
    pub customers: [u64; 2],
    /// Paid bills that are there already.
    pub bills: [u64; 3],
    /// Entries of the books that are checked.
    pub entries: i64,
    /// How long each request is repeated.
    pub time: Duration,
}

const FULL: Sizes = Sizes {
    payments: 3_000,
    rounds: 3,
    customers: [200_000, 1_000_000],
    bills: [10_000, 100_000, 1_000_000],
    entries: 1_000_000,
    time: Duration::from_secs(4),
};
const QUICK: Sizes = Sizes {
    payments: 200,
    rounds: 1,
    customers: [2_000, 10_000],
    bills: [500, 2_000, 10_000],
    entries: 20_000,
    time: Duration::from_millis(500),
};
const PARTS: [&str; 6] = ["checkout", "http", "cards", "start", "books", "growth"];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let quick = words.iter().any(|word| word == "--quick");
    let named: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "--quick").collect();
    if let Some(unknown) = named.iter().find(|word| !PARTS.contains(word)) {
        eprintln!("{unknown} is none of {}", PARTS.join(", "));
        std::process::exit(2);
    }
    let parts = if named.is_empty() { PARTS.to_vec() } else { named };
    let sizes = if quick { &QUICK } else { &FULL };
    let ground = Ground::new();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut sections = Vec::new();
    for part in &parts {
        let section = runtime.block_on(run(part, &ground, sizes));
        println!("{section}");
        sections.push(section);
    }
    if !quick && parts == PARTS {
        page::write(&sections);
    }
}

async fn run(part: &str, ground: &Ground, sizes: &Sizes) -> Section {
    match part {
        "checkout" => checkout::measure(ground, sizes).await,
        "http" => http::measure(ground, sizes).await,
        "cards" => cards::measure(ground, sizes).await,
        "start" => start::measure(ground).await,
        "books" => books::measure(ground, sizes).await,
        _ => growth::measure(ground, sizes).await,
    }
}
