//! What can be done with the drawer and the days of a branch.

mod day;
mod reading;
mod session;

pub use day::CloseDay;
pub use reading::{closed_day, closed_days, closing, drawer, sessions, show};
pub use session::{HandOver, MoveCash, Open};

use day::day_report;
