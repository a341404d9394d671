//! Every statement over `catalogue_*`.

mod category;
mod item;
mod price;
mod product;
mod search;
mod service;
mod unseen;

pub use category::{
    categories, category, category_of_name, change_category, count_under, delete_category, insert_category,
};
pub use item::{ItemsWanted, add_ons_offered, items, variants_offered};
pub use price::{branch_price, branch_prices, forget_price, put_price};
pub use product::{
    ProductsWanted, WrittenProduct, find_product, insert_product, products, products_alike, products_of,
    update_product,
};
pub use search::{Unindexed, add_piece, forget_pieces, unindexed_categories, unindexed_services};
pub use service::{
    ServicesWanted, Written, add_ons, find, find_by_name, forget_add_ons, insert, insert_add_on,
    is_add_on_of, list, put_variant, services_alike, update, variant, variants,
};

pub use unseen::{
    delete_product, delete_service, empty_categories_of_import, hide, product_known, product_named,
    products_known_after, products_of_import, service_named, services_known_after, services_of_import,
    unhide,
};

use super::rules::Known;
use crate::store::{Row, StoreError};

/// A row of a list with the place of its category on it; what stands under none comes last.
pub struct Placed<T> {
    place: i64,
    row: T,
}

fn read_known(row: &mut Row) -> Result<Known, StoreError> {
    let mut text = || Ok::<String, StoreError>(row.take::<Option<String>>()?.unwrap_or_default());
    Ok(Known { name: text()?, code: text()?, barcode: text()? })
}

/// A code as it is stored: several have none.
pub fn some(code: &str) -> Option<&str> {
    Some(code).filter(|code| !code.is_empty())
}

/// From the least to the most that a flag may be.
fn range(flag: Option<bool>) -> (i64, i64) {
    flag.map_or((0, 1), |flag| (i64::from(flag), i64::from(flag)))
}
