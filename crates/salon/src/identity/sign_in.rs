//! Signing in and taking over a till: the steps around the transaction. A try is counted first,
//! then the slow hash is compared outside of any transaction, then the session is written.

use super::commands::{StartSession, SwitchOperator};
use super::model::{OperatorSwitch, Refusal, SignIn};
use super::queries::Account;
use super::{queries, rules, secret};
use crate::access::{Actor, Via};
use crate::branch;
use crate::store::AttemptLimit;
use crate::web::{App, Client};
use kernel::{Id, OrganisationId, Problem, SessionId, UserId};

const PER_NAME: AttemptLimit = AttemptLimit { tries: 10, seconds: 15 * 60 };
const PER_ADDRESS: AttemptLimit = AttemptLimit { tries: 100, seconds: 15 * 60 };
const PER_PIN: AttemptLimit = AttemptLimit { tries: 5, seconds: 15 * 60 };
const TOO_MANY: &str = "identity.too_many_attempts";

/// A session that has just begun.
pub struct SignedIn {
    /// Whose.
    pub organisation: OrganisationId,
    /// Who.
    pub user: UserId,
    /// The device's session.
    pub session: SessionId,
    /// What the browser keeps: organisation and secret.
    pub cookie: String,
}

/// Signs in. Refuses, in this order: too many attempts, sign-in wrong.
pub async fn sign_in(app: &App, client: Client, device: String, wish: SignIn) -> Result<SignedIn, Problem> {
    let organisation = organisation(app, wish.organisation.as_deref()).await?;
    let name = rules::check_sign_in(&wish.sign_in).map_err(|_| Refusal::SignInWrong)?;
    let (by_name, by_address) = (format!("sign-in {name}"), format!("sign-in from {}", client.address));
    app.db.attempt(organisation, &by_address, PER_ADDRESS, TOO_MANY).await?;
    app.db.attempt(organisation, &by_name, PER_NAME, TOO_MANY).await?;
    let anyone = Actor::system(organisation, Via::Job);
    let account = queries::user_by_sign_in(&mut app.db.read(&anyone).await?, &name).await?;
    let user = prove(app, account, wish.password, |account| Some(account.password.clone())).await?;
    let user = user.ok_or(Refusal::SignInWrong)?;
    app.db.forget_attempts(organisation, &by_name).await?;
    start_session(app, organisation, user, device).await
}

/// Signs a device in for somebody who has been proved.
pub async fn start_session(
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    device: String,
) -> Result<SignedIn, Problem> {
    let actor = Actor { user: Some(user), ..Actor::system(organisation, Via::Web) };
    let secret = secret::random_secret()?;
    let start = StartSession { user, secret: secret::digest(&secret), device };
    let session = app.write(&actor, start).await?;
    let cookie = secret::to_text(&[&organisation.uuid().as_bytes()[..], &secret[..]].concat());
    Ok(SignedIn { organisation, user, session, cookie })
}

/// Hands the till to somebody with the right PIN. Refuses, in this order: too many attempts, PIN
/// wrong.
pub async fn switch_operator(app: &App, actor: &Actor, wish: OperatorSwitch) -> Result<(), Problem> {
    let session = actor.session.ok_or(Refusal::PinWrong)?;
    let key = format!("pin {}", wish.user);
    app.db.attempt(actor.organisation, &key, PER_PIN, TOO_MANY).await?;
    let account = queries::account(&mut app.db.read(actor).await?, wish.user).await.ok();
    let proved = prove(app, account, wish.pin, |account| account.pin.clone()).await?;
    let operator = proved.ok_or(Refusal::PinWrong)?;
    app.db.forget_attempts(actor.organisation, &key).await?;
    app.write(actor, SwitchOperator { session, operator }).await
}

/// Proves that whoever acts knows their own password. Refuses, in this order: too many attempts,
/// sign-in wrong (as 422: they are signed in already).
pub async fn prove_password(app: &App, actor: &Actor, password: String) -> Result<UserId, Problem> {
    let user = actor.user.ok_or(Refusal::UserUnknown)?;
    let key = format!("password {user}");
    app.db.attempt(actor.organisation, &key, PER_NAME, TOO_MANY).await?;
    let account = queries::account(&mut app.db.read(actor).await?, user).await.ok();
    let proved = prove(app, account, password, |account| Some(account.password.clone())).await?;
    if proved.is_none() {
        let detail = "This is not your current password.";
        return Err(Problem::invalid("password", "identity.password_wrong", detail));
    }
    app.db.forget_attempts(actor.organisation, &key).await?;
    Ok(user)
}

async fn prove(
    app: &App,
    account: Option<Account>,
    secret: String,
    hashed: impl Fn(&Account) -> Option<secret::Hashed>,
) -> Result<Option<UserId>, Problem> {
    let account = account.filter(|account| account.active);
    let (user, hashed) = (account.as_ref().map(|account| account.id), account.as_ref().and_then(hashed));
    let right = app.slowly(move || secret::matches(&secret, hashed.as_ref())).await?;
    Ok(user.filter(|_| right))
}

/// The organisation meant: the only one, or the one named. An unknown one is not told apart from
/// a wrong password.
async fn organisation(app: &App, handle: Option<&str>) -> Result<OrganisationId, Problem> {
    let mut all = branch::directory(&app.db).await?;
    if let Some(handle) = handle.filter(|handle| !handle.is_empty()) {
        all.retain(|organisation| organisation.handle == handle);
    }
    match all.as_slice() {
        [only] => Ok(only.id),
        _ => Err(Refusal::SignInWrong.into()),
    }
}
