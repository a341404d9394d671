//! Proving that a card's holder agrees: the steps around the transaction, as for signing in.

use super::commands::{self, Claim};
use super::model::{Card, Refusal};
use super::{queries, rules};
use crate::access::Actor;
use crate::identity::{self, Hashed};
use crate::store::{AttemptLimit, IdempotencyKey};
use crate::web::App;
use kernel::{CardId, Problem};

/// How often a card's password may be tried.
const PER_CARD: AttemptLimit = AttemptLimit { tries: 5, seconds: 15 * 60 };

/// How often one person may try codes of gift cards.
const GIFT_CODES: AttemptLimit = AttemptLimit { tries: 10, seconds: 15 * 60 };

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

/// The gift card whose code somebody has. Refuses, in this order: no code, too many attempts, code unknown,
/// claimed, closed or locked.
pub async fn find_gift(app: &App, actor: &Actor, code: &str) -> Result<Card, Problem> {
    let code = rules::gift::read_code(code)?;
    let tries = count_code(app, actor).await?;
    let mut tx = app.db.read(actor).await?;
    let card = commands::gift_of_code(&mut tx, &code).await?;
    drop(tx);
    app.db.forget_attempts(actor.organisation, &tries).await?;
    Ok(card)
}

/// Makes a gift card the card of a customer who has its code. Refuses, in this order: no code, too many attempts,
/// then as [`Claim`].
pub(super) async fn claim_gift(
    app: &App,
    actor: &Actor,
    key: IdempotencyKey,
    claim: Claim,
) -> Result<Card, Problem> {
    let code = rules::gift::read_code(&claim.code)?;
    let tries = count_code(app, actor).await?;
    let card = app.write_once(actor, key, Claim { code, ..claim }).await?;
    app.db.forget_attempts(actor.organisation, &tries).await?;
    Ok(card)
}

/// Counts that somebody tries a code, and says under what. Refuses: too many attempts.
async fn count_code(app: &App, actor: &Actor) -> Result<String, Problem> {
    let who = actor.user.map(|user| user.to_string()).or(actor.key.map(|key| key.to_string()));
    let key = format!("gift code {}", who.unwrap_or_default());
    app.db.attempt(actor.organisation, &key, GIFT_CODES, identity::TOO_MANY_ATTEMPTS).await?;
    Ok(key)
}
