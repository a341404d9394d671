//! Closing cards 退卡: who is paid what, and what the books say of it.

use super::refund::{A_DAY, quote, refund_of, ten_visits, use_visits};
use crate::ledger::{self, Account, Unit};
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::tampering::found_after;
use crate::testing::till::{Till, by_card, int, member};
use crate::testing::{TestApp, id, unknown_id};
use kernel::{CardId, Currency, CustomerId, Problem};
use serde_json::{Value, json};

/// Puts a card into a state.
struct SetState(CardId, &'static str);

impl Command for SetState {
    type Out = ();
    const NAME: &'static str = "test.set_state";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let sql = "UPDATE card SET state = $3 WHERE org_id = $1 AND id = $2";
        Ok(tx.put(sql, crate::args![self.0, self.1]).await?)
    }
}

/// What closing by a cause takes, at the figure that is shown now, in cash.
async fn wish(app: &TestApp, card: &str, cause: &str) -> Value {
    let refund = refund_of(app, card, "").await;
    let total = int(&quote(&refund, cause)["total"]);
    let payouts = if total == 0 { json!([]) } else { json!([{ "channel": null, "amount": total }]) };
    json!({ "branch": app.branch, "cause": cause, "expected_total": total, "reason": "搬家了", "payouts": payouts })
}

pub async fn close(app: &TestApp, card: &str, cause: &str) -> Value {
    let wish = wish(app, card, cause).await;
    app.manager.post_once(&format!("/api/card/{card}/closing"), wish).await.ok()
}

pub async fn held(app: &TestApp, account: Account) -> i64 {
    let mut tx = app.app.db.read(&app.system()).await.unwrap();
    ledger::balance(&mut tx, account, Unit::Money(Currency::CNY)).await.unwrap()
}

pub async fn state_of(app: &TestApp, card: &str) -> Value {
    app.manager.get(&format!("/api/card/{card}")).await.ok()["card"]["state"].clone()
}

