//! Gift cards 礼品卡 and their codes.

use crate::access::{Actor, Permission};
use crate::card::commands::{Claim, NewCode};
use crate::card::model::{Card, GiftCode};
use crate::card::proving::{claim_gift, find_gift};
use crate::web::{Access, Answer, App, Json, Key, Path, Routes};
use axum::extract::State;
use kernel::{BranchId, CardId, CustomerId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The routes of gift cards.
pub(super) fn routes() -> Routes {
    Routes::new()
        .add(Access::May(Permission::CardRead), routes!(find))
        .add(Access::May(Permission::CardClaim), routes!(claim))
        .add(Access::May(Permission::CardReplace), routes!(new_code))
}

/// The code that somebody has.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GiftFindWish {
    /// Sixteen letters and digits, however they are divided.
    code: String,
}

/// Finds the gift card of a code, which nobody has claimed. Wrong codes are counted, and after ten nothing is
/// looked at for a while.
///
/// Refuses: `card.gift_code_form`, `identity.too_many_attempts`, `card.gift_code_unknown`, `card.gift_claimed`,
/// `card.closed`, `card.frozen`, `card.lost`.
#[utoipa::path(post, path = "/api/card/gift/find", tag = "card", request_body = GiftFindWish,
    responses((status = 200, body = Card)))]
async fn find(State(app): State<App>, actor: Actor, Json(wish): Json<GiftFindWish>) -> Answer<Json<Card>> {
    Ok(Json(find_gift(&app, &actor, &wish.code).await?))
}

/// Who claims a gift card.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GiftClaimWish {
    /// Where.
    branch: BranchId,
    /// The code of the card.
    code: String,
    /// Whose it is to be.
    customer: CustomerId,
}

/// Makes a gift card the card of a customer who has its code. The code is dead with that. The same
/// `Idempotency-Key` gives the same answer and claims once.
///
/// Refuses: `access.other_branch`, `card.gift_code_form`, `identity.too_many_attempts`,
/// `card.gift_code_unknown`, `card.gift_claimed`, `card.closed`, `card.frozen`, `card.lost`, `customer.unknown`.
#[utoipa::path(post, path = "/api/card/gift/claim", tag = "card", request_body = GiftClaimWish,
    params(("Idempotency-Key" = String, Header)), responses((status = 200, body = Card)))]
async fn claim(
    State(app): State<App>,
    actor: Actor,
    Key(key): Key,
    Json(wish): Json<GiftClaimWish>,
) -> Answer<Json<Card>> {
    let GiftClaimWish { branch, code, customer } = wish;
    actor.at(Permission::CardClaim, branch)?;
    Ok(Json(claim_gift(&app, &actor, key, Claim { code, branch, customer }).await?))
}

/// Why a gift card gets another code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GiftCodeWish {
    /// Where.
    branch: BranchId,
    /// Why, in words.
    reason: String,
}

/// Gives a gift card another code, which is told once, in the place of one that was lost. The same
/// `Idempotency-Key` gives the same answer.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.frozen`, `card.lost`,
/// `card.gift_claimed`.
#[utoipa::path(post, path = "/api/card/{card}/code", tag = "card", request_body = GiftCodeWish,
    params(("card" = CardId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = GiftCode)))]
async fn new_code(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Key(key): Key,
    Json(wish): Json<GiftCodeWish>,
) -> Answer<Json<GiftCode>> {
    let GiftCodeWish { branch, reason } = wish;
    Ok(Json(app.write_once(&actor, key, NewCode { card, branch, reason }).await?))
}
