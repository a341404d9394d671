//! What can be done with the price list.

use super::model::{Refusal, Service, ServiceWish};
use super::{queries, rules};
use crate::access::Permission;
use crate::branch;
use crate::store::{Command, Tx};
use kernel::text::Name;
use kernel::{Money, Problem, ServiceId};

/// Puts a service on the price list. Refuses, in this order: not for every branch, code, name,
/// category, price, duration, taxes, name taken, code taken.
pub struct AddService(pub ServiceWish);

impl Command for AddService {
    type Out = Service;
    const NAME: &'static str = "catalogue.add_service";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Service, Problem> {
        branch::reaches_every_branch(tx, Permission::CatalogueManage).await?;
        let wish = rules::check(&self.0)?;
        rules::check_taken(&wish, &queries::alike(tx, &wish.name, &wish.code).await?)?;
        add(tx, &wish).await
    }
}

/// Changes a service; the bills of the past keep what stood on them. Refuses, in this order: not
/// for every branch, code, name, category, price, duration, taxes, service unknown, name taken, code
/// taken.
pub struct ChangeService {
    /// Which.
    pub service: ServiceId,
    /// What is said of it from now on.
    pub wish: ServiceWish,
}

impl Command for ChangeService {
    type Out = Service;
    const NAME: &'static str = "catalogue.change_service";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Service, Problem> {
        branch::reaches_every_branch(tx, Permission::CatalogueManage).await?;
        let wish = rules::check(&self.wish)?;
        queries::find(tx, self.service).await?;
        let mut others = queries::alike(tx, &wish.name, &wish.code).await?;
        others.retain(|other| other.id != self.service);
        rules::check_taken(&wish, &others)?;
        queries::update(tx, self.service, &wish).await?;
        changed(tx, self.service).await
    }
}

/// Finds the service that a sheet names, inside another command; one that nobody knows yet is made
/// without a price and out of use, so that no till offers it before somebody has looked at it.
/// Refuses: name.
pub async fn ensure_by_name(tx: &mut Tx<'_>, name: &str) -> Result<Service, Problem> {
    let name = Name::parse(name).ok_or(Refusal::Name)?.into_string();
    if let Some(known) = queries::find_by_name(tx, &name).await? {
        return Ok(known);
    }
    let unpriced = ServiceWish {
        code: String::new(),
        name,
        category: String::new(),
        price: Money::ZERO,
        duration_minutes: 0,
        taxes: Vec::new(),
        active: false,
    };
    add(tx, &unpriced).await
}

async fn add(tx: &mut Tx<'_>, wish: &ServiceWish) -> Result<Service, Problem> {
    let id: ServiceId = tx.new_id();
    queries::insert(tx, id, wish).await?;
    changed(tx, id).await
}

async fn changed(tx: &mut Tx<'_>, id: ServiceId) -> Result<Service, Problem> {
    tx.touched("catalogue_service", id, None);
    tx.tell("catalogue.changed", id, None).await?;
    queries::find(tx, id).await
}
