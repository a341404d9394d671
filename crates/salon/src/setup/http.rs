//! `/api/setup`.

use super::commands::{Begin, SetUp};
use super::model::{Owner, OwnerWish, Refusal, SetupState, SetupWish};
use super::{new_organisation_id, queries};
use crate::access::{Actor, Origin, Via};
use crate::branch::{self, NewOrganisation};
use crate::identity::{self, Me};
use crate::store::AttemptLimit;
use crate::web::{Access, Answer, App, Client, Json, Routes};
use axum::extract::State;
use axum::response::Response;
use kernel::{Id, OrganisationId, Problem};
use subtle::ConstantTimeEq;
use utoipa_axum::routes;
use uuid::Uuid;

const TRIES: AttemptLimit = AttemptLimit { tries: 10, seconds: 15 * 60 };

/// The routes of this capability.
pub fn routes() -> Routes {
    Routes::new().add(Access::Public, routes!(state)).add(Access::Public, routes!(set_up))
}

/// Whether this server still has to be set up.
#[utoipa::path(get, path = "/api/setup", tag = "setup", responses((status = 200, body = SetupState)))]
async fn state(State(app): State<App>) -> Answer<Json<SetupState>> {
    Ok(Json(SetupState { needed: !queries::is_done(&app.db).await? }))
}

/// Sets the server up, once, and signs the owner in.
///
/// Refuses: `setup.already_done`, `identity.too_many_attempts`, `setup.token_wrong`,
/// `identity.password_weak`, then as names and sign-ins are refused.
#[utoipa::path(post, path = "/api/setup", tag = "setup", request_body = SetupWish,
    responses((status = 200, body = Me)))]
async fn set_up(
    State(app): State<App>,
    client: Client,
    origin: Origin,
    Json(wish): Json<SetupWish>,
) -> Answer<Response> {
    if queries::is_done(&app.db).await? {
        return Err(Refusal::AlreadyDone.into());
    }
    check_token(&app, client, &wish.token).await?;
    identity::check_password(&wish.owner.password)
        .map_err(|refusal| Problem::from(refusal).within("owner"))?;
    let organisation = organisation(&app).await?;
    let OwnerWish { name, sign_in, password } = wish.owner;
    let password = app.slowly(move || identity::hash(&password)).await??;
    let begin = Begin {
        organisation: NewOrganisation {
            name: wish.organisation.name,
            currency: wish.organisation.currency,
            time_zone: wish.organisation.time_zone,
        },
        company: wish.company.name,
        branch: wish.branch,
    };
    let set_up = SetUp { begin, owner: Owner { name, sign_in, password } };
    let owner = app.write(&Actor::system(organisation, Via::Web), set_up).await?;
    let signed_in = identity::start_session(&app, organisation, owner.id, origin).await?;
    identity::signed_in_answer(&app, client, signed_in).await
}

/// Counts the try before looking, and compares in constant time.
async fn check_token(app: &App, client: Client, token: &str) -> Result<(), Problem> {
    let nobody = OrganisationId::from_uuid(Uuid::nil());
    let key = format!("set-up from {}", client.address);
    app.db.attempt(nobody, &key, TRIES, "identity.too_many_attempts").await?;
    let expected = app.config.setup_token.as_deref().unwrap_or_default();
    let same = !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(token.trim().as_bytes()));
    if same { Ok(()) } else { Err(Refusal::TokenWrong.into()) }
}

/// The organisation that an import began, or a new one.
async fn organisation(app: &App) -> Result<OrganisationId, Problem> {
    match branch::directory(&app.db).await?.first() {
        Some(begun) => Ok(begun.id),
        None => new_organisation_id(),
    }
}
