//! What can be done with the price list.

mod category;
mod import;
mod offering;
mod price;
mod product;
mod search;
mod service;

pub use category::{AddCategory, ChangeCategory, DeleteCategory};
pub use import::{
    SoldBefore, product_known, products_known, services_known, take_back, take_in_product, take_in_service,
    take_in_sold,
};
pub use offering::{check_add_on, items, offered};
pub use price::SetPrice;
pub use product::{AddProduct, ChangeProduct};
pub use search::index_all;
pub use service::{AddService, ChangeService, ensure_by_name, services};

use crate::access::Permission;
use crate::branch;
use crate::store::Tx;
use kernel::{Id, ImportId, Problem};

/// The list is one for the organisation. Refuses: not for every branch.
async fn may_change(tx: &mut Tx<'_>) -> Result<(), Problem> {
    branch::reaches_every_branch(tx, Permission::CatalogueManage).await
}

/// Remembers what was changed, and tells, unless an import has written what nobody sees yet.
async fn changed(
    tx: &mut Tx<'_>,
    subject: &'static str,
    id: impl Id,
    import: Option<ImportId>,
) -> Result<(), Problem> {
    tx.touched(subject, id, None);
    match import {
        Some(_) => Ok(()),
        None => Ok(tx.tell("catalogue.changed", id, None).await?),
    }
}
