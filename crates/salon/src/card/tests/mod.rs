//! Behaviour through HTTP.

mod bundle;
mod closing;
mod companion;
mod convert;
mod discount;
mod extend;
mod gift;
mod life;
mod reach;
mod refund;
mod time;
mod validity;

use super::commands::{Opening, OpeningVisits, remove_taken_in, take_in};
use super::model::Value;
use crate::ledger::{self, Account, Site, Unit};
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::tampering::found_after;
use crate::testing::till::{Till, by_card, int, ints, member, plan, service, visits_plan};
use crate::testing::{TestApp, id};
use kernel::{CardId, Currency, CustomerId, Day, Id, ImportId, Instant, Money, Problem, ServiceId};
use serde_json::json;
use uuid::Uuid;

const NOWHERE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Takes a card in as an import does.
struct TakeIn {
    number: &'static str,
    customer: CustomerId,
    home: Site,
    value: Value,
    visits: Vec<OpeningVisits>,
}

fn import() -> ImportId {
    ImportId::from_uuid(Uuid::from_u128(0x1))
}

impl Command for TakeIn {
    type Out = CardId;
    const NAME: &'static str = "test.take_in";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CardId, Problem> {
        let opening = Opening {
            number: self.number,
            customer: self.customer,
            name: "旧卡",
            home: self.home,
            at: Instant::from_millis(0),
            day: Day::new(2026, 3, 2).unwrap(),
            value: self.value,
            visits: &self.visits,
            import: import(),
        };
        take_in(tx, &opening, Currency::CNY).await
    }
}

/// Removes what an import has taken in, a little at a time.
struct Remove;

impl Command for Remove {
    type Out = usize;
    const NAME: &'static str = "test.remove";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize, Problem> {
        let sets = ledger::remove_import(tx, import(), 1).await?;
        Ok(sets + remove_taken_in(tx, import(), 1).await?)
    }
}

async fn home(app: &TestApp) -> Site {
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    let branch = crate::branch::find(&mut tx, app.branch).await.unwrap();
    Site { branch: branch.id, company: branch.company }
}

async fn opening(app: &TestApp, number: &'static str, principal: i64, visits: &[(&str, i64)]) -> TakeIn {
    let mut taken = Vec::new();
    for (name, count) in visits {
        let service: ServiceId = service(app, 100).await.parse().unwrap();
        taken.push(OpeningVisits { service, service_name: (*name).to_owned(), count: *count });
    }
    let value = Value { principal: Money::minor(principal), bonus: Money::minor(principal / 5) };
    let customer = member(app).await.parse().unwrap();
    TakeIn { number, customer, home: home(app).await, value, visits: taken }
}

