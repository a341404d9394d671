//! Every statement over `import` and `import_*`.

use super::model::{Import, Kind, Refusal, Report, Said, State};
use crate::args;
use crate::store::{Cell, Row, StoreError, Tx};
use kernel::{BranchId, Cursor, Day, Id, ImportId, Instant, Limit, Problem};
use uuid::Uuid;

/// An import with what its work needs.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: ImportId,
    pub kind: Kind,
    pub branch: BranchId,
    pub name: String,
    pub pieces: i64,
    pub state: State,
    /// What was said of the file.
    pub said: Said,
    /// The day on which its rows were checked.
    pub day: Day,
    /// The number of the first member it makes.
    pub first_member: i64,
    /// The number of the first card it makes for a member who had none.
    pub first_card: i64,
    /// The first of the numbers of the bills it makes.
    pub first_bill: i64,
    pub done: i64,
    pub linked: i64,
    pub total: i64,
}

/// A file that begins to come.
pub struct NewImport<'a> {
    pub id: ImportId,
    pub kind: Kind,
    pub branch: BranchId,
    pub name: &'a str,
    pub digest: [u8; 32],
    pub pieces: i64,
    pub day: Day,
}

pub async fn insert(tx: &mut Tx<'_>, new: &NewImport<'_>) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO import (org_id, id, branch_id, name, digest, pieces, state, columns, day, first_member,
                   first_card, done, linked, total, created_at, kind)
               VALUES ($1, $2, $3, $4, $5, $6, 'receiving', '{}', $7, 0, 0, 0, 0, 0, $8, $9)";
    let NewImport { id, kind, branch, name, digest, pieces, day } = *new;
    tx.put(sql, args![id, branch, name, digest, pieces, day, tx.now(), kind.code()]).await
}

/// One import. Refuses: unknown.
pub async fn find(tx: &mut Tx<'_>, id: ImportId) -> Result<Stored, Problem> {
    let sql =
        "SELECT id, kind, branch_id, name, pieces, state, columns, options, day, first_member, first_card,
                   first_bill, done, linked, total
               FROM import WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], read_stored).await?.ok_or_else(|| Refusal::Unknown.into())
}

/// Imports in a state, oldest first.
pub async fn in_state(tx: &mut Tx<'_>, state: State) -> Result<Vec<Stored>, StoreError> {
    let sql =
        "SELECT id, kind, branch_id, name, pieces, state, columns, options, day, first_member, first_card,
                   first_bill, done, linked, total
               FROM import WHERE org_id = $1 AND state = $2 ORDER BY id LIMIT 100";
    tx.rows(sql, args![state.code()], read_stored).await
}

/// Files that began to come before a moment and never came.
pub async fn abandoned(tx: &mut Tx<'_>, before: Instant) -> Result<Vec<ImportId>, StoreError> {
    let sql = "SELECT id FROM import WHERE org_id = $1 AND state = 'receiving' AND created_at < $2 ORDER BY id LIMIT 100";
    tx.rows(sql, args![before], |row| row.take()).await
}

/// An unfinished import of a file with this content, taken for this.
pub async fn unfinished_of(
    tx: &mut Tx<'_>,
    kind: Kind,
    digest: [u8; 32],
) -> Result<Option<ImportId>, StoreError> {
    let sql = "SELECT id FROM import
               WHERE org_id = $1 AND digest = $2 AND kind = $3 AND state IN ('applying', 'failed')
               ORDER BY id LIMIT 1";
    tx.row(sql, args![digest, kind.code()], |row| row.take()).await
}

/// Imports as people see them, newest first; of one kind or of all.
pub async fn list(
    tx: &mut Tx<'_>,
    kind: Option<Kind>,
    after: ImportId,
    limit: Limit,
) -> Result<Vec<Import>, StoreError> {
    let sql = "SELECT i.id, i.kind, i.name, i.state, i.done, i.total, i.created_at, f.report
               FROM import i JOIN import_finding f ON f.org_id = i.org_id AND f.import_id = i.id
               WHERE i.org_id = $1 AND i.id < $2 AND i.state IN ('checked', 'applying', 'failed', 'applied')
                   AND ($3 = '' OR i.kind = $3)
               ORDER BY i.id DESC LIMIT $4";
    let kind = kind.map_or("", Kind::code);
    tx.rows(sql, args![after, kind, limit.one_more()], read_import).await
}

