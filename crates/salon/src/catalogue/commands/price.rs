//! What branches charge.

use crate::access::Permission;
use crate::branch;
use crate::catalogue::model::{BranchPrice, PriceWish, Priced, Refusal};
use crate::catalogue::queries;
use crate::catalogue::rules::check_price;
use crate::store::{Command, Tx};
use kernel::{BranchId, Id, Problem, ProductId, ServiceId};

/// Says what a branch charges for something, or that it follows the list. Refuses, in this order:
/// another branch, branch unknown, price; then by its kind: service unknown, variant unknown,
/// product unknown.
pub struct SetPrice {
    /// Where.
    pub branch: BranchId,
    /// For what, and how much.
    pub wish: PriceWish,
}

impl Command for SetPrice {
    type Out = BranchPrice;
    const NAME: &'static str = "catalogue.set_price";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<BranchPrice, Problem> {
        let at = tx.at(Permission::CatalogueManage, self.branch)?;
        branch::find(tx, self.branch).await?;
        let PriceWish { item, kind, price } = self.wish;
        price.map_or(Ok(()), check_price)?;
        let (name, list_price) = match kind {
            Priced::Service => {
                let service = queries::find(tx, ServiceId::from_uuid(item)).await?;
                (service.name, service.price)
            }
            Priced::Variant => {
                let found = queries::variant(tx, Id::from_uuid(item)).await?;
                let (service, variant) = found.ok_or(Refusal::VariantUnknown)?;
                let service = queries::find(tx, service).await?;
                (super::offering::variant_name(&service.name, &variant.name), variant.price)
            }
            Priced::Product => {
                let product = queries::find_product(tx, ProductId::from_uuid(item)).await?;
                (product.name, product.price)
            }
        };
        match price {
            Some(price) => queries::put_price(tx, at, item, price).await?,
            None => queries::forget_price(tx, at, item).await?,
        }
        tx.touched("catalogue_price", ServiceId::from_uuid(item), Some(self.branch));
        tx.tell("catalogue.changed", ServiceId::from_uuid(item), Some(self.branch)).await?;
        Ok(BranchPrice { item, kind, name, list_price, price })
    }
}
