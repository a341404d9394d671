//! Products.

use super::category::ensure;
use super::search::index;
use super::{changed, may_change};
use crate::catalogue::model::{Kind, Product, ProductWish};
use crate::catalogue::queries::{self, WrittenProduct};
use crate::catalogue::rules::{self, Known};
use crate::store::{Command, Tx};
use kernel::{Id, ImportId, Problem, ProductId};

/// Puts a product on the list. Refuses, in this order: not for every branch, code, barcode, name,
/// category, price, cost, unit, taxes, name taken, code taken, barcode taken.
pub struct AddProduct(pub ProductWish);

impl Command for AddProduct {
    type Out = Product;
    const NAME: &'static str = "catalogue.add_product";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Product, Problem> {
        may_change(tx).await?;
        let id = add(tx, &rules::check_product(&self.0)?, None).await?;
        queries::find_product(tx, id).await
    }
}

/// Changes a product; the bills of the past keep what stood on them. Refuses, in this order: not
/// for every branch, code, barcode, name, category, price, cost, unit, taxes, product unknown, name
/// taken, code taken, barcode taken.
pub struct ChangeProduct {
    /// Which.
    pub product: ProductId,
    /// What is said of it from now on.
    pub wish: ProductWish,
}

impl Command for ChangeProduct {
    type Out = Product;
    const NAME: &'static str = "catalogue.change_product";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Product, Problem> {
        may_change(tx).await?;
        let wish = rules::check_product(&self.wish)?;
        let id = self.product;
        queries::find_product(tx, id).await?;
        check_taken(tx, &wish, Some(id)).await?;
        let category = ensure(tx, Kind::Product, &wish.category, None).await?;
        queries::update_product(tx, id, WrittenProduct { wish: &wish, category }).await?;
        written(tx, id, &wish, None).await?;
        queries::find_product(tx, id).await
    }
}

/// Writes a checked product. Refuses, in this order: name taken, code taken, barcode taken.
pub(super) async fn add(
    tx: &mut Tx<'_>,
    wish: &ProductWish,
    import: Option<ImportId>,
) -> Result<ProductId, Problem> {
    check_taken(tx, wish, None).await?;
    let category = ensure(tx, Kind::Product, &wish.category, import).await?;
    let id: ProductId = tx.new_id();
    queries::insert_product(tx, id, WrittenProduct { wish, category }, import).await?;
    written(tx, id, wish, import).await?;
    Ok(id)
}

async fn check_taken(
    tx: &mut Tx<'_>,
    wish: &ProductWish,
    other_than: Option<ProductId>,
) -> Result<(), Problem> {
    let ProductWish { name, code, barcode, .. } = wish.clone();
    let wished = Known { name, code, barcode };
    let others = queries::products_alike(tx, &wished, other_than).await?;
    Ok(rules::check_taken(&wished, &others)?)
}

async fn written(
    tx: &mut Tx<'_>,
    id: ProductId,
    wish: &ProductWish,
    import: Option<ImportId>,
) -> Result<(), Problem> {
    index(tx, "product", id.uuid(), &wish.name, &[&wish.code, &wish.barcode]).await?;
    changed(tx, "catalogue_product", id, import).await
}
