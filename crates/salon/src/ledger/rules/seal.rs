//! The seal of the books: a hash of each set, the root of a tree over many of them, and a chain of roots.
//!
//! A leaf covers the ids and numbers of a set, and what somebody wrote by a salted hash, so that the words and
//! their salt can be erased and the leaf still be proved. Sets, words, leaves, nodes and links are hashed
//! under different first bytes, so that none can be taken for another (as in RFC 6962).

use crate::ledger::model::{StoredEntry, StoredSet};
use kernel::Id;
use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

const LEAF: u8 = 0;
const NODE: u8 = 1;
const WORDS: u8 = 2;
const LINK: u8 = 3;
const SET: u8 = 4;

/// How many bytes of a set's digest are printed on a receipt: 120 bits.
pub const PROOF_BYTES: usize = 15;

/// The link before the first block.
pub const NO_LINK: Hash = [0; 32];

/// Hashes fields one after the other, each text behind its length.
struct Canon(Sha256);

impl Canon {
    fn new(kind: u8) -> Canon {
        Canon(Sha256::new_with_prefix([kind]))
    }

    fn bytes(mut self, bytes: &[u8]) -> Canon {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn number(mut self, number: i64) -> Canon {
        self.0.update(number.to_be_bytes());
        self
    }

    fn hash(self) -> Hash {
        self.0.finalize().into()
    }
}

/// The hash of what somebody wrote.
pub fn words(salt: &[u8], text: &str) -> Hash {
    Canon::new(WORDS).bytes(salt).bytes(text.as_bytes()).hash()
}

/// The digest of the ids and numbers of a set with its entries in their order.
pub fn digest(set: &StoredSet, entries: &[StoredEntry]) -> Hash {
    let user = set.user.map(|user| user.uuid());
    let head = Canon::new(SET)
        .bytes(set.id.uuid().as_bytes())
        .number(set.at.millis())
        .bytes(set.business_day.to_string().as_bytes())
        .bytes(set.branch.uuid().as_bytes())
        .bytes(user.as_ref().map_or(&[], |user| user.as_bytes()))
        .bytes(set.source.as_bytes())
        .bytes(set.source_id.as_bytes());
    let all = entries.iter().fold(head, |canon, entry| {
        canon
            .bytes(entry.branch.uuid().as_bytes())
            .bytes(entry.company.uuid().as_bytes())
            .bytes(entry.account.as_bytes())
            .bytes(entry.owner.as_bytes())
            .bytes(entry.unit.as_bytes())
            .number(entry.amount)
    });
    all.hash()
}

/// The leaf of a set: of the digest of its numbers and that of its words.
pub fn leaf(digest: &[u8], words: &[u8]) -> Hash {
    Canon::new(LEAF).bytes(digest).bytes(words).hash()
}

/// The root of the tree over leaves in their order: the left half is the largest power of two that is less
/// than all. Without leaves, the hash of nothing.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [only] => *only,
        many => {
            let half = many.len().next_power_of_two() / 2;
            let (left, right) = many.split_at(half);
            Canon::new(NODE).bytes(&root(left)).bytes(&root(right)).hash()
        }
    }
}

