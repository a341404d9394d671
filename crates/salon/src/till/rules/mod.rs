//! What may be done at a till, and what it comes to.

mod day;
mod drawer;

pub use day::{check_day, first_open, report};
pub use drawer::{Books, check_counts, check_float, check_move, check_note, check_reason, counted, expected};
