//! Turning a card into one of another plan.

use super::closing::empty_visits;
use super::life::{Happened, hand_over_money, shown};
use crate::access::Permission;
use crate::card::model::{Card, CardEventKind, CardHolds, CardPlan, MoveKind, StoredLot};
use crate::card::queries::{self, NewCard, NewMove};
use crate::card::rules::{self, closing::check_reason, convert};
use crate::ledger::{self, Entry, EntrySet, Posting, Source};
use crate::store::{Command, Tx};
use crate::{branch, customer};
use kernel::{BranchId, CardId, Money, PlanId, Problem};
use serde::Serialize;

/// Puts what is on a card on a new one of another plan, of the same holder; the old one is closed. Lots of money
/// keep their day, price and ratio; visits become the money that is left of what was paid for them.
///
/// Refuses, in this order: another branch, card unknown, reason, closed or locked, not claimed, plan unknown, no longer for
/// sale, of this plan already, no plan of money or another order of use, nothing on it, something else on it than
/// was shown, less money on it than the plan costs, number taken.
#[derive(Serialize)]
pub struct Convert {
    pub card: CardId,
    pub branch: BranchId,
    pub plan: PlanId,
    pub shown: CardHolds,
    pub reason: String,
    /// Taken before the command, so a repeated request comes with another one.
    #[serde(skip)]
    pub number: i64,
}

impl Command for Convert {
    type Out = Card;
    const NAME: &'static str = "card.convert";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardConvert, self.branch)?;
        let card = queries::find(tx, self.card).await?;
        let reason = check_reason(&self.reason)?;
        rules::check_active(&card)?;
        rules::gift::check_claimed(&card)?;
        let plan = queries::plan(tx, self.plan).await?;
        convert::check_convert(&card, &plan, self.shown)?;
        let shop = branch::find(tx, self.branch).await?;
        let number = rules::card_number(shop.number, self.number);
        let new = open_under(tx, &card, &plan, &number).await?;
        let mut entries = hand_over_money(tx, card.id, new, MoveKind::Convert).await?;
        entries.extend(turn_visits(tx, card.id, new).await?);
        let set = EntrySet::balanced(entries)?;
        let day = ledger::open_day(tx, &shop).await?.day;
        let (branch, source) = (shop.id, Source::CardConvert(new));
        ledger::post(tx, Posting { set: &set, branch, day, source, reason }).await?;
        queries::close_card(tx, card.id).await?;
        let happened = Happened { branch, reason };
        happened.to(tx, card.id, CardEventKind::ConvertedOut, &number, Some(new)).await?;
        happened.to(tx, new, CardEventKind::ConvertedIn, &card.number, Some(card.id)).await?;
        shown(tx, new).await
    }
}

/// Writes a card of a plan for the holder of another one, with its password. Refuses: number taken.
async fn open_under(tx: &mut Tx<'_>, card: &Card, plan: &CardPlan, number: &str) -> Result<CardId, Problem> {
    let id: CardId = tx.new_id();
    let new = NewCard {
        id,
        number,
        customer: card.customer,
        kind: plan.kind,
        plan: Some((plan.id, plan.version)),
        plan_name: &plan.name,
        draw_order: plan.draw_order,
        branch: card.branch,
        opened_on: card.opened_on,
        valid_until: None,
        import: None,
    };
    queries::insert_card(tx, &new).await?;
    let holder = customer::resolve(tx, card.customer).await?;
    customer::add_number(tx, holder, number).await?;
    let password = queries::password(tx, card.id).await?;
    queries::set_password(tx, id, password.as_deref()).await?;
    Ok(id)
}

/// Makes lots of money of a card's visits on another card, and gives the entries by which they are owed there.
async fn turn_visits(tx: &mut Tx<'_>, card: CardId, to: CardId) -> Result<Vec<Entry>, Problem> {
    let currency = branch::organisation(tx).await?.currency;
    let mut entries = Vec::new();
    for stored in queries::visits(tx, card).await?.into_iter().filter(|stored| !stored.is_over) {
        if stored.lot.left > 0 {
            let lot = convert::money_of(&stored.lot, tx.new_id());
            entries.extend(convert::turn_to_money(&stored.lot, &lot, currency));
            write_money(tx, &StoredLot { lot, card: to, origin: stored.origin }).await?;
        }
        empty_visits(tx, &stored, MoveKind::Convert).await?;
    }
    Ok(entries)
}

/// Writes a lot that visits became.
async fn write_money(tx: &mut Tx<'_>, stored: &StoredLot) -> Result<(), Problem> {
    let StoredLot { lot, card, .. } = *stored;
    queries::insert_lot(tx, stored).await?;
    let (kind, bill, value, list) = (MoveKind::Convert, None, lot.left, Money::ZERO);
    Ok(queries::insert_move(tx, &NewMove { card, lot: lot.id, kind, bill, value, list }).await?)
}
