//! One row of a sheet of goods: of the price list, or of what lies on the shelves.

use super::headers::Layout;
use super::row::{Reading, amount, line, some_amount, whole};
use crate::catalogue::{self, Blocks, ProductWish, Refusal, ServiceWish};
use crate::import::model::{Fault, Field, Goods, Identity, Key, Kind, OpeningCost, StockRow};
use crate::sheet::values;
use crate::sheet::{Cell, Row};
use kernel::text::{Name, fold};

/// Times lie on a grid of so many minutes; what comes from elsewhere is rounded up.
const GRID: i64 = 5;
/// The most units of one row.
const UNITS_MAX: i64 = 1_000_000;
/// The most characters that are looked at of a text of goods; what is kept of each is the catalogue's rule.
const LINE: usize = 200;

/// Whether the rows of a sheet that say nothing of it are products: only these have barcodes, units
/// and stock.
pub(super) fn are_products(layout: &Layout) -> bool {
    let product_alone = [Field::Barcode, Field::Unit].into_iter().any(|field| layout.has(field));
    product_alone || layout.names(Kind::Stock, Field::Quantity)
}

/// Reads a row of a price list. Looks, in this order, at code, name, price, category, duration or
/// barcode, cost and unit, and stops at the first fault.
pub(super) fn read_goods(
    row: &Row,
    layout: &Layout,
    products: bool,
    reading: &Reading,
) -> Result<Goods, Fault> {
    let cell = |field| layout.cell(row, field);
    let text = |field| line(cell(field), field, LINE);
    let code = text(Field::Code)?;
    let name = name(cell(Field::Name)).or_else(|fault| fallen_back(fault, &code))?;
    let price = some_amount(cell(Field::Price), Field::Price, reading.decimals)?.ok_or(Fault::NoPrice)?;
    let category = text(Field::Category)?;
    let active = is_active(cell(Field::Active));
    if !is_product(cell(Field::ItemKind)).unwrap_or(products) {
        let wish = ServiceWish {
            code,
            name,
            category,
            price,
            blocks: Blocks::hands_on(duration(cell(Field::Duration))?),
            taxes: Vec::new(),
            variants: Vec::new(),
            add_ons: Vec::new(),
            add_on: false,
            active,
        };
        return catalogue::check_service(&wish).map(Goods::Service).map_err(fault);
    }
    let wish = ProductWish {
        code,
        barcode: barcode(cell(Field::Barcode))?,
        name,
        category,
        price,
        cost: amount(cell(Field::Cost), Field::Cost, reading.decimals)?,
        unit: text(Field::Unit)?,
        taxes: Vec::new(),
        stocked: true,
        active,
    };
    catalogue::check_product(&wish).map(Goods::Product).map_err(fault)
}

/// Reads a row of what lies on the shelves. Looks, in this order, at barcode, code and name, quantity,
/// cost, and stops at the first fault.
pub(super) fn read_stock(row: &Row, layout: &Layout, reading: &Reading) -> Result<StockRow, Fault> {
    let cell = |field| layout.cell(row, field);
    let known = [
        (Identity::Barcode, barcode(cell(Field::Barcode))?),
        (Identity::ProductCode, line(cell(Field::Code), Field::Code, LINE)?),
        (Identity::ProductName, name(cell(Field::Name)).unwrap_or_default()),
    ];
    let known = known.into_iter().filter(|(_, text)| !text.is_empty());
    let product: Vec<Key> = known.map(|(identity, text)| Key::new(identity, text)).collect();
    if product.is_empty() {
        return Err(Fault::NoProduct);
    }
    let quantity = whole(cell(Field::Quantity), Field::Quantity, Fault::QuantityNotWhole)?;
    let quantity = quantity.ok_or(Fault::QuantityNotWhole)?;
    if quantity > UNITS_MAX {
        return Err(Fault::TooLarge(Field::Quantity));
    }
    let money = |field| some_amount(cell(field), field, reading.decimals);
    let cost = match (money(Field::TotalCost)?, money(Field::Cost)?) {
        (Some(together), _) => OpeningCost::Together(together),
        (None, Some(each)) => {
            OpeningCost::Together(each.times(quantity).ok_or(Fault::TooLarge(Field::Cost))?)
        }
        (None, None) => OpeningCost::Usual,
    };
    Ok(StockRow { product, quantity, cost })
}

/// By what goods are known, the surest first.
pub(super) fn keys(goods: &Goods) -> Vec<Key> {
    let keys = match goods {
        Goods::Service(service) => {
            vec![(Identity::ServiceCode, &service.code), (Identity::ServiceName, &service.name)]
        }
        Goods::Product(product) => vec![
            (Identity::Barcode, &product.barcode),
            (Identity::ProductCode, &product.code),
            (Identity::ProductName, &product.name),
        ],
    };
    let said = keys.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(identity, text)| Key::new(identity, text.as_str())).collect()
}

/// The code in place of a name that is blank.
fn fallen_back(fault: Fault, code: &str) -> Result<String, Fault> {
    if fault == Fault::NoName && !code.is_empty() { Ok(code.to_owned()) } else { Err(fault) }
}

fn name(cell: &Cell) -> Result<String, Fault> {
    let text = cell.to_text();
    if values::says_nothing(&text) {
        return Err(Fault::NoName);
    }
    Name::parse(&text).map(Name::into_string).ok_or(Fault::TextTooLong(Field::Name))
}

/// A barcode. One that a spreadsheet has made a number of by powers of ten has lost its end.
fn barcode(cell: &Cell) -> Result<String, Fault> {
    let text = line(cell, Field::Barcode, LINE)?;
    let scientific = text.contains('.') && text.to_lowercase().contains("e+");
    if scientific { Err(Fault::BarcodeUnreadable) } else { Ok(text) }
}

/// Minutes, with or without the word.
fn duration(cell: &Cell) -> Result<i64, Fault> {
    let text = fold::lower(&cell.to_text());
    let number = text.trim_end_matches(|character: char| character.is_alphabetic() || character == '.');
    let number = Cell::text(number);
    let minutes = values::whole(&number).map_err(|_| Fault::DurationUnreadable)?.unwrap_or_default();
    // What is longer than a day is for the catalogue to refuse.
    Ok(minutes.saturating_add(GRID - 1) / GRID * GRID)
}

pub(super) fn is_product(cell: &Cell) -> Option<bool> {
    match fold::lower(&cell.to_text()).as_str() {
        "项目" | "服务" | "服务项目" | "service" | "services" => Some(false),
        "商品" | "产品" | "货品" | "product" | "products" | "retail" => Some(true),
        _ => None,
    }
}

/// In use, unless the cell says otherwise.
fn is_active(cell: &Cell) -> bool {
    let no = [
        "否",
        "停用",
        "禁用",
        "下架",
        "停售",
        "无效",
        "已停用",
        "已下架",
        "false",
        "no",
        "n",
        "0",
        "inactive",
        "disabled",
    ];
    !no.contains(&fold::lower(&cell.to_text()).as_str())
}

/// What the catalogue would not keep, in the words of a row.
pub(super) fn fault(refusal: Refusal) -> Fault {
    match refusal {
        Refusal::Code => Fault::TextTooLong(Field::Code),
        Refusal::Barcode => Fault::BarcodeUnreadable,
        Refusal::Category => Fault::TextTooLong(Field::Category),
        Refusal::Unit => Fault::TextTooLong(Field::Unit),
        Refusal::Blocks => Fault::DurationUnreadable,
        _ => Fault::NoName,
    }
}
