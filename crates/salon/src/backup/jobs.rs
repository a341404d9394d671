//! Backs the server up by its plan, beside the requests.

use super::commands::{self, Note};
use super::model::{At, Ended, Keep, Refusal, Run, RunKind};
use super::taking::{self, Made, Order};
use super::{queries, rules};
use crate::access::{Actor, Via};
use crate::branch;
use crate::store::Db;
use crate::web::App;
use kernel::{Instant, Problem};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};
use zeroize::Zeroizing;

/// How often it is looked whether a backup is due.
const LOOK: Duration = Duration::from_secs(30);

/// How the server was told to back itself up.
pub struct Plan {
    /// Into which folder.
    pub folder: PathBuf,
    /// What seals the files.
    pub passphrase: Zeroizing<String>,
    /// At which time of day, in the zone of the first organisation.
    pub at: At,
    /// What stays.
    pub keep: Keep,
    /// How hard the passphrase is to try; see [`Order`].
    pub work: Option<u8>,
    turn: Arc<Mutex<()>>,
}

/// The right to make a backup: one at a time.
pub struct Turn {
    _held: OwnedMutexGuard<()>,
}

impl Plan {
    /// Puts a plan together. Refuses: a short passphrase.
    pub fn new(folder: PathBuf, passphrase: Zeroizing<String>, at: At, keep: Keep) -> Result<Plan, Problem> {
        rules::check_passphrase(&passphrase)?;
        Ok(Plan { folder, passphrase, at, keep, work: None, turn: Arc::default() })
    }

    /// Takes the turn. Refuses: one is being made.
    pub fn begin(&self) -> Result<Turn, Problem> {
        let held = Arc::clone(&self.turn).try_lock_owned().map_err(|_| Refusal::Running)?;
        Ok(Turn { _held: held })
    }

    /// Whether one is being made.
    pub fn is_running(&self) -> bool {
        self.turn.try_lock().is_err()
    }
}

/// Makes a backup by the plan, writes down how it ended, and throws away what may go.
pub async fn run(app: &App, plan: &Plan, turn: Turn, kind: RunKind) -> Result<Made, Problem> {
    let started_at = app.db.now();
    let answer = make(&app.db, plan).await;
    let ended = match &answer {
        Ok(made) => {
            let bytes = made.bytes;
            tracing::info!(file = %made.path.display(), bytes, rows = made.rows, "a backup was made");
            Ended::good(kind, made, app.db.now())
        }
        Err(problem) => {
            tracing::error!(code = problem.code, cause = problem.cause, "a backup failed");
            failed(kind, plan, problem, started_at, app.db.now())
        }
    };
    drop(turn);
    commands::note_everywhere(&app.db, Note(ended)).await?;
    look_back(app).await?;
    if answer.is_ok() {
        throw_away(&app.db, plan).await?;
    }
    answer
}

async fn make(db: &Db, plan: &Plan) -> Result<Made, Problem> {
    if !plan.folder.is_dir() {
        // A disk that is not plugged in must not be made up for by a folder on this one.
        let cause = format!("{} is not there, or is not a folder", plan.folder.display());
        return Err(Refusal::CannotWrite(cause).into());
    }
    let order = Order { target: plan.folder.clone(), passphrase: plan.passphrase.clone(), work: plan.work };
    taking::take(db, order).await
}

fn failed(kind: RunKind, plan: &Plan, problem: &Problem, started_at: Instant, ended_at: Instant) -> Ended {
    Ended {
        kind,
        started_at,
        ended_at,
        folder: plan.folder.display().to_string(),
        file: String::new(),
        bytes: 0,
        rows: 0,
        failure: Some(problem.code.to_owned()),
        cause: problem.cause.clone(),
    }
}

/// Looks after the backups as long as the server runs.
pub async fn follow(app: App, plan: Option<Arc<Plan>>) {
    let mut looks = tokio::time::interval(LOOK);
    loop {
        looks.tick().await;
        if let Err(problem) = look(&app, plan.as_deref()).await {
            tracing::warn!(code = problem.code, cause = problem.cause, "the backups were not looked after");
        }
    }
}

/// Makes a backup if one is due.
pub async fn look(app: &App, plan: Option<&Plan>) -> Result<(), Problem> {
    let runs = look_back(app).await?;
    let Some(plan) = plan else { return Ok(()) };
    let (zone, now) = (taking::zone(&app.db).await?, app.db.now());
    let tried = runs.iter().find(|run| run.kind != RunKind::Restore).map(|run| run.ended_at);
    let good = rules::last_good(&runs).map(|run| run.started_at);
    let set_up = !branch::directory(&app.db).await?.is_empty();
    if set_up && rules::is_due(plan.at, &zone, now, good, tried) && !plan.is_running() {
        // How it ended is in the log and in the record already.
        let _ = run(app, plan, plan.begin()?, RunKind::Schedule).await;
    }
    Ok(())
}

/// The record of the first organisation; remembers when the last good backup was made.
async fn look_back(app: &App) -> Result<Vec<Run>, Problem> {
    let Some(first) = branch::directory(&app.db).await?.into_iter().next() else { return Ok(Vec::new()) };
    let actor = Actor::system(first.id, Via::Job);
    let runs = queries::newest(&mut app.db.read(&actor).await?).await?;
    let good = rules::last_good(&runs).map_or(0, |run| run.started_at.millis());
    app.backed_up.store(good, Ordering::Relaxed);
    Ok(runs)
}

/// Throws away what the plan does not keep: only files of which the record says that this plan wrote
/// them here, and which are as large as they were then.
async fn throw_away(db: &Db, plan: &Plan) -> Result<(), Problem> {
    let folder = plan.folder.display().to_string();
    let mut mine: BTreeMap<String, Instant> = BTreeMap::new();
    for organisation in branch::directory(db).await? {
        let mut tx = db.read(&Actor::system(organisation.id, Via::Job)).await?;
        for run in queries::newest(&mut tx).await? {
            let by_plan = matches!(run.kind, RunKind::Schedule | RunKind::Request) && run.failure.is_none();
            let size = plan.folder.join(&run.file).metadata().map(|data| data.len());
            let there = size.is_ok_and(|size| i64::try_from(size) == Ok(run.bytes));
            if by_plan && run.folder == folder && there {
                mine.insert(run.file, run.started_at);
            }
        }
    }
    let made: Vec<Instant> = mine.values().copied().collect();
    let names: Vec<String> = mine.into_keys().collect();
    for place in rules::expired(plan.keep, &made, &taking::zone(db).await?) {
        let file = plan.folder.join(&names[place]);
        match std::fs::remove_file(&file) {
            Ok(()) => tracing::info!(file = %file.display(), "an old backup was thrown away"),
            Err(error) => tracing::warn!(file = %file.display(), %error, "an old backup stays"),
        }
    }
    Ok(())
}
