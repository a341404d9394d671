//! `/api/backup`.

use super::commands::Ask;
use super::jobs::{self, Plan};
use super::model::{Refusal, Run, RunKind, Warning};
use super::{queries, rules, taking};
use crate::access::{Actor, Permission};
use crate::web::{Access, Answer, App, Json, Routes};
use axum::Extension;
use axum::extract::State;
use kernel::Problem;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// How many runs are shown.
const SHOWN: usize = 20;

/// The routes of this capability.
pub fn routes() -> Routes {
    let manage = Access::May(Permission::BackupManage);
    Routes::new().add(manage, routes!(show)).add(manage, routes!(make))
}

/// How the server was told to back itself up.
#[derive(Serialize, ToSchema)]
struct BackupPlan {
    /// Into which folder of the server.
    folder: String,
    /// At which time of day.
    #[schema(example = "03:30")]
    at: String,
    /// In which time zone.
    time_zone: String,
    /// The newest of each of so many days stays.
    days: usize,
    /// The newest of each of so many weeks stays.
    weeks: usize,
    /// The newest of each of so many months stays.
    months: usize,
}

/// How the server is backed up.
#[derive(Serialize, ToSchema)]
struct BackupState {
    /// The plan; nothing when the server has none.
    plan: Option<BackupPlan>,
    /// Whether one is being made.
    running: bool,
    /// Why somebody should look after it.
    warning: Option<Warning>,
    /// The last good backup of this database.
    last_good: Option<Run>,
    /// What this database was restored from.
    restored: Option<Run>,
    /// The newest runs, newest first.
    runs: Vec<Run>,
}

async fn state(app: &App, actor: &Actor, plan: Option<&Plan>) -> Result<BackupState, Problem> {
    let mut runs = queries::newest(&mut app.db.read(actor).await?).await?;
    let last_good = rules::last_good(&runs).cloned();
    let zone = taking::zone(&app.db).await?;
    let shown = plan.map(|plan| BackupPlan {
        folder: plan.folder.display().to_string(),
        at: plan.at.to_string(),
        time_zone: zone.name().to_owned(),
        days: plan.keep.days,
        weeks: plan.keep.weeks,
        months: plan.keep.months,
    });
    let made_at = last_good.as_ref().map(|run| run.started_at);
    let warning = rules::warning(plan.is_some(), made_at, app.db.now());
    let restored = runs.iter().find(|run| run.kind == RunKind::Restore).cloned();
    runs.truncate(SHOWN);
    let running = plan.is_some_and(Plan::is_running);
    Ok(BackupState { plan: shown, running, warning, last_good, restored, runs })
}

/// Shows when the last good backup was made, what failed, and what is planned.
///
/// A backup is of the whole server, so this is for those who answer for a whole organisation.
#[utoipa::path(get, path = "/api/backup", tag = "backup", responses((status = 200, body = BackupState)))]
async fn show(
    State(app): State<App>,
    Extension(plan): Extension<Option<Arc<Plan>>>,
    actor: Actor,
) -> Answer<Json<BackupState>> {
    actor.may_everywhere(Permission::BackupManage)?;
    Ok(Json(state(&app, &actor, plan.as_deref()).await?))
}

/// Begins a backup now, and answers before it is done.
///
/// Refuses: `backup.no_target`, `backup.running`.
#[utoipa::path(post, path = "/api/backup", tag = "backup", responses((status = 200, body = BackupState)))]
async fn make(
    State(app): State<App>,
    Extension(plan): Extension<Option<Arc<Plan>>>,
    actor: Actor,
) -> Answer<Json<BackupState>> {
    actor.may_everywhere(Permission::BackupManage)?;
    let plan = plan.ok_or_else(|| Problem::from(Refusal::NoTarget))?;
    let turn = plan.begin()?;
    app.write(&actor, Ask).await?;
    let begun = state(&app, &actor, Some(&plan)).await?;
    // How it ends is written down; nobody waits for it here.
    tokio::spawn(async move { jobs::run(&app, &plan, turn, RunKind::Request).await });
    Ok(Json(begun))
}
