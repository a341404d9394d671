//! # Reports
//!
//! **What.** What the records add up to: a shop's day so far, the takings and the revenue of a span of
//! business days, and everything that ever happened with one customer. Reads the tables of every
//! capability and writes none but its own.
//!
//! **Words.** *Takings* 收款: money received, less money given back, also for cards; what a card pays is no
//! money.
//! *Card sales* 售卡 and *card use* 耗卡 are two figures that are never added: the one is money that is
//! still owed in work, the other is work that was paid for before. *Revenue* 营业额: what services,
//! products and fees cost after all reductions, however they were paid, without taxes added on top; card
//! sales, top-ups, repayments and tips are none. A *business day* 营业日 begins at its branch's cut-off.
//! A *figure* is kept by day and by month; a day has *changed* 待汇总 when its bills are no longer what was
//! added up.
//!
//! **How it counts.** A refund takes its amount and its tax on the day on which it is given, from whom and
//! from what they were earned by, and counts neither as a bill nor as a line: the visit took place. An
//! undone bill is as if it had never been, on its day, which is the day of its undoing too. A part of a
//! line belongs to who has a share in it, by largest remainder; what nobody has a share in stands under
//! nobody. A bill counts once under every key that it has a line under. A newcomer is who became known on
//! the day they paid; somebody who was known before counts once a day.
//!
//! When a day is closed, its takings stand beside the *delivered work* 消耗, by what paid for it; the two are
//! never added.
//!
//! **How it is quick.** What a day comes to is kept as some dozen figures, and the sums of a month that is
//! over as some dozen more. A payment, a refund, a reversal and a card given back leave a mark of their own on their day
//! ([`crate::ledger::mark_day`]). A report reads the figures of days without a mark and adds the others up
//! from the books, in one snapshot; so it is exact at any moment, and no payment waits for a report. The
//! server adds up marked days when they are over ([`keep_all`]).
//!
//! **Owns.** `report_figure`, `report_month`, `report_branch`.
//!
//! **Promises.**
//! - The takings are the sum of their tenders and of their hours, without cards, refunds off
//!   (`rules::tests::takings_are_the_sum_of_tenders_and_of_hours`,
//!   `tests::a_day_counts_money_and_not_what_cards_pay`).
//! - A refund counts on the day and in the hour in which it is given
//!   (`tests::a_refund_counts_on_the_day_it_is_given`).
//! - Shares of a line add up to the line, and staff and items to the total
//!   (`rules::day::tests::shares_of_a_line_add_up_to_it`,
//!   `rules::day::tests::staff_and_items_add_up_to_the_total`).
//! - A report says the same whatever has been added up so far
//!   (`tests::figures::reports_say_the_same_before_during_and_after_adding_up`), and every day comes from
//!   one place (`rules::days::tests::every_day_comes_from_one_place`).
//! - A figure that is not what the books say is found
//!   (`tests::figures::a_figure_that_differs_from_the_books_is_named`).
//! - A shop's figures are seen by those whose role reaches it (`tests::a_shop_out_of_reach_is_not_seen`,
//!   `tests::figures::reports_cover_the_shops_that_the_reader_reaches`), and a customer's history leaves
//!   out the bills of other shops (`tests::a_history_leaves_out_the_bills_of_shops_out_of_reach`).
//!
//! **Leans on.** Every capability's tables; the faces of [`crate::branch`], [`crate::customer`] and
//! [`crate::bill`].

mod check;
mod closing;
mod commands;
mod export;
mod http;
mod model;
mod queries;
mod reading;
mod reports;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{PROMISES, check};
pub use closing::day_totals;
pub use commands::{begin_again, keep_all, keep_figures};
pub use http::routes;
pub use model::{
    Adjustment, DayTotals, Delivered, HistoryItem, HourTaken, RevenueBy, RevenueReport, RevenueRow, Summary,
    TakingsBy, TakingsReport, TakingsRow, TenderMoved, TenderTaken, Tiles, Today,
};
pub use queries::trading_days;
pub use reports::{Asked, first_day, revenue, summary, takings};
