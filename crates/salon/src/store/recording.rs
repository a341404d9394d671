//! What is sent to the database, written down for whoever measures the product.

use super::Val;
use std::sync::{Arc, Mutex, PoisonError};

/// A statement as it was sent, with the organisation as its first value.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its text.
    pub sql: &'static str,
    /// Its values.
    pub args: Vec<Val>,
    /// Whether it was asked for rows.
    pub reads: bool,
}

/// Statements in the order in which they were sent, trip by trip: those of one trip travelled
/// together. Values are in the clear: a recording is for a database of a test or a measurement.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    trips: Arc<Mutex<Vec<Vec<Statement>>>>,
}

impl Recording {
    /// Takes out what was recorded since the last time.
    pub fn take(&self) -> Vec<Vec<Statement>> {
        std::mem::take(&mut self.trips.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn add(&self, trip: Vec<Statement>) {
        self.trips.lock().unwrap_or_else(PoisonError::into_inner).push(trip);
    }
}
