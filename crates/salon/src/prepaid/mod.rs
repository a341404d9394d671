//! # Value paid ahead
//!
//! **What.** What the law says of cards that are paid ahead, in dated figures by region, and what that
//! means for a bill that sells one: fine, only with a reason, or not like this. What a company owes the
//! holders of its cards, what that asks of it, and what it reports of a quarter. The contract of each sale
//! and top-up as it was agreed, and how the customer said yes to it. Closing down: selling stops, and the
//! holders are listed with what each of them gets.
//!
//! **Words.** *Policy* 预付规则: the rules that hold for the cards of a company on a day. *Region* 适用地区:
//! whose rules those are. *Figure* 数字: what a rule says, by which law and article. *Named card* 记名卡: a
//! member's; another one is a *bearer card* 不记名卡. *Notice* 提示: what a rule says of a bill.
//! *Exception* 例外: a rule that a bill was paid against, with the reason. *Terms* 合同条款: what the contracts
//! of a company say beside the card. *Contract* 合同: what was agreed when a lot was sold. *Acknowledgement*
//! 确认: how the customer said yes to it.
//!
//! **Owns.** `prepaid_company`, `prepaid_figure`, `prepaid_exception`, `prepaid_terms`, `prepaid_contract`,
//! `prepaid_acknowledgement`, `prepaid_stop`.
//!
//! **Promises.**
//! - Whatever the owner sets is never less strict than a law that leaves nothing open
//!   (`rules::figures::tests::whatever_is_set_is_never_less_strict_than_a_law_that_is_not_open`).
//! - Who has not said where the company is goes by the strictest figure of all
//!   (`rules::figures::tests::who_has_not_chosen_gets_the_strictest_figure_of_all`).
//! - What the till is told before paying is what paying does
//!   (`tests::selling::the_quote_says_what_paying_does`).
//! - A card that holds more than it may is sold only with a reason, which is kept
//!   (`tests::selling::a_card_above_the_limit_takes_a_reason_and_keeps_it`).
//! - A contract stays as it was agreed (`tests::contracts::a_contract_stays_as_it_was_agreed`), and says what
//!   it lacks (`rules::contract::tests::what_is_left_empty_is_named`).
//! - What was owed before a quarter, with all that moved in it, is what was owed after it
//!   (`rules::quarter::tests::whatever_moved_stands_under_one_head_and_no_other`,
//!   `tests::owed::a_quarter_is_what_was_owed_with_all_that_moved`).
//! - A company that has stopped sells no card and tops none up
//!   (`tests::closing::a_company_that_has_stopped_sells_no_card_and_tops_none_up`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::customer`], [`crate::card`].

mod commands;
mod export;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use commands::{agree, heed, judge};
pub use http::routes;
pub use model::{Agreement, Notice, Payment, Purchase};
