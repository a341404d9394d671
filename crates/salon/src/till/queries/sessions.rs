//! Sessions of a drawer, and what moves in it.

use crate::access::At;
use crate::args;
use crate::store::{Row, StoreError, Tx};
use crate::till::model::{
    Move, MoveKind, Refusal, SessionSummary, State, StoredCount, StoredSession, Tender, TillMoveWish,
};
use kernel::{BranchId, Day, Instant, Limit, Money, Problem, TillMoveId, TillSessionId};
use uuid::Uuid;

/// Begins a session. Says whether it did: a drawer has one at a time.
pub async fn insert_session(tx: &mut Tx<'_>, session: &StoredSession) -> Result<bool, StoreError> {
    let sql = "INSERT INTO till_session (org_id, id, branch_id, company_id, currency, state, business_day, opened_at,
                   opened_by, opened_by_name, held_before, opening_float, handed_over_by_name, note)
               VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, $11, '', '')
               ON CONFLICT DO NOTHING";
    let args = args![
        session.id,
        session.branch,
        session.company,
        session.currency,
        session.business_day,
        session.opened_at,
        tx.actor().user,
        session.opened_by.as_str(),
        session.held_before,
        session.float
    ];
    Ok(tx.exec(sql, args).await? > 0)
}

pub async fn insert_count(
    tx: &mut Tx<'_>,
    session: TillSessionId,
    position: i64,
    count: &StoredCount,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO till_count (org_id, session_id, position, tender, began_with)
               VALUES ($1, $2, $3, $4, $5)";
    tx.put(sql, args![session, position, count.tender.code(), count.began_with]).await
}

/// Keeps what was expected and counted of a way of paying.
pub async fn set_count(
    tx: &mut Tx<'_>,
    session: TillSessionId,
    tender: Tender,
    expected: Money,
    counted: Option<Money>,
) -> Result<(), StoreError> {
    let sql = "UPDATE till_count SET expected = $4, counted = $5
               WHERE org_id = $1 AND session_id = $2 AND tender = $3";
    tx.put(sql, args![session, tender.code(), expected, counted]).await
}

pub async fn insert_move(
    tx: &mut Tx<'_>,
    session: &StoredSession,
    id: TillMoveId,
    day: Day,
    wish: &TillMoveWish,
    reason: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO till_move (org_id, id, session_id, branch_id, business_day, at, kind, amount, reason, by_user,
                   by_name)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let TillMoveWish { kind, amount, .. } = *wish;
    let (user, name) = (tx.actor().user, tx.actor().name.clone());
    let args = args![id, session.id, session.branch, day, tx.now(), kind.code(), amount, reason, user, name];
    tx.put(sql, args).await
}

/// Ends a session on a business day. Refuses: it has ended.
pub async fn hand_over(
    tx: &mut Tx<'_>,
    session: TillSessionId,
    day: Day,
    next_float: Money,
    note: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE till_session SET state = 'handed_over', handed_over_day = $3, handed_over_at = $4,
                   handed_over_by = $5, handed_over_by_name = $6, next_float = $7, note = $8
               WHERE org_id = $1 AND id = $2 AND state = 'open'";
    let (user, name) = (tx.actor().user, tx.actor().name.clone());
    let args = args![session, day, tx.now(), user, name, next_float, note];
    tx.guard(sql, args, Refusal::HandedOver.into()).await
}

/// A session. Refuses: session unknown.
pub async fn session(tx: &mut Tx<'_>, id: TillSessionId) -> Result<StoredSession, Problem> {
    let sql = "SELECT id, branch_id, company_id, currency, state, business_day, opened_at, opened_by_name, held_before,
                   opening_float, handed_over_day, handed_over_at, handed_over_by_name, next_float, note
               FROM till_session WHERE org_id = $1 AND id = $2";
    tx.row(sql, args![id], read_session).await?.ok_or_else(|| Refusal::SessionUnknown.into())
}

