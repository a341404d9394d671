//! First use through HTTP. The servers under test are set up already, so these begin with an empty
//! database of their own.

use crate::salon_test;
use crate::server;
use crate::store::{Clock, Db, Keyring, Location, Mode};
use crate::testing::Person;
use crate::web::{App, Config};
use serde_json::{Value, json};

fn wish(token: &str) -> Value {
    json!({"token": token,
        "organisation": {"name": "青丝", "currency": "CNY", "time_zone": "Asia/Shanghai"},
        "company": {"name": "青丝有限公司"},
        "branch": {"name": "春风路店", "address": "春风路 8 号", "phone": "0571-1"},
        "owner": {"name": "王芳", "sign_in": "wangfang", "password": "a very long one"}})
}

fn on_an_empty_folder<F: Future<Output = ()>>(name: &str, story: impl FnOnce(App, Person) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let folder = std::env::temp_dir().join(format!("tress-setup-{name}-{}", std::process::id()));
    runtime.block_on(async {
        let keys = Keyring::generate().unwrap();
        let db = Db::open(&Location::Folder(folder.clone()), keys, Clock::System, Mode::Write).await.unwrap();
        let config = Config { setup_token: Some("open-sesame".to_owned()), ..Config::default() };
        let app = App::new(db, config);
        story(app.clone(), Person::new(server::router(app), None)).await;
    });
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn without_the_token_nothing_is_set_up() {
    on_an_empty_folder("token", |_, stranger| async move {
        stranger.post("/api/setup", wish("open-sesam")).await.refused("setup.token_wrong");
        stranger.post("/api/setup", wish("")).await.refused("setup.token_wrong");
        assert_eq!(stranger.get("/api/setup").await.ok()["needed"], true);
        for _ in 0..8 {
            stranger.post("/api/setup", wish("guess")).await.refused("setup.token_wrong");
        }
        stranger.post("/api/setup", wish("open-sesame")).await.refused("identity.too_many_attempts");
    });
}

#[test]
fn a_server_is_set_up_once() {
    on_an_empty_folder("once", |_, stranger| async move {
        let (first, second) = tokio::join!(
            stranger.post("/api/setup", wish("open-sesame")),
            stranger.post("/api/setup", wish("open-sesame"))
        );
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        stranger.post("/api/setup", wish("open-sesame")).await.refused("setup.already_done");
        assert_eq!(stranger.get("/api/setup").await.ok()["needed"], false);
    });
}

#[test]
fn the_owner_is_signed_in_and_may_do_everything() {
    on_an_empty_folder("owner", |app, stranger| async move {
        let reply = stranger.post("/api/setup", wish("open-sesame")).await;
        let cookie = reply.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        let value = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
        let me = reply.ok();
        assert_eq!(me["branches"][0]["name"], "春风路店");
        let owner = Person::new(server::router(app), Some(value));
        assert_eq!(owner.get("/api/identity/me").await.ok()["user"]["sign_in"], "wangfang");
        owner.get("/api/identity/user").await.ok();
    });
}

#[test]
fn a_weak_password_and_an_odd_name_are_refused_and_nothing_is_made() {
    on_an_empty_folder("weak", |_, stranger| async move {
        let mut weak = wish("open-sesame");
        weak["owner"]["password"] = json!("12345678");
        let refused = stranger.post("/api/setup", weak).await.refused("identity.password_weak");
        assert_eq!(refused["fields"][0]["field"], "owner.password");
        let mut odd = wish("open-sesame");
        odd["owner"]["sign_in"] = json!("a b");
        stranger.post("/api/setup", odd).await.refused("identity.sign_in_form");
        stranger.post("/api/setup", wish("open-sesame")).await.ok();
    });
}

salon_test! {
    async fn a_shop_that_is_set_up_cannot_be_taken(app) {
        app.stranger.post("/api/setup", wish("open-sesame")).await.refused("setup.already_done");
    }
}
