//! Services.

use super::category::ensure;
use super::search::index;
use super::{changed, may_change};
use crate::catalogue::model::{Kind, Refusal, Service, ServiceWish};
use crate::catalogue::queries::{self, ServicesWanted, Written};
use crate::catalogue::rules::{self, Known};
use crate::store::{Command, SIXTEEN, Tx};
use kernel::text::Name;
use kernel::{Id, ImportId, Page, Problem, ServiceId};
use std::collections::{BTreeSet, HashMap};

/// Puts a service on the price list. Refuses, in this order: not for every branch, code, name,
/// category, price, blocks, taxes, variants, name taken, code taken, variant unknown, not an add-on.
pub struct AddService(pub ServiceWish);

impl Command for AddService {
    type Out = Service;
    const NAME: &'static str = "catalogue.add_service";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Service, Problem> {
        may_change(tx).await?;
        let id = add(tx, &rules::check_service(&self.0)?, None).await?;
        service(tx, id).await
    }
}

/// Changes a service; the bills of the past keep what stood on them. Refuses, in this order: not
/// for every branch, code, name, category, price, blocks, taxes, variants, service unknown, name
/// taken, code taken, variant unknown, not an add-on.
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
        may_change(tx).await?;
        let wish = rules::check_service(&self.wish)?;
        let id = self.service;
        queries::find(tx, id).await?;
        check_taken(tx, &wish, Some(id)).await?;
        let category = ensure(tx, Kind::Service, &wish.category, None).await?;
        queries::update(tx, id, Written { wish: &wish, category }).await?;
        write_parts(tx, id, &wish, None).await?;
        service(tx, id).await
    }
}

/// Finds the service that a sheet names, inside another command; one that nobody knows yet is made
/// without a price and out of use, so that no till offers it before somebody has looked at it.
/// Refuses: name.
pub async fn ensure_by_name(tx: &mut Tx<'_>, name: &str) -> Result<ServiceId, Problem> {
    let name = Name::parse(name).ok_or(Refusal::Name)?.into_string();
    if let Some(known) = queries::find_by_name(tx, &name).await? {
        return Ok(known);
    }
    add(tx, &ServiceWish::unpriced("", &name), None).await
}

/// Writes a checked service. Refuses, in this order: name taken, code taken, variant unknown, not
/// an add-on.
pub(super) async fn add(
    tx: &mut Tx<'_>,
    wish: &ServiceWish,
    import: Option<ImportId>,
) -> Result<ServiceId, Problem> {
    check_taken(tx, wish, None).await?;
    let category = ensure(tx, Kind::Service, &wish.category, import).await?;
    let id: ServiceId = tx.new_id();
    queries::insert(tx, id, Written { wish, category }, import).await?;
    write_parts(tx, id, wish, import).await?;
    Ok(id)
}

async fn check_taken(
    tx: &mut Tx<'_>,
    wish: &ServiceWish,
    other_than: Option<ServiceId>,
) -> Result<(), Problem> {
    let wished = Known { name: wish.name.clone(), code: wish.code.clone(), barcode: String::new() };
    let others = queries::services_alike(tx, &wished, other_than).await?;
    Ok(rules::check_taken(&wished, &others)?)
}

/// Writes the variants, the add-ons and what the service is found by, and tells.
async fn write_parts(
    tx: &mut Tx<'_>,
    id: ServiceId,
    wish: &ServiceWish,
    import: Option<ImportId>,
) -> Result<(), Problem> {
    let stored = queries::variants(tx, &[id]).await?.into_iter().map(|(_, variant)| variant);
    let stored: Vec<_> = stored.collect();
    let settled = rules::settle_variants(&stored, wish, || tx.new_id())?;
    for (position, variant) in (0..).zip(&settled) {
        queries::put_variant(tx, id, position, variant).await?;
    }
    queries::forget_add_ons(tx, id).await?;
    let mut seen = BTreeSet::new();
    for (position, &add_on) in (0..).zip(&wish.add_ons) {
        let found = queries::find(tx, add_on).await.map_err(|_| Refusal::NotAnAddOn)?;
        if !found.add_on || add_on == id {
            return Err(Refusal::NotAnAddOn.into());
        }
        if seen.insert(add_on) {
            queries::insert_add_on(tx, id, position, add_on).await?;
        }
    }
    index(tx, "service", id.uuid(), &wish.name, &[&wish.code]).await?;
    changed(tx, "catalogue_service", id, import).await
}

/// One service with its variants and add-ons. Refuses: service unknown.
pub async fn service(tx: &mut Tx<'_>, id: ServiceId) -> Result<Service, Problem> {
    let mut found = vec![queries::find(tx, id).await?];
    complete(tx, &mut found).await?;
    found.pop().ok_or_else(|| Refusal::Unknown.into())
}

/// A page of services with their variants and add-ons.
pub async fn services(tx: &mut Tx<'_>, wanted: ServicesWanted) -> Result<Page<Service>, Problem> {
    let mut page = queries::list(tx, wanted).await?;
    complete(tx, &mut page.items).await?;
    Ok(page)
}

async fn complete(tx: &mut Tx<'_>, services: &mut [Service]) -> Result<(), Problem> {
    let ids: Vec<ServiceId> = services.iter().map(|service| service.id).collect();
    let mut by_id: HashMap<ServiceId, &mut Service> =
        services.iter_mut().map(|service| (service.id, service)).collect();
    for some in ids.chunks(SIXTEEN) {
        for (service, variant) in queries::variants(tx, some).await? {
            by_id.entry(service).and_modify(|service| service.variants.push(variant));
        }
        for (service, add_on) in queries::add_ons(tx, some).await? {
            by_id.entry(service).and_modify(|service| service.add_ons.push(add_on));
        }
    }
    Ok(())
}
