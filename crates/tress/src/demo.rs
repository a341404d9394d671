//! `tress serve --demo`: a salon to try things out in.

use crate::place::Place;
use kernel::Problem;
use salon::access::{Actor, Via};
use salon::demo::{self, DemoSignIn, DemoWish};
use salon::identity::{self, ResetPassword};
use salon::store::{Clock, Db, Mode};
use salon::web::{App, Config};
use salon::{branch, setup};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// Where a demo lies unless it is said otherwise: never where a real salon would be looked for.
const FOLDER: &str = "demo-data";

/// Fills an empty database, or opens a demo that is there already, and gives it new random
/// passwords. Refuses a database that holds a real salon.
pub async fn open(place: &mut Place) -> Result<DemoSignIn, Problem> {
    if place.database.is_none() && place.data == std::path::Path::new("data") {
        place.data = PathBuf::from(FOLDER);
    }
    let clock = Arc::new(AtomicI64::new(Clock::System.now().millis()));
    let db = place.open_with(Mode::Write, Clock::Set(Arc::clone(&clock))).await?;
    let (owner_password, reception_password) = (identity::random_word(12)?, identity::random_word(12)?);
    if setup::is_done(&db).await? {
        return renew(&db, owner_password, reception_password).await;
    }
    let app = App::new(db, Config::default());
    demo::fill(&app, DemoWish { clock, owner_password, reception_password }).await
}

async fn renew(db: &Db, owner_password: String, reception_password: String) -> Result<DemoSignIn, Problem> {
    let organisations = branch::directory(db).await?;
    let [organisation] = organisations.as_slice() else { return Err(not_a_demo()) };
    let actor = Actor::system(organisation.id, Via::Cli);
    for (sign_in, password) in [(demo::OWNER, &owner_password), (demo::RECEPTION, &reception_password)] {
        let account = identity::user_by_sign_in(&mut db.read(&actor).await?, sign_in).await?;
        let account = account.ok_or_else(not_a_demo)?;
        db.write(&actor, ResetPassword { user: account.id, password: identity::hash(password)? }).await?;
    }
    let (owner, reception) = (demo::OWNER.to_owned(), demo::RECEPTION.to_owned());
    Ok(DemoSignIn { owner, owner_password, reception, reception_password })
}

fn not_a_demo() -> Problem {
    let detail =
        "This database holds a real salon. Start it without --demo, or give the demo another folder.";
    Problem::refused("serve.not_a_demo", detail)
}
