//! Visits cards 次卡 at the till.

use crate::salon_test;
use crate::testing::id;
use crate::testing::till::{Till, int, ints, member, service, visits_plan};
use crate::testing::unknown_id;
use serde_json::{Value, json};

/// Sells somebody visits of a service. Gives the bill and the card.
async fn sell_visits(
    till: &Till<'_>,
    customer: &str,
    service: &str,
    price: i64,
    count: i64,
    gift: i64,
) -> (String, String) {
    let plan = visits_plan(till.app, service, price, count, gift).await;
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
    let visits = cards["items"].as_array().unwrap().iter().find(|card| card["kind"] == "visits");
    (bill, id(visits.unwrap()))
}

fn by_visits(card: &str, line: &str) -> Value {
    json!([{ "kind": "visits", "card": card, "line": line }])
}

async fn use_visits(
    till: &Till<'_>,
    customer: &str,
    card: &str,
    service: &str,
    quantity: i64,
) -> (String, String, Value) {
    let bill = till.open_for(customer).await;
    let line = till.add(&bill, json!({ "kind": "service", "service": service, "quantity": quantity })).await;
    let paid = till.pay(&bill, by_visits(card, &line)).await;
    (bill, line, paid)
}

async fn visits_of(till: &Till<'_>, card: &str) -> Value {
    till.person.get(&format!("/api/card/{card}")).await.ok()["card"]["visits"][0].clone()
}

salon_test! {
    async fn visits_are_sold_and_used_for_what_was_paid_for_them(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (sold, card) = sell_visits(&till, &customer, &cut, 1_000, 2, 1).await;
        let receipt = till.person.get(&format!("/api/bill/{sold}/receipt")).await.ok();
        assert_eq!(int(&receipt["cards"][0]["visits_left"]), 3);
        let mut shares = Vec::new();
        for left in [2, 1, 0] {
            app.later(60);
            let (_, _, paid) = use_visits(&till, &customer, &card, &cut, 1).await;
            let tender = &paid["tenders"][0];
            assert_eq!((int(&tender["amount"]), int(&tender["visits"])), (12_800, 1));
            shares.push(int(&tender["principal"]));
            assert_eq!(int(&visits_of(&till, &card).await["left"]), left);
        }
        assert_eq!(shares, [333, 333, 334]);
        let detail = till.person.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!(ints(&detail["moves"], "visits"), [-1, -1, -1, 3]);
        assert_eq!(int(&detail["visit_lots"][0]["value_left"]), 0);
        let bill = till.open_for(&customer).await;
        let line = till.add(&bill, json!({ "kind": "service", "service": cut })).await;
        let refused = till.try_pay(&bill, by_visits(&card, &line), 12_800).await.refused("card.visits_short");
        assert_eq!(int(&refused["params"]["left"]), 0);
    }

    async fn visits_pay_whole_lines_of_their_own_service_only(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (_, card) = sell_visits(&till, &customer, &cut, 88_000, 10, 0).await;
        let (_, money) = till.sell_card(&member(&app).await, 10_000, 0).await;
        let bill = till.open_for(&customer).await;
        let other = till.add_service(&bill, 5_000, 1).await;
        till.try_pay(&bill, by_visits(&card, &other), 5_000).await.refused("card.wrong_service");
        till.try_pay(&bill, by_visits(&money, &other), 5_000).await.refused("card.no_visits");
        let line = till.add(&bill, json!({ "kind": "service", "service": cut, "quantity": 2 })).await;
        let twice = json!([
            { "kind": "visits", "card": card, "line": line }, { "kind": "visits", "card": card, "line": line },
        ]);
        till.try_pay(&bill, twice, 30_600).await.refused("bill.visits_line_taken");
        let unknown = by_visits(&card, &unknown_id());
        till.try_pay(&bill, unknown, 30_600).await.refused("bill.line_unknown");
        let both = json!([{ "kind": "cash", "received": 10_000 }, { "kind": "visits", "card": card, "line": line }]);
        let quote = till.person.post(&format!("/api/bill/{bill}/settlement"), json!({ "tenders": both })).await.ok();
        assert_eq!((int(&quote["rest"]), int(&quote["change"])), (0, 5_000));
        let paid = till.pay(&bill, both).await;
        assert_eq!(int(&paid["tenders"][1]["principal"]), 17_600);
        assert_eq!(int(&visits_of(&till, &card).await["left"]), 8);
    }

    async fn visits_come_back_whole_and_are_worth_the_same_again(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (sold, card) = sell_visits(&till, &customer, &cut, 1_000, 3, 0).await;
        let (bill, line, _) = use_visits(&till, &customer, &card, &cut, 3).await;
        till.person.post(&format!("/api/bill/{sold}/refund/quote"), json!({ "lines": null })).await.refused("card.lot_used");
        let part = json!([{ "line": line, "quantity": 1 }]);
        let refunded = till.refund(&bill, part).await;
        let tender = &refunded["refunds"][0]["tenders"][0];
        assert_eq!((int(&tender["visits"]), int(&tender["principal"])), (1, 333));
        assert_eq!(int(&visits_of(&till, &card).await["next_share"]), 333);
        till.refund(&bill, json!(null)).await;
        let visits = visits_of(&till, &card).await;
        assert_eq!((int(&visits["left"]), int(&visits["value_left"])), (3, 1_000));
        let undone = till.refund(&sold, json!(null)).await;
        assert_eq!(undone["state"], "refunded");
        let closed = till.open_for(&customer).await;
        let line = till.add(&closed, json!({ "kind": "service", "service": cut })).await;
        till.try_pay(&closed, by_visits(&card, &line), 12_800).await.refused("card.closed");
    }

    async fn the_last_visit_is_used_once_by_many_tills(app) {
        let till = Till::new(&app);
        let (customer, cut) = (member(&app).await, service(&app, 12_800).await);
        let (_, card) = sell_visits(&till, &customer, &cut, 88_000, 1, 0).await;
        let mut bills = Vec::new();
        for _ in 0..8 {
            let bill = till.open_for(&customer).await;
            let line = till.add(&bill, json!({ "kind": "service", "service": cut })).await;
            bills.push((bill, line));
        }
        let tries = bills.iter().map(|(bill, line)| till.try_pay(bill, by_visits(&card, line), 12_800));
        let replies = futures_util::future::join_all(tries).await;
        let paid = replies.iter().filter(|reply| reply.status == 200).count();
        assert_eq!(paid, 1);
        replies.into_iter().filter(|reply| reply.status != 200).for_each(|reply| {
            reply.refused("card.visits_short");
        });
    }
}
