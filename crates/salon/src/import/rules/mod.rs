//! What a sheet says, decided without asking anybody: which column means what, which rows can be
//! taken in, and who or what comes twice.

mod birthday;
mod goods;
mod headers;
mod history;
mod member;
mod names;
mod row;
mod visits;

pub use headers::{Layout, check_uncut, layout};
pub use history::{WALK_INS, dates_read, require_dates};
pub use row::Reading;

use super::model::{
    Checked, Double, Fault, Field, Goods, Identity, Key, Kind, Known, Member, OpeningCost, ReadRow, Record,
    Refusal, Report, RowProblem, StockRow, Sums, Verdict,
};
use crate::catalogue;
use crate::customer::model::CustomerProfile;
use crate::customer::rules::number_key;
use crate::sheet::{Row, Sheet, values};
use kernel::text::{Name, Phone, fold};
use kernel::{Day, Id, Instant, Zone};
use std::collections::{BTreeMap, HashMap};

/// Reads every row of a sheet that names somebody or something. What is on file is not looked at yet.
pub fn read_rows(sheet: &Sheet, layout: &Layout, reading: &Reading) -> Vec<ReadRow> {
    let rows = sheet.rows.iter().filter(|row| row.number > layout.header_row);
    let records = rows.filter(|row| !layout.is_heading(row) && !row::is_remark(row, layout));
    if layout.kind == Kind::History {
        let dates = dates_read(sheet, layout, &reading.options);
        return history::read_receipts(records, layout, dates, reading);
    }
    let dates = member::DateOrders::of(sheet, layout);
    let products = goods::are_products(layout);
    let read = |row: &Row| {
        Ok(match layout.kind {
            Kind::Customers => Record::Member(Box::new(member::read_row(row, layout, dates, reading)?)),
            Kind::Catalogue => Record::Goods(Box::new(goods::read_goods(row, layout, products, reading)?)),
            Kind::Stock | Kind::History => Record::Stock(goods::read_stock(row, layout, reading)?),
        })
    };
    records.map(|row| ReadRow { row: row.number, rows: 1, read: read(row) }).collect()
}

/// Decides for each row whether it is taken in. First come stays: of two rows that are the same by
/// one of their keys the earlier accepted one is kept, and a refused row keeps nobody out.
pub fn first_come(rows: Vec<ReadRow>, known: &Known) -> Vec<Checked> {
    let mut seen: HashMap<Key, u32> = HashMap::new();
    let mut decide = |row: u32, read: Result<Record, Fault>| {
        let (record, keys) = match read.and_then(|record| Ok((keys(&record, known)?, record))) {
            Ok((keys, record)) => (record, keys),
            Err(fault) => return Verdict::Rejected(fault),
        };
        // Within one file a card's number or a name tells more than what may be shared.
        let twice = keys.iter().rev().find_map(|key| Some((key.identity, *seen.get(key)?)));
        if let Some((identity, earlier)) = twice {
            return Verdict::Duplicate(Double { identity, row: Some(earlier) });
        }
        if let Some(key) = keys.iter().find(|key| known.keys.contains(key)) {
            return Verdict::Duplicate(Double { identity: key.identity, row: None });
        }
        seen.extend(keys.into_iter().map(|key| (key, row)));
        Verdict::Accepted(record)
    };
    let checked = |ReadRow { row, rows, read }| Checked { row, rows, verdict: decide(row, read) };
    rows.into_iter().map(checked).collect()
}

/// By what a record is the same as another. Refuses: what lies on a shelf and is no product of the
/// catalogue, or none that is counted; a receipt that is on file with other lines.
fn keys(record: &Record, known: &Known) -> Result<Vec<Key>, Fault> {
    match record {
        Record::Member(member) => Ok(member_keys(member)),
        Record::Goods(goods) => Ok(goods::keys(goods)),
        Record::Receipt(receipt) => match known.receipts.get(&receipt.receipt) {
            Some(other) if !receipt.is(other) => Err(Fault::ReceiptDiffers),
            _ => Ok(vec![Key::new(Identity::Receipt, receipt.receipt.as_str())]),
        },
        Record::Stock(row) => {
            let Some(products) = &known.products else { return Ok(row.product.clone()) };
            let found = row.product.iter().find_map(|key| products.get(key));
            match found {
                Some((product, true)) => Ok(vec![Key::new(Identity::Shelf, product.uuid().to_string())]),
                Some((_, false)) => Err(Fault::NotStocked),
                None => Err(Fault::ProductUnknown),
            }
        }
    }
}

