//! Where the data and its keys are: the options that every command shares.

use clap::Args;
use kernel::Problem;
use salon::store::{Clock, Db, Keyring, Location, Mode};
use std::path::PathBuf;

/// Where the data is.
#[derive(Args, Clone)]
pub struct Place {
    /// The folder that holds the database.
    #[arg(long, value_name = "DIR", default_value = "data", env = "TRESS_DATA")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the folder, as postgres://user@host/name.
    #[arg(long, value_name = "URL", env = "TRESS_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// The file with the keys that seal personal data; made when missing. Lies beside the data
    /// folder, never inside it: DIR.key.
    #[arg(long, value_name = "FILE", env = "TRESS_KEY_FILE")]
    pub key_file: Option<PathBuf>,
}

impl Place {
    /// Opens the database for a command that writes; refuses while a server has it open.
    pub async fn open(&self) -> Result<Db, Problem> {
        self.open_as(Mode::Write).await
    }

    /// Opens the database in the given way.
    pub async fn open_as(&self, mode: Mode) -> Result<Db, Problem> {
        self.open_with(mode, Clock::System).await
    }

    /// Opens the database in the given way, at another time than now.
    pub async fn open_with(&self, mode: Mode, clock: Clock) -> Result<Db, Problem> {
        let keys = Keyring::open_or_create(&self.key_file())?;
        Db::open(&self.location(), keys, clock, mode).await
    }

    /// The database that is meant.
    pub fn location(&self) -> Location {
        match &self.database {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Folder(self.data.clone()),
        }
    }

    /// The key file that is meant.
    pub fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| {
            let base = if self.database.is_some() { PathBuf::from("tress") } else { self.data.clone() };
            let mut name = base.file_name().unwrap_or("tress".as_ref()).to_owned();
            name.push(".key");
            base.with_file_name(name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_file_lies_beside_the_data_folder_and_not_inside() {
        let place = Place { data: "/srv/salon.data".into(), database: None, key_file: None };
        assert_eq!(place.key_file(), PathBuf::from("/srv/salon.data.key"));
    }
}
