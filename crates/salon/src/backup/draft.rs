//! A file that has its name only when it is whole.

use super::model::Refusal;
use kernel::Problem;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// What a backup is called until it is whole: always the same, so that the next one writes over what was
/// left by one that was killed.
const PART: &str = "tress-backup.part";

/// A file being written under another name. Dropped without [`Draft::keep`], it is removed.
pub struct Draft {
    target: PathBuf,
    part: PathBuf,
    kept: bool,
}

impl Draft {
    /// Begins a file that is to be called so. Refuses: there is one already, it cannot be written,
    /// another one is being written there.
    pub fn begin(target: &Path) -> Result<(Draft, File), Problem> {
        if target.exists() {
            return Err(Refusal::TargetExists(target.display().to_string()).into());
        }
        let part = target.with_file_name(PART);
        let file = private(&part).map_err(|error| Refusal::writing(&part, &error))?;
        // Where a file system knows no locks, two at once would be found out when they are read again.
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(Refusal::Running.into());
        }
        file.set_len(0).map_err(|error| Refusal::writing(&part, &error))?;
        Ok((Draft { target: target.to_owned(), part, kept: false }, file))
    }

    /// The file as it is called now, for reading it again.
    pub fn reopen(&self) -> Result<File, Problem> {
        Ok(File::open(&self.part).map_err(|error| Refusal::reading(&error))?)
    }

    /// Gives the file its name, for good.
    pub fn keep(mut self) -> Result<(), Problem> {
        std::fs::rename(&self.part, &self.target).map_err(|error| Refusal::writing(&self.target, &error))?;
        self.kept = true;
        flush_folder(&self.target).map_err(|error| Refusal::writing(&self.target, &error))?;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is still called a part, and is never taken for a backup.
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

/// Opens or makes a file that only its owner may read.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Puts a file's name on the disk, as its content already is.
pub fn flush_folder(file: &Path) -> std::io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Elsewhere a folder cannot be opened, and its names are written with its files.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
