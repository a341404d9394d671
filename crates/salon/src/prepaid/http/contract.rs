//! Contracts, and what they say.

use crate::access::{Actor, Permission};
use crate::card;
use crate::prepaid::commands::{self, Acknowledge, SetTerms};
use crate::prepaid::model::{Contract, How, Terms};
use crate::web::{Access, Answer, App, Json, Path, Query, Routes};
use axum::extract::State;
use kernel::{BillId, CardId, CompanyId, Page, RowId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The routes of contracts.
pub(super) fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::CardRead), routes!(contracts))
        .add(Access::May(Permission::BillPay), routes!(acknowledge))
        .add(Access::May(Permission::PrepaidRead), routes!(terms))
        .add(Access::May(Permission::PrepaidManage), routes!(set_terms))
}

/// Whose contracts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Those of this bill.
    bill: Option<BillId>,
    /// Those of this card, newest first.
    card: Option<CardId>,
}

/// Shows the contracts of a bill or of a card as they were agreed, for both sides to read and print.
///
/// Refuses: `prepaid.whose_unclear`, `card.unknown`.
#[utoipa::path(get, path = "/api/prepaid/contract", tag = "prepaid", params(Wanted),
    responses((status = 200, body = Page<Contract>)))]
async fn contracts(
    State(app): State<App>,
    actor: Actor,
    Query(Wanted { bill, card }): Query<Wanted>,
) -> Answer<Json<Page<Contract>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(commands::wanted(&mut tx, bill, card).await?)))
}

/// How a customer says yes to a contract.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = PrepaidAcknowledgementWish)]
enum AcknowledgementWish {
    /// By a signature on paper, which the shop keeps.
    Signature,
    /// By the card's password.
    Password {
        /// The six digits. Looked at before, and neither stored nor logged.
        password: String,
    },
}

/// Keeps that a customer has said yes to a contract, how, and who saw it.
///
/// Refuses: `prepaid.contract_unknown`, `card.closed`, `card.password_unset`, `identity.too_many_attempts`,
/// `card.password_wrong`, `access.other_branch`, `prepaid.acknowledged`.
#[utoipa::path(post, path = "/api/prepaid/contract/{contract}/acknowledgement", tag = "prepaid",
    request_body = AcknowledgementWish, params(("contract" = RowId, Path)),
    responses((status = 200, body = Contract)))]
async fn acknowledge(
    State(app): State<App>,
    actor: Actor,
    Path(contract): Path<RowId>,
    Json(wish): Json<AcknowledgementWish>,
) -> Answer<Json<Contract>> {
    let how = match wish {
        AcknowledgementWish::Signature => How::Signature,
        AcknowledgementWish::Password { password } => {
            let card = commands::card_of(&mut app.db.read(&actor).await?, contract).await?;
            card::prove_password(&app, &actor, card, password).await?;
            How::Password
        }
    };
    Ok(Json(app.write(&actor, Acknowledge { contract, how }).await?))
}

/// Shows what the contracts of a company say beside the card.
///
/// Refuses: `branch.company_unknown`.
#[utoipa::path(get, path = "/api/prepaid/terms/{company}", tag = "prepaid",
    params(("company" = CompanyId, Path)), responses((status = 200, body = Terms)))]
async fn terms(State(app): State<App>, actor: Actor, Path(company): Path<CompanyId>) -> Answer<Json<Terms>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::terms(&mut tx, company).await?))
}

/// Says what the contracts of a company say from now on; those made before stay as they are.
///
/// Refuses: `access.other_branch`, `branch.company_unknown`, `prepaid.terms_too_long`, `card.terms_void`.
#[utoipa::path(put, path = "/api/prepaid/terms/{company}", tag = "prepaid", request_body = Terms,
    params(("company" = CompanyId, Path)), responses((status = 200, body = Terms)))]
async fn set_terms(
    State(app): State<App>,
    actor: Actor,
    Path(company): Path<CompanyId>,
    Json(terms): Json<Terms>,
) -> Answer<Json<Terms>> {
    Ok(Json(app.write(&actor, SetTerms { company, terms }).await?))
}
