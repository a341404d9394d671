//! What of a file is on file already.

use crate::bill;
use crate::catalogue;
use crate::customer::{card_numbers_on_file, phones_on_file};
use crate::import::model::{Identity, Key, Kind, Known, Member, ReadRow, Record};
use crate::stock;
use crate::store::Tx;
use kernel::text::Phone;
use kernel::{BranchId, Id, Problem};
use std::collections::HashMap;

/// Looks up what the rows of a file name.
pub(super) async fn known(
    tx: &mut Tx<'_>,
    kind: Kind,
    branch: BranchId,
    rows: &[ReadRow],
) -> Result<Known, Problem> {
    match kind {
        Kind::Customers => members(tx, rows).await,
        Kind::Catalogue => goods(tx).await,
        Kind::Stock => shelves(tx, branch).await,
        Kind::History => receipts(tx, branch, rows).await,
    }
}

async fn members(tx: &mut Tx<'_>, rows: &[ReadRow]) -> Result<Known, Problem> {
    let members = || {
        rows.iter().filter_map(|row| match &row.read {
            Ok(Record::Member(member)) => Some::<&Member>(member),
            _ => None,
        })
    };
    let phones: Vec<Phone> = members().filter_map(|member| member.phone.clone()).collect();
    let numbers: Vec<String> = members().filter_map(|member| member.card_number.clone()).collect();
    let phones = phones_on_file(tx, &phones).await?;
    let phones = phones.iter().map(|phone| Key::new(Identity::Phone, phone.as_str()));
    let numbers = card_numbers_on_file(tx, &numbers).await?;
    let numbers = numbers.into_iter().map(|number| Key::new(Identity::CardNumber, number));
    Ok(Known { keys: phones.chain(numbers).collect(), ..Known::default() })
}

/// A price list is small next to a list of members: all of it is looked at.
async fn goods(tx: &mut Tx<'_>) -> Result<Known, Problem> {
    let mut known = Known::default();
    for service in catalogue::services_known(tx).await? {
        known.keys.insert(Key::new(Identity::ServiceName, service.name));
        known.keys.insert(Key::new(Identity::ServiceCode, service.code));
    }
    for (_, _, product) in catalogue::products_known(tx).await? {
        known.keys.extend(product_keys(product));
    }
    Ok(known)
}

async fn shelves(tx: &mut Tx<'_>, branch: BranchId) -> Result<Known, Problem> {
    let mut products = HashMap::new();
    for (id, stocked, product) in catalogue::products_known(tx).await? {
        products.extend(product_keys(product).into_iter().map(|key| (key, (id, stocked))));
    }
    let moved = stock::moved_products(tx, branch).await?;
    let keys = moved.into_iter().map(|id| Key::new(Identity::Shelf, id.uuid().to_string())).collect();
    Ok(Known { keys, products: Some(products), ..Known::default() })
}

async fn receipts(tx: &mut Tx<'_>, branch: BranchId, rows: &[ReadRow]) -> Result<Known, Problem> {
    let numbers = rows.iter().filter_map(|row| match &row.read {
        Ok(Record::Receipt(receipt)) => Some(receipt.receipt.clone()),
        _ => None,
    });
    let numbers: Vec<String> = numbers.collect();
    let known = bill::receipts_on_file(tx, branch, &numbers).await?;
    let keys = known.iter().map(|known| Key::new(Identity::Receipt, known.receipt.as_str())).collect();
    let receipts = known.into_iter().map(|known| (known.receipt.clone(), known)).collect();
    Ok(Known { keys, receipts, ..Known::default() })
}

fn product_keys(product: catalogue::Known) -> [Key; 3] {
    [
        Key::new(Identity::ProductName, product.name),
        Key::new(Identity::ProductCode, product.code),
        Key::new(Identity::Barcode, product.barcode),
    ]
}
