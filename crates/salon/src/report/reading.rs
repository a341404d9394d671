//! What some days of some shops add up to, from figures that are kept and from the books: exact at any
//! moment, whatever has been added up so far.

use super::model::{Days, Figures, Key, Month, Part, Piece, ShopClock, Sources, Sums};
use super::queries::{self, DayKeys};
use super::rules;
use crate::access::{At, Permission};
use crate::branch::{self, Branch};
use crate::ledger;
use crate::store::Tx;
use kernel::{BranchId, Day, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// A shop whose figures the reader may see.
pub struct Shop {
    /// The right to its rows.
    pub at: At,
    /// The shop.
    pub branch: Branch,
}

impl Shop {
    /// A shop for who may see its figures. Refuses: another branch.
    pub fn of(tx: &Tx<'_>, branch: Branch) -> Result<Shop, Problem> {
        Ok(Shop { at: tx.at(Permission::ReportRead, branch.id)?, branch })
    }

    /// Its clock.
    pub fn clock(&self) -> ShopClock {
        clock_of(&self.branch)
    }
}

/// The clock of a branch.
pub fn clock_of(branch: &Branch) -> ShopClock {
    ShopClock { zone: branch.time_zone.clone(), cut_off_minutes: branch.cut_off_minutes }
}

/// The shop that is asked for, or all that the reader reaches, in the order of their numbers. Refuses:
/// another branch, branch unknown.
pub async fn reached(tx: &mut Tx<'_>, wanted: Option<BranchId>) -> Result<Vec<Shop>, Problem> {
    if let Some(branch) = wanted {
        let at = tx.at(Permission::ReportRead, branch)?;
        return Ok(vec![Shop { at, branch: branch::find(tx, branch).await? }]);
    }
    let all = branch::all(tx).await?;
    Ok(all.into_iter().filter_map(|branch| Shop::of(tx, branch).ok()).collect())
}

/// What is known of a shop's figures that are kept.
struct Known {
    /// Whether any are, told by the clock of today.
    kept: bool,
    changed: BTreeSet<Day>,
    months: BTreeSet<Month>,
}

/// Reads the figures of some shops, in one snapshot.
pub struct Reader<'t, 'a> {
    tx: &'t mut Tx<'a>,
    shops: &'t [Shop],
    known: Vec<Known>,
    live: BTreeMap<(BranchId, Day), Figures>,
}

impl<'t, 'a> Reader<'t, 'a> {
    /// A reader of figures of these days, and of no others.
    pub async fn open(tx: &'t mut Tx<'a>, shops: &'t [Shop], days: Days) -> Result<Reader<'t, 'a>, Problem> {
        let mut known = Vec::with_capacity(shops.len());
        for shop in shops {
            let id = shop.branch.id;
            let kept = queries::kept_by(tx, id).await? == Some(shop.clock());
            let changed = ledger::changed_days(tx, id, (days.from, days.to)).await?;
            known.push(Known { kept, changed, months: queries::months(tx, id).await? });
        }
        Ok(Reader { tx, shops, known, live: BTreeMap::new() })
    }

    /// The figures of a part over some days, all shops together.
    pub async fn by_key(&mut self, part: Part, days: Days) -> Result<BTreeMap<Key, Sums>, Problem> {
        let mut sums: BTreeMap<Key, Sums> = BTreeMap::new();
        for index in 0..self.shops.len() {
            for (key, of_shop) in self.by_key_in(index, part, days).await? {
                *sums.entry(key).or_default() += of_shop;
            }
        }
        Ok(sums)
    }

    /// The figures of a part over some days in one shop, by its place in the list.
    pub async fn by_key_in(
        &mut self,
        index: usize,
        part: Part,
        days: Days,
    ) -> Result<BTreeMap<Key, Sums>, Problem> {
        let at = self.shops[index].at;
        let sources = self.sources(index, days, true).await?;
        let mut sums: BTreeMap<Key, Sums> = BTreeMap::new();
        for piece in sources.kept {
            for (key, kept) in queries::by_key(self.tx, at, part, piece).await? {
                *sums.entry(key).or_default() += kept;
            }
        }
        for day in sources.live {
            for ((_, key), live) in self.live(index, day).await?.iter().filter(|((of, _), _)| *of == part) {
                *sums.entry(key.clone()).or_default() += *live;
            }
        }
        Ok(sums)
    }

    /// The totals, the flows and the ways of paying of some days, all shops together.
    pub async fn overall(&mut self, days: Days) -> Result<Figures, Problem> {
        let mut figures = Figures::new();
        for index in 0..self.shops.len() {
            let at = self.shops[index].at;
            let sources = self.sources(index, days, true).await?;
            for piece in sources.kept {
                for (key, kept) in queries::overall(self.tx, at, piece).await? {
                    *figures.entry(key).or_default() += kept;
                }
            }
            for day in sources.live {
                for (key, live) in self.live(index, day).await? {
                    *figures.entry(key.clone()).or_default() += *live;
                }
            }
        }
        Ok(figures)
    }

    /// The figures of a part under some of its keys, day by day, all shops together.
    pub async fn by_day(
        &mut self,
        (part, keys): (Part, DayKeys),
        days: Days,
    ) -> Result<BTreeMap<(Day, Key), Sums>, Problem> {
        let mut sums: BTreeMap<(Day, Key), Sums> = BTreeMap::new();
        for index in 0..self.shops.len() {
            let at = self.shops[index].at;
            let sources = self.sources(index, days, false).await?;
            for piece in sources.kept {
                let Piece::Days(from, to) = piece else { continue };
                for (day, key, kept) in queries::by_day(self.tx, at, (part, keys), (from, to)).await? {
                    *sums.entry((day, key)).or_default() += kept;
                }
            }
            for day in sources.live {
                let wanted = |key: &Key| keys.contains(&key.key.as_str());
                let live = self.live(index, day).await?.iter();
                for ((_, key), live) in live.filter(|((of, key), _)| *of == part && wanted(key)) {
                    *sums.entry((day, key.clone())).or_default() += *live;
                }
            }
        }
        Ok(sums)
    }

    async fn sources(&mut self, index: usize, days: Days, by_month: bool) -> Result<Sources, Problem> {
        let known = &self.known[index];
        if !known.kept {
            let branch = self.shops[index].branch.id;
            let live = queries::trading_days(self.tx, branch, (days.from, days.to)).await?;
            return Ok(Sources { kept: Vec::new(), live });
        }
        let none = BTreeSet::new();
        Ok(rules::sources(days, &known.changed, if by_month { &known.months } else { &none }))
    }

    /// What a day comes to now; added up once for all that is asked of it.
    async fn live(&mut self, index: usize, day: Day) -> Result<&Figures, Problem> {
        let shop = &self.shops[index];
        let place = (shop.branch.id, day);
        if !self.live.contains_key(&place) {
            let figures = of_books(self.tx, shop, day).await?;
            self.live.insert(place, figures);
        }
        self.live.get(&place).ok_or_else(|| Problem::bug("figures that were just added up are gone"))
    }
}

/// What the books of a shop's day come to.
pub async fn of_books(tx: &mut Tx<'_>, shop: &Shop, day: Day) -> Result<Figures, Problem> {
    let facts = queries::facts(tx, shop.at, day).await?;
    Ok(rules::figures(&facts, day, &shop.clock()))
}
