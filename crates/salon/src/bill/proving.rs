//! What has to be looked at before a payment begins.

use super::commands::Agreed;
use super::model::{Proof, TenderWish};
use super::rules;
use crate::access::Actor;
use crate::card;
use crate::web::App;
use kernel::{CardId, Problem};
use std::collections::BTreeMap;

/// Looks at the proofs before a payment begins, because a password takes its time, and takes them out
/// of the tenders. Refuses, in this order: as [`card::prove_password`] and [`card::find_gift`], note too long.
pub async fn look_at_proofs(
    app: &App,
    actor: &Actor,
    tenders: &mut [TenderWish],
) -> Result<BTreeMap<CardId, Agreed>, Problem> {
    let mut agreed = BTreeMap::new();
    for tender in tenders {
        let (TenderWish::Card { card, proof, .. }
        | TenderWish::Visits { card, proof, .. }
        | TenderWish::Time { card, proof, .. }) = tender
        else {
            continue;
        };
        match proof.take() {
            Some(Proof::Password { password }) => {
                card::prove_password(app, actor, *card, password).await?;
                agreed.insert(*card, Agreed::ByPassword);
            }
            Some(Proof::Attested { note }) => {
                rules::check_text("note", &note)?;
                agreed.insert(*card, Agreed::InPerson(note.trim().to_owned()));
            }
            Some(Proof::Code { code }) => {
                if card::find_gift(app, actor, &code).await?.id != *card {
                    return Err(card::Refusal::GiftCodeUnknown.into());
                }
                agreed.insert(*card, Agreed::ByCode);
            }
            None => {}
        }
    }
    Ok(agreed)
}
