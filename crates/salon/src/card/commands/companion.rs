//! Companion cards 亲情卡: made and ended by who may, used by their holders.

use super::Payer;
use super::life::{Happened, shown};
use crate::access::Permission;
use crate::card::model::{
    Card, CardCompanion, CardEventKind, CardKind, CardState, CompanionLimits, CompanionUsed, Refusal,
    StoredCompanion, Through, TimePeriod,
};
use crate::card::queries::{self, NewCard};
use crate::card::rules::{self, closing::check_reason, companion, time::window};
use crate::ledger;
use crate::store::{Command, Tx};
use crate::{branch, customer};
use kernel::{BillId, BranchId, CardId, CustomerId, Day, Instant, Money, Problem};
use serde::Serialize;
use std::collections::BTreeMap;

/// Makes a card of another customer that spends from this one within limits.
///
/// Refuses, in this order: another branch, card unknown, reason, closed or locked, no money on it, not claimed,
/// customer unknown, of the same holder, limits, number taken.
#[derive(Serialize)]
pub struct AddCompanion {
    /// The card that it spends from.
    pub card: CardId,
    pub branch: BranchId,
    /// Whose the companion card is to be.
    pub customer: CustomerId,
    pub limits: CompanionLimits,
    pub reason: String,
    /// Taken before the command, so a repeated request comes with another one.
    #[serde(skip)]
    pub number: i64,
}

impl Command for AddCompanion {
    type Out = Card;
    const NAME: &'static str = "card.add_companion";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardCompanion, self.branch)?;
        let owner = queries::find(tx, self.card).await?;
        let reason = check_reason(&self.reason)?;
        rules::check_usable(&owner)?;
        rules::gift::check_claimed(&owner)?;
        customer::brief(tx, self.customer).await?;
        let holder = customer::resolve(tx, self.customer).await?;
        if holder == customer::resolve(tx, owner.customer).await? {
            return Err(Refusal::CompanionSelf.into());
        }
        let shop = branch::find(tx, self.branch).await?;
        let day = ledger::open_day(tx, &shop).await?.day;
        companion::check_limits(&self.limits, day)?;
        let number = rules::card_number(shop.number, self.number);
        let id = open_beside(tx, &owner, holder, (&number, day)).await?;
        queries::insert_companion(tx, id, &StoredCompanion { owner: owner.id, limits: self.limits }).await?;
        let (kind, happened) = (CardEventKind::CompanionMade, Happened { branch: self.branch, reason });
        happened.to(tx, owner.id, kind, &number, Some(id)).await?;
        happened.to(tx, id, kind, &owner.number, Some(owner.id)).await?;
        shown(tx, id).await
    }
}

/// Writes a companion card. It holds nothing itself. Refuses: number taken.
async fn open_beside(
    tx: &mut Tx<'_>,
    owner: &Card,
    holder: CustomerId,
    (number, opened_on): (&str, Day),
) -> Result<CardId, Problem> {
    let id: CardId = tx.new_id();
    let new = NewCard {
        id,
        number,
        customer: holder,
        kind: CardKind::Companion,
        plan: owner.plan.zip(owner.plan_version),
        plan_name: &owner.plan_name,
        draw_order: owner.draw_order,
        branch: owner.branch,
        opened_on,
        valid_until: None,
        import: None,
    };
    queries::insert_card(tx, &new).await?;
    customer::add_number(tx, holder, number).await?;
    customer::reopen(tx, holder).await?;
    Ok(id)
}

/// Ends a companion card for good. What is on the card that it spent from stays there.
///
/// Refuses, in this order: another branch, card unknown, reason, no companion card, closed.
#[derive(Serialize)]
pub struct EndCompanion {
    pub card: CardId,
    pub branch: BranchId,
    pub reason: String,
}

