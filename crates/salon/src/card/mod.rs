//! # Cards
//!
//! **What.** A card holds lots; a lot is one sale or top-up with the money paid in (principal) and
//! the money given on top (bonus), two figures that are never one sum. Value is always drawn from
//! named lots, oldest first, each by its own ratio.
//!
//! **Words.** *Plan* 卡种: what can be sold. *Lot* 批次: one sale, top-up or balance taken in.
//! *Principal* 本金: paid in. *Bonus* 赠送金: given on top. *Visits* 次: of one service, bought ahead.
//! *Time* 年卡: services for so many days. *Rates* 折扣卡: what a card charges of the list price. *Draw*: what one payment takes from one lot. *Cause* 退卡原因: why a card is given back. *Closing* 退卡:
//! a card given back for good, with the quote that was shown and how it was paid out. *Lock*: reported lost 挂失
//! or frozen 冻结. *Extend* 延期: move the last day. *Transfer* 转卡: to another holder. *Merge* 并卡: of one holder's cards. *Convert* 转换、升级: to another plan.
//! *Gift* 礼品卡: used by who has its code until somebody claims it 领取. *Companion* 亲情卡: a card of another
//! customer that spends from this one within limits. *Home*: the site whose books carry the lot.
//!
//! **Owns.** `card_plan`, `card_plan_version`, `card`, `card_lot`, `card_move`, `card_visits`,
//! `card_gift`, `card_companion`, `card_visits_move`, `card_time`, `card_time_move`, `card_closing`, `card_payout`, `card_event`.
//!
//! **Promises.**
//! - Many small draws take what one large one takes (`rules::tests::small_draws_do_not_drift`).
//! - Principal and bonus end at zero together, and neither goes below
//!   (`rules::tests::both_parts_end_at_zero_and_never_below`).
//! - What is left of the principal is what the law gives back, within one fen
//!   (`rules::tests::the_principal_left_is_the_refund_of_article_18`).
//! - Visits used in any steps are worth what was paid for them in the end
//!   (`rules::visits::tests::visits_used_in_any_steps_are_worth_what_was_paid_in_the_end`).
//! - What was paid for a bundle is what its services were paid for together
//!   (`rules::bundle::tests::nothing_of_what_was_paid_is_lost`).
//! - Days earned in any steps are worth what was paid for them in the end, and freezing loses none
//!   (`rules::time::tests::days_earned_in_any_steps_are_worth_what_was_paid_in_the_end`,
//!   `rules::time::tests::freezing_loses_no_day`).
//! - A card that pays for services or products only pays for nothing else
//!   (`tests::reach::a_card_for_services_pays_no_product`,
//!   `bill::rules::tests::a_card_for_some_lines_pays_only_those_and_leaves_room_for_the_others`).
//! - What a card gives back is what the law says, to the fen, by each cause
//!   (`rules::refund::tests`), never below nothing and never above what was paid
//!   (`rules::refund::tests::a_refund_is_never_below_nothing_and_never_above_what_was_paid`).
//! - A card is closed once, at the figure that was shown (`tests::closing::one_of_two_closings_at_once_passes`,
//!   `tests::closing::a_figure_that_has_changed_since_it_was_shown_is_refused`), and nothing is owed afterwards
//!   (`rules::closing::tests::nothing_is_owed_any_more_once_a_card_of_two_branches_is_paid_out`).
//! - What a bill gives back to a closed card is not lost
//!   (`tests::closing::what_a_bill_gives_back_after_the_closing_is_not_lost`).
//! - A card that goes to another holder keeps its lots' days, prices and uses
//!   (`tests::life::a_card_goes_to_another_holder_with_its_day_price_and_uses`), and what a bill gives back
//!   later goes to who had paid
//!   (`tests::life::what_a_bill_gives_back_after_a_transfer_goes_to_who_had_paid`).
//! - A card that turns into another plan brings its lots along, and visits become exactly the money left of them
//!   (`tests::convert::a_card_is_upgraded_once_the_difference_is_paid`,
//!   `rules::convert::tests::visits_become_exactly_the_money_left_of_them`).
//! - A gift card is used with its code until it is claimed, and with that the code is dead
//!   (`tests::gift::a_gift_card_pays_by_its_code_and_is_claimed_by_it`).
//! - A companion card never passes its limits (`rules::companion::tests::whatever_is_tried_no_limit_is_ever_passed`),
//!   and what comes back is on the card it spent from and free to be spent again
//!   (`tests::companion::a_companion_card_spends_from_the_card_it_belongs_to`).
//! - A statement's opening with its lines is its closing
//!   (`tests::life::a_statement_is_what_was_there_with_what_moved`).
//! - A card keeps the plan it was sold under (`tests::a_card_keeps_the_plan_it_was_sold_under`).
//! - Bonus that has ended is used no more, booked or not, and no money paid in ends
//!   (`rules::validity::tests::the_same_is_drawn_whether_or_not_the_ended_bonus_was_booked_before`).
//! - Bonus pays no more of a bill than its plan says, the money paid in pays the rest, and nothing is lost
//!   (`rules::validity::tests::bounds_never_break_sums_are_never_passed_and_nothing_goes_below_zero`).
//! - Terms that the law voids are refused (`rules::tests::void_clauses_are_named`).
//! - What is left of a lot is its moves, and what the books owe
//!   (`tests::a_lot_that_differs_from_its_moves_or_the_books_is_named`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::identity`],
//! [`crate::customer`], [`crate::catalogue`], [`crate::ledger`].

