//! `tress backup` and `tress restore`.

use crate::passphrase::Passphrase;
use crate::place::Place;
use clap::Args;
use kernel::Problem;
use salon::backup::{self, Order};
use salon::store::{Clock, Keyring, Mode};
use std::path::PathBuf;

#[derive(Args)]
pub struct Backup {
    /// The file to write, or the folder to write one into.
    #[arg(value_name = "TARGET")]
    target: PathBuf,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    passphrase: Passphrase,
}

impl Backup {
    pub async fn run(self) -> Result<(), Problem> {
        if !self.place.key_file().exists() {
            return Err(no_key_file(&self.place));
        }
        let db = self.place.open_as(Mode::Read).await?;
        let passphrase = self.passphrase.for_sealing()?;
        let made = backup::take(&db, Order { target: self.target, passphrase, work: None }).await?;
        println!(
            "Written and read again: {}, {} bytes, {} rows of {} tables, as of {}.",
            made.path.display(),
            made.bytes,
            made.rows,
            made.tables,
            made.made_at
        );
        let keys = Keyring::open_or_create(&self.place.key_file())?;
        if !backup::note_command(db, &self.place.location(), keys, &made).await? {
            println!("A server runs on this folder: its page about backups does not list this one.");
        }
        Ok(())
    }
}

#[derive(Args)]
pub struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    passphrase: Passphrase,
}

impl Restore {
    pub async fn run(self) -> Result<(), Problem> {
        let (location, key_file) = (self.place.location(), self.place.key_file());
        let passphrase = self.passphrase.for_opening()?;
        let restored = backup::restore(&self.file, passphrase, &location, &key_file, Clock::System).await?;
        println!(
            "Restored: {} rows of {} tables, as of {}.",
            restored.rows, restored.tables, restored.made_at
        );
        println!("The keys are in {}.", key_file.display());
        for (organisation, fault) in &restored.faults {
            println!("{organisation}: {} fails at {}: {}", fault.check, fault.row, fault.detail);
        }
        match restored.faults.len() {
            0 => {
                println!("The books hold.");
                Ok(())
            }
            count => {
                let detail = format!(
                    "Everything was restored, but {count} promises of the books do not hold: nor did they when the backup was made."
                );
                Err(Problem::refused("check.faults", detail))
            }
        }
    }
}

fn no_key_file(place: &Place) -> Problem {
    let detail = format!(
        "There is no key file {}. A backup without its keys could never be read again; name it with --key-file.",
        place.key_file().display()
    );
    Problem::refused("backup.no_key_file", detail)
}
