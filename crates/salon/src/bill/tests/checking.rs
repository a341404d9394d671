//! Bills that somebody has tampered with are found.

use crate::salon_test;
use crate::testing::id;
use crate::testing::tampering::found_after;
use crate::testing::till::Till;

salon_test! {
    async fn a_bill_that_differs_from_its_parts_is_named(app) {
        let till = Till::new(&app);
        let (bill, line) = till.paid_service(5_000).await;
        let tender = id(&till.show(&bill).await["tenders"][0]);
        let named = |check: &str, row: &str| (check.to_owned(), row.to_owned());
        let cheaper = "UPDATE bill SET total = total - 1 WHERE org_id = $1 AND id = $2";
        assert_eq!(found_after(&app, cheaper, &bill).await, [named("bill.total_is_its_parts", &bill)]);
        let less = "UPDATE bill_cell SET amount = amount - 1 WHERE org_id = $1 AND line_id = $2";
        let found = found_after(&app, less, &line).await;
        assert_eq!(found, [named("bill.line_is_its_cells", &line), named("bill.tender_is_its_cells", &tender)]);
        let channel = "UPDATE bill_tender SET kind = 'wechat' WHERE org_id = $1 AND id = $2";
        let found = found_after(&app, channel, &tender).await;
        assert_eq!(found, [named("bill.money_is_in_the_books", &bill)]);
    }
}
