//! Closing cards that nobody uses, and opening them again.

use super::life::Happened;
use crate::card::model::{CardEventKind, CardState};
use crate::card::queries;
use crate::customer;
use crate::store::Tx;
use kernel::{CardId, Problem, RowId};

/// Closes a card for a batch, with its number and the state that it had; nothing where something is left on it,
/// or it is closed already. Refuses: card unknown.
pub async fn close_idle(
    tx: &mut Tx<'_>,
    id: CardId,
    batch: RowId,
    reason: &str,
) -> Result<Option<(String, CardState)>, Problem> {
    let card = queries::find(tx, id).await?;
    if !queries::close_idle(tx, id, batch).await? {
        return Ok(None);
    }
    Happened { branch: card.branch, reason }.quietly(tx, id, CardEventKind::Disused).await?;
    Ok(Some((card.number, card.state)))
}

/// Opens a card that a batch closed; says whether it was still closed. Refuses: card unknown.
pub async fn reopen_idle(
    tx: &mut Tx<'_>,
    id: CardId,
    batch: RowId,
    state: CardState,
    reason: &str,
) -> Result<bool, Problem> {
    let card = queries::find(tx, id).await?;
    if !queries::reopen_idle(tx, id, batch, state).await? {
        return Ok(false);
    }
    Happened { branch: card.branch, reason }.quietly(tx, id, CardEventKind::Reopened).await?;
    Ok(true)
}

/// Opens a closed card, and its holder's account, because something comes back to it.
pub(super) async fn reopen(tx: &mut Tx<'_>, id: CardId) -> Result<(), Problem> {
    if queries::reopen_card(tx, id).await? {
        let holder = queries::find(tx, id).await?.customer;
        customer::reopen(tx, holder).await?;
    }
    Ok(())
}
