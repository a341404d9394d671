//! What can be done with plans and cards. Value moves only inside a bill's or an import's command,
//! which posts the entries.

mod bundle;
mod closing;
mod companion;
mod convert;
mod disuse;
mod discount;
mod extend;
mod gift;
mod life;
mod reach;
mod refund;
mod sold;
mod statement;
mod time;
mod validity;
mod visits;

pub use bundle::{bundle_lots, check_trial};
pub use closing::{Close, closings};
pub use companion::{AddCompanion, EndCompanion, companions};
pub use convert::Convert;
pub use discount::{discount_cards, held_rates, rated_cards, value_rates};
pub use disuse::{close_idle, reopen_idle};
pub use extend::Extend;
pub use gift::{Claim, NewCode, forget_codes, gift_of_code, gifts_of_bill};
pub use life::{Lock, Merge, Replace, Transfer, events};
pub use reach::reach_in;
pub use refund::refund;
pub use sold::{Undone, check_undo_sold, undo_sold};
pub use statement::{statement, statement_rows};
pub use time::{Earn, TimePayer, due, give_back_time, take_time, time_payer};
pub use validity::{Lapse, begin_visits, bonus_terms, lapsing};
pub use visits::{Sold, give_back_visits, take_visits, visits_lot, visits_payer};

use super::model::{
    Card, CardDetail, CardKind, CardPlan, CardPlanWish, CardVisits, Draw, DrawOrder, Lot, MoveKind, OnBill,
    Origin, PlanVisits, ShownLot, ShownVisits, StoredLot, StoredTime, StoredVisits, Through, Value,
    VisitsLot,
};
use super::queries::{self, NewCard, NewMove, PlanHolds};
use super::rules;
use crate::access::Permission;
use crate::identity::Hashed;
use crate::ledger::{self, EntrySet, Posting, Site, Source};
use crate::store::{Command, Tx};
use crate::{branch, catalogue, customer};
use kernel::{
    CardId, Currency, CustomerId, Day, ImportId, Instant, LotId, Money, PlanId, Problem, ServiceId,
};

/// How many moves a card shows.
const MOVES_SHOWN: usize = 100;

/// Makes a plan. Refuses, in this order: not for every branch, name, amounts, visits, time, rates, reach,
/// validity, bonus, terms, service unknown.
pub struct AddPlan(pub CardPlanWish);

impl Command for AddPlan {
    type Out = CardPlan;
    const NAME: &'static str = "card.add_plan";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CardPlan, Problem> {
        branch::reaches_every_branch(tx, Permission::CardManage).await?;
        rules::check_plan(&self.0)?;
        let holds = plan_holds(tx, &self.0).await?;
        let id: PlanId = tx.new_id();
        queries::insert_plan(tx, id, &self.0).await?;
        queries::insert_plan_version(tx, id, 1, &self.0, &holds).await?;
        tx.touched("card_plan", id, None);
        queries::plan(tx, id).await
    }
}

/// Changes a plan for the cards that are sold from now on. Refuses, in this order: not for every
/// branch, name, amounts, visits, time, rates, reach, validity, bonus, terms, service unknown,
/// category unknown, plan unknown.
pub struct ChangePlan {
    pub plan: PlanId,
    pub wish: CardPlanWish,
}

impl Command for ChangePlan {
    type Out = CardPlan;
    const NAME: &'static str = "card.change_plan";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CardPlan, Problem> {
        branch::reaches_every_branch(tx, Permission::CardManage).await?;
        rules::check_plan(&self.wish)?;
        let holds = plan_holds(tx, &self.wish).await?;
        let version = queries::plan(tx, self.plan).await?.version + 1;
        queries::insert_plan_version(tx, self.plan, version, &self.wish, &holds).await?;
        queries::update_plan(tx, self.plan, version, &self.wish).await?;
        tx.touched("card_plan", self.plan, None);
        queries::plan(tx, self.plan).await
    }
}

