//! What bills sold with cards or put onto them, when it is taken back.

use super::{time, visits};
use crate::card::model::{Lot, OnBill, TimeLot, VisitsLot};
use crate::card::queries;
use crate::store::Tx;
use kernel::{LotId, Problem};

/// What a bill had sold.
pub enum Undone {
    /// Principal and bonus.
    Value(Lot),
    /// Visits of one service or several.
    Visits(Vec<VisitsLot>),
    /// Days.
    Time(TimeLot),
}

/// Takes back what a bill had sold. Refuses: part of it has been used or earned.
pub async fn undo_sold(tx: &mut Tx<'_>, lot: LotId, bill: OnBill) -> Result<Undone, Problem> {
    if queries::time_lot(tx, lot).await?.is_some() {
        return Ok(Undone::Time(time::undo_time(tx, lot, bill).await?));
    }
    if queries::are_visits(tx, lot).await? {
        return Ok(Undone::Visits(visits::undo_visits(tx, lot, bill).await?));
    }
    Ok(Undone::Value(super::undo(tx, lot, bill).await?))
}

/// Whether what a bill had sold can be taken back. Refuses: part of it has been used or earned.
pub async fn check_undo_sold(tx: &mut Tx<'_>, lot: LotId) -> Result<(), Problem> {
    if queries::time_lot(tx, lot).await?.is_some() {
        return time::check_undo_time(tx, lot).await;
    }
    if queries::are_visits(tx, lot).await? {
        return visits::check_undo_visits(tx, lot).await;
    }
    super::check_undo(tx, lot).await
}
