//! What is refused, and that it leaves nothing.

use super::*;
use crate::backup::archive::{Facts, TableManifest, Writer};
use crate::backup::model::Refusal;
use crate::salon_test;
use kernel::Instant;

/// A small archive that never was a database's.
fn archive(schema: i64, tables: Vec<TableManifest>) -> Vec<u8> {
    let facts = Facts {
        schema,
        engine: "sqlite".to_owned(),
        made_at: Instant::from_millis(0),
        tables,
        keys: Keyring::generate().unwrap().to_text(),
    };
    Writer::begin(Vec::new(), PASSPHRASE, Some(WORK), &facts).unwrap().finish().unwrap()
}

async fn refused(scratch: &Scratch, file: &Path, code: &str) {
    let before = scratch.names();
    let problem = restore_there(scratch, file).await.unwrap_err();
    assert_eq!(problem.code, code, "{:?}", problem.cause);
    assert_eq!(scratch.names(), before, "{code} left something");
}

salon_test! {
    async fn a_file_that_was_touched_is_refused_wherever_it_was(app) {
        let scratch = Scratch::new();
        let made = back_up(&app, &scratch.0).await.unwrap();
        let whole = std::fs::read(&made.path).unwrap();
        let file = scratch.at("touched.age");
        let header = whole.windows(4).position(|four| four == b"\n---").unwrap();
        for place in [header + 6, whole.len() / 2, whole.len() - 1] {
            let mut touched = whole.clone();
            // A letter of the header stays one: what is no letter at all is no backup.
            touched[place] = if whole[place] == b'A' { b'B' } else { b'A' };
            std::fs::write(&file, touched).unwrap();
            refused(&scratch, &file, "backup.damaged").await;
        }
        for length in [header + 60, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&file, &whole[..length]).unwrap();
            refused(&scratch, &file, "backup.damaged").await;
        }
        let longer: Vec<u8> = whole.iter().chain(b"!").copied().collect();
        std::fs::write(&file, longer).unwrap();
        refused(&scratch, &file, "backup.damaged").await;
    }

    async fn a_wrong_passphrase_is_told_apart_from_a_damaged_file(app) {
        let scratch = Scratch::new();
        let made = back_up(&app, &scratch.0).await.unwrap();
        let wrong = Zeroizing::new("six combs and a window".to_owned());
        let place = Location::Folder(scratch.at("restored"));
        let problem = restore(&made.path, wrong, &place, &scratch.at("restored.key"), Clock::System).await.unwrap_err();
        assert_eq!(problem.code, "backup.passphrase_wrong");
        assert_eq!(scratch.names().len(), 1);
    }

    async fn a_living_place_is_not_restored_to(app) {
        let scratch = Scratch::new();
        let made = back_up(&app, &scratch.0).await.unwrap();
        restore_there(&scratch, &made.path).await.unwrap();
        assert_eq!(names_in(&scratch.at("restored")), ["tress.db", "tress.lock"]);
        refused(&scratch, &made.path, "backup.place_taken").await;
        let location = Location::Folder(scratch.at("restored"));
        let living = open(&location, &scratch.at("restored.key")).await;
        refused(&scratch, &made.path, "backup.place_in_use").await;
        drop(living);
        open(&location, &scratch.at("restored.key")).await;
    }

    async fn keys_of_another_salon_are_not_written_over(app) {
        let scratch = Scratch::new();
        let made = back_up(&app, &scratch.0).await.unwrap();
        Keyring::generate().unwrap().save(&scratch.at("restored.key")).unwrap();
        refused(&scratch, &made.path, "backup.key_file_taken").await;
        std::fs::write(scratch.at("restored.key"), app.app.db.keys_text().as_bytes()).unwrap();
        restore_there(&scratch, &made.path).await.unwrap();
    }

    async fn what_a_restore_left_that_broke_off_is_no_hindrance(app) {
        let scratch = Scratch::new();
        let made = back_up(&app, &scratch.0).await.unwrap();
        std::fs::create_dir_all(scratch.at("restored/restoring")).unwrap();
        std::fs::write(scratch.at("restored/restoring/tress.db"), "half").unwrap();
        std::fs::write(scratch.at("restored/tress.lock"), "").unwrap();
        let (half, keys) = (Location::Folder(scratch.at("restored")), Keyring::generate().unwrap());
        let served = Db::open(&half, keys, Clock::System, Mode::Write).await.err().unwrap();
        assert_eq!(served.code, "store.half_restored");
        restore_there(&scratch, &made.path).await.unwrap();
        assert_eq!(names_in(&scratch.at("restored")), ["tress.db", "tress.lock"]);
    }

    async fn a_name_that_is_taken_a_place_without_room_and_a_missing_folder_are_refused(app) {
        let scratch = Scratch::new();
        back_up(&app, &scratch.at("one.age")).await.unwrap();
        assert_eq!(back_up(&app, &scratch.at("one.age")).await.unwrap_err().code, "backup.target_exists");
        assert_eq!(back_up(&app, &scratch.at("nowhere/two.age")).await.unwrap_err().code, "backup.cannot_write");
        let short = Order { target: scratch.0.clone(), passphrase: Zeroizing::new("short".to_owned()), work: None };
        assert_eq!(take(&app.app.db, short).await.unwrap_err().code, "backup.passphrase_short");
        assert_eq!(scratch.names(), ["one.age"]);
    }

    async fn what_a_killed_backup_left_is_written_over_and_a_living_one_is_not(app) {
        let scratch = Scratch::new();
        std::fs::write(scratch.at("tress-backup.part"), "half").unwrap();
        let living = std::fs::File::open(scratch.at("tress-backup.part")).unwrap();
        living.lock().unwrap();
        assert_eq!(back_up(&app, &scratch.at("one.age")).await.unwrap_err().code, "backup.running");
        assert_eq!(scratch.names(), ["tress-backup.part"]);
        living.unlock().unwrap();
        back_up(&app, &scratch.at("one.age")).await.unwrap();
        assert_eq!(scratch.names(), ["one.age"]);
    }
}

