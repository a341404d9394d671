//! What can be wrong at a till.

use kernel::{Day, Problem};

/// Why something at a till is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such session.
    SessionUnknown,
    /// Somebody answers for this drawer already.
    AlreadyOpen,
    /// The session was handed over.
    HandedOver,
    /// An amount is below nothing, or nothing where something moves.
    Amount(&'static str),
    /// No reason was given, or one longer than 200 characters.
    Reason,
    /// A note is longer than 200 characters.
    Note,
    /// Cash was not counted, or a tender twice.
    Counts,
    /// More is to stay in the drawer than was counted.
    FloatAboveCount,
    /// There is no such closed day.
    DayUnknown,
    /// The day has not come yet.
    DayAhead,
    /// The day is closed.
    DayClosed,
    /// An earlier day on which something happened is still open.
    EarlierDayOpen {
        /// Which.
        day: Day,
    },
    /// Somebody still answers for the drawer.
    SessionOpen,
    /// Bills wait to be paid.
    BillsOpen {
        /// How many; a hundred where there are more.
        count: i64,
    },
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::SessionUnknown => {
                Problem::not_found("till.session_unknown", "There is no such till session.")
            }
            Refusal::AlreadyOpen => {
                let detail = "The till is open already. Hand it over before it is opened again.";
                Problem::conflict("till.already_open", detail)
            }
            Refusal::HandedOver => {
                let detail = "This till session was handed over. Open the till for a new one.";
                Problem::conflict("till.handed_over", detail)
            }
            Refusal::Amount(field) => Problem::invalid(
                field,
                "till.amount",
                "An amount is not below nothing, and not nothing where cash moves.",
            ),
            Refusal::Reason => {
                Problem::invalid("reason", "till.reason", "Say why, in at most 200 characters.")
            }
            Refusal::Note => Problem::invalid("note", "till.note", "A note has at most 200 characters."),
            Refusal::Counts => {
                let detail = "Cash is counted, and each way of paying at most once.";
                Problem::invalid("counts", "till.counts", detail)
            }
            Refusal::FloatAboveCount => {
                let detail = "What stays in the drawer is at most what was counted in it.";
                Problem::invalid("next_float", "till.float_above_count", detail)
            }
            Refusal::DayUnknown => Problem::not_found("till.day_unknown", "There is no such closed day."),
            Refusal::DayAhead => Problem::refused("till.day_ahead", "This business day has not come yet."),
            Refusal::DayClosed => Problem::conflict("till.day_closed", "This business day is closed."),
            Refusal::EarlierDayOpen { day } => {
                let detail = "An earlier business day is still open. Close it first.";
                Problem::conflict("till.earlier_day_open", detail).with("day", day.to_string())
            }
            Refusal::SessionOpen => {
                let detail = "The till is still open. Hand it over before the day is closed.";
                Problem::conflict("till.session_open", detail)
            }
            Refusal::BillsOpen { count } => {
                let detail = "Bills wait to be paid. Settle or void them before the day is closed.";
                Problem::conflict("till.bills_open", detail).with("count", count)
            }
        }
    }
}
