//! Days that bills sell and use, and what is earned as they pass.

use super::validity::today;
use crate::card::model::{
    Card, CardKind, CardPlan, CardPlanWish, CardState, CardTime, MoveKind, OnBill, PlanRates, PlanService,
    PlanTime, Refusal, StoredTime, TimeDraw, TimeLimit, TimeLot, TimeStart,
};
use crate::card::queries::{self, NewTimeMove};
use crate::card::rules::{self, time};
use crate::ledger::{self, Entry, EntrySet, Posting, Source};
use crate::store::{Command, Tx};
use crate::{branch, catalogue};
use kernel::{CardId, Currency, Day, LotId, Money, Problem, ServiceId};

/// The time that a plan is to sell, with the names of its services. Refuses: service unknown.
pub(super) async fn plan_time(tx: &mut Tx<'_>, wish: &CardPlanWish) -> Result<Option<PlanTime>, Problem> {
    let Some(time) = &wish.time else { return Ok(None) };
    let (mut services, mut taxes) = (Vec::new(), Vec::new());
    for &service in &time.services {
        let found = catalogue::find(tx, service).await?;
        if services.is_empty() {
            taxes = found.taxes;
        }
        services.push(PlanService { service, service_name: found.name });
    }
    Ok(Some(PlanTime { services, days: time.days, starts: time.starts, limit: time.limit, taxes }))
}

/// Writes days that came onto a card.
pub(super) async fn add_time(
    tx: &mut Tx<'_>,
    stored: &StoredTime,
    bill: Option<OnBill>,
) -> Result<(), Problem> {
    queries::insert_time(tx, stored).await?;
    let day = today(tx, stored.lot.home.branch).await?;
    let (card, lot, kind) = (stored.card, stored.lot.id, MoveKind::from(stored.origin));
    let value = stored.lot.value_left;
    queries::insert_time_move(tx, &NewTimeMove { card, lot, kind, bill, day, uses: 0, value }).await?;
    Ok(())
}

/// The plan of a card, as it was sold.
async fn plan(tx: &mut Tx<'_>, card: &Card) -> Result<CardPlan, Problem> {
    let sold = card.plan.zip(card.plan_version);
    let (plan, version) = sold.ok_or_else(|| Problem::bug("time of no plan"))?;
    queries::plan_version(tx, plan, version).await
}

/// What was said of the time of a card when it was sold.
async fn terms(tx: &mut Tx<'_>, card: &Card) -> Result<PlanTime, Problem> {
    plan(tx, card).await?.time.ok_or_else(|| Problem::bug("a plan of time without its time"))
}

/// The days of a card that are not over.
async fn lots(tx: &mut Tx<'_>, card: &Card) -> Result<Vec<StoredTime>, Problem> {
    if !matches!(card.kind, CardKind::Time | CardKind::Discount) {
        return Ok(Vec::new());
    }
    let lots = queries::time_lots(tx, card.id).await?.into_iter();
    Ok(lots.filter(|stored| !stored.is_over).collect())
}

/// A lot of days. It is only ever asked for by what it sold or paid, so that it is unknown is a fault.
async fn lot(tx: &mut Tx<'_>, id: LotId) -> Result<StoredTime, Problem> {
    let found = queries::time_lot(tx, id).await?;
    found.ok_or_else(|| Problem::bug(format!("days {id} were used and are gone")))
}

/// A card with the time on it. Refuses: card unknown.
pub(super) async fn find(tx: &mut Tx<'_>, id: CardId) -> Result<Card, Problem> {
    let mut card = queries::find(tx, id).await?;
    show(tx, &mut card).await?;
    Ok(card)
}

