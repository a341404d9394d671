//! # Staff
//!
//! **What.** Who works in which shops, and what they are there: the people a bill's lines name.
//!
//! **Words.** [`Staff`] 员工 is a person who works here; their job 岗位 is what they do, their level
//! 级别 a word of the salon's own. Their number 工号 is given when none is chosen. Somebody on the
//! staff need not sign in, and an account need not be on the staff.
//!
//! **Owns.** `staff`, `staff_branch`, `staff_unseen`.
//!
//! **Promises.**
//! - Somebody is changed only by who reaches every shop that they work in, before and after
//!   (`tests::a_manager_of_one_branch_changes_only_its_own_people`).
//! - Nobody sees the people of a shop that their role does not reach
//!   (`tests::people_of_a_shop_out_of_reach_are_not_seen`).
//! - A number and an account belong to one person (`tests::a_number_belongs_to_one_person`,
//!   `tests::an_account_belongs_to_one_person`).
//! - Who leaves stays on the bills of the past: nobody is ever deleted.
//!
//! **Leans on.** [`crate::branch`], [`crate::identity`], [`crate::store`].

mod commands;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use commands::{AddStaff, ChangeStaff, take_in};
pub use http::routes;
pub use model::{Job, Staff, StaffWish};
pub use queries::{all, find, hide, names, take_back, unhide};
