//! The drill: a salon is backed up while tills pay, restored elsewhere, and its books hold.
//! Method: real processes, as on the day it matters; a full disk is a limit on the size of files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod client;

use client::{Client, Server, id};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const TRESS: &str = env!("CARGO_BIN_EXE_tress");
const PASSPHRASE: &str = "six combs and a mirror";

struct Salon {
    server: Server,
    folder: PathBuf,
    cookie: String,
    branch: String,
    service: String,
}

impl Salon {
    fn open(folder: &Path) -> Salon {
        let data = folder.join("data");
        let mut server = Server::start(&data);
        let (cookie, me) = server.set_up();
        let service = json!({"code": "1", "name": "洗剪吹", "category": "剪发", "price": 12_800, "taxes": [], "active": true});
        let service = id(&server.client(&cookie).post("/api/catalogue/service", service));
        Salon { server, folder: data, cookie, branch: id(&me["branches"][0]), service }
    }

    fn pay(&self, client: &Client, key: &str) -> String {
        let bill = id(&client.post("/api/bill", json!({"branch": self.branch})));
        let path = format!("/api/bill/{bill}");
        client.post(&format!("{path}/line"), json!({"kind": "service", "service": self.service}));
        let pay = json!({"tenders": [{"kind": "cash", "received": 12_800}], "expected_total": 12_800});
        client.post_once(&format!("{path}/pay"), pay, key).unwrap();
        bill
    }
}

fn tress(arguments: &[&str], passphrase: &str) -> Output {
    Command::new(TRESS).args(arguments).env("TRESS_BACKUP_PASSPHRASE", passphrase).output().unwrap()
}

#[track_caller]
fn good(output: &Output) -> String {
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", said(&output.stdout), said(&output.stderr));
    said(&output.stdout)
}

#[track_caller]
fn refused(output: &Output, code: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(&format!("({code})")), "{said}");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_salon_comes_back_from_a_backup_made_while_tills_pay() {
    let scratch = std::env::temp_dir().join(format!("tress-drill-{}", std::process::id()));
    std::fs::create_dir_all(scratch.join("stick")).unwrap();
    let salon = Arc::new(Salon::open(&scratch));
    let before = salon.pay(&salon.server.client(&salon.cookie), "before");
    let stop = Arc::new(AtomicBool::new(false));
    let till = std::thread::spawn({
        let (salon, stop) = (Arc::clone(&salon), Arc::clone(&stop));
        move || {
            let client = salon.server.client(&salon.cookie);
            let keys = (0..).take_while(|_| !stop.load(Ordering::SeqCst));
            keys.map(|number: u32| salon.pay(&client, &format!("meanwhile-{number}"))).count()
        }
    });
    let (data, stick) = (salon.folder.to_str().unwrap(), scratch.join("stick"));
    let backup = ["backup", stick.to_str().unwrap(), "--data", data];
    assert!(good(&tress(&backup, PASSPHRASE)).contains("read again"));
    stop.store(true, Ordering::SeqCst);
    assert!(till.join().unwrap() > 0, "nothing was paid meanwhile");

    let made = names(&stick);
    assert_eq!(made.len(), 1, "{made:?}");
    let file = stick.join(&made[0]);
    let restored = scratch.join("restored");
    let restore = ["restore", file.to_str().unwrap(), "--data", restored.to_str().unwrap()];
    refused(&tress(&restore, "another passphrase"), "backup.passphrase_wrong");
    refused(&tress(&["restore", file.to_str().unwrap(), "--data", data], PASSPHRASE), "backup.place_in_use");
    assert!(!restored.exists());
    assert!(good(&tress(&restore, PASSPHRASE)).contains("The books hold."));
    client::tress_check(&restored);
    let mut elsewhere = Server::start(&restored);
    let bill = elsewhere.client(&salon.cookie).get(&format!("/api/bill/{before}"));
    assert_eq!(bill["state"], "paid");
    refused(&tress(&restore, PASSPHRASE), "backup.place_in_use");
    elsewhere.kill();
    refused(&tress(&restore, PASSPHRASE), "backup.place_taken");
    drop(salon);
    std::fs::remove_dir_all(&scratch).unwrap();
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_no_part_of_a_backup() {
    let scratch = std::env::temp_dir().join(format!("tress-full-{}", std::process::id()));
    std::fs::create_dir_all(scratch.join("stick")).unwrap();
    let salon = Salon::open(&scratch);
    // Two blocks of 512 bytes; the signal that usually ends a process at that limit is ignored.
    let script = "trap '' XFSZ; ulimit -f 2; exec \"$0\" backup \"$1\" --data \"$2\"";
    let (stick, data) = (scratch.join("stick"), &salon.folder);
    let mut shell = Command::new("sh");
    shell.args(["-c", script, TRESS]).args([stick.as_path(), data.as_path()]);
    refused(&shell.env("TRESS_BACKUP_PASSPHRASE", PASSPHRASE).output().unwrap(), "backup.no_room");
    assert_eq!(names(&stick), [""; 0]);
    drop(salon);
    std::fs::remove_dir_all(&scratch).unwrap();
}
