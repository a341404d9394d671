//! Where a restore goes: a place that holds nothing, and that holds nothing again when it breaks off.

use super::draft::flush_folder;
use super::model::Refusal;
use crate::store::{DATABASE_FILE, Keyring, LOCK_FILE, Location, RESTORE_FOLDER};
use kernel::Problem;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// A place claimed for a restore. Dropped without [`Place::keep`], it is as empty as before.
pub struct Place {
    location: Location,
    claimed: Option<Claimed>,
}

struct Claimed {
    folder: PathBuf,
    made: bool,
    /// Locked as long as this lives: no server can begin an empty salon here meanwhile.
    _lock: File,
}

impl Place {
    /// Claims the place. Refuses, in this order: a folder that a server is using, one that holds
    /// anything. Whether a database holds anything shows when its tables are made.
    pub fn claim(location: &Location) -> Result<Place, Problem> {
        let folder = match location {
            Location::Folder(folder) => folder.clone(),
            Location::Postgres(_) => return Ok(Place { location: location.clone(), claimed: None }),
        };
        let unusable = |error: std::io::Error| Problem::from(Refusal::writing(&folder, &error));
        let made = !folder.exists();
        if !made {
            look_into(&folder)?;
        }
        std::fs::create_dir_all(&folder).map_err(unusable)?;
        let lock = File::create(folder.join(LOCK_FILE)).map_err(unusable)?;
        lock.try_lock().map_err(|_| in_use(&folder))?;
        let work = folder.join(RESTORE_FOLDER);
        if work.exists() {
            std::fs::remove_dir_all(&work).map_err(unusable)?;
        }
        std::fs::create_dir(&work).map_err(unusable)?;
        Ok(Place { location: Location::Folder(work), claimed: Some(Claimed { folder, made, _lock: lock }) })
    }

    /// Where to put the rows.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Makes it the database that it is meant to be: in a folder, by giving the file its name.
    pub fn keep(mut self) -> Result<(), Problem> {
        let Some(claimed) = self.claimed.take() else { return Ok(()) };
        let (work, target) = (claimed.folder.join(RESTORE_FOLDER), claimed.folder.join(DATABASE_FILE));
        let moved = std::fs::rename(work.join(DATABASE_FILE), &target).and_then(|()| flush_folder(&target));
        if let Err(error) = moved {
            self.claimed = Some(claimed);
            return Err(Refusal::writing(&target, &error).into());
        }
        // What is left in it means nothing any more.
        let _ = std::fs::remove_dir_all(work);
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(claimed) = &self.claimed else { return };
        // What cannot be removed lies in the folder of what is not whole, and the next try removes it.
        let _ = std::fs::remove_dir_all(claimed.folder.join(RESTORE_FOLDER));
        let _ = std::fs::remove_file(claimed.folder.join(LOCK_FILE));
        if claimed.made {
            let _ = std::fs::remove_dir(&claimed.folder);
        }
    }
}

fn look_into(folder: &Path) -> Result<(), Problem> {
    let unreadable =
        |error: std::io::Error| Problem::from(Refusal::PlaceTaken(format!("{}: {error}", folder.display())));
    if let Ok(lock) = File::open(folder.join(LOCK_FILE))
        && matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
    {
        return Err(in_use(folder));
    }
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        if name != LOCK_FILE && name != RESTORE_FOLDER {
            let held = format!("{} holds {}", folder.display(), name.to_string_lossy());
            return Err(Refusal::PlaceTaken(held).into());
        }
    }
    Ok(())
}

fn in_use(folder: &Path) -> Problem {
    Refusal::PlaceInUse(folder.display().to_string()).into()
}

/// The key file of what is restored. Dropped without [`KeyFile::keep`], it goes again.
pub struct KeyFile {
    made: Option<PathBuf>,
}

impl KeyFile {
    /// Writes the keys. Refuses: a file with other keys. One with the same stays as it is: that is what
    /// a restore leaves that broke off in its last moment.
    pub fn claim(path: &Path, keys: &Keyring) -> Result<KeyFile, Problem> {
        let taken =
            |cause: String| Problem::from(Refusal::KeyFileTaken(format!("{}{cause}", path.display())));
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let same = Keyring::parse(&text).is_some_and(|held| held.to_text() == keys.to_text());
                if same { Ok(KeyFile { made: None }) } else { Err(taken(String::new())) }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                keys.save(path)?;
                Ok(KeyFile { made: Some(path.to_owned()) })
            }
            Err(error) => Err(taken(format!(": {error}"))),
        }
    }

    /// Leaves it there for good.
    pub fn keep(&mut self) {
        self.made = None;
    }
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        if let Some(path) = &self.made {
            // It belongs to nothing; the next restore of the same backup takes it as its own.
            let _ = std::fs::remove_file(path);
        }
    }
}
