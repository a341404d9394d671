//! Writing the rows of an import that has begun, step by step.

use super::receipts::{Named, receipts};
use super::{content, place, read};
use crate::access::Actor;
use crate::card::card_number;
use crate::customer::{phones_on_file, rules::member_number};
use crate::import::commands::{
    FindServices, LinkReferrers, NoteVisits, Planned, PlannedMember, Shared, WriteRows,
};
use crate::import::model::{Kind, Member, Record};
use crate::import::queries::{self, Stored};
use crate::store::Db;
use kernel::Problem;
use kernel::text::Phone;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// How many rows are written in one step: about five milliseconds on the embedded database.
const ROWS: usize = 12;
/// How many receipts are written in one step, which takes as long.
const RECEIPTS: usize = 6;
/// How many rows are looked at in one step for who brought them.
const LINKS: usize = 48;
/// How many services are found or made in one step.
const SERVICES: usize = 16;

/// Everything that is needed to write the rows of an import.
pub(super) struct Plan {
    shared: Arc<Shared>,
    records: Vec<Record>,
    /// Phones of those who brought others that belong to somebody.
    referrers: HashSet<Phone>,
    /// Whom and what receipts name.
    named: Named,
}

impl Plan {
    /// Reads the file again: the rows that were accepted when it began read the same now.
    pub(super) async fn of(db: &Db, actor: &Actor, stored: &Stored) -> Result<Plan, Problem> {
        let mut place = place(db, actor, stored.kind, Some(stored.branch), &stored.said.options).await?;
        place.reading.today = stored.day;
        let bytes = Arc::new(content(db, actor, stored).await?);
        let accepted: HashSet<u32> =
            queries::accepted(&mut db.read(actor).await?, stored.id).await?.into_iter().collect();
        let read = read(stored.kind, &bytes, &stored.said.columns, place.reading).await?;
        let rows = read.rows.into_iter().filter(|row| accepted.contains(&row.row));
        let records: Vec<Record> = rows.filter_map(|row| row.read.ok()).collect();
        if i64::try_from(records.len()) != Ok(stored.total) {
            return Err(Problem::bug("the accepted rows of a file do not read as they did"));
        }
        let members: Vec<&Member> = members(&records).collect();
        let referrers = referrers(db, actor, &members).await?;
        let services = services(db, actor, &members).await?;
        let named = Named::of(db, actor, stored.id, &place.branch, &records).await?;
        let shared = Shared { import: stored.id, branch: place.branch, currency: place.currency, services };
        Ok(Plan { shared: Arc::new(shared), records, referrers, named })
    }

    pub(super) async fn write(
        &self,
        db: &Db,
        actor: &Actor,
        stored: &Stored,
        progress: &(dyn Fn(i64, i64) + Send + Sync),
    ) -> Result<(), Problem> {
        let mut from = stored.done;
        let mut rows = self.numbered(stored).into_iter().skip(usize::try_from(from).unwrap_or(0));
        let step = if stored.kind == Kind::History { RECEIPTS } else { ROWS };
        while from < stored.total {
            progress(from, stored.total);
            from = self.write_step(db, actor, from, rows.by_ref().take(step).collect()).await?;
        }
        Ok(())
    }

    /// Writes some rows, and says how many are written then.
    pub(super) async fn write_step(
        &self,
        db: &Db,
        actor: &Actor,
        from: i64,
        rows: Vec<Planned>,
    ) -> Result<i64, Problem> {
        let written = i64::try_from(rows.len()).unwrap_or(0);
        let shared = Arc::clone(&self.shared);
        db.write(actor, WriteRows { shared, from, rows }).await?;
        Ok(from + written)
    }

    /// The rows with their numbers: each row's are the same whenever it is written.
    pub(super) fn numbered(&self, stored: &Stored) -> Vec<Planned> {
        let mut next_card = stored.first_card;
        let number = |((record, number), bill): ((&Record, i64), i64)| match record {
            Record::Member(member) => {
                Planned::Member(Box::new(self.numbered_member(member, number, &mut next_card)))
            }
            Record::Goods(goods) => Planned::Goods(goods.clone()),
            Record::Stock(row) => Planned::Stock(row.clone()),
            Record::Receipt(receipt) => Planned::Bill(Box::new(self.named.bill(&self.shared, receipt, bill))),
        };
        self.records.iter().zip(stored.first_member..).zip(stored.first_bill..).map(number).collect()
    }

