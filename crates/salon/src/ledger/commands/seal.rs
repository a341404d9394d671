//! Sealing what was recorded, and holding receipts against it.

use crate::ledger::check::Stretch;
use crate::ledger::model::{Block, Leaf, Sealed, StoredEntry, StoredSet};
use crate::ledger::queries;
use crate::ledger::rules::{by_set, seal};
use crate::store::Tx;
use data_encoding::BASE32_NOPAD;
use kernel::{BillId, Id, Problem};

/// How many sets a block holds at most: as many as are sealed without keeping a till waiting.
const BLOCK_MAX: i64 = 256;
/// In how many sets that are not sealed yet a proof is looked for: those of a few busy hours.
const WAITING_MAX: i64 = 2000;

/// Whether anything waits to be sealed.
pub async fn waits_for_seal(tx: &mut Tx<'_>) -> Result<bool, Problem> {
    Ok(queries::any_waiting(tx).await?)
}

/// Seals some of the sets that wait into a block of their own. None of them may ever be deleted afterwards.
pub async fn seal_some(tx: &mut Tx<'_>) -> Result<(), Problem> {
    let sets = queries::waiting(tx, BLOCK_MAX).await?;
    let Some(last) = sets.last().map(|set| set.id) else { return Ok(()) };
    let entries = by_set(queries::entries_waiting(tx, last).await?);
    let before = queries::newest_block(tx).await?;
    let number = before.as_ref().map_or(1, |block| block.number + 1);
    let mut leaves = Vec::with_capacity(sets.len());
    for (position, set) in (0..).zip(&sets) {
        let leaf = leaf(number, position, set, entries.get(&set.id))?;
        queries::insert_leaf(tx, &leaf).await?;
        leaves.push(seal::leaf(&leaf.digest, &leaf.words));
    }
    if queries::seal_waiting(tx, last, number).await? != sets.len() as u64 {
        return Err(Problem::bug("sets that waited were not all sealed"));
    }
    let count = i64::try_from(sets.len()).unwrap_or(i64::MAX);
    let root = seal::root(&leaves);
    let link = before.map_or(seal::NO_LINK.to_vec(), |block| block.link);
    let link = seal::link(&link, number, count, &root).to_vec();
    let block = Block { number, at: tx.now(), leaves: count, root: root.to_vec(), link };
    Ok(queries::insert_block(tx, &block).await?)
}

fn leaf(
    block: i64,
    position: i64,
    set: &StoredSet,
    entries: Option<&Vec<StoredEntry>>,
) -> Result<Leaf, Problem> {
    let mut salt = vec![0; 16];
    getrandom::fill(&mut salt).map_err(Problem::bug)?;
    let digest = seal::digest(set, entries.map_or(&[], Vec::as_slice)).to_vec();
    let words = seal::words(&salt, &set.reason).to_vec();
    Ok(Leaf { block, position, set: set.id, digest, salt: Some(salt), words })
}

/// The newest block; none before anything was sealed.
pub async fn sealed(tx: &mut Tx<'_>) -> Result<Option<Sealed>, Problem> {
    Ok(queries::newest_block(tx).await?.map(Sealed::from))
}

/// What a receipt shows of a bill's payment: 24 letters and digits; nothing before it is paid, or where
/// nothing moved.
pub async fn proof_of_bill(tx: &mut Tx<'_>, bill: BillId) -> Result<Option<String>, Problem> {
    let Some(set) = queries::first_of_bill(tx, bill).await? else { return Ok(None) };
    let digest = seal::digest(&set, &queries::entries_of(tx, Stretch::of_one(set.id.uuid())).await?);
    Ok(Some(BASE32_NOPAD.encode(&digest[..seal::PROOF_BYTES])))
}

/// The bytes of a proof as somebody typed it; none when it is no proof.
pub fn read_proof(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-')).collect();
    let bytes = BASE32_NOPAD.decode(plain.to_ascii_uppercase().as_bytes()).ok()?;
    (bytes.len() == seal::PROOF_BYTES).then_some(bytes)
}

/// Whether the books hold a set with this proof.
pub async fn holds_proof(tx: &mut Tx<'_>, proof: &[u8]) -> Result<bool, Problem> {
    let last = [proof, &[u8::MAX; size_of::<seal::Hash>() - seal::PROOF_BYTES]].concat();
    if queries::has_digest(tx, proof, &last).await? {
        return Ok(true);
    }
    let sets = queries::waiting(tx, WAITING_MAX).await?;
    let Some(upto) = sets.last().map(|set| set.id) else { return Ok(false) };
    let entries = by_set(queries::entries_waiting(tx, upto).await?);
    let digest = |set: &StoredSet| seal::digest(set, entries.get(&set.id).map_or(&[], Vec::as_slice));
    Ok(sets.iter().any(|set| digest(set).starts_with(proof)))
}
