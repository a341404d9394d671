//! Makes a database of a backup again, on either engine.

use super::archive::{Archive, Manifest};
use super::commands::{self, Note};
use super::model::{Ended, Refusal, RunKind};
use super::place::{KeyFile, Place};
use crate::access::{Actor, Via};
use crate::branch;
use crate::check::{self, Fault};
use crate::store::{Clock, Db, Keyring, Load, Location, Mode, Table, Val};
use kernel::{Instant, Problem};
use std::fs::File;
use std::path::Path;
use tokio::sync::mpsc;
use zeroize::Zeroizing;

/// How many pages may wait for the database.
const AHEAD: usize = 4;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: Instant,
    /// How many tables it held.
    pub tables: usize,
    /// How many rows it held.
    pub rows: u64,
    /// The number of the newest migration that its tables had seen.
    pub schema: i64,
    /// What does not hold in its books, with the name of the organisation; nothing, as a rule.
    pub faults: Vec<(String, Fault)>,
}

/// Fills an empty place from a backup and proves its books. Refuses, in this order: a place in use, a
/// place that holds anything, a file that cannot be read, another kind of file, a wrong passphrase, a
/// newer version, other keys, a damaged file. What is refused leaves nothing behind.
pub async fn restore(
    file: &Path,
    passphrase: Zeroizing<String>,
    location: &Location,
    key_file: &Path,
    clock: Clock,
) -> Result<Restored, Problem> {
    let place = Place::claim(location)?;
    let archive = open(file, passphrase).await?;
    let ring = || Keyring::parse(&archive.keys).ok_or(Refusal::Damaged("it holds no keys".to_owned()));
    let (keys, mut key_file) = (ring()?, KeyFile::claim(key_file, &ring()?)?);
    let manifest = load(archive, place.location()).await?;
    if let Location::Postgres(_) = location {
        // The rows are there for good, and would be lost without their keys.
        key_file.keep();
    }
    let db = Db::open(place.location(), keys, clock, Mode::Write).await?;
    let faults = faults(&db).await?;
    commands::note_everywhere(&db, Note(note(file, &manifest, db.now()))).await?;
    db.settle()?;
    drop(db);
    place.keep()?;
    key_file.keep();
    let (made_at, tables, rows) = (manifest.made_at, manifest.tables.len(), manifest.rows());
    Ok(Restored { made_at, tables, rows, schema: manifest.schema, faults })
}

async fn open(file: &Path, passphrase: Zeroizing<String>) -> Result<Archive<File>, Problem> {
    let file =
        File::open(file).map_err(|error| Refusal::CannotRead(format!("{}: {error}", file.display())))?;
    tokio::task::spawn_blocking(move || Archive::open(file, &passphrase)).await.map_err(Problem::bug)?
}

async fn load(archive: Archive<File>, location: &Location) -> Result<Manifest, Problem> {
    let begun = Load::begin(location, archive.manifest.schema).await;
    let mut load = begun.map_err(|problem| match problem.code {
        "store.not_empty" => Refusal::PlaceTaken("the database holds tables".to_owned()).into(),
        _ => problem,
    })?;
    let tables = in_its_order(load.tables(), &archive.manifest)?;
    let (pages, mut waiting) = mpsc::channel(AHEAD);
    let gone = || Problem::bug("the database ended early");
    let reading = tokio::task::spawn_blocking(move || {
        archive.read(|place, rows: Vec<Vec<Val>>| pages.blocking_send((place, rows)).map_err(|_| gone()))
    });
    while let Some((place, rows)) = waiting.recv().await {
        if let Some(table) = tables.get(place) {
            load.insert(table, &rows).await?;
        }
    }
    let manifest = reading.await.map_err(Problem::bug)??;
    load.finish().await?;
    Ok(manifest)
}

/// The tables as the backup's rows are written. Refuses a backup whose tables are others.
fn in_its_order(made: &[Table], manifest: &Manifest) -> Result<Vec<Table>, Problem> {
    let damaged = |what: String| Problem::from(Refusal::Damaged(what));
    if made.len() != manifest.tables.len() {
        return Err(damaged(format!("schema {} has other tables", manifest.schema)));
    }
    let one = |held: &super::archive::TableManifest| {
        let table = made.iter().find(|table| table.name == held.name);
        let fits = table.is_some_and(|table| {
            table.columns.len() == held.columns.len()
                && held.columns.iter().all(|column| table.columns.contains(column))
        });
        let key = table.filter(|_| fits).map(|table| table.key.clone());
        let key =
            key.ok_or_else(|| damaged(format!("schema {} has another {}", manifest.schema, held.name)))?;
        Ok(Table { name: held.name.clone(), columns: held.columns.clone(), key })
    };
    manifest.tables.iter().map(one).collect()
}

async fn faults(db: &Db) -> Result<Vec<(String, Fault)>, Problem> {
    let mut found = Vec::new();
    for organisation in branch::directory(db).await? {
        let actor = Actor::system(organisation.id, Via::Cli);
        let faults = check::books(&mut db.read(&actor).await?).await?;
        found.extend(faults.into_iter().map(|fault| (organisation.name.clone(), fault)));
    }
    Ok(found)
}

fn note(file: &Path, manifest: &Manifest, now: Instant) -> Ended {
    let folder = file.parent().map(|folder| folder.display().to_string());
    Ended {
        kind: RunKind::Restore,
        started_at: manifest.made_at,
        ended_at: now,
        folder: folder.unwrap_or_default(),
        file: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: file.metadata().map_or(0, |data| i64::try_from(data.len()).unwrap_or(i64::MAX)),
        rows: i64::try_from(manifest.rows()).unwrap_or(i64::MAX),
        failure: None,
        cause: None,
    }
}
