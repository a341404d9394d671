//! The long work on a file, outside of any transaction: reading it, and taking it in step by step.
//! Every step is a small command, so this may end anywhere and be taken up again.

use super::commands::{
    self, Begin, BeginRemoval, DestroyPieces, FindServices, Finish, Forget, GoOn, KeepFinding, KeepPiece,
    LinkReferrers, PIECES_AT_ONCE, Planned, Receive, RemoveSome, Shared, Stop, WriteRows,
};
use super::model::{Checked, Known, Member, Preview, ReadRow, Refusal, Report, State};
use super::queries::{self, Stored};
use super::rules::{self, Layout, Reading};
use crate::access::{Actor, Permission, Via};
use crate::branch::{self, Branch};
use crate::card::card_number;
use crate::customer::{card_numbers_on_file, phones_on_file, rules::member_number};
use crate::sheet;
use crate::store::{Db, Numbered};
use kernel::text::Phone;
use kernel::{BranchId, Currency, ImportId, Problem};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// How many rows are written in one step: about five milliseconds on the embedded database.
const ROWS: usize = 12;
/// How many rows are looked at in one step for who brought them.
const LINKS: usize = 48;
/// How many services are found or made in one step.
const SERVICES: usize = 16;
/// The size of a piece of a file, in bytes.
const PIECE: usize = 256 * 1024;
/// How long a file may take to come, in seconds.
const COMING: i64 = 3600;
/// How many accepted rows a preview shows.
const SAMPLE: usize = 5;

/// A file to be taken in.
pub struct File {
    /// Where its members are to be registered; the first branch within reach when not said.
    pub branch: Option<BranchId>,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Columns named by hand, from a field's code to a header.
    pub columns: BTreeMap<String, String>,
}

/// What a file comes to.
struct Look {
    layout: Layout,
    checked: Vec<Checked>,
}

/// Where and when a file is read.
struct Place {
    branch: Branch,
    currency: Currency,
    reading: Reading,
}

/// Reads and checks a whole file and keeps it, sealed, until it is taken in or removed. Refuses, in
/// this order: another branch, the file as a table, its columns.
pub async fn receive(db: &Db, actor: &Actor, file: File) -> Result<Preview, Problem> {
    let place = place(db, actor, file.branch).await?;
    let bytes = Arc::new(file.bytes);
    let look = look(db, actor, &bytes, &file.columns, place.reading).await?;
    let import = keep(db, actor, &place, &file.name, &bytes).await?;
    let report = rules::report(&look.checked);
    found(db, actor, import, file.columns, &report).await?;
    preview(db, actor, import, &look, report, place.reading.decimals).await
}

/// Checks a file that was received with other columns. Refuses, in this order: unknown, started,
/// its columns.
pub async fn check(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    columns: BTreeMap<String, String>,
) -> Result<Preview, Problem> {
    let stored = stored(db, actor, import).await?;
    require(&stored, State::Checked)?;
    let place = place(db, actor, Some(stored.branch)).await?;
    let bytes = Arc::new(content(db, actor, &stored).await?);
    let look = look(db, actor, &bytes, &columns, place.reading).await?;
    let report = rules::report(&look.checked);
    found(db, actor, import, columns, &report).await?;
    preview(db, actor, import, &look, report, place.reading.decimals).await
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
    let place = place(db, actor, Some(stored.branch)).await?;
    let bytes = Arc::new(content(db, actor, &stored).await?);
    let look = look(db, actor, &bytes, &stored.columns, place.reading).await?;
    look.layout.require_columns()?;
    let report = rules::report(&look.checked);
    found(db, actor, import, stored.columns, &report).await?;
    rules::check_whole(&look.checked, accept_partial)?;
    let accepted: Vec<u32> = rules::accepted(&look.checked).map(|(row, _)| row).collect();
    let unnumbered = rules::accepted(&look.checked).filter(|(_, member)| needs_card_number(member)).count();
    let first = async |kind, count: usize| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        db.number_block(actor, stored.branch, kind, count).await.map(|block| block.start)
    };
    let (day, report) = (place.reading.today, report.clone());
    let begin = Begin {
        import,
        first_member: first(Numbered::Member, accepted.len()).await?,
        first_card: first(Numbered::Card, unnumbered).await?,
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
        Some((db, actor)) => look(db, actor, &bytes, &file.columns, reading).await?,
        None => {
            let (layout, rows) = read(&bytes, &file.columns, reading).await?;
            Look { layout, checked: rules::first_come(rows, &Known::default()) }
        }
    };
    look.layout.require_columns()?;
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
    let same = queries::unfinished_of(&mut db.read(actor).await?, digest).await?;
    if let Some(import) = same {
        return finish_interrupted(db, actor, import, progress).await;
    }
    take_up(db, actor).await?;
    let place = place(db, actor, file.branch).await?;
    let bytes = Arc::new(file.bytes);
    let look = look(db, actor, &bytes, &file.columns, place.reading).await?;
    look.layout.require_columns()?;
    let report = rules::report(&look.checked);
    if let Err(refusal) = rules::check_whole(&look.checked, accept_partial) {
        return Ok(Outcome { report, refused: Some(refusal.into()) });
    }
    if report.accepted == 0 {
        return Ok(Outcome { report, refused: None });
    }
    let import = keep(db, actor, &place, &file.name, &bytes).await?;
    found(db, actor, import, file.columns, &report).await?;
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

