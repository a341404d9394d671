//! The store's promises, on both databases.

use super::*;
use crate::access::{Actor, Via};
use crate::salon_test;
use crate::testing::TestApp;
use kernel::{BranchId, Id, OrganisationId, Problem};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Adds to a counter, which is an attempt's row: the store's own tables are enough to test it.
#[derive(Clone, Serialize)]
struct Add {
    key: &'static str,
    amount: i64,
    then_refuse: bool,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Sum(i64);

impl Command for Add {
    type Out = Sum;
    const NAME: &'static str = "store.test_add";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Sum, Problem> {
        let read = "SELECT count FROM store_attempt WHERE org_id = $1 AND key = $2";
        let before: i64 = tx.row(read, crate::args![self.key], |row| row.take()).await?.unwrap_or(0);
        let sum = before + self.amount;
        let write = "INSERT INTO store_attempt (org_id, key, count, started_at) VALUES ($1, $2, $3, 0)
                     ON CONFLICT (org_id, key) DO UPDATE SET count = $3";
        tx.put(write, crate::args![self.key, sum]).await?;
        tx.tell("store.test", BranchId::from_uuid(Uuid::nil()), None).await?;
        if self.then_refuse {
            return Err(Problem::refused("store.test_refused", "Refused after writing."));
        }
        Ok(Sum(sum))
    }
}

fn add(key: &'static str, amount: i64) -> Add {
    Add { key, amount, then_refuse: false }
}

async fn count(app: &TestApp, actor: &Actor, sql: &'static str) -> i64 {
    let mut tx = app.app.db.read(actor).await.unwrap();
    tx.row(sql, Vec::new(), |row| row.take()).await.unwrap().unwrap()
}

const ATTEMPTS: &str = "SELECT COUNT(*) FROM store_attempt WHERE org_id = $1";
const TOLD: &str = "SELECT COUNT(*) FROM store_outbox WHERE org_id = $1 AND topic = 'store.test'";
const AUDITED: &str = "SELECT COUNT(*) FROM store_audit WHERE org_id = $1 AND command = 'store.test_add'";

