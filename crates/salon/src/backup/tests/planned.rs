//! Backups that the server makes by itself, and the page about them.

use super::*;
use crate::backup::jobs::look;
use crate::backup::{At, Keep, Plan};
use crate::salon_test;
use crate::server;
use crate::testing::Person;
use serde_json::{Value, json};
use std::sync::Arc;

const DAY: i64 = 24 * 3600;

fn plan(folder: &Path) -> Plan {
    let keep = Keep { days: 2, weeks: 0, months: 0 };
    let mut plan = Plan::new(folder.to_owned(), passphrase(), At { hour: 3, minute: 30 }, keep).unwrap();
    plan.work = Some(WORK);
    plan
}

async fn shown(person: &Person) -> Value {
    person.get("/api/backup").await.ok()
}

salon_test! {
    async fn backups_are_made_daily_and_old_ones_of_the_plan_go(app) {
        let scratch = Scratch::new();
        std::fs::write(scratch.at("tress-2020-01-01-000000.age"), "somebody else's").unwrap();
        let plan = plan(&scratch.0);
        for day in 0..4 {
            look(&app.app, Some(&plan)).await.unwrap();
            look(&app.app, Some(&plan)).await.unwrap();
            assert_eq!(scratch.names().len(), [2, 3, 3, 3][day]);
            app.later(DAY);
        }
        assert_eq!(scratch.names(), ["tress-2020-01-01-000000.age", "tress-2026-03-04-140000.age", "tress-2026-03-05-140000.age"]);
        // A file that is not as the plan left it is not the plan's any more.
        std::fs::write(scratch.at("tress-2026-03-04-140000.age"), "changed").unwrap();
        look(&app.app, Some(&plan)).await.unwrap();
        app.later(DAY);
        look(&app.app, Some(&plan)).await.unwrap();
        assert!(scratch.names().contains(&"tress-2026-03-04-140000.age".to_owned()));
        assert!(!scratch.names().contains(&"tress-2026-03-05-140000.age".to_owned()));
    }

    async fn the_page_shows_the_last_good_one_and_warns_when_it_is_old(app) {
        let scratch = Scratch::new();
        let folder = scratch.at("disk");
        let plan = Arc::new(plan(&folder));
        assert_eq!(shown(&app.owner).await["warning"], "no_target");
        app.owner.post("/api/backup", json!({})).await.refused("backup.no_target");
        let router = server::router_with(app.app.clone(), Some(Arc::clone(&plan)));
        let owner = app.owner.at(router.clone());
        assert_eq!(shown(&owner).await["warning"], "none_yet");

        look(&app.app, Some(&plan)).await.unwrap();
        let state = shown(&owner).await;
        assert_eq!(state["runs"][0]["failure"], "backup.cannot_write");
        assert!(state["runs"][0]["cause"].as_str().unwrap().contains("disk"));
        assert_eq!((&state["last_good"], &state["warning"]), (&Value::Null, &json!("none_yet")));
        assert_eq!(app.stranger.get("/readyz").await.bytes, b"ready\nlast good backup: none\n");

        std::fs::create_dir(&folder).unwrap();
        app.later(3600);
        look(&app.app, Some(&plan)).await.unwrap();
        let state = shown(&owner).await;
        assert_eq!(state["last_good"]["file"], "tress-2026-03-02-150000.age");
        assert_eq!(state["last_good"]["bytes"], folder.join("tress-2026-03-02-150000.age").metadata().unwrap().len());
        assert_eq!(state["plan"]["at"], "03:30");
        assert_eq!((&state["warning"], &state["running"]), (&Value::Null, &json!(false)));
        assert_eq!(app.stranger.get("/readyz").await.bytes, b"ready\nlast good backup: 2026-03-02T07:00:00Z\n");
        app.later(2 * DAY + 1);
        assert_eq!(shown(&owner).await["warning"], "old");
        app.manager.at(router).get("/api/backup").await.refused("access.forbidden");
    }

    async fn somebody_makes_one_now_and_only_one_at_a_time(app) {
        let scratch = Scratch::new();
        let plan = Arc::new(plan(&scratch.0));
        let owner = app.owner.at(server::router_with(app.app.clone(), Some(Arc::clone(&plan))));
        let turn = plan.begin().unwrap();
        owner.post("/api/backup", json!({})).await.refused("backup.running");
        drop(turn);
        assert_eq!(owner.post("/api/backup", json!({})).await.ok()["running"], true);
        let mut state = shown(&owner).await;
        while state["last_good"].is_null() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            state = shown(&owner).await;
        }
        assert_eq!((&state["last_good"]["kind"], &state["runs"][0]["failure"]), (&json!("request"), &Value::Null));
        assert_eq!(scratch.names().len(), 1);
    }

    async fn a_restored_server_says_so_and_counts_no_backup_of_before(app) {
        let scratch = Scratch::new();
        let plan = plan(&scratch.0);
        look(&app.app, Some(&plan)).await.unwrap();
        app.later(60);
        let made = back_up(&app, &scratch.at("moved.age")).await.unwrap();
        restore_there(&scratch, &made.path).await.unwrap();
        let keys = Keyring::parse(&app.app.db.keys_text()).unwrap();
        let clock = Clock::Set(Arc::new(app.app.db.now().millis().into()));
        let location = Location::Folder(scratch.at("restored"));
        let db = Db::open(&location, keys, clock, Mode::Write).await.unwrap();
        let owner = app.owner.at(server::router(crate::web::App::new(db, crate::web::Config::default())));
        let state = shown(&owner).await;
        assert_eq!(state["restored"]["file"], "moved.age");
        assert_eq!(state["last_good"], Value::Null);
        assert_eq!(state["runs"].as_array().unwrap().len(), 2);
    }
}
