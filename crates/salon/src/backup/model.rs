//! What a backup is called, how often it is made, how long it stays, and what can go wrong with it.

use kernel::{Instant, Problem, RowId};
use serde::Serialize;
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;
use utoipa::ToSchema;

/// A time of day at which a backup is made, in the organisation's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// 0 to 23.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
}

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> Result<At, String> {
        let wrong = || format!("{text:?} is no time of day such as 03:30");
        let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
        let at =
            At { hour: hour.parse().map_err(|_| wrong())?, minute: minute.parse().map_err(|_| wrong())? };
        let fits = (0..24).contains(&at.hour) && (0..60).contains(&at.minute);
        if fits { Ok(at) } else { Err(wrong()) }
    }
}

impl Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// How many backups stay: the newest of each of so many days, weeks and months that have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Of so many days.
    pub days: usize,
    /// Of so many weeks, beginning on Monday.
    pub weeks: usize,
    /// Of so many months.
    pub months: usize,
}

impl FromStr for Keep {
    type Err = String;

    fn from_str(text: &str) -> Result<Keep, String> {
        let wrong = || format!("{text:?} is not what to keep, such as 7d,4w,12m");
        let mut keep = Keep { days: 0, weeks: 0, months: 0 };
        for part in text.split(',') {
            let unit = part.chars().last().ok_or_else(wrong)?;
            let number = part.strip_suffix(unit).and_then(|number| number.parse().ok()).ok_or_else(wrong)?;
            match unit {
                'd' => keep.days = number,
                'w' => keep.weeks = number,
                'm' => keep.months = number,
                _ => return Err(wrong()),
            }
        }
        Ok(keep)
    }
}

impl Display for Keep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}d,{}w,{}m", self.days, self.weeks, self.months)
    }
}

/// What made a run happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BackupRunKind)]
pub enum RunKind {
    /// The plan's time of day.
    Schedule,
    /// Somebody on the page.
    Request,
    /// `tress backup`.
    Command,
    /// Not a backup: this database was restored from one.
    Restore,
}

impl RunKind {
    const ALL: [RunKind; 4] = [RunKind::Schedule, RunKind::Request, RunKind::Command, RunKind::Restore];

    /// How the record writes it.
    pub const fn code(self) -> &'static str {
        match self {
            RunKind::Schedule => "schedule",
            RunKind::Request => "request",
            RunKind::Command => "command",
            RunKind::Restore => "restore",
        }
    }

    /// Reads it from the record.
    pub fn parse(code: &str) -> Option<RunKind> {
        RunKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A run that has ended, as the record keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What made it happen.
    pub kind: RunKind,
    /// When it began; of a restore, when its backup was made.
    pub started_at: Instant,
    /// When it was over.
    pub ended_at: Instant,
    /// The folder that holds the file.
    pub folder: String,
    /// The file's name; empty when there is none.
    pub file: String,
    /// The file's size.
    pub bytes: i64,
    /// How many rows it holds.
    pub rows: i64,
    /// The code of what went wrong.
    pub failure: Option<String>,
    /// What the machine said to that.
    pub cause: Option<String>,
}

/// A run in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BackupRun)]
pub struct Run {
    /// The run's own id.
    pub id: RowId,
    /// What made it happen.
    pub kind: RunKind,
    /// When it began; of a restore, when its backup was made.
    pub started_at: Instant,
    /// When it was over.
    pub ended_at: Instant,
    /// The folder on the server that holds the file.
    pub folder: String,
    /// The file's name; empty when there is none.
    pub file: String,
    /// The file's size in bytes.
    pub bytes: i64,
    /// How many rows it holds.
    pub rows: i64,
    /// The code of what went wrong; nothing when it went well.
    pub failure: Option<String>,
    /// What the machine said to that.
    pub cause: Option<String>,
}

/// Why somebody should look after the backups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BackupWarning)]
pub enum Warning {
    /// The server was not told to back itself up.
    NoTarget,
    /// There is no good one yet, or none since this database was restored.
    NoneYet,
    /// The last good one is more than two days old.
    Old,
}

