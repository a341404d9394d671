//! # Notices
//!
//! **What.** Tells people and programs what happened: in the product, by mail, and as signed requests.
//!
//! **Words.** An *event* is something of which people are told 通知事项; its *fields* are what the texts may name.
//! A *message* 消息 is what one recipient gets of it on one *channel*: the inbox 收件箱, mail, a *webhook* 回调, which
//! is a request to another program. *Quiet hours* 免打扰 are when customers are left in peace. A *sender* 发件人 is
//! in whose name mail leaves a branch.
//!
//! **How it goes.** A command that makes something happen asks for a notice in its own transaction ([`ask`]): one
//! row, sealed, once for each thing that it happened to. A job then finds out whom it reaches and writes the
//! messages with the words that hold then; another part of the job carries them, outside any transaction. A
//! message whose try did not end is tried again, so one may come twice; its id stays the same. What fails undoes
//! nothing.
//!
//! **Owns.** `notice_event`, `notice_message`, `notice_template`, `notice_sender`, `notice_smtp`,
//! `notice_webhook`, `notice_opt_out`.
//!
//! **Promises.**
//! - Of one thing somebody is told once on each channel, however often it is asked for
//!   (`tests::telling::people_are_told_once_of_one_thing`).
//! - What happened days ago is no news (`tests::telling::what_is_no_news_any_more_is_told_to_nobody`).
//! - A notice that fails undoes nothing, is tried again ever later, and is given up at last
//!   (`tests::mail::a_mail_that_fails_is_tried_again_ever_later_and_given_up`).
//! - Customers are left in peace at night (`tests::telling::customers_are_left_in_peace_at_night`) and told nothing
//!   that they do not want (`tests::telling::who_does_not_want_mail_gets_none`).
//! - Passwords and secrets are kept sealed and never shown again
//!   (`tests::settings::what_opens_a_mail_server_is_never_shown`).
//! - Mail that is to be protected goes nowhere unprotected
//!   (`tests::mail::a_server_without_encryption_gets_nothing`).
//! - A request goes to no address that only this server can reach
//!   (`tests::hooks::no_request_goes_to_what_only_this_server_can_reach`), follows no redirection, and carries what
//!   it is checked by (`tests::hooks::a_program_checks_that_a_request_comes_from_here`).
//! - A text names only fields that there are (`tests::settings::a_text_with_an_unknown_field_is_refused`).
//!
//! **Leans on.** [`crate::store`], [`crate::access`], [`crate::branch`], [`crate::identity`],
//! [`crate::customer`].

mod carry;
mod commands;
mod http;
mod jobs;
mod model;
mod queries;
mod rules;

#[cfg(test)]
mod tests;

pub use commands::{Happening, ask};
pub use http::routes;
pub use jobs::{follow, work};
pub use model::{Amount, Event, Value};