/// The device that is always full.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_called_by_its_name() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let facts = Facts {
        schema: 1,
        engine: "sqlite".to_owned(),
        made_at: Instant::from_millis(0),
        tables: Vec::new(),
        keys: Zeroizing::new("keys".to_owned()),
    };
    let written = Writer::begin(full, PASSPHRASE, Some(WORK), &facts).and_then(Writer::finish);
    let problem: Problem = Refusal::writing(Path::new("/dev/full"), &written.unwrap_err()).into();
    assert_eq!(problem.code, "backup.no_room");
}

#[test]
fn other_files_other_tables_and_newer_backups_are_called_by_their_names() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let scratch = Scratch::new();
        let file = scratch.at("file.age");
        refused(&scratch, &file, "backup.cannot_read").await;
        std::fs::write(&file, "a letter").unwrap();
        refused(&scratch, &file, "backup.not_a_backup").await;
        std::fs::write(&file, sealed("a letter that is longer than what every packed file begins with"))
            .unwrap();
        refused(&scratch, &file, "backup.not_a_backup").await;
        std::fs::write(&file, archive(crate::store::schema() + 1, Vec::new())).unwrap();
        refused(&scratch, &file, "backup.newer").await;
        std::fs::write(&file, archive(crate::store::schema(), Vec::new())).unwrap();
        refused(&scratch, &file, "backup.damaged").await;
    });
}

/// A file that age opens with the passphrase, and that is nothing of ours.
fn sealed(text: &str) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(age::secrecy::SecretString::from(PASSPHRASE.to_owned()));
    recipient.set_work_factor(WORK);
    age::encrypt(&recipient, text.as_bytes()).unwrap()
}