salon_test! {
    async fn a_card_is_closed_at_the_figure_that_was_shown_and_paid_out(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 300_000, 100_000).await;
        till.use_card(&customer, &card, 160_000).await;
        let closing = close(&app, &card, "customer").await;
        assert_eq!((int(&closing["quote"]["total"]), &closing["reason"]), (140_000, &json!("搬家了")));
        assert_eq!((state_of(&app, &card).await, till.held(&card).await), (json!("closed"), (0, 0)));
        let listed = app.manager.get(&format!("/api/card/{card}/closing")).await.ok();
        assert_eq!(listed["items"], json!([closing]));
        let holder: CustomerId = customer.parse().unwrap();
        assert_eq!(held(&app, Account::RefundPayable(holder)).await, 0);
        assert_eq!(held(&app, Account::TerminationDifference(app.branch)).await, -40_000);
        assert_eq!(held(&app, Account::CashDrawer(app.branch)).await, 160_000);
        let bill = till.open_for(&customer).await;
        till.add_service(&bill, 100, 1).await;
        till.try_pay(&bill, by_card(&card, 100), 100).await.refused("card.closed");
        let again = json!({ "branch": app.branch, "cause": "shop", "expected_total": 0, "reason": "再退" });
        app.manager.post_once(&format!("/api/card/{card}/closing"), again).await.refused("card.closed");
        app.manager.get(&format!("/api/card/{}/closing", unknown_id())).await.refused("card.unknown");
    }

    async fn the_shops_cause_gives_the_principal_left_and_leaves_no_difference(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 300_000, 100_000).await;
        till.use_card(&customer, &card, 160_000).await;
        let mut wish = wish(&app, &card, "shop").await;
        wish["payouts"] = json!([
            { "channel": null, "amount": 30_000 },
            { "channel": "wechat", "amount": 150_000, "reference": "4200009999" },
        ]);
        let closing = app.manager.post_once(&format!("/api/card/{card}/closing"), wish).await.ok();
        assert_eq!(closing["payouts"][1]["reference"], "4200009999");
        assert_eq!(held(&app, Account::TerminationDifference(app.branch)).await, 0);
        let channel = Account::Clearing(ledger::Channel::WeChat, app.branch);
        assert_eq!(held(&app, channel).await, -150_000);
    }

    async fn visits_are_closed_with_what_was_paid_for_them(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (card, cut) = ten_visits(&till, &customer).await;
        let (used, _) = use_visits(&till, &customer, &card, &cut, 8).await;
        close(&app, &card, "customer").await;
        assert_eq!(held(&app, Account::TerminationDifference(app.branch)).await, -20_000);
        // What is given back of a bill that it paid makes it a card again.
        till.refund(&used, json!(null)).await;
        let detail = app.manager.get(&format!("/api/card/{card}")).await.ok();
        assert_eq!((&detail["card"]["state"], int(&detail["card"]["visits"][0]["left"])), (&json!("active"), 8));
        let closing = close(&app, &card, "shop").await;
        assert_eq!(int(&closing["quote"]["total"]), 80_000);
    }

    async fn what_a_bill_gives_back_after_the_closing_is_not_lost(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 300_000, 100_000).await;
        let (bill, _) = till.use_card(&customer, &card, 160_000).await;
        close(&app, &card, "shop").await;
        till.refund(&bill, json!(null)).await;
        assert_eq!((state_of(&app, &card).await, till.held(&card).await), (json!("active"), (120_000, 40_000)));
        till.use_card(&customer, &card, 40_000).await;
        let closing = close(&app, &card, "shop").await;
        assert_eq!((int(&closing["quote"]["total"]), closing["quote"]["lots"].as_array().unwrap().len()), (90_000, 1));
        assert_eq!(app.manager.get(&format!("/api/card/{card}/closing")).await.ok()["items"].as_array().unwrap().len(), 2);
    }

    async fn a_figure_that_has_changed_since_it_was_shown_is_refused(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, card) = till.sell_card(&customer, 300_000, 0).await;
        let shown = wish(&app, &card, "shop").await;
        till.use_card(&customer, &card, 10_000).await;
        let refused = app.manager.post_once(&format!("/api/card/{card}/closing"), shown).await.refused("card.refund_changed");
        assert_eq!(int(&refused["params"]["total"]), 290_000);
        assert_eq!((state_of(&app, &card).await, till.held(&card).await), (json!("active"), (290_000, 0)));
    }

    async fn a_branch_that_pays_out_for_another_is_owed_it(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 300_000, 100_000).await;
        let mut wish = wish(&app, &card, "shop").await;
        wish["branch"] = json!(app.second_branch);
        let path = format!("/api/card/{card}/closing");
        app.manager.post_once(&path, wish.clone()).await.refused("access.other_branch");
        app.elsewhere.post_once(&path, wish).await.ok();
        assert_eq!(held(&app, Account::CashDrawer(app.second_branch)).await, -300_000);
        assert_eq!(held(&app, Account::DueFrom(app.branch)).await, 300_000);
    }

    async fn interest_is_paid_on_top_and_is_the_shops_cost(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 1_000_000, 0).await;
        let ended_on = refund_of(&app, &card, "").await["on"].clone();
        app.later(A_DAY * 30);
        let mut wish = wish(&app, &card, "shop").await;
        (wish["ended_on"], wish["expected_total"]) = (ended_on, json!(1_002_466));
        wish["payouts"] = json!([{ "channel": "bank_card", "amount": 1_002_466 }]);
        app.manager.post_once(&format!("/api/card/{card}/closing"), wish).await.ok();
        assert_eq!(held(&app, Account::InterestExpense(app.branch)).await, 2_466);
    }

    async fn both_sides_may_settle_on_another_amount(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 100_000, 0).await;
        let wish = json!({ "branch": app.branch, "cause": "agreed", "agreed": 60_000, "expected_total": 60_000,
            "reason": "双方协商", "payouts": [{ "channel": null, "amount": 60_000 }] });
        app.manager.post_once(&format!("/api/card/{card}/closing"), wish).await.ok();
        assert_eq!(held(&app, Account::TerminationDifference(app.branch)).await, -40_000);
    }

    async fn what_cannot_be_closed_so_is_refused_and_changes_nothing(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 100_000, 0).await;
        let path = format!("/api/card/{card}/closing");
        let good = wish(&app, &card, "shop").await;
        let with = |key: &str, value: Value| { let mut wish = good.clone(); wish[key] = value; wish };
        let post = async |wish: Value| app.manager.post_once(&path, wish).await;
        post(with("reason", json!(" "))).await.refused("card.reason");
        post(with("ended_on", json!("2001-01-01"))).await.refused("card.refund_end");
        post(with("gift", json!(-1))).await.refused("card.refund_gift");
        post(with("cause", json!("agreed"))).await.refused("card.refund_agreed");
        post(with("payouts", json!([]))).await.refused("card.payout");
        post(with("payouts", json!([{ "channel": null, "amount": 100_001 }]))).await.refused("card.payout");
        let long = json!([{ "channel": null, "amount": 100_000, "reference": "长".repeat(101) }]);
        post(with("payouts", long)).await.refused("card.reference");
        app.reception.post_once(&path, good.clone()).await.refused("access.forbidden");
        app.manager.post_once(&format!("/api/card/{}/closing", unknown_id()), good).await.refused("card.unknown");
        assert_eq!((state_of(&app, &card).await, till.held(&card).await), (json!("active"), (100_000, 0)));
    }

    async fn a_locked_card_says_what_it_gives_back_and_is_not_closed(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 100_000, 0).await;
        let wish = wish(&app, &card, "shop").await;
        for (state, code) in [("frozen", "card.frozen"), ("lost", "card.lost")] {
            app.app.write(&app.system(), SetState(card.parse().unwrap(), state)).await.unwrap();
            assert_eq!(int(&quote(&refund_of(&app, &card, "").await, "shop")["total"]), 100_000);
            app.manager.post_once(&format!("/api/card/{card}/closing"), wish.clone()).await.refused(code);
        }
    }

    async fn one_of_two_closings_at_once_passes(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 100_000, 20_000).await;
        let wish = wish(&app, &card, "shop").await;
        let tries = (0..4).map(|_| {
            let (manager, path, wish) = (app.manager.clone(), format!("/api/card/{card}/closing"), wish.clone());
            tokio::spawn(async move { manager.post_once(&path, wish).await })
        });
        let (mut passed, mut replies) = (0, Vec::new());
        for one in tries.collect::<Vec<_>>() {
            replies.push(one.await.unwrap());
        }
        for reply in replies {
            if reply.status < 300 { passed += 1 } else { reply.refused("card.closed"); }
        }
        assert_eq!((passed, held(&app, Account::CashDrawer(app.branch)).await), (1, 0));
    }

    async fn the_same_key_closes_once_and_answers_the_same(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 100_000, 20_000).await;
        let (wish, path) = (wish(&app, &card, "shop").await, format!("/api/card/{card}/closing"));
        let first = app.manager.post_with_key(&path, wish.clone(), "close-1").await.ok();
        let again = app.manager.post_with_key(&path, wish, "close-1").await.ok();
        assert_eq!(id(&first), id(&again));
    }

    async fn a_closing_that_differs_from_its_payouts_or_the_books_is_named(app) {
        let till = Till::new(&app);
        let (_, card) = till.sell_card(&member(&app).await, 100_000, 0).await;
        let closing = id(&close(&app, &card, "shop").await);
        let named = |check: &str, row: &str| (check.to_owned(), row.to_owned());
        let gone = "DELETE FROM card_payout WHERE org_id = $1 AND closing_id = $2";
        assert_eq!(found_after(&app, gone, &closing).await, [named("card.closing_is_paid_out", &closing)]);
        let more = "UPDATE card_closing SET total = total + 1 WHERE org_id = $1 AND id = $2";
        let found = found_after(&app, more, &closing).await;
        assert_eq!(found, [named("card.closing_is_paid_out", &closing), named("card.closing_is_in_the_books", &closing)]);
        let left = "UPDATE card_lot SET principal_left = 1, principal_ratio = 1 WHERE org_id = $1 AND card_id = $2";
        let found = found_after(&app, left, &card).await;
        assert!(found.contains(&named("card.closed_is_empty", &card)), "{found:?}");
    }
}
