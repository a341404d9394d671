//! # Reports
//!
//! **What.** What the records add up to: a shop's day so far, and everything that ever happened with
//! one customer. Reads the tables of every capability and writes none.
//!
//! **Words.** *Takings* 收款: money received, less money given back; what a card pays is no money.
//! *Card sales* 售卡 and *card use* 耗卡 are two figures that are never added: the one is money that is
//! still owed in work, the other is work that was paid for before. A *business day* 营业日 begins at
//! its branch's cut-off.
//!
//! **Owns.** Nothing.
//!
//! **Promises.**
//! - The takings are the sum of their tenders and of their hours, without cards, refunds off
//!   (`rules::tests::takings_are_the_sum_of_tenders_and_of_hours`,
//!   `tests::a_day_counts_money_and_not_what_cards_pay`).
//! - A refund counts on the day and in the hour in which it is given
//!   (`tests::a_refund_counts_on_the_day_it_is_given`).
//! - A shop's figures are seen by those whose role reaches it (`tests::a_shop_out_of_reach_is_not_seen`),
//!   and a customer's history leaves out the bills of other shops
//!   (`tests::a_history_leaves_out_the_bills_of_shops_out_of_reach`).
//!
//! **Leans on.** Every capability's tables; the faces of [`crate::branch`], [`crate::customer`] and
//! [`crate::bill`].

mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use http::routes;
pub use model::{HistoryItem, HourTaken, TenderTaken, Today};