/// Everything that is needed to write the rows of an import.
struct Plan {
    shared: Arc<Shared>,
    members: Vec<Member>,
    /// Phones of those who brought others that belong to somebody.
    referrers: HashSet<Phone>,
}

impl Plan {
    /// Reads the file again: the rows that were accepted when it began read the same now.
    async fn of(db: &Db, actor: &Actor, stored: &Stored) -> Result<Plan, Problem> {
        let mut place = place(db, actor, Some(stored.branch)).await?;
        place.reading.today = stored.day;
        let bytes = Arc::new(content(db, actor, stored).await?);
        let accepted: HashSet<u32> =
            queries::accepted(&mut db.read(actor).await?, stored.id).await?.into_iter().collect();
        let (_, rows) = read(&bytes, &stored.columns, place.reading).await?;
        let rows = rows.into_iter().filter(|row| accepted.contains(&row.row));
        let members: Vec<Member> = rows.filter_map(|row| row.read.ok()).map(|member| *member).collect();
        if i64::try_from(members.len()) != Ok(stored.total) {
            return Err(Problem::bug("the accepted rows of a file do not read as they did"));
        }
        let referrers = referrers(db, actor, &members).await?;
        let services = services(db, actor, &members).await?;
        let shared = Shared { import: stored.id, branch: place.branch, currency: place.currency, services };
        Ok(Plan { shared: Arc::new(shared), members, referrers })
    }

    async fn write(
        &self,
        db: &Db,
        actor: &Actor,
        stored: &Stored,
        progress: &(dyn Fn(i64, i64) + Send + Sync),
    ) -> Result<(), Problem> {
        let mut from = stored.done;
        let mut rows = self.numbered(stored).into_iter().skip(usize::try_from(from).unwrap_or(0));
        while from < stored.total {
            progress(from, stored.total);
            from = self.write_step(db, actor, from, rows.by_ref().take(ROWS).collect()).await?;
        }
        Ok(())
    }

    /// Writes some rows, and says how many are written then.
    async fn write_step(
        &self,
        db: &Db,
        actor: &Actor,
        from: i64,
        rows: Vec<Planned>,
    ) -> Result<i64, Problem> {
        let written = i64::try_from(rows.len()).unwrap_or(0);
        let shared = Arc::clone(&self.shared);
        db.write(actor, WriteRows { shared, from, rows }).await?;
        Ok(from + written)
    }

    /// The rows with their numbers: each row's are the same whenever it is written.
    fn numbered(&self, stored: &Stored) -> Vec<Planned> {
        let branch = self.shared.branch.number;
        let mut next_card = stored.first_card;
        let number = |(member, number): (&Member, i64)| {
            let card_number = match &member.card_number {
                Some(number) => Some(number.clone()),
                None if needs_card_number(member) => {
                    next_card += 1;
                    Some(card_number(branch, next_card - 1))
                }
                None => None,
            };
            Planned {
                member: member.clone(),
                member_number: member_number(branch, number),
                card_number,
                referrer_is_known: member.referrer_phone.as_ref().is_some_and(|p| self.referrers.contains(p)),
            }
        };
        self.members.iter().zip(stored.first_member..).map(number).collect()
    }

    async fn link(&self, db: &Db, actor: &Actor, stored: &Stored) -> Result<(), Problem> {
        let branch = self.shared.branch.number;
        let links: Vec<Option<(String, Phone)>> = self
            .members
            .iter()
            .zip(stored.first_member..)
            .map(|(member, number)| {
                let phone = member.referrer_phone.clone().filter(|phone| self.referrers.contains(phone))?;
                Some((member_number(branch, number), phone))
            })
            .collect();
        let mut from = stored.linked;
        for some in links[usize::try_from(from).unwrap_or(0).min(links.len())..].chunks(LINKS) {
            let to = from + i64::try_from(some.len()).unwrap_or(0);
            let links = some.iter().flatten().cloned().collect();
            db.write(actor, LinkReferrers { import: stored.id, from, to, links }).await?;
            from = to;
        }
        Ok(())
    }
}

/// Whether a card has to be made for a member whom the other program gave no number of one.
fn needs_card_number(member: &Member) -> bool {
    let holds = !member.principal.is_zero() || !member.bonus.is_zero() || !member.visits.is_empty();
    holds && member.card_number.is_none()
}