/// The link of a block to the one before it.
pub fn link(before: &[u8], number: i64, leaves: i64, root: &[u8]) -> Hash {
    Canon::new(LINK).bytes(before).number(number).number(leaves).bytes(root).hash()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Day, Instant};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn hashes(count: usize) -> Vec<Hash> {
        (0..count).map(|number| words(b"salt", &number.to_string())).collect()
    }

    fn set() -> StoredSet {
        let uuid = Uuid::from_u128(1);
        StoredSet {
            id: Id::from_uuid(uuid),
            at: Instant::from_millis(5),
            business_day: Day::new(2026, 3, 2).unwrap(),
            branch: Id::from_uuid(uuid),
            user: None,
            source: "bill".to_owned(),
            source_id: uuid,
            reason: String::new(),
            block: None,
        }
    }

    fn entry(amount: i64) -> StoredEntry {
        let (uuid, owner) = (Uuid::from_u128(1), Uuid::from_u128(2));
        StoredEntry {
            set: Id::from_uuid(uuid),
            branch: Id::from_uuid(uuid),
            company: Id::from_uuid(uuid),
            account: "revenue".to_owned(),
            owner,
            unit: "CNY".to_owned(),
            amount,
        }
    }

    #[test]
    fn a_tree_of_five_has_four_at_its_left() {
        let leaves = hashes(5);
        let pair = |left: &Hash, right: &Hash| Canon::new(NODE).bytes(left).bytes(right).hash();
        let left = pair(&pair(&leaves[0], &leaves[1]), &pair(&leaves[2], &leaves[3]));
        assert_eq!(root(&leaves), pair(&left, &leaves[4]));
        assert_eq!(root(&leaves[..1]), leaves[0]);
    }

    #[test]
    fn every_field_of_a_set_is_sealed() {
        let sealed = digest(&set(), &[entry(5), entry(-5)]);
        let uuid = Uuid::from_u128(9);
        let others = [
            StoredSet { id: Id::from_uuid(uuid), ..set() },
            StoredSet { at: Instant::from_millis(6), ..set() },
            StoredSet { business_day: Day::new(2026, 3, 3).unwrap(), ..set() },
            StoredSet { branch: Id::from_uuid(uuid), ..set() },
            StoredSet { user: Some(Id::from_uuid(uuid)), ..set() },
            StoredSet { source: "refund".to_owned(), ..set() },
            StoredSet { source_id: uuid, ..set() },
        ];
        for other in others {
            assert_ne!(digest(&other, &[entry(5), entry(-5)]), sealed, "{other:?}");
        }
        assert_ne!(digest(&set(), &[entry(-5), entry(5)]), sealed);
        assert_ne!(digest(&set(), &[entry(5)]), sealed);
        let changes: [fn(&mut StoredEntry); 6] = [
            |entry| entry.branch = Id::from_uuid(Uuid::max()),
            |entry| entry.company = Id::from_uuid(Uuid::max()),
            |entry| entry.account = "tips_payable".to_owned(),
            |entry| entry.owner = Uuid::max(),
            |entry| entry.unit = "PTS".to_owned(),
            |entry| entry.amount += 1,
        ];
        for change in changes {
            let mut changed = entry(5);
            change(&mut changed);
            assert_ne!(digest(&set(), &[changed, entry(-5)]), sealed);
        }
    }

    #[test]
    fn what_was_written_is_sealed_apart_from_the_numbers() {
        let numbers = digest(&set(), &[entry(5)]);
        assert_eq!(digest(&StoredSet { reason: "不满意".to_owned(), ..set() }, &[entry(5)]), numbers);
        let said = words(b"salt", "不满意");
        assert_ne!(words(b"salt", "满意"), said);
        assert_ne!(words(b"other", "不满意"), said);
        assert_ne!(leaf(&numbers, &said), leaf(&numbers, &words(b"salt", "满意")));
        assert_ne!(leaf(&numbers, &said), leaf(&said, &numbers));
    }

    proptest! {
        #[test]
        fn a_root_tells_every_change_of_its_leaves(count in 1_usize..70, place in any::<prop::sample::Index>()) {
            let leaves = hashes(count);
            let sealed = root(&leaves);
            let place = place.index(count);
            let mut changed = leaves.clone();
            changed[place][0] ^= 1;
            prop_assert_ne!(root(&changed), sealed);
            let mut fewer = leaves.clone();
            fewer.remove(place);
            prop_assert_ne!(root(&fewer), sealed);
            let mut more = leaves.clone();
            more.insert(place, [7; 32]);
            prop_assert_ne!(root(&more), sealed);
            let mut turned = leaves.clone();
            turned.rotate_left(1);
            prop_assert!(count == 1 || root(&turned) != sealed);
        }

        #[test]
        fn a_link_tells_every_change_of_what_it_links(number in 1_i64..1000, leaves in 1_i64..300) {
            let (before, roots) = ([3; 32], [4; 32]);
            let linked = link(&before, number, leaves, &roots);
            prop_assert_ne!(link(&[5; 32], number, leaves, &roots), linked);
            prop_assert_ne!(link(&before, number + 1, leaves, &roots), linked);
            prop_assert_ne!(link(&before, number, leaves + 1, &roots), linked);
            prop_assert_ne!(link(&before, number, leaves, &[5; 32]), linked);
        }
    }
}
