//! `/api/branch`.

use super::commands::{AddCompany, ChangeBranch, ChangeCompany, OpenBranch};
use super::model::{Branch, BranchWish, Company, CompanyWish};
use super::queries;
use crate::access::{Actor, Permission};
use crate::web::{Access, Answer, App, Created, Json, Path, Routes};
use axum::extract::State;
use kernel::{BranchId, CompanyId, Page};
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .add(Access::SignedIn, routes!(list))
        .add(Access::May(Permission::BranchManage), routes!(open))
        .add(Access::May(Permission::BranchManage), routes!(change))
        .add(Access::May(Permission::BranchManage), routes!(companies))
        .add(Access::May(Permission::BranchManage), routes!(add_company))
        .add(Access::May(Permission::BranchManage), routes!(change_company))
}

/// Lists the branches.
#[utoipa::path(get, path = "/api/branch", tag = "branch", responses((status = 200, body = Page<Branch>)))]
async fn list(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Branch>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::all(&mut tx).await?)))
}

/// Opens a branch.
#[utoipa::path(post, path = "/api/branch", tag = "branch", request_body = BranchWish,
    responses((status = 201, body = Branch)))]
async fn open(State(app): State<App>, actor: Actor, Json(wish): Json<BranchWish>) -> Answer<Created<Branch>> {
    Ok(Created(app.write(&actor, OpenBranch(wish)).await?))
}

/// Changes a branch.
#[utoipa::path(put, path = "/api/branch/{branch}", tag = "branch", request_body = BranchWish,
    params(("branch" = BranchId, Path)), responses((status = 200, body = Branch)))]
async fn change(
    State(app): State<App>,
    actor: Actor,
    Path(branch): Path<BranchId>,
    Json(wish): Json<BranchWish>,
) -> Answer<Json<Branch>> {
    Ok(Json(app.write(&actor, ChangeBranch { branch, wish }).await?))
}

/// Lists the companies.
#[utoipa::path(get, path = "/api/branch/company", tag = "branch", responses((status = 200, body = Page<Company>)))]
async fn companies(State(app): State<App>, actor: Actor) -> Answer<Json<Page<Company>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::companies(&mut tx).await?)))
}

/// Adds a company.
#[utoipa::path(post, path = "/api/branch/company", tag = "branch", request_body = CompanyWish,
    responses((status = 201, body = Company)))]
async fn add_company(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<CompanyWish>,
) -> Answer<Created<Company>> {
    Ok(Created(app.write(&actor, AddCompany(wish)).await?))
}

/// Changes a company.
#[utoipa::path(put, path = "/api/branch/company/{company}", tag = "branch", request_body = CompanyWish,
    params(("company" = CompanyId, Path)), responses((status = 200, body = Company)))]
async fn change_company(
    State(app): State<App>,
    actor: Actor,
    Path(company): Path<CompanyId>,
    Json(wish): Json<CompanyWish>,
) -> Answer<Json<Company>> {
    Ok(Json(app.write(&actor, ChangeCompany { company, wish }).await?))
}