    fn numbered_member(&self, member: &Member, number: i64, next_card: &mut i64) -> PlannedMember {
        let branch = self.shared.branch.number;
        let card_number = match &member.card_number {
            Some(number) => Some(number.clone()),
            None if needs_card_number(member) => {
                *next_card += 1;
                Some(card_number(branch, *next_card - 1))
            }
            None => None,
        };
        PlannedMember {
            member: member.clone(),
            member_number: member_number(branch, number),
            card_number,
            referrer_is_known: member.referrer_phone.as_ref().is_some_and(|p| self.referrers.contains(p)),
        }
    }

    /// What comes after the rows: who brought whom, or who came when.
    pub(super) async fn link(&self, db: &Db, actor: &Actor, stored: &Stored) -> Result<(), Problem> {
        match stored.kind {
            Kind::History => self.note_visits(db, actor, stored).await,
            Kind::Customers | Kind::Catalogue | Kind::Stock => self.link_referrers(db, actor, stored).await,
        }
    }

    async fn note_visits(&self, db: &Db, actor: &Actor, stored: &Stored) -> Result<(), Problem> {
        let visits: Vec<_> = receipts(&self.records).map(|receipt| self.named.visits(receipt)).collect();
        let mut from = stored.linked;
        for some in visits[usize::try_from(from).unwrap_or(0).min(visits.len())..].chunks(LINKS) {
            let to = from + i64::try_from(some.len()).unwrap_or(0);
            let visits = some.concat();
            db.write(actor, NoteVisits { import: stored.id, from, to, visits }).await?;
            from = to;
        }
        Ok(())
    }

    async fn link_referrers(&self, db: &Db, actor: &Actor, stored: &Stored) -> Result<(), Problem> {
        let branch = self.shared.branch.number;
        let links: Vec<Option<(String, Phone)>> = members(&self.records)
            .zip(stored.first_member..)
            .map(|(member, number)| {
                let phone = member.referrer_phone.clone().filter(|phone| self.referrers.contains(phone))?;
                Some((member_number(branch, number), phone))
            })
            .collect();
        let mut from = stored.linked;
        for some in links[usize::try_from(from).unwrap_or(0).min(links.len())..].chunks(LINKS) {
            let to = from + i64::try_from(some.len()).unwrap_or(0);
            let links = some.iter().flatten().cloned().collect();
            db.write(actor, LinkReferrers { import: stored.id, from, to, links }).await?;
            from = to;
        }
        Ok(())
    }
}

/// Whether a card has to be made for a member whom the other program gave no number of one.
pub(super) fn needs_card_number(member: &Member) -> bool {
    let holds = !member.principal.is_zero() || !member.bonus.is_zero() || !member.visits.is_empty();
    holds && member.card_number.is_none()
}

/// Of those who brought others, the phones that belong to somebody in the file or on file.
async fn referrers(db: &Db, actor: &Actor, members: &[&Member]) -> Result<HashSet<Phone>, Problem> {
    let wanted: BTreeSet<&Phone> =
        members.iter().filter_map(|member| member.referrer_phone.as_ref()).collect();
    let in_file: HashSet<&Phone> = members.iter().filter_map(|member| member.phone.as_ref()).collect();
    let (inside, outside): (Vec<&Phone>, Vec<&Phone>) =
        wanted.into_iter().partition(|phone| in_file.contains(phone));
    let outside: Vec<Phone> = outside.into_iter().cloned().collect();
    let mut known = phones_on_file(&mut db.read(actor).await?, &outside).await?;
    known.extend(inside.into_iter().cloned());
    Ok(known)
}

async fn services(
    db: &Db,
    actor: &Actor,
    members: &[&Member],
) -> Result<BTreeMap<String, kernel::ServiceId>, Problem> {
    let names: BTreeSet<&String> = members.iter().flat_map(|member| member.visits.keys()).collect();
    let names: Vec<String> = names.into_iter().cloned().collect();
    let mut services = BTreeMap::new();
    for some in names.chunks(SERVICES) {
        services.extend(db.write(actor, FindServices(some.to_vec())).await?);
    }
    Ok(services)
}

/// The members among the rows.
fn members(records: &[Record]) -> impl Iterator<Item = &Member> {
    records.iter().filter_map(|record| match record {
        Record::Member(member) => Some(&**member),
        Record::Goods(_) | Record::Stock(_) | Record::Receipt(_) => None,
    })
}
