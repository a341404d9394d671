//! The list of customers narrowed, page by page or as a file.

use super::model::{CustomerQuery, CustomerSummary, Duplicate, Refusal};
use super::queries::{self, Found, Stored};
use super::rules;
use crate::access::Permission;
use crate::branch;
use crate::sheet::Cell;
use crate::store::Tx;
use data_encoding::HEXLOWER;
use kernel::{BranchId, Cursor, CustomerId, Id, Limit, Page, Problem};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The most customers of a file.
const FILE: usize = 50_000;
/// How many are looked at in one go.
const AT_ONCE: i64 = 500;
/// How many of those who have one phone are compared.
const HOLDERS: i64 = 20;

/// One page, newest first. Refuses: kind.
pub async fn page(tx: &mut Tx<'_>, query: &CustomerQuery) -> Result<Page<CustomerSummary>, Problem> {
    // A cursor that cannot be read begins at the beginning; ids sort by the time they were made.
    let after = query.after.as_ref().and_then(|after| after.parse().ok());
    let after = after.unwrap_or_else(|| CustomerId::from_uuid(Uuid::max()));
    let rows = match query.wanted_kind()? {
        _ if !query.is_plain() => {
            let found = narrowed(tx, query, after, query.limit.rows() + 1).await?;
            found.into_iter().map(Stored::into_summary).collect()
        }
        Some(kind) => queries::list_kind(tx, kind, after, query.limit).await?,
        None => queries::list(tx, after, query.limit).await?,
    };
    Ok(Page::cut(rows, query.limit, queries::cursor))
}

/// All that a query asks for, as the rows of a sheet: personal data masked for who may not see it. Refuses,
/// in this order: kind, too many.
pub async fn sheet(tx: &mut Tx<'_>, query: &CustomerQuery) -> Result<Vec<Vec<Cell>>, Problem> {
    query.wanted_kind()?;
    let found = narrowed(tx, query, CustomerId::from_uuid(Uuid::max()), FILE + 1).await?;
    check_size(found.len())?;
    let zone = branch::organisation(tx).await?.time_zone;
    let branches = branch::all(tx).await?.into_iter().map(|branch| (branch.id, branch.name));
    let branches: BTreeMap<BranchId, String> = branches.collect();
    let masked = !tx.actor().can(Permission::CustomerReveal);
    let head = [
        "number",
        "kind",
        "name",
        "phone",
        "email",
        "address",
        "gender",
        "birthday",
        "tags",
        "source",
        "registered_on",
        "registered_branch",
        "last_visit",
    ];
    let mut sheet = vec![head.map(Cell::text).to_vec()];
    for stored in found {
        let profile = if masked { rules::masked(&stored.profile) } else { stored.profile };
        let day = |day: Option<kernel::Day>| day.map_or(Cell::Empty, Cell::Date);
        let home = stored.registered_branch.and_then(|branch| branches.get(&branch));
        sheet.push(vec![
            Cell::text(&stored.member_number.or(stored.walk_in_number).unwrap_or_default()),
            Cell::text(stored.kind.code()),
            Cell::text(&profile.name),
            Cell::text(&profile.phone),
            Cell::text(&profile.email),
            Cell::text(&profile.address),
            Cell::text(profile.gender.code()),
            Cell::text(&profile.birthday.map(|birthday| birthday.to_string()).unwrap_or_default()),
            Cell::text(&profile.tags.join(", ")),
            Cell::text(&profile.source),
            day(stored.registered_at.map(|at| at.day(&zone))),
            Cell::text(home.map_or("", String::as_str)),
            day(stored.last_visit),
        ]);
    }
    Ok(sheet)
}

/// Refuses more customers than a file may have.
pub fn check_size(customers: usize) -> Result<(), Refusal> {
    if customers > FILE { Err(Refusal::TooMany(FILE)) } else { Ok(()) }
}

/// So many of those whom a query asks for, newest first, before one of them.
async fn narrowed(
    tx: &mut Tx<'_>,
    query: &CustomerQuery,
    before: CustomerId,
    wanted: usize,
) -> Result<Vec<Stored>, Problem> {
    let zone = branch::organisation(tx).await?.time_zone;
    let (mut before, mut found) = (before, Vec::new());
    loop {
        let some = queries::filtered(tx, query, &zone, before, AT_ONCE).await?;
        let Some(last) = some.last() else { return Ok(found) };
        before = last.id;
        found.extend(some.into_iter().filter(|stored| fits(query, stored)));
        if found.len() >= wanted {
            found.truncate(wanted);
            return Ok(found);
        }
    }
}

/// What the database cannot tell: the birthday is sealed, and its patterns know no case.
fn fits(query: &CustomerQuery, stored: &Stored) -> bool {
    let month = stored.profile.birthday.map(|birthday| birthday.month);
    let month_fits = query.birthday_month.is_none_or(|wanted| month == Some(wanted));
    month_fits && query.tag.as_ref().is_none_or(|tag| stored.profile.tags.contains(tag))
}

/// Customers who may be one person, phone by phone. A page may hold fewer than asked for: not all who share
/// a phone have names that are alike.
pub async fn duplicates(
    tx: &mut Tx<'_>,
    after: Option<&str>,
    limit: Limit,
) -> Result<Page<Duplicate>, Problem> {
    let after = after.and_then(|after| HEXLOWER.decode(after.as_bytes()).ok());
    let digests = queries::shared_phones(tx, after.unwrap_or_default(), limit.one_more()).await?;
    let page = Page::cut(digests, limit, |digest| Cursor(HEXLOWER.encode(digest)));
    let mut items = Vec::new();
    for digest in page.items {
        let Ok(digest) = digest.try_into() else { continue };
        let found = queries::by_phone(tx, "whole", digest, HOLDERS).await?;
        let customers = alike(found);
        if let Some(first) = customers.first() {
            items.push(Duplicate { phone_masked: first.phone_masked.clone(), customers });
        }
    }
    Ok(Page { items, next: page.next })
}

/// Those of some customers whose name is like another's.
fn alike(found: Vec<Found>) -> Vec<CustomerSummary> {
    let mut people: BTreeMap<CustomerId, CustomerSummary> = BTreeMap::new();
    for (customer, _) in found {
        people.entry(customer.id).or_insert(customer);
    }
    let like_another = |one: &CustomerSummary| {
        people.values().any(|other| other.id != one.id && rules::alike(&one.name, &other.name))
    };
    people.values().filter(|one| like_another(one)).cloned().collect()
}
