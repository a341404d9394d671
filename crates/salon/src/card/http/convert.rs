//! Turning a card into one of another plan.

use crate::access::{Actor, Permission};
use crate::card::commands::Convert;
use crate::card::model::{Card, CardHolds};
use crate::store::Numbered;
use crate::web::{Access, Answer, App, Json, Key, Path, Routes};
use axum::extract::State;
use kernel::{BranchId, CardId, PlanId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The routes of this part.
pub(super) fn routes() -> Routes {
    Routes::new().add(Access::May(Permission::CardConvert), routes!(convert))
}

/// What a card turns into.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CardConvertWish {
    /// Where: the new card's number is of this branch.
    branch: BranchId,
    /// The plan of the new card, in its newest version.
    plan: PlanId,
    /// What was shown to be on the card; something else is refused.
    shown: CardHolds,
    /// Why, in words.
    reason: String,
}

/// Puts what is on a card on a new one of another plan, of the same holder, and closes the old one. What the plan
/// costs more than the card brings along is paid first, as a top-up. The same `Idempotency-Key` gives the same
/// answer and converts once.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.frozen`, `card.lost`,
/// `card.plan_unknown`, `card.plan_inactive`, `card.convert_same`, `card.convert_differs`, `card.nothing_left`,
/// `card.holds_changed`, `card.convert_short`, `card.number_taken`.
#[utoipa::path(post, path = "/api/card/{card}/convert", tag = "card", request_body = CardConvertWish,
    params(("card" = CardId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Card)))]
async fn convert(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Key(key): Key,
    Json(wish): Json<CardConvertWish>,
) -> Answer<Json<Card>> {
    let CardConvertWish { branch, plan, shown, reason } = wish;
    actor.at(Permission::CardConvert, branch)?;
    let number = app.db.number(&actor, branch, Numbered::Card).await?;
    Ok(Json(app.write_once(&actor, key, Convert { card, branch, plan, shown, reason, number }).await?))
}