/// What can go wrong with a backup or a restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The server was not told where to put backups.
    NoTarget,
    /// One is being made.
    Running,
    /// The passphrase has fewer than 12 characters.
    PassphraseShort,
    /// There is a file of this name.
    TargetExists(String),
    /// The disk is full.
    NoRoom(String),
    /// The file cannot be written.
    CannotWrite(String),
    /// The file cannot be read.
    CannotRead(String),
    /// It is another kind of file.
    NotABackup,
    /// The passphrase does not open it.
    PassphraseWrong,
    /// It was cut, or changed.
    Damaged(String),
    /// A newer version of the product wrote it.
    Newer,
    /// The place to restore to holds something.
    PlaceTaken(String),
    /// A server is using the place to restore to.
    PlaceInUse(String),
    /// There is a key file with other keys.
    KeyFileTaken(String),
}

impl Refusal {
    /// About a file that cannot be written.
    pub fn writing(path: &Path, error: &std::io::Error) -> Refusal {
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        let cause = format!("{}: {error}", path.display());
        match error.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => Refusal::NoRoom(cause),
            _ => Refusal::CannotWrite(cause),
        }
    }

    /// About a file that cannot be read, or holds what it should not.
    pub fn reading(error: &std::io::Error) -> Refusal {
        use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        match error.kind() {
            InvalidData | InvalidInput | UnexpectedEof => Refusal::Damaged(error.to_string()),
            _ => Refusal::CannotRead(error.to_string()),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let because = |code, detail: &str, cause: String| Problem {
            cause: Some(cause),
            ..Problem::refused(code, detail)
        };
        match refusal {
            Refusal::NoTarget => {
                let detail = "The server was not told where to put backups. Start it with --backup-to.";
                Problem::refused("backup.no_target", detail)
            }
            Refusal::Running => {
                Problem::conflict("backup.running", "A backup is being made. Wait until it is done.")
            }
            Refusal::PassphraseShort => {
                let detail =
                    "Whoever has the file can try passphrases for years. Take at least 12 characters.";
                Problem::refused("backup.passphrase_short", detail)
            }
            Refusal::TargetExists(cause) => {
                let detail = "There is already a file of this name, and a backup never writes over one.";
                because("backup.target_exists", detail, cause)
            }
            Refusal::NoRoom(cause) => {
                let detail = "There is no room for the backup. What was written of it is removed again.";
                because("backup.no_room", detail, cause)
            }
            Refusal::CannotWrite(cause) => {
                because("backup.cannot_write", "The backup cannot be written there.", cause)
            }
            Refusal::CannotRead(cause) => because("backup.cannot_read", "The file cannot be read.", cause),
            Refusal::NotABackup => {
                Problem::refused("backup.not_a_backup", "This file is not a backup made by Tress.")
            }
            Refusal::PassphraseWrong => {
                Problem::refused("backup.passphrase_wrong", "This passphrase does not open the backup.")
            }
            Refusal::Damaged(cause) => {
                let detail =
                    "The backup is damaged: it was cut or changed after it was made. Take another one.";
                because("backup.damaged", detail, cause)
            }
            Refusal::Newer => {
                let detail = "A newer version of Tress made this backup. Restore it with that version.";
                Problem::refused("backup.newer", detail)
            }
            Refusal::PlaceTaken(cause) => {
                let detail =
                    "There is something already. A restore only fills a folder or a database that is empty.";
                because("backup.place_taken", detail, cause)
            }
            Refusal::PlaceInUse(cause) => {
                let detail =
                    "A Tress is running there. A restore only fills a folder or a database that is empty.";
                because("backup.place_in_use", detail, cause)
            }
            Refusal::KeyFileTaken(cause) => {
                let detail =
                    "There is already a key file with other keys. Name another place with --key-file.";
                because("backup.key_file_taken", detail, cause)
            }
        }
    }
}
