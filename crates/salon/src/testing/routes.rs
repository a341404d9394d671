//! Every route refuses strangers, wrong roles and other organisations: read off the route list, so
//! that a new route is tested before anybody remembers to.

use crate::access::Permission;
use crate::salon_test;
use crate::server;
use crate::web::Access;
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;

/// A path with some id in each place.
fn example(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "01890a5d-ac96-774b-bcce-b302099a8057",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

salon_test! {
    async fn every_route_that_is_not_public_refuses_a_stranger(app) {
        for route in server::routes().list() {
            if route.access == Access::Public {
                continue;
            }
            let method: Method = route.method.parse().unwrap();
            let reply = app.stranger.send(method, &example(&route.path), Some(json!({})), None).await;
            assert_eq!((reply.status, reply.json()["code"].as_str()), (401, Some("identity.signed_out")), "{route:?}");
        }
    }

    async fn every_route_with_a_permission_refuses_a_role_without_it(app) {
        let people = [
            (&app.reception, crate::identity::permissions_of(crate::identity::Ready::Reception)),
            (&app.stylist, crate::identity::permissions_of(crate::identity::Ready::Stylist)),
            (&app.finance, crate::identity::permissions_of(crate::identity::Ready::Finance)),
        ];
        let mut refused = std::collections::BTreeSet::new();
        for route in server::routes().list() {
            let Access::May(permission) = route.access else { continue };
            for (person, permissions) in &people {
                if permissions.contains(&permission) {
                    continue;
                }
                let method: Method = route.method.parse().unwrap();
                let reply = person.send(method, &example(&route.path), Some(json!({})), None).await;
                assert_eq!((reply.status, reply.json()["code"].as_str()), (403, Some("access.forbidden")), "{route:?}");
                refused.insert(permission);
            }
        }
        assert!(refused.contains(&Permission::IdentityManage));
    }

    async fn no_route_answers_hostile_bodies_with_a_fault(app) {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let bodies = [
            "", "{", "null", "[]", "1.5", "\"\"", "{\"unknown\":1}", &deep, "{\"name\":1e400}", "\u{0}",
            "{\"amount\":9223372036854775808}", "{\"amount\":0.1,\"quantity\":1.5}",
            "{\"name\":\"a\\u0000b\"}",
        ];
        for route in server::routes().list() {
            for body in bodies {
                let method: Method = route.method.parse().unwrap();
                let request = Request::builder().method(method).uri(example(&route.path))
                    .header("content-type", "application/json").header("idempotency-key", "hostile");
                let reply = app.owner.send_raw(request, Body::from(body.to_owned())).await;
                assert!(reply.status < 500, "{route:?} answers {} to {body:.40}: {}", reply.status, reply.json());
            }
        }
    }

    async fn no_route_answers_a_hostile_address_with_a_fault(app) {
        let queries = ["?after=%00", "?limit=0", "?limit=99999999999999999999", "?branch=x&day=2026-02-30", "?q=%F0%9F%92%87&after=a%1Fb%1Fc", "?unknown=1", "?q=%00"];
        for route in server::routes().list().iter().filter(|route| route.method == "GET") {
            for query in queries {
                let reply = app.owner.get(&format!("{}{query}", example(&route.path))).await;
                assert!(reply.status < 500, "{route:?}{query} answers {}: {}", reply.status, reply.json());
            }
            let nonsense = route.path.replace('{', "%7B").replace('}', "%7D");
            let reply = app.owner.get(&nonsense).await;
            assert!(reply.status < 500, "{nonsense} answers {}", reply.status);
        }
    }

    async fn a_page_of_another_site_changes_nothing(app) {
        let request = Request::builder().method("POST").uri("/api/identity/sign-out")
            .header("host", "salon.example").header("origin", "https://evil.example");
        app.owner.send_raw(request, Body::empty()).await.refused("request.other_origin");
        app.owner.get("/api/identity/me").await.ok();
    }

    async fn a_body_beyond_the_limit_is_refused(app) {
        let request = Request::builder().method("POST").uri("/api/identity/role").header("content-type", "application/json");
        let reply = app.owner.send_raw(request, Body::from(vec![b' '; 300 * 1024])).await;
        assert_eq!(reply.status, 413);
        reply.refused("request.too_large");
    }

    async fn every_answer_carries_the_safe_headers(app) {
        let reply = app.stranger.get("/api/setup").await;
        let header = |name: &str| reply.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(header("content-security-policy").contains("script-src 'self'"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert!(!header("x-request-id").is_empty());
    }
}

#[test]
fn every_operation_is_described_with_its_refusal_and_its_permission() {
    let document: serde_json::Value = serde_json::from_str(&server::openapi()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let mut names = std::collections::BTreeSet::new();
    for route in server::routes().list() {
        let operation = &document["paths"][&route.path][route.method.to_lowercase()];
        assert!(operation["summary"].is_string(), "{route:?} has no summary");
        assert!(names.insert(operation["operationId"].to_string()), "{route:?} shares its operation id");
        assert!(operation["responses"]["default"].is_object(), "{route:?} describes no refusal");
        if let Access::May(permission) = route.access {
            assert_eq!(operation["x-permission"], permission.code(), "{route:?}");
        }
    }
}
