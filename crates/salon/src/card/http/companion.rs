//! Companion cards 亲情卡.

use crate::access::{Actor, Permission};
use crate::card::commands::{self, AddCompanion, EndCompanion};
use crate::card::model::{Card, CompanionLimits};
use crate::store::Numbered;
use crate::web::{Access, Answer, App, Json, Key, Path, Routes};
use axum::extract::State;
use kernel::{BranchId, CardId, CustomerId, Page};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The routes of companion cards.
pub(super) fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::CardRead), routes!(companions))
        .add(Access::May(Permission::CardCompanion), routes!(add_companion))
        .add(Access::May(Permission::CardCompanion), routes!(end_companion))
}

/// Lists the companion cards of a card, newest first.
///
/// Refuses: `card.unknown`.
#[utoipa::path(get, path = "/api/card/{card}/companion", tag = "card", params(("card" = CardId, Path)),
    responses((status = 200, body = Page<Card>)))]
async fn companions(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
) -> Answer<Json<Page<Card>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(commands::companions(&mut tx, card).await?)))
}

/// Who may spend from a card, and how much.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CompanionWish {
    /// Where: the companion card's number is of this branch.
    branch: BranchId,
    /// Whose it is to be.
    customer: CustomerId,
    /// How much it may spend.
    #[serde(default)]
    limits: CompanionLimits,
    /// Why, in words.
    reason: String,
}

/// Makes a card of another customer that spends from this one. The same `Idempotency-Key` gives the same answer.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.frozen`, `card.lost`,
/// `card.no_stored_value`, `card.gift_unclaimed`, `customer.unknown`, `card.companion_self`,
/// `card.companion_limits`, `card.number_taken`.
#[utoipa::path(post, path = "/api/card/{card}/companion", tag = "card", request_body = CompanionWish,
    params(("card" = CardId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Card)))]
async fn add_companion(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Key(key): Key,
    Json(wish): Json<CompanionWish>,
) -> Answer<Json<Card>> {
    let CompanionWish { branch, customer, limits, reason } = wish;
    actor.at(Permission::CardCompanion, branch)?;
    let number = app.db.number(&actor, branch, Numbered::Card).await?;
    let command = AddCompanion { card, branch, customer, limits, reason, number };
    Ok(Json(app.write_once(&actor, key, command).await?))
}

/// Why a companion card ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CompanionEndWish {
    /// Where.
    branch: BranchId,
    /// Why, in words.
    reason: String,
}

/// Ends a companion card for good.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.no_companion`, `card.closed`.
#[utoipa::path(post, path = "/api/card/{card}/companion/end", tag = "card", request_body = CompanionEndWish,
    params(("card" = CardId, Path)), responses((status = 200, body = Card)))]
async fn end_companion(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Json(wish): Json<CompanionEndWish>,
) -> Answer<Json<Card>> {
    let CompanionEndWish { branch, reason } = wish;
    Ok(Json(app.write(&actor, EndCompanion { card, branch, reason }).await?))
}
