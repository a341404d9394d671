//! One bill made into two, and two into one.

use crate::salon_test;
use crate::testing::till::{Till, int, member};
use crate::testing::unknown_id;
use serde_json::{Value, json};

async fn split(till: &Till<'_>, bill: &str, lines: Value) -> crate::testing::Reply {
    till.person.post_once(&format!("/api/bill/{bill}/split"), json!({ "lines": lines })).await
}

async fn merge(till: &Till<'_>, bill: &str, from: &str) -> crate::testing::Reply {
    till.person.post_once(&format!("/api/bill/{bill}/merge"), json!({ "from": from })).await
}

salon_test! {
    async fn lines_leave_with_their_reductions_and_both_bills_are_paid(app) {
        let till = Till::new(&app);
        let customer = member(&app).await;
        let bill = till.open_for(&customer).await;
        let first = till.add_service(&bill, 10_000, 1).await;
        let second = till.add_service(&bill, 6_000, 1).await;
        let wish = json!({ "line": second, "percent_ppm": 500_000, "reason": "老顾客" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), wish).await.ok();
        let parts = split(&till, &bill, json!([second])).await.ok();
        assert_eq!((int(&parts["bill"]["total"]), int(&parts["new_bill"]["total"])), (10_000, 3_000));
        assert_eq!(parts["new_bill"]["customer"]["id"], json!(customer));
        let new = parts["new_bill"]["id"].as_str().unwrap().to_owned();
        till.pay_cash(&bill).await;
        till.pay_cash(&new).await;
        split(&till, &bill, json!([first])).await.refused("bill.already_paid");
    }

    async fn a_split_that_leaves_nothing_or_takes_nothing_is_refused(app) {
        let till = Till::new(&app);
        let bill = till.open().await;
        let line = till.add_service(&bill, 10_000, 1).await;
        split(&till, &bill, json!([])).await.refused("bill.split_nothing");
        split(&till, &bill, json!([line])).await.refused("bill.split_all");
        split(&till, &bill, json!([unknown_id()])).await.refused("bill.line_unknown");
        till.add_service(&bill, 5_000, 1).await;
        let whole = json!({ "line": null, "amount": 100, "reason": "整单" });
        till.person.put(&format!("/api/bill/{bill}/reduction"), whole).await.ok();
        split(&till, &bill, json!([line])).await.refused("bill.reduction_on_bill");
        assert_eq!(till.show(&bill).await["lines"].as_array().unwrap().len(), 2);
    }

    async fn a_merged_bill_keeps_for_whom_its_lines_were(app) {
        let till = Till::new(&app);
        let (host, guest) = (member(&app).await, member(&app).await);
        let bill = till.open_for(&host).await;
        till.add_service(&bill, 10_000, 1).await;
        let other = till.open_for(&guest).await;
        till.add_service(&other, 6_000, 1).await;
        merge(&till, &bill, &bill).await.refused("bill.merge_self");
        let merged = merge(&till, &bill, &other).await.ok();
        assert_eq!(int(&merged["total"]), 16_000);
        assert_eq!(merged["lines"][1]["customer"]["id"], json!(guest));
        let gone = till.show(&other).await;
        assert_eq!((&gone["state"], &gone["merged_into"], int(&gone["total"])), (&json!("voided"), &json!(bill), 0));
        merge(&till, &bill, &other).await.refused("bill.voided");
        till.pay_cash(&bill).await;
    }

    async fn bills_of_two_branches_stay_apart(app) {
        let till = Till::new(&app);
        let here = till.open().await;
        let there = Till { person: &app.owner, branch: app.second_branch.to_string(), app: &app }.open().await;
        let owner = Till { person: &app.owner, ..Till::new(&app) };
        merge(&owner, &here, &there).await.refused("bill.merge_other_branch");
    }
}
