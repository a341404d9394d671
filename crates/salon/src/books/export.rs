//! Carries the books out as text, stretch by stretch, so that memory does not grow with them.

use super::model::{Asked, Refusal};
use super::queries;
use super::rules::chart::{Chart, commodity};
use super::rules::text::{Known, Sums, Writer};
use crate::branch;
use crate::catalogue;
use crate::ledger::{self, CHECK_PAGE, StoredEntry, StoredSet, Stretch, Unit};
use crate::store::Tx;
use kernel::{Day, Problem};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The books of a snapshot on their way out. It is asked for one piece after the other.
pub struct Export {
    writer: Writer,
    asked: Asked,
    head: Option<String>,
    next: Option<Uuid>,
}

impl Export {
    /// Looks through the books, for what has to be said first: the accounts and the units there are, and
    /// what everything held before the first day. Refuses: the days the wrong way round, nothing there.
    pub async fn begin(tx: &mut Tx<'_>, asked: Asked) -> Result<Export, Problem> {
        if asked.from.zip(asked.to).is_some_and(|(from, to)| from > to) {
            return Err(Refusal::DaysBackwards.into());
        }
        let organisation = branch::organisation(tx).await?;
        let chart = Chart { own: queries::own_names(tx).await?, branches: numbers(tx).await? };
        let mut writer = Writer { format: asked.format, chart, services: BTreeMap::new() };
        let mut known = Looked::default();
        let mut next = Some(Uuid::nil());
        while let Some(after) = next {
            let (stretch, sets) = page(tx, after, asked.to).await?;
            for (set, entries) in &sets {
                known.look(&writer, &asked, set, entries)?;
            }
            next = stretch.next();
        }
        let since = known.first.ok_or(Refusal::Empty)?;
        known.opening.retain(|_, amount| *amount != 0);
        writer.services = services(tx, &known.units).await?;
        let seal = ledger::sealed(tx).await?;
        let declared = Known { since, paths: known.paths, units: known.units, seal };
        let mut head = writer.head(&organisation.name, organisation.currency, &declared)?;
        if let Some(from) = asked.from {
            head += &writer.opening(from, &known.opening)?;
        }
        Ok(Export { writer, asked, head: Some(head), next: Some(Uuid::nil()) })
    }

    /// The next piece; nothing after the last.
    pub async fn piece(&mut self, tx: &mut Tx<'_>) -> Result<Option<String>, Problem> {
        if let Some(head) = self.head.take() {
            return Ok(Some(head));
        }
        let Some(after) = self.next else { return Ok(None) };
        let (stretch, sets) = page(tx, after, self.asked.to).await?;
        self.next = stretch.next();
        let mut text = String::new();
        for (set, entries) in
            sets.iter().filter(|(set, _)| self.asked.from.is_none_or(|from| set.business_day >= from))
        {
            text += &self.writer.set(set, entries)?;
        }
        Ok(Some(text))
    }
}

/// What the first look finds.
#[derive(Default)]
struct Looked {
    first: Option<Day>,
    paths: BTreeSet<String>,
    units: BTreeSet<String>,
    opening: Sums,
}

impl Looked {
    fn look(
        &mut self,
        writer: &Writer,
        asked: &Asked,
        set: &StoredSet,
        entries: &[StoredEntry],
    ) -> Result<(), Problem> {
        let before = asked.from.filter(|from| set.business_day < *from);
        let day = before.unwrap_or(set.business_day);
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        for ((path, unit), amount) in writer.sums(entries)? {
            self.paths.insert(path.clone());
            self.units.insert(unit.clone());
            if before.is_some() {
                *self.opening.entry((path, unit)).or_default() += amount;
            }
        }
        Ok(())
    }
}

/// The sets of the next stretch up to a day, each with its entries.
async fn page(
    tx: &mut Tx<'_>,
    after: Uuid,
    to: Option<Day>,
) -> Result<(Stretch, Vec<(StoredSet, Vec<StoredEntry>)>), Problem> {
    let stretch = Stretch::new(after, ledger::last_set_of_page(tx, after, CHECK_PAGE).await?);
    let mut entries = ledger::by_set(ledger::entries_of(tx, stretch).await?);
    let sets = ledger::sets_of(tx, stretch).await?.into_iter();
    let sets = sets.filter(|set| to.is_none_or(|to| set.business_day <= to));
    let sets = sets
        .map(|set| (entries.remove(&set.id).unwrap_or_default(), set))
        .map(|(entries, set)| (set, entries));
    Ok((stretch, sets.collect()))
}

async fn numbers(tx: &mut Tx<'_>) -> Result<BTreeMap<kernel::BranchId, i64>, Problem> {
    Ok(branch::all(tx).await?.into_iter().map(|branch| (branch.id, branch.number)).collect())
}

/// What the services of visits are called, by the unit's code. Refuses: two of them have one name for their
/// visits.
async fn services(tx: &mut Tx<'_>, units: &BTreeSet<String>) -> Result<BTreeMap<String, String>, Problem> {
    let (mut names, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for code in units {
        let Some(unit @ Unit::Visits(service)) = Unit::parse(code) else { continue };
        if !taken.insert(commodity(unit)) {
            return Err(Problem::bug(format!("two services share {}", commodity(unit))));
        }
        // One of an import that nobody sees yet has no name to be shown.
        if let Ok(service) = catalogue::find(tx, service).await {
            names.insert(code.clone(), service.name);
        }
    }
    Ok(names)
}