mod check;
mod commands;
mod http;
mod jobs;
mod model;
mod proving;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use check::{PROMISES, check};
pub use commands::{
    AddPlan, Opening, OpeningVisits, Payer, Sale, Sold, TimePayer, Undone, begin_visits, bonus_terms,
    bundle_lots, check_trial, check_undo_sold, close_idle, credit, detail, discount_cards, forget_codes,
    gifts_of_bill, give_back, give_back_time, give_back_visits, held_rates, of_customer, payer, rated_cards,
    reach_in, refund, remove_taken_in, reopen_idle, sell, take, take_in, take_time, take_visits, time_payer,
    top_up, undo_sold, value_rates, visits_lot, visits_payer,
};
pub use http::routes;
pub use jobs::{earn_due, follow, lapse_due};
pub use model::{
    BonusTerms, Card, CardDetail, CardKind, CardPlan, CardPlanWish, CardRefundAsked, CardRefundCause,
    CardRefundWish, CardState, Draw, DrawOrder, Held, HeldRates, Holding, IdleCard, Lot, MoveKind, MovedSum,
    OnBill, Owed, Pays, PlanRates, PlanRatesWish, PlanReach, PlanTime, PlanTimeWish, PlanVisits,
    PlanVisitsWish, Rated, Refusal, SoldGift, Through, TimeDraw, TimeLimit, TimeLot, TimePeriod, TimeStart,
    Value, VisitsDraw, VisitsLot,
};
pub use proving::{find_gift, prove_password};
pub use queries::{
    bonus_until as bonus_of_lot_until, disused, find, holders_among, moved, owed, plan, plan_version,
    with_value,
};
pub use rules::discount::{cheapest as cheapest_rate, rate_of};
pub use rules::policy::{COOLING_DAYS, is_off, seven_days_until};
pub use rules::refund::quote as refund_quote;
pub use rules::time::{check_uses, ends_on as time_ends_on, issue_time, new_time};
pub use rules::validity::{bonus_max, bonus_until, days_to_begin, valid_from_sale};
pub use rules::{
    card_number, check_terms, check_usable, draw, draw_visits, issue, issue_visits, owed_across, returned,
    spend, spend_visits, usual_bonus, visits_left,
};
