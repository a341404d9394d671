//! The books prove themselves.

use super::model::{Account, Block, Leaf, StoredEntry, StoredSet, Unit};
use super::queries::{self, Held};
use super::rules::{self, seal};
use crate::store::Tx;
use kernel::{EntrySetId, Problem};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many rows a check looks at in one stretch, so that its memory does not grow with the books.
pub const CHECK_PAGE: i64 = 1000;

/// What is promised of the ledger.
pub const PROMISES: &[&str] = &[
    "ledger.set_balances",
    "ledger.kind_known",
    "ledger.set_is_sealed",
    "ledger.blocks_are_linked",
    "ledger.branches_agree",
];

/// How many blocks are looked at in one stretch.
const BLOCKS: i64 = 50;

/// The first row that breaks a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The promise, as a stable code.
    pub check: &'static str,
    /// The row, or the code, at fault.
    pub row: String,
    /// What is wrong with it, in English.
    pub detail: String,
}

impl Fault {
    /// A row that breaks a promise.
    pub fn new(check: &'static str, row: impl ToString, detail: impl Into<String>) -> Fault {
        Fault { check, row: row.to_string(), detail: detail.into() }
    }
}

/// The first fault of each promise.
#[derive(Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault, if it is the first of its promise.
    pub fn note(&mut self, fault: Fault) {
        if self.0.iter().all(|known| known.check != fault.check) {
            self.0.push(fault);
        }
    }

    /// What was noted, in the order in which it was found.
    pub fn found(self) -> Vec<Fault> {
        self.0
    }
}

/// A stretch of rows in the order of their ids: those after one, up to another. The last stretch goes on
/// for ever, so that what lies beyond the last known row is found too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The id before the first.
    pub after: Uuid,
    /// The last id.
    pub upto: Uuid,
}

impl Stretch {
    /// The stretch that ends with the last row of a full page; the last one where there is none.
    pub fn new(after: Uuid, last: Option<Uuid>) -> Stretch {
        Stretch { after, upto: last.unwrap_or(Uuid::max()) }
    }

    /// The stretch of one row.
    pub fn of_one(row: Uuid) -> Stretch {
        Stretch { after: Uuid::from_u128(row.as_u128().saturating_sub(1)), upto: row }
    }

    /// The stretch of a page of balances.
    pub fn of_page(after: Uuid, page: &[(Uuid, i64)]) -> Stretch {
        let full = i64::try_from(page.len()) == Ok(CHECK_PAGE);
        Stretch::new(after, page.last().filter(|_| full).map(|&(last, _)| last))
    }

    /// Where the next stretch begins; nowhere after the last.
    pub fn next(self) -> Option<Uuid> {
        (self.upto != Uuid::max()).then_some(self.upto)
    }
}

/// Checks that every set sums to zero per unit and branch, that every account and unit is known, that
/// everything is what was sealed, and that what one branch owes another is what the other is owed. Each
/// promise gives its first fault.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Fault>, Problem> {
    let mut faults = Faults::default();
    let mut next = Some(Uuid::nil());
    while let Some(after) = next {
        let stretch = Stretch::new(after, queries::last_set_of_page(tx, after, CHECK_PAGE).await?);
        let entries = queries::entries_of(tx, stretch).await?;
        entries.chunk_by(|one, other| one.set == other.set).for_each(|set| check_set(set, &mut faults));
        let (sets, leaves) = (queries::sets_of(tx, stretch).await?, queries::leaves_of(tx, stretch).await?);
        check_leaves(&sets, &entries, &leaves, &mut faults);
        next = stretch.next();
    }
    check_blocks(tx, &mut faults).await?;
    if let Some((branch, owner)) = rules::first_disagreement(&queries::dues(tx).await?) {
        let detail = format!("what it owes branch {owner} is not what that branch is owed by it");
        faults.note(Fault::new("ledger.branches_agree", branch, detail));
    }
    Ok(faults.found())
}

