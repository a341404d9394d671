//! Discount cards.

use crate::args;
use crate::store::{StoreError, Tx};
use kernel::{CardId, CustomerId};

/// The discount cards of a customer that can be used, oldest first.
pub async fn discount_cards(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<CardId>, StoreError> {
    let sql = "SELECT id FROM card WHERE org_id = $1 AND customer_id = $2 AND kind = 'discount' AND state = 'active'
               ORDER BY opened_on, id LIMIT 20";
    tx.rows(sql, args![customer], |row| row.take()).await
}
