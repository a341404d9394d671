//! Behaviour through HTTP.

use crate::ledger::Site;
use crate::loyalty;
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::tampering::found_after;
use crate::testing::till::{Till, member, service, visits_plan};
use crate::testing::{PASSWORD, Reply, TestApp, id, unknown_id};
use kernel::{CustomerId, Day, Id, ImportId, Problem};
use serde_json::{Value, json};
use uuid::Uuid;

/// Gives somebody points, as an import does.
struct GivePoints(CustomerId);

impl Command for GivePoints {
    type Out = ();
    const NAME: &'static str = "test.give_points";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let branch = crate::branch::all(tx).await?.remove(0);
        let home = Site { branch: branch.id, company: branch.company };
        let (day, import) = (Day::new(2026, 3, 2).unwrap(), ImportId::from_uuid(Uuid::from_u128(1)));
        let opening = loyalty::Opening { customer: self.0, home, day, points: 10, import };
        loyalty::take_in(tx, opening).await.map(drop)
    }
}

/// What may be closed, of accounts opened on any day.
async fn preview(app: &TestApp, criteria: &str) -> Value {
    app.owner.get(&format!("/api/dormant/preview?opened_from=2000-01-01&{criteria}")).await.ok()
}

/// The ids of what may be closed.
async fn idle(app: &TestApp, criteria: &str) -> Vec<String> {
    let found = preview(app, criteria).await;
    found["accounts"].as_array().unwrap().iter().map(id).collect()
}

async fn close(app: &TestApp, kind: &str, accounts: &[&str]) -> Reply {
    let wish = json!({ "kind": kind, "accounts": accounts, "reason": "两年没来", "password": PASSWORD });
    app.owner.post_once("/api/dormant/batch", wish).await
}

async fn reopen(app: &TestApp, batch: &str) -> Reply {
    let wish = json!({ "reason": "关错了", "password": PASSWORD });
    app.owner.post_once(&format!("/api/dormant/batch/{batch}/reopen"), wish).await
}

async fn state(app: &TestApp, card: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}")).await.ok()["card"]["state"].clone()
}

async fn is_closed(app: &TestApp, customer: &str) -> bool {
    app.owner.get(&format!("/api/customer/{customer}")).await.ok()["closed"].as_bool().unwrap()
}

/// The ids of the customers whom the list shows.
async fn listed(app: &TestApp) -> Vec<String> {
    let list = app.owner.get("/api/customer?limit=100").await.ok();
    list["items"].as_array().unwrap().iter().map(id).collect()
}

/// A card of a member, used up; with the bill that used it.
async fn used_up(till: &Till<'_>, customer: &str) -> (String, String) {
    till.app.later(1);
    let (_, card) = till.sell_card(customer, 10_000, 0).await;
    let (bill, _) = till.use_card(customer, &card, 10_000).await;
    (card, bill)
}

