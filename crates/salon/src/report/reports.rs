//! The reports, as the desk and the command line show them.

use super::model::{
    Days, Figures, Guests, Key, Part, RevenueBy, RevenueReport, RevenueRow, Summary, Sums, TakingsBy,
    TakingsReport, TakingsRow, Tiles,
};
use super::reading::{Reader, Shop, reached};
use super::{queries, rules};
use crate::branch;
use crate::store::Tx;
use kernel::{BranchId, Day, Money, Problem};
use std::collections::BTreeMap;

/// What is asked for: days, of one branch or of all that the reader reaches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// The first business day; the last one, or today, where none is said.
    pub from: Option<Day>,
    /// The last business day.
    pub to: Option<Day>,
    /// The branch.
    pub branch: Option<BranchId>,
}

impl Asked {
    /// The shops and the days. Refuses, in this order: another branch, branch unknown, days backwards,
    /// too many.
    async fn resolved(self, tx: &mut Tx<'_>) -> Result<(Vec<Shop>, Days), Problem> {
        let shops = reached(tx, self.branch).await?;
        let now = tx.now();
        let today = match shops.iter().map(|shop| shop.branch.business_day(now)).max() {
            Some(today) => today,
            // A role may be held in no branch at all: its reports are empty.
            None => now.day(&branch::organisation(tx).await?.time_zone),
        };
        Ok((shops, rules::days(self.from, self.to, today)?))
    }
}

/// The first business day that a report can say something about.
pub async fn first_day(tx: &mut Tx<'_>) -> Result<Option<Day>, Problem> {
    Ok(queries::first_day(tx).await?)
}

/// What services, goods and fees came to. Refuses, in this order: another branch, branch unknown, days
/// backwards, too many.
pub async fn revenue(tx: &mut Tx<'_>, asked: Asked, by: RevenueBy) -> Result<RevenueReport, Problem> {
    let (shops, days) = asked.resolved(tx).await?;
    let mut reader = Reader::open(tx, &shops, days).await?;
    let total = reader.by_key(Part::Total, days).await?.remove(&Key::default()).unwrap_or_default();
    let total = revenue_row(RevenueRow::default(), total);
    let mut rows = match by {
        RevenueBy::Total => vec![total.clone()],
        RevenueBy::Day => by_day(&mut reader, days).await?,
        RevenueBy::Branch => by_branch(&mut reader, &shops, days).await?,
        RevenueBy::Staff => {
            let sums = reader.by_key(Part::Staff, days).await?;
            by_staff(sums, &queries::people(tx).await?)
        }
        RevenueBy::Service => by_service(reader.by_key(Part::Item, days).await?),
        RevenueBy::Category => {
            let sums = reader.by_key(Part::Item, days).await?;
            by_category(sums, &queries::headings(tx).await?)
        }
    };
    if by != RevenueBy::Day {
        rows.sort_by_key(|row| std::cmp::Reverse(row.amount));
    }
    Ok(RevenueReport { from: days.from, to: days.to, by: by.code().to_owned(), rows, total })
}

fn revenue_row(blank: RevenueRow, sums: Sums) -> RevenueRow {
    let Sums { bills, lines, amount, tax } = sums;
    RevenueRow { bills, lines, amount, tax, ..blank }
}

async fn by_day(reader: &mut Reader<'_, '_>, days: Days) -> Result<Vec<RevenueRow>, Problem> {
    let sums = reader.by_day((Part::Total, [""; 4]), days).await?.into_iter();
    let row = |((day, _), sums)| revenue_row(RevenueRow { day: Some(day), ..RevenueRow::default() }, sums);
    Ok(sums.map(row).collect())
}

async fn by_branch(
    reader: &mut Reader<'_, '_>,
    shops: &[Shop],
    days: Days,
) -> Result<Vec<RevenueRow>, Problem> {
    let mut rows = Vec::with_capacity(shops.len());
    for (index, shop) in shops.iter().enumerate() {
        let mut sums = reader.by_key_in(index, Part::Total, days).await?;
        let blank = RevenueRow { branch: Some(shop.branch.name.clone()), ..RevenueRow::default() };
        rows.push(revenue_row(blank, sums.remove(&Key::default()).unwrap_or_default()));
    }
    Ok(rows)
}