salon_test! {
    async fn a_refused_command_leaves_nothing(app) {
        let actor = app.system();
        let refused = Add { then_refuse: true, ..add("a", 1) };
        let problem = app.app.write(&actor, refused).await.unwrap_err();
        assert_eq!(problem.code, "store.test_refused");
        let left = (count(&app, &actor, ATTEMPTS).await, count(&app, &actor, TOLD).await, count(&app, &actor, AUDITED).await);
        assert_eq!(left, (0, 0, 0));
    }

    async fn every_command_is_in_the_audit_log(app) {
        let actor = app.system();
        app.app.write(&actor, add("a", 1)).await.unwrap();
        assert_eq!(count(&app, &actor, AUDITED).await, 1);
        assert_eq!(count(&app, &actor, TOLD).await, 1);
    }

    async fn the_same_key_gives_the_same_answer_and_runs_once(app) {
        let actor = app.system();
        let key = || IdempotencyKey::parse("k-1").unwrap();
        let first = app.app.write_once(&actor, key(), add("a", 5)).await.unwrap();
        app.app.write(&actor, add("a", 5)).await.unwrap();
        let again = app.app.write_once(&actor, key(), add("a", 5)).await.unwrap();
        assert_eq!((first, again), (Sum(5), Sum(5)));
        assert_eq!(app.app.write(&actor, add("a", 0)).await.unwrap(), Sum(10));
    }

    async fn another_body_under_the_same_key_is_refused(app) {
        let actor = app.system();
        let key = || IdempotencyKey::parse("k-1").unwrap();
        app.app.write_once(&actor, key(), add("a", 5)).await.unwrap();
        let problem = app.app.write_once(&actor, key(), add("a", 6)).await.unwrap_err();
        assert_eq!(problem.code, "store.key_reused");
    }

    async fn a_request_sent_twenty_times_at_once_runs_once(app) {
        let actor = app.system();
        let mut sent = Vec::new();
        for _ in 0..20 {
            let (app, actor) = (app.app.clone(), actor.clone());
            let key = IdempotencyKey::parse("burst").unwrap();
            sent.push(tokio::spawn(async move { app.write_once(&actor, key, add("a", 7)).await }));
        }
        for answer in sent {
            assert_eq!(answer.await.unwrap().unwrap(), Sum(7));
        }
        assert_eq!(app.app.write(&actor, add("a", 0)).await.unwrap(), Sum(7));
    }

    async fn commands_that_cross_count_every_one(app) {
        let actor = app.system();
        let mut sent = Vec::new();
        for _ in 0..40 {
            let (app, actor) = (app.app.clone(), actor.clone());
            sent.push(tokio::spawn(async move { app.write(&actor, add("a", 1)).await }));
        }
        let mut done = 0;
        for answer in sent {
            match answer.await.unwrap() {
                Ok(_) => done += 1,
                Err(problem) => assert_eq!(problem.code, "store.crossed"),
            }
        }
        assert_eq!(app.app.write(&actor, add("a", 0)).await.unwrap(), Sum(done));
        assert!(done > 0);
    }

    async fn a_statement_does_not_reach_another_organisation(app) {
        let other = Actor::system(OrganisationId::from_uuid(Uuid::from_u128(0xB)), Via::Job);
        app.app.write(&other, add("a", 1)).await.unwrap();
        assert_eq!(count(&app, &app.system(), ATTEMPTS).await, 0);
        assert_eq!(app.app.write(&app.system(), add("a", 1)).await.unwrap(), Sum(1));
    }

    async fn a_snapshot_does_not_see_what_is_written_after_it(app) {
        let actor = app.system();
        let mut before = app.app.db.read(&actor).await.unwrap();
        let seen: i64 = before.row(ATTEMPTS, Vec::new(), |row| row.take()).await.unwrap().unwrap();
        app.app.write(&actor, add("a", 1)).await.unwrap();
        let again: i64 = before.row(ATTEMPTS, Vec::new(), |row| row.take()).await.unwrap().unwrap();
        assert_eq!((seen, again, count(&app, &actor, ATTEMPTS).await), (0, 0, 1));
    }

    async fn a_snapshot_cannot_write(app) {
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let sql = "DELETE FROM store_attempt WHERE org_id = $1";
        assert!(matches!(tx.exec(sql, Vec::new()).await, Err(StoreError::Fault(_))));
    }

    async fn numbers_are_given_once_each_even_to_many_at_a_time(app) {
        let mut asked = Vec::new();
        for _ in 0..60 {
            let (db, actor, branch) = (app.app.db.clone(), app.system(), app.branch);
            asked.push(tokio::spawn(async move { db.number(&actor, branch, Numbered::Bill).await.unwrap() }));
        }
        let mut numbers = std::collections::BTreeSet::new();
        for number in asked {
            assert!(numbers.insert(number.await.unwrap()));
        }
        assert_eq!(numbers.first(), Some(&1));
    }

    async fn tries_beyond_the_limit_are_refused_until_time_has_passed(app) {
        let limit = AttemptLimit { tries: 3, seconds: 60 };
        let attempt = || app.app.db.attempt(app.organisation, "door", limit, "store.test_attempts");
        for _ in 0..3 {
            attempt().await.unwrap();
        }
        let problem = attempt().await.unwrap_err();
        assert_eq!((problem.code, &problem.params["seconds"]), ("store.test_attempts", &serde_json::json!(60)));
        app.later(61);
        attempt().await.unwrap();
    }

    async fn a_sweep_throws_old_messages_away_and_keeps_the_audit_log(app) {
        let actor = app.system();
        app.app.write(&actor, add("a", 1)).await.unwrap();
        app.later(8 * 24 * 3600);
        app.app.write(&actor, add("b", 1)).await.unwrap();
        app.app.db.sweep(app.organisation).await.unwrap();
        assert_eq!((count(&app, &actor, TOLD).await, count(&app, &actor, AUDITED).await), (1, 2));
    }

    async fn what_was_told_is_read_back_with_its_subject(app) {
        app.app.write(&app.system(), add("a", 1)).await.unwrap();
        let told = app.app.db.told_since(app.app.db.now()).await.unwrap();
        let mine: Vec<_> = told.iter().filter(|told| told.topic == "store.test").collect();
        assert_eq!((mine.len(), mine[0].organisation), (1, app.organisation));
    }
}

