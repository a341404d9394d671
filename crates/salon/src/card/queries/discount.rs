//! Cards that charge less than the list.

use crate::args;
use crate::store::{StoreError, Tx};
use kernel::{CardId, CustomerId};

/// The discount cards of a customer that can be used, oldest first.
pub async fn discount_cards(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<CardId>, StoreError> {
    let sql = "SELECT id FROM card WHERE org_id = $1 AND customer_id = $2 AND kind = 'discount' AND state = 'active'
               ORDER BY opened_on, id LIMIT 20";
    tx.rows(sql, args![customer], |row| row.take()).await
}

/// The stored-value cards of a customer that can be used and whose plans charge less than the list, oldest first.
pub async fn rated_cards(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<CardId>, StoreError> {
    let sql = "SELECT c.id FROM card c
               JOIN card_plan_version v ON v.org_id = c.org_id AND v.plan_id = c.plan_id AND v.version = c.plan_version
               WHERE c.org_id = $1 AND c.customer_id = $2 AND c.kind = 'stored_value' AND c.state = 'active'
                   AND v.rates IS NOT NULL
               ORDER BY c.opened_on, c.id LIMIT 20";
    tx.rows(sql, args![customer], |row| row.take()).await
}