fn check_set(entries: &[StoredEntry], faults: &mut Faults) {
    let Some(first) = entries.first() else { return };
    let sums = entries.iter().map(|entry| ((entry.branch, entry.unit.as_str()), entry.amount));
    if let Some(((branch, unit), sum)) = rules::first_left_over(sums) {
        let detail = format!("entries of branch {branch} sum to {sum} {unit}");
        faults.note(Fault::new("ledger.set_balances", first.set, detail));
    }
    let known = |entry: &&StoredEntry| {
        Account::parse(&entry.account, entry.owner).is_some() && Unit::parse(&entry.unit).is_some()
    };
    if let Some(entry) = entries.iter().find(|entry| !known(entry)) {
        let detail = format!("an entry on {} in {} is of no known kind", entry.account, entry.unit);
        faults.note(Fault::new("ledger.kind_known", first.set, detail));
    }
}

/// Looks whether sets are what their leaves say, and whether each leaf has its set.
fn check_leaves(sets: &[StoredSet], entries: &[StoredEntry], leaves: &[Leaf], faults: &mut Faults) {
    let mut leaves: BTreeMap<EntrySetId, &Leaf> = leaves.iter().map(|leaf| (leaf.set, leaf)).collect();
    let mut entries: BTreeMap<EntrySetId, &[StoredEntry]> = entries
        .chunk_by(|one, other| one.set == other.set)
        .filter_map(|set| Some((set.first()?.set, set)))
        .collect();
    for set in sets {
        let entries = entries.remove(&set.id).unwrap_or_default();
        if let Some(detail) = unsealed(set, entries, leaves.remove(&set.id)) {
            faults.note(Fault::new("ledger.set_is_sealed", set.id, detail));
        }
    }
    if let Some(set) = leaves.into_keys().chain(entries.into_keys()).min() {
        faults.note(Fault::new("ledger.set_is_sealed", set, "the set itself is gone"));
    }
}

/// In what a set differs from its seal; in nothing where it is as it was sealed, or waits.
fn unsealed(set: &StoredSet, entries: &[StoredEntry], leaf: Option<&Leaf>) -> Option<&'static str> {
    let Some(leaf) = leaf else { return set.block.map(|_| "its leaf is gone") };
    let said = |salt: &Vec<u8>| seal::words(salt, &set.reason).as_slice() == leaf.words;
    if set.block != Some(leaf.block) {
        Some("it is said to be in another block than its leaf")
    } else if seal::digest(set, entries).as_slice() != leaf.digest {
        Some("it is not what was sealed")
    } else if !leaf.salt.as_ref().map_or(set.reason.is_empty(), said) {
        Some("its reason is not what was sealed")
    } else {
        None
    }
}

/// Looks whether each block comes to its root and follows from the one before.
async fn check_blocks(tx: &mut Tx<'_>, faults: &mut Faults) -> Result<(), Problem> {
    let mut last: Option<Block> = None;
    loop {
        let after = last.as_ref().map_or(0, |block| block.number);
        let blocks = queries::blocks_after(tx, after, BLOCKS).await?;
        // Behind the last block no leaf may stand.
        let upto = blocks.last().map_or(i64::MAX, |block| block.number);
        let mut leaves: BTreeMap<i64, Vec<Leaf>> = BTreeMap::new();
        for leaf in queries::block_leaves(tx, after, upto).await? {
            leaves.entry(leaf.block).or_default().push(leaf);
        }
        let done = blocks.is_empty();
        for block in blocks {
            let of_block = leaves.remove(&block.number).unwrap_or_default();
            if let Some(detail) = unlinked(last.as_ref(), &block, &of_block) {
                faults.note(Fault::new("ledger.blocks_are_linked", block.number, detail));
            }
            last = Some(block);
        }
        if let Some(block) = leaves.into_keys().next() {
            faults.note(Fault::new("ledger.blocks_are_linked", block, "the block itself is gone"));
        }
        if done {
            return Ok(());
        }
    }
}

