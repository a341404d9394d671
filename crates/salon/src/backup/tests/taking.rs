//! What is in a backup, and that taking one disturbs nobody.

use super::*;
use crate::backup::archive::Archive;
use crate::salon_test;
use crate::testing::till::Till;
use std::fs::File;

salon_test! {
    async fn a_backup_opens_with_its_passphrase_and_holds_every_row(app) {
        Till::new(&app).paid_service(12_800).await;
        let scratch = Scratch::new();
        let made = back_up(&app, &scratch.0).await.unwrap();
        assert_eq!(scratch.names(), ["tress-2026-03-02-140000.age"]);
        assert_eq!(made.bytes, made.path.metadata().unwrap().len());
        let archive = Archive::open(File::open(&made.path).unwrap(), PASSPHRASE).unwrap();
        assert_eq!(*archive.keys, *app.app.db.keys_text());
        let mut snapshot = app.app.db.snapshot().await.unwrap();
        let tables = snapshot.tables().await.unwrap();
        assert_eq!(archive.manifest.tables.len(), tables.len());
        let mut seen = 0;
        let manifest = archive.read(|_, rows| { seen += rows.len() as u64; Ok(()) }).unwrap();
        for (held, table) in manifest.tables.iter().zip(&tables) {
            assert_eq!((&held.name, &held.columns), (&table.name, &table.columns));
            assert_eq!(held.rows, snapshot.count(table).await.unwrap(), "{}", table.name);
        }
        assert_eq!((seen, made.rows), (manifest.rows(), manifest.rows()));
        assert_eq!(manifest.schema, crate::store::schema());
    }

    async fn a_backup_tells_nothing_without_its_passphrase(app) {
        let scratch = Scratch::new();
        let made = back_up(&app, &scratch.0).await.unwrap();
        let bytes = std::fs::read(&made.path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(text.starts_with("age-encryption.org/v1\n-> scrypt "));
        assert!(!text.contains("store_meta") && !text.contains("青丝"));
    }

    async fn what_is_paid_meanwhile_is_whole_or_not_in_it(app) {
        let till = Till::new(&app);
        let (before, _) = till.paid_service(12_800).await;
        let scratch = Scratch::new();
        let target = scratch.at("now.age");
        let (made, ()) = tokio::join!(back_up(&app, &target), async {
            for _ in 0..5 {
                till.paid_service(9_900).await;
            }
        });
        let (after, _) = till.paid_service(6_600).await;
        let restored = restore_there(&scratch, &made.unwrap().path).await.unwrap();
        assert_eq!(restored.faults, []);
        let db = open(&Location::Folder(scratch.at("restored")), &scratch.at("restored.key")).await;
        let state = async |bill: &str| {
            let sql = "SELECT state FROM bill WHERE org_id = $1 AND id = $2";
            let id: uuid::Uuid = bill.parse().unwrap();
            let mut tx = db.read(&app.system()).await.unwrap();
            tx.row(sql, crate::args![id], |row| row.take::<String>()).await.unwrap()
        };
        assert_eq!(state(&before).await.as_deref(), Some("paid"));
        assert_eq!(state(&after).await, None);
    }
}
