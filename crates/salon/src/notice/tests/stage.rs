//! What the tests send to: a mail server, a program that listens, and a server of ours that may reach them.

use crate::notice;
use crate::server;
use crate::testing::{Person, TestApp};
use crate::web::{App, Config};
use serde_json::{Value, json};
use std::net::TcpListener as Listener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A mail server (aiosmtpd) on a port of its own; gone with the value.
pub struct MailServer {
    pub port: u16,
    folder: PathBuf,
    child: Child,
}

impl MailServer {
    pub async fn start() -> MailServer {
        MailServer::taking(1 << 20).await
    }

    /// One that takes mails of at most so many bytes.
    pub async fn taking(bytes: u64) -> MailServer {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("tress-mail-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let port = free_port();
        let mut command = Command::new("aiosmtpd");
        command.args(["-n", "-l", &format!("127.0.0.1:{port}"), "-s", &bytes.to_string()]);
        command.args(["-c", "aiosmtpd.handlers.Mailbox"]).arg(folder.join("box"));
        let started = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = started.unwrap_or_else(|error| {
            panic!("aiosmtpd is needed ({error}): install Debian's package python3-aiosmtpd, or run `cargo xtask test`")
        });
        let server = MailServer { port, folder, child };
        for _ in 0..600 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("aiosmtpd did not open its port");
    }

    /// The mails that were taken, in no order.
    pub fn mails(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.folder.join("box/new")) else { return Vec::new() };
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }

    /// What an owner says of it.
    pub fn wish(&self) -> Value {
        smtp_wish(self.port)
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub fn smtp_wish(port: u16) -> Value {
    json!({ "host": "127.0.0.1", "port": port, "security": "plain", "sender": "salon@example.cn" })
}

pub fn free_port() -> u16 {
    Listener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A program that listens on a port of its own, and answers with a status that the test sets.
pub struct Program {
    pub port: u16,
    pub status: Arc<AtomicU16>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Program {
    pub async fn start() -> Program {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (status, heard) = (Arc::new(AtomicU16::new(204)), Arc::<Mutex<Vec<String>>>::default());
        let program = Program { port, status: Arc::clone(&status), heard: Arc::clone(&heard) };
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !is_whole(&request) {
                    let mut piece = [0; 4096];
                    match stream.read(&mut piece).await.unwrap() {
                        0 => break,
                        read => request.extend_from_slice(&piece[..read]),
                    }
                }
                heard.lock().unwrap().push(String::from_utf8(request).unwrap());
                let status = status.load(Ordering::SeqCst);
                let there = format!("location: http://127.0.0.1:{port}/elsewhere\r\n");
                let answer = format!("HTTP/1.1 {status} X\r\n{there}content-length: 0\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        program
    }

    /// The requests that came, as they came.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook?from=tress", self.port)
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

/// A header of a request that was heard.
pub fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let line = request.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}: ")));
    line.and_then(|line| line.split_once(": ")).map_or("", |(_, value)| value)
}

/// The same server, started so that it reaches programs on this machine.
pub fn reaching(app: &TestApp) -> App {
    let networks = vec!["127.0.0.0/8".parse().unwrap()];
    App::new(app.app.db.clone(), Config { webhook_networks: networks, ..Config::default() })
}

/// The same server, started so that everything stays in a folder.
pub fn keeping(app: &TestApp, folder: &Path) -> App {
    App::new(app.app.db.clone(), Config { notice_folder: Some(folder.to_owned()), ..Config::default() })
}

/// The owner at another server of the same data.
pub fn owner_at(app: &TestApp, at: &App) -> Person {
    app.owner.at(server::router(at.clone()))
}

/// Lets the job work once.
pub async fn work(app: &TestApp) {
    notice::work(&app.app).await.unwrap();
}

/// The delivery log as the owner sees it, newest first.
pub async fn log(app: &TestApp, query: &str) -> Vec<Value> {
    let log = app.owner.get(&format!("/api/notice/message?{query}")).await.ok();
    log["items"].as_array().unwrap().clone()
}

/// Gives people an address, each under their name.
pub async fn with_addresses(people: &[(&Person, &str)]) {
    for (person, email) in people {
        person.put("/api/identity/email", json!({ "email": email })).await.ok();
    }
}

/// Closes the first branch's day.
pub async fn close_day(app: &TestApp) -> Value {
    let wish = json!({ "branch": app.branch, "day": "2026-03-02" });
    app.manager.post_once("/api/till/day", wish).await.ok()
}