/// What the cards of a plan are to hold. Refuses, in this order: branch unknown, service unknown, category unknown.
async fn plan_holds(tx: &mut Tx<'_>, wish: &CardPlanWish) -> Result<PlanHolds, Problem> {
    for &branch in &wish.reach.branches {
        branch::find(tx, branch).await?;
    }
    let visits = plan_visits(tx, wish).await?;
    let (time, rates) = (time::plan_time(tx, wish).await?, discount::plan_rates(tx, wish).await?);
    Ok(PlanHolds { visits, time, rates, bundle: bundle::plan_bundle(tx, wish).await? })
}

/// The visits that a plan is to sell, with their service's name. Refuses: service unknown.
async fn plan_visits(tx: &mut Tx<'_>, wish: &CardPlanWish) -> Result<Option<PlanVisits>, Problem> {
    let Some(visits) = &wish.visits else { return Ok(None) };
    let service_name = catalogue::find(tx, visits.service).await?.name;
    Ok(Some(PlanVisits { service: visits.service, service_name, count: visits.count, gift: visits.gift }))
}

/// A card with its lots and moves. Refuses: card unknown.
pub async fn detail(tx: &mut Tx<'_>, id: CardId) -> Result<CardDetail, Problem> {
    let mut card = time::find(tx, id).await?;
    card.customer_name = customer::brief(tx, card.customer).await?.name;
    reach::show(tx, &mut card).await?;
    companion::show(tx, &mut card).await?;
    let visits = queries::visits(tx, id).await?;
    card.visits = CardVisits::by_service(&visits);
    let lots = queries::lots(tx, id).await?.iter().map(ShownLot::from).collect();
    let mut moves = queries::moves(tx, id).await?;
    moves.extend(queries::visits_moves(tx, id).await?);
    moves.extend(queries::time_moves(tx, id).await?);
    moves.sort_by_key(|moved| std::cmp::Reverse(moved.at));
    moves.truncate(MOVES_SHOWN);
    if let (Some(newest), Some(oldest)) = (moves.first(), moves.last()) {
        let limit = i64::try_from(MOVES_SHOWN).unwrap_or(i64::MAX);
        let users = companion::users(tx, id, (oldest.at, newest.at), limit).await?;
        moves
            .iter_mut()
            .for_each(|moved| moved.used_by = moved.bill.and_then(|bill| users.get(&bill).cloned()));
    }
    Ok(CardDetail { card, lots, visit_lots: visits.iter().map(ShownVisits::from).collect(), moves })
}

/// A customer's cards, of those merged into them too. Refuses: customer unknown.
pub async fn of_customer(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<Card>, Problem> {
    let name = customer::brief(tx, customer).await?.name;
    let mut cards = Vec::new();
    for holder in customer::group(tx, customer).await? {
        cards.extend(queries::of_customer(tx, holder).await?);
    }
    cards.sort_by(|a, b| (a.state.code(), b.opened_on, b.id).cmp(&(b.state.code(), a.opened_on, a.id)));
    for card in &mut cards {
        card.customer_name.clone_from(&name);
        time::show(tx, card).await?;
        reach::show(tx, card).await?;
        companion::show(tx, card).await?;
    }
    Ok(cards)
}

/// The card of a number, if there is one: how a friend's card is found.
pub async fn by_number(tx: &mut Tx<'_>, number: &str) -> Result<Vec<Card>, Problem> {
    match queries::by_number(tx, number.trim()).await? {
        Some(id) => Ok(vec![detail(tx, id).await?.card]),
        None => Ok(Vec::new()),
    }
}

/// Sets a holder's password for a card, or takes it away. Refuses, in this order: card unknown,
/// closed.
pub struct SetPassword {
    pub card: CardId,
    pub hash: Option<Hashed>,
}

impl Command for SetPassword {
    type Out = ();
    const NAME: &'static str = "card.set_password";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        let card = queries::find(tx, self.card).await?;
        rules::check_active(&card)?;
        queries::set_password(tx, card.id, self.hash.as_ref().map(|hash| hash.0.as_str())).await?;
        tx.touched("card", card.id, Some(card.branch));
        Ok(())
    }
}

