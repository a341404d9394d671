//! `tress check` beside what it is asked about: books that hold, and books that somebody has changed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod client;

use client::{Server, id};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const TRESS: &str = env!("CARGO_BIN_EXE_tress");

/// What the program says about the books as JSON, and whether it ends well.
fn checked(data: &Path) -> (bool, Value) {
    let output = Command::new(TRESS).args(["check", "--json", "--data"]).arg(data).output().unwrap();
    (output.status.success(), serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn books_that_somebody_has_changed_fail_the_command_and_name_the_row() {
    let data = std::env::temp_dir().join(format!("tress-check-{}", std::process::id()));
    let mut server = Server::start(&data);
    let (cookie, me) = server.set_up();
    let owner = server.client(&cookie);
    let service = json!({"code": "1", "name": "洗剪吹", "category": "剪发", "price": 12_800, "taxes": [], "active": true});
    let service = id(&owner.post("/api/catalogue/service", service));
    let bill = id(&owner.post("/api/bill", json!({"branch": id(&me["branches"][0])})));
    owner.post(&format!("/api/bill/{bill}/line"), json!({"kind": "service", "service": service}));
    let pay = json!({"tenders": [{"kind": "cash", "received": 12_800}], "expected_total": 12_800});
    owner.post_once(&format!("/api/bill/{bill}/pay"), pay, "once").unwrap();

    let (good, said) = checked(&data);
    assert_eq!((good, &said["holds"], &said["faults"]), (true, &json!(true), &json!([])));
    assert!(said["promises"].as_array().unwrap().contains(&json!("ledger.set_balances")));

    server.kill();
    let database = rusqlite::Connection::open(data.join("tress.db")).unwrap();
    database.execute("UPDATE bill_tender SET kind = 'wechat'", []).unwrap();
    let (good, said) = checked(&data);
    assert_eq!((good, &said["holds"]), (false, &json!(false)));
    let faults = said["faults"].as_array().unwrap();
    assert_eq!(
        (&faults[0]["check"], &faults[0]["row"]),
        (&json!("bill.money_is_in_the_books"), &json!(bill))
    );
    assert_eq!(faults[0]["organisation"], "青丝");
    std::fs::remove_dir_all(&data).unwrap();
    std::fs::remove_file(data.with_extension("key")).unwrap();
}