/// What is wrong with a block; nothing where it comes to its root and follows from the one before.
fn unlinked(before: Option<&Block>, block: &Block, leaves: &[Leaf]) -> Option<&'static str> {
    let hashes: Vec<_> = leaves.iter().map(|leaf| seal::leaf(&leaf.digest, &leaf.words)).collect();
    let link = before.map_or(seal::NO_LINK.as_slice(), |block| &block.link);
    if block.number != before.map_or(1, |block| block.number + 1) {
        Some("the block before it is gone")
    } else if !(0..block.leaves).eq(leaves.iter().map(|leaf| leaf.position)) {
        Some("it has not the leaves that were sealed")
    } else if seal::root(&hashes).as_slice() != block.root {
        Some("its leaves do not come to its root")
    } else if seal::link(link, block.number, block.leaves, &block.root).as_slice() != block.link {
        Some("it does not follow from the block before")
    } else {
        None
    }
}

/// Compares the stored balances of a stretch of owners, in their order, with what the books hold for the
/// same stretch (see [`queries::held_in`]). What we owe stands negative there. Gives the first owner for
/// whom they differ, or whose account holds several units.
pub fn compare(check: &'static str, left: &[(Uuid, i64)], held: &[Held]) -> Option<Fault> {
    let known: BTreeMap<Uuid, i64> = left.iter().copied().collect();
    let books: BTreeMap<Uuid, &Held> = held.iter().map(|held| (held.owner, held)).collect();
    let owed = |owner: &Uuid| books.get(owner).map_or(0, |held| -held.amount);
    let wrong = |owner: &&Uuid| {
        known.get(*owner).copied().unwrap_or(0) != owed(owner)
            || books.get(*owner).is_some_and(|held| held.mixed)
    };
    let owner = known.keys().chain(books.keys()).filter(wrong).min()?;
    let (left, owed) = (known.get(owner).unwrap_or(&0), owed(owner));
    let mixed = if books.get(owner).is_some_and(|held| held.mixed) { ", in several units" } else { "" };
    Some(Fault::new(check, owner, format!("{left} is left, and the books owe {owed}{mixed}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(owner: u128, amount: i64) -> Held {
        Held { owner: Uuid::from_u128(owner), amount, mixed: false }
    }

    fn first_fault(left: &[(u128, i64)], held: &[Held]) -> Option<String> {
        let left: Vec<_> = left.iter().map(|&(owner, left)| (Uuid::from_u128(owner), left)).collect();
        compare("test", &left, held).map(|fault| fault.row)
    }

    #[test]
    fn the_first_balance_that_the_books_do_not_owe_is_named() {
        let books = [held(1, -10), held(3, -30)];
        assert_eq!(first_fault(&[(1, 10), (2, 0), (3, 30)], &books), None);
        let second = Some(Uuid::from_u128(2).to_string());
        assert_eq!(first_fault(&[(1, 10), (2, 1), (3, 31)], &books), second);
        assert_eq!(first_fault(&[(1, 10), (3, 30)], &[held(1, -10), held(2, -5), held(3, -30)]), second);
    }

    #[test]
    fn what_is_owed_beyond_the_last_known_owner_is_found() {
        let fourth = Some(Uuid::from_u128(4).to_string());
        assert_eq!(first_fault(&[(1, 10)], &[held(1, -10), held(4, -5)]), fourth);
        assert_eq!(first_fault(&[], &[held(4, -5)]), fourth);
    }

    #[test]
    fn an_account_that_holds_several_units_is_found() {
        let mixed = Held { mixed: true, ..held(1, -10) };
        assert_eq!(first_fault(&[(1, 10)], &[mixed]), Some(Uuid::from_u128(1).to_string()));
    }

    #[test]
    fn only_the_last_stretch_has_no_next_one() {
        let page: Vec<_> = (1..=1000).map(|owner| (Uuid::from_u128(owner), 0)).collect();
        let full = Stretch::of_page(Uuid::nil(), &page);
        assert_eq!(full.next(), Some(Uuid::from_u128(1000)));
        assert_eq!(Stretch::of_page(Uuid::from_u128(1000), &page[..999]).next(), None);
        assert_eq!(Stretch::of_page(Uuid::from_u128(1000), &[]).upto, Uuid::max());
    }
}
