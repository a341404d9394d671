//! Locking, replacing, handing over and merging.

use crate::access::{Actor, Permission};
use crate::card::commands::{self, Lock, Merge, Replace, Transfer};
use crate::card::model::{Card, CardEvent, CardHolds, CardLock};
use crate::store::Numbered;
use crate::web::{Access, Answer, App, Json, Key, Path, Routes};
use axum::extract::State;
use kernel::{BranchId, CardId, CustomerId, Page};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The routes of a card's life.
pub(super) fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::CardRead), routes!(events))
        .add(Access::May(Permission::CardLock), routes!(lock))
        .add(Access::May(Permission::CardReplace), routes!(replace))
        .add(Access::May(Permission::CardTransfer), routes!(transfer))
        .add(Access::May(Permission::CardMerge), routes!(merge))
}

/// Lists what happened to a card besides paying, newest first.
///
/// Refuses: `card.unknown`.
#[utoipa::path(get, path = "/api/card/{card}/event", tag = "card", params(("card" = CardId, Path)),
    responses((status = 200, body = Page<CardEvent>)))]
async fn events(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
) -> Answer<Json<Page<CardEvent>>> {
    let mut tx = app.db.read(&actor).await?;
    Ok(Json(Page::whole(commands::events(&mut tx, card).await?)))
}

/// How a card is locked or unlocked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CardLockWish {
    /// Where.
    branch: BranchId,
    /// What is done.
    lock: CardLock,
    /// Why, in words.
    reason: String,
}

/// Reports a card lost or found, freezes or thaws it.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.lost`, `card.frozen`,
/// `card.not_lost`, `card.not_frozen`.
#[utoipa::path(post, path = "/api/card/{card}/lock", tag = "card", request_body = CardLockWish,
    params(("card" = CardId, Path)), responses((status = 200, body = Card)))]
async fn lock(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Json(wish): Json<CardLockWish>,
) -> Answer<Json<Card>> {
    let CardLockWish { branch, lock, reason } = wish;
    Ok(Json(app.write(&actor, Lock { card, branch, lock, reason }).await?))
}

/// Why a card gets a new number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CardReplaceWish {
    /// Where: the number is of this branch.
    branch: BranchId,
    /// Why, in words.
    reason: String,
}

/// Gives a card a new number, under which a lost one can be used again. The same `Idempotency-Key` gives the
/// same answer.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.frozen`,
/// `card.number_taken`.
#[utoipa::path(post, path = "/api/card/{card}/replace", tag = "card", request_body = CardReplaceWish,
    params(("card" = CardId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Card)))]
async fn replace(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Key(key): Key,
    Json(wish): Json<CardReplaceWish>,
) -> Answer<Json<Card>> {
    let CardReplaceWish { branch, reason } = wish;
    actor.at(Permission::CardReplace, branch)?;
    let number = app.db.number(&actor, branch, Numbered::Card).await?;
    Ok(Json(app.write_once(&actor, key, Replace { card, branch, reason, number }).await?))
}

/// To whom a card goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CardTransferWish {
    /// Where: the new card's number is of this branch.
    branch: BranchId,
    /// To whom.
    to: CustomerId,
    /// What was shown to be on it; something else is refused.
    shown: CardHolds,
    /// Why, in words.
    reason: String,
}

/// Hands what is on a card over to another holder, as a card of theirs. The same `Idempotency-Key` gives the
/// same answer and hands over once.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.frozen`, `card.lost`,
/// `customer.unknown`, `card.transfer_to_self`, `card.nothing_left`, `card.holds_changed`, `card.number_taken`.
#[utoipa::path(post, path = "/api/card/{card}/transfer", tag = "card", request_body = CardTransferWish,
    params(("card" = CardId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Card)))]
async fn transfer(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Key(key): Key,
    Json(wish): Json<CardTransferWish>,
) -> Answer<Json<Card>> {
    let CardTransferWish { branch, to, shown, reason } = wish;
    actor.at(Permission::CardTransfer, branch)?;
    let number = app.db.number(&actor, branch, Numbered::Card).await?;
    Ok(Json(app.write_once(&actor, key, Transfer { card, branch, to, shown, reason, number }).await?))
}

/// Which card goes into this one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CardMergeWish {
    /// Where.
    branch: BranchId,
    /// The card that goes.
    from: CardId,
    /// What was shown to be on the card that goes; something else is refused.
    shown: CardHolds,
    /// Why, in words.
    reason: String,
}

/// Puts what is on another card of the same holder on this one, and closes the other. The same
/// `Idempotency-Key` gives the same answer and merges once.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.frozen`, `card.lost`,
/// `card.merge_into_itself`, `card.merge_across_holders`, `card.merge_differs`, `card.nothing_left`,
/// `card.holds_changed`.
#[utoipa::path(post, path = "/api/card/{card}/merge", tag = "card", request_body = CardMergeWish,
    params(("card" = CardId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Card)))]
async fn merge(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Key(key): Key,
    Json(wish): Json<CardMergeWish>,
) -> Answer<Json<Card>> {
    let CardMergeWish { branch, from, shown, reason } = wish;
    Ok(Json(app.write_once(&actor, key, Merge { card, from, branch, shown, reason }).await?))
}
