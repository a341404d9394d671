//! Signing in, taking over a till, releasing: the steps around the transaction. A try is counted
//! first, then the slow hash is compared outside of any transaction, then the rest is written.

use super::commands::{Record, StartSession, SwitchOperator};
use super::model::{EventKind, OperatorSwitch, Refusal, SignIn};
use super::queries::Account;
use super::totp::Code;
use super::{queries, rules, secret};
use crate::access::{Actor, Origin, Releaser, Via};
use crate::branch;
use crate::store::AttemptLimit;
use crate::web::App;
use kernel::{OrganisationId, Problem, SessionId, UserId, problem::Kind};

const PER_NAME: AttemptLimit = AttemptLimit { tries: 10, seconds: 15 * 60 };
pub(super) const PER_ADDRESS: AttemptLimit = AttemptLimit { tries: 100, seconds: 15 * 60 };
const PER_PIN: AttemptLimit = AttemptLimit { tries: 5, seconds: 15 * 60 };
/// The code under which one more try is refused.
pub const TOO_MANY: &str = "identity.too_many_attempts";

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

/// Signs in. Refuses, in this order: too many attempts, sign-in wrong, code needed, code wrong.
pub async fn sign_in(app: &App, origin: Origin, wish: SignIn) -> Result<SignedIn, Problem> {
    let organisation = organisation(app, wish.organisation.as_deref()).await?;
    let name = rules::check_sign_in(&wish.sign_in).map_err(|_| Refusal::SignInWrong)?;
    let (by_name, by_address) = (format!("sign-in {name}"), format!("sign-in from {}", origin.address));
    app.db.attempt(organisation, &by_address, PER_ADDRESS, TOO_MANY).await?;
    app.db.attempt(organisation, &by_name, PER_NAME, TOO_MANY).await?;
    let anyone = Actor { origin: origin.clone(), ..Actor::system(organisation, Via::Job) };
    let account = queries::user_by_sign_in(&mut app.db.read(&anyone).await?, &name).await?;
    let whose = account.as_ref().map(|account| account.id);
    let user = prove(app, account, wish.password, |account| Some(account.password.clone())).await?;
    let Some(user) = user else {
        return refuse(app, &anyone, EventKind::SignInRefused, whose, Refusal::SignInWrong.into()).await;
    };
    let code = wish.code.as_deref().map(str::trim).filter(|code| !code.is_empty()).map(Code::of);
    if code.is_some() {
        app.db.attempt(organisation, &code_key(user), PER_PIN, TOO_MANY).await?;
    }
    let signed_in = match begin_session(app, organisation, user, origin, code).await {
        Err(problem) if is_wrong_code(&problem) => {
            let problem = Problem { kind: Kind::Unauthenticated, ..problem };
            return refuse(app, &anyone, EventKind::CodeWrong, Some(user), problem).await;
        }
        answer => answer?,
    };
    app.db.forget_attempts(organisation, &by_name).await?;
    app.db.forget_attempts(organisation, &code_key(user)).await?;
    Ok(signed_in)
}

/// Signs a device in for somebody who has been proved, and has no second factor.
pub async fn start_session(
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    origin: Origin,
) -> Result<SignedIn, Problem> {
    begin_session(app, organisation, user, origin, None).await
}

async fn begin_session(
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    origin: Origin,
    code: Option<Code>,
) -> Result<SignedIn, Problem> {
    let actor = Actor { user: Some(user), origin, ..Actor::system(organisation, Via::Web) };
    let secret = secret::random_secret()?;
    let session = app.write(&actor, StartSession { user, secret: secret::digest(&secret), code }).await?;
    Ok(SignedIn { organisation, user, session, cookie: secret::pass(organisation, &secret) })
}

/// Hands the till to somebody with the right PIN. Refuses, in this order: too many attempts, PIN
/// wrong.
pub async fn switch_operator(app: &App, actor: &Actor, wish: OperatorSwitch) -> Result<(), Problem> {
    let session = actor.session.ok_or(Refusal::PinWrong)?;
    let operator = prove_pin(app, actor, wish.user, wish.pin).await?;
    app.write(actor, SwitchOperator { session, operator }).await
}

/// Lends somebody's grants to a request, by PIN 授权. `given` is `<user id> <PIN>`, `what` says which
/// request. Refuses, in this order: PIN wrong, release self, too many attempts.
pub async fn release(app: &App, actor: Actor, given: &str, what: String) -> Result<Actor, Problem> {
    let (user, pin) = given.trim().split_once(' ').ok_or(Refusal::PinWrong)?;
    let user: UserId = user.parse().map_err(|_| Refusal::PinWrong)?;
    if actor.user == Some(user) {
        return Err(Refusal::ReleaseSelf.into());
    }
    let user = prove_pin(app, &actor, user, pin.trim().to_owned()).await?;
    let releaser =
        queries::actor_of(&mut app.db.read(&actor).await?, user).await?.ok_or(Refusal::PinWrong)?;
    app.write(&actor, Record { kind: EventKind::Released, user: Some(user), detail: what }).await?;
    let grants = [actor.grants.as_slice(), releaser.grants.as_slice()].concat();
    Ok(Actor { grants, released_by: Some(Releaser { user, name: releaser.name }), ..actor })
}

/// Proves a PIN. Refuses, in this order: too many attempts, PIN wrong.
async fn prove_pin(app: &App, actor: &Actor, user: UserId, pin: String) -> Result<UserId, Problem> {
    let key = format!("pin {user}");
    app.db.attempt(actor.organisation, &key, PER_PIN, TOO_MANY).await?;
    let account = queries::account(&mut app.db.read(actor).await?, user).await.ok();
    let whose = account.as_ref().map(|account| account.id);
    let Some(user) = prove(app, account, pin, |account| account.pin.clone()).await? else {
        return refuse(app, actor, EventKind::PinWrong, whose, Refusal::PinWrong.into()).await;
    };
    app.db.forget_attempts(actor.organisation, &key).await?;
    Ok(user)
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

/// Runs what needs a code of the actor's own second factor. Refuses, before the command's own
/// refusals: too many attempts.
pub async fn with_code<C>(app: &App, actor: &Actor, user: UserId, command: C) -> Result<C::Out, Problem>
where
    C: crate::store::Command,
{
    app.db.attempt(actor.organisation, &code_key(user), PER_PIN, TOO_MANY).await?;
    match app.write(actor, command).await {
        Err(problem) if is_wrong_code(&problem) => {
            refuse(app, actor, EventKind::CodeWrong, Some(user), problem).await
        }
        answer => {
            let out = answer?;
            app.db.forget_attempts(actor.organisation, &code_key(user)).await?;
            Ok(out)
        }
    }
}

/// Writes down who was turned away, and turns them away.
pub(super) async fn refuse<T>(
    app: &App,
    actor: &Actor,
    kind: EventKind,
    user: Option<UserId>,
    problem: Problem,
) -> Result<T, Problem> {
    app.write(actor, Record { kind, user, detail: String::new() }).await?;
    Err(problem)
}

fn code_key(user: UserId) -> String {
    format!("code {user}")
}

fn is_wrong_code(problem: &Problem) -> bool {
    problem.code == Problem::from(Refusal::CodeWrong).code
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
