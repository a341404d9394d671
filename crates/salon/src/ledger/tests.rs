//! The stored books.

use crate::salon_test;
use crate::testing::tampering::found_after;
use crate::testing::till::Till;

salon_test! {
    async fn a_set_that_was_tampered_with_is_named(app) {
        let till = Till::new(&app);
        let (bill, _) = till.paid_service(5_000).await;
        let more = "UPDATE ledger_entry SET amount = amount + 1 WHERE org_id = $1 AND account = 'revenue'
                    AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)";
        let found = found_after(&app, more, &bill).await;
        assert_eq!(found[0].0, "ledger.set_balances");
        let renamed = "UPDATE ledger_entry SET account = 'pocket' WHERE org_id = $1 AND account = 'revenue'
                       AND set_id IN (SELECT id FROM ledger_set WHERE org_id = $1 AND source_id = $2)";
        let found = found_after(&app, renamed, &bill).await;
        assert_eq!(found, [("ledger.kind_known".to_owned(), "pocket".to_owned())]);
    }
}
