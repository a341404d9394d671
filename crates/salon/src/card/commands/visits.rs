//! Visits that bills sell, use and give back.

use crate::card::model::{
    Card, Lot, MoveKind, OnBill, Origin, PlanVisits, Refusal, StoredVisits, TimeLot, VisitsDraw, VisitsLot,
};
use crate::card::queries::{self, NewVisitsMove};
use crate::card::rules;
use crate::ledger::Site;
use crate::store::Tx;
use kernel::{CardId, Day, LotId, Money, Problem, ServiceId};

/// What is sold with a card.
#[derive(Clone, Debug)]
pub enum Sold<'a> {
    /// Principal and bonus.
    Value(Lot),
    /// Visits of one service or several, as the plan names them; never none.
    Visits(Vec<(VisitsLot, &'a PlanVisits)>),
    /// Days.
    Time(TimeLot),
}

impl Sold<'_> {
    /// Whose books carry it.
    pub(super) fn home(&self) -> Option<Site> {
        match self {
            Sold::Value(lot) => Some(lot.home),
            Sold::Visits(lots) => lots.first().map(|(lot, _)| lot.home),
            Sold::Time(lot) => Some(lot.home),
        }
    }
}

/// Writes the visits that a bill sold with a card; each remembers the first.
pub(super) async fn add_sold(
    tx: &mut Tx<'_>,
    card: CardId,
    lots: &[(VisitsLot, &PlanVisits)],
    bill: OnBill,
) -> Result<(), Problem> {
    for (index, (lot, visits)) in lots.iter().enumerate() {
        let (origin, service_name) = (Origin::Sale, visits.service_name.clone());
        let stored =
            StoredVisits { lot: *lot, card, origin, service_name, value_known: true, is_over: false };
        add_visits(tx, &stored, Some(bill)).await?;
        if index > 0 {
            queries::set_sold_with(tx, lot.id, lots[0].0.id).await?;
        }
    }
    Ok(())
}

/// Writes visits that came onto a card.
pub(super) async fn add_visits(
    tx: &mut Tx<'_>,
    stored: &StoredVisits,
    bill: Option<OnBill>,
) -> Result<(), Problem> {
    queries::insert_visits(tx, stored).await?;
    let nothing = VisitsLot { left: 0, value_left: Money::ZERO, ..stored.lot };
    let moved = Moved { kind: stored.origin.into(), bill, list: Money::ZERO };
    write_move(tx, stored, moved, &nothing, &stored.lot).await
}

/// What a bill needs of a card whose visits pay for a service: the card, and its lots of that service.
/// Refuses, in this order: card unknown, closed, over, without visits, of another service.
pub async fn visits_payer(
    tx: &mut Tx<'_>,
    id: CardId,
    service: ServiceId,
    on: Day,
) -> Result<(Card, Vec<VisitsLot>), Problem> {
    let card = queries::find(tx, id).await?;
    rules::check_active(&card)?;
    rules::validity::check_valid(&card, on)?;
    let lots = queries::visits(tx, id).await?;
    if lots.is_empty() {
        return Err(Refusal::NoVisits.into());
    }
    let lots: Vec<VisitsLot> =
        lots.into_iter().map(|stored| stored.lot).filter(|lot| lot.service == service).collect();
    if lots.is_empty() { Err(Refusal::WrongService.into()) } else { Ok((card, lots)) }
}

/// Takes visits with which a bill was paid. `list` is the list price of what they paid for. Refuses:
/// visits short.
pub async fn take_visits(
    tx: &mut Tx<'_>,
    draw: &VisitsDraw,
    list: Money,
    bill: OnBill,
) -> Result<(), Problem> {
    let stored = queries::visits_lot(tx, draw.lot).await?;
    let after = rules::visits_returned(&stored.lot, -draw.count, -draw.value);
    if after.left < 0 || after.value_left.is_negative() {
        return Err(Refusal::VisitsShort { left: stored.lot.left }.into());
    }
    let moved = Moved { kind: MoveKind::Use, bill: Some(bill), list };
    change(tx, &stored, moved, &after).await
}

