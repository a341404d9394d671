//! Opening a till, moving cash, handing over.

use super::reading::shown;
use crate::access::Permission;
use crate::branch;
use crate::ledger::{self, EntrySet, Posting, Site, Source, Unit};
use crate::store::{Command, Tx};
use crate::till::model::{
    HandOverWish, OpenTillWish, Refusal, Session, State, StoredCount, StoredSession, Tender, TillMoveWish,
};
use crate::till::queries;
use crate::till::rules::{self, Books};
use kernel::{BranchId, Currency, Day, Money, Problem, TillMoveId, TillSessionId};
use serde::Serialize;

/// Begins a session of a drawer with the float that was counted into it. Refuses, in this order:
/// another branch, float below nothing, branch unknown, open already.
#[derive(Serialize)]
pub struct Open(pub OpenTillWish);

impl Command for Open {
    type Out = Session;
    const NAME: &'static str = "till.open";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Session, Problem> {
        let OpenTillWish { branch, float } = self.0;
        tx.at(Permission::TillUse, branch)?;
        rules::check_float("float", float)?;
        let shop = branch::find(tx, branch).await?;
        let currency = branch::organisation(tx).await?.currency;
        let session = StoredSession {
            id: tx.new_id(),
            branch,
            company: shop.company,
            currency,
            state: State::Open,
            business_day: ledger::open_day(tx, &shop).await?.day,
            opened_at: tx.now(),
            opened_by: tx.actor().name.clone(),
            held_before: held(tx, branch, Tender::Cash, currency).await?,
            float,
            handed_over_day: None,
            handed_over_at: None,
            handed_over_by: String::new(),
            next_float: None,
            note: String::new(),
        };
        if !queries::insert_session(tx, &session).await? {
            return Err(Refusal::AlreadyOpen.into());
        }
        for (position, tender) in (1..).zip(Tender::ALL) {
            let began_with = match tender {
                Tender::Cash => Money::ZERO,
                _ => held(tx, branch, tender, currency).await?,
            };
            let count = StoredCount { tender, began_with, expected: None, counted: None };
            queries::insert_count(tx, session.id, position, &count).await?;
        }
        let set = books(&session).float(session.held_before, float)?;
        post(tx, &session, session.business_day, &set, Source::TillFloat(session.id), "").await?;
        told(tx, session).await
    }
}

/// Puts cash into a drawer, or takes it out, without a bill. Refuses, in this order: session unknown,
/// another branch, handed over, amount, reason.
#[derive(Serialize)]
pub struct MoveCash {
    pub session: TillSessionId,
    pub wish: TillMoveWish,
}

impl Command for MoveCash {
    type Out = Session;
    const NAME: &'static str = "till.move";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Session, Problem> {
        let session = going_on(tx, self.session).await?;
        let TillMoveWish { kind, amount, ref reason } = self.wish;
        rules::check_move(amount)?;
        let reason = rules::check_reason(reason)?;
        let id: TillMoveId = tx.new_id();
        let day = today(tx, session.branch).await?;
        queries::insert_move(tx, &session, id, day, &self.wish, &reason).await?;
        let set = books(&session).moved(kind, amount)?;
        post(tx, &session, day, &set, kind.source(id), &reason).await?;
        told(tx, session).await
    }
}

/// Ends a session with what was counted, before it is said what was expected 交班. Refuses, in this order:
/// session unknown, another branch, handed over, counts, amounts, next float, note.
#[derive(Serialize)]
pub struct HandOver {
    pub session: TillSessionId,
    pub wish: HandOverWish,
}

impl Command for HandOver {
    type Out = Session;
    const NAME: &'static str = "till.hand_over";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Session, Problem> {
        let session = going_on(tx, self.session).await?;
        let HandOverWish { counts, next_float, note } = &self.wish;
        let cash = rules::check_counts(counts, *next_float)?;
        let note = rules::check_note(note)?;
        let StoredSession { id, branch, currency, .. } = session;
        let day = today(tx, branch).await?;
        for stored in queries::counts(tx, id).await? {
            let tender = stored.tender;
            let expected = rules::expected(&stored, held(tx, branch, tender, currency).await?);
            let counted = counts.iter().find(|count| count.tender == tender).map(|count| count.amount);
            queries::set_count(tx, id, tender, expected, counted).await?;
            if tender == Tender::Cash {
                let set = books(&session).counted(expected, cash)?;
                post(tx, &session, day, &set, Source::TillCount(id), &note).await?;
            }
        }
        let set = books(&session).emptied(cash, *next_float)?;
        post(tx, &session, day, &set, Source::TillEmptied(id), &note).await?;
        queries::hand_over(tx, id, day, *next_float, &note).await?;
        let session = queries::session(tx, id).await?;
        told(tx, session).await
    }
}

/// The business day of a branch on which things are posted now.
async fn today(tx: &mut Tx<'_>, branch: BranchId) -> Result<Day, Problem> {
    let branch = branch::find(tx, branch).await?;
    Ok(ledger::open_day(tx, &branch).await?.day)
}

/// A session that goes on, for who may use its drawer. Refuses, in this order: session unknown, another
/// branch, handed over.
async fn going_on(tx: &mut Tx<'_>, id: TillSessionId) -> Result<StoredSession, Problem> {
    let session = queries::session(tx, id).await?;
    tx.at(Permission::TillUse, session.branch)?;
    match session.state {
        State::Open => Ok(session),
        State::HandedOver => Err(Refusal::HandedOver.into()),
    }
}

fn books(session: &StoredSession) -> Books {
    let site = Site { branch: session.branch, company: session.company };
    Books { site, currency: session.currency }
}

/// What the books hold of a way of paying.
async fn held(
    tx: &mut Tx<'_>,
    branch: BranchId,
    tender: Tender,
    currency: Currency,
) -> Result<Money, Problem> {
    let held = ledger::held_in_till(tx, branch, tender.account(branch), Unit::Money(currency)).await?;
    Ok(Money::minor(held))
}

async fn post(
    tx: &mut Tx<'_>,
    session: &StoredSession,
    day: Day,
    set: &EntrySet,
    source: Source,
    reason: &str,
) -> Result<(), Problem> {
    ledger::post(tx, Posting { set, branch: session.branch, day, source, reason }).await
}

/// Tells of a session that has changed, and shows it.
async fn told(tx: &mut Tx<'_>, session: StoredSession) -> Result<Session, Problem> {
    tx.touched("till_session", session.id, Some(session.branch));
    tx.tell("till.changed", session.id, Some(session.branch)).await?;
    shown(tx, session).await
}
