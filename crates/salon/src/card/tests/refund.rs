//! What a customer gets for a card 退卡.

use super::opening;
use crate::card::model::Value as CardValue;
use crate::salon_test;
use crate::testing::till::{Till, by_card, int, member, service, visits_plan};
use crate::testing::{TestApp, id, unknown_id};
use serde_json::{Value, json};

pub const A_DAY: i64 = 24 * 60 * 60;

/// What a card gives back today, as the manager sees it.
pub async fn refund_of(app: &TestApp, card: &str, query: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}/refund{query}")).await.ok()
}

pub fn quote<'a>(refund: &'a Value, cause: &str) -> &'a Value {
    let quotes = refund["quotes"].as_array().unwrap();
    quotes.iter().find(|quote| quote["cause"] == cause).unwrap()
}

pub async fn totals(app: &TestApp, card: &str) -> [i64; 3] {
    let refund = refund_of(app, card, "").await;
    ["seven_days", "shop", "customer"].map(|cause| int(&quote(&refund, cause)["total"]))
}

/// Sells ten visits of a service listed at 150.00 for 1000.00.
pub async fn ten_visits(till: &Till<'_>, customer: &str) -> (String, String) {
    let cut = service(till.app, 15_000).await;
    let plan = visits_plan(till.app, &cut, 100_000, 10, 0).await;
    let bill = till.open_for(customer).await;
    till.add(&bill, json!({ "kind": "card_sale", "plan": plan })).await;
    till.pay_cash(&bill).await;
    let cards = till.person.get(&format!("/api/card?customer={customer}")).await.ok();
    (id(&cards["items"][0]), cut)
}

/// Uses some visits in one line. Gives the bill and the line.
pub async fn use_visits(
    till: &Till<'_>,
    customer: &str,
    card: &str,
    cut: &str,
    count: i64,
) -> (String, String) {
    let bill = till.open_for(customer).await;
    let line = till.add(&bill, json!({ "kind": "service", "service": cut, "quantity": count })).await;
    till.pay(&bill, json!([{ "kind": "visits", "card": card, "line": line }])).await;
    (bill, line)
}

