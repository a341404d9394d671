//! On account 挂账, and repaying it.

use crate::ledger::{self, Account, Unit};
use crate::salon_test;
use crate::testing::till::{Till, int, member, stylist};
use crate::testing::unknown_id;
use kernel::{Currency, CustomerId};
use serde_json::{Value, json};

/// A bill of which everything is owed. Gives the bill, and the debt.
async fn owe(till: &Till<'_>, customer: &str, amount: i64) -> (String, String) {
    let bill = till.open_for(customer).await;
    till.add_service(&bill, amount, 1).await;
    till.pay(&bill, json!([{ "kind": "on_account", "amount": amount }])).await;
    let debt = debts(till, customer).await["items"][0]["id"].as_str().unwrap().to_owned();
    (bill, debt)
}

async fn debts(till: &Till<'_>, customer: &str) -> Value {
    let path = format!("/api/bill/debt?branch={}&customer={customer}&open=true", till.branch);
    till.person.get(&path).await.ok()
}

salon_test! {
    async fn what_is_owed_is_repaid_in_parts(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, debt) = owe(&till, &customer, 10_000).await;
        let bill = till.open_for(&customer).await;
        let repay = |amount: i64| json!({ "kind": "repayment", "debt": debt, "amount": amount });
        let path = format!("/api/bill/{bill}/line");
        till.person.post(&path, repay(0)).await.refused("bill.amount_empty");
        let refused = till.person.post(&path, repay(10_001)).await.refused("bill.repayment_above_debt");
        assert_eq!(int(&refused["params"]["left"]), 10_000);
        let unknown = json!({ "kind": "repayment", "debt": unknown_id(), "amount": 1 });
        till.person.post(&path, unknown).await.refused("bill.debt_unknown");
        till.add(&bill, repay(4_000)).await;
        till.try_pay(&bill, json!([{ "kind": "on_account", "amount": 4_000 }]), 4_000).await.refused("card.not_for_card_sale");
        till.pay_cash(&bill).await;
        let open = debts(&till, &customer).await;
        assert_eq!((int(&open["items"][0]["left"]), int(&open["items"][0]["repaid"])), (6_000, 4_000));
        let owner: CustomerId = customer.parse().unwrap();
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let unit = Unit::Money(Currency::CNY);
        assert_eq!(ledger::balance(&mut tx, Account::Receivable(owner), unit).await.unwrap(), 6_000);
        drop(tx);
        till.refund(&bill, json!(null)).await;
        assert_eq!(int(&debts(&till, &customer).await["items"][0]["left"]), 10_000);
    }

    async fn two_repayments_on_two_bills_never_pay_more_than_is_owed(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, debt) = owe(&till, &customer, 10_000).await;
        let mut bills = Vec::new();
        for _ in 0..2 {
            let bill = till.open_for(&customer).await;
            till.add(&bill, json!({ "kind": "repayment", "debt": debt, "amount": 10_000 })).await;
            bills.push(bill);
        }
        till.pay_cash(&bills[0]).await;
        let cash = json!([{ "kind": "cash", "received": 10_000 }]);
        till.try_pay(&bills[1], cash, 10_000).await.refused("bill.repayment_above_debt");
        assert_eq!(debts(&till, &customer).await["items"], json!([]));
    }

    async fn a_refund_of_what_is_owed_lowers_the_debt_until_it_is_repaid(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (bill, debt) = owe(&till, &customer, 10_000).await;
        let repayment = till.open_for(&customer).await;
        till.add(&repayment, json!({ "kind": "repayment", "debt": debt, "amount": 10_000 })).await;
        till.pay_cash(&repayment).await;
        let wish = json!({ "lines": null, "reason": "不满意", "expected_total": 10_000 });
        till.person.post_once(&format!("/api/bill/{bill}/refund"), wish).await.refused("bill.debt_repaid");
        till.refund(&repayment, json!(null)).await;
        till.refund(&bill, json!(null)).await;
        assert_eq!(debts(&till, &customer).await["items"], json!([]));
    }

    async fn credit_is_given_by_who_may_and_to_somebody(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let bill = till.open().await;
        till.add_service(&bill, 5_000, 1).await;
        let owed = json!([{ "kind": "on_account", "amount": 5_000 }]);
        till.try_pay(&bill, owed.clone(), 5_000).await.refused("bill.customer_missing");
        till.person.put(&format!("/api/bill/{bill}/customer"), json!({ "customer": customer })).await.ok();
        let reception = Till { person: &app.reception, ..Till::new(&app) };
        reception.try_pay(&bill, owed, 5_000).await.refused("access.forbidden");
    }

    async fn a_debt_is_written_off_once(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let (_, debt) = owe(&till, &customer, 10_000).await;
        let path = format!("/api/bill/debt/{debt}/write-off");
        till.person.post_once(&path, json!({ "reason": " " })).await.refused("bill.reason");
        let off = till.person.post_once(&path, json!({ "reason": "联系不上" })).await.ok();
        assert_eq!((int(&off["written_off"]), int(&off["left"])), (10_000, 0));
        till.person.post_once(&path, json!({ "reason": "再来一次" })).await.refused("bill.debt_settled");
    }

    async fn tips_and_fees_stand_on_the_bill_and_tips_take_money_only(app) {
        let till = Till::new(&app);
        let (customer, staff) = (member(&app).await, stylist(&app).await);
        let (_, card) = till.sell_card(&customer, 100_000, 0).await;
        let bill = till.open_for(&customer).await;
        let path = format!("/api/bill/{bill}/line");
        let nameless = json!({ "kind": "fee", "name": " ", "amount": 100 });
        till.person.post(&path, nameless).await.refused("bill.line_name");
        till.add(&bill, json!({ "kind": "fee", "name": "上门费", "amount": 3_000 })).await;
        let tip = till.add(&bill, json!({ "kind": "tip", "staff": staff, "amount": 2_000 })).await;
        let wish = json!({ "quantity": 2, "shares": [] });
        till.person.put(&format!("{path}/{tip}"), wish).await.refused("bill.quantity_of_value_sold");
        let all = json!([{ "kind": "card", "card": card, "amount": 5_000 }]);
        till.try_pay(&bill, all, 5_000).await.refused("card.not_for_card_sale");
        let both = json!([{ "kind": "card", "card": card, "amount": 3_000 }, { "kind": "cash", "received": 2_000 }]);
        till.pay(&bill, both).await;
        let mut tx = app.app.db.read(&app.system()).await.unwrap();
        let tips = Account::TipsPayable(staff.parse().unwrap());
        assert_eq!(ledger::balance(&mut tx, tips, Unit::Money(Currency::CNY)).await.unwrap(), -2_000);
        drop(tx);
        till.refund(&bill, json!(null)).await;
    }
}