/// Says of a card what time is on it today.
pub(super) async fn show(tx: &mut Tx<'_>, card: &mut Card) -> Result<(), Problem> {
    let Some(StoredTime { lot, .. }) = lots(tx, card).await?.pop() else { return Ok(()) };
    let plan = plan(tx, card).await?;
    card.rates = plan.rates;
    let PlanTime { services, limit, .. } =
        plan.time.ok_or_else(|| Problem::bug("a plan of time without its time"))?;
    let on = today(tx, lot.home.branch).await?;
    let uses_left = uses_left(tx, &lot, limit, on).await?;
    let (days_left, ends_on) = (lot.days - time::days_passed(&lot, on), time::ends_on(&lot, on));
    let TimeLot { days, starts_on, paid, value_left, .. } = lot;
    card.time = Some(CardTime {
        services,
        days,
        days_left,
        starts_on,
        ends_on,
        is_over: ends_on.is_some_and(|last| last < on),
        limit,
        uses_left,
        paid,
        value_left,
    });
    Ok(())
}

/// What a card charges of the list price on a day; nothing is said where it is no discount card, or over.
pub(super) async fn rates(tx: &mut Tx<'_>, card: &Card, on: Day) -> Result<Option<PlanRates>, Problem> {
    let runs = |lot: &TimeLot| time::ends_on(lot, on).is_some_and(|last| on <= last);
    match lots(tx, card).await?.pop() {
        Some(StoredTime { lot, .. }) if runs(&lot) => Ok(plan(tx, card).await?.rates),
        _ => Ok(None),
    }
}

/// How often a lot may still be used in the time that its limit counts around a day.
async fn uses_left(
    tx: &mut Tx<'_>,
    lot: &TimeLot,
    limit: Option<TimeLimit>,
    on: Day,
) -> Result<Option<i64>, Problem> {
    let Some(limit) = limit else { return Ok(None) };
    let used = queries::used_between(tx, lot.id, time::window(limit.per, on)).await?;
    Ok(Some((limit.uses - used).max(0)))
}

/// A time card that can pay for a service, and how often.
pub struct TimePayer {
    /// The card.
    pub card: Card,
    /// The days on it.
    pub lot: LotId,
    /// How often it may still be used in the time that its limit counts; none without a limit.
    pub uses_left: Option<i64>,
}

/// What a bill of a business day needs of a card whose time pays for a service. Refuses, in this order: card
/// unknown, closed, without time, of another service, over.
pub async fn time_payer(
    tx: &mut Tx<'_>,
    id: CardId,
    service: ServiceId,
    on: Day,
) -> Result<TimePayer, Problem> {
    let card = find(tx, id).await?;
    rules::check_active(&card)?;
    let held = lots(tx, &card).await?.pop().filter(|_| card.kind == CardKind::Time);
    let StoredTime { lot, .. } = held.ok_or(Refusal::NoTime)?;
    let terms = terms(tx, &card).await?;
    time::check_time(&terms, &lot, service, on)?;
    let uses_left = uses_left(tx, &lot, terms.limit, on).await?;
    Ok(TimePayer { card, lot: lot.id, uses_left })
}

/// Uses a card's time on a business day, and says on which day it ends.
pub async fn take_time(
    tx: &mut Tx<'_>,
    draw: &TimeDraw,
    day: Day,
    bill: OnBill,
) -> Result<Option<Day>, Problem> {
    let stored = lot(tx, draw.lot).await?;
    let (card, lot, uses) = (stored.card, draw.lot, draw.uses);
    let (kind, bill, value) = (MoveKind::Use, Some(bill), Money::ZERO);
    queries::insert_time_move(tx, &NewTimeMove { card, lot, kind, bill, day, uses, value }).await?;
    let started = StoredTime { lot: time::started(&stored.lot, day), ..stored };
    let earned = earn(tx, &started, day).await?;
    Ok(time::ends_on(&earned, day))
}

