//! The price list as the rows of a sheet, under names of columns that an import recognises.

use super::commands::services;
use super::model::{Product, Service};
use super::queries::{self, ProductsWanted, ServicesWanted};
use crate::sheet::{Cell, values};
use crate::store::Tx;
use kernel::page::Cursor;
use kernel::{Limit, Money, Problem};

/// All services, in the order of the list. `decimals` are those of the currency.
pub async fn service_rows(tx: &mut Tx<'_>, decimals: u32) -> Result<Vec<Vec<Cell>>, Problem> {
    let head = ["kind", "code", "name", "category", "price", "duration", "variants", "add_on", "active"];
    let mut rows = vec![head.map(Cell::text).to_vec()];
    let mut after = None;
    loop {
        let wanted = ServicesWanted { after, limit: Limit::default(), ..ServicesWanted::default() };
        let page = services(tx, wanted).await?;
        rows.extend(page.items.iter().map(|service| service_row(service, decimals)));
        let Some(next) = page.next else { return Ok(rows) };
        after = Some(Cursor(next));
    }
}

fn service_row(service: &Service, decimals: u32) -> Vec<Cell> {
    let variants = service.variants.iter().filter(|variant| variant.active);
    let variants: Vec<String> = variants
        .map(|variant| format!("{} {}", variant.name, values::written(variant.price, decimals)))
        .collect();
    vec![
        Cell::text("service"),
        Cell::text(&service.code),
        Cell::text(&service.name),
        Cell::text(&service.category),
        amount(service.price, decimals),
        Cell::Number(service.duration_minutes.to_string()),
        Cell::text(&variants.join("; ")),
        flag(service.add_on),
        flag(service.active),
    ]
}

/// All products, in the order of the list. `decimals` are those of the currency.
pub async fn product_rows(tx: &mut Tx<'_>, decimals: u32) -> Result<Vec<Vec<Cell>>, Problem> {
    let head = ["kind", "code", "barcode", "name", "category", "price", "cost", "unit", "stocked", "active"];
    let mut rows = vec![head.map(Cell::text).to_vec()];
    let mut after = None;
    loop {
        let wanted = ProductsWanted { after, limit: Limit::default(), ..ProductsWanted::default() };
        let page = queries::products(tx, wanted).await?;
        rows.extend(page.items.iter().map(|product| product_row(product, decimals)));
        let Some(next) = page.next else { return Ok(rows) };
        after = Some(Cursor(next));
    }
}

fn product_row(product: &Product, decimals: u32) -> Vec<Cell> {
    vec![
        Cell::text("product"),
        Cell::text(&product.code),
        Cell::text(&product.barcode),
        Cell::text(&product.name),
        Cell::text(&product.category),
        amount(product.price, decimals),
        amount(product.cost, decimals),
        Cell::text(&product.unit),
        flag(product.stocked),
        flag(product.active),
    ]
}

fn amount(amount: Money, decimals: u32) -> Cell {
    Cell::Number(values::written(amount, decimals))
}

fn flag(flag: bool) -> Cell {
    Cell::text(if flag { "yes" } else { "no" })
}
