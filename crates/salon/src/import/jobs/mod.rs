//! The long work on a file, outside of any transaction: reading it, and taking it in step by step.
//! Every step is a small command, so this may end anywhere and be taken up again.

mod known;
mod plan;
mod receipts;

use super::commands::{
    self, Begin, BeginRemoval, DestroyPieces, Finish, Forget, GoOn, KeepFinding, KeepPiece, PIECES_AT_ONCE,
    Receive, RemoveSome, Stop,
};
use super::model::{
    Checked, DatesRead, Kind, Known, Options, Preview, ReadRow, Record, Refusal, Report, Said, State,
};
use super::queries::{self, Stored};
use super::rules::{self, Layout, Reading};
use crate::access::{Actor, Permission, Via};
use crate::branch::{self, Branch};
use crate::sheet;
use crate::store::{Db, Numbered};
use kernel::{BranchId, Currency, ImportId, Problem};
use plan::{Plan, needs_card_number};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The size of a piece of a file, in bytes.
const PIECE: usize = 256 * 1024;
/// How long a file may take to come, in seconds.
const COMING: i64 = 3600;
/// How many accepted rows a preview shows.
const SAMPLE: usize = 5;

/// A file to be taken in.
pub struct File {
    /// What it holds.
    pub kind: Kind,
    /// Where its members are to be registered, or on whose shelves its goods lie; the first branch
    /// within reach when not said.
    pub branch: Option<BranchId>,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What somebody says of it.
    pub said: Said,
}

/// What a file comes to.
struct Look {
    layout: Layout,
    dates: Option<DatesRead>,
    checked: Vec<Checked>,
}

impl Look {
    /// Refuses, in this order: columns missing, dates of which nobody knows what they say.
    fn require_readable(&self) -> Result<(), Refusal> {
        self.layout.require_columns()?;
        rules::require_dates(self.dates)
    }
}

/// For what, where and when a file is read.
struct Place {
    kind: Kind,
    branch: Branch,
    currency: Currency,
    reading: Reading,
}

/// Reads and checks a whole file and keeps it, sealed, until it is taken in or removed. Refuses, in
/// this order: another branch, the file as a table, its columns.
pub async fn receive(db: &Db, actor: &Actor, file: File) -> Result<Preview, Problem> {
    let place = place(db, actor, file.kind, file.branch, &file.said.options).await?;
    let bytes = Arc::new(file.bytes);
    let look = look(db, actor, &bytes, &file.said.columns, &place).await?;
    let import = keep(db, actor, &place, &file.name, &bytes).await?;
    let report = rules::report(&look.checked);
    found(db, actor, import, file.said, &report).await?;
    preview(db, actor, import, &look, report, &place.reading).await
}

/// Checks a file that was received with other columns. Refuses, in this order: unknown, started,
/// its columns.
pub async fn check(db: &Db, actor: &Actor, import: ImportId, said: Said) -> Result<Preview, Problem> {
    let stored = stored(db, actor, import).await?;
    require(&stored, State::Checked)?;
    let place = place(db, actor, stored.kind, Some(stored.branch), &said.options).await?;
    let bytes = Arc::new(content(db, actor, &stored).await?);
    let look = look(db, actor, &bytes, &said.columns, &place).await?;
    let report = rules::report(&look.checked);
    found(db, actor, import, said, &report).await?;
    preview(db, actor, import, &look, report, &place.reading).await
}

/// Checks a file for the last time and begins to write it; [`carry_on`] does the rest. An import
/// that stopped is gone on with. Refuses, in this order: unknown, started, its columns, rows
/// refused, another runs.
pub async fn begin(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    accept_partial: bool,
) -> Result<Report, Problem> {
    let stored = stored(db, actor, import).await?;
    if stored.state == State::Failed {
        db.write(actor, GoOn(import)).await?;
        return Ok(queries::shown(&mut db.read(actor).await?, import).await?.report);
    }
    require(&stored, State::Checked)?;
    let place = place(db, actor, stored.kind, Some(stored.branch), &stored.said.options).await?;
    let bytes = Arc::new(content(db, actor, &stored).await?);
    let look = look(db, actor, &bytes, &stored.said.columns, &place).await?;
    look.require_readable()?;
    let report = rules::report(&look.checked);
    found(db, actor, import, stored.said, &report).await?;
    rules::check_whole(&look.checked, accept_partial)?;
    let accepted: Vec<u32> = rules::accepted(&look.checked).map(|(row, _)| row).collect();
    let members = || {
        rules::accepted(&look.checked).filter_map(|(_, record)| match record {
            Record::Member(member) => Some(member),
            Record::Goods(_) | Record::Stock(_) | Record::Receipt(_) => None,
        })
    };
    let receipts = if stored.kind == Kind::History { accepted.len() } else { 0 };
    let unnumbered = members().filter(|member| needs_card_number(member)).count();
    let first = async |kind, count: usize| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        if count == 0 {
            return Ok(0);
        }
        db.number_block(actor, stored.branch, kind, count).await.map(|block| block.start)
    };
    let (day, report) = (place.reading.today, report.clone());
    let begin = Begin {
        import,
        first_member: first(Numbered::Member, members().count()).await?,
        first_card: first(Numbered::Card, unnumbered).await?,
        first_bill: first(Numbered::History, receipts).await?,
        report: report.shortened(),
        accepted,
        day,
    };
    db.write(actor, begin).await?;
    Ok(report)
}

