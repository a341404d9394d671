//! Makes a backup: reads one snapshot page by page, and writes beside the requests.

use super::archive::{Archive, Facts, TableManifest, Writer};
use super::commands::{self, Note};
use super::draft::Draft;
use super::model::{Ended, Refusal, RunKind};
use super::rules;
use crate::branch;
use crate::store::{self, Db, Location, Mode, PAGE, Snapshot, Val};
use kernel::{Instant, Problem, Zone};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;
use zeroize::Zeroizing;

/// How many pages may wait for the disk: reading runs ahead, memory stays small.
const AHEAD: usize = 4;

/// What is wanted.
#[derive(Clone)]
pub struct Order {
    /// The file to write, or the folder to write one into.
    pub target: PathBuf,
    /// What seals the file.
    pub passphrase: Zeroizing<String>,
    /// How hard the passphrase is to try; see [`Writer::begin`].
    pub work: Option<u8>,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// How many tables it holds.
    pub tables: usize,
    /// How many rows it holds.
    pub rows: u64,
    /// The moment it is of.
    pub made_at: Instant,
}

enum Piece {
    Rows(usize, Vec<Vec<Val>>),
    /// Without this at its end, what came before is not everything.
    End,
}

/// Makes a backup, reads it again, and only then gives it its name. Refuses, in this order: a short
/// passphrase, a name that is taken, a place that cannot be written or is full.
pub async fn take(db: &Db, order: Order) -> Result<Made, Problem> {
    rules::check_passphrase(&order.passphrase)?;
    let made_at = db.now();
    let path = match order.target.is_dir() {
        true => order.target.join(rules::file_name(made_at, &zone(db).await?)),
        false => order.target.clone(),
    };
    let mut snapshot = db.snapshot().await?;
    let facts = facts(db, &mut snapshot, made_at).await?;
    let tables = snapshot.tables().await?;
    let (pieces, waiting) = mpsc::channel(AHEAD);
    let writing = tokio::task::spawn_blocking(move || write(&path, &order, facts, waiting));
    // When the writer ends early, it says why.
    let read = send_all(&mut snapshot, &tables, &pieces).await;
    drop((pieces, snapshot));
    let written = writing.await.map_err(Problem::bug)?;
    read?;
    written
}

/// The time zone in which files are named and plans are meant: that of the first organisation.
pub async fn zone(db: &Db) -> Result<Zone, Problem> {
    let first = branch::directory(db).await?.into_iter().next();
    let zone = first.map(|organisation| organisation.time_zone).or_else(|| Zone::parse("UTC"));
    zone.ok_or_else(|| Problem::bug("there is no time zone"))
}

async fn facts(db: &Db, snapshot: &mut Snapshot, made_at: Instant) -> Result<Facts, Problem> {
    let mut tables = Vec::new();
    for table in snapshot.tables().await? {
        let rows = snapshot.count(&table).await?;
        tables.push(TableManifest { name: table.name, columns: table.columns, rows });
    }
    let schema = snapshot.schema().await?;
    Ok(Facts { schema, engine: snapshot.engine().to_owned(), made_at, tables, keys: db.keys_text() })
}

async fn send_all(
    snapshot: &mut Snapshot,
    tables: &[store::Table],
    pieces: &mpsc::Sender<Piece>,
) -> Result<(), Problem> {
    for (place, table) in tables.iter().enumerate() {
        let mut last: Option<Vec<Val>> = None;
        loop {
            let rows = snapshot.page(table, last.as_deref()).await?;
            let full = rows.len() == PAGE;
            last = rows.last().cloned();
            if !rows.is_empty() && pieces.send(Piece::Rows(place, rows)).await.is_err() {
                return Ok(());
            }
            if !full {
                break;
            }
        }
    }
    // A writer that has ended needs no end.
    let _ = pieces.send(Piece::End).await;
    Ok(())
}

fn write(path: &Path, order: &Order, facts: Facts, pieces: mpsc::Receiver<Piece>) -> Result<Made, Problem> {
    let (draft, file) = Draft::begin(path)?;
    let refused = |error: std::io::Error| Problem::from(Refusal::writing(path, &error));
    let writer = Writer::begin(file, &order.passphrase, order.work, &facts).map_err(refused)?;
    let whole = write_rows(writer, &facts, pieces).map_err(refused)?;
    let file = whole.ok_or_else(|| Problem::bug("the rows ended early"))?;
    file.sync_all().map_err(refused)?;
    let bytes = file.metadata().map_err(refused)?.len();
    drop(file);
    let read = Archive::open(draft.reopen()?, &order.passphrase)?.read(|_, _| Ok(()))?;
    if read.tables != facts.tables {
        return Err(Refusal::Damaged("what was read again is something else".to_owned()).into());
    }
    draft.keep()?;
    Ok(Made {
        path: path.to_owned(),
        bytes,
        tables: read.tables.len(),
        rows: read.rows(),
        made_at: facts.made_at,
    })
}

/// Writes what comes, and gives the file back when everything has come.
fn write_rows<W: std::io::Write>(
    mut writer: Writer<W>,
    facts: &Facts,
    mut pieces: mpsc::Receiver<Piece>,
) -> std::io::Result<Option<W>> {
    let mut next = 0;
    while let Some(piece) = pieces.blocking_recv() {
        let begun = match &piece {
            Piece::Rows(place, _) => place + 1,
            Piece::End => facts.tables.len(),
        };
        for table in facts.tables.get(next..begun).unwrap_or_default() {
            writer.table(table)?;
        }
        next = next.max(begun);
        match piece {
            Piece::Rows(place, rows) => {
                let columns =
                    facts.tables.get(place).map(|table| table.columns.as_slice()).unwrap_or_default();
                for row in rows {
                    writer.row(columns, &row)?;
                }
            }
            Piece::End => return writer.finish().map(Some),
        }
    }
    Ok(None)
}

/// Records what `tress backup` has made, where that is possible: a data folder belongs to the server
/// that runs on it, and a database of an older version knows no record.
pub async fn note_command(
    db: Db,
    location: &Location,
    keys: store::Keyring,
    made: &Made,
) -> Result<bool, Problem> {
    if db.snapshot().await?.schema().await? != store::schema() {
        return Ok(false);
    }
    let ended = Ended::good(RunKind::Command, made, db.now());
    let db = match location {
        Location::Postgres(_) => db,
        Location::Folder(_) => {
            drop(db);
            match Db::open(location, keys, store::Clock::System, Mode::Write).await {
                Ok(db) => db,
                Err(problem) if problem.code == "store.in_use" => return Ok(false),
                Err(problem) => return Err(problem),
            }
        }
    };
    commands::note_everywhere(&db, Note(ended)).await?;
    Ok(true)
}
