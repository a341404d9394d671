//! `tress demo` and `tress serve --demo`: a salon to try things out in.

use crate::place::Place;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Problem;
use salon::access::{Actor, Via};
use salon::demo::{self, DemoSignIn, DemoWish, Scale};
use salon::identity::{self, ResetPassword};
use salon::store::{Clock, Db, Keyring, Location, Mode};
use salon::web::{App, Config};
use salon::{branch, setup};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// Where a demo lies unless it is said otherwise: never where a real salon would be looked for.
const FOLDER: &str = "demo-data";

/// Where a data folder's database is made until it is whole.
const FILLING: &str = "filling";

/// How large the demo becomes.
#[derive(Args, Clone, Copy)]
pub struct Size {
    /// How many members the demo has, 20 to 10000.
    #[arg(long, value_name = "N", default_value_t = 3000, value_parser = clap::value_parser!(u16).range(20..=10_000))]
    members: u16,
    /// How many months of work the demo has, 1 to 36.
    #[arg(long, value_name = "M", default_value_t = 18, value_parser = clap::value_parser!(u16).range(1..=36))]
    months: u16,
}

impl Size {
    fn scale(self) -> Scale {
        Scale { members: usize::from(self.members), months: i64::from(self.months) }
    }
}

/// `tress demo`.
#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    size: Size,
}

impl Demo {
    /// Fills the place with a demo, and ends. Refuses a place that holds a salon already.
    pub async fn run(self) -> Result<(), Problem> {
        let mut place = self.place;
        keep_apart(&mut place);
        let sign_in = fill(&place, self.size).await?.ok_or_else(|| {
            let detail = "There is a salon here already. Give the demo a folder or a database of its own.";
            Problem::refused("demo.salon_there", detail)
        })?;
        print(&sign_in);
        Ok(())
    }
}

/// How to sign in, on standard output.
pub fn print(sign_in: &DemoSignIn) {
    println!("Demo sign-in, owner · 老板: {} / {}", sign_in.owner, sign_in.owner_password);
    println!("Demo sign-in, reception · 前台: {} / {}", sign_in.reception, sign_in.reception_password);
}

/// Fills an empty place, or opens a demo that is there already and gives it new random passwords.
/// Refuses a place that holds a real salon.
pub async fn open(place: &mut Place, size: Size) -> Result<DemoSignIn, Problem> {
    keep_apart(place);
    match fill(place, size).await? {
        Some(sign_in) => Ok(sign_in),
        None => renew(&place.open().await?).await,
    }
}

/// A demo never lies where a real salon would be looked for.
fn keep_apart(place: &mut Place) {
    if place.database.is_none() && place.data == Path::new("data") {
        place.data = PathBuf::from(FOLDER);
    }
}

/// Fills a place, or leaves it alone when a salon is there: then there is no sign-in.
async fn fill(place: &Place, size: Size) -> Result<Option<DemoSignIn>, Problem> {
    let file = place.data.join("tress.db");
    if place.database.is_none() && !file.exists() {
        return fill_folder(place, &file, size).await.map(Some);
    }
    let clock = clock();
    let db = place.open_with(Mode::Write, Clock::Set(Arc::clone(&clock))).await?;
    if setup::is_done(&db).await? {
        return Ok(None);
    }
    fill_database(db, clock, size).await.map(Some)
}

/// Makes the database beside its place and moves it there when it is whole, so that whoever stops
/// half way through finds no half salon.
async fn fill_folder(place: &Place, file: &Path, size: Size) -> Result<DemoSignIn, Problem> {
    let filling = place.data.join(FILLING);
    let unusable = |error: std::io::Error| {
        let detail = format!("The data folder {} cannot be used: {error}.", place.data.display());
        Problem::refused("store.data_folder", detail)
    };
    if filling.exists() {
        std::fs::remove_dir_all(&filling).map_err(unusable)?;
    }
    let clock = clock();
    let keys = Keyring::open_or_create(&place.key_file())?;
    let location = Location::Folder(filling.clone());
    let db = Db::open(&location, keys, Clock::Set(Arc::clone(&clock)), Mode::Fresh).await?;
    let sign_in = fill_database(db.clone(), clock, size).await?;
    db.settle()?;
    drop(db);
    std::fs::rename(filling.join("tress.db"), file).map_err(unusable)?;
    std::fs::remove_dir_all(&filling).map_err(unusable)?;
    Ok(sign_in)
}

async fn fill_database(db: Db, clock: Arc<AtomicI64>, size: Size) -> Result<DemoSignIn, Problem> {
    let (owner_password, reception_password) = (identity::random_word(12)?, identity::random_word(12)?);
    let app = App::new(db, Config::default());
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("Filling the demo {bar:40} {percent}%") {
        bar.set_style(style);
    }
    let over = |days: i64, all: i64| {
        bar.set_length(u64::try_from(all).unwrap_or(0));
        bar.set_position(u64::try_from(days).unwrap_or(0));
    };
    let wish = DemoWish { clock, owner_password, reception_password, scale: size.scale(), over: &over };
    let filled = demo::fill(&app, wish).await;
    bar.finish_and_clear();
    filled
}

fn clock() -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(Clock::System.now().millis()))
}

async fn renew(db: &Db) -> Result<DemoSignIn, Problem> {
    let (owner_password, reception_password) = (identity::random_word(12)?, identity::random_word(12)?);
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
