//! # Catalogue
//!
//! **What.** The price list: the services a bill's lines are made from, with price, time and taxes.
//!
//! **Words.** A [`Service`] 项目 is something done for a customer; its category 类别 is a word of the
//! salon's own. A [`Tax`] 税 lies inside the price or is added to it. A service out of use 停用 is no
//! longer offered, and stays on the bills of the past.
//!
//! **Owns.** `catalogue_service`.
//!
//! **Promises.**
//! - The list is one for the whole organisation: everybody who may sees all of it, and it is changed
//!   only by who reaches every branch in business
//!   (`tests::prices_are_changed_by_who_reaches_every_branch`).
//! - A name and a code belong to one service (`tests::a_name_and_a_code_belong_to_one_service`).
//! - A sheet that names a service finds it, or makes it out of use and without a price, once
//!   (`tests::a_sheet_makes_an_unknown_service_once`).
//! - Nothing is ever deleted.
//!
//! **Leans on.** [`crate::branch`], [`crate::store`].

mod commands;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use commands::{AddService, ChangeService, ensure_by_name};
pub use http::routes;
pub use model::{Service, ServiceWish, Tax};
pub use queries::find;
