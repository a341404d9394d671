//! Stored value: plans, cards, lots, and what is drawn from them.
//!
//! **What.** A card holds lots; a lot is one sale or top-up with the money paid in (principal) and
//! the money given on top (bonus), two figures that are never one sum. Value is always drawn from
//! named lots, oldest first, each by its own ratio.
//!
//! **Words.** *Plan* 卡种: what can be sold. *Lot* 批次: one sale, top-up or balance taken in.
//! *Principal* 本金: paid in. *Bonus* 赠送金: given on top. *Draw*: what one payment takes from one
//! lot. *Home*: the site whose books carry the lot.
//!
//! **Owns.** `card_plan`, `card`, `card_lot`, `card_visits`.
//!
//! **Promises.**
//! - Many small draws take what one large one takes (`rules::tests::small_draws_do_not_drift`).
//! - Principal and bonus end at zero together, and neither goes below
//!   (`rules::tests::both_parts_end_at_zero_and_never_below`).
//! - What is left of the principal is what the law gives back, within one fen
//!   (`rules::tests::the_principal_left_is_the_refund_of_article_18`).
//! - Terms that the law voids are refused (`rules::tests::void_clauses_are_named`).
//!
//! **Leans on.** ledger, customer, branch.

pub mod model;
pub mod rules;

pub use model::{Draw, DrawOrder, Lot, Refusal, Value};
