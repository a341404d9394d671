//! Two tills at once: exactly one succeeds, and the other is told why.

use crate::salon_test;
use crate::testing::till::{Till, by_card, int, member, service};
use crate::testing::{Person, Reply};
use serde_json::{Value, json};

/// How many clients act at once.
const CLIENTS: usize = 8;

/// Sends the same wish from several tills at the same moment, each under a key of its own.
async fn all_at_once(person: &Person, path: &str, wish: &Value) -> Vec<Reply> {
    let tills = (0..CLIENTS).map(|_| {
        let (person, path, wish) = (person.clone(), path.to_owned(), wish.clone());
        tokio::spawn(async move { person.post_once(&path, wish).await })
    });
    finished(tills).await
}

async fn finished(tills: impl Iterator<Item = tokio::task::JoinHandle<Reply>>) -> Vec<Reply> {
    let mut replies = Vec::new();
    for till in tills.collect::<Vec<_>>() {
        replies.push(till.await.unwrap());
    }
    replies
}

/// Exactly one succeeded; the others were refused with this code.
fn one_succeeded(replies: Vec<Reply>, code: &str) {
    let (good, refused): (Vec<Reply>, Vec<Reply>) = replies.into_iter().partition(|reply| reply.status < 300);
    assert_eq!(good.len(), 1, "{} succeeded", good.len());
    for reply in refused {
        assert_eq!(reply.status, 409, "{}", reply.json());
        reply.refused(code);
    }
}

salon_test! {
    async fn one_bill_is_paid_once_by_many_tills(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 5_000, 1).await;
        let wish = json!({ "tenders": [{ "kind": "cash", "received": 5_000 }], "expected_total": 5_000 });
        one_succeeded(all_at_once(till.person, &format!("/api/bill/{bill}/pay"), &wish).await, "bill.already_paid");
    }

    async fn the_last_hundred_of_a_card_is_spent_once(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 10_000, 0).await;
        let mut bills = Vec::new();
        for _ in 0..CLIENTS {
            let bill = till.open_for(&customer).await;
            till.add_service(&bill, 10_000, 1).await;
            bills.push(bill);
        }
        let wish = json!({ "tenders": by_card(&card, 10_000), "expected_total": 10_000 });
        let tills = bills.into_iter().map(|bill| {
            let (person, wish) = (till.person.clone(), wish.clone());
            tokio::spawn(async move { person.post_once(&format!("/api/bill/{bill}/pay"), wish).await })
        });
        one_succeeded(finished(tills).await, "card.balance_short");
        assert_eq!(till.held(&card).await, (0, 0));
    }

    async fn sixty_four_clients_spend_a_card_until_nothing_is_left_of_it(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 10_000, 2_345).await;
        let service = service(&app, 700).await;
        let mut bills = Vec::new();
        for _ in 0..64 {
            let bill = till.open_for(&customer).await;
            till.add(&bill, json!({ "kind": "service", "service": service })).await;
            bills.push(bill);
        }
        let wish = json!({ "tenders": by_card(&card, 700), "expected_total": 700 });
        let clients = bills.into_iter().map(|bill| {
            let (person, wish) = (till.person.clone(), wish.clone());
            tokio::spawn(async move { person.post_once(&format!("/api/bill/{bill}/pay"), wish).await })
        });
        let (paid, refused): (Vec<Reply>, Vec<Reply>) =
            finished(clients).await.into_iter().partition(|reply| reply.status < 300);
        assert_eq!(paid.len(), 12_345 / 700);
        for reply in refused {
            reply.refused("card.balance_short");
        }
        let (principal, bonus) = till.held(&card).await;
        assert_eq!(principal + bonus, 12_345 % 700);
    }

    async fn one_request_sent_many_times_is_one_payment_with_one_answer(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 5_000, 1).await;
        let wish = json!({ "tenders": [{ "kind": "cash", "received": 5_000 }], "expected_total": 5_000 });
        let tills = (0..20).map(|_| {
            let (person, path, wish) = (till.person.clone(), format!("/api/bill/{bill}/pay"), wish.clone());
            tokio::spawn(async move { person.post_with_key(&path, wish, "the-same").await })
        });
        let answers: Vec<Value> = finished(tills).await.into_iter().map(Reply::ok).collect();
        assert!(answers.iter().all(|answer| answer == &answers[0]));
        assert_eq!(till.show(&bill).await["tenders"].as_array().unwrap().len(), 1);
    }

    async fn one_bill_is_refunded_once_by_many_tills(app) {
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        let wish = json!({ "lines": null, "reason": "错", "expected_total": 5_000 });
        one_succeeded(all_at_once(till.person, &format!("/api/bill/{bill}/refund"), &wish).await, "bill.refund_empty");
        assert_eq!(int(&till.show(&bill).await["refunds"][0]["total"]), 5_000);
    }

    async fn a_line_added_while_another_till_pays_is_paid_or_refused(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        till.add_service(&bill, 5_000, 1).await;
        let service = service(&app, 3_000).await;
        let pay = json!({ "tenders": [{ "kind": "cash", "received": 5_000 }], "expected_total": 5_000 });
        let (payer, adder) = (till.person.clone(), app.reception.clone());
        let (pay_path, add_path) = (format!("/api/bill/{bill}/pay"), format!("/api/bill/{bill}/line"));
        let paying = tokio::spawn(async move { payer.post_once(&pay_path, pay).await });
        let adding = tokio::spawn(async move {
            adder.post(&add_path, json!({ "kind": "service", "service": service })).await
        });
        let (paid, added) = (paying.await.unwrap(), adding.await.unwrap());
        let shown = till.show(&bill).await;
        match paid.status {
            200 => {
                added.refused("bill.already_paid");
                assert_eq!(int(&shown["total"]), 5_000);
            }
            _ => {
                paid.refused("bill.total_changed");
                assert_eq!(int(&shown["total"]), 8_000);
            }
        }
    }
}
