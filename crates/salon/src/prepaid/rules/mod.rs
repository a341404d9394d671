//! Which figures hold on a day, what they say of a bill, what they ask of a company, and what a contract has
//! to say.

mod contract;
mod figures;
mod judging;
mod quarter;

pub use contract::{check_terms, missing};
pub use figures::{check_figure, in_force};
pub use judging::{check_reason, heed, judge};
pub use quarter::{Sums, escrow, last_quarter_end, next_report, quarter_of};