/// Gives visits back with which a bill was paid, and says which lot holds them now. Where their lot is over,
/// they become a lot of their own on the card that paid, as with [`super::give_back`]. `list` is the list
/// price of what they no longer pay for.
pub async fn give_back_visits(
    tx: &mut Tx<'_>,
    draw: &VisitsDraw,
    list: Money,
    bill: OnBill,
) -> Result<LotId, Problem> {
    let stored = queries::visits_lot(tx, draw.lot).await?;
    super::disuse::reopen(tx, stored.card).await?;
    if stored.is_over {
        let (id, bought, paid) = (tx.new_id(), draw.count, draw.value);
        let lot = VisitsLot { id, bought, gift: 0, left: bought, paid, value_left: paid, ..stored.lot };
        let fresh = StoredVisits { lot, origin: Origin::Refund, is_over: false, ..stored };
        tx.touched("card", fresh.card, Some(lot.home.branch));
        add_visits(tx, &fresh, Some(bill)).await?;
        return Ok(id);
    }
    let after = rules::visits_returned(&stored.lot, draw.count, draw.value);
    let moved = Moved { kind: MoveKind::Refund, bill: Some(bill), list: -list };
    change(tx, &stored, moved, &after).await?;
    super::validity::end_before_use(tx, stored.card).await?;
    Ok(draw.lot)
}

/// Undoes a sale of visits, of all services that it brought, and closes their card. Refuses: some of them have
/// been used.
pub(super) async fn undo_visits(
    tx: &mut Tx<'_>,
    lot: LotId,
    bill: OnBill,
) -> Result<Vec<VisitsLot>, Problem> {
    let sold = sold(tx, lot).await?;
    for stored in &sold {
        rules::check_visits_untouched(&stored.lot)?;
        let after = rules::visits_returned(&stored.lot, -stored.lot.left, -stored.lot.value_left);
        let moved = Moved { kind: MoveKind::Refund, bill: Some(bill), list: Money::ZERO };
        change(tx, stored, moved, &after).await?;
    }
    if let Some(first) = sold.first() {
        queries::close_card(tx, first.card).await?;
    }
    Ok(sold.iter().map(|stored| stored.lot).collect())
}

/// Whether a sale of visits can be undone. Refuses: some of them have been used.
pub(super) async fn check_undo_visits(tx: &mut Tx<'_>, lot: LotId) -> Result<(), Problem> {
    for stored in sold(tx, lot).await? {
        rules::check_visits_untouched(&stored.lot)?;
    }
    Ok(())
}

/// The lots of a sale, by its first.
async fn sold(tx: &mut Tx<'_>, first: LotId) -> Result<Vec<StoredVisits>, Problem> {
    let mut sold = vec![queries::visits_lot(tx, first).await?];
    for lot in queries::sold_with(tx, first).await? {
        sold.push(queries::visits_lot(tx, lot).await?);
    }
    Ok(sold)
}

/// The lot and the service of visits, for giving them back.
pub async fn visits_lot(tx: &mut Tx<'_>, lot: LotId) -> Result<VisitsLot, Problem> {
    Ok(queries::visits_lot(tx, lot).await?.lot)
}

/// Why visits move.
struct Moved {
    kind: MoveKind,
    bill: Option<OnBill>,
    /// The list price of what a use paid for; negative when that came back.
    list: Money,
}

async fn change(
    tx: &mut Tx<'_>,
    stored: &StoredVisits,
    moved: Moved,
    after: &VisitsLot,
) -> Result<(), Problem> {
    queries::update_visits(tx, &stored.lot, after).await?;
    tx.touched("card", stored.card, Some(stored.lot.home.branch));
    write_move(tx, stored, moved, &stored.lot, after).await
}

async fn write_move(
    tx: &mut Tx<'_>,
    stored: &StoredVisits,
    Moved { kind, bill, list }: Moved,
    before: &VisitsLot,
    after: &VisitsLot,
) -> Result<(), Problem> {
    let (visits, value) = (after.left - before.left, after.value_left - before.value_left);
    let new = NewVisitsMove { card: stored.card, lot: stored.lot.id, kind, bill, visits, value, list };
    Ok(queries::insert_visits_move(tx, &new).await?)
}