/// Two people of one name are told apart by their numbers.
fn by_staff(sums: BTreeMap<Key, Sums>, people: &BTreeMap<String, (String, String)>) -> Vec<RevenueRow> {
    let mut namesakes: BTreeMap<&str, usize> = BTreeMap::new();
    for key in sums.keys() {
        let name = people.get(&key.key).map_or("", |(_, name)| name);
        *namesakes.entry(name).or_default() += 1;
    }
    let named = |key: &Key| match people.get(&key.key) {
        Some((number, name)) if namesakes.get(name.as_str()).is_some_and(|&count| count > 1) => {
            format!("{name} ({number})")
        }
        Some((_, name)) => name.clone(),
        None => String::new(),
    };
    let row = |(key, sums): (&Key, &Sums)| {
        revenue_row(RevenueRow { staff: Some(named(key)), ..RevenueRow::default() }, *sums)
    };
    sums.iter().map(row).collect()
}

fn by_service(sums: BTreeMap<Key, Sums>) -> Vec<RevenueRow> {
    let mut by_name: BTreeMap<String, Sums> = BTreeMap::new();
    for (key, sums) in sums {
        *by_name.entry(key.name).or_default() += sums;
    }
    let row = |(name, sums)| revenue_row(RevenueRow { service: Some(name), ..RevenueRow::default() }, sums);
    by_name.into_iter().map(row).collect()
}

fn by_category(sums: BTreeMap<Key, Sums>, headings: &BTreeMap<String, String>) -> Vec<RevenueRow> {
    let mut by_heading: BTreeMap<String, Sums> = BTreeMap::new();
    for (key, sums) in sums {
        let heading = headings.get(&key.key).cloned().unwrap_or_default();
        *by_heading.entry(heading).or_default() += sums;
    }
    let row = |(name, sums)| revenue_row(RevenueRow { category: Some(name), ..RevenueRow::default() }, sums);
    by_heading.into_iter().map(row).collect()
}

/// Money that came in. Refuses, in this order: another branch, branch unknown, days backwards, too many.
pub async fn takings(tx: &mut Tx<'_>, asked: Asked, by: TakingsBy) -> Result<TakingsReport, Problem> {
    let (shops, days) = asked.resolved(tx).await?;
    let mut reader = Reader::open(tx, &shops, days).await?;
    let rows = match by {
        TakingsBy::Day => taken_by_day(&mut reader, days).await?,
        TakingsBy::Branch => taken_by_branch(&mut reader, &shops, days).await?,
        TakingsBy::Tender => taken_by_tender(reader.by_key(Part::Tender, days).await?),
        TakingsBy::Hour => {
            let first = shops.iter().map(|shop| shop.branch.cut_off_minutes / 60).min().unwrap_or(0);
            taken_by_hour(&reader.by_key(Part::Hour, days).await?, first)
        }
    };
    let total = rows.iter().map(|row| row.takings).sum();
    Ok(TakingsReport { from: days.from, to: days.to, by: by.code().to_owned(), rows, total })
}

fn flow_row(blank: TakingsRow, flows: &BTreeMap<Key, Sums>, visits: Money) -> TakingsRow {
    let flow = |key: &str| flows.get(&Key::of(key)).copied().unwrap_or_default();
    let taken = flow(rules::TAKINGS);
    TakingsRow {
        bills: Some(taken.bills),
        takings: taken.amount,
        card_sales: Some(flow("card_sale").amount + flow("top_up").amount),
        card_use: Some(flow(rules::CARD_USE).amount + visits),
        ..blank
    }
}

/// What a row of takings tells, as its flows are kept.
const FLOWS: [&str; 4] = [rules::TAKINGS, "card_sale", "top_up", rules::CARD_USE];
/// The ways of paying that use up what was paid for work in advance.
const PREPAID: [&str; 4] = ["visits", "time", "visits", "time"];

async fn taken_by_day(reader: &mut Reader<'_, '_>, days: Days) -> Result<Vec<TakingsRow>, Problem> {
    let mut by_day: BTreeMap<Day, BTreeMap<Key, Sums>> = BTreeMap::new();
    for ((day, key), sums) in reader.by_day((Part::Flow, FLOWS), days).await? {
        by_day.entry(day).or_default().insert(key, sums);
    }
    let tenders = reader.by_day((Part::Tender, PREPAID), days).await?;
    let visits = |day| {
        let paid = |kind| tenders.get(&(day, Key::of(kind))).map_or(Money::ZERO, |sums| sums.amount);
        paid("visits") + paid("time")
    };
    let row =
        |(day, flows)| flow_row(TakingsRow { day: Some(day), ..TakingsRow::default() }, &flows, visits(day));
    Ok(by_day.into_iter().map(row).collect())
}