/// Of those who brought others, the phones that belong to somebody in the file or on file.
async fn referrers(db: &Db, actor: &Actor, members: &[Member]) -> Result<HashSet<Phone>, Problem> {
    let wanted: BTreeSet<&Phone> =
        members.iter().filter_map(|member| member.referrer_phone.as_ref()).collect();
    let in_file: HashSet<&Phone> = members.iter().filter_map(|member| member.phone.as_ref()).collect();
    let (inside, outside): (Vec<&Phone>, Vec<&Phone>) =
        wanted.into_iter().partition(|phone| in_file.contains(phone));
    let outside: Vec<Phone> = outside.into_iter().cloned().collect();
    let mut known = phones_on_file(&mut db.read(actor).await?, &outside).await?;
    known.extend(inside.into_iter().cloned());
    Ok(known)
}

async fn services(
    db: &Db,
    actor: &Actor,
    members: &[Member],
) -> Result<BTreeMap<String, kernel::ServiceId>, Problem> {
    let names: BTreeSet<&String> = members.iter().flat_map(|member| member.visits.keys()).collect();
    let names: Vec<String> = names.into_iter().cloned().collect();
    let mut services = BTreeMap::new();
    for some in names.chunks(SERVICES) {
        services.extend(db.write(actor, FindServices(some.to_vec())).await?);
    }
    Ok(services)
}

/// The branch that is meant, or the first one in which the actor may take files in.
async fn place(db: &Db, actor: &Actor, branch: Option<BranchId>) -> Result<Place, Problem> {
    let mut tx = db.read(actor).await?;
    let branch = match branch {
        Some(branch) => branch,
        None => {
            let all = branch::all(&mut tx).await?;
            let may = all.iter().find(|branch| actor.at(Permission::ImportRun, branch.id).is_ok());
            may.or(all.first()).map(|branch| branch.id).ok_or_else(|| Problem::bug("there is no branch"))?
        }
    };
    actor.at(Permission::ImportRun, branch)?;
    let (branch, currency) = commands::place(&mut tx, branch).await?;
    let reading = Reading { today: tx.now().day(&branch.time_zone), decimals: currency.decimals() };
    Ok(Place { branch, currency, reading })
}

/// Reads a file beside the requests: it takes a core for up to some seconds.
async fn read(
    bytes: &Arc<Vec<u8>>,
    columns: &BTreeMap<String, String>,
    reading: Reading,
) -> Result<(Layout, Vec<ReadRow>), Problem> {
    let (bytes, columns) = (Arc::clone(bytes), columns.clone());
    let work = move || -> Result<(Layout, Vec<ReadRow>), Problem> {
        let sheets = sheet::read(&bytes)?;
        let layout = rules::layout(&sheets, &columns)?;
        let rows = sheets.get(layout.sheet).map(|sheet| rules::read_rows(sheet, &layout, &reading));
        Ok((layout, rows.unwrap_or_default()))
    };
    tokio::task::spawn_blocking(work).await.map_err(Problem::bug)?
}

async fn look(
    db: &Db,
    actor: &Actor,
    bytes: &Arc<Vec<u8>>,
    columns: &BTreeMap<String, String>,
    reading: Reading,
) -> Result<Look, Problem> {
    let (layout, rows) = read(bytes, columns, reading).await?;
    let known = known(db, actor, &rows).await?;
    Ok(Look { layout, checked: rules::first_come(rows, &known) })
}

/// Who of the people in a file is on file already.
async fn known(db: &Db, actor: &Actor, rows: &[ReadRow]) -> Result<Known, Problem> {
    let members = || rows.iter().filter_map(|row| row.read.as_ref().ok());
    let phones: Vec<Phone> = members().filter_map(|member| member.phone.clone()).collect();
    let numbers: Vec<String> = members().filter_map(|member| member.card_number.clone()).collect();
    let mut tx = db.read(actor).await?;
    let phones = phones_on_file(&mut tx, &phones).await?;
    Ok(Known { phones, card_numbers: card_numbers_on_file(&mut tx, &numbers).await? })
}

/// Keeps a file, sealed, piece by piece.
async fn keep(db: &Db, actor: &Actor, place: &Place, name: &str, bytes: &[u8]) -> Result<ImportId, Problem> {
    let pieces: Vec<&[u8]> = bytes.chunks(PIECE).collect();
    let receive = Receive {
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

async fn found(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    columns: BTreeMap<String, String>,
    report: &Report,
) -> Result<(), Problem> {
    db.write(actor, KeepFinding { import, columns, report: report.shortened() }).await
}

async fn preview(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    look: &Look,
    report: Report,
    decimals: u32,
) -> Result<Preview, Problem> {
    let layout = &look.layout;
    let header = |column: usize| layout.headers.get(column).cloned().unwrap_or_default();
    let columns = layout.columns.iter().map(|(field, column)| (field.code().to_owned(), header(*column)));
    let sample = rules::accepted(&look.checked).take(SAMPLE);
    Ok(Preview {
        id: import,
        name: stored(db, actor, import).await?.name,
        headers: layout.headers.iter().filter(|header| !header.is_empty()).cloned().collect(),
        columns: columns.collect(),
        fields: super::model::Field::ALL.iter().map(|field| field.code().to_owned()).collect(),
        sample: sample.map(|(_, member)| rules::understood(member, decimals)).collect(),
        report: report.shortened(),
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