/// Takes uses back with which a bill was paid. Days that began with the only use of their card have not begun.
pub async fn give_back_time(tx: &mut Tx<'_>, draw: &TimeDraw, bill: OnBill) -> Result<(), Problem> {
    let stored = lot(tx, draw.lot).await?;
    let day = queries::day_of_use(tx, draw.lot, bill.id).await?;
    let (card, lot, uses) = (stored.card, draw.lot, -draw.uses);
    let (kind, bill, value) = (MoveKind::Refund, Some(bill), Money::ZERO);
    queries::insert_time_move(tx, &NewTimeMove { card, lot, kind, bill, day, uses, value }).await?;
    tx.touched("card", card, Some(stored.lot.home.branch));
    if stored.is_over || queries::uses(tx, lot).await? != 0 {
        return Ok(());
    }
    let card = queries::find(tx, card).await?;
    if terms(tx, &card).await?.starts == TimeStart::FirstUse {
        let unused = StoredTime { lot: time::not_started(&stored.lot), ..stored };
        earn(tx, &unused, day).await?;
    }
    Ok(())
}

/// Undoes a sale of days, and closes their card. Refuses: they have been used or earned.
pub(super) async fn undo_time(tx: &mut Tx<'_>, id: LotId, bill: OnBill) -> Result<TimeLot, Problem> {
    check_undo_time(tx, id).await?;
    let stored = lot(tx, id).await?;
    empty_time(tx, &stored, MoveKind::Refund, Some(bill)).await?;
    queries::close_card(tx, stored.card).await?;
    tx.touched("card", stored.card, Some(stored.lot.home.branch));
    Ok(stored.lot)
}

/// Whether a sale of days can be undone. Refuses: they have been used or earned.
pub(super) async fn check_undo_time(tx: &mut Tx<'_>, id: LotId) -> Result<(), Problem> {
    let uses = queries::uses(tx, id).await?;
    Ok(time::check_time_untouched(&lot(tx, id).await?.lot, uses)?)
}

/// Takes everything off a lot, for good.
async fn empty_time(
    tx: &mut Tx<'_>,
    stored: &StoredTime,
    kind: MoveKind,
    bill: Option<OnBill>,
) -> Result<(), Problem> {
    let StoredTime { lot, card, .. } = *stored;
    let (day, now) = (today(tx, lot.home.branch).await?, tx.now());
    queries::update_time(tx, &TimeLot { value_left: Money::ZERO, ..lot }, Some(now)).await?;
    if lot.value_left.is_zero() {
        return Ok(());
    }
    let (lot, value) = (lot.id, -lot.value_left);
    queries::insert_time_move(tx, &NewTimeMove { card, lot, kind, bill, day, uses: 0, value }).await?;
    Ok(())
}

/// Earns what has passed of a lot at the end of a day, and writes the lot.
async fn earn(tx: &mut Tx<'_>, stored: &StoredTime, on: Day) -> Result<TimeLot, Problem> {
    let (before, card, lot) = (stored.lot, stored.card, stored.lot.id);
    let after = time::earned(&before, on);
    queries::update_time(tx, &after, None).await?;
    tx.touched("card", card, Some(before.home.branch));
    let value = after.value_left - before.value_left;
    if value.is_zero() {
        return Ok(after);
    }
    let (kind, bill, day, uses) = (MoveKind::Earned, None, on, 0);
    let id = queries::insert_time_move(tx, &NewTimeMove { card, lot, kind, bill, day, uses, value }).await?;
    let sold = queries::find(tx, card).await?;
    let taxes = terms(tx, &sold).await?.taxes;
    let currency = branch::organisation(tx).await?.currency;
    let set = EntrySet::balanced(time::earn(&before, &after, &taxes, currency))?;
    let shop = branch::find(tx, before.home.branch).await?;
    let (branch, source) = (shop.id, Source::CardEarned(id));
    let day = ledger::open_day(tx, &shop).await?.day;
    ledger::post(tx, Posting { set: &set, branch, day, source, reason: "" }).await?;
    Ok(after)
}

/// Empties the days of a card that is given back: earns what had passed when the contract ended, and gives what
/// is left of each with its lot and home.
pub(super) async fn give_up(tx: &mut Tx<'_>, card: &Card, ended_on: Day) -> Result<Vec<TimeLot>, Problem> {
    let mut left = Vec::new();
    for stored in lots(tx, card).await? {
        let lot = earn(tx, &stored, ended_on).await?;
        empty_time(tx, &StoredTime { lot, ..stored }, MoveKind::Closing, None).await?;
        left.push(lot);
    }
    Ok(left)
}