/// One import as people see it. Refuses: unknown.
pub async fn shown(tx: &mut Tx<'_>, id: ImportId) -> Result<Import, Problem> {
    let sql = "SELECT i.id, i.kind, i.name, i.state, i.done, i.total, i.created_at, f.report
               FROM import i JOIN import_finding f ON f.org_id = i.org_id AND f.import_id = i.id
               WHERE i.org_id = $1 AND i.id = $2 AND i.state IN ('checked', 'applying', 'failed', 'applied')";
    tx.row(sql, args![id], read_import).await?.ok_or_else(|| Refusal::Unknown.into())
}

/// Where the next page begins.
pub fn cursor(import: &Import) -> Cursor {
    Cursor(import.id.to_string())
}

/// Moves an import from a state to another. Refuses: started, when it is in neither.
pub async fn change_state(
    tx: &mut Tx<'_>,
    id: ImportId,
    from: [State; 2],
    to: State,
) -> Result<(), StoreError> {
    let sql = "UPDATE import SET state = $5 WHERE org_id = $1 AND id = $2 AND state IN ($3, $4)";
    let args = args![id, from[0].code(), from[1].code(), to.code()];
    tx.guard(sql, args, Refusal::Started.into()).await
}

/// Keeps the columns that were given by hand, and how the other program writes.
pub async fn set_said(tx: &mut Tx<'_>, id: ImportId, said: &Said) -> Result<(), Problem> {
    let sql = "UPDATE import SET columns = $3, options = $4 WHERE org_id = $1 AND id = $2";
    let columns = serde_json::to_string(&said.columns).map_err(Problem::bug)?;
    let options = serde_json::to_string(&said.options).map_err(Problem::bug)?;
    Ok(tx.put(sql, args![id, columns, options]).await?)
}

/// What is decided when rows begin to be written.
pub struct Plan {
    pub day: Day,
    pub first_member: i64,
    pub first_card: i64,
    pub first_bill: i64,
    pub total: i64,
}

pub async fn set_plan(tx: &mut Tx<'_>, id: ImportId, plan: &Plan) -> Result<(), StoreError> {
    let sql = "UPDATE import SET day = $3, first_member = $4, first_card = $5, total = $6, first_bill = $7
               WHERE org_id = $1 AND id = $2";
    let Plan { day, first_member, first_card, first_bill, total } = *plan;
    tx.put(sql, args![id, day, first_member, first_card, total, first_bill]).await
}

/// Counts rows as written, if nobody else has written them. Refuses: started.
pub async fn advance(tx: &mut Tx<'_>, id: ImportId, from: i64, to: i64) -> Result<(), StoreError> {
    let sql =
        "UPDATE import SET done = $4 WHERE org_id = $1 AND id = $2 AND done = $3 AND state = 'applying'";
    tx.guard(sql, args![id, from, to], Refusal::Started.into()).await
}

/// Counts rows as linked to who brought them, if nobody else has. Refuses: started.
pub async fn advance_links(tx: &mut Tx<'_>, id: ImportId, from: i64, to: i64) -> Result<(), StoreError> {
    let sql =
        "UPDATE import SET linked = $4 WHERE org_id = $1 AND id = $2 AND linked = $3 AND state = 'applying'";
    tx.guard(sql, args![id, from, to], Refusal::Started.into()).await
}

/// Keeps what a check found.
pub async fn put_finding(
    tx: &mut Tx<'_>,
    id: ImportId,
    report: &Report,
    accepted: &[u32],
) -> Result<(), Problem> {
    let sql = "INSERT INTO import_finding (org_id, import_id, report, accepted) VALUES ($1, $2, $3, $4)
               ON CONFLICT (org_id, import_id) DO UPDATE SET report = EXCLUDED.report, accepted = EXCLUDED.accepted";
    let report = serde_json::to_string(report).map_err(Problem::bug)?;
    let accepted = serde_json::to_string(accepted).map_err(Problem::bug)?;
    Ok(tx.put(sql, args![id, report, accepted]).await?)
}

