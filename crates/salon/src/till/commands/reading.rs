//! What is shown of a till.

use crate::access::{At, Permission};
use crate::branch;
use crate::ledger;
use crate::store::Tx;
use crate::till::model::{
    ClosedDay, ClosedDaySummary, Closing, Drawer, HandedOver, Session, SessionSummary, StoredSession, Tender,
};
use crate::till::{queries, rules};
use crate::{bill, report};
use kernel::{Cursor, Id, Instant, Limit, Page, Problem, TillDayId, TillSessionId};
use uuid::Uuid;

/// How many days back the first day to be closed is looked for, where none ever was.
const LOOK_BACK: i64 = 7;

/// A session for who may see it. Refuses, in this order: session unknown, another branch.
pub async fn show(tx: &mut Tx<'_>, id: TillSessionId) -> Result<Session, Problem> {
    let session = queries::session(tx, id).await?;
    tx.at(Permission::TillRead, session.branch)?;
    shown(tx, session).await
}

/// How the drawer of a branch stands.
pub async fn drawer(tx: &mut Tx<'_>, at: At) -> Result<Drawer, Problem> {
    let session = match queries::open_session(tx, at.branch()).await? {
        Some(id) => Some(show(tx, id).await?),
        None => None,
    };
    Ok(Drawer { session, left: queries::left(tx, at).await? })
}

pub(super) async fn shown(tx: &mut Tx<'_>, session: StoredSession) -> Result<Session, Problem> {
    let moves = queries::moves(tx, session.id).await?;
    let handed_over = match (session.handed_over_at, session.handed_over_day, session.next_float) {
        (Some(at), Some(business_day), Some(next_float)) => {
            let counts = queries::counts(tx, session.id).await?;
            let counts: Vec<_> = counts
                .iter()
                .map(|count| rules::counted(count.tender, count.expected.unwrap_or_default(), count.counted))
                .collect();
            let cash = counts.iter().find(|count| count.tender == Tender::Cash);
            let cash = cash.and_then(|count| count.counted).unwrap_or_default();
            let (by, note) = (session.handed_over_by, session.note);
            Some(HandedOver { at, business_day, by, counts, next_float, emptied: cash - next_float, note })
        }
        _ => None,
    };
    Ok(Session {
        id: session.id,
        branch: session.branch,
        state: session.state,
        business_day: session.business_day,
        opened_at: session.opened_at,
        opened_by: session.opened_by,
        float: session.float,
        moves,
        handed_over,
    })
}

/// A page of the sessions of a branch, newest first.
pub async fn sessions(
    tx: &mut Tx<'_>,
    at: At,
    before: (Instant, Uuid),
    limit: Limit,
) -> Result<Page<SessionSummary>, Problem> {
    let found = queries::sessions(tx, at, before, limit).await?;
    let place = |session: &SessionSummary| {
        Cursor::of(&[&session.opened_at.millis().to_string(), &session.id.uuid().to_string()])
    };
    Ok(Page::cut(found, limit, place))
}

/// How far a branch is from closing a day. Refuses: branch unknown.
pub async fn closing(tx: &mut Tx<'_>, at: At) -> Result<Closing, Problem> {
    let shop = branch::find(tx, at.branch()).await?;
    let today = shop.business_day(tx.now());
    let open = ledger::open_day(tx, &shop).await?;
    let from = open.closed_through.map_or(today.plus_days(-LOOK_BACK), |closed| closed.plus_days(1));
    let traded = report::trading_days(tx, shop.id, (from, today)).await?;
    let day = rules::first_open(today, open, &traded);
    let session = queries::open_session(tx, shop.id).await?;
    let (bills, report) = match day {
        Some(day) => {
            let bills = bill::waiting(tx, shop.id, day).await?;
            let report = if session.is_none() { Some(super::day_report(tx, at, day).await?) } else { None };
            (bills, report)
        }
        None => (Vec::new(), None),
    };
    Ok(Closing { day, today, closed_through: open.closed_through, session, bills, report })
}

/// A closed day for who may see it. Refuses, in this order: day unknown, another branch.
pub async fn closed_day(tx: &mut Tx<'_>, id: TillDayId) -> Result<ClosedDay, Problem> {
    let day = queries::closed_day(tx, id).await?;
    tx.at(Permission::TillRead, day.branch)?;
    Ok(day)
}

/// A page of the closed days of a branch, newest first.
pub async fn closed_days(
    tx: &mut Tx<'_>,
    at: At,
    below: i64,
    limit: Limit,
) -> Result<Page<ClosedDaySummary>, Problem> {
    let found = queries::closed_days(tx, at, below, limit).await?;
    Ok(Page::cut(found, limit, |day| Cursor::of(&[&day.number.to_string()])))
}
