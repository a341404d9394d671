//! `tress key`.

use crate::place::Place;
use clap::Subcommand;
use kernel::Problem;
use salon::store::Keyring;

#[derive(Subcommand)]
pub enum Key {
    /// Add a new key. Everything is sealed with it from the next start on; what was sealed with
    /// older keys is still read.
    Rotate {
        #[command(flatten)]
        place: Place,
    },
}

impl Key {
    pub async fn run(self) -> Result<(), Problem> {
        let Key::Rotate { place } = self;
        // Opening takes the lock, so no server seals with the old ring meanwhile, and proves that
        // the ring is this database's own.
        let db = place.open().await?;
        let file = place.key_file();
        let mut ring = Keyring::open_or_create(&file)?;
        ring.rotate()?;
        ring.save(&file)?;
        drop(db);
        println!("A new key was added to {}. Copy the file to where you keep its backup.", file.display());
        Ok(())
    }
}