/// The session of a branch that goes on.
pub async fn open_session(tx: &mut Tx<'_>, branch: BranchId) -> Result<Option<TillSessionId>, StoreError> {
    let sql = "SELECT id FROM till_session WHERE org_id = $1 AND branch_id = $2 AND state = 'open'";
    tx.row(sql, args![branch], |row| row.take()).await
}

/// What the last session of a branch left in the drawer.
pub async fn left(tx: &mut Tx<'_>, at: At) -> Result<Option<Money>, StoreError> {
    let sql = "SELECT next_float FROM till_session
               WHERE org_id = $1 AND branch_id = $2 AND state = 'handed_over'
               ORDER BY opened_at DESC, id DESC LIMIT 1";
    tx.row(sql, args![at.branch()], |row| row.take()).await
}

/// What a session holds of each way of paying, cash first.
pub async fn counts(tx: &mut Tx<'_>, session: TillSessionId) -> Result<Vec<StoredCount>, StoreError> {
    let sql = "SELECT tender, began_with, expected, counted FROM till_count
               WHERE org_id = $1 AND session_id = $2 ORDER BY position";
    let read = |row: &mut Row| {
        Ok(StoredCount {
            tender: row.take_as(Tender::parse)?,
            began_with: row.take()?,
            expected: row.take()?,
            counted: row.take()?,
        })
    };
    tx.rows(sql, args![session], read).await
}

/// What moved in a session without a bill.
pub async fn moves(tx: &mut Tx<'_>, session: TillSessionId) -> Result<Vec<Move>, StoreError> {
    let sql = "SELECT id, at, kind, amount, reason, by_name FROM till_move
               WHERE org_id = $1 AND session_id = $2 ORDER BY at, id";
    let read = |row: &mut Row| {
        Ok(Move {
            id: row.take()?,
            at: row.take()?,
            kind: row.take_as(MoveKind::parse)?,
            amount: row.take()?,
            reason: row.take()?,
            by: row.take()?,
        })
    };
    tx.rows(sql, args![session], read).await
}

/// Some sessions of a branch before a moment and a row, newest first, one more than wanted.
pub async fn sessions(
    tx: &mut Tx<'_>,
    at: At,
    (before, id): (Instant, Uuid),
    limit: Limit,
) -> Result<Vec<SessionSummary>, StoreError> {
    let sql = "SELECT s.id, s.state, s.business_day, s.opened_at, s.opened_by_name, s.handed_over_at,
                   s.handed_over_by_name, c.counted, c.counted - c.expected
               FROM till_session s
               JOIN till_count c ON c.org_id = s.org_id AND c.session_id = s.id AND c.tender = 'cash'
               WHERE s.org_id = $1 AND s.branch_id = $2 AND (s.opened_at, s.id) < ($3, $4)
               ORDER BY s.opened_at DESC, s.id DESC LIMIT $5";
    let read = |row: &mut Row| {
        Ok(SessionSummary {
            id: row.take()?,
            state: row.take_as(State::parse)?,
            business_day: row.take()?,
            opened_at: row.take()?,
            opened_by: row.take()?,
            handed_over_at: row.take()?,
            handed_over_by: row.take()?,
            counted: row.take()?,
            difference: row.take()?,
        })
    };
    tx.rows(sql, args![at.branch(), before, id, limit.one_more()], read).await
}

fn read_session(row: &mut Row) -> Result<StoredSession, StoreError> {
    Ok(StoredSession {
        id: row.take()?,
        branch: row.take()?,
        company: row.take()?,
        currency: row.take()?,
        state: row.take_as(State::parse)?,
        business_day: row.take()?,
        opened_at: row.take()?,
        opened_by: row.take()?,
        held_before: row.take()?,
        float: row.take()?,
        handed_over_day: row.take()?,
        handed_over_at: row.take()?,
        handed_over_by: row.take()?,
        next_float: row.take()?,
        note: row.take()?,
    })
}
