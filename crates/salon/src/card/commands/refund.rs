//! What a customer gets for a card.

use super::time;
use crate::branch;
use crate::card::model::{
    Card, CardRefund, CardRefundAsked, CardRefundCause, CardRefundWish, Held, Holding, Lot, Refusal,
    StoredVisits,
};
use crate::card::{queries, rules};
use crate::store::Tx;
use kernel::{BranchId, CardId, Day, Instant, Money, Problem, Zone};
use std::collections::BTreeMap;

/// What a customer gets for a card today, by every cause. Changes nothing.
///
/// Refuses, in this order: card unknown, closed, an end after today or before a payment, gifts below
/// nothing, an agreed amount out of range.
pub async fn refund(tx: &mut Tx<'_>, id: CardId, wish: CardRefundWish) -> Result<CardRefund, Problem> {
    let card = queries::find(tx, id).await?;
    rules::check_not_closed(&card)?;
    let clocks = Clocks::load(tx).await?;
    let on = clocks.day(card.branch, tx.now())?;
    let holdings = holdings(tx, &card, &clocks, wish.ended_on.unwrap_or(on)).await?;
    let causes = CardRefundCause::ALL.into_iter();
    let wanted = causes.filter(|cause| *cause != CardRefundCause::Agreed || wish.agreed.is_some());
    let quotes = wanted.map(|cause| rules::refund::quote(&holdings, &asked(cause, on, wish)));
    Ok(CardRefund { on, quotes: quotes.collect::<Result<_, Refusal>>()? })
}

pub(super) fn asked(cause: CardRefundCause, on: Day, wish: CardRefundWish) -> CardRefundAsked {
    CardRefundAsked {
        cause,
        ended_on: wish.ended_on.unwrap_or(on),
        paid_out_on: on,
        gift: wish.gift.unwrap_or(Money::ZERO),
        agreed: wish.agreed,
    }
}

/// The clocks of all branches: a lot is paid on a day of the branch where it was paid.
pub(super) struct Clocks(BTreeMap<BranchId, Zone>);

impl Clocks {
    pub(super) async fn load(tx: &mut Tx<'_>) -> Result<Clocks, Problem> {
        let branches = branch::all(tx).await?.into_iter();
        Ok(Clocks(branches.map(|branch| (branch.id, branch.time_zone)).collect()))
    }

    pub(super) fn day(&self, branch: BranchId, at: Instant) -> Result<Day, Problem> {
        let zone = self.0.get(&branch).ok_or_else(|| Problem::bug("a card of a branch that is not there"))?;
        Ok(at.day(zone))
    }
}

/// What a card holds when its contract ends, lot by lot, oldest first. A lot whose sale was undone has never been.
pub(super) async fn holdings(
    tx: &mut Tx<'_>,
    card: &Card,
    clocks: &Clocks,
    ended_on: Day,
) -> Result<Vec<Holding>, Problem> {
    let mut holdings = Vec::new();
    let lists = queries::list_used(tx, card.id).await?;
    for stored in queries::lots(tx, card.id).await? {
        let Lot { id, home, at, bought, .. } = stored.lot;
        if stored.lot.is_over() {
            continue;
        }
        let (used, list) = (stored.lot.used(), lists.get(&id).copied().unwrap_or_default());
        let held = Held::Value { bonus: bought.bonus, used, list };
        holdings.push(Holding {
            lot: id,
            paid_on: clocks.day(home.branch, at)?,
            paid: bought.principal,
            held,
        });
    }
    let lists = queries::visits_list_used(tx, card.id).await?;
    for StoredVisits { lot, value_known, is_over, .. } in queries::visits(tx, card.id).await? {
        if is_over {
            continue;
        }
        let held = Held::Visits {
            bought: lot.bought,
            used: lot.bought - lot.left,
            value: lot.paid - lot.value_left,
            list: lists.get(&lot.id).copied().unwrap_or_default(),
            value_known,
        };
        let paid_on = clocks.day(lot.home.branch, lot.at)?;
        holdings.push(Holding { lot: lot.id, paid_on, paid: lot.paid, held });
    }
    for (lot, left) in time::on_card(tx, card, ended_on).await? {
        let held = Held::Time { days: lot.days, left };
        let paid_on = clocks.day(lot.home.branch, lot.at)?;
        holdings.push(Holding { lot: lot.id, paid_on, paid: lot.paid, held });
    }
    Ok(holdings)
}
