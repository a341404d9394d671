//! `/api/card`.

mod companion;
mod convert;
mod extend;
mod gift;
mod life;
mod statement;

use super::commands::{self, AddPlan, ChangePlan, Close, SetPassword};
use super::model::{
    Card, CardClosing, CardDetail, CardPayout, CardPlan, CardPlanWish, CardRefund, CardRefundCause,
    CardRefundWish, Refusal,
};
use super::{queries, rules};
use crate::access::{Actor, Permission};
use crate::identity;
use crate::web::{Access, Answer, App, Created, Json, Key, NoContent, Path, Query, Routes};
use axum::extract::State;
use kernel::{BranchId, CardId, CustomerId, Day, Money, Page, PlanId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new()
        .merge(companion::routes())
        .merge(convert::routes())
        .merge(extend::routes())
        .merge(gift::routes())
        .merge(life::routes())
        .merge(statement::routes())
        .add(Access::May(Permission::CardRead), routes!(plans))
        .add(Access::May(Permission::CardManage), routes!(add_plan))
        .add(Access::May(Permission::CardManage), routes!(change_plan))
        .add(Access::May(Permission::CardRead), routes!(list))
        .add(Access::May(Permission::CardRead), routes!(detail))
        .add(Access::May(Permission::CustomerWrite), routes!(set_password))
        .add(Access::May(Permission::CardRead), routes!(refund))
        .add(Access::May(Permission::CardRead), routes!(closings))
        .add(Access::May(Permission::CardClose), routes!(close))
}

/// Lists what can be sold, and what once could.
#[utoipa::path(get, path = "/api/card/plan", tag = "card", responses((status = 200, body = Page<CardPlan>)))]
async fn plans(State(app): State<App>, actor: Actor) -> Answer<Json<Page<CardPlan>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(queries::plans(&mut tx).await?)))
}

/// Makes a plan.
#[utoipa::path(post, path = "/api/card/plan", tag = "card", request_body = CardPlanWish,
    responses((status = 201, body = CardPlan)))]
async fn add_plan(
    State(app): State<App>,
    actor: Actor,
    Json(wish): Json<CardPlanWish>,
) -> Answer<Created<CardPlan>> {
    Ok(Created(app.write(&actor, AddPlan(wish)).await?))
}

/// Changes a plan; cards already sold keep what they were sold under.
#[utoipa::path(put, path = "/api/card/plan/{plan}", tag = "card", request_body = CardPlanWish,
    params(("plan" = PlanId, Path)), responses((status = 200, body = CardPlan)))]
async fn change_plan(
    State(app): State<App>,
    actor: Actor,
    Path(plan): Path<PlanId>,
    Json(wish): Json<CardPlanWish>,
) -> Answer<Json<CardPlan>> {
    Ok(Json(app.write(&actor, ChangePlan { plan, wish }).await?))
}

/// Which cards.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Those of this customer.
    customer: Option<CustomerId>,
    /// The one with this number.
    number: Option<String>,
}

/// Lists a customer's cards, or finds the card of a number.
///
/// Refuses: `card.whose_unclear`, `customer.unknown`.
#[utoipa::path(get, path = "/api/card", tag = "card", params(Wanted), responses((status = 200, body = Page<Card>)))]
async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(wanted): Query<Wanted>,
) -> Answer<Json<Page<Card>>> {
    let mut tx = app.db.read(&actor).await?;
    let cards = match (wanted.customer, wanted.number) {
        (Some(customer), None) => commands::of_customer(&mut tx, customer).await?,
        (None, Some(number)) => commands::by_number(&mut tx, &number).await?,
        _ => return Err(kernel::Problem::from(Refusal::WhoseUnclear).into()),
    };
    Ok(Json(Page::whole(cards)))
}

/// A holder's password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CardPasswordWish {
    /// Six digits; null takes the password away.
    password: Option<String>,
}

/// Sets the password by which a card's holder agrees that it pays for somebody else.
///
/// Refuses: `card.password_form`, `card.unknown`, `card.closed`.
#[utoipa::path(put, path = "/api/card/{card}/password", tag = "card", request_body = CardPasswordWish,
    params(("card" = CardId, Path)), responses((status = 204)))]
async fn set_password(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Json(wish): Json<CardPasswordWish>,
) -> Answer<NoContent> {
    let hash = match wish.password {
        Some(password) => {
            rules::check_password(&password).map_err(kernel::Problem::from)?;
            Some(app.slowly(move || identity::hash(&password)).await??)
        }
        None => None,
    };
    app.write(&actor, SetPassword { card, hash }).await?;
    Ok(NoContent)
}

/// Shows a card with its lots and what happened on it.
#[utoipa::path(get, path = "/api/card/{card}", tag = "card", params(("card" = CardId, Path)),
    responses((status = 200, body = CardDetail)))]
async fn detail(State(app): State<App>, actor: Actor, Path(card): Path<CardId>) -> Answer<Json<CardDetail>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::detail(&mut tx, card).await?))
}

/// Says what the customer would get for a card today, by every cause, line by line. Changes nothing.
///
/// Refuses: `card.unknown`, `card.closed`, `card.refund_end`, `card.refund_gift`, `card.refund_agreed`.
#[utoipa::path(get, path = "/api/card/{card}/refund", tag = "card", params(("card" = CardId, Path), CardRefundWish),
    responses((status = 200, body = CardRefund)))]
async fn refund(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Query(wish): Query<CardRefundWish>,
) -> Answer<Json<CardRefund>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(commands::refund(&mut tx, card, wish).await?))
}

/// Lists the times a card was given back, newest first, with what was shown to both sides.
///
/// Refuses: `card.unknown`.
#[utoipa::path(get, path = "/api/card/{card}/closing", tag = "card", params(("card" = CardId, Path)),
    responses((status = 200, body = Page<CardClosing>)))]
async fn closings(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
) -> Answer<Json<Page<CardClosing>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(commands::closings(&mut tx, card).await?)))
}

/// How a card is given back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CardClosingWish {
    /// Where it is given back, and whose drawer pays.
    branch: BranchId,
    /// Why.
    cause: CardRefundCause,
    /// When the contract ended; today where nothing is said.
    #[serde(default)]
    ended_on: Option<Day>,
    /// What gifts that are not given back take off.
    #[serde(default)]
    gift: Money,
    /// The amount on which both sides settle, where that is the cause.
    #[serde(default)]
    agreed: Option<Money>,
    /// What both sides have seen; another figure is refused.
    expected_total: Money,
    /// Why, in words.
    reason: String,
    /// How the money is paid out; nothing where nothing is due.
    #[serde(default)]
    payouts: Vec<CardPayout>,
}

/// Gives a card back for good: pays out what is due and closes it. The same `Idempotency-Key` gives the same
/// answer and pays once.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.frozen`, `card.lost`,
/// `card.gift_unclaimed`, `card.companion_ends`, `card.refund_end`, `card.refund_gift`, `card.refund_agreed`, `card.refund_changed`, `card.reference`,
/// `card.payout`.
#[utoipa::path(post, path = "/api/card/{card}/closing", tag = "card", request_body = CardClosingWish,
    params(("card" = CardId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = CardClosing)))]
async fn close(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Key(key): Key,
    Json(wish): Json<CardClosingWish>,
) -> Answer<Json<CardClosing>> {
    let CardClosingWish { branch, cause, ended_on, gift, agreed, expected_total, reason, payouts } = wish;
    let command = Close { card, branch, cause, ended_on, gift, agreed, expected_total, reason, payouts };
    Ok(Json(app.write_once(&actor, key, command).await?))
}
