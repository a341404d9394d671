//! Earns, beside the requests, what has passed of time cards that nobody touches, and books bonus that has ended.

use super::commands::{Earn, Lapse, due, lapsing};
use crate::access::{Actor, Via};
use crate::branch;
use crate::store::Db;
use kernel::{Id, LotId, Problem};
use std::time::Duration;
use tokio::time::MissedTickBehavior;
use uuid::Uuid;

/// How often it is looked whether days are to be earned or bonus has ended.
const LOOK: Duration = Duration::from_secs(3600);
/// How many lots are looked at in one go, and written in one transaction.
const PAGE: i64 = 100;

/// Earns what has passed of the time cards of every organisation, and books its bonus that has ended, as long as
/// the server runs.
pub async fn follow(db: Db) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        if let Err(problem) = earn_due(&db).await {
            tracing::warn!(code = problem.code, cause = problem.cause, "time cards were not earned");
        }
        if let Err(problem) = lapse_due(&db).await {
            tracing::warn!(code = problem.code, cause = problem.cause, "bonus that has ended was not booked");
        }
    }
}

/// Earns what is due now. Every command leaves a row in the audit log, so none is run for nothing.
pub async fn earn_due(db: &Db) -> Result<(), Problem> {
    for organisation in branch::directory(db).await? {
        let actor = Actor::system(organisation.id, Via::Job);
        let mut next = Some(LotId::from_uuid(Uuid::nil()));
        while let Some(after) = next {
            let (lots, last) = due(&mut db.read(&actor).await?, after, PAGE).await?;
            if !lots.is_empty() {
                db.write(&actor, Earn(lots)).await?;
            }
            next = last;
        }
    }
    Ok(())
}

/// Books the bonus that has ended by now, in the same way.
pub async fn lapse_due(db: &Db) -> Result<(), Problem> {
    for organisation in branch::directory(db).await? {
        let actor = Actor::system(organisation.id, Via::Job);
        let mut next = Some(LotId::from_uuid(Uuid::nil()));
        while let Some(after) = next {
            let (lots, last) = lapsing(&mut db.read(&actor).await?, after, PAGE).await?;
            if !lots.is_empty() {
                db.write(&actor, Lapse(lots)).await?;
            }
            next = last;
        }
    }
    Ok(())
}
