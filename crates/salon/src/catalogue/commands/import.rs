//! What an import brings, which nobody sees until all of it is there.

use super::{product, service};
use crate::catalogue::model::{Kind, ProductWish, Refusal, ServiceWish};
use crate::catalogue::queries;
use crate::catalogue::rules::{self, Known};
use crate::store::Tx;
use kernel::{Id, ImportId, Problem, ProductId};
use uuid::Uuid;

/// How many rows are read at once.
const PAGE: i64 = 1000;

/// Takes a service in. Refuses as adding one does.
pub async fn take_in_service(tx: &mut Tx<'_>, wish: &ServiceWish, import: ImportId) -> Result<(), Problem> {
    service::add(tx, &rules::check_service(wish)?, Some(import)).await.map(drop)
}

/// Takes a product in. Refuses as adding one does.
pub async fn take_in_product(tx: &mut Tx<'_>, wish: &ProductWish, import: ImportId) -> Result<(), Problem> {
    product::add(tx, &rules::check_product(wish)?, Some(import)).await.map(drop)
}

/// Something that was sold before, as another program's sheet names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SoldBefore {
    /// Whether it is goods, where the sheet says so.
    pub kind: Option<Kind>,
    /// Its code; may be empty.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Finds the service or the product that was sold before, by its code or else its name; what is on no
/// list is made without a price and out of use, and seen by nobody until the import is done. Refuses:
/// code, name.
pub async fn take_in_sold(tx: &mut Tx<'_>, sold: &SoldBefore, import: ImportId) -> Result<Uuid, Problem> {
    let SoldBefore { kind, code, name } = sold;
    let service = rules::check_service(&ServiceWish::unpriced(code, name))?;
    let some_code = queries::some(&service.code);
    let services = queries::service_named(tx, some_code, &service.name).await?.map(Id::uuid);
    let products = queries::product_named(tx, some_code, &service.name).await?.map(Id::uuid);
    let goods = *kind == Some(Kind::Product);
    let found = if goods { products.or(services) } else { services.or(products) };
    match found {
        Some(id) => Ok(id),
        None if goods => {
            let product = ProductWish::unpriced(service.code, service.name);
            product::add(tx, &product, Some(import)).await.map(Id::uuid)
        }
        None => service::add(tx, &service, Some(import)).await.map(Id::uuid),
    }
}

/// Removes some of what an import has written, which nobody has seen, and says how much; nothing
/// when nothing is left.
pub async fn take_back(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<usize, Problem> {
    let services = queries::services_of_import(tx, import, limit).await?;
    for &id in &services {
        queries::forget_pieces(tx, "service", id.uuid()).await?;
        queries::delete_service(tx, id).await?;
    }
    let products = queries::products_of_import(tx, import, limit).await?;
    for &id in &products {
        queries::forget_pieces(tx, "product", id.uuid()).await?;
        queries::delete_product(tx, id).await?;
    }
    let categories = queries::empty_categories_of_import(tx, import, limit).await?;
    for &id in &categories {
        queries::forget_pieces(tx, "category", id.uuid()).await?;
        queries::delete_category(tx, id).await?;
    }
    Ok(services.len() + products.len() + categories.len())
}

/// By what all services are known.
pub async fn services_known(tx: &mut Tx<'_>) -> Result<Vec<Known>, Problem> {
    let mut all: Vec<Known> = Vec::new();
    loop {
        let after = all.last().map(|known| known.name.clone()).unwrap_or_default();
        let some = queries::services_known_after(tx, &after, PAGE).await?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some);
    }
}

/// By what all products are known, with whether each is counted on the shelf.
pub async fn products_known(tx: &mut Tx<'_>) -> Result<Vec<(ProductId, bool, Known)>, Problem> {
    let mut all: Vec<(ProductId, bool, Known)> = Vec::new();
    loop {
        let after = all.last().map(|(_, _, known)| known.name.clone()).unwrap_or_default();
        let some = queries::products_known_after(tx, &after, PAGE).await?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some);
    }
}

/// The product that a sheet means: by its barcode, else its code, else its name. Refuses: product
/// unknown.
pub async fn product_known(tx: &mut Tx<'_>, known: &Known) -> Result<ProductId, Problem> {
    queries::product_known(tx, known).await?.ok_or_else(|| Refusal::ProductUnknown.into())
}
