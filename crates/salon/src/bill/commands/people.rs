//! What a bill asks of the capabilities that keep people and prices.

use crate::bill::model::{BillCustomer, Tax};
use crate::store::Tx;
use crate::{catalogue, customer, staff};
use kernel::{CustomerId, Day, Money, Problem, ServiceId, StaffId};

/// A service, as far as a bill needs it.
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    pub price: Money,
    pub taxes: Vec<Tax>,
}

/// Whom a bill is for. Refuses: customer unknown.
pub async fn customer(tx: &mut Tx<'_>, id: CustomerId) -> Result<BillCustomer, Problem> {
    let customer::Brief { id, name, kind, number, phone_masked } = customer::brief(tx, id).await?;
    Ok(BillCustomer { id, name, kind: kind.code().to_owned(), number, phone_masked })
}

/// Who has a part in a line. Refuses: staff unknown.
pub async fn staff_name(tx: &mut Tx<'_>, id: StaffId) -> Result<String, Problem> {
    Ok(staff::find(tx, id).await?.name)
}

/// What a line sells. Refuses: service unknown.
pub async fn service(tx: &mut Tx<'_>, id: ServiceId) -> Result<Service, Problem> {
    let found = catalogue::find(tx, id).await?;
    Ok(Service { id, name: found.name, price: found.price, taxes: found.taxes })
}

/// Says that a customer was served on a day.
pub async fn visited(tx: &mut Tx<'_>, id: CustomerId, day: Day) -> Result<(), Problem> {
    customer::touch_visit(tx, id, day).await
}

/// Lets a customer be found by the number of a card sold to them.
pub async fn card_sold(tx: &mut Tx<'_>, id: CustomerId, number: &str) -> Result<(), Problem> {
    customer::add_number(tx, id, number).await
}
