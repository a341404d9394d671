//! Moving the last day of what is on a card 延期.

use super::life::{Happened, shown};
use super::time;
use super::validity::today;
use crate::access::Permission;
use crate::card::model::{Card, Lot, StoredLot};
use crate::card::queries;
use crate::card::rules::{self, closing::check_reason, validity};
use crate::store::{Command, Tx};
use kernel::{BranchId, CardId, Day, Problem};
use serde::Serialize;

/// Moves the last day of what is on a card to a later one: of its visits, of its days, or of bonus that would end
/// before. A card that is locked stays so.
///
/// Refuses, in this order: another branch, card unknown, reason, closed, nothing with a last day on it, another last
/// day than was shown, a day that is not later, or before today, or more than ten years ahead.
#[derive(Serialize)]
pub struct Extend {
    pub card: CardId,
    pub branch: BranchId,
    /// The last day that both sides have seen.
    pub shown: Day,
    /// The last day from now on.
    pub until: Day,
    pub reason: String,
}

impl Command for Extend {
    type Out = Card;
    const NAME: &'static str = "card.extend";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardExtend, self.branch)?;
        let card = time::find(tx, self.card).await?;
        let reason = check_reason(&self.reason)?;
        rules::check_not_closed(&card)?;
        let today = today(tx, self.branch).await?;
        validity::check_extend(&card, self.shown, self.until, today)?;
        if card.valid_until.is_some() {
            queries::set_valid_until(tx, card.id, Some(self.until)).await?;
        } else if card.time.is_some() {
            time::extend(tx, &card, self.shown.days_until(self.until)).await?;
        } else {
            extend_bonus(tx, &card, self.until).await?;
        }
        let happened = Happened { branch: self.branch, reason };
        happened.extended(tx, card.id, (self.shown, self.until)).await?;
        shown(tx, card.id).await
    }
}

/// Bonus that would end before a day ends on that day.
async fn extend_bonus(tx: &mut Tx<'_>, card: &Card, until: Day) -> Result<(), Problem> {
    for StoredLot { lot, .. } in queries::lots(tx, card.id).await? {
        if lot.left.bonus.is_positive() && lot.bonus_until.is_some_and(|last| last < until) {
            queries::update_lot(tx, &lot, &Lot { bonus_until: Some(until), ..lot }).await?;
        }
    }
    Ok(())
}