/// A product's name, code and barcode, as far as a row says them.
pub fn known_product(keys: &[Key]) -> catalogue::Known {
    let text = |identity| {
        let key = keys.iter().find(|key| key.identity == identity);
        key.map(|key| key.text.clone()).unwrap_or_default()
    };
    catalogue::Known {
        name: text(Identity::ProductName),
        code: text(Identity::ProductCode),
        barcode: text(Identity::Barcode),
    }
}

/// By what a member is known, the phone first.
fn member_keys(member: &Member) -> Vec<Key> {
    let phone = member.phone.as_ref().map(|phone| Key::new(Identity::Phone, phone.as_str()));
    let number = member.card_number.as_deref();
    let number = number.map(|number| Key::new(Identity::CardNumber, card_key(number)));
    phone.into_iter().chain(number).collect()
}

/// A card number as it is compared: width, spaces, signs and case make no difference.
pub fn card_key(number: &str) -> String {
    number_key(number)
}

/// A client's code as it is compared; one of signs alone as it is written.
pub fn client_key(code: &str) -> String {
    let key = number_key(code);
    if key.is_empty() { code.to_owned() } else { key }
}

/// Refuses a file that leaves somebody or something out, unless that was said to be right.
pub fn check_whole(checked: &[Checked], accept_partial: bool) -> Result<(), Refusal> {
    let left_out = || checked.iter().filter(|row| row.verdict.leaves_out());
    if accept_partial || left_out().next().is_none() {
        return Ok(());
    }
    let rejected = left_out().filter(|row| matches!(row.verdict, Verdict::Rejected(_)));
    let rejected: u32 = rejected.map(|row| row.rows).sum();
    let duplicates = left_out().map(|row| row.rows).sum::<u32>() - rejected;
    Err(Refusal::RowsRefused { rejected, duplicates })
}

/// What the accepted rows say.
pub fn accepted(checked: &[Checked]) -> impl Iterator<Item = (u32, &Record)> {
    checked.iter().filter_map(|row| match &row.verdict {
        Verdict::Accepted(record) => Some((row.row, record)),
        _ => None,
    })
}

/// A row as it was understood, from field to text, what is empty left out.
pub fn understood(record: &Record, decimals: u32) -> BTreeMap<String, String> {
    let texts = match record {
        Record::Member(member) => member_texts(member, decimals),
        Record::Goods(goods) => goods_texts(goods, decimals),
        Record::Stock(row) => stock_texts(row, decimals),
        Record::Receipt(receipt) => history::texts(receipt, decimals),
    };
    let said = texts.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(field, text)| (field.code().to_owned(), text)).collect()
}

fn goods_texts(goods: &Goods, decimals: u32) -> Vec<(Field, String)> {
    match goods {
        Goods::Service(service) => vec![
            (Field::ItemKind, "service".to_owned()),
            (Field::Code, service.code.clone()),
            (Field::Name, service.name.clone()),
            (Field::Category, service.category.clone()),
            (Field::Price, values::written(service.price, decimals)),
            (Field::Duration, service.blocks.minutes().to_string()),
            (Field::Active, service.active.to_string()),
        ],
        Goods::Product(product) => vec![
            (Field::ItemKind, "product".to_owned()),
            (Field::Code, product.code.clone()),
            (Field::Barcode, product.barcode.clone()),
            (Field::Name, product.name.clone()),
            (Field::Category, product.category.clone()),
            (Field::Price, values::written(product.price, decimals)),
            (Field::Cost, values::written(product.cost, decimals)),
            (Field::Unit, product.unit.clone()),
            (Field::Active, product.active.to_string()),
        ],
    }
}

fn stock_texts(row: &StockRow, decimals: u32) -> Vec<(Field, String)> {
    let known = row.product.iter().map(|key| {
        let field = match key.identity {
            Identity::Barcode => Field::Barcode,
            Identity::ProductCode => Field::Code,
            _ => Field::Name,
        };
        (field, key.text.clone())
    });
    let cost = match row.cost {
        OpeningCost::Together(cost) => values::written(cost, decimals),
        OpeningCost::Usual => String::new(),
    };
    known.chain([(Field::Quantity, row.quantity.to_string()), (Field::TotalCost, cost)]).collect()
}

