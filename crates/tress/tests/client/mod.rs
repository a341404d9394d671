//! A real server process, and a plain HTTP/1.1 client for it.

#![allow(dead_code, reason = "each test file uses some of the client")]

use serde_json::{Value, json};
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

const TRESS: &str = env!("CARGO_BIN_EXE_tress");

/// Where a server keeps its data.
#[derive(Clone)]
pub struct Ground {
    /// Its folder; with a database of PostgreSQL, only the name that lies beside its key file.
    pub folder: PathBuf,
    /// The database of PostgreSQL.
    pub database: Option<String>,
}

impl Ground {
    /// A folder that is not there yet.
    pub fn folder(name: &str) -> Ground {
        let folder = std::env::temp_dir().join(format!("tress-{name}-{}", std::process::id()));
        Ground { folder, database: None }
    }

    fn options(&self) -> Vec<OsString> {
        let mut options: Vec<OsString> = vec!["--data".into(), self.folder.clone().into()];
        options.extend(["--key-file".into(), self.folder.with_extension("key").into()]);
        options.extend(self.database.iter().flat_map(|url| ["--database".into(), url.into()]));
        options
    }

    /// How a server is started here.
    pub fn serve(&self) -> Command {
        let mut command = Command::new(TRESS);
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(self.options());
        command
    }

    /// Runs `tress check`, also beside a server; fails the test with its words.
    pub fn check(&self) {
        let checked = Command::new(TRESS).arg("check").args(self.options()).output().unwrap();
        let words = [checked.stdout, checked.stderr].concat();
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&words));
    }

    /// Removes what lies in files.
    pub fn remove(&self) {
        std::fs::remove_dir_all(&self.folder).ok();
        std::fs::remove_file(self.folder.with_extension("key")).ok();
    }
}

/// A running server.
pub struct Server {
    child: Child,
    address: String,
    /// What the server goes on to print; the second line of a new one ends with the set-up token.
    lines: Lines<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts a server on a data folder and waits until it says where it listens.
    pub fn start(folder: &Path) -> Server {
        Server::run(Ground { folder: folder.to_owned(), database: None }.serve())
    }

    /// Starts a server and waits until it says where it listens.
    pub fn run(mut command: Command) -> Server {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.split("http://").nth(1).unwrap().trim_end_matches('/').to_owned();
        Server { child, address, lines }
    }

    pub fn client(&self, cookie: &str) -> Client {
        Client { address: self.address.clone(), cookie: cookie.to_owned() }
    }

    /// Sets the server up; returns the owner's cookie and who they are.
    pub fn set_up(&mut self) -> (String, Value) {
        let line = self.lines.next().unwrap().unwrap();
        let token = line.rsplit(' ').next();
        let wish = json!({"token": token, "organisation": {"name": "青丝", "currency": "CNY", "time_zone": "Asia/Shanghai"},
            "company": {"name": "青丝有限公司"}, "branch": {"name": "春风路店"},
            "owner": {"name": "王芳", "sign_in": "owner", "password": "a long enough one"}});
        let (head, body) = self.client("").exchange("POST", "/api/setup", Some(&wish), None).unwrap();
        let cookie = head.split("tress_session=").nth(1).unwrap().split(';').next().unwrap().to_owned();
        (cookie, body)
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody signed in.
pub struct Client {
    address: String,
    cookie: String,
}

impl Client {
    /// By what the server knows them.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    pub fn get(&self, path: &str) -> Value {
        self.try_get(path).unwrap_or_else(|| panic!("{path} did not answer"))
    }

    pub fn try_get(&self, path: &str) -> Option<Value> {
        good(self.exchange("GET", path, None, None)?)
    }

    pub fn post(&self, path: &str, body: Value) -> Value {
        self.try_post(path, body).unwrap_or_else(|| panic!("{path} did not answer"))
    }

    pub fn try_post(&self, path: &str, body: Value) -> Option<Value> {
        good(self.exchange("POST", path, Some(&body), None)?)
    }

    /// What a request is refused with: the status and the body.
    pub fn refused(&self, path: &str, body: Value, key: &str) -> (u16, Value) {
        let (head, body) = self.exchange("POST", path, Some(&body), Some(key)).unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body)
    }

    pub fn post_once(&self, path: &str, body: Value, key: &str) -> Option<Value> {
        good(self.exchange("POST", path, Some(&body), Some(key))?)
    }

    /// Sends a request; nothing when the connection breaks.
    fn exchange(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> Option<(String, Value)> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let key = key.map(|key| format!("Idempotency-Key: {key}\r\n")).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: tress_session={}\r\n{key}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            self.cookie,
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let text = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let value = serde_json::from_str(body).unwrap_or(Value::Null);
        Some((head.to_owned(), value))
    }
}

fn good((head, body): (String, Value)) -> Option<Value> {
    let status = head.split(' ').nth(1)?;
    assert!(status.starts_with('2') || status == "503", "{head}\n{body}");
    status.starts_with('2').then_some(body)
}

pub fn id(document: &Value) -> String {
    document["id"].as_str().unwrap_or_else(|| panic!("no id in {document}")).to_owned()
}

/// Runs `tress check` on a folder that no server uses; fails the test with its words.
pub fn tress_check(folder: &Path) {
    Ground { folder: folder.to_owned(), database: None }.check();
}
