//! Moving the last day of what is on a card.

use crate::access::{Actor, Permission};
use crate::card::commands::Extend;
use crate::card::model::Card;
use crate::web::{Access, Answer, App, Json, Key, Path, Routes};
use axum::extract::State;
use kernel::{BranchId, CardId, Day};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The routes of this part.
pub(super) fn routes() -> Routes {
    Routes::new().add(Access::May(Permission::CardExtend), routes!(extend))
}

/// To which day the last day of a card is moved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CardExtendWish {
    /// Where.
    branch: BranchId,
    /// The last day that was shown: of the card's visits, of its days, or of the bonus that ends first; another one
    /// is refused.
    shown: Day,
    /// The last day from now on.
    until: Day,
    /// Why, in words.
    reason: String,
}

/// Moves the last day of what is on a card to a later one: of its visits, of its days, or of bonus that would end
/// before. The same `Idempotency-Key` gives the same answer and extends once.
///
/// Refuses: `access.other_branch`, `card.unknown`, `card.reason`, `card.closed`, `card.nothing_to_extend`,
/// `card.holds_changed`, `card.extend_day`.
#[utoipa::path(post, path = "/api/card/{card}/extend", tag = "card", request_body = CardExtendWish,
    params(("card" = CardId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Card)))]
async fn extend(
    State(app): State<App>,
    actor: Actor,
    Path(card): Path<CardId>,
    Key(key): Key,
    Json(wish): Json<CardExtendWish>,
) -> Answer<Json<Card>> {
    let CardExtendWish { branch, shown, until, reason } = wish;
    Ok(Json(app.write_once(&actor, key, Extend { card, branch, shown, until, reason }).await?))
}