/// Writes what is left of an import that has begun, and shows it. Says how many rows are written
/// of how many. An import that cannot go on is marked as stopped.
pub async fn carry_on(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    progress: &(dyn Fn(i64, i64) + Send + Sync),
) -> Result<(), Problem> {
    let done = write_all(db, actor, import, progress).await;
    if let Err(problem) = &done {
        tracing::warn!(%import, code = problem.code, cause = problem.cause, "an import stopped");
        // Somebody else carries it on, or removes it: then it has not stopped.
        if problem.code != Problem::from(Refusal::Started).code {
            db.write(actor, Stop(import)).await?;
        }
    }
    done
}

async fn write_all(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    progress: &(dyn Fn(i64, i64) + Send + Sync),
) -> Result<(), Problem> {
    let stored = stored(db, actor, import).await?;
    require(&stored, State::Applying)?;
    if stored.done < stored.total || stored.linked < stored.total {
        let plan = Plan::of(db, actor, &stored).await?;
        plan.write(db, actor, &stored, progress).await?;
        plan.link(db, actor, &stored).await?;
    }
    destroy_file(db, actor, &stored).await?;
    db.write(actor, Finish(import)).await?;
    progress(stored.total, stored.total);
    Ok(())
}

/// Removes an import that is not finished, whole. Refuses, in this order: unknown, started.
pub async fn begin_removal(db: &Db, actor: &Actor, import: ImportId) -> Result<(), Problem> {
    db.write(actor, BeginRemoval(import)).await
}

/// Removes what is left of an import whose removal has begun.
pub async fn remove(db: &Db, actor: &Actor, import: ImportId) -> Result<(), Problem> {
    while !db.write(actor, RemoveSome(import)).await? {}
    let stored = stored(db, actor, import).await?;
    destroy_file(db, actor, &stored).await?;
    db.write(actor, Forget(import)).await
}

/// Takes up what an earlier process left undone: imports half written are finished, removals
/// completed, files that never came whole forgotten. For the start of a server.
pub async fn take_up_all(db: &Db) -> Result<(), Problem> {
    for organisation in branch::directory(db).await? {
        take_up(db, &Actor::system(organisation.id, Via::Job)).await?;
    }
    Ok(())
}

async fn take_up(db: &Db, actor: &Actor) -> Result<(), Problem> {
    for stored in in_state(db, actor, State::Applying).await? {
        // One that cannot go on is marked so, and keeps nobody else waiting.
        let _ = carry_on(db, actor, stored.id, &|_, _| ()).await;
    }
    for stored in in_state(db, actor, State::Removing).await? {
        remove(db, actor, stored.id).await?;
    }
    let before = db.now().plus_seconds(-COMING);
    let abandoned = queries::abandoned(&mut db.read(actor).await?, before).await?;
    for import in abandoned {
        begin_removal(db, actor, import).await?;
        remove(db, actor, import).await?;
    }
    Ok(())
}

/// What became of a file that was taken in from the command line.
pub struct Outcome {
    /// What the check found.
    pub report: Report,
    /// Why nothing was written, when nothing was.
    pub refused: Option<Problem>,
}

/// Only checks a file, against what is on file when there is a database. Refuses: the file as a
/// table, its columns.
pub async fn dry_run(
    on_file: Option<(&Db, &Actor)>,
    file: File,
    reading: Reading,
) -> Result<Report, Problem> {
    let bytes = Arc::new(file.bytes);
    let look = match on_file {
        Some((db, actor)) => {
            let place = place(db, actor, file.kind, file.branch, &file.said.options).await?;
            look(db, actor, &bytes, &file.said.columns, &Place { reading, ..place }).await?
        }
        None => {
            let Read { layout, dates, rows } = read(file.kind, &bytes, &file.said.columns, reading).await?;
            Look { layout, dates, checked: rules::first_come(rows, &Known::default()) }
        }
    };
    look.require_readable()?;
    Ok(rules::report(&look.checked))
}

