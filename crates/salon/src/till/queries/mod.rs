//! Every statement over `till_*`.

mod days;
mod sessions;

pub use days::{
    closed_branches, closed_day, closed_days, day_drawer, differences, insert_day, next_number, reports_of,
};
pub use sessions::{
    counts, hand_over, insert_count, insert_move, insert_session, left, moves, open_session, session,
    sessions, set_count,
};