salon_test! {
    async fn an_account_with_something_left_is_never_closed(app) {
        let till = Till::new(&app);
        let (rich, visitor, pointed, debtor, waiting) =
            (member(&app).await, member(&app).await, member(&app).await, member(&app).await, member(&app).await);
        let (_, card) = till.sell_card(&rich, 10_000, 2_000).await;
        let plan = visits_plan(&app, &service(&app, 8_800).await, 88_000, 10, 0).await;
        let bill = till.open_for(&visitor).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        till.pay_cash(&bill).await;
        let visits = id(&till.person.get(&format!("/api/card?customer={visitor}")).await.ok()["items"][0]);
        app.app.write(&app.system(), GivePoints(pointed.parse().unwrap())).await.unwrap();
        let bill = till.open_for(&debtor).await;
        till.add_service(&bill, 5_000, 1).await;
        till.pay(&bill, json!([{ "kind": "on_account", "amount": 5_000 }])).await;
        till.open_for(&waiting).await;

        let found = preview(&app, "kind=card").await;
        assert_eq!(found, json!({ "accounts": [], "kept": 2, "more": false }));
        let found = preview(&app, "kind=member").await;
        assert_eq!(found, json!({ "accounts": [], "kept": 5, "more": false }));
        for card in [&card, &visits] {
            close(&app, "card", &[card]).await.refused("dormant.changed");
        }
        let nobody = member(&app).await;
        for kept in [&rich, &visitor, &pointed, &debtor, &waiting] {
            close(&app, "member", &[&nobody, kept]).await.refused("dormant.changed");
        }
        assert!(!is_closed(&app, &nobody).await);
        assert_eq!(idle(&app, "kind=member").await, [nobody.as_str()]);
        close(&app, "walk_in", &[&nobody]).await.refused("dormant.changed");
        close(&app, "card", &[&unknown_id()]).await.refused("card.unknown");
    }

    async fn what_is_closed_leaves_the_lists_and_is_still_found(app) {
        let till = Till::new(&app);
        let (gone, here) = (member(&app).await, member(&app).await);
        let (card, _) = used_up(&till, &gone).await;
        assert_eq!(idle(&app, "kind=member").await, [here.as_str()]);
        let batch = close(&app, "card", &[&card]).await.ok();
        assert_eq!((&batch["accounts"], &batch["kind"]), (&json!(1), &json!("card")));
        assert_eq!(state(&app, &card).await, json!("closed"));
        let events = app.manager.get(&format!("/api/card/{card}/event")).await.ok();
        assert_eq!((&events["items"][0]["kind"], &events["items"][0]["reason"]), (&json!("disused"), &json!("两年没来")));
        close(&app, "member", &[&gone]).await.ok();
        assert!(is_closed(&app, &gone).await);
        assert_eq!(listed(&app).await, [here.as_str()]);
        assert_eq!(app.owner.get("/api/customer?limit=1").await.ok()["counts"]["members"], 1);
        let number = app.owner.get(&format!("/api/customer/{gone}")).await.ok()["member_number"].clone();
        let hits = app.owner.get(&format!("/api/customer/search?q={}", number.as_str().unwrap())).await.ok();
        assert_eq!(id(&hits["items"][0]), gone);
    }

    async fn criteria_narrow_what_is_closed(app) {
        let till = Till::new(&app);
        let (mut members, mut cards) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            members.push(member(&app).await);
            cards.push(used_up(&till, &members[members.len() - 1]).await.0);
            app.days_later(40).await;
        }
        let number = |card: Value| card["card"]["number"].as_str().unwrap().to_owned();
        let last = number(app.manager.get(&format!("/api/card/{}", cards[2])).await.ok());
        let middle = number(app.manager.get(&format!("/api/card/{}", cards[1])).await.ok());
        assert_eq!(idle(&app, &format!("kind=card&number_from={middle}&number_to={middle}")).await, [cards[1].as_str()]);
        assert_eq!(idle(&app, &format!("kind=card&number_from={last}")).await, [cards[2].as_str()]);
        assert_eq!(idle(&app, "kind=card&number_to=C9").await, Vec::<String>::new());
        assert_eq!(idle(&app, "kind=card&card_kind=visits").await, Vec::<String>::new());
        assert_eq!(idle(&app, "kind=card&opened_to=2026-03-31").await, [cards[0].as_str()]);
        assert_eq!(idle(&app, "kind=card&idle_since=2026-04-30").await, [cards[1].as_str(), cards[0].as_str()]);
        let all: Vec<&str> = cards.iter().map(String::as_str).collect();
        close(&app, "card", &all).await.ok();
        assert_eq!(idle(&app, "kind=member&idle_since=2026-04-30").await, [members[1].as_str(), members[0].as_str()]);
        assert_eq!(idle(&app, "kind=member&opened_to=2026-03-31").await, [members[0].as_str()]);
        assert_eq!(idle(&app, "kind=walk_in").await, Vec::<String>::new());
    }

    async fn who_comes_back_is_open_again(app) {
        let till = Till::new(&app);
        let (gone, other) = (member(&app).await, member(&app).await);
        let (card, bill) = used_up(&till, &gone).await;
        close(&app, "card", &[&card]).await.ok();
        let batch = id(&close(&app, "member", &[&gone]).await.ok());
        till.refund(&bill, Value::Null).await;
        assert_eq!((state(&app, &card).await, till.held(&card).await), (json!("active"), (10_000, 0)));
        assert!(!is_closed(&app, &gone).await);
        assert_eq!(reopen(&app, &batch).await.ok()["reopened"], 0);

        close(&app, "member", &[&other]).await.ok();
        let bill = till.open_for(&other).await;
        till.add_service(&bill, 100, 1).await;
        till.pay_cash(&bill).await;
        assert!(!is_closed(&app, &other).await);

        let third = member(&app).await;
        close(&app, "member", &[&third]).await.ok();
        let shown = json!({ "principal": 10_000, "bonus": 0, "visits": 0 });
        let wish = json!({ "branch": app.branch, "to": third, "shown": shown, "reason": "送人" });
        till.person.post_once(&format!("/api/card/{card}/transfer"), wish).await.ok();
        assert!(!is_closed(&app, &third).await);
    }

    async fn a_batch_is_opened_again_in_the_states_that_were(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (used, frozen) = (used_up(&till, &customer).await.0, used_up(&till, &customer).await.0);
        let lock = json!({ "branch": app.branch, "lock": "frozen", "reason": "顾客来电" });
        till.person.post(&format!("/api/card/{frozen}/lock"), lock).await.ok();
        let batch = id(&close(&app, "card", &[&used, &frozen]).await.ok());
        assert_eq!((state(&app, &used).await, state(&app, &frozen).await), (json!("closed"), json!("closed")));
        let detail = app.owner.get(&format!("/api/dormant/batch/{batch}")).await.ok();
        assert_eq!(detail["accounts"].as_array().unwrap().len(), 2);
        app.later(1);
        let opened = reopen(&app, &batch).await.ok();
        assert_eq!((&opened["reopened"], &opened["reopened_reason"]), (&json!(2), &json!("关错了")));
        assert_eq!((state(&app, &used).await, state(&app, &frozen).await), (json!("active"), json!("frozen")));
        let events = app.manager.get(&format!("/api/card/{used}/event")).await.ok();
        assert_eq!(events["items"][0]["kind"], "reopened");
        reopen(&app, &batch).await.refused("dormant.reopened");
        let listed = app.owner.get("/api/dormant/batch").await.ok();
        assert_eq!(listed["items"], json!([opened]));

        let members = id(&close(&app, "card", &[&used, &frozen]).await.ok());
        assert_ne!(members, batch);
        let batch = id(&close(&app, "member", &[&customer]).await.ok());
        assert_eq!(reopen(&app, &batch).await.ok()["reopened"], 1);
        assert!(!is_closed(&app, &customer).await);
    }

    async fn an_account_goes_into_one_of_two_batches_at_once(app) {
        let customer = member(&app).await;
        let accounts = [customer.as_str()];
        let (one, other) = tokio::join!(close(&app, "member", &accounts), close(&app, "member", &accounts));
        let (good, bad) = if one.status == 201 { (one, other) } else { (other, one) };
        good.ok();
        bad.refused("dormant.changed");
    }

    async fn a_batch_is_closed_once_by_whoever_may_and_knows_the_password(app) {
        let customer = member(&app).await;
        let wish = json!({ "kind": "member", "accounts": [customer], "reason": "两年没来", "password": PASSWORD });
        let with = |field: &str, value: Value| {
            let mut wish = wish.clone();
            wish[field] = value;
            wish
        };
        let path = "/api/dormant/batch";
        app.owner.post_once(path, with("password", json!("wrong"))).await.refused("identity.password_wrong");
        app.manager.post_once(path, wish.clone()).await.refused("access.other_branch");
        app.owner.post_once(path, with("accounts", json!([]))).await.refused("dormant.accounts");
        app.owner.post_once(path, with("reason", json!(" "))).await.refused("dormant.reason");
        app.owner.get("/api/dormant/preview?kind=member").await.refused("dormant.too_wide");
        let turned = "/api/dormant/preview?kind=member&opened_from=2026-03-02&opened_to=2026-03-01";
        app.owner.get(turned).await.refused("dormant.days");
        app.manager.get("/api/dormant/preview?kind=member&number_from=M").await.refused("access.other_branch");
        app.owner.get(&format!("{path}/{}", unknown_id())).await.refused("dormant.unknown");
        reopen(&app, &unknown_id()).await.refused("dormant.unknown");
        let made = app.owner.post_with_key(path, wish.clone(), "close-1").await.ok();
        assert_eq!(app.owner.post_with_key(path, wish, "close-1").await.ok(), made);
        let other = app.other_owner.get(&format!("{path}/{}", id(&made))).await;
        other.refused("dormant.unknown");
    }

    async fn a_closed_account_with_a_card_is_named(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (card, _) = used_up(&till, &customer).await;
        close(&app, "card", &[&card]).await.ok();
        close(&app, "member", &[&customer]).await.ok();
        let opened = "UPDATE card SET state = 'active' WHERE org_id = $1 AND id = $2";
        let found = found_after(&app, opened, &card).await;
        assert_eq!(found, [("dormant.closed_holds_nothing".to_owned(), customer)]);
    }
}
