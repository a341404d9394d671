//! # The ledger
//!
//! **What.** Everything that has value (money, bonus, points, visits) moves by entry sets that sum
//! to zero, per unit and per branch (double entry). A balance is the sum of its entries.
//!
//! **Words.** *Entry*: an amount on an account, debit positive, credit negative. *Entry set*: the
//! entries of one business event. *Unit*: what is counted. *Site*: a branch and the company that
//! owns it. *Reversal*: a set that negates a stored one. *Closed day*: a business day of a branch with which
//! nothing is posted any more; what happens afterwards belongs to the next, the *open day*. *Change*: a mark
//! that a day no longer comes to what somebody above added up; a row of its own for each payment, refund,
//! reversal and card given back, so that no two tills meet in it. *Seal*: a chain of digests over everything
//! that was posted. A *leaf* is the digest of one set, a *block* a tree over some leaves, and the link of the
//! newest block, shown as the *root*, seals all before it. A *proof* is the part of a set's digest that
//! stands on a receipt.
//!
//! Inside one database a seal proves nothing against its owner: it does once a root is written down
//! elsewhere, as on a printed Z-report.
//!
//! **Owns.** `ledger_set`, `ledger_entry`, `ledger_closed_day`, `ledger_closed_balance`, `ledger_change`,
//! `ledger_block`, `ledger_leaf`.
//!
//! **Promises.**
//! - A set that does not balance cannot be built
//!   (`rules::tests::a_set_that_balances_only_over_two_branches_is_refused`,
//!   `rules::tests::a_set_that_balances_only_over_two_units_is_refused`).
//! - A reversal undoes its set exactly (`rules::tests::a_set_and_its_reversal_leave_nothing`).
//! - Nothing is posted with a closed day (`tests::nothing_is_posted_with_a_closed_day`).
//! - A stored set that no longer balances is found (`tests::a_set_that_was_tampered_with_is_named`).
//! - What one branch owes another is what the other is owed
//!   (`tests::a_branch_that_is_owed_what_no_other_owes_is_named`).
//! - Whatever is changed, added to or taken from what was sealed is found
//!   (`tests::whatever_is_changed_after_it_was_sealed_is_named`, `rules::seal::tests`).
//! - Every set is sealed, however late it was committed (`tests::sets_that_many_post_are_all_sealed`).
//! - What somebody wrote can be erased under its seal (`tests::words_are_erased_under_their_seal`).
//! - What is read back is what was written (`model::tests::every_account_is_read_back_from_its_code`).
//!
//! **Leans on.** [`crate::store`], [`crate::branch`].

mod check;
mod commands;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{CHECK_PAGE, Fault, Faults, PROMISES, Stretch, check, compare};
pub use commands::{
    Posting, Source, close_day, held_in_till, holds_proof, open_day, post, proof_of_bill, read_proof,
    remove_bill, remove_import, seal_some, sealed, waits_for_seal,
};
pub use model::{Account, Channel, Entry, Nature, OpenDay, Sealed, Site, StoredEntry, StoredSet, Unit};
pub use queries::{
    Held, Moved, balance, changed_days, changes, entries_of, forget_change, held_in, kept_balance,
    last_set_of_page, mark_day, moved_by_day, moved_in, next_kind, sets_of,
};
pub use rules::{EntrySet, Unbalanced, by_set};
