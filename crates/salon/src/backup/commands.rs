//! What is written down about backups.

use super::model::{Ended, RunKind};
use super::queries;
use super::taking::Made;
use crate::access::{Actor, Permission, Via};
use crate::branch;
use crate::store::{Command, Db, Tx};
use kernel::{Instant, Problem, RowId};

/// Writes down how a run ended, and tells open screens.
#[derive(Clone)]
pub struct Note(pub Ended);

impl Command for Note {
    type Out = ();
    const NAME: &'static str = "backup.note";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let id: RowId = tx.new_id();
        queries::insert(tx, id, &self.0).await?;
        tx.touched("backup_run", id, None);
        tx.tell("backup.ended", id, None).await?;
        Ok(())
    }
}

/// Writes down that somebody asked for a backup.
pub struct Ask;

impl Command for Ask {
    type Out = ();
    const NAME: &'static str = "backup.make";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::BackupManage)?;
        tx.touched("backup", tx.organisation(), None);
        Ok(())
    }
}

/// A backup is of the whole server: each organisation on it finds it in its own record.
pub async fn note_everywhere(db: &Db, note: Note) -> Result<(), Problem> {
    for organisation in branch::directory(db).await? {
        db.write(&Actor::system(organisation.id, Via::Job), note.clone()).await?;
    }
    Ok(())
}

impl Ended {
    /// A run that made a file.
    pub fn good(kind: RunKind, made: &Made, ended_at: Instant) -> Ended {
        let text = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        Ended {
            kind,
            started_at: made.made_at,
            ended_at,
            folder: text(made.path.parent().map(std::path::Path::as_os_str)),
            file: text(made.path.file_name()),
            bytes: i64::try_from(made.bytes).unwrap_or(i64::MAX),
            rows: i64::try_from(made.rows).unwrap_or(i64::MAX),
            failure: None,
            cause: None,
        }
    }
}
