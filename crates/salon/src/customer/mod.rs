//! # Customers
//!
//! **What.** Everyone served. A walk-in has a number at once and can be billed without any data;
//! becoming a member keeps the row, so the history stays.
//!
//! **Words.** *Walk-in* 散客: somebody with a `K` number. *Member* 会员: registered, with an `M`
//! number. *Profile*: what is known of a person. *Piece*: a part of a name that a search can begin
//! with. *Unseen*: written by an import that is not finished.
//!
//! *Closed* 销户: nobody used the account, so that lists leave it out; it opens again when they come.
//!
//! *Merged* 合并: a row of somebody who has another one, which *survives* and under which everything is
//! found. *Group*: the one who survives, and all who were merged into them.
//!
//! **Owns.** `customer`, `customer_unseen`, `customer_search`, `customer_phone`, `customer_number`,
//! `customer_consent`, `customer_photo`, `customer_filter`.
//!
//! **Promises.**
//! - Phone, e-mail, address, birthday, notes, formula, allergy and picture are sealed cell by cell
//!   (`tests::personal_data_is_not_readable_in_the_database`).
//! - A search reads an index and stays as fast when customers become many
//!   (`tests::each_search_reads_an_index`).
//! - A second holder of a phone is asked for (`tests::a_shared_phone_is_confirmed`).
//! - Who may not see personal data gets it masked, and changes nothing of it by sending it back
//!   (`tests::a_masked_profile_that_comes_back_changes_nothing`).
//! - Erasing leaves nothing to find a person by, and keeps the row that books point at
//!   (`tests::erasing_destroys_the_person_and_keeps_the_row`).
//! - Merging rewrites nobody else's rows, makes no circle, and loses nothing that somebody relies on
//!   (`tests::merge::two_merges_that_cross_leave_one_who_survives`, `rules::merge::tests`).
//! - Customers of an import are seen all at once or not at all
//!   (`tests::unseen_customers_are_seen_all_at_once`).
//!
//! **Leans on.** [`crate::branch`], [`crate::staff`], [`crate::store`], [`crate::access`].

mod commands;
mod contact;
mod export;
mod http;
mod known;
mod listing;
pub mod model;
mod queries;
pub mod rules;
mod search;

#[cfg(test)]
mod tests;

pub use commands::{AddMember, Imported, add_number, link_referrer, show, take_back, take_in, touch_visit};
pub(crate) use commands::{AddWalkIn, RecordConsent};
pub use contact::{Contact, contact};
pub use http::routes;
pub use known::{card_numbers_on_file, clients_on_file, phones_on_file};
pub use model::{Brief, Customer, CustomerProfile, CustomerSummary, Disused, Idle, Kind};
pub use queries::{
    any_hidden, brief, briefs, close, closed_among, disused, group, hide, merged_among, reopen, reopen_from,
    resolve, show as unhide, summary,
};
