//! How soon a server answers, and how much it holds while nobody asks.

use crate::client::{Client, Server, TRESS};
use crate::page::Section;
use crate::place::Ground;
use crate::process;
use std::time::{Duration, Instant};

const HEAD: &[&str] = &["what", "figure", "aim"];
const ABOUT: &str = "From the start of the process to its first answer over HTTP, in the middle of five starts; the \
     memory is what the process holds two seconds later.";
const STARTS: usize = 5;

pub async fn measure(ground: &Ground) -> Section {
    let (empty, demo) = (ground.path("empty"), ground.path("demo"));
    Server::start_in(&empty, false).stop();
    Server::start_in(&demo, true).stop();
    let mut rows = Vec::new();
    for (name, folder) in [("empty", &empty), ("demo", &demo)] {
        let mut times: Vec<Duration> =
            (0..STARTS).map(|_| first_answer(|| Server::start_in(folder, false))).collect();
        times.sort_unstable();
        let server = Server::start_in(folder, false);
        std::thread::sleep(Duration::from_secs(2));
        let memory = process::memory_of(server.process());
        server.stop();
        let time = times[STARTS / 2].as_millis();
        rows.push(vec![format!("first answer, {name} database"), format!("{time} ms"), "300 ms".to_owned()]);
        rows.push(vec![
            format!("memory at rest, {name} database"),
            format!("{memory} MiB"),
            "80 MiB".to_owned(),
        ]);
    }
    let first = first_answer(|| Server::start_in(&ground.path("new"), false)).as_millis();
    rows.push(vec!["first answer, no database yet".to_owned(), format!("{first} ms"), "300 ms".to_owned()]);
    let size = std::fs::metadata(TRESS).unwrap().len().div_ceil(1024 * 1024);
    rows.push(vec!["the program, with the web app".to_owned(), format!("{size} MiB"), "60 MiB".to_owned()]);
    Section { title: "Start", about: ABOUT, head: HEAD, rows }
}

fn first_answer(start: impl Fn() -> Server) -> Duration {
    let begun = Instant::now();
    let server = start();
    Client::new(&server.address, "").get("/api/setup");
    let took = begun.elapsed();
    server.stop();
    took
}
