//! Servers under test: made from a template, one per test, on either database.

use super::actors::{Person, id};
use crate::access::{Actor, Origin, Via};
use crate::branch::NewOrganisation;
use crate::identity::{self, AddUser, GrantWish, Ready};
use crate::server;
use crate::setup::{Begin, BranchDetails, Owner, SetUp};
use crate::store::{Clock, Db, Keyring, Location, Mode};
use crate::web::{App, Config};
use kernel::{BranchId, Currency, Id, OrganisationId, RoleId, UserId, Zone};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Monday, 2 March 2026, 14:00 in Shanghai.
const NOON: i64 = 1_772_431_200_000;
/// Everybody's password in a test.
pub const PASSWORD: &str = "correct horse";

/// A whole server with people who act in it.
#[derive(Clone)]
pub struct TestApp {
    pub app: App,
    pub engine: Engine,
    pub owner: Person,
    pub manager: Person,
    pub reception: Person,
    pub stylist: Person,
    pub finance: Person,
    /// The manager of the second branch, and of no other.
    pub elsewhere: Person,
    /// The owner of another organisation on the same server.
    pub other_owner: Person,
    /// Nobody signed in.
    pub stranger: Person,
    pub organisation: OrganisationId,
    /// The branch in which everybody works but `elsewhere`.
    pub branch: BranchId,
    pub second_branch: BranchId,
    clock: Arc<AtomicI64>,
}

impl TestApp {
    /// Lets time pass.
    pub fn later(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Lets days pass without a device being forgotten.
    pub async fn days_later(&self, days: i64) {
        for day in 1..=days {
            self.later(24 * 60 * 60);
            if day % 10 == 0 {
                for person in [&self.owner, &self.manager, &self.reception] {
                    person.get("/api/identity/me").await.ok();
                }
            }
        }
    }

    /// The product itself as an actor, for looking into the database.
    pub fn system(&self) -> Actor {
        Actor::system(self.organisation, Via::Job)
    }

    /// Somebody who may just this, in the first branch.
    pub async fn person_who_may(&self, permissions: &[&str]) -> Person {
        let role = json!({ "name": "只做这些", "permissions": permissions });
        let role = id(&self.owner.post("/api/identity/role", role).await.ok());
        let grants = json!([{ "role": role, "branches": [self.branch] }]);
        let user = json!({ "name": "某人", "sign_in": "somebody", "password": PASSWORD, "grants": grants });
        let user: UserId = id(&self.owner.post("/api/identity/user", user).await.ok()).parse().unwrap();
        let session =
            identity::start_session(&self.app, self.organisation, user, Origin::default()).await.unwrap();
        Person::new(server::router(self.app.clone()), Some(session.cookie))
    }

    /// What must hold after every test: no row points at nothing, and the books prove themselves.
    async fn finish(self) {
        if self.engine == Engine::Sqlite {
            let broken = self.app.db.global_rows("PRAGMA foreign_key_check", Vec::new()).await.unwrap();
            assert!(broken.is_empty(), "{} rows point at nothing", broken.len());
        }
        let mut tx = self.app.db.read(&self.system()).await.unwrap();
        let faults = crate::check::books(&mut tx).await.unwrap();
        assert_eq!(faults, []);
    }
}

/// Runs a test on one engine.
pub fn run<F>(engine: Engine, story: fn(TestApp) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async move {
        let Some(place) = Place::new(engine).await else {
            eprintln!("skipped: TRESS_TEST_POSTGRES is not set");
            return;
        };
        let app = place.open().await;
        story(app.clone()).await;
        app.finish().await;
        place.remove().await;
    });
}