/// A column as both engines describe it: table, name, type, whether it may be empty, place in the key.
type Column = (String, String, String, bool, i64);

const SQLITE_COLUMNS: &str = "SELECT m.name, c.name, c.type, c.\"notnull\", c.pk
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
    ORDER BY m.name, c.name";

// A table that was made anew under its old name has a key of the name `…_pkey1`.
const POSTGRES_COLUMNS: &str = "SELECT c.table_name, c.column_name, c.data_type,
        CASE WHEN c.is_nullable = 'NO' THEN 1 ELSE 0 END, CAST(COALESCE(k.ordinal_position, 0) AS BIGINT)
    FROM information_schema.columns c
    LEFT JOIN information_schema.key_column_usage k
        ON k.table_name = c.table_name AND k.column_name = c.column_name AND k.constraint_name LIKE '%_pkey%'
    WHERE c.table_schema = 'public' ORDER BY c.table_name, c.column_name";

async fn columns(app: &TestApp) -> std::collections::BTreeSet<Column> {
    let sqlite = app.engine == crate::testing::Engine::Sqlite;
    let sql = if sqlite { SQLITE_COLUMNS } else { POSTGRES_COLUMNS };
    let rows = app.app.db.global_rows(sql, Vec::new()).await.unwrap();
    let read = |mut row: Row| {
        let (table, name, kind): (String, String, String) =
            (row.take().unwrap(), row.take().unwrap(), row.take().unwrap());
        (table, name, kind.to_uppercase(), row.take().unwrap(), row.take().unwrap())
    };
    rows.into_iter().map(read).collect()
}

salon_test! {
    async fn both_engines_have_the_same_tables_columns_and_keys(app) {
        // Whichever engine comes second compares itself with the first.
        static FIRST: std::sync::Mutex<Option<std::collections::BTreeSet<Column>>> = std::sync::Mutex::new(None);
        let columns = columns(&app).await;
        let kinds: std::collections::BTreeSet<&str> = columns.iter().map(|column| column.2.as_str()).collect();
        assert_eq!(kinds, ["BIGINT", "BYTEA", "TEXT", "UUID"].into());
        let mut first = FIRST.lock().unwrap();
        match first.as_ref() {
            Some(first) => assert_eq!(first, &columns),
            None => *first = Some(columns),
        }
    }
}

#[test]
fn a_key_with_spaces_or_of_many_letters_is_no_key() {
    assert!(IdempotencyKey::parse("0198-a.b:c_d").is_some());
    for wrong in ["", "a b", "键", &"x".repeat(65)] {
        assert!(IdempotencyKey::parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn a_data_folder_is_used_by_one_writer_and_any_number_of_readers() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = std::env::temp_dir().join(format!("tress-lock-{}", std::process::id()));
        let place = Location::Folder(folder.clone());
        let keys = Keyring::generate().unwrap();
        let ring = || Keyring::parse(&keys.to_text()).unwrap();
        let missing = Db::open(&place, ring(), Clock::System, Mode::Read).await.err().unwrap();
        assert_eq!(missing.code, "store.no_database");
        let writer = Db::open(&place, ring(), Clock::System, Mode::Write).await.unwrap();
        let second = Db::open(&place, ring(), Clock::System, Mode::Write).await.err().unwrap();
        assert_eq!(second.code, "store.in_use");
        let reader = Db::open(&place, ring(), Clock::System, Mode::Read).await.unwrap();
        let nobody = Actor::system(OrganisationId::from_uuid(Uuid::nil()), Via::Cli);
        assert_eq!(reader.write(&nobody, add("a", 1)).await.unwrap_err().code, "store.busy");
        let stranger = Keyring::generate().unwrap();
        let wrong = Db::open(&place, stranger, Clock::System, Mode::Read).await.err().unwrap();
        assert_eq!(wrong.code, "store.key_wrong");
        drop((writer, reader));
        std::fs::remove_dir_all(folder).unwrap();
    });
}
