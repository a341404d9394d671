//! What a bill asks of the capability that keeps customers.

use crate::bill::model::BillCustomer;
use crate::store::Tx;
use kernel::{CustomerId, Day, Problem};

pub async fn customer(_: &mut Tx<'_>, id: CustomerId) -> Result<BillCustomer, Problem> {
    let text = String::new;
    Ok(BillCustomer { id, name: text(), kind: "member".into(), number: text(), phone_masked: text() })
}
pub async fn visited(_: &mut Tx<'_>, _: CustomerId, _: Day) -> Result<(), Problem> {
    Ok(())
}
pub async fn card_sold(_: &mut Tx<'_>, _: CustomerId, _: &str) -> Result<(), Problem> {
    Ok(())
}