/// A card about to be sold, with its first lot.
#[derive(Clone, Debug)]
pub struct Sale<'a> {
    /// The number set aside for it.
    pub number: &'a str,
    /// Whose it is to be.
    pub customer: CustomerId,
    /// The plan, in the version that was shown.
    pub plan: &'a CardPlan,
    /// What was bought.
    pub sold: Sold<'a>,
    /// On which business day.
    pub day: Day,
    /// On which bill.
    pub bill: OnBill,
}

/// Writes a card that a bill sold. Refuses: number taken.
pub async fn sell(tx: &mut Tx<'_>, sale: &Sale<'_>) -> Result<CardId, Problem> {
    let id: CardId = tx.new_id();
    let home = sale.sold.home().ok_or_else(|| Problem::bug("a card without anything on it"))?;
    let new = NewCard {
        id,
        number: sale.number,
        customer: sale.customer,
        kind: sale.plan.kind,
        plan: Some((sale.plan.id, sale.plan.version)),
        plan_name: &sale.plan.name,
        draw_order: sale.plan.draw_order,
        branch: home.branch,
        opened_on: sale.day,
        valid_until: rules::validity::valid_from_sale(sale.plan, sale.day),
        import: None,
    };
    queries::insert_card(tx, &new).await?;
    customer::add_number(tx, sale.customer, sale.number).await?;
    customer::reopen(tx, sale.customer).await?;
    match &sale.sold {
        Sold::Value(lot) => add_lot(tx, id, Origin::Sale, *lot, Some(sale.bill)).await?,
        Sold::Visits(lots) => visits::add_sold(tx, id, lots, sale.bill).await?,
        Sold::Time(lot) => {
            let stored = StoredTime { lot: *lot, card: id, origin: Origin::Sale, is_over: false };
            time::add_time(tx, &stored, Some(sale.bill)).await?;
        }
    }
    if sale.plan.kind == CardKind::Gift {
        gift::give_code(tx, id, sale.customer, sale.bill).await?;
    }
    tx.touched("card", id, Some(home.branch));
    Ok(id)
}

/// Writes a lot that a bill topped a card up with.
pub async fn top_up(tx: &mut Tx<'_>, card: CardId, lot: Lot, bill: OnBill) -> Result<(), Problem> {
    tx.touched("card", card, Some(lot.home.branch));
    add_lot(tx, card, Origin::TopUp, lot, Some(bill)).await
}

/// Puts money that a bill gives back onto a card, as a lot of its own without bonus.
pub async fn credit(
    tx: &mut Tx<'_>,
    card: CardId,
    home: Site,
    amount: Money,
    bill: OnBill,
) -> Result<LotId, Problem> {
    let bought = Value { principal: amount, bonus: Money::ZERO };
    let lot = Lot::new(tx.new_id(), home, tx.now(), bought);
    tx.touched("card", card, Some(home.branch));
    add_lot(tx, card, Origin::Refund, lot, Some(bill)).await?;
    Ok(lot.id)
}

async fn add_lot(
    tx: &mut Tx<'_>,
    card: CardId,
    origin: Origin,
    lot: Lot,
    bill: Option<OnBill>,
) -> Result<(), Problem> {
    queries::insert_lot(tx, &StoredLot { lot, card, origin }).await?;
    let kind = MoveKind::from(origin);
    let new = NewMove { card, lot: lot.id, kind, bill, value: lot.bought, list: Money::ZERO };
    Ok(queries::insert_move(tx, &new).await?)
}

/// Takes from a lot what a bill was paid with, perhaps through a companion card. `list` is the list price of what
/// it paid for. Refuses: balance short.
pub async fn take(
    tx: &mut Tx<'_>,
    card: CardId,
    draw: &Draw,
    list: Money,
    bill: OnBill,
    through: Option<Through>,
) -> Result<(), Problem> {
    queries::draw_from_lot(tx, draw.lot, draw.value).await?;
    if draw.capped {
        queries::measure_anew(tx, draw.lot).await?;
    }
    let value = Value::NONE - draw.value;
    let kind = MoveKind::Use;
    let new = NewMove { card, lot: draw.lot, kind, bill: Some(bill), value, list };
    Ok(queries::insert_move_through(tx, &new, through).await?)
}

