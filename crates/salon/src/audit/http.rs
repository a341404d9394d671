//! `/api/audit`.

use super::commands::NoteExport;
use super::model::AuditRow;
use super::reading;
use crate::access::{Actor, Permission};
use crate::branch;
use crate::sheet::write::Format;
use crate::store::{AuditFilter, Tx};
use crate::web::{Access, Answer, App, Download, Json, Query, Routes};
use axum::extract::State;
use kernel::{BranchId, Cursor, Day, Limit, Page, Problem, UserId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;
use uuid::Uuid;

/// The routes of this capability.
pub fn routes() -> Routes {
    let read = Access::May(Permission::AuditRead);
    Routes::new().add(read, routes!(list)).add(read, routes!(export))
}

/// What of the log is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct AuditQuery {
    /// Who did it.
    user: Option<UserId>,
    /// What was done, `capability.verb`.
    #[serde(default)]
    command: String,
    /// What kind of thing it was done to.
    #[serde(default)]
    subject: String,
    /// To which one.
    subject_id: Option<Uuid>,
    /// In which branch.
    branch: Option<BranchId>,
    /// From this day on, in the organisation's time zone.
    from: Option<Day>,
    /// Up to this day.
    to: Option<Day>,
    /// A piece of what was done, of somebody's name, or a whole id.
    #[serde(default)]
    q: String,
    /// Where the page begins.
    after: Option<String>,
    /// How many rows, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
    /// Which kind of file, where one is wanted: `csv` or `xlsx`.
    #[serde(default)]
    #[param(value_type = String)]
    format: Format,
}

impl AuditQuery {
    async fn filter(&self, tx: &mut Tx<'_>) -> Result<AuditFilter, Problem> {
        let zone = branch::organisation(tx).await?.time_zone;
        let q = self.q.trim();
        // In LIKE these two stand for anything.
        let words: String =
            q.to_lowercase().chars().filter(|sign| !"%\\".contains(*sign)).take(100).collect();
        let id: Option<Uuid> = q.parse().ok();
        Ok(AuditFilter {
            user: self.user,
            command: self.command.clone(),
            subject: self.subject.clone(),
            subject_id: self.subject_id.or(id),
            branch: self.branch,
            from: self.from.map(|day| day.starts(&zone)),
            to: self.to.map(|day| day.plus_days(1).starts(&zone)),
            people: if q.is_empty() || id.is_some() { Vec::new() } else { reading::people(tx, q).await? },
            words: if id.is_some() { String::new() } else { words },
        })
    }
}

/// Shows who did what, newest first.
///
/// Who answers for some branches sees what was done there. Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Page<AuditRow>)))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<AuditQuery>,
) -> Answer<Json<Page<AuditRow>>> {
    let mut tx = app.db.read(&actor).await?;
    let filter = query.filter(&mut tx).await?;
    // A cursor that cannot be read begins at the beginning.
    let before = query.after.and_then(|after| after.parse().ok()).unwrap_or_else(reading::last);
    let rows = reading::page(&mut tx, &filter, before, query.limit).await?;
    Ok(Json(Page::cut(rows, query.limit, |row| Cursor(row.id.to_string()))))
}

/// Hands out who did what, as a file; the log says that it was.
///
/// Refuses: `access.other_branch`, `audit.too_many`.
#[utoipa::path(get, path = "/api/audit/export", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv")))]
async fn export(State(app): State<App>, actor: Actor, Query(query): Query<AuditQuery>) -> Answer<Download> {
    let mut tx = app.db.read(&actor).await?;
    let filter = query.filter(&mut tx).await?;
    let rows = reading::sheet(&mut tx, &filter).await?;
    drop(tx);
    app.write(&actor, NoteExport).await?;
    Ok(app.sheet("audit", query.format, rows).await?)
}