impl Command for EndCompanion {
    type Out = Card;
    const NAME: &'static str = "card.end_companion";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardCompanion, self.branch)?;
        let card = queries::find(tx, self.card).await?;
        let reason = check_reason(&self.reason)?;
        companion::check_companion(&card)?;
        rules::check_not_closed(&card)?;
        let StoredCompanion { owner, .. } = stored(tx, card.id).await?;
        let owner = queries::find(tx, owner).await?;
        queries::set_state(tx, card.id, CardState::Closed).await?;
        let (kind, happened) = (CardEventKind::CompanionEnded, Happened { branch: self.branch, reason });
        happened.to(tx, owner.id, kind, &card.number, Some(card.id)).await?;
        happened.to(tx, card.id, kind, &owner.number, Some(owner.id)).await?;
        shown(tx, card.id).await
    }
}

async fn stored(tx: &mut Tx<'_>, card: CardId) -> Result<StoredCompanion, Problem> {
    let found = queries::companion(tx, card).await?;
    found.ok_or_else(|| Problem::bug("a companion card of no card"))
}

async fn used(tx: &mut Tx<'_>, card: CardId, on: Day) -> Result<CompanionUsed, Problem> {
    let month = queries::used_through(tx, card, window(TimePeriod::Month, on)).await?;
    Ok(CompanionUsed { day: queries::used_through(tx, card, (on, on)).await?, month })
}

/// The companion cards of a card, the newest first. Refuses: card unknown.
pub async fn companions(tx: &mut Tx<'_>, id: CardId) -> Result<Vec<Card>, Problem> {
    let owner = queries::find(tx, id).await?;
    let mut cards = Vec::new();
    for card in queries::companions(tx, owner.id).await? {
        cards.push(shown(tx, card).await?);
    }
    Ok(cards)
}

/// Says of a companion card what it may spend today.
pub(super) async fn show(tx: &mut Tx<'_>, card: &mut Card) -> Result<(), Problem> {
    if card.kind != CardKind::Companion {
        return Ok(());
    }
    let StoredCompanion { owner, limits } = stored(tx, card.id).await?;
    let owner = queries::find(tx, owner).await?;
    let on = branch::find(tx, card.branch).await?.business_day(tx.now());
    let used = used(tx, card.id, on).await?;
    let held = companion::check_owner(&owner).map_or(Money::ZERO, |()| owner.left().worth());
    card.companion = Some(CardCompanion {
        owner_card: owner.id,
        owner_name: customer::brief(tx, owner.customer).await?.name,
        owner_number: owner.number,
        limits,
        used_today: used.day,
        used_this_month: used.month,
        available: companion::available(&limits, used, on, held),
    });
    Ok(())
}

/// What a bill of a business day needs of a companion card that pays an amount. Refuses, in this order: closed or
/// locked, the card that it spends from closed or locked, over, above a limit.
pub(super) async fn payer(tx: &mut Tx<'_>, card: Card, amount: Money, on: Day) -> Result<Payer, Problem> {
    rules::check_active(&card)?;
    let StoredCompanion { owner, limits } = stored(tx, card.id).await?;
    let owner = queries::find(tx, owner).await?;
    companion::check_owner(&owner)?;
    companion::check_use(&limits, used(tx, card.id, on).await?, on, amount)?;
    let lots = super::usable_lots(tx, owner.id).await?;
    let through = Some(Through { companion: card.id, day: on });
    Ok(Payer { lots_of: owner.id, draw_order: owner.draw_order, card, lots, through })
}

/// Who used a card through a companion card in some time: the holders' names, by bill.
pub(super) async fn users(
    tx: &mut Tx<'_>,
    card: CardId,
    span: (Instant, Instant),
    limit: i64,
) -> Result<BTreeMap<BillId, String>, Problem> {
    let mut users = BTreeMap::new();
    let mut names: BTreeMap<CustomerId, String> = BTreeMap::new();
    for (bill, holder) in queries::companion_bills(tx, card, span, limit).await? {
        let name = match names.get(&holder) {
            Some(known) => known.clone(),
            None => customer::brief(tx, holder).await?.name,
        };
        names.insert(holder, name.clone());
        users.insert(bill, name);
    }
    Ok(users)
}
