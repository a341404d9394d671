//! Seals and checks the books beside the requests.

use super::commands::{BeginNight, End, SealSome, may_seal};
use super::model::Fault;
use super::{queries, rules};
use crate::access::{Actor, Via};
use crate::store::Db;
use crate::{branch, check};
use kernel::{OrganisationId, Problem, RowId};
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often it is looked what waits to be sealed, and whether a check is due.
const LOOK: Duration = Duration::from_secs(60);

/// Seals the books of every organisation, and checks them each night, as long as the server runs.
pub async fn follow(db: Db) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        if let Err(problem) = seal(&db).await {
            tracing::warn!(code = problem.code, cause = problem.cause, "the books were not sealed");
        }
        if let Err(problem) = look(&db).await {
            tracing::warn!(code = problem.code, cause = problem.cause, "the books were not checked");
        }
    }
}

/// Seals what waits.
pub async fn seal(db: &Db) -> Result<(), Problem> {
    for organisation in branch::directory(db).await? {
        let actor = Actor::system(organisation.id, Via::Job);
        // Every command leaves a row in the audit log, so none is run for nothing.
        while may_seal(&mut db.read(&actor).await?).await? {
            db.write(&actor, SealSome).await?;
        }
    }
    Ok(())
}

/// Makes the checks that are due.
pub async fn look(db: &Db) -> Result<(), Problem> {
    for organisation in branch::directory(db).await? {
        let actor = Actor::system(organisation.id, Via::Job);
        let newest = queries::newest(&mut db.read(&actor).await?, 1).await?.pop();
        // Every command leaves a row in the audit log, so none is run for nothing.
        if !rules::is_due(&organisation.time_zone, db.now(), newest.as_ref()) {
            continue;
        }
        if let Some(check) = db.write(&actor, BeginNight).await? {
            run(db, organisation.id, check).await?;
        }
    }
    Ok(())
}

/// Makes a check that was begun, and writes down what it found.
pub async fn run(db: &Db, organisation: OrganisationId, check: RowId) -> Result<(), Problem> {
    let actor = Actor::system(organisation, Via::Job);
    let (faults, failure) = match found(db, &actor).await {
        Ok(faults) => (faults, None),
        Err(problem) => {
            tracing::error!(code = problem.code, cause = problem.cause, "the books could not be checked");
            (Vec::new(), Some(problem.code))
        }
    };
    for Fault { check, row, detail } in &faults {
        tracing::error!(check, row, detail, "a promise of the books does not hold");
    }
    db.write(&actor, End { check, faults, failure }).await
}

async fn found(db: &Db, actor: &Actor) -> Result<Vec<Fault>, Problem> {
    let found = check::books(&mut db.read(actor).await?).await?;
    let kept =
        |fault: check::Fault| Fault { check: fault.check.to_owned(), row: fault.row, detail: fault.detail };
    Ok(found.into_iter().map(kept).collect())
}
