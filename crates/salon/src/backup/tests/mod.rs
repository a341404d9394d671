//! Backups and restores as people meet them.

mod moving;
mod planned;
mod refusing;
mod taking;

use super::{Made, Order, Restored, restore, take};
use crate::store::{Clock, Db, Keyring, Location, Mode};
use crate::testing::TestApp;
use kernel::Problem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use zeroize::Zeroizing;

const PASSPHRASE: &str = "six combs and a mirror";
/// A passphrase that is tried four times a microsecond is right for a test and for nothing else.
const WORK: u8 = 2;

fn passphrase() -> Zeroizing<String> {
    Zeroizing::new(PASSPHRASE.to_owned())
}

/// A folder of a test's own, gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Scratch {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("tress-backup-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Scratch(folder)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// What lies in it, by name.
    fn names(&self) -> Vec<String> {
        names_in(&self.0)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

async fn back_up(app: &TestApp, target: &Path) -> Result<Made, Problem> {
    take(&app.app.db, Order { target: target.to_owned(), passphrase: passphrase(), work: Some(WORK) }).await
}

/// Restores into a folder called `restored` of the scratch folder.
async fn restore_there(scratch: &Scratch, file: &Path) -> Result<Restored, Problem> {
    let folder = Location::Folder(scratch.at("restored"));
    restore(file, passphrase(), &folder, &scratch.at("restored.key"), Clock::System).await
}

async fn open(location: &Location, key_file: &Path) -> Db {
    let keys = Keyring::parse(&std::fs::read_to_string(key_file).unwrap()).unwrap();
    Db::open(location, keys, Clock::System, Mode::Write).await.unwrap()
}
