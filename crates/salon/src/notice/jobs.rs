//! Addresses and sends, beside the requests, what was asked for.

use super::carry::carry;
use super::commands::{Address, Begin, End, Forget};
use super::queries;
use crate::access::{Actor, Via};
use crate::branch;
use crate::web::App;
use futures_util::future::join_all;
use kernel::{OrganisationId, Problem, RowId};
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often it is looked what waits.
const LOOK: Duration = Duration::from_secs(2);
/// After how many looks it is thrown away what is old: once an hour.
const LOOKS_TO_FORGET: u64 = 1800;
/// How many messages are on their way at once: one that hangs must not keep the others.
const AT_ONCE: i64 = 8;
/// How many events are addressed in one look, of each organisation.
const EVENTS: i64 = 50;

/// Addresses and sends what was asked for, as long as the server runs.
pub async fn follow(app: App) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for look in 0_u64.. {
        looks.tick().await;
        if let Err(problem) = work(&app).await {
            tracing::warn!(code = problem.code, cause = problem.cause, "notices were not sent");
        }
        if look % LOOKS_TO_FORGET == 0
            && let Err(problem) = forget(&app).await
        {
            tracing::warn!(code = problem.code, cause = problem.cause, "old notices were not thrown away");
        }
    }
}

/// Addresses and sends what waits now. Every command leaves a row in the audit log, so none is run for nothing.
pub async fn work(app: &App) -> Result<(), Problem> {
    for organisation in branch::directory(&app.db).await? {
        let actor = Actor::system(organisation.id, Via::Job);
        let waiting = queries::unaddressed(&mut app.db.read(&actor).await?, EVENTS).await?;
        for event in waiting {
            // One that cannot be addressed must not keep the others.
            if let Err(problem) = app.write(&actor, Address(event)).await {
                tracing::error!(code = problem.code, cause = problem.cause, "a notice was not addressed");
            }
        }
        loop {
            let now = app.db.now();
            let due = queries::due(&mut app.db.read(&actor).await?, now, AT_ONCE).await?;
            if due.is_empty() {
                break;
            }
            let sent = join_all(due.into_iter().map(|message| send(app, organisation.id, message))).await;
            sent.into_iter().collect::<Result<Vec<()>, Problem>>()?;
        }
    }
    Ok(())
}

/// Sends one message that is due, outside any transaction, and keeps what came of it.
pub async fn send(app: &App, organisation: OrganisationId, message: RowId) -> Result<(), Problem> {
    let actor = Actor::system(organisation, Via::Job);
    let Some(outgoing) = app.write(&actor, Begin(message)).await? else { return Ok(()) };
    let failure = carry(&outgoing, &app.config).await.err();
    if let Some(failure) = &failure {
        tracing::warn!(message = %message, reason = failure.reason.code(), "a notice was not taken");
    }
    let mut roll = [0_u8; 2];
    getrandom::fill(&mut roll).map_err(Problem::bug)?;
    app.write(&actor, End { message, failure, roll: u16::from_le_bytes(roll) }).await
}

/// Throws away what is old.
pub async fn forget(app: &App) -> Result<(), Problem> {
    for organisation in branch::directory(&app.db).await? {
        app.write(&Actor::system(organisation.id, Via::Job), Forget).await?;
    }
    Ok(())
}
