//! What a branch sells: for the till's list, and for a line of a bill.

use crate::access::At;
use crate::catalogue::model::{Item, ItemPart, Kind, Offer, Offered, Refusal, Service};
use crate::catalogue::queries::{self, ItemsWanted};
use crate::store::{SIXTEEN, Tx};
use kernel::{BranchId, Id, Page, Problem, ProductId, ServiceId, VariantId};
use std::collections::HashMap;
use uuid::Uuid;

/// What a line of a bill is made from, at the price of a branch. Refuses, in this order: service or
/// product unknown, inactive, variant unknown, variant needed.
pub async fn offered(tx: &mut Tx<'_>, branch: BranchId, what: Offer) -> Result<Offered, Problem> {
    match what {
        Offer::Service { service, variant } => service_offered(tx, branch, service, variant).await,
        Offer::Product(product) => product_offered(tx, branch, product).await,
    }
}

async fn service_offered(
    tx: &mut Tx<'_>,
    branch: BranchId,
    id: ServiceId,
    wanted: Option<VariantId>,
) -> Result<Offered, Problem> {
    let Service { name, category_id: category, price, taxes, add_on, active, .. } =
        queries::find(tx, id).await?;
    if !active {
        return Err(Refusal::Inactive.into());
    }
    let variants = queries::variants(tx, &[id]).await?;
    let mut in_use = variants.into_iter().map(|(_, variant)| variant).filter(|variant| variant.active);
    let (priced, name, price) = match wanted {
        Some(wanted) => {
            let variant = in_use.find(|variant| variant.id == wanted).ok_or(Refusal::VariantUnknown)?;
            (wanted.uuid(), variant_name(&name, &variant.name), variant.price)
        }
        None if in_use.next().is_some() => return Err(Refusal::VariantNeeded.into()),
        None => (id.uuid(), name, price),
    };
    let price = queries::branch_price(tx, branch, priced).await?.unwrap_or(price);
    Ok(Offered { item: id.uuid(), variant: wanted, category, name, price, taxes, add_on, stocked: false })
}

async fn product_offered(tx: &mut Tx<'_>, branch: BranchId, id: ProductId) -> Result<Offered, Problem> {
    let product = queries::find_product(tx, id).await?;
    if !product.active {
        return Err(Refusal::Inactive.into());
    }
    let price = queries::branch_price(tx, branch, id.uuid()).await?.unwrap_or(product.price);
    Ok(Offered {
        item: id.uuid(),
        variant: None,
        category: None,
        name: product.name,
        price,
        taxes: product.taxes,
        add_on: false,
        stocked: product.stocked,
    })
}

/// How a variant is called on a bill.
pub(super) fn variant_name(service: &str, variant: &str) -> String {
    format!("{service} · {variant}")
}

/// Refuses a service that is not sold together with another one: not an add-on.
pub async fn check_add_on(tx: &mut Tx<'_>, parent: ServiceId, add_on: ServiceId) -> Result<(), Problem> {
    match queries::is_add_on_of(tx, parent, add_on).await? {
        true => Ok(()),
        false => Err(Refusal::NotAnAddOn.into()),
    }
}

/// A page of what a till sells, at the prices of a branch.
pub async fn items(tx: &mut Tx<'_>, at: At, wanted: ItemsWanted) -> Result<Page<Item>, Problem> {
    let mut page = queries::items(tx, at, wanted).await?;
    let services = page.items.iter().filter(|item| item.kind == Kind::Service);
    let services: Vec<ServiceId> = services.map(|item| ServiceId::from_uuid(item.id)).collect();
    let mut variants: HashMap<Uuid, Vec<ItemPart>> = HashMap::new();
    let mut add_ons: HashMap<Uuid, Vec<ItemPart>> = HashMap::new();
    for some in services.chunks(SIXTEEN) {
        for (service, variant) in queries::variants_offered(tx, at, some).await? {
            variants.entry(service.uuid()).or_default().push(variant);
        }
        for (service, add_on) in queries::add_ons_offered(tx, at, some).await? {
            add_ons.entry(service.uuid()).or_default().push(add_on);
        }
    }
    for item in &mut page.items {
        item.variants = variants.remove(&item.id).unwrap_or_default();
        item.add_ons = add_ons.remove(&item.id).unwrap_or_default();
    }
    Ok(page)
}