async fn taken_by_branch(
    reader: &mut Reader<'_, '_>,
    shops: &[Shop],
    days: Days,
) -> Result<Vec<TakingsRow>, Problem> {
    let mut rows = Vec::with_capacity(shops.len());
    for (index, shop) in shops.iter().enumerate() {
        let flows = reader.by_key_in(index, Part::Flow, days).await?;
        let tenders = reader.by_key_in(index, Part::Tender, days).await?;
        let paid = |kind| tenders.get(&Key::of(kind)).map_or(Money::ZERO, |sums| sums.amount);
        let visits = paid("visits") + paid("time");
        let blank = TakingsRow { branch: Some(shop.branch.name.clone()), ..TakingsRow::default() };
        rows.push(flow_row(blank, &flows, visits));
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.takings));
    Ok(rows)
}

fn taken_by_tender(sums: BTreeMap<Key, Sums>) -> Vec<TakingsRow> {
    let money = sums.into_iter().filter(|(key, _)| rules::is_money_kind(&key.key));
    let row = |(key, sums): (Key, Sums)| TakingsRow {
        tender: Some(key.key),
        takings: sums.amount,
        ..TakingsRow::default()
    };
    let mut rows: Vec<TakingsRow> = money.map(row).collect();
    rows.sort_by_cached_key(|row| rules::tender_place(row.tender.as_deref().unwrap_or_default()));
    rows
}

/// From the first hour in which something moved to the last, in the order of the business day.
fn taken_by_hour(sums: &BTreeMap<Key, Sums>, first: i64) -> Vec<TakingsRow> {
    let hours = (0..24).map(|place| (first + place) % 24);
    let row = |hour: i64| {
        let sums = sums.get(&Key::of(format!("{hour:02}"))).copied();
        let shown = sums.unwrap_or_default();
        let row = TakingsRow {
            hour: u8::try_from(hour).ok(),
            bills: Some(shown.bills),
            takings: shown.amount,
            ..TakingsRow::default()
        };
        (sums.is_some(), row)
    };
    let rows: Vec<(bool, TakingsRow)> = hours.map(row).collect();
    let Some(begin) = rows.iter().position(|(busy, _)| *busy) else { return Vec::new() };
    let end = rows.iter().rposition(|(busy, _)| *busy).unwrap_or(begin);
    rows.into_iter().skip(begin).take(end - begin + 1).map(|(_, row)| row).collect()
}

/// What some days come to, beside as many days before. Refuses, in this order: another branch, branch
/// unknown, days backwards, too many.
pub async fn summary(tx: &mut Tx<'_>, asked: Asked) -> Result<Summary, Problem> {
    let (shops, days) = asked.resolved(tx).await?;
    let before = days.before();
    let mut reader = Reader::open(tx, &shops, Days { from: before.from, to: days.to }).await?;
    Ok(Summary {
        branch: asked.branch,
        now: tiles(days, &reader.overall(days).await?),
        before: tiles(before, &reader.overall(before).await?),
    })
}

fn tiles(days: Days, figures: &Figures) -> Tiles {
    let of = |part, key: Key| figures.get(&(part, key)).copied().unwrap_or_default();
    let flow = |key: &str| of(Part::Flow, Key::of(key));
    let (taken, total) = (flow(rules::TAKINGS), of(Part::Total, Key::default()));
    Tiles {
        from: days.from,
        to: days.to,
        takings: taken.amount,
        bills: taken.bills,
        average: rules::average(taken.amount, taken.bills),
        revenue: total.amount,
        tax: total.tax,
        card_sales: flow("card_sale").amount + flow("top_up").amount,
        card_use: flow(rules::CARD_USE).amount,
        card_bonus: flow(rules::CARD_BONUS).amount,
        visits_use: of(Part::Tender, Key::of("visits")).amount + of(Part::Tender, Key::of("time")).amount,
        repayments: flow("repayment").amount,
        tips: flow("tip").amount,
        guests: Guests {
            new: flow(rules::NEW_GUESTS).bills,
            returning: flow(rules::RETURNING_GUESTS).bills,
            unknown: flow(rules::UNKNOWN_GUESTS).bills,
        },
    }
}
