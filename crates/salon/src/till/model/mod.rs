//! Sessions of a drawer, closed days, and what can be wrong with them.

mod day;
mod refusal;
mod session;

pub use day::{CloseDayWish, ClosedDay, ClosedDaySummary, Closing, DayDrawer, DayReport, DayTender};
pub use refusal::Refusal;
pub use session::{
    CountWish, Counted, Drawer, HandOverWish, HandedOver, Move, MoveKind, OpenTillWish, Session,
    SessionSummary, State, StoredCount, StoredSession, Tender, TillMoveWish,
};
