//! Recording what rules have decided.

mod seal;

pub use seal::{holds_proof, proof_of_bill, read_proof, seal_some, sealed, waits_for_seal};

use super::model::{Account, OpenDay, Unit};
use super::queries;
use super::rules::EntrySet;
use crate::branch::Branch;
use crate::store::Tx;
use kernel::{
    BillId, BranchId, CardId, ClosingId, Day, DebtId, EntrySetId, Id, ImportId, Problem, ReceiptId, RefundId,
    RowId, TillMoveId, TillSessionId,
};
use uuid::Uuid;

/// The business row that caused a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A bill was paid.
    Bill(BillId),
    /// A bill was refunded, wholly or in part.
    Refund(RefundId),
    /// A balance was taken in from another program.
    Import(ImportId),
    /// What a customer owed was given up.
    WriteOff(DebtId),
    /// Money of a reversed bill was paid back.
    ReceiptPaidBack(ReceiptId),
    /// A card was given back.
    CardClosing(ClosingId),
    /// Its money was paid out.
    CardPayout(ClosingId),
    /// A drawer was filled with its float.
    TillFloat(TillSessionId),
    /// A drawer was counted, and held another sum than expected.
    TillCount(TillSessionId),
    /// What was above the next float left a drawer.
    TillEmptied(TillSessionId),
    /// Cash was put into a drawer without a bill.
    TillPaidIn(TillMoveId),
    /// Cash was taken out of a drawer for a small expense.
    TillPaidOut(TillMoveId),
    /// Cash was carried to the bank.
    TillBankDrop(TillMoveId),
    /// A card went to another holder, as this card.
    CardTransfer(CardId),
    /// Days of a card passed, as this move of it says.
    CardEarned(RowId),
    /// A card that what was on another one came to by another plan.
    CardConvert(CardId),
    /// Bonus of a card ended, as this move of it says.
    CardLapsed(RowId),
}

impl Source {
    /// The code and the id by which the source is stored.
    pub(super) fn row(self) -> (&'static str, Uuid) {
        match self {
            Source::Bill(id) => ("bill", id.uuid()),
            Source::Refund(id) => ("refund", id.uuid()),
            Source::Import(id) => ("import", id.uuid()),
            Source::WriteOff(id) => ("write_off", id.uuid()),
            Source::ReceiptPaidBack(id) => ("receipt_paid_back", id.uuid()),
            Source::CardClosing(id) => ("card_closing", id.uuid()),
            Source::CardPayout(id) => ("card_payout", id.uuid()),
            Source::TillFloat(id) => ("till_float", id.uuid()),
            Source::TillCount(id) => ("till_count", id.uuid()),
            Source::TillEmptied(id) => ("till_emptied", id.uuid()),
            Source::TillPaidIn(id) => ("till_paid_in", id.uuid()),
            Source::TillPaidOut(id) => ("till_paid_out", id.uuid()),
            Source::TillBankDrop(id) => ("till_bank_drop", id.uuid()),
            Source::CardTransfer(id) => ("card_transfer", id.uuid()),
            Source::CardEarned(id) => ("card_earned", id.uuid()),
            Source::CardConvert(id) => ("card_convert", id.uuid()),
            Source::CardLapsed(id) => ("card_lapsed", id.uuid()),
        }
    }
}

/// A set to be recorded, and what it is about.
#[derive(Clone, Debug)]
pub struct Posting<'a> {
    /// What moves.
    pub set: &'a EntrySet,
    /// Where it happened.
    pub branch: BranchId,
    /// On which business day of that branch.
    pub day: Day,
    /// What caused it.
    pub source: Source,
    /// Why, in a word or a sentence of the person who did it.
    pub reason: &'a str,
}

/// Records a set. One that moves nothing is not recorded. Refuses: the business day was closed.
pub async fn post(tx: &mut Tx<'_>, posting: Posting<'_>) -> Result<(), Problem> {
    if posting.set.is_empty() {
        return Ok(());
    }
    let id: EntrySetId = tx.new_id();
    queries::insert_set(tx, id, &posting).await?;
    for (position, entry) in (0_i64..).zip(posting.set.entries()) {
        queries::insert_entry(tx, id, position, entry).await?;
    }
    Ok(())
}

/// The business day of a branch on which things are posted now.
pub async fn open_day(tx: &mut Tx<'_>, branch: &Branch) -> Result<OpenDay, Problem> {
    let clock = branch.business_day(tx.now());
    Ok(OpenDay::of(clock, queries::last_closed(tx, branch.id).await?))
}

/// What an account of a branch's till holds: what it held when a day was last closed, and what moved since.
pub async fn held_in_till(
    tx: &mut Tx<'_>,
    branch: BranchId,
    account: Account,
    unit: Unit,
) -> Result<i64, Problem> {
    if let Some(day) = queries::last_closed(tx, branch).await? {
        let closed = (branch, day);
        if let Some(kept) = queries::kept_balance(tx, closed, account, unit).await? {
            return Ok(kept + queries::moved_since(tx, closed, account, unit).await?);
        }
    }
    Ok(queries::balance(tx, account, unit).await?)
}

/// Closes a business day of a branch and keeps what the accounts of its till held at its end. Says whether
/// it was open.
pub async fn close_day(
    tx: &mut Tx<'_>,
    branch: BranchId,
    day: Day,
    till: &[Account],
    unit: Unit,
) -> Result<bool, Problem> {
    let mut held = Vec::with_capacity(till.len());
    for &account in till {
        let now = held_in_till(tx, branch, account, unit).await?;
        held.push(now - queries::moved_since(tx, (branch, day), account, unit).await?);
    }
    if !queries::close_day(tx, branch, day).await? {
        return Ok(false);
    }
    for (&account, held) in till.iter().zip(held) {
        queries::keep_balance(tx, (branch, day), account, unit, held).await?;
    }
    Ok(true)
}

/// Deletes some sets of an import that nobody has seen yet, and says how many; none when all are
/// gone. What has been seen is never deleted but reversed.
pub async fn remove_import(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<usize, Problem> {
    let sets = queries::sets_of_import(tx, import, limit).await?;
    for &set in &sets {
        queries::delete_set(tx, set).await?;
    }
    Ok(sets.len())
}

/// Deletes the sets of a bill of an import that nobody has seen yet.
pub async fn remove_bill(tx: &mut Tx<'_>, bill: BillId) -> Result<(), Problem> {
    for set in queries::sets_of_bill(tx, bill).await? {
        queries::delete_set(tx, set).await?;
    }
    Ok(())
}
