//! Locking, replacing, handing over and merging cards.

use super::closing::{empty_lot, empty_visits};
use super::{reach, time};
use crate::access::Permission;
use crate::card::model::{
    Card, CardEvent, CardEventKind, CardHolds, CardLock, CardState, Lot, MoveKind, StoredLot, StoredVisits,
    Value, VisitsLot,
};
use crate::card::queries::{self, NewCard, NewEvent, NewMove, NewVisitsMove};
use crate::card::rules::{self, closing::check_reason, life};
use crate::ledger::{self, Entry, EntrySet, Posting, Source};
use crate::notice::{Event, Happening, Value as Field};
use crate::store::{Command, Tx};
use crate::{branch, customer, notice};
use kernel::{BranchId, CardId, Currency, CustomerId, Day, LotId, Money, Problem, RowId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Locks a card or unlocks it.
///
/// Refuses, in this order: another branch, card unknown, reason, closed, lost, frozen, not lost, not frozen.
#[derive(Serialize)]
pub struct Lock {
    pub card: CardId,
    pub branch: BranchId,
    pub lock: CardLock,
    pub reason: String,
}

impl Command for Lock {
    type Out = Card;
    const NAME: &'static str = "card.lock";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardLock, self.branch)?;
        let card = queries::find(tx, self.card).await?;
        let reason = check_reason(&self.reason)?;
        let state = life::locked(card.state, self.lock)?;
        queries::set_state(tx, card.id, state).await?;
        time::stand_still(tx, &card, state).await?;
        let happened = Happened { branch: self.branch, reason };
        happened.to(tx, card.id, self.lock.event(), "", None).await?;
        shown(tx, card.id).await
    }
}

/// Gives a card a new number, under which a lost one can be used again. Everything on it stays.
///
/// Refuses, in this order: another branch, card unknown, reason, closed, frozen, number taken.
#[derive(Serialize)]
pub struct Replace {
    pub card: CardId,
    pub branch: BranchId,
    pub reason: String,
    /// Taken before the command, so a repeated request comes with another one.
    #[serde(skip)]
    pub number: i64,
}

impl Command for Replace {
    type Out = Card;
    const NAME: &'static str = "card.replace";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardReplace, self.branch)?;
        let card = queries::find(tx, self.card).await?;
        let reason = check_reason(&self.reason)?;
        life::check_replaceable(&card)?;
        let shop = branch::find(tx, self.branch).await?;
        let number = rules::card_number(shop.number, self.number);
        queries::set_number(tx, card.id, &number).await?;
        time::stand_still(tx, &card, CardState::Active).await?;
        let holder = customer::resolve(tx, card.customer).await?;
        customer::add_number(tx, holder, &number).await?;
        let happened = Happened { branch: self.branch, reason };
        happened.to(tx, card.id, CardEventKind::Replaced, &card.number, None).await?;
        shown(tx, card.id).await
    }
}

/// Hands what is on a card over to another holder, as a card of theirs; the old one is closed. Lots keep
/// their day, price and ratio. Nothing is earned by it, and nobody's work is counted again.
///
/// Refuses, in this order: another branch, card unknown, reason, closed or locked, customer unknown, to the
/// same holder, nothing on it, something else on it than was shown, number taken.
#[derive(Serialize)]
pub struct Transfer {
    pub card: CardId,
    pub branch: BranchId,
    pub to: CustomerId,
    pub shown: CardHolds,
    pub reason: String,
    /// Taken before the command, so a repeated request comes with another one.
    #[serde(skip)]
    pub number: i64,
}

impl Command for Transfer {
    type Out = Card;
    const NAME: &'static str = "card.transfer";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardTransfer, self.branch)?;
        let card = time::find(tx, self.card).await?;
        let reason = check_reason(&self.reason)?;
        rules::check_active(&card)?;
        let to = customer::resolve(tx, self.to).await?;
        let from = customer::resolve(tx, card.customer).await?;
        life::check_transfer(&card, (from, to), self.shown)?;
        let shop = branch::find(tx, self.branch).await?;
        let number = rules::card_number(shop.number, self.number);
        let new = open_for(tx, &card, to, &number).await?;
        let entries = hand_over(tx, &card, new, MoveKind::Transfer).await?;
        let set = EntrySet::balanced(entries)?;
        let (branch, source) = (shop.id, Source::CardTransfer(new));
        let day = ledger::open_day(tx, &shop).await?.day;
        ledger::post(tx, Posting { set: &set, branch, day, source, reason }).await?;
        queries::close_card(tx, card.id).await?;
        customer::reopen(tx, to).await?;
        let happened = Happened { branch, reason };
        happened.to(tx, card.id, CardEventKind::TransferredOut, &number, Some(new)).await?;
        happened.to(tx, new, CardEventKind::TransferredIn, &card.number, Some(card.id)).await?;
        shown(tx, new).await
    }
}