fn member_texts(member: &Member, decimals: u32) -> Vec<(Field, String)> {
    vec![
        (Field::CardNumber, member.card_number.clone().unwrap_or_default()),
        (Field::Name, member.name.to_string()),
        (Field::Phone, member.phone.as_ref().map(Phone::to_string).unwrap_or_default()),
        (Field::Gender, member.gender.code().to_owned()),
        (Field::Birthday, member.birthday.map(|birthday| birthday.to_string()).unwrap_or_default()),
        (Field::Tier, member.tier.as_ref().map(Name::to_string).unwrap_or_default()),
        (Field::Principal, values::written(member.principal, decimals)),
        (Field::Bonus, values::written(member.bonus, decimals)),
        (Field::Points, member.points.to_string()),
        (Field::Visits, visits_text(&member.visits)),
        (Field::OpenedOn, member.opened_on.map(|day| day.to_string()).unwrap_or_default()),
        (Field::ReferrerPhone, member.referrer_phone.as_ref().map(Phone::to_string).unwrap_or_default()),
        (Field::Notes, member.notes.clone()),
        (Field::Email, member.email.clone()),
        (Field::Address, member.address.clone()),
        (Field::Source, member.source.clone()),
    ]
}

fn visits_text(visits: &BTreeMap<String, i64>) -> String {
    visits.iter().map(|(service, count)| format!("{service}×{count}")).collect::<Vec<_>>().join("; ")
}

/// The profile that a member's row makes. A referrer who is nowhere to be found is kept in the notes, so
/// that nothing the other program knew is lost.
pub fn profile(member: &Member, referrer_is_known: bool) -> CustomerProfile {
    let lost = member.referrer_phone.as_ref().filter(|_| !referrer_is_known);
    let notes = match lost {
        Some(phone) => format!("{}\n推荐人 {phone}", member.notes).trim().to_owned(),
        None => member.notes.clone(),
    };
    CustomerProfile {
        name: member.name.to_string(),
        phone: member.phone.as_ref().map(Phone::to_string).unwrap_or_default(),
        email: member.email.clone(),
        address: member.address.clone(),
        gender: member.gender,
        birthday: member.birthday,
        source: member.source.clone(),
        tags: member.tier.iter().map(Name::to_string).collect(),
        notes,
        ..CustomerProfile::default()
    }
}

/// The middle of a day, as the moment of what is known by its day alone.
pub fn noon(day: Day, zone: &Zone) -> Instant {
    day.starts(zone).plus_seconds(12 * 3600)
}

/// The last part of a file's name, without what no name has: it is only ever shown.
pub fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = fold::plain(last).chars().take(120).collect();
    if name.is_empty() { "?".to_owned() } else { name }
}

/// Counts and adds up.
pub fn report(checked: &[Checked]) -> Report {
    let count = |wanted: fn(&Verdict) -> bool| {
        checked.iter().filter(|row| wanted(&row.verdict)).map(|row| row.rows).sum()
    };
    let problems: Vec<RowProblem> = checked.iter().filter_map(Checked::problem).collect();
    Report {
        rows: count(|_| true),
        accepted: count(|verdict| matches!(verdict, Verdict::Accepted(_))),
        duplicates: count(|verdict| matches!(verdict, Verdict::Duplicate(_))),
        rejected: count(|verdict| matches!(verdict, Verdict::Rejected(_))),
        sums: sums(checked),
        problems,
    }
}

fn sums(checked: &[Checked]) -> Sums {
    let mut sums = Sums::default();
    for row in checked {
        match &row.verdict {
            Verdict::Accepted(Record::Member(member)) => {
                sums.principal += member.principal;
                sums.bonus += member.bonus;
                sums.points = sums.points.saturating_add(member.points);
                for (service, visits) in &member.visits {
                    *sums.visits.entry(service.clone()).or_default() += visits;
                }
            }
            Verdict::Accepted(Record::Goods(goods)) => match **goods {
                Goods::Service(_) => sums.services += 1,
                Goods::Product(_) => sums.products += 1,
            },
            Verdict::Accepted(Record::Stock(stock)) => {
                sums.units += stock.quantity;
                if let OpeningCost::Together(cost) = stock.cost {
                    sums.value += cost;
                }
            }
            Verdict::Accepted(Record::Receipt(receipt)) => {
                let (net, tax) = receipt.sums();
                sums.bills += 1;
                sums.net += net;
                sums.tax += tax;
            }
            Verdict::Duplicate(_) | Verdict::Rejected(_) => {}
        }
    }
    sums
}

#[cfg(test)]
mod tests;
