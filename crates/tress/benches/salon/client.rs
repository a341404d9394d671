//! A real server process, and clients that keep their connections as browsers do.

use crate::place::{Engine, Ground, Place};
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

pub const TRESS: &str = env!("CARGO_BIN_EXE_tress");

/// A running server.
pub struct Server {
    child: Child,
    pub address: String,
    /// Held open: a server whose words nobody reads would end.
    _lines: Lines<BufReader<ChildStdout>>,
}

impl Server {
    pub fn start(ground: &Ground, place: &Place<'_>) -> Server {
        let mut command = Command::new(TRESS);
        command.arg("serve").arg("--key-file").arg(ground.key_file());
        match place.engine {
            Engine::Sqlite => command.arg("--data").arg(place.folder()),
            Engine::Postgres => command.arg("--database").arg(place.url()),
        };
        Server::run(&mut command)
    }

    /// Starts a server with its data in a folder, filled with the demo when that is wished.
    pub fn start_in(folder: &Path, demo: bool) -> Server {
        let mut command = Command::new(TRESS);
        command.arg("serve").arg("--data").arg(folder);
        if demo {
            command.arg("--demo");
        }
        Server::run(&mut command)
    }

    /// Waits until the server says where it listens.
    fn run(command: &mut Command) -> Server {
        command.args(["--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.split("http://").nth(1).unwrap().trim_end_matches('/').to_owned();
        Server { child, address, _lines: lines }
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Asks the server to end, and waits for it.
    pub fn stop(mut self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(told.is_ok_and(|status| status.success()));
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A signed-in browser with one connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    cookie: String,
}

impl Client {
    pub fn new(address: &str, cookie: &str) -> Client {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Client { stream: BufReader::new(stream), cookie: cookie.to_owned() }
    }

    pub fn get(&mut self, path: &str) -> Vec<u8> {
        self.exchange(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    pub fn post(&mut self, path: &str, body: &str, key: &str) -> Vec<u8> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
            body.len()
        );
        self.exchange(&head, body)
    }

    /// Sends a request and reads its answer, which must be a good one.
    fn exchange(&mut self, head: &str, body: &str) -> Vec<u8> {
        let request = format!(
            "{head}Host: salon\r\nAccept-Encoding: gzip, deflate, br\r\nCookie: tress_session={}\r\n\r\n{body}",
            self.cookie
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let status = self.line();
        let good = status.split(' ').nth(1).is_some_and(|code| code.starts_with('2'));
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(text) = line.strip_prefix("content-length: ") {
                length = text.parse().unwrap();
            }
            chunked |= line == "transfer-encoding: chunked";
        }
        let answer = if chunked { self.chunks() } else { self.bytes(length) };
        assert!(good, "{head}{status}\n{}", String::from_utf8_lossy(&answer));
        answer
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.stream.read_exact(&mut bytes).unwrap();
        bytes
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut all = Vec::new();
        loop {
            let count = usize::from_str_radix(&self.line(), 16).unwrap();
            all.extend(self.bytes(count));
            self.line();
            if count == 0 {
                return all;
            }
        }
    }
}
