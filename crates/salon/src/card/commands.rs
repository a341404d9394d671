//! What can be done with plans and cards. Value moves only inside a bill's or an import's command,
//! which posts the entries.

use super::model::{
    Card, CardDetail, CardKind, CardPlan, CardPlanWish, Draw, DrawOrder, Lot, MoveKind, OnBill, Origin,
    ShownLot, StoredLot, Value,
};
use super::queries::{self, NewCard, NewMove};
use super::rules;
use crate::access::Permission;
use crate::ledger::{self, Account, Entry, EntrySet, Posting, Site, Source, Unit};
use crate::store::{Command, Tx};
use crate::{branch, customer};
use kernel::{
    CardId, Currency, CustomerId, Day, ImportId, Instant, LotId, Money, PlanId, Problem, ServiceId,
};

/// Makes a plan. Refuses, in this order: not for every branch, name, amounts, terms.
pub struct AddPlan(pub CardPlanWish);

impl Command for AddPlan {
    type Out = CardPlan;
    const NAME: &'static str = "card.add_plan";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CardPlan, Problem> {
        branch::reaches_every_branch(tx, Permission::CardManage).await?;
        rules::check_plan(&self.0)?;
        let id: PlanId = tx.new_id();
        queries::insert_plan(tx, id, &self.0).await?;
        queries::insert_plan_version(tx, id, 1, &self.0).await?;
        tx.touched("card_plan", id, None);
        queries::plan(tx, id).await
    }
}

/// Changes a plan for the cards that are sold from now on. Refuses, in this order: not for every
/// branch, name, amounts, terms, plan unknown.
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
        let version = queries::plan(tx, self.plan).await?.version + 1;
        queries::insert_plan_version(tx, self.plan, version, &self.wish).await?;
        queries::update_plan(tx, self.plan, version, &self.wish).await?;
        tx.touched("card_plan", self.plan, None);
        queries::plan(tx, self.plan).await
    }
}

/// A card with its lots and moves. Refuses: card unknown.
pub async fn detail(tx: &mut Tx<'_>, id: CardId) -> Result<CardDetail, Problem> {
    let card = queries::find(tx, id).await?;
    let lots = queries::lots(tx, id).await?.iter().map(ShownLot::from).collect();
    let moves = queries::moves(tx, id).await?;
    Ok(CardDetail { card, lots, moves })
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
    pub lot: Lot,
    /// On which business day.
    pub day: Day,
    /// On which bill.
    pub bill: OnBill,
}

/// Writes a card that a bill sold. Refuses: number taken.
pub async fn sell(tx: &mut Tx<'_>, sale: &Sale<'_>) -> Result<CardId, Problem> {
    let id: CardId = tx.new_id();
    let new = NewCard {
        id,
        number: sale.number,
        customer: sale.customer,
        kind: CardKind::StoredValue,
        plan: Some((sale.plan.id, sale.plan.version)),
        plan_name: &sale.plan.name,
        draw_order: sale.plan.draw_order,
        branch: sale.lot.home.branch,
        opened_on: sale.day,
        import: None,
    };
    queries::insert_card(tx, &new).await?;
    customer::add_number(tx, sale.customer, sale.number).await?;
    add_lot(tx, id, Origin::Sale, sale.lot, Some(sale.bill)).await?;
    tx.touched("card", id, Some(sale.lot.home.branch));
    Ok(id)
}

/// Writes a lot that a bill topped a card up with.
pub async fn top_up(tx: &mut Tx<'_>, card: CardId, lot: Lot, bill: OnBill) -> Result<(), Problem> {
    tx.touched("card", card, Some(lot.home.branch));
    add_lot(tx, card, Origin::TopUp, lot, Some(bill)).await
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

/// Takes from a lot what a bill was paid with. `list` is the list price of what it paid for.
/// Refuses: balance short.
pub async fn take(
    tx: &mut Tx<'_>,
    card: CardId,
    draw: &Draw,
    list: Money,
    bill: OnBill,
) -> Result<(), Problem> {
    queries::draw_from_lot(tx, draw.lot, draw.value).await?;
    let value = Value::NONE - draw.value;
    let kind = MoveKind::Use;
    let new = NewMove { card, lot: draw.lot, kind, bill: Some(bill), value, list };
    Ok(queries::insert_move(tx, &new).await?)
}

/// Gives back to a lot what a bill was paid with, and says whose books carry it.
pub async fn give_back(
    tx: &mut Tx<'_>,
    lot: LotId,
    value: Value,
    list: Money,
    bill: OnBill,
) -> Result<Site, Problem> {
    let StoredLot { lot, card, .. } = queries::lot(tx, lot).await?;
    queries::update_lot(tx, &lot, &rules::returned(&lot, value)).await?;
    let kind = MoveKind::Refund;
    let new = NewMove { card, lot: lot.id, kind, bill: Some(bill), value, list: -list };
    queries::insert_move(tx, &new).await?;
    tx.touched("card", card, Some(lot.home.branch));
    Ok(lot.home)
}

/// Undoes a sale or a top-up, and closes the card when its own sale is undone and nothing else is
/// on it. Refuses: part of it has been used.
pub async fn undo(tx: &mut Tx<'_>, lot: LotId, bill: OnBill) -> Result<Lot, Problem> {
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
pub async fn check_undo(tx: &mut Tx<'_>, lot: LotId) -> Result<(), Problem> {
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
        let lot: LotId = tx.new_id();
        queries::insert_visits(tx, lot, id, opening.home, opening.at, visits).await?;
        entries.extend(opening_visits(lot, opening.home, visits));
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

fn opening_visits(lot: LotId, home: Site, visits: &OpeningVisits) -> [Entry; 2] {
    let unit = Unit::Visits(visits.service);
    [
        Entry::new(home, Account::VisitsIssued(home.company), unit, visits.count),
        Entry::new(home, Account::VisitsLot(lot), unit, -visits.count),
    ]
}

/// What a bill needs of a card that pays: how it is drawn, and its lots. Refuses, in this order:
/// card unknown, closed, no money on it.
pub async fn payer(tx: &mut Tx<'_>, id: CardId) -> Result<(Card, Vec<Lot>), Problem> {
    let card = queries::find(tx, id).await?;
    rules::check_usable(&card)?;
    let lots = queries::lots(tx, id).await?.iter().map(|stored| stored.lot).collect();
    Ok((card, lots))
}
