//! Many rows at once: copies of what the product's commands have written, under ids of their own.

use crate::raw::Raw;
use crate::shop::{Dice, Shop};
use kernel::{CustomerId, Id, Instant, Zone};
use salon::store::{Cell, Cipher, Val};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use uuid::Uuid;

/// How many things are written at once.
const BATCH: u64 = 10_000;
/// What belongs to a bill, in an order in which every row is known by one that came before.
const OF_A_BILL: [&str; 10] = [
    "bill",
    "bill_line",
    "bill_share",
    "bill_tender",
    "bill_cell",
    "bill_tax",
    "ledger_set",
    "ledger_entry",
    "store_audit",
    "store_idempotency",
];
/// One answer in so many is still kept: they are forgotten after 92 days.
const ANSWERS: u64 = 20;
/// The time that the bills of the past are spread over: three years.
const PAST: i64 = 3 * 365 * 86_400_000;

/// An id whose order is that of its moment.
pub fn new_id(millis: i64, salt: u64) -> Uuid {
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&salt.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(millis as u64, &bytes).into_uuid()
}

/// The number of a made-up mobile, which nobody has.
pub fn phone(number: u64) -> String {
    format!("1910{:07}", number * 7_919 % 10_000_000)
}

/// Makes members of the chain: copies of those it has, with phones, who registered a minute after each other
/// in years past.
pub async fn customers(raw: &Raw, cipher: &Cipher, shop: &Shop, range: Range<u64>) {
    let moment = |number: u64| 1_600_000_000_000 + number as i64 * 60_000;
    let id = |number: u64| new_id(moment(number), number);
    let organisation = Val::from(shop.organisation());
    let (columns, members) = members(raw, shop).await;
    let templates = members.len() as u64;
    let place = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let (id_at, number_at, phone_at) = (place("id"), place("member_number"), place("phone"));
    let moments_at = [place("created_at"), place("registered_at")];
    for from in range.clone().step_by(BATCH as usize) {
        let (mut people, mut digests, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        for number in from..(from + BATCH).min(range.end) {
            let (row, phone, name) = (id(number), phone(number), format!("M9-{number:07}"));
            let cell = Cell { table: "customer", column: "phone", row };
            let mut person = members[(number % templates) as usize].clone();
            person[id_at] = Val::Uuid(row);
            moments_at.iter().for_each(|&at| person[at] = Val::from(moment(number)));
            person[number_at] = Val::from(name.as_str());
            person[phone_at] = Val::from(cipher.seal_text(cell, &phone).unwrap());
            people.push(person);
            for (part, text) in [("tail", &phone[7..]), ("whole", phone.as_str())] {
                let digest = cipher.digest(&format!("customer_phone.{part}"), text);
                digests.push(vec![organisation.clone(), part.into(), digest.into(), row.into()]);
            }
            let key = name.to_lowercase().replace('-', "");
            numbers.push(vec![organisation.clone(), key.into(), "number".into(), row.into()]);
        }
        raw.write("customer", &people).await;
        raw.write("customer_phone", &digests).await;
        raw.write("customer_number", &numbers).await;
    }
    // Piece by piece, so that the rows come in the order in which they lie.
    let who: HashMap<Uuid, u64> = (0..).zip(&members).map(|(at, row)| (uuid_of(&row[id_at]), at)).collect();
    let mut pieces = raw.rows("SELECT * FROM customer_search ORDER BY place, piece, customer_id").await;
    pieces.retain(|piece| who.contains_key(&uuid_of(&piece[3])));
    let mut rows = Vec::new();
    for piece in pieces {
        let template = who[&uuid_of(&piece[3])];
        let first = range.start + (template + templates - range.start % templates) % templates;
        for number in (first..range.end).step_by(templates as usize) {
            let mut row = piece.clone();
            row[3] = Val::Uuid(id(number));
            rows.push(row);
        }
        if rows.len() as u64 > BATCH * 5 {
            raw.write("customer_search", &std::mem::take(&mut rows)).await;
        }
    }
    raw.write("customer_search", &rows).await;
}

/// The members that the chain has registered, with the names of the columns.
async fn members(raw: &Raw, shop: &Shop) -> (Vec<String>, Vec<Vec<Val>>) {
    let columns = raw.columns("customer").await;
    let known: HashSet<Uuid> = shop.members.iter().map(|id| id.uuid()).collect();
    let at = columns.iter().position(|column| column == "id").unwrap();
    let mut rows = raw.rows("SELECT * FROM customer ORDER BY org_id, id").await;
    rows.retain(|row| known.contains(&uuid_of(&row[at])));
    (columns, rows)
}

fn uuid_of(value: &Val) -> Uuid {
    if let Val::Uuid(id) = value { *id } else { panic!("{value:?} is no id") }
}

/// A bill's rows with their tables, and the ids that are its own.
type Template = (Vec<(&'static str, Vec<Val>)>, BTreeSet<Uuid>);

/// Paid bills from which more are made.
pub struct Bills {
    columns: HashMap<&'static str, Vec<String>>,
    templates: Vec<Template>,
    members: Vec<CustomerId>,
    zone: Zone,
    now: i64,
}

impl Bills {
    /// Reads all bills there are, which must be paid.
    pub async fn read(raw: &Raw, shop: &Shop, now: Instant) -> Bills {
        let mut columns = HashMap::new();
        let mut templates: Vec<Template> = Vec::new();
        for table in OF_A_BILL {
            let names = raw.columns(table).await;
            let id_at = names.iter().position(|name| name == "id");
            for row in raw.rows(&format!("SELECT * FROM {table}")).await {
                if table == "bill" {
                    templates.push((Vec::new(), BTreeSet::from([uuid_of(&row[id_at.unwrap()])])));
                }
                let Some((rows, own)) = templates.iter_mut().find(|(_, own)| belongs(&row, own)) else {
                    continue;
                };
                own.extend(id_at.map(|at| uuid_of(&row[at])));
                rows.push((table, row));
            }
            columns.insert(table, names);
        }
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        Bills { columns, templates, members: shop.members.clone(), zone, now: now.millis() }
    }

    /// Writes bills of the past, from one number to another out of so many.
    pub async fn write(&self, raw: &Raw, range: Range<u64>, of: u64) {
        let mut dice = Dice::new(range.start);
        for from in range.clone().step_by(BATCH as usize) {
            let mut tables: HashMap<&str, Vec<Vec<Val>>> = HashMap::new();
            for number in from..(from + BATCH).min(range.end) {
                let at = self.now - PAST + (PAST as f64 * number as f64 / of as f64) as i64;
                let (rows, own) = &self.templates[(number % self.templates.len() as u64) as usize];
                let customer = dice.of(&self.members);
                let ids: HashMap<Uuid, Uuid> =
                    own.iter().zip(0..).map(|(&old, place)| (old, new_id(at, number * 64 + place))).collect();
                for (table, row) in rows {
                    if *table == "store_idempotency" && number % ANSWERS != 0 {
                        continue;
                    }
                    let copied = self.copied(table, row, &ids, at, customer, number);
                    tables.entry(table).or_default().push(copied);
                }
            }
            for table in OF_A_BILL {
                raw.write(table, tables.get(table).map_or(&[], Vec::as_slice)).await;
            }
        }
    }

    fn copied(
        &self,
        table: &str,
        row: &[Val],
        ids: &HashMap<Uuid, Uuid>,
        at: i64,
        customer: CustomerId,
        number: u64,
    ) -> Vec<Val> {
        let copy = |(value, column): (&Val, &String)| match (value, column.as_str()) {
            (Val::Uuid(_), "customer_id") => Val::from(customer),
            (Val::Uuid(id), _) => Val::Uuid(ids.get(id).copied().unwrap_or(*id)),
            (Val::Int(old), "number") if table == "bill" => Val::Int(old + 1_000_000 + number as i64),
            (Val::Int(_), "at" | "opened_at" | "paid_at") => Val::Int(at),
            (Val::Text(_), "business_day") => Val::from(Instant::from_millis(at).day(&self.zone)),
            (Val::Text(_), "key") => Val::from(new_id(at, number * 64 + 63).to_string()),
            (other, _) => other.clone(),
        };
        row.iter().zip(&self.columns[table]).map(copy).collect()
    }
}

/// Whether a row names one of a bill's ids; the key of a stored answer is the bill's id as text.
fn belongs(row: &[Val], own: &BTreeSet<Uuid>) -> bool {
    row.iter().any(|value| match value {
        Val::Uuid(id) => own.contains(id),
        Val::Text(text) => text.len() == 36 && text.parse().is_ok_and(|id: Uuid| own.contains(&id)),
        _ => false,
    })
}
