//! Whom and what receipts name, found or made before the receipts are written.

use crate::access::Actor;
use crate::bill::{HISTORY_NUMBERS, HistoryBill, HistoryLine};
use crate::branch::Branch;
use crate::catalogue::SoldBefore;
use crate::customer::{clients_on_file, rules::member_number};
use crate::import::commands::{FindClients, FindSold, Shared};
use crate::import::model::{Client, Receipt, ReceiptLine, Record};
use crate::import::rules::{self, client_key};
use crate::ledger::Site;
use crate::store::{Db, Numbered};
use kernel::text::Name;
use kernel::{CustomerId, Day, ImportId, Problem, StaffId};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// How many clients, or how many services and products, are found or made in one step.
const AT_ONCE: usize = 16;
/// What a line is called whose receipt does not say what was sold.
const NAMELESS: &str = "—";

/// Whom and what receipts name.
#[derive(Default)]
pub(super) struct Named {
    clients: HashMap<String, CustomerId>,
    staff: BTreeMap<Name, StaffId>,
    sold: BTreeMap<SoldBefore, Uuid>,
}

impl Named {
    /// Finds or makes them, step by step. What an earlier run has made is found.
    pub(super) async fn of(
        db: &Db,
        actor: &Actor,
        import: ImportId,
        branch: &Branch,
        records: &[Record],
    ) -> Result<Named, Problem> {
        let mut named = Named::default();
        let mut clients: BTreeMap<String, (&Client, Day)> = BTreeMap::new();
        let (mut staff, mut sold): (BTreeMap<&Name, ()>, BTreeMap<&SoldBefore, ()>) = Default::default();
        for (day, line) in lines(records) {
            if let Some(client) = &line.client {
                let (_, first) = clients.entry(client_key(&client.code)).or_insert((client, day));
                *first = day.min(*first);
            }
            staff.extend(line.staff.as_ref().map(|name| (name, ())));
            sold.extend(line.sold.as_ref().map(|sold| (sold, ())));
        }
        let clients: Vec<(&Client, Day)> = clients.into_values().collect();
        for some in clients.chunks(AT_ONCE) {
            let found = find_clients(db, actor, import, branch, some).await?;
            named.clients.extend(found.into_iter().map(|(code, id)| (client_key(&code), id)));
        }
        let (staff, sold): (Vec<&Name>, Vec<&SoldBefore>) =
            (staff.into_keys().collect(), sold.into_keys().collect());
        let steps = staff.len().max(sold.len()).div_ceil(AT_ONCE);
        for step in 0..steps {
            let (staff, sold) = (part(&staff, step), part(&sold, step));
            let found = db.write(actor, FindSold { import, branch: branch.id, staff, sold }).await?;
            named.staff.extend(found.0);
            named.sold.extend(found.1);
        }
        Ok(named)
    }

    /// A receipt as the bill that it becomes, under the number set aside for it.
    pub(super) fn bill(&self, shared: &Shared, receipt: &Receipt, number: i64) -> HistoryBill {
        HistoryBill {
            import: shared.import,
            receipt: receipt.receipt.clone(),
            number: HISTORY_NUMBERS + number,
            place: Site { branch: shared.branch.id, company: shared.branch.company },
            currency: shared.currency,
            day: receipt.day,
            at: rules::noon(receipt.day, &shared.branch.time_zone),
            lines: receipt.lines.iter().map(|line| self.line(line)).collect(),
        }
    }

    fn client(&self, client: &Client) -> Option<CustomerId> {
        self.clients.get(&client_key(&client.code)).copied()
    }

    fn line(&self, line: &ReceiptLine) -> HistoryLine {
        let sold = line.sold.as_ref();
        HistoryLine {
            item: sold.and_then(|sold| self.sold.get(sold)).copied().unwrap_or_default(),
            name: sold.map_or(NAMELESS, |sold| &sold.name).to_owned(),
            quantity: line.quantity,
            net: line.net,
            taxes: line.taxes.clone(),
            staff: line.staff.as_ref().and_then(|name| self.staff.get(name)).copied(),
            customer: line.client.as_ref().and_then(|client| self.client(client)),
        }
    }

    /// Those whom a receipt was for, each once, with its day.
    pub(super) fn visits(&self, receipt: &Receipt) -> Vec<(CustomerId, Day)> {
        let clients = receipt.lines.iter().filter_map(|line| line.client.as_ref());
        let mut visits: Vec<_> =
            clients.filter_map(|client| Some((self.client(client)?, receipt.day))).collect();
        visits.sort_unstable();
        visits.dedup();
        visits
    }
}

fn part<T: Clone>(all: &[&T], step: usize) -> Vec<T> {
    all.iter().skip(step * AT_ONCE).take(AT_ONCE).map(|one| (*one).clone()).collect()
}

fn lines(records: &[Record]) -> impl Iterator<Item = (Day, &ReceiptLine)> {
    receipts(records).flat_map(|receipt| receipt.lines.iter().map(|line| (receipt.day, line)))
}

/// The receipts among the rows.
pub(super) fn receipts(records: &[Record]) -> impl Iterator<Item = &Receipt> {
    records.iter().filter_map(|record| match record {
        Record::Receipt(receipt) => Some(&**receipt),
        Record::Member(_) | Record::Goods(_) | Record::Stock(_) => None,
    })
}

/// Whom some receipts name, found or written. Numbers are set aside as soon as one of them is unknown.
async fn find_clients(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    branch: &Branch,
    some: &[(&Client, Day)],
) -> Result<Vec<(String, CustomerId)>, Problem> {
    let codes: Vec<String> = some.iter().map(|(client, _)| client.code.clone()).collect();
    let known = clients_on_file(&mut db.read(actor).await?, &codes).await?;
    if known.len() == codes.len() {
        return Ok(known.into_iter().collect());
    }
    let count = i64::try_from(codes.len()).unwrap_or(i64::MAX);
    let numbers = db.number_block(actor, branch.id, Numbered::Member, count).await?;
    let numbered = some.iter().zip(numbers);
    let clients =
        numbered.map(|(&(client, day), number)| (client.clone(), member_number(branch.number, number), day));
    let command = FindClients { import, branch: branch.clone(), clients: clients.collect() };
    db.write(actor, command).await
}
