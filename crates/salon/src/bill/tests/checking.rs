//! Bills that somebody has tampered with are found.

use crate::salon_test;
use crate::testing::id;
use crate::testing::tampering::found_after;
use crate::testing::till::{Till, taxed_service};
use serde_json::json;

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
    async fn taxes_refunds_debts_and_receipts_that_the_books_do_not_know_are_named(app) {
        let till = Till::new(&app);
        let named = |check: &str, row: &str| (check.to_owned(), row.to_owned());
        let taxes = json!([{ "name": "增值税", "rate_ppm": 60_000, "inclusive": true }]);
        let service = taxed_service(&app, 10_600, taxes).await;
        let bill = till.open().await;
        let line = till.add(&bill, json!({ "kind": "service", "service": service })).await;
        till.pay_cash(&bill).await;
        let less = "UPDATE bill_tax SET amount = amount - 1 WHERE org_id = $1 AND line_id = $2";
        assert_eq!(found_after(&app, less, &line).await, [named("bill.tax_is_in_the_books", &bill)]);
        let refunded = till.refund(&bill, json!([{ "line": line, "quantity": 1 }])).await;
        let refund = id(&refunded["refunds"][0]);
        let kept = "UPDATE bill_refund_tender SET sent_to = 'card' WHERE org_id = $1 AND refund_id = $2";
        assert_eq!(found_after(&app, kept, &refund).await, [named("bill.refund_is_in_the_books", &refund)]);
    }
}