/// Takes a file in, from beginning to end. An import that was interrupted is finished first; when
/// it was of this very file, that is all there is to do. Refuses, in this order: the file as a
/// table, its columns.
pub async fn take_in(
    db: &Db,
    actor: &Actor,
    file: File,
    accept_partial: bool,
    progress: &(dyn Fn(i64, i64) + Send + Sync),
) -> Result<Outcome, Problem> {
    let digest = db.cipher(actor.organisation).digest_bytes("import_file", &file.bytes);
    let same = queries::unfinished_of(&mut db.read(actor).await?, file.kind, digest).await?;
    if let Some(import) = same {
        return finish_interrupted(db, actor, import, progress).await;
    }
    take_up(db, actor).await?;
    let place = place(db, actor, file.kind, file.branch, &file.said.options).await?;
    let bytes = Arc::new(file.bytes);
    let look = look(db, actor, &bytes, &file.said.columns, &place).await?;
    look.require_readable()?;
    let report = rules::report(&look.checked);
    if let Err(refusal) = rules::check_whole(&look.checked, accept_partial) {
        return Ok(Outcome { report, refused: Some(refusal.into()) });
    }
    if report.accepted == 0 {
        return Ok(Outcome { report, refused: None });
    }
    let import = keep(db, actor, &place, &file.name, &bytes).await?;
    found(db, actor, import, file.said, &report).await?;
    let report = begin(db, actor, import, accept_partial).await?;
    carry_on(db, actor, import, progress).await?;
    Ok(Outcome { report, refused: None })
}

async fn finish_interrupted(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    progress: &(dyn Fn(i64, i64) + Send + Sync),
) -> Result<Outcome, Problem> {
    let report = queries::shown(&mut db.read(actor).await?, import).await?.report;
    if stored(db, actor, import).await?.state == State::Failed {
        db.write(actor, GoOn(import)).await?;
    }
    carry_on(db, actor, import, progress).await?;
    Ok(Outcome { report, refused: None })
}

/// The branch that is meant, or the first one in which the actor may take files in.
async fn place(
    db: &Db,
    actor: &Actor,
    kind: Kind,
    branch: Option<BranchId>,
    options: &Options,
) -> Result<Place, Problem> {
    let mut tx = db.read(actor).await?;
    let branch = match branch {
        Some(branch) => branch,
        None => {
            let all = branch::all(&mut tx).await?;
            let may = all.iter().find(|branch| actor.at(Permission::ImportRun, branch.id).is_ok());
            may.or(all.first()).map(|branch| branch.id).ok_or_else(|| Problem::bug("there is no branch"))?
        }
    };
    commands::may(&mut tx, kind, branch).await?;
    let (branch, currency) = commands::place(&mut tx, branch).await?;
    let (today, decimals) = (tx.now().day(&branch.time_zone), currency.decimals());
    let reading = Reading { today, decimals, options: options.clone() };
    Ok(Place { kind, branch, currency, reading })
}

/// How many files are read at once: each takes a core and some memory.
static READERS: Semaphore = Semaphore::const_new(2);

/// What a file says.
struct Read {
    layout: Layout,
    dates: Option<DatesRead>,
    rows: Vec<ReadRow>,
}

/// Reads a file beside the requests: it takes a core for up to some seconds.
async fn read(
    kind: Kind,
    bytes: &Arc<Vec<u8>>,
    columns: &BTreeMap<String, String>,
    reading: Reading,
) -> Result<Read, Problem> {
    let _turn = READERS.acquire().await.map_err(Problem::bug)?;
    let (bytes, columns) = (Arc::clone(bytes), columns.clone());
    let work = move || -> Result<Read, Problem> {
        let sheets = sheet::read(&bytes)?;
        let layout = rules::layout(kind, &sheets, &columns)?;
        let sheet = sheets.get(layout.sheet).ok_or(Refusal::NoHeader)?;
        rules::check_uncut(sheet, &layout)?;
        let dates = (kind == Kind::History).then(|| rules::dates_read(sheet, &layout, &reading.options));
        let rows = rules::read_rows(sheet, &layout, &reading);
        Ok(Read { layout, dates, rows })
    };
    tokio::task::spawn_blocking(work).await.map_err(Problem::bug)?
}

