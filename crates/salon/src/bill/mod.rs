//! # Bills
//!
//! **What.** One visit's or purchase's lines and how they were paid. A bill is priced by one pure
//! function that says why, paid in one transaction, and refunded from what was stored.
//!
//! **Words.** *Line* 明细: a service, goods, a fee, or money passed on (a card sale, a top-up, a
//! repayment, a tip). *Reduction* 减免: given by hand, by amount, percent or another price.
//! *Rounding* 抹零: drops the tail of the total. *Net*: what a line costs after all reductions.
//! *Tender* 支付: one way of paying. *Cell*: what one source (a lot's bonus, principal or visits, one
//! tender's money) paid of one line. *Debt* 挂账: what a customer owes for a bill. *Reversal* 反结账:
//! undoes a bill on the day it was paid. *Unapplied receipt*: its money, until a new bill takes it.
//! *History* 历史单据: bills of another program, which are only looked at.
//!
//! **Owns.** `bill`, `bill_unseen`, `bill_line`, `bill_share`, `bill_tax`, `bill_reduction`, `bill_tender`,
//! `bill_cell`, `bill_card`, `bill_refund`, `bill_refund_line`, `bill_refund_tender`, `bill_debt`,
//! `bill_receipt`, `bill_receipt_refund`.
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
//! - A bill of another program is only looked at
//!   (`tests::history::a_bill_of_another_program_is_not_refunded_undone_or_printed`).
//! - A paid bill that differs from its parts or from the books is found
//!   (`tests::checking::a_bill_that_differs_from_its_parts_is_named`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::staff`],
//! [`crate::customer`], [`crate::catalogue`], [`crate::ledger`], [`crate::stock`], [`crate::card`],
//! [`crate::prepaid`], [`crate::loyalty`].

mod check;
mod commands;
mod http;
mod model;
mod proving;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{PROMISES, check};
pub use commands::{
    AddLine, Agreed, Open, Pay, receipts_on_file, show, show_history, summaries, take_back_history,
    take_in_history, waiting,
};
pub(crate) use commands::{GiveBack, GiveReduction, Park, Reverse, SetRounding, Void, debts, quote_refund};
pub use http::routes;
pub use model::{
    Bill, BillLine, BillSummary, HISTORY_NUMBERS, HistoryBill, HistoryLine, KnownReceipt, LineKind, NewBill,
    NewLine, ReductionWish, RefundLineWish, Rounding, Share, State, TaxAmount, TenderWish,
};
pub(crate) use queries::DebtFilter;
pub use queries::{any_hidden as any_hidden_history, awaited_among, debtors_among, hide as hide_history};
pub use rules::LINES_MAX;
