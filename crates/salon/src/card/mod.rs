//! # Cards
//!
//! **What.** A card holds lots; a lot is one sale or top-up with the money paid in (principal) and
//! the money given on top (bonus), two figures that are never one sum. Value is always drawn from
//! named lots, oldest first, each by its own ratio.
//!
//! **Words.** *Plan* 卡种: what can be sold. *Lot* 批次: one sale, top-up or balance taken in.
//! *Principal* 本金: paid in. *Bonus* 赠送金: given on top. *Draw*: what one payment takes from one
//! lot. *Home*: the site whose books carry the lot.
//!
//! **Owns.** `card_plan`, `card_plan_version`, `card`, `card_lot`, `card_move`, `card_visits`.
//!
//! **Promises.**
//! - Many small draws take what one large one takes (`rules::tests::small_draws_do_not_drift`).
//! - Principal and bonus end at zero together, and neither goes below
//!   (`rules::tests::both_parts_end_at_zero_and_never_below`).
//! - What is left of the principal is what the law gives back, within one fen
//!   (`rules::tests::the_principal_left_is_the_refund_of_article_18`).
//! - A card keeps the plan it was sold under (`tests::a_card_keeps_the_plan_it_was_sold_under`).
//! - Terms that the law voids are refused (`rules::tests::void_clauses_are_named`).
//! - What is left of a lot is its moves, and what the books owe
//!   (`tests::a_lot_that_differs_from_its_moves_or_the_books_is_named`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::customer`],
//! [`crate::ledger`].

mod check;
mod commands;
mod http;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::check;
pub use commands::{
    AddPlan, Opening, OpeningVisits, Sale, check_undo, detail, give_back, payer, remove_taken_in, sell, take,
    take_in, top_up, undo,
};
pub use http::routes;
pub use model::{
    Card, CardDetail, CardKind, CardPlan, CardPlanWish, CardState, Draw, DrawOrder, Lot, OnBill, Refusal,
    Value,
};
pub use queries::{find, of_customer, plan, plan_version};
pub use rules::{card_number, check_usable, draw, issue, returned, spend, usual_bonus};