/// Runs a test on an empty database of one engine, with the clock that it was opened with.
pub fn run_empty<F>(engine: Engine, story: fn(App, Arc<AtomicI64>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let number = COUNT.fetch_add(1, Ordering::SeqCst);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async move {
        let on = async |location: Location| {
            let clock = Arc::new(AtomicI64::new(NOON));
            let db = Db::open(&location, keys(), Clock::Set(Arc::clone(&clock)), Mode::Write).await.unwrap();
            story(App::new(db, Config::default()), clock).await;
        };
        match (engine, std::env::var("TRESS_TEST_POSTGRES")) {
            (Engine::Sqlite, _) => {
                let folder = scratch().join(format!("empty-{number}"));
                on(Location::Folder(folder.clone())).await;
                let _ = std::fs::remove_dir_all(folder);
            }
            (Engine::Postgres, Ok(server)) => {
                let name = format!("tress_{}_empty_{number}", std::process::id());
                create_postgres(&server, &name).await;
                on(Location::Postgres(format!("{server}/{name}"))).await;
                admin(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            }
            (Engine::Postgres, Err(_)) => eprintln!("skipped: TRESS_TEST_POSTGRES is not set"),
        }
    });
}

/// Gives a story a PostgreSQL database without tables; says whether there was one to give.
pub async fn on_new_postgres(name: &str, story: impl AsyncFnOnce(String)) -> bool {
    let Ok(server) = std::env::var("TRESS_TEST_POSTGRES") else {
        eprintln!("skipped: TRESS_TEST_POSTGRES is not set");
        return false;
    };
    let name = format!("tress_{}_{name}", std::process::id());
    create_postgres(&server, &name).await;
    story(format!("{server}/{name}")).await;
    admin(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    true
}

/// The cookies and ids that the template's people have in every copy.
#[derive(Clone)]
struct Facts {
    organisation: OrganisationId,
    branch: BranchId,
    second_branch: BranchId,
    cookies: Vec<String>,
}

/// A database made for one test.
enum Place {
    Folder(PathBuf, Facts),
    Database { server: String, name: String, facts: Facts },
}

impl Place {
    async fn new(engine: Engine) -> Option<Place> {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        match engine {
            Engine::Sqlite => {
                let (template, facts) = sqlite_template().await;
                let folder = scratch().join(format!("test-{number}"));
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::copy(template.join("tress.db"), folder.join("tress.db")).unwrap();
                Some(Place::Folder(folder, facts))
            }
            Engine::Postgres => {
                let server = std::env::var("TRESS_TEST_POSTGRES").ok()?;
                let name = format!("tress_{}_{number}", std::process::id());
                let facts = copy_postgres(&server, &name).await;
                Some(Place::Database { server, name, facts })
            }
        }
    }

    async fn open(&self) -> TestApp {
        match self {
            Place::Folder(folder, facts) => {
                test_app(Engine::Sqlite, &Location::Folder(folder.clone()), facts).await
            }
            Place::Database { server, name, facts } => {
                test_app(Engine::Postgres, &Location::Postgres(format!("{server}/{name}")), facts).await
            }
        }
    }

    async fn remove(self) {
        match self {
            Place::Folder(folder, _) => drop(std::fs::remove_dir_all(folder)),
            Place::Database { server, name, .. } => {
                admin(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            }
        }
    }
}

fn keys() -> Keyring {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| Keyring::generate().unwrap().to_text().to_string());
    Keyring::parse(text).unwrap()
}

fn scratch() -> PathBuf {
    std::env::temp_dir().join(format!("tress-test-{}", std::process::id()))
}

async fn test_app(engine: Engine, location: &Location, facts: &Facts) -> TestApp {
    let clock = Arc::new(AtomicI64::new(NOON));
    let db = Db::open(location, keys(), Clock::Set(Arc::clone(&clock)), Mode::Write).await.unwrap();
    let config = Config { setup_token: Some("open-sesame".to_owned()), ..Config::default() };
    let app = App::new(db, config);
    let router = server::router(app.clone());
    let person = |index: usize| Person::new(router.clone(), facts.cookies.get(index).cloned());
    TestApp {
        owner: person(0),
        manager: person(1),
        reception: person(2),
        stylist: person(3),
        finance: person(4),
        elsewhere: person(5),
        other_owner: person(6),
        stranger: Person::new(router.clone(), None),
        organisation: facts.organisation,
        branch: facts.branch,
        second_branch: facts.second_branch,
        app,
        engine,
        clock,
    }
}

async fn sqlite_template() -> (PathBuf, Facts) {
    static MADE: OnceLock<Mutex<Option<Facts>>> = OnceLock::new();
    let folder = scratch().join("template");
    let mut made = MADE.get_or_init(Mutex::default).lock().await;
    if made.is_none() {
        *made = Some(fill(&Location::Folder(folder.clone())).await);
        checkpoint(&folder);
    }
    (folder, made.clone().unwrap())
}

/// Moves everything into the one file that is copied.
fn checkpoint(folder: &Path) {
    let connection = rusqlite::Connection::open(folder.join("tress.db")).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

async fn copy_postgres(server: &str, name: &str) -> Facts {
    static MADE: OnceLock<Mutex<Option<Facts>>> = OnceLock::new();
    let template = format!("tress_{}_template", std::process::id());
    // Copies are made one at a time: PostgreSQL wants the template to itself.
    let mut made = MADE.get_or_init(Mutex::default).lock().await;
    if made.is_none() {
        create_postgres(server, &template).await;
        *made = Some(fill(&Location::Postgres(format!("{server}/{template}"))).await);
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ";
        admin(server, &format!("{end}'{template}'")).await;
    }
    admin(server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    made.clone().unwrap()
}

async fn create_postgres(server: &str, name: &str) {
    let form = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
    admin(server, &format!("CREATE DATABASE {name} {form}")).await;
}

async fn admin(server: &str, sql: &str) {
    let (client, connection) =
        tokio_postgres::connect(&format!("{server}/postgres"), tokio_postgres::NoTls).await.unwrap();
    let served = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    let _ = served.await;
}

/// Makes the small chain that every test begins with.
async fn fill(location: &Location) -> Facts {
    let clock = Clock::Set(Arc::new(AtomicI64::new(NOON)));
    let db = Db::open(location, keys(), clock, Mode::Write).await.unwrap();
    let app = App::new(db, Config::default());
    let password = identity::hash(PASSWORD).unwrap();
    let owner = |name: &str| Owner { name: name.into(), sign_in: name.into(), password: password.clone() };
    let organisation = OrganisationId::from_uuid(Uuid::from_u128(0xA));
    let actor = Actor::system(organisation, Via::Job);
    let set_up = SetUp { begin: begin("青丝造型", "春风路店"), owner: owner("owner") };
    let mut people = vec![app.write(&actor, set_up).await.unwrap().id];
    let mut tx = app.db.read(&actor).await.unwrap();
    let first = crate::branch::all(&mut tx).await.unwrap().remove(0);
    drop(tx);
    let second = crate::branch::BranchWish {
        company: first.company,
        name: "湖滨店".into(),
        address: String::new(),
        phone: String::new(),
        time_zone: first.time_zone.clone(),
        cut_off_minutes: 180,
        hours: Vec::new(),
        active: true,
    };
    let second = app.write(&actor, crate::branch::OpenBranch(second)).await.unwrap();
    let jobs = [
        (Ready::Manager, "manager", first.id),
        (Ready::Reception, "reception", first.id),
        (Ready::Stylist, "stylist", first.id),
        (Ready::Finance, "finance", first.id),
        (Ready::Manager, "elsewhere", second.id),
    ];
    for (ready, name, branch) in jobs {
        let grants = vec![GrantWish { role: role(&app, &actor, ready).await, branches: Some(vec![branch]) }];
        let (password, email) = (password.clone(), String::new());
        let add = AddUser { sign_in: name.into(), name: name.into(), password, email, grants };
        people.push(app.write(&actor, add).await.unwrap().id);
    }
    let mut cookies = Vec::new();
    for user in people {
        cookies
            .push(identity::start_session(&app, organisation, user, Origin::default()).await.unwrap().cookie);
    }
    let other = OrganisationId::from_uuid(Uuid::from_u128(0xB));
    let other_actor = Actor::system(other, Via::Job);
    app.write(&other_actor, begin("另一家", "另一家店")).await.unwrap();
    let grants = vec![GrantWish { role: role(&app, &other_actor, Ready::Owner).await, branches: None }];
    let email = String::new();
    let add = AddUser { sign_in: "owner".into(), name: "other".into(), password, email, grants };
    let other_owner = app.write(&other_actor, add).await.unwrap().id;
    cookies.push(identity::start_session(&app, other, other_owner, Origin::default()).await.unwrap().cookie);
    Facts { organisation, branch: first.id, second_branch: second.id, cookies }
}

fn begin(organisation: &str, branch: &str) -> Begin {
    Begin {
        organisation: NewOrganisation {
            name: organisation.into(),
            currency: Currency::CNY,
            time_zone: Zone::parse("Asia/Shanghai").unwrap(),
        },
        company: format!("{organisation}有限公司"),
        branch: BranchDetails {
            name: branch.into(),
            address: "春风路 8 号".into(),
            phone: "0571-88888888".into(),
        },
    }
}

async fn role(app: &App, actor: &Actor, ready: Ready) -> RoleId {
    let mut tx = app.db.read(actor).await.unwrap();
    identity::ready_role(&mut tx, ready).await.unwrap()
}
