//! A customer's own data, in a form that programs read.

use super::model::{Consent, CustomerProfile, Kind};
use super::queries;
use crate::store::Tx;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::{CustomerId, Day, Instant, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// Everything that is kept about a person as such. What they bought is in their history.
#[derive(Serialize, ToSchema)]
pub struct OwnData {
    /// The id.
    id: CustomerId,
    /// How far they are known.
    kind: Kind,
    /// Their number as a walk-in.
    walk_in_number: Option<String>,
    /// Their number as a member.
    member_number: Option<String>,
    /// Everything known of them, unmasked.
    profile: CustomerProfile,
    /// When they first came.
    created_at: Instant,
    /// When they became a member.
    registered_at: Option<Instant>,
    /// The business day of their last paid bill.
    last_visit: Option<Day>,
    /// What they have agreed to and taken back.
    consents: Vec<Consent>,
    /// Their picture as a `data:` address.
    photo: Option<String>,
}

/// Puts a customer's own data together. Refuses: unknown.
pub async fn own_data(tx: &mut Tx<'_>, id: CustomerId) -> Result<OwnData, Problem> {
    let stored = queries::find(tx, id).await?;
    let consents = queries::consents(tx, id).await?;
    let photo = match queries::has_photo(tx, id).await? {
        true => {
            let photo = queries::photo(tx, id).await?;
            Some(format!("data:{};base64,{}", photo.media_type, STANDARD.encode(photo.content)))
        }
        false => None,
    };
    Ok(OwnData {
        id,
        kind: stored.kind,
        walk_in_number: stored.walk_in_number,
        member_number: stored.member_number,
        profile: stored.profile,
        created_at: stored.created_at,
        registered_at: stored.registered_at,
        last_visit: stored.last_visit,
        consents,
        photo,
    })
}