/// Gives back to a lot what a bill was paid with, and says which lot holds it now and whose books carry
/// that. Where the lot is over, because its card was given back or went to somebody else, the value becomes
/// a lot of its own on the card that paid, with the old day, and the card can be used again.
pub async fn give_back(
    tx: &mut Tx<'_>,
    lot: LotId,
    value: Value,
    list: Money,
    bill: OnBill,
) -> Result<(LotId, Site), Problem> {
    let StoredLot { lot, card, .. } = queries::lot(tx, lot).await?;
    // What a companion card had spent is no longer spent, on the day on which it was.
    let through = queries::paid_through(tx, lot.id, bill.id).await?;
    tx.touched("card", card, Some(lot.home.branch));
    disuse::reopen(tx, card).await?;
    if lot.is_over() {
        let fresh = Lot { bonus_until: lot.bonus_until, ..Lot::new(tx.new_id(), lot.home, lot.at, value) };
        queries::insert_lot(tx, &StoredLot { lot: fresh, card, origin: Origin::Refund }).await?;
        let (kind, list) = (MoveKind::Refund, Money::ZERO);
        let new = NewMove { card, lot: fresh.id, kind, bill: Some(bill), value, list };
        queries::insert_move_through(tx, &new, through).await?;
        return Ok((fresh.id, fresh.home));
    }
    queries::update_lot(tx, &lot, &rules::returned(&lot, value)).await?;
    let kind = MoveKind::Refund;
    let new = NewMove { card, lot: lot.id, kind, bill: Some(bill), value, list: -list };
    queries::insert_move_through(tx, &new, through).await?;
    Ok((lot.id, lot.home))
}

/// Undoes a sale or a top-up, and closes the card when its own sale is undone and nothing else is
/// on it. Refuses: part of it has been used.
async fn undo(tx: &mut Tx<'_>, lot: LotId, bill: OnBill) -> Result<Lot, Problem> {
    let StoredLot { lot, card, origin } = queries::lot(tx, lot).await?;
    rules::check_untouched(&lot)?;
    let emptied = Lot { left: Value::NONE, ratio: Value::NONE, ..lot };
    queries::update_lot(tx, &lot, &emptied).await?;
    let value = Value::NONE - lot.left;
    let new =
        NewMove { card, lot: lot.id, kind: MoveKind::Refund, bill: Some(bill), value, list: Money::ZERO };
    queries::insert_move(tx, &new).await?;
    tx.touched("card", card, Some(lot.home.branch));
    if origin == Origin::Sale && queries::find(tx, card).await?.left() == Value::NONE {
        queries::close_card(tx, card).await?;
    }
    Ok(lot)
}

/// Whether a sale or top-up can be undone. Refuses: part of it has been used.
async fn check_undo(tx: &mut Tx<'_>, lot: LotId) -> Result<(), Problem> {
    Ok(rules::check_untouched(&queries::lot(tx, lot).await?.lot)?)
}

/// Visits of one service that another program had on a card.
#[derive(Clone, Debug)]
pub struct OpeningVisits {
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: String,
    /// How many were left; above nothing.
    pub count: i64,
}

impl OpeningVisits {
    /// The lot they become. What was paid for them is not known, so they are worth nothing in money.
    fn stored(&self, id: LotId, card: CardId, home: Site, at: Instant) -> StoredVisits {
        let (bought, service) = (self.count, self.service);
        let (paid, value_left) = (Money::ZERO, Money::ZERO);
        let lot = VisitsLot { id, home, at, service, bought, gift: 0, left: bought, paid, value_left };
        let service_name = self.service_name.clone();
        StoredVisits { lot, card, origin: Origin::Opening, service_name, value_known: false, is_over: false }
    }
}