salon_test! {
    async fn a_card_says_what_it_gives_back_by_every_cause(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 300_000, 100_000).await;
        assert_eq!(totals(&app, &card).await, [300_000, 300_000, 300_000]);
        till.use_card(&customer, &card, 160_000).await;
        assert_eq!(totals(&app, &card).await, [180_000, 180_000, 140_000]);
        let refund = refund_of(&app, &card, "").await;
        let lot = &quote(&refund, "customer")["lots"][0];
        let lines: Vec<_> = lot["lines"].as_array().unwrap().iter()
            .map(|line| (line["rule"].as_str().unwrap(), int(&line["article"]), int(&line["amount"]))).collect();
        assert_eq!(lines, [("paid", 15, 300_000), ("delivered_at_list_price", 19, -160_000)]);
        assert_eq!(till.held(&card).await, (180_000, 60_000));
    }

    async fn the_right_of_seven_days_ends_where_the_card_was_sold(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 300_000, 100_000).await;
        let refund = refund_of(&app, &card, "").await;
        let lot = quote(&refund, "seven_days")["lots"][0].clone();
        assert_eq!(lot["lines"][0]["rule"], "paid_in_seven_days");
        app.later(A_DAY * 10);
        let lot = quote(&refund_of(&app, &card, "").await, "seven_days")["lots"][0].clone();
        assert_eq!((&lot["lines"][0]["rule"], int(&lot["amount"])), (&json!("paid"), 300_000));
    }

    async fn a_use_counts_at_its_price_before_reductions(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 300_000, 100_000).await;
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 50_000, 1).await;
        let off = json!({ "amount": 10_000, "reason": "会员八折" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), off).await.ok();
        till.pay(&bill, by_card(&card, 40_000)).await;
        assert_eq!(totals(&app, &card).await, [270_000, 270_000, 250_000]);
        till.refund(&bill, json!(null)).await;
        assert_eq!(totals(&app, &card).await, [300_000, 300_000, 300_000]);
    }

    async fn visits_count_at_what_was_paid_or_at_what_they_cost_on_the_list(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (card, cut) = ten_visits(&till, &customer).await;
        let (bill, line) = use_visits(&till, &customer, &card, &cut, 4).await;
        assert_eq!(totals(&app, &card).await, [60_000, 60_000, 40_000]);
        till.refund(&bill, json!([{ "line": line, "quantity": 1 }])).await;
        assert_eq!(totals(&app, &card).await, [70_000, 70_000, 55_000]);
        use_visits(&till, &customer, &card, &cut, 5).await;
        assert_eq!(totals(&app, &card).await, [20_000, 20_000, 0]);
    }

    async fn two_lines_paid_with_visits_of_one_lot_count_once_each(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (card, cut) = ten_visits(&till, &customer).await;
        let bill = till.open_for(&customer).await;
        let mut tenders = Vec::new();
        for _ in 0..2 {
            let line = till.add(&bill, json!({ "kind": "service", "service": cut })).await;
            tenders.push(json!({ "kind": "visits", "card": card, "line": line }));
        }
        till.pay(&bill, json!(tenders)).await;
        assert_eq!(totals(&app, &card).await, [80_000, 80_000, 70_000]);
    }

    async fn a_top_up_that_was_undone_has_never_been(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 100_000, 0).await;
        let (bill, _) = till.top_up(&customer, &card, 50_000, 0).await;
        assert_eq!(totals(&app, &card).await, [150_000, 150_000, 150_000]);
        till.refund(&bill, json!(null)).await;
        assert_eq!(totals(&app, &card).await, [100_000, 100_000, 100_000]);
    }

    async fn visits_of_which_nobody_knows_the_price_are_said_to_be_so(app) {
        let mut taken = opening(&app, "888010", 0, &[("护理", 3)]).await;
        taken.value = CardValue::NONE;
        let card = app.app.write(&app.system(), taken).await.unwrap().to_string();
        let refund = refund_of(&app, &card, "").await;
        let shop = quote(&refund, "shop");
        assert_eq!((int(&shop["total"]), &shop["lots"][0]["held"]["value_known"]), (0, &json!(false)));
    }

    async fn interest_and_gifts_and_an_agreed_amount_are_part_of_the_figure(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 1_000_000, 0).await;
        let ended_on = refund_of(&app, &card, "").await["on"].as_str().unwrap().to_owned();
        app.later(A_DAY * 30);
        let refund = refund_of(&app, &card, &format!("?ended_on={ended_on}&gift=100000&agreed=500000")).await;
        // 9000.00 at 3 % for 30 days of 365, and at 1.5 %.
        let figures = |cause| {
            let quote = quote(&refund, cause);
            ["gift", "interest_days", "interest", "total"].map(|part| int(&quote[part]))
        };
        assert_eq!(figures("shop"), [100_000, 30, 2_219, 902_219]);
        assert_eq!(figures("customer"), [100_000, 30, 1_110, 901_110]);
        assert_eq!(figures("agreed"), [100_000, 30, 0, 400_000]);
    }

    async fn what_cannot_be_asked_is_refused(app) {
        let till = Till::new(&app);
        let (sale, card) = till.sell_card(&member(&app).await, 100_000, 0).await;
        let path = format!("/api/card/{card}/refund");
        let ask = async |query: &str| app.manager.get(&format!("{path}{query}")).await;
        ask("?ended_on=2099-01-01").await.refused("card.refund_end");
        ask("?ended_on=2001-01-01").await.refused("card.refund_end");
        ask("?gift=-1").await.refused("card.refund_gift");
        let refused = ask("?agreed=100001").await.refused("card.refund_agreed");
        assert_eq!(int(&refused["params"]["max"]), 100_000);
        app.manager.get(&format!("/api/card/{}/refund", unknown_id())).await.refused("card.unknown");
        till.refund(&sale, json!(null)).await;
        ask("").await.refused("card.closed");
    }
}
