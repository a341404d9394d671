//! What the databases can answer besides rows, in the same few words for both.

use kernel::{Problem, problem::Kind};

/// Why a statement, or the transaction around it, did not work.
#[derive(Clone, Debug)]
pub enum StoreError {
    /// Two transactions crossed; the same one may succeed when run again.
    Crossed,
    /// The database has no room or time right now.
    Busy(String),
    /// The commit was sent and no answer came: it may have happened or not.
    Unknown(String),
    /// The disk is full, or the database may only be read.
    NoRoom(String),
    /// A row that a statement had to change was not there; says what that means.
    Guard(Box<Problem>),
    /// A statement or a row is not as the product expects.
    Fault(String),
}

impl StoreError {
    pub(crate) fn row(cause: impl std::fmt::Display) -> StoreError {
        StoreError::Fault(cause.to_string())
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StoreError::Crossed => f.write_str("two transactions crossed"),
            StoreError::Busy(cause) => write!(f, "the database is busy: {cause}"),
            StoreError::Unknown(cause) => write!(f, "the commit's outcome is unknown: {cause}"),
            StoreError::NoRoom(cause) => write!(f, "the database cannot write: {cause}"),
            StoreError::Guard(problem) => problem.fmt(f),
            StoreError::Fault(cause) => write!(f, "the database refused: {cause}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        let cause = error.to_string();
        let problem = match error {
            StoreError::Guard(problem) => return *problem,
            StoreError::Crossed => {
                let detail =
                    "Too many people changed the same thing at once. Nothing was changed; try again.";
                Problem::new(Kind::Busy, "store.crossed", detail)
            }
            StoreError::Busy(_) => {
                let detail = "The server is busy. Nothing was changed; try again in a moment.";
                Problem::new(Kind::Busy, "store.busy", detail)
            }
            StoreError::Unknown(_) => {
                let detail = "The connection to the database broke while saving. Look whether it was saved \
                              before you repeat it.";
                Problem::new(Kind::Busy, "store.outcome_unknown", detail)
            }
            StoreError::NoRoom(_) => {
                let detail =
                    "The database cannot be written: the disk is full or read-only. Nothing was changed.";
                Problem::new(Kind::Busy, "store.no_room", detail)
            }
            StoreError::Fault(_) => return Problem::bug(cause),
        };
        Problem { cause: Some(cause), ..problem }
    }
}