/// Writes a card like another one, for somebody else. Refuses: number taken.
async fn open_for(tx: &mut Tx<'_>, like: &Card, to: CustomerId, number: &str) -> Result<CardId, Problem> {
    let id: CardId = tx.new_id();
    let new = NewCard {
        id,
        number,
        customer: to,
        kind: like.kind,
        plan: like.plan.zip(like.plan_version),
        plan_name: &like.plan_name,
        draw_order: like.draw_order,
        branch: like.branch,
        opened_on: like.opened_on,
        valid_until: like.valid_until,
        import: None,
    };
    queries::insert_card(tx, &new).await?;
    customer::add_number(tx, to, number).await?;
    Ok(id)
}

/// Makes the lots of a card anew on another one, and gives the entries by which they are owed there.
async fn hand_over(tx: &mut Tx<'_>, card: &Card, to: CardId, kind: MoveKind) -> Result<Vec<Entry>, Problem> {
    let mut entries = hand_over_money(tx, card.id, to, kind).await?;
    let currency = branch::organisation(tx).await?.currency;
    let lists = queries::visits_list_used(tx, card.id).await?;
    for stored in queries::visits(tx, card.id).await?.into_iter().filter(|stored| !stored.is_over) {
        if stored.lot.left > 0 {
            entries.extend(hand_over_visits(tx, &stored, to, &lists, currency).await?);
        }
        empty_visits(tx, &stored, kind).await?;
    }
    entries.extend(time::hand_over(tx, card, to, currency).await?);
    Ok(entries)
}

/// The same of its lots of money alone.
pub(super) async fn hand_over_money(
    tx: &mut Tx<'_>,
    card: CardId,
    to: CardId,
    kind: MoveKind,
) -> Result<Vec<Entry>, Problem> {
    let currency = branch::organisation(tx).await?.currency;
    let mut entries = Vec::new();
    let lists = queries::list_used(tx, card).await?;
    for stored in queries::lots(tx, card).await? {
        if stored.lot.left != Value::NONE {
            entries.extend(hand_over_lot(tx, &stored, (to, kind), &lists, currency).await?);
        }
        empty_lot(tx, card, &stored.lot, kind).await?;
    }
    Ok(entries)
}

async fn hand_over_lot(
    tx: &mut Tx<'_>,
    stored: &StoredLot,
    (card, kind): (CardId, MoveKind),
    lists: &BTreeMap<LotId, Money>,
    currency: Currency,
) -> Result<Vec<Entry>, Problem> {
    let lot = Lot { id: tx.new_id(), ..stored.lot };
    queries::insert_lot(tx, &StoredLot { lot, card, ..*stored }).await?;
    queries::set_list_before(tx, lot.id, lists.get(&stored.lot.id).copied().unwrap_or_default()).await?;
    let (bill, value, list) = (None, lot.left, Money::ZERO);
    queries::insert_move(tx, &NewMove { card, lot: lot.id, kind, bill, value, list }).await?;
    Ok(life::hand_over(&stored.lot, &lot, currency))
}

async fn hand_over_visits(
    tx: &mut Tx<'_>,
    stored: &StoredVisits,
    card: CardId,
    lists: &BTreeMap<LotId, Money>,
    currency: Currency,
) -> Result<Vec<Entry>, Problem> {
    let lot = VisitsLot { id: tx.new_id(), ..stored.lot };
    queries::insert_visits(tx, &StoredVisits { lot, card, ..stored.clone() }).await?;
    let list = lists.get(&stored.lot.id).copied().unwrap_or_default();
    queries::set_visits_list_before(tx, lot.id, list).await?;
    move_visits(tx, card, &lot, 1, MoveKind::Transfer).await?;
    Ok(life::hand_over_visits(&stored.lot, &lot, currency))
}

/// Writes that all visits of a lot came to a card (sign 1) or left it (−1).
async fn move_visits(
    tx: &mut Tx<'_>,
    card: CardId,
    lot: &VisitsLot,
    sign: i64,
    kind: MoveKind,
) -> Result<(), Problem> {
    let (visits, value) = (sign * lot.left, Money::minor(sign * lot.value_left.to_minor()));
    let new = NewVisitsMove { card, lot: lot.id, kind, bill: None, visits, value, list: Money::ZERO };
    Ok(queries::insert_visits_move(tx, &new).await?)
}

/// Puts the lots of one card on another card of the same holder, whole, and closes the first.
///
/// Refuses, in this order: another branch, card unknown, reason, closed or locked (either card), into itself,
/// of another holder, of another kind, order of use or last day, nothing on it, something else on it than was shown.
#[derive(Serialize)]
pub struct Merge {
    /// The card that stays.
    pub card: CardId,
    /// The card that goes.
    pub from: CardId,
    pub branch: BranchId,
    /// What is on the card that goes.
    pub shown: CardHolds,
    pub reason: String,
}