async fn look(
    db: &Db,
    actor: &Actor,
    bytes: &Arc<Vec<u8>>,
    columns: &BTreeMap<String, String>,
    place: &Place,
) -> Result<Look, Problem> {
    let Read { layout, dates, rows } = read(place.kind, bytes, columns, place.reading.clone()).await?;
    let mut tx = db.read(actor).await?;
    let known = known::known(&mut tx, place.kind, place.branch.id, &rows).await?;
    Ok(Look { layout, dates, checked: rules::first_come(rows, &known) })
}

/// Keeps a file, sealed, piece by piece.
async fn keep(db: &Db, actor: &Actor, place: &Place, name: &str, bytes: &[u8]) -> Result<ImportId, Problem> {
    let pieces: Vec<&[u8]> = bytes.chunks(PIECE).collect();
    let receive = Receive {
        kind: place.kind,
        branch: place.branch.id,
        name: rules::file_name(name),
        digest: db.cipher(actor.organisation).digest_bytes("import_file", bytes),
        pieces: i64::try_from(pieces.len()).unwrap_or(i64::MAX),
        day: place.reading.today,
    };
    let import = db.write(actor, receive).await?;
    for (position, content) in (0..).zip(pieces) {
        db.write(actor, KeepPiece { import, position, content: content.to_vec() }).await?;
    }
    Ok(import)
}

/// The file of an import.
async fn content(db: &Db, actor: &Actor, stored: &Stored) -> Result<Vec<u8>, Problem> {
    let mut tx = db.read(actor).await?;
    let mut content = Vec::new();
    for position in 0..stored.pieces {
        let piece = queries::read_piece(&mut tx, stored.id, position).await?;
        content.extend(piece.ok_or_else(|| Problem::bug("a piece of an import's file is missing"))?);
    }
    Ok(content)
}

async fn destroy_file(db: &Db, actor: &Actor, stored: &Stored) -> Result<(), Problem> {
    let mut from = 0;
    while from < stored.pieces {
        db.write(actor, DestroyPieces { import: stored.id, from }).await?;
        from += PIECES_AT_ONCE;
    }
    Ok(())
}

async fn found(db: &Db, actor: &Actor, import: ImportId, said: Said, report: &Report) -> Result<(), Problem> {
    db.write(actor, KeepFinding { import, said, report: report.shortened() }).await
}

async fn preview(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    look: &Look,
    report: Report,
    reading: &Reading,
) -> Result<Preview, Problem> {
    let layout = &look.layout;
    let header = |column: usize| layout.headers.get(column).cloned().unwrap_or_default();
    let columns = layout.columns.iter().map(|(field, column)| (field.code().to_owned(), header(*column)));
    let sample = rules::accepted(&look.checked).take(SAMPLE);
    Ok(Preview {
        id: import,
        kind: layout.kind,
        name: stored(db, actor, import).await?.name,
        headers: layout.headers.iter().filter(|header| !header.is_empty()).cloned().collect(),
        columns: columns.collect(),
        fields: layout.kind.fields().iter().map(|field| field.code().to_owned()).collect(),
        sample: sample.map(|(_, record)| rules::understood(record, reading.decimals)).collect(),
        report: report.shortened(),
        dates: look.dates,
        walk_in: match (layout.kind, &reading.options.walk_in) {
            (Kind::History, Some(given)) => given.clone(),
            (Kind::History, None) => rules::WALK_INS.iter().map(|word| (*word).to_owned()).collect(),
            _ => Vec::new(),
        },
    })
}

async fn stored(db: &Db, actor: &Actor, import: ImportId) -> Result<Stored, Problem> {
    queries::find(&mut db.read(actor).await?, import).await
}

async fn in_state(db: &Db, actor: &Actor, state: State) -> Result<Vec<Stored>, Problem> {
    Ok(queries::in_state(&mut db.read(actor).await?, state).await?)
}

fn require(stored: &Stored, state: State) -> Result<(), Refusal> {
    if stored.state == state { Ok(()) } else { Err(Refusal::Started) }
}

/// Writes the first rows of an import that has begun, as if the process had ended then.
#[cfg(test)]
pub async fn write_some(db: &Db, actor: &Actor, import: ImportId, rows: usize) -> Result<(), Problem> {
    let stored = stored(db, actor, import).await?;
    let plan = Plan::of(db, actor, &stored).await?;
    let rows = plan.numbered(&stored).into_iter().take(rows).collect();
    plan.write_step(db, actor, 0, rows).await.map(drop)
}
