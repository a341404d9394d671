//! # Bills
//!
//! **What.** One visit's or purchase's lines and how they were paid. A bill is priced by one pure
//! function that says why, paid in one transaction, and refunded from what was stored.
//!
//! **Words.** *Line* 明细: a service, a card sale or a top-up. *Reduction* 减免: given by hand, by
//! amount or percent. *Rounding* 抹零: drops the tail of the total. *Net*: what a line costs after
//! all reductions. *Tender* 支付: one way of paying. *Cell*: what one source (a lot's bonus, a lot's
//! principal, one tender's money) paid of one line.
//!
//! **Owns.** `bill`, `bill_line`, `bill_share`, `bill_tax`, `bill_reduction`, `bill_tender`,
//! `bill_cell`, `bill_card`, `bill_refund`, `bill_refund_line`, `bill_refund_tender`.
//!
//! **Promises.**
//! - Nets add up to the total (`rules::pricing::tests::nets_add_up_to_the_total`).
//! - Cells add up to each line and to each tender
//!   (`rules::tests::cells_add_up_to_lines_and_to_tenders`).
//! - Every payment and every refund balances, per unit and branch, and refunds in any order give
//!   back exactly what was paid, to where it came from
//!   (`rules::tests::refunds_in_any_order_give_back_exactly_what_was_paid`).
//! - A bill is paid once, and a card's last money is spent once, however many tills try
//!   (`tests::races::one_bill_is_paid_once_by_many_tills`,
//!   `tests::races::the_last_hundred_of_a_card_is_spent_once`).
//! - A request that comes again gives the same answer and moves nothing
//!   (`tests::races::one_request_sent_many_times_is_one_payment_with_one_answer`).
//! - What a client adds up is never believed
//!   (`tests::paying::the_server_prices_and_a_client_that_expects_another_total_is_refused`).
//! - A paid bill that differs from its parts or from the books is found
//!   (`tests::checking::a_bill_that_differs_from_its_parts_is_named`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::staff`],
//! [`crate::customer`], [`crate::catalogue`], [`crate::ledger`], [`crate::card`], [`crate::loyalty`].

mod check;
mod commands;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::check;
pub(crate) use commands::{AddLine, GiveBack, GiveReduction, Open, Park, Pay, SetRounding};
pub use commands::{show, summaries};
pub use http::routes;
pub use model::{
    Bill, BillSummary, NewBill, NewLine, ReductionWish, RefundLineWish, Rounding, Share, State, TenderWish,
};
