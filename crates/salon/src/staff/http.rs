//! `/api/staff`.

use super::commands::{AddStaff, ChangeStaff};
use super::model::{Staff, StaffWish};
use super::queries;
use crate::access::{Actor, Permission};
use crate::web::{Access, Answer, App, Created, Json, Path, Query, Routes};
use axum::extract::State;
use kernel::page::{Cursor, Limit};
use kernel::{BranchId, Page, StaffId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::StaffRead), routes!(list))
        .add(Access::May(Permission::StaffManage), routes!(add))
        .add(Access::May(Permission::StaffManage), routes!(change))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct StaffQuery {
    /// Only people of this branch.
    branch: Option<BranchId>,
    /// Only people who still work here, or only those who do not.
    active: Option<bool>,
    /// Where the page begins: the `next` of the page before.
    after: Option<String>,
    /// How many people, 1 to 100.
    #[serde(default)]
    #[param(value_type = u32)]
    limit: Limit,
}

/// Lists people by number: those who work in a branch that the reader's role reaches.
///
/// Refuses: `access.other_branch`.
#[utoipa::path(get, path = "/api/staff", tag = "staff", params(StaffQuery),
    responses((status = 200, body = Page<Staff>)))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<StaffQuery>,
) -> Answer<Json<Page<Staff>>> {
    if let Some(branch) = query.branch {
        actor.at(Permission::StaffRead, branch)?;
    }
    let mut tx = app.db.read(&actor).await?;
    let mut found = queries::all(&mut tx).await?;
    found.retain(|staff| wanted(&actor, &query, staff));
    Ok(Json(Page::cut(found, query.limit, |staff| Cursor::of(&[&staff.number]))))
}

fn wanted(actor: &Actor, query: &StaffQuery, staff: &Staff) -> bool {
    let seen = |branch: &BranchId| actor.at(Permission::StaffRead, *branch).is_ok();
    staff.branches.iter().any(seen)
        && query.branch.is_none_or(|branch| staff.branches.contains(&branch))
        && query.active.is_none_or(|active| active == staff.active)
        && query.after.as_ref().is_none_or(|after| staff.number > *after)
}

/// Takes somebody on.
///
/// Refuses: `staff.number`, `staff.name`, `staff.level`, `staff.branches`, `access.other_branch`,
/// `staff.user_unknown`, `staff.number_taken`, `staff.user_taken`.
#[utoipa::path(post, path = "/api/staff", tag = "staff", request_body = StaffWish,
    responses((status = 201, body = Staff)))]
async fn add(State(app): State<App>, actor: Actor, Json(wish): Json<StaffWish>) -> Answer<Created<Staff>> {
    Ok(Created(app.write(&actor, AddStaff(wish)).await?))
}

/// Changes what is said of somebody.
///
/// Refuses: `staff.number`, `staff.name`, `staff.level`, `staff.branches`, `staff.unknown`,
/// `access.other_branch`, `staff.user_unknown`, `staff.number_taken`, `staff.user_taken`.
#[utoipa::path(put, path = "/api/staff/{staff}", tag = "staff", request_body = StaffWish,
    params(("staff" = StaffId, Path)), responses((status = 200, body = Staff)))]
async fn change(
    State(app): State<App>,
    actor: Actor,
    Path(staff): Path<StaffId>,
    Json(wish): Json<StaffWish>,
) -> Answer<Json<Staff>> {
    Ok(Json(app.write(&actor, ChangeStaff { staff, wish }).await?))
}
