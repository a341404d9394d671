//! One's own devices.

use super::{browser, manager_with_pin, sign_in};
use crate::salon_test;
use crate::testing::{PASSWORD, id};
use serde_json::json;

salon_test! {
    async fn devices_are_listed_and_signed_out_from_another(app) {
        app.later(60);
        let reply = sign_in(&app, "reception", PASSWORD).await;
        let phone = browser(&app, &reply);
        let manager = manager_with_pin(&app).await;
        phone.post("/api/identity/operator", json!({"user": manager, "pin": "2580"})).await.ok();
        let devices = app.reception.get("/api/identity/device").await.ok();
        let names = |index: usize| (devices["items"][index]["current"].clone(), devices["items"][index]["operator_name"].clone());
        assert_eq!(names(0), (json!(false), json!("manager")));
        assert_eq!(names(1), (json!(true), json!("reception")));
        let path = format!("/api/identity/device/{}", id(&devices["items"][0]));
        app.manager.delete(&path).await.refused("identity.device_unknown");
        app.reception.delete(&path).await.ok();
        phone.get("/api/identity/me").await.refused("identity.signed_out");
        app.reception.delete(&path).await.refused("identity.device_unknown");
        assert_eq!(app.reception.get("/api/identity/device").await.ok()["items"].as_array().unwrap().len(), 1);
    }

    async fn a_device_that_slept_too_long_is_not_listed(app) {
        app.later(31 * 24 * 3600);
        let reply = sign_in(&app, "reception", PASSWORD).await;
        let devices = browser(&app, &reply).get("/api/identity/device").await.ok();
        assert_eq!(devices["items"].as_array().unwrap().len(), 1);
    }
}