/// The numbers of the rows that are taken in.
pub async fn accepted(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<u32>, StoreError> {
    let sql = "SELECT accepted FROM import_finding WHERE org_id = $1 AND import_id = $2";
    Ok(tx.row(sql, args![id], |row| row.take_json()).await?.unwrap_or_default())
}

/// Keeps a piece of the file.
pub async fn insert_piece(
    tx: &mut Tx<'_>,
    id: ImportId,
    position: i64,
    content: &[u8],
) -> Result<(), Problem> {
    let sql = "INSERT INTO import_piece (org_id, import_id, position, content) VALUES ($1, $2, $3, $4)";
    let sealed = tx.cipher().seal(piece(id, position), content)?;
    Ok(tx.put(sql, args![id, position, sealed]).await?)
}

/// One piece of the file; nothing when it did not come.
pub async fn read_piece(tx: &mut Tx<'_>, id: ImportId, position: i64) -> Result<Option<Vec<u8>>, Problem> {
    let sql = "SELECT content FROM import_piece WHERE org_id = $1 AND import_id = $2 AND position = $3";
    let sealed = tx.row(sql, args![id, position], |row| row.take::<Vec<u8>>()).await?;
    sealed.map(|sealed| tx.cipher().open(piece(id, position), &sealed)).transpose()
}

/// Destroys some pieces of the file, and says how many.
pub async fn delete_pieces(tx: &mut Tx<'_>, id: ImportId, from: i64, to: i64) -> Result<u64, StoreError> {
    let sql =
        "DELETE FROM import_piece WHERE org_id = $1 AND import_id = $2 AND position >= $3 AND position < $4";
    tx.exec(sql, args![id, from, to]).await
}

/// Each piece is bound to its import and its place in the file.
fn piece(id: ImportId, position: i64) -> Cell {
    let place = u128::try_from(position).unwrap_or_default();
    let row = Uuid::from_u128(id.uuid().as_u128().wrapping_add(place));
    Cell { table: "import_piece", column: "content", row }
}

/// Takes the turn to write. Refuses: another runs.
pub async fn take_turn(tx: &mut Tx<'_>, id: ImportId) -> Result<(), StoreError> {
    let sql = "INSERT INTO import_turn (org_id, import_id) VALUES ($1, $2)
               ON CONFLICT (org_id) DO UPDATE SET import_id = EXCLUDED.import_id
                   WHERE import_turn.import_id = EXCLUDED.import_id";
    tx.guard(sql, args![id], Refusal::AnotherRuns.into()).await
}

/// Gives the turn back.
pub async fn end_turn(tx: &mut Tx<'_>, id: ImportId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM import_turn WHERE org_id = $1 AND import_id = $2", args![id]).await.map(drop)
}

/// Forgets an import of which nothing is left.
pub async fn delete(tx: &mut Tx<'_>, id: ImportId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM import_turn WHERE org_id = $1 AND import_id = $2", args![id]).await?;
    tx.exec("DELETE FROM import_finding WHERE org_id = $1 AND import_id = $2", args![id]).await?;
    tx.exec("DELETE FROM import WHERE org_id = $1 AND id = $2", args![id]).await.map(drop)
}

fn read_stored(row: &mut Row) -> Result<Stored, StoreError> {
    Ok(Stored {
        id: row.take()?,
        kind: row.take_as(Kind::parse)?,
        branch: row.take()?,
        name: row.take()?,
        pieces: row.take()?,
        state: row.take_as(State::parse)?,
        said: Said { columns: row.take_json()?, options: row.take_json()? },
        day: row.take()?,
        first_member: row.take()?,
        first_card: row.take()?,
        first_bill: row.take()?,
        done: row.take()?,
        linked: row.take()?,
        total: row.take()?,
    })
}

fn read_import(row: &mut Row) -> Result<Import, StoreError> {
    Ok(Import {
        id: row.take()?,
        kind: row.take_as(Kind::parse)?,
        name: row.take()?,
        state: row.take_as(State::parse)?,
        done: row.take()?,
        total: row.take()?,
        created_at: row.take()?,
        report: row.take_json()?,
    })
}