impl Command for Merge {
    type Out = Card;
    const NAME: &'static str = "card.merge";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Card, Problem> {
        tx.at(Permission::CardMerge, self.branch)?;
        let (mut into, mut from) = (queries::find(tx, self.card).await?, queries::find(tx, self.from).await?);
        let reason = check_reason(&self.reason)?;
        rules::check_active(&into)?;
        rules::check_active(&from)?;
        let (holder, other) =
            (customer::resolve(tx, into.customer).await?, customer::resolve(tx, from.customer).await?);
        reach::show(tx, &mut into).await?;
        reach::show(tx, &mut from).await?;
        life::check_merge((&from, other), (&into, holder), self.shown)?;
        move_lots(tx, from.id, into.id).await?;
        queries::close_card(tx, from.id).await?;
        let happened = Happened { branch: self.branch, reason };
        happened.to(tx, from.id, CardEventKind::MergedOut, &into.number, Some(into.id)).await?;
        happened.to(tx, into.id, CardEventKind::MergedIn, &from.number, Some(from.id)).await?;
        shown(tx, into.id).await
    }
}

/// Puts the lots of a card on another one. They stay the same lots, so the books need no entry.
async fn move_lots(tx: &mut Tx<'_>, from: CardId, into: CardId) -> Result<(), Problem> {
    let kind = MoveKind::Merge;
    for StoredLot { lot, .. } in queries::lots(tx, from).await? {
        if lot.is_over() {
            continue;
        }
        let moved = [(from, Value::NONE - lot.left), (into, lot.left)];
        for (card, value) in moved.into_iter().filter(|(_, value)| *value != Value::NONE) {
            let new = NewMove { card, lot: lot.id, kind, bill: None, value, list: Money::ZERO };
            queries::insert_move(tx, &new).await?;
        }
        queries::move_lot(tx, lot.id, into).await?;
    }
    for StoredVisits { lot, is_over, .. } in queries::visits(tx, from).await? {
        if is_over {
            continue;
        }
        if lot.left > 0 {
            move_visits(tx, from, &lot, -1, kind).await?;
            move_visits(tx, into, &lot, 1, kind).await?;
        }
        queries::move_visits(tx, lot.id, into).await?;
    }
    Ok(())
}

/// What happened to a card besides paying, newest first. Refuses: card unknown.
pub async fn events(tx: &mut Tx<'_>, id: CardId) -> Result<Vec<CardEvent>, Problem> {
    let card = queries::find(tx, id).await?;
    Ok(queries::events(tx, card.id).await?)
}

/// Where something happened to a card, and why.
pub(super) struct Happened<'a> {
    pub branch: BranchId,
    pub reason: &'a str,
}

impl Happened<'_> {
    /// Writes what happened to one of many cards at once; who does that tells of all together.
    pub(super) async fn quietly(
        &self,
        tx: &mut Tx<'_>,
        card: CardId,
        kind: CardEventKind,
    ) -> Result<(), Problem> {
        let Happened { branch, reason } = *self;
        tx.touched("card", card, Some(branch));
        let new = NewEvent { card, branch, kind, reason, number: "", other_card: None, last_days: None };
        Ok(queries::insert_event(tx, &new).await.map(drop)?)
    }

    pub(super) async fn to(
        &self,
        tx: &mut Tx<'_>,
        card: CardId,
        kind: CardEventKind,
        number: &str,
        other_card: Option<CardId>,
    ) -> Result<(), Problem> {
        let Happened { branch, reason } = *self;
        let new = NewEvent { card, branch, kind, reason, number, other_card, last_days: None };
        self.told(tx, &new).await
    }

    /// Writes that the last day of a card was moved, from one to another.
    pub(super) async fn extended(
        &self,
        tx: &mut Tx<'_>,
        card: CardId,
        last_days: (Day, Day),
    ) -> Result<(), Problem> {
        let Happened { branch, reason } = *self;
        let (kind, last_days) = (CardEventKind::Extended, Some(last_days));
        let new = NewEvent { card, branch, kind, reason, number: "", other_card: None, last_days };
        self.told(tx, &new).await
    }

    async fn told(&self, tx: &mut Tx<'_>, new: &NewEvent<'_>) -> Result<(), Problem> {
        let event = queries::insert_event(tx, new).await?;
        tx.touched("card", new.card, Some(new.branch));
        if life::holder_is_told(new.kind) {
            tell_holder(tx, (new.card, new.branch), new.kind, event).await?;
        }
        Ok(tx.tell("card.changed", new.card, Some(new.branch)).await?)
    }
}

/// Asks for a notice to the holder of a card to which something happened.
async fn tell_holder(
    tx: &mut Tx<'_>,
    (card, branch): (CardId, BranchId),
    kind: CardEventKind,
    event: RowId,
) -> Result<(), Problem> {
    let card = queries::find(tx, card).await?;
    let shop = branch::find(tx, branch).await?;
    let holder = customer::brief(tx, card.customer).await?;
    let happening = Happening::new(Event::CardChanged, event, Some(branch))
        .to_customer(card.customer)
        .with("shop", Field::Text(shop.name))
        .with("customer", Field::Text(holder.name))
        .with("card", Field::Text(life::tail(&card.number).to_owned()))
        .with("what", Field::Word(kind.code().to_owned()))
        .with("at", Field::Moment(tx.now(), shop.time_zone.name().to_owned()));
    notice::ask(tx, happening).await
}

/// A card as it stands, with its holder's name.
pub(super) async fn shown(tx: &mut Tx<'_>, id: CardId) -> Result<Card, Problem> {
    Ok(super::detail(tx, id).await?.card)
}
