//! Closing down.

use super::owed;
use crate::access::{Actor, Permission};
use crate::branch;
use crate::prepaid::commands::{self, NoteHolders, Resume, Stop};
use crate::prepaid::export;
use crate::prepaid::model::{CompanyState, StopWish};
use crate::web::{Access, Answer, App, Json, Path, Routes, Streamed};
use axum::extract::State;
use futures_util::stream;
use kernel::{CardId, CompanyId, Id, Page, Problem};
use utoipa_axum::routes;
use uuid::Uuid;

/// The routes of closing down.
pub(super) fn routes() -> Routes {
    let manage = Access::May(Permission::PrepaidManage);
    Routes::new()
        .add(manage, routes!(stop))
        .add(manage, routes!(resume))
        .add(Access::May(Permission::CustomerExport), routes!(export_holders))
}

/// Lets a company take no more money ahead: no card is sold and none topped up until it does again.
///
/// Refuses: `access.other_branch`, `branch.company_unknown`, `prepaid.stop_reason`, `prepaid.stopped_already`.
#[utoipa::path(put, path = "/api/prepaid/state/{company}/stop", tag = "prepaid", request_body = StopWish,
    params(("company" = CompanyId, Path)), responses((status = 200, body = Page<CompanyState>)))]
async fn stop(
    State(app): State<App>,
    actor: Actor,
    Path(company): Path<CompanyId>,
    Json(StopWish { reason }): Json<StopWish>,
) -> Answer<Json<Page<CompanyState>>> {
    app.write(&actor, Stop { company, reason }).await?;
    owed::shown(&app, &actor).await
}

/// Lets a company take money ahead again.
///
/// Refuses: `access.other_branch`, `branch.company_unknown`, `prepaid.not_stopped`.
#[utoipa::path(delete, path = "/api/prepaid/state/{company}/stop", tag = "prepaid",
    params(("company" = CompanyId, Path)), responses((status = 200, body = Page<CompanyState>)))]
async fn resume(
    State(app): State<App>,
    actor: Actor,
    Path(company): Path<CompanyId>,
) -> Answer<Json<Page<CompanyState>>> {
    app.write(&actor, Resume(company)).await?;
    owed::shown(&app, &actor).await
}

/// Hands out the holders of cards with something on them, to be told and paid when a shop closes: what is on
/// each card, and what its holder gets for it today where the shop is the cause. Phones are masked for who
/// may not see them; the audit log says that the list was taken. In pieces as they are read.
///
/// Refuses: `access.forbidden`, `branch.company_unknown`.
#[utoipa::path(get, path = "/api/prepaid/state/{company}/holders", tag = "prepaid",
    params(("company" = CompanyId, Path)),
    responses((status = 200, body = String, content_type = "text/csv")))]
async fn export_holders(
    State(app): State<App>,
    actor: Actor,
    Path(company): Path<CompanyId>,
) -> Answer<Streamed> {
    actor.may_everywhere(Permission::PrepaidRead)?;
    app.write(&actor, NoteHolders(company)).await?;
    let mut tx = app.db.read(&actor).await?;
    let decimals = branch::organisation(&mut tx).await?.currency.decimals();
    let first = Some(None);
    let pieces = stream::try_unfold((tx, first), move |(mut tx, next)| async move {
        let Some(after) = next else { return Ok(None) };
        let from = after.unwrap_or_else(|| CardId::from_uuid(Uuid::nil()));
        let holders = commands::holders_after(&mut tx, company, from).await?;
        let text = export::holders(&holders, decimals, after.is_none())?;
        let next = holders.last().map(|holder| Some(holder.card));
        Ok::<_, Problem>(Some((text, (tx, next))))
    });
    Ok(Streamed::new("holders.csv".to_owned(), "text/csv; charset=utf-8", pieces))
}
