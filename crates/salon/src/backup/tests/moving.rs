//! From one database to the other and back.

use super::*;
use crate::demo::{DemoWish, Scale, fill};
use crate::store::{Kind, Load, Val};
use crate::testing::{Engine, on_new_postgres, run_empty};
use crate::web::App;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// Every row of every table, ids as ids on either engine.
async fn everything(db: &Db) -> BTreeMap<String, Vec<Vec<Val>>> {
    let mut snapshot = db.snapshot().await.unwrap();
    let mut all = BTreeMap::new();
    for table in snapshot.tables().await.unwrap() {
        let mut rows: Vec<Vec<Val>> = Vec::new();
        loop {
            let page = snapshot.page(&table, rows.last().map(Vec::as_slice)).await.unwrap();
            if page.is_empty() {
                break;
            }
            rows.extend(page);
        }
        for row in &mut rows {
            for (column, value) in table.columns.iter().zip(row) {
                if let (Kind::Uuid, Val::Bytes(bytes)) = (column.kind, &value) {
                    *value = Val::Uuid(uuid::Uuid::from_slice(bytes).unwrap());
                }
            }
        }
        all.insert(table.name, rows);
    }
    all
}

/// All rows, and apart from them what a restore itself writes down.
async fn rows_and_notes(db: &Db) -> (BTreeMap<String, Vec<Vec<Val>>>, usize) {
    let mut all = everything(db).await;
    let notes = all.remove("backup_run").unwrap().len();
    let text = |value: &Val, wanted: &str| matches!(value, Val::Text(text) if text == wanted);
    for table in ["store_audit", "store_outbox"] {
        let rows = all.get_mut(table).unwrap();
        rows.retain(|row| !row.iter().any(|value| text(value, "backup.note") || text(value, "backup.ended")));
    }
    (all, notes)
}

async fn back_up_db(db: &Db, target: &Path) -> Made {
    take(db, Order { target: target.to_owned(), passphrase: passphrase(), work: Some(WORK) }).await.unwrap()
}

async fn there_and_back(app: App, clock: Arc<AtomicI64>) {
    let wish = DemoWish {
        clock,
        owner_password: "three apples and a comb".to_owned(),
        reception_password: "a pair of scissors".to_owned(),
        scale: Scale { members: 60, months: 1 },
        over: &|_, _| {},
    };
    fill(&app, wish).await.unwrap();
    let scratch = Scratch::new();
    let (first, none) = rows_and_notes(&app.db).await;
    assert_eq!(none, 0);
    assert!(first.values().map(Vec::len).sum::<usize>() > 3_000);
    back_up_db(&app.db, &scratch.at("first.age")).await;
    let there = on_new_postgres("moving", async |url: String| {
        let location = Location::Postgres(url);
        let (file, key_file) = (scratch.at("first.age"), scratch.at("pg.key"));
        let restored = restore(&file, passphrase(), &location, &key_file, Clock::System).await.unwrap();
        assert_eq!(restored.faults, []);
        let db = open(&location, &scratch.at("pg.key")).await;
        let (second, notes) = rows_and_notes(&db).await;
        assert_eq!(notes, 1);
        same(&first, &second);
        back_up_db(&db, &scratch.at("second.age")).await;
        let again = restore(&file, passphrase(), &location, &key_file, Clock::System).await;
        assert_eq!(again.unwrap_err().code, "backup.place_taken");
    });
    if there.await {
        assert_eq!(restore_there(&scratch, &scratch.at("second.age")).await.unwrap().faults, []);
        let db = open(&Location::Folder(scratch.at("restored")), &scratch.at("restored.key")).await;
        let (third, notes) = rows_and_notes(&db).await;
        assert_eq!(notes, 2);
        same(&first, &third);
    }
}

#[track_caller]
fn same(one: &BTreeMap<String, Vec<Vec<Val>>>, other: &BTreeMap<String, Vec<Vec<Val>>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (table, rows) in one {
        assert_eq!(rows.len(), other[table].len(), "{table}");
        for (row, back) in rows.iter().zip(&other[table]) {
            assert_eq!(row, back, "{table}");
        }
    }
}

/// A database as it was before stock and visits, with one organisation in it.
async fn an_older_database(folder: &Location, keys: &Keyring) {
    let mut load = Load::begin(folder, 12).await.unwrap();
    let table = |name: &str| load.tables().iter().find(|table| table.name == name).unwrap().clone();
    let (migration, meta, organisation) =
        (table("store_migration"), table("store_meta"), table("branch_organisation"));
    let done: Vec<Vec<Val>> =
        (1..=12_i64).map(|number| vec![Val::Int(number), Val::from("a step")]).collect();
    load.insert(&migration, &done).await.unwrap();
    let fingerprint = data_encoding::HEXLOWER.encode(&keys.fingerprint());
    load.insert(&meta, &[crate::args!["key_fingerprint", fingerprint]]).await.unwrap();
    let id = uuid::Uuid::from_u128(0xA);
    let row = crate::args![id, "qingsi", "青丝", "CNY", "Asia/Shanghai", 0_i64];
    load.insert(&organisation, &[row]).await.unwrap();
    load.finish().await.unwrap();
}

#[test]
fn an_older_backup_is_restored_and_brought_forward() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let scratch = Scratch::new();
        let (keys, place) = (Keyring::generate().unwrap(), Location::Folder(scratch.at("older")));
        std::fs::create_dir(scratch.at("older")).unwrap();
        an_older_database(&place, &keys).await;
        let older = Db::open(&place, keys, Clock::System, Mode::Read).await.unwrap();
        back_up_db(&older, &scratch.at("older.age")).await;
        let restored = restore_there(&scratch, &scratch.at("older.age")).await.unwrap();
        assert_eq!((restored.schema, restored.faults.len()), (12, 0));
        let db = open(&Location::Folder(scratch.at("restored")), &scratch.at("restored.key")).await;
        assert_eq!(db.snapshot().await.unwrap().schema().await.unwrap(), crate::store::schema());
        assert_eq!(crate::branch::directory(&db).await.unwrap()[0].name, "青丝");
    });
}

#[test]
fn every_row_comes_back_from_the_other_database() {
    run_empty(Engine::Sqlite, there_and_back);
}