salon_test! {
    async fn a_plan_is_made_changed_and_listed(app) {
        let wish = json!({ "name": "储值一千送二百", "price": 100_000, "bonus": 20_000, "terms": "七日内未使用可全额退款。" });
        let made = app.owner.post("/api/card/plan", wish).await;
        assert_eq!(made.status, 201);
        let made = made.ok();
        assert_eq!((int(&made["version"]), &made["draw_order"], &made["active"]), (1, &json!("proportional"), &json!(true)));
        let path = format!("/api/card/plan/{}", id(&made));
        let wish = json!({ "name": "储值一千", "price": 100_000, "draw_order": "principal_first", "active": false });
        let changed = app.owner.put(&path, wish.clone()).await.ok();
        assert_eq!((int(&changed["version"]), int(&changed["bonus"])), (2, 0));
        let listed = app.stylist.get("/api/card/plan").await.ok();
        assert_eq!(listed["items"], json!([changed]));
        app.owner.put(&format!("/api/card/plan/{NOWHERE}"), wish.clone()).await.refused("card.plan_unknown");
        app.manager.put(&path, wish.clone()).await.refused("access.other_branch");
        app.reception.put(&path, wish).await.refused("access.forbidden");
        assert_eq!(app.other_owner.get("/api/card/plan").await.ok()["items"], json!([]));
    }

    async fn plans_that_cannot_be_are_refused(app) {
        let post = |wish| app.owner.post("/api/card/plan", wish);
        post(json!({ "name": " ", "price": 1 })).await.refused("card.plan_name");
        post(json!({ "name": "a", "price": 1, "kind": "companion" })).await.refused("card.plan_kind");
        post(json!({ "name": "a", "price": 0 })).await.refused("card.plan_amounts");
        post(json!({ "name": "a", "price": 1, "bonus": -1 })).await.refused("card.plan_amounts");
        post(json!({ "name": "a", "price": 1, "terms": "长".repeat(10_001) })).await.refused("card.terms_too_long");
        let cut = service(&app, 100).await;
        let visits = |count: i64, gift: i64| json!({ "service": cut, "count": count, "gift": gift });
        for wrong in [
            json!({ "name": "a", "price": 1, "kind": "visits" }),
            json!({ "name": "a", "price": 1, "kind": "visits", "visits": visits(0, 1) }),
            json!({ "name": "a", "price": 1, "kind": "visits", "visits": visits(1, 1_001) }),
            json!({ "name": "a", "price": 1, "kind": "visits", "bonus": 1, "visits": visits(1, 0) }),
            json!({ "name": "a", "price": 1, "visits": visits(1, 0) }),
        ] {
            post(wrong).await.refused("card.plan_visits");
        }
        let unknown = json!({ "service": NOWHERE, "count": 1 });
        post(json!({ "name": "a", "price": 1, "kind": "visits", "visits": unknown })).await.refused("catalogue.unknown");
        let refused = post(json!({ "name": "a", "price": 1, "terms": "本卡售出概不退款，最终解释权归本店。" })).await.refused("card.terms_void");
        assert_eq!((&refused["params"]["clause"], &refused["fields"][0]["field"]), (&json!("概不退款"), &json!("terms")));
    }

    async fn a_card_keeps_the_plan_it_was_sold_under(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let plan = plan(&app, 100_000, 20_000).await;
        let bill = till.open_for(&customer).await;
        till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
        let wish = json!({ "name": "涨价", "price": 200_000, "bonus": 0, "active": false });
        app.owner.put(&format!("/api/card/plan/{plan}"), wish).await.ok();
        till.pay_cash(&bill).await;
        let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
        let card = &cards["items"][0];
        assert_eq!((int(&card["principal"]), int(&card["bonus"]), &card["opened_on"]), (100_000, 20_000, &json!("2026-03-02")));
        let number = card["number"].as_str().unwrap();
        assert_eq!(&number[..3], "C01");
        let found = app.reception.get(&format!("/api/customer/search?q={number}")).await.ok();
        assert_eq!((&found["items"][0]["id"], &found["items"][0]["matched"]), (&json!(customer), &json!("card")));
        let path = format!("/api/bill/{}/line", till.open_for(&customer).await);
        till.person.post(&path, json!({ "kind": "card_sale", "plan": plan })).await.refused("card.plan_inactive");
        let top_up = json!({ "kind": "top_up", "card": id(card), "amount": 100_000, "bonus": 20_000 });
        app.reception.post(&path, top_up).await.ok();
    }

    async fn each_order_of_draw_uses_its_part_first(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        for (order, left) in [("principal_first", (90_000, 20_000)), ("bonus_first", (100_000, 10_000)), ("proportional", (91_667, 18_333))] {
            let wish = json!({ "name": order, "price": 100_000, "bonus": 20_000, "draw_order": order });
            let plan = id(&app.owner.post("/api/card/plan", wish).await.ok());
            let bill = till.open_for(&customer).await;
            till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
            till.pay_cash(&bill).await;
            let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
            let sold = cards["items"].as_array().unwrap().iter().find(|card| card["plan_name"] == order).unwrap();
            till.use_card(&customer, &id(sold), 10_000).await;
            assert_eq!(till.held(&id(sold)).await, left, "{order}");
        }
    }

    async fn a_card_refuses_what_it_cannot_do(app) {
        let till = Till::new(&app);
        app.manager.get(&format!("/api/card/{NOWHERE}")).await.refused("card.unknown");
        let customer = member(&app).await;
        let (sale, card) = till.sell_card(&customer, 10_000, 0).await;
        let (used, _) = till.use_card(&customer, &card, 1_000).await;
        let quote = format!("/api/bill/{sale}/refund/quote");
        till.person.post(&quote, json!({ "lines": null })).await.refused("card.lot_used");
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 9_001, 1).await;
        till.try_pay(&bill, by_card(&card, 9_001), 9_001).await.refused("card.balance_short");
        till.refund(&used, json!(null)).await;
        till.refund(&sale, json!(null)).await;
        till.try_pay(&bill, by_card(&card, 9_001), 9_001).await.refused("card.closed");
    }

    async fn a_card_taken_in_holds_what_it_held_and_is_in_the_books(app) {
        let taken = opening(&app, "888001", 50_000, &[("护理", 3), ("剪发", 7)]).await;
        let (customer, company) = (taken.customer, taken.home.company);
        let card = app.app.write(&app.system(), taken).await.unwrap();
        let detail = app.manager.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!((&detail["card"]["number"], &detail["card"]["kind"]), (&json!("888001"), &json!("stored_value")));
        assert_eq!((int(&detail["lots"][0]["principal_left"]), &detail["lots"][0]["origin"]), (50_000, &json!("opening")));
        let listed = app.manager.get(&format!("/api/card?customer={customer}")).await.ok();
        let mut visits = ints(&listed["items"][0]["visits"], "left");
        visits.sort_unstable();
        assert_eq!((visits, &listed["items"][0]["visits"][0]["value_known"]), (vec![3, 7], &json!(false)));
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let equity = Account::OpeningEquity(company);
        assert_eq!(ledger::balance(&mut tx, equity, Unit::Money(Currency::CNY)).await.unwrap(), 50_000);
        drop(tx);
        let till = Till::new(&app);
        till.use_card(&customer.to_string(), &card.to_string(), 6_000).await;
        assert_eq!(till.held(&card.to_string()).await, (45_000, 9_000));
    }

    async fn visits_do_not_pay_as_money_yet(app) {
        let mut taken = opening(&app, "888002", 0, &[("护理", 3)]).await;
        taken.value = Value::NONE;
        let customer = taken.customer.to_string();
        let card = app.app.write(&app.system(), taken).await.unwrap().to_string();
        let detail = app.manager.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!((&detail["card"]["kind"], ints(&detail["card"]["visits"], "left")), (&json!("visits"), vec![3]));
        let till = Till::new(&app);
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 100, 1).await;
        till.try_pay(&bill, by_card(&card, 100), 100).await.refused("card.no_stored_value");
    }

    async fn a_card_that_cannot_pay_this_says_why(app) {
        let till = Till::new(&app);
        let (customer, friend) = (member(&app).await, member(&app).await);
        let (cut, dye) = (service(&app, 12_800).await, service(&app, 28_800).await);
        let plan = visits_plan(&app, &cut, 88_000, 1, 0).await;
        let sale = till.open_for(&customer).await;
        till.add(&sale, json!({ "kind": "card_sale", "plan": plan })).await;
        till.pay_cash(&sale).await;
        let cards = app.manager.get(&format!("/api/card?customer={customer}")).await.ok();
        let (visits, (_, money)) = (id(&cards["items"][0]), till.sell_card(&friend, 10_000, 0).await);
        let bill = till.open_for(&customer).await;
        let dyed = till.add(&bill, json!({ "kind": "service", "service": dye })).await;
        let cuts = till.add(&bill, json!({ "kind": "service", "service": cut, "quantity": 2 })).await;
        let by = |card: &str, line: &str| json!([{ "kind": "visits", "card": card, "line": line }]);
        till.try_pay(&bill, by(&money, &dyed), 54_400).await.refused("card.no_visits");
        till.try_pay(&bill, by(&visits, &dyed), 54_400).await.refused("card.wrong_service");
        till.try_pay(&bill, by(&visits, &cuts), 54_400).await.refused("card.visits_short");
        let lent = till.open_for(&friend).await;
        let line = till.add(&lent, json!({ "kind": "service", "service": cut })).await;
        let proof = |password: &str| json!([{ "kind": "visits", "card": visits, "line": line,
            "proof": { "kind": "password", "password": password } }]);
        till.try_pay(&lent, proof("258036"), 12_800).await.refused("card.password_unset");
        app.reception.put(&format!("/api/card/{visits}/password"), json!({ "password": "258036" })).await;
        till.try_pay(&lent, proof("258037"), 12_800).await.refused("card.password_wrong");
        till.pay(&lent, proof("258036")).await;
    }

    async fn visits_that_differ_from_their_moves_or_the_books_are_named(app) {
        let mut taken = opening(&app, "888009", 0, &[("护理", 3)]).await;
        taken.value = Value::NONE;
        let card = app.app.write(&app.system(), taken).await.unwrap();
        let detail = app.manager.get(&format!("/api/card/{card}")).await.ok();
        let lot = id(&detail["visit_lots"][0]);
        let less = "UPDATE card_visits SET unused = unused - 1 WHERE org_id = $1 AND id = $2";
        let named = |check: &str| (check.to_owned(), lot.clone());
        let found = found_after(&app, less, &lot).await;
        assert_eq!(found, [named("card.visits_are_their_moves"), named("card.visits_are_in_the_books")]);
    }

    async fn a_holder_sets_a_password_or_takes_it_away(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (sold, card) = till.sell_card(&customer, 10_000, 0).await;
        let path = format!("/api/card/{card}/password");
        for wrong in ["12345", "1234567", "12345a", "１２３４５６"] {
            till.person.put(&path, json!({ "password": wrong })).await.refused("card.password_form");
        }
        let has = |detail: serde_json::Value| detail["card"]["has_password"] == json!(true);
        assert_eq!(till.person.put(&path, json!({ "password": "258036" })).await.status, 204);
        assert!(has(app.manager.get(&format!("/api/card/{card}")).await.ok()));
        assert_eq!(till.person.put(&path, json!({ "password": null })).await.status, 204);
        assert!(!has(app.manager.get(&format!("/api/card/{card}")).await.ok()));
        till.refund(&sold, json!(null)).await;
        till.person.put(&path, json!({ "password": "258036" })).await.refused("card.closed");
        till.person.get("/api/card").await.refused("card.whose_unclear");
        till.person.get(&format!("/api/card?customer={customer}&number=C")).await.refused("card.whose_unclear");
        assert_eq!(till.person.get("/api/card?number=nothing").await.ok()["items"], json!([]));
    }

    async fn a_number_belongs_to_one_card(app) {
        let first = opening(&app, "888003", 100, &[]).await;
        app.app.write(&app.system(), first).await.unwrap();
        let second = opening(&app, "888003", 100, &[]).await;
        let refused = app.app.write(&app.system(), second).await.unwrap_err();
        assert_eq!(refused.code, "card.number_taken");
    }

    async fn an_import_that_nobody_has_seen_is_removed_whole(app) {
        let mut lists = Vec::new();
        for number in ["888004", "888005"] {
            let taken = opening(&app, number, 5_000, &[("护理", 3)]).await;
            lists.push(format!("/api/card?customer={}", taken.customer));
            app.app.write(&app.system(), taken).await.unwrap();
        }
        assert_ne!(app.manager.get(&lists[0]).await.ok()["items"], json!([]));
        while app.app.write(&app.system(), Remove).await.unwrap() > 0 {}
        for list in lists {
            assert_eq!(app.manager.get(&list).await.ok()["items"], json!([]));
        }
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let equity = Account::OpeningEquity(home(&app).await.company);
        assert_eq!(ledger::balance(&mut tx, equity, Unit::Money(Currency::CNY)).await.unwrap(), 0);
    }

    async fn a_lot_that_differs_from_its_moves_or_the_books_is_named(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 10_000, 2_000).await;
        till.use_card(&customer, &card, 1_200).await;
        let detail = till.person.get(&format!("/api/card/{card}")).await.ok();
        let lot = id(&detail["lots"][0]);
        let less = "UPDATE card_lot SET principal_left = principal_left - 1 WHERE org_id = $1 AND id = $2";
        let found = found_after(&app, less, &lot).await;
        let named = |check: &str| (check.to_owned(), lot.clone());
        assert_eq!(found, [named("card.lot_is_its_moves"), named("card.lot_is_in_the_books")]);
        let gone = "DELETE FROM card_move WHERE org_id = $1 AND lot_id = $2 AND kind = 'use'";
        assert_eq!(found_after(&app, gone, &lot).await, [named("card.lot_is_its_moves")]);
        let forgotten = "DELETE FROM ledger_entry WHERE org_id = $1 AND owner_id = $2 AND account = 'card_bonus'";
        assert_eq!(found_after(&app, forgotten, &lot).await[1], named("card.lot_is_in_the_books"));
    }
}
