//! `tress user`: what an owner who is locked out can do on the server itself.

use crate::place::Place;
use clap::{Args, Subcommand};
use kernel::Problem;
use salon::access::{Actor, Via};
use salon::branch;
use salon::identity::{self, ResetPassword};
use salon::store::Db;

#[derive(Subcommand)]
pub enum User {
    /// Give an account a new random password and sign it out everywhere.
    Reset(Reset),
}

#[derive(Args)]
pub struct Reset {
    #[command(flatten)]
    place: Place,
    /// What the account signs in with.
    sign_in: String,
    /// The organisation's handle or name, where the database holds several.
    #[arg(long)]
    organisation: Option<String>,
}

impl User {
    pub async fn run(self) -> Result<(), Problem> {
        let User::Reset(reset) = self;
        let db = reset.place.open().await?;
        let actor = actor(&db, reset.organisation.as_deref()).await?;
        let password = identity::random_word(14)?;
        let sign_in = reset.sign_in.trim().to_lowercase();
        let account = identity::user_by_sign_in(&mut db.read(&actor).await?, &sign_in).await?;
        let Some(account) = account else {
            let detail = format!("Nobody signs in as {sign_in}.");
            return Err(Problem::not_found("identity.user_unknown", detail));
        };
        db.write(&actor, ResetPassword { user: account.id, password: identity::hash(&password)? }).await?;
        println!("{} signs in as {sign_in} with this password now: {password}", account.name);
        Ok(())
    }
}

/// The organisation that a command on the server means: the only one, or the one named.
pub async fn actor(db: &Db, handle: Option<&str>) -> Result<Actor, Problem> {
    let all = branch::directory(db).await?;
    let named: Vec<_> = all
        .iter()
        .filter(|one| handle.is_none_or(|handle| one.handle == handle || one.name == handle))
        .collect();
    match named.as_slice() {
        [only] => Ok(Actor::system(only.id, Via::Cli)),
        [] => Err(Problem::not_found("branch.organisation_unknown", "There is no such organisation here.")),
        several => {
            let handles: Vec<_> =
                several.iter().map(|one| format!("{} ({})", one.handle, one.name)).collect();
            let detail = format!("Say which organisation with --organisation: {}.", handles.join(", "));
            Err(Problem::refused("branch.organisation_needed", detail))
        }
    }
}
