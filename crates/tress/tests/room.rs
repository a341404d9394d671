//! Goal: a database that cannot write says so, changes nothing, and goes on once it can.
//! Method: real servers. A full disk is a limit on the size of files, set on the running process and lifted
//! again; a folder that may only be read is mounted so, where the machine lets us; a PostgreSQL that may only
//! be read is told so by `ALTER DATABASE`, as a standby is.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod client;

use client::{Client, Ground, Server, id};
use serde_json::{Value, json};
use std::process::Command;
use tokio_postgres::NoTls;

/// A salon with a service.
struct Shop {
    client: Client,
    branch: String,
    service: String,
}

impl Shop {
    fn open(server: &mut Server) -> Shop {
        let (cookie, me) = server.set_up();
        let client = server.client(&cookie);
        let service = client.post(
            "/api/catalogue/service",
            json!({"code": "1", "name": "洗剪吹", "category": "剪发", "price": 12_800, "taxes": [], "active": true}),
        );
        Shop { branch: id(&me["branches"][0]), service: id(&service), client }
    }

    /// A bill that waits to be paid.
    fn bill(&self) -> String {
        let bill = id(&self.client.post("/api/bill", json!({"branch": self.branch})));
        let line = json!({"kind": "service", "service": self.service});
        self.client.post(&format!("/api/bill/{bill}/line"), line);
        bill
    }

    fn state(&self, bill: &str) -> Value {
        self.client.get(&format!("/api/bill/{bill}"))["state"].clone()
    }

    /// Pays a bill while nothing can be written, then again, with the same key, once `mend` has been done.
    fn pays_once_mended(&self, bill: &str, mend: impl FnOnce()) {
        let (path, pay) = (format!("/api/bill/{bill}/pay"), payment());
        let (status, problem) = self.client.refused(&path, pay.clone(), "once");
        assert_eq!((status, problem["code"].as_str()), (503, Some("store.no_room")), "{problem}");
        assert_eq!(self.state(bill), "open");
        mend();
        let paid = self.client.post_once(&path, pay.clone(), "once").unwrap();
        assert_eq!(paid["state"], "paid");
        assert_eq!(self.client.post_once(&path, pay, "once").unwrap(), paid);
    }
}

fn payment() -> Value {
    json!({"tenders": [{"kind": "cash", "received": 12_800}], "expected_total": 12_800})
}

/// Limits the size of the files that a process writes.
fn limit(server: &Server, bytes: &str) {
    let mut limit = Command::new("prlimit");
    limit.args([format!("--pid={}", server.process()), format!("--fsize={bytes}:unlimited")]);
    assert!(limit.status().unwrap().success());
}

#[test]
fn a_full_disk_is_told_and_everything_goes_on_once_there_is_room() {
    let ground = Ground::folder("full");
    // The signal that usually ends a process at that limit is ignored.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    let serve = ground.serve();
    shell.arg(serve.get_program()).args(serve.get_args());
    let mut server = Server::run(shell);
    let shop = Shop::open(&mut server);
    let bill = shop.bill();
    limit(&server, "4096");
    shop.pays_once_mended(&bill, || limit(&server, "unlimited"));
    let next = shop.bill();
    let paid = shop.client.post_once(&format!("/api/bill/{next}/pay"), payment(), "next").unwrap();
    assert_eq!(paid["state"], "paid");
    server.kill();
    ground.check();
    ground.remove();
}

#[test]
fn a_folder_that_may_only_be_read_is_told_at_once() {
    let ground = Ground::folder("read-only");
    let mut server = Server::run(ground.serve());
    let shop = Shop::open(&mut server);
    let bill = shop.bill();
    server.kill();
    let (folder, serve) = (ground.folder.clone(), ground.serve());
    let script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" || exit 77; exec \"$@\"";
    let mut shell = Command::new("unshare");
    shell.args(["--mount", "sh", "-c", script]).arg(&folder).arg(serve.get_program()).args(serve.get_args());
    let output = shell.output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.status.code() {
        Some(1) if words.contains("unshare failed") => eprintln!("skipped: nothing may be mounted here"),
        Some(77) => eprintln!("skipped: nothing may be mounted here"),
        code => {
            assert!(code.is_some_and(|code| code != 0), "{words}");
            assert!(words.contains("store."), "{words}");
        }
    }
    let server = Server::run(ground.serve());
    assert_eq!(server.client(shop.client.cookie()).get(&format!("/api/bill/{bill}"))["state"], "open");
    drop(server);
    ground.remove();
}

#[test]
fn a_postgresql_that_may_only_be_read_is_told_and_everything_goes_on_once_it_writes() {
    let Ok(url) = std::env::var("TRESS_TEST_POSTGRES") else {
        eprintln!("skipped: TRESS_TEST_POSTGRES is not set");
        return;
    };
    let name = format!("tress_room_{}", std::process::id());
    run(&url, &format!("CREATE DATABASE {name}"));
    let ground = Ground { database: Some(format!("{url}/{name}")), ..Ground::folder("room-postgres") };
    let mut server = Server::run(ground.serve());
    let shop = Shop::open(&mut server);
    let bill = shop.bill();
    let set_reading = |reading: &str| {
        run(&url, &format!("ALTER DATABASE {name} SET default_transaction_read_only = {reading}"));
        // Whoever is connected was told before.
        run(
            &url,
            &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
        );
        // The pool finds out with its next request.
        for _ in 0..20 {
            let _ = shop.client.try_get("/api/setup");
        }
    };
    set_reading("on");
    shop.pays_once_mended(&bill, || set_reading("off"));
    server.kill();
    ground.check();
    ground.remove();
    run(&url, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

fn run(url: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
    });
}
