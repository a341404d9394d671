//! What seals a backup: out of a file, the environment, or asked for on the terminal.

use clap::Args;
use kernel::Problem;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Where it stands in the environment. Not an option: options are seen by everybody on the machine.
const VARIABLE: &str = "TRESS_BACKUP_PASSPHRASE";

#[derive(Args)]
pub struct Passphrase {
    /// The file whose first line is the passphrase; without one TRESS_BACKUP_PASSPHRASE, or asked for.
    #[arg(long, value_name = "FILE", env = "TRESS_BACKUP_PASSPHRASE_FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    /// The passphrase for a new backup: asked for twice, where it is asked for.
    pub fn for_sealing(&self) -> Result<Zeroizing<String>, Problem> {
        if let Some(found) = self.given()? {
            return Ok(found);
        }
        let once = ask("Passphrase for the backup: ")?;
        let again = ask("The same again: ")?;
        match once == again {
            true => Ok(once),
            false => Err(Problem::refused(
                "backup.passphrase_differs",
                "The two are not the same. Nothing was made.",
            )),
        }
    }

    /// The passphrase of a backup that is there.
    pub fn for_opening(&self) -> Result<Zeroizing<String>, Problem> {
        match self.given()? {
            Some(found) => Ok(found),
            None => ask("Passphrase of the backup: "),
        }
    }

    fn given(&self) -> Result<Option<Zeroizing<String>>, Problem> {
        match &self.passphrase_file {
            Some(file) => first_line(file).map(Some),
            None => Ok(std::env::var(VARIABLE).ok().map(Zeroizing::new)),
        }
    }
}

/// The first line of a file.
pub fn first_line(file: &Path) -> Result<Zeroizing<String>, Problem> {
    let text = std::fs::read_to_string(file).map(Zeroizing::new).map_err(|error| {
        let detail = format!("The passphrase file {} cannot be read: {error}.", file.display());
        Problem::refused("backup.passphrase_file", detail)
    })?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

fn ask(what: &str) -> Result<Zeroizing<String>, Problem> {
    let nobody = || {
        let detail =
            format!("A backup needs a passphrase. Give it with --passphrase-file, or in {VARIABLE}.");
        Problem::refused("backup.passphrase_needed", detail)
    };
    if !std::io::stdin().is_terminal() {
        return Err(nobody());
    }
    rpassword::prompt_password(what).map(Zeroizing::new).map_err(|_| nobody())
}
