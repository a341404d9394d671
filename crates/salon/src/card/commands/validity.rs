//! Bonus that ends, and the days for which visits can be used.

use super::reach::sold_as;
use crate::branch;
use crate::card::model::{BonusTerms, Card, Lot, MoveKind, StoredLot, TimeStart};
use crate::card::queries::{self, NewMove};
use crate::card::rules::validity;
use crate::ledger::{self, EntrySet, Posting, Source};
use crate::store::{Command, Tx};
use kernel::{BranchId, CardId, Day, LotId, Money, Problem};

/// The business day of a branch, by the clock: days pass whether or not the books of one are closed.
pub(super) async fn today(tx: &mut Tx<'_>, branch: BranchId) -> Result<Day, Problem> {
    Ok(branch::find(tx, branch).await?.business_day(tx.now()))
}

/// How bonus that comes onto a card may be used, as was said when the card was sold. One that was taken in from
/// another program keeps its bonus for ever.
pub async fn bonus_terms(tx: &mut Tx<'_>, card: &Card) -> Result<BonusTerms, Problem> {
    Ok(sold_as(tx, card).await?.map(|plan| plan.bonus_terms).unwrap_or_default())
}

/// Begins the days of a card's visits of which one is used on a day, where the first use begins them, and says
/// which is their last.
pub async fn begin_visits(tx: &mut Tx<'_>, card: &Card, on: Day) -> Result<Option<Day>, Problem> {
    if card.valid_until.is_some() {
        return Ok(card.valid_until);
    }
    let Some(plan) = sold_as(tx, card).await? else { return Ok(None) };
    let until = validity::valid_from_use(&plan, card, on);
    if until.is_some() {
        queries::set_valid_until(tx, card.id, until).await?;
    }
    Ok(until)
}

/// Days that began with the only use of their card have not begun once that came back, unless they were extended.
pub(super) async fn end_before_use(tx: &mut Tx<'_>, id: CardId) -> Result<(), Problem> {
    let card = queries::find(tx, id).await?;
    let Some(plan) = sold_as(tx, &card).await? else { return Ok(()) };
    if card.valid_until.is_none() || plan.valid_starts != TimeStart::FirstUse {
        return Ok(());
    }
    let lots = queries::visits(tx, id).await?;
    let used = lots.iter().any(|stored| stored.lot.left < stored.lot.bought);
    if !used && !queries::was_extended(tx, id).await? {
        queries::set_valid_until(tx, id, None).await?;
    }
    Ok(())
}

/// A lot as it can be used now: bonus whose day has passed is used no more, booked or not.
pub(super) async fn usable(tx: &mut Tx<'_>, lot: &Lot) -> Result<Lot, Problem> {
    match lot.bonus_until {
        Some(_) => Ok(validity::usable_on(lot, today(tx, lot.home.branch).await?)),
        None => Ok(*lot),
    }
}

/// Books bonus that has ended on some lots.
pub struct Lapse(pub Vec<LotId>);

impl Command for Lapse {
    type Out = ();
    const NAME: &'static str = "card.lapse";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for &id in &self.0 {
            let stored = queries::lot(tx, id).await?;
            let after = usable(tx, &stored.lot).await?;
            if after != stored.lot {
                lapse(tx, &stored, &after).await?;
            }
        }
        Ok(())
    }
}

async fn lapse(tx: &mut Tx<'_>, stored: &StoredLot, after: &Lot) -> Result<(), Problem> {
    let StoredLot { lot, card, .. } = *stored;
    queries::update_lot(tx, &lot, after).await?;
    let id = tx.new_id();
    let (kind, bill, value, list) = (MoveKind::Expired, None, after.left - lot.left, Money::ZERO);
    queries::insert_move_as(tx, id, &NewMove { card, lot: lot.id, kind, bill, value, list }).await?;
    let set = EntrySet::balanced(validity::lapse(&lot, after))?;
    let shop = branch::find(tx, lot.home.branch).await?;
    let (branch, source) = (shop.id, Source::CardLapsed(id));
    let day = ledger::open_day(tx, &shop).await?.day;
    ledger::post(tx, Posting { set: &set, branch, day, source, reason: "" }).await?;
    tx.touched("card", card, Some(branch));
    Ok(tx.tell("card.changed", card, Some(branch)).await?)
}

/// Lots of a page of those with bonus that has ended, and the last one of the page, where there may be more.
pub async fn lapsing(
    tx: &mut Tx<'_>,
    after: LotId,
    page: i64,
) -> Result<(Vec<LotId>, Option<LotId>), Problem> {
    let now = tx.now();
    let days = branch::all(tx).await?.into_iter().map(|branch| branch.business_day(now));
    // Where days begin first; each lot is measured by the day of its own branch.
    let Some(today) = days.max() else { return Ok((Vec::new(), None)) };
    let found = queries::lapsing_after(tx, today, after, page).await?;
    let full = i64::try_from(found.len()).is_ok_and(|count| count == page);
    let last = found.last().map(|stored| stored.lot.id).filter(|_| full);
    let mut ended = Vec::new();
    for StoredLot { lot, .. } in found {
        if usable(tx, &lot).await? != lot {
            ended.push(lot.id);
        }
    }
    Ok((ended, last))
}