/// A card that is taken in from another program.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    /// Its number there.
    pub number: &'a str,
    /// Whose it is.
    pub customer: CustomerId,
    /// What it was called there.
    pub name: &'a str,
    /// Where it is kept from now on.
    pub home: Site,
    /// When it was bought, as far as known.
    pub at: Instant,
    /// The business day on which it is taken in.
    pub day: Day,
    /// What was left of money and bonus.
    pub value: Value,
    /// What was left of visits.
    pub visits: &'a [OpeningVisits],
    /// The import.
    pub import: ImportId,
}

/// Takes a card in from another program, with entries against the opening equity. Visits come in
/// without a paid value, because the other program did not say. A card with visits and no money
/// holds visits only. Refuses: number taken.
pub async fn take_in(tx: &mut Tx<'_>, opening: &Opening<'_>, currency: Currency) -> Result<CardId, Problem> {
    let id: CardId = tx.new_id();
    let only_visits = opening.value == Value::NONE && !opening.visits.is_empty();
    let new = NewCard {
        id,
        number: opening.number,
        customer: opening.customer,
        kind: if only_visits { CardKind::Visits } else { CardKind::StoredValue },
        plan: None,
        plan_name: opening.name,
        draw_order: DrawOrder::Proportional,
        branch: opening.home.branch,
        opened_on: opening.day,
        valid_until: None,
        import: Some(opening.import),
    };
    queries::insert_card(tx, &new).await?;
    customer::add_number(tx, opening.customer, opening.number).await?;
    let mut entries = Vec::new();
    if opening.value != Value::NONE {
        let lot = Lot::new(tx.new_id(), opening.home, opening.at, opening.value);
        add_lot(tx, id, Origin::Opening, lot, None).await?;
        entries.extend(rules::issue_opening(&lot, currency));
    }
    for visits in opening.visits {
        let stored = visits.stored(tx.new_id(), id, opening.home, opening.at);
        visits::add_visits(tx, &stored, None).await?;
        entries.extend(rules::issue_visits(&stored.lot, currency));
    }
    let set = EntrySet::balanced(entries)?;
    let posting = Posting {
        set: &set,
        branch: opening.home.branch,
        day: opening.day,
        source: Source::Import(opening.import),
        reason: "",
    };
    ledger::post(tx, posting).await?;
    tx.touched("card", id, Some(opening.home.branch));
    Ok(id)
}

/// Deletes some cards of an import that nobody has seen yet, and says how many; none when all are
/// gone. Their entries go with [`ledger::remove_import`].
pub async fn remove_taken_in(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<usize, Problem> {
    let cards = queries::of_import(tx, import, limit).await?;
    for &card in &cards {
        queries::delete_card(tx, card).await?;
    }
    Ok(cards.len())
}

/// A card that pays with money.
pub struct Payer {
    /// The card that was handed over.
    pub card: Card,
    /// The card whose lots pay: the same one, or the one that it is a companion of.
    pub lots_of: CardId,
    /// Which part of them is used first.
    pub draw_order: DrawOrder,
    /// The lots.
    pub lots: Vec<Lot>,
    /// Through which companion card they are used.
    pub through: Option<Through>,
}

/// What a bill of a business day needs of a card that pays an amount: how it is drawn, and its lots as they can be
/// used now. Refuses, in this order: card unknown, closed or
/// locked; of a companion card: the card that it spends from closed or locked, over, above a limit; of another: no
/// money on it.
pub async fn payer(tx: &mut Tx<'_>, id: CardId, amount: Money, on: Day) -> Result<Payer, Problem> {
    let card = queries::find(tx, id).await?;
    if card.kind == CardKind::Companion {
        return companion::payer(tx, card, amount, on).await;
    }
    rules::check_usable(&card)?;
    let lots = usable_lots(tx, id).await?;
    Ok(Payer { lots_of: id, draw_order: card.draw_order, card, lots, through: None })
}

/// The lots of a card as they can be used now.
async fn usable_lots(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<Lot>, Problem> {
    let mut lots = Vec::new();
    for stored in queries::lots(tx, card).await? {
        lots.push(validity::usable(tx, &stored.lot).await?);
    }
    Ok(lots)
}
