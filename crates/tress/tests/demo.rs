//! What `tress demo` leaves behind, and what it leaves alone.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::{Command, Output};

fn tress(words: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tress")).args(words).arg("--data").arg(folder).output().unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_demo_fills_an_empty_folder_and_leaves_a_salon_alone() {
    let home = std::env::temp_dir().join(format!("tress-demo-{}", std::process::id()));
    let folder = home.join("data");
    // What somebody left behind who stopped half way through.
    std::fs::create_dir_all(folder.join("filling")).unwrap();
    std::fs::write(folder.join("filling/tress.db"), "half a salon").unwrap();
    let small = ["demo", "--members", "20", "--months", "1"];

    let first = tress(&small, &folder);
    assert!(first.status.success(), "{}", said(&first.stderr));
    assert_eq!(said(&first.stdout).matches("Demo sign-in").count(), 2);
    assert!(!folder.join("filling").exists());
    let checked = tress(&["check"], &folder);
    assert_eq!(said(&checked.stdout).trim(), "The books hold.");

    let before = std::fs::read(folder.join("tress.db")).unwrap();
    let again = tress(&small, &folder);
    assert!(!again.status.success());
    assert!(said(&again.stderr).contains("demo.salon_there"), "{}", said(&again.stderr));
    assert!(std::fs::read(folder.join("tress.db")).unwrap() == before, "the salon was touched");
    std::fs::remove_dir_all(home).unwrap();
}

#[test]
fn a_demo_too_small_or_too_large_is_refused_before_anything_is_made() {
    let folder = std::env::temp_dir().join(format!("tress-no-demo-{}", std::process::id()));
    for wrong in [["--members", "19"], ["--members", "10001"], ["--months", "0"], ["--months", "37"]] {
        let refused = tress(&["demo", wrong[0], wrong[1]], &folder);
        assert!(!refused.status.success(), "{wrong:?}");
        assert!(said(&refused.stderr).contains("is not in"), "{}", said(&refused.stderr));
    }
    assert!(!folder.exists());
}
