//! Whose rules hold, and what the owner may set.

use super::five_weeks_later;
use crate::salon_test;
use crate::store::{Command, Tx};
use crate::testing::{Person, unknown_id};
use kernel::Problem;
use serde_json::{Value, json};

/// Lets the organisation count in another currency.
struct InEuro;

impl Command for InEuro {
    type Out = ();
    const NAME: &'static str = "test.in_euro";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.exec("UPDATE branch_organisation SET currency = 'EUR' WHERE org_id = $1", crate::args![]).await?;
        Ok(())
    }
}

async fn policy(person: &Person) -> Value {
    person.get("/api/prepaid/policy").await.ok()["items"][0].clone()
}

fn figure<'a>(policy: &'a Value, rule: &str) -> &'a Value {
    policy["figures"].as_array().unwrap().iter().find(|figure| figure["rule"] == rule).unwrap_or(&Value::Null)
}

fn address(policy: &Value, what: &str) -> String {
    format!("/api/prepaid/policy/{}/{what}", policy["company"].as_str().unwrap())
}

salon_test! {
    async fn a_company_goes_by_the_strictest_rules_until_it_says_where_it_is(app) {
        let shown = policy(&app.manager).await;
        assert_eq!(shown["region"], "strictest");
        let escrow = figure(&shown, "escrow_from");
        assert_eq!((&escrow["value"], &escrow["law"], &escrow["article"]), (&json!(0), &json!("single_purpose2012"), &json!(26)));
        let shown = app.owner.put(&address(&shown, "region"), json!({ "region": "beijing" })).await.ok()["items"][0].clone();
        assert_eq!(shown["region"], "beijing");
        assert_eq!(figure(&shown, "escrow_from")["value"], 50_000_000);
        assert_eq!(figure(&shown, "report_day_of_month"), &Value::Null);
        app.owner.put(&address(&shown, "region"), json!({ "region": "shanghai" })).await.ok();
        assert_eq!(figure(&policy(&app.manager).await, "report_day_of_month")["value"], 25);
    }

    async fn the_owner_makes_a_figure_stricter_from_a_day_on_and_takes_it_back(app) {
        let shown = policy(&app.owner).await;
        let address = address(&shown, "figure");
        let set = |value: Value, from: Value| {
            let wish = json!({ "rule": "named_card_max", "value": value, "valid_from": from });
            app.owner.put(&address, wish)
        };
        set(json!(300_000), Value::Null).await.ok();
        let later = "2026-04-01";
        set(json!(200_000), json!(later)).await.ok();
        let after = policy(&app.owner).await;
        let max = figure(&after, "named_card_max");
        assert_eq!((&max["value"], &max["lawful"]), (&json!(300_000), &json!(500_000)));
        assert_eq!(max["next"], json!({ "valid_from": later, "value": 200_000 }));
        five_weeks_later(&app).await;
        assert_eq!(figure(&policy(&app.owner).await, "named_card_max")["value"], 200_000);
        set(Value::Null, Value::Null).await.ok();
        assert_eq!(figure(&policy(&app.owner).await, "named_card_max")["value"], 500_000);
    }

    async fn a_figure_that_cannot_be_is_refused_and_changes_nothing(app) {
        let shown = policy(&app.owner).await;
        let figure = address(&shown, "figure");
        let set = |rule: &str, value: i64| app.owner.put(&figure, json!({ "rule": rule, "value": value }));
        set("cooling_days", 14).await.refused("prepaid.rule_fixed");
        set("escrow_share", 1_000_001).await.refused("prepaid.figure_range");
        set("named_card_max", 500_001).await.refused("prepaid.figure_looser");
        let past = json!({ "rule": "named_card_max", "value": 1, "valid_from": "2020-01-01" });
        app.owner.put(&figure, past).await.refused("prepaid.figure_past");
        let unknown = format!("/api/prepaid/policy/{}/region", unknown_id());
        app.owner.put(&unknown, json!({ "region": "national" })).await.refused("branch.company_unknown");
        app.manager.put(&address(&shown, "region"), json!({ "region": "national" })).await.refused("access.forbidden");
        assert_eq!(policy(&app.owner).await, shown);
    }

    async fn a_salon_that_does_not_count_in_yuan_has_no_such_rules(app) {
        app.app.write(&app.system(), InEuro).await.unwrap();
        let shown = policy(&app.owner).await;
        let choose = json!({ "region": "beijing" });
        app.owner.put(&address(&shown, "region"), choose).await.refused("prepaid.not_here");
        assert_eq!(shown["figures"], json!([]));
    }
}