/// What the customer would give back of a card's days at the end of a day.
pub(super) async fn on_card(tx: &mut Tx<'_>, card: &Card, on: Day) -> Result<Vec<(TimeLot, i64)>, Problem> {
    let lots = lots(tx, card).await?.into_iter();
    Ok(lots.map(|stored| (stored.lot, stored.lot.days - time::days_passed(&stored.lot, on))).collect())
}

/// Makes the days of a card anew on another one, and gives the entries by which they are owed there.
pub(super) async fn hand_over(
    tx: &mut Tx<'_>,
    card: &Card,
    to: CardId,
    currency: Currency,
) -> Result<Vec<Entry>, Problem> {
    let mut entries = Vec::new();
    for stored in lots(tx, card).await? {
        let day = today(tx, stored.lot.home.branch).await?;
        let from = earn(tx, &stored, day).await?;
        empty_time(tx, &StoredTime { lot: from, ..stored }, MoveKind::Transfer, None).await?;
        let lot = TimeLot { id: tx.new_id(), ..from };
        queries::insert_time(tx, &StoredTime { lot, card: to, ..stored }).await?;
        let (kind, value) = (MoveKind::Transfer, lot.value_left);
        let new = NewTimeMove { card: to, lot: lot.id, kind, bill: None, day, uses: 0, value };
        queries::insert_time_move(tx, &new).await?;
        entries.extend(time::hand_over_time(&from, &lot, currency));
    }
    Ok(entries)
}

/// Days stand still from when their card is frozen, also where it is lost meanwhile, until it can be used again.
pub(super) async fn stand_still(tx: &mut Tx<'_>, card: &Card, state: CardState) -> Result<(), Problem> {
    for StoredTime { lot, .. } in lots(tx, card).await? {
        let on = today(tx, lot.home.branch).await?;
        let after = match state {
            CardState::Frozen => time::frozen(&lot, on),
            CardState::Active => time::thawed(&lot, on),
            CardState::Lost | CardState::Closed => continue,
        };
        queries::update_time(tx, &after, None).await?;
    }
    Ok(())
}

/// Lets a card's days go on for so many more, and takes back what was earned too early by that.
pub(super) async fn extend(tx: &mut Tx<'_>, card: &Card, days: i64) -> Result<(), Problem> {
    for stored in lots(tx, card).await? {
        let on = today(tx, stored.lot.home.branch).await?;
        earn(tx, &StoredTime { lot: time::extended(&stored.lot, days), ..stored }, on).await?;
    }
    Ok(())
}

/// Earns what has passed of some lots that nobody has touched.
pub struct Earn(pub Vec<LotId>);

impl Command for Earn {
    type Out = ();
    const NAME: &'static str = "card.earn";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        for &id in &self.0 {
            let stored = lot(tx, id).await?;
            let on = today(tx, stored.lot.home.branch).await?;
            if !stored.is_over && time::is_due(&stored.lot, on) {
                earn(tx, &stored, on).await?;
            }
        }
        Ok(())
    }
}

/// Lots of a page of those that run which are to be earned today, and the last one of the page, where there
/// may be more.
pub async fn due(tx: &mut Tx<'_>, after: LotId, page: i64) -> Result<(Vec<LotId>, Option<LotId>), Problem> {
    let running = queries::running_after(tx, after, page).await?;
    let full = i64::try_from(running.len()).is_ok_and(|count| count == page);
    let last = running.last().map(|stored| stored.lot.id).filter(|_| full);
    let mut due = Vec::new();
    for StoredTime { lot, .. } in running {
        let on = today(tx, lot.home.branch).await?;
        if time::is_due(&lot, on) {
            due.push(lot.id);
        }
    }
    Ok((due, last))
}
