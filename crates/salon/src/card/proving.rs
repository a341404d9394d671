//! Proving that a card's holder agrees: the steps around the transaction, as for signing in.

use super::model::Refusal;
use super::{queries, rules};
use crate::access::Actor;
use crate::identity::{self, Hashed};
use crate::store::AttemptLimit;
use crate::web::App;
use kernel::{CardId, Problem};

/// How often a card's password may be tried.
const PER_CARD: AttemptLimit = AttemptLimit { tries: 5, seconds: 15 * 60 };

/// Proves that whoever stands at the till knows the card's password. Refuses, in this order: card
/// unknown, closed, no password set, too many attempts, password wrong.
pub async fn prove_password(app: &App, actor: &Actor, card: CardId, password: String) -> Result<(), Problem> {
    let hash = {
        let mut tx = app.db.read(actor).await?;
        rules::check_active(&queries::find(&mut tx, card).await?)?;
        queries::password(&mut tx, card).await?.map(Hashed).ok_or(Refusal::PasswordUnset)?
    };
    let key = format!("card {card}");
    app.db.attempt(actor.organisation, &key, PER_CARD, identity::TOO_MANY_ATTEMPTS).await?;
    let right = app.slowly(move || identity::matches(&password, Some(&hash))).await?;
    if !right {
        return Err(Refusal::PasswordWrong.into());
    }
    app.db.forget_attempts(actor.organisation, &key).await
}
