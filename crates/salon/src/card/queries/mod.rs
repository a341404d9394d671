//! Every statement over `card` and `card_*`.

mod bundle;
mod closing;
mod companion;
mod disuse;
mod discount;
mod gift;
mod life;
mod owed;
mod refund;
mod statement;
mod time;
mod validity;
mod visits;

pub use bundle::{are_visits, has_had, set_sold_with, sold_with};
pub use closing::{
    closed_after, closings, end_visits, first_closed_card_not_empty, first_wrong_closing, insert_closing,
    payouts, reopen_card,
};
pub use companion::{companion, companion_bills, companions, insert_companion, paid_through, used_through};
pub use discount::{discount_cards, rated_cards};
pub use disuse::{close_idle, disused, holders_among, reopen_idle};
pub use gift::{NewGift, claim, forget_codes, gift_of_code, gifts_of_bill, insert_gift, set_code};
pub use life::{
    NewEvent, events, insert_event, move_lot, move_visits, set_list_before, set_number, set_state,
    set_visits_list_before,
};
pub use owed::{moved, owed, with_value};
pub use refund::{list_used, visits_list_used};
pub use statement::{moved_between, sums_before, visits_moved_between};
pub use time::{
    NewTimeMove, day_of_use, first_wrong_time, insert_time, insert_time_move, running_after, time_left_after,
    time_lot, time_lots, time_moved_between, time_moves, time_value_before, update_time, used_between, uses,
};
pub use validity::{bonus_until, lapsing_after, measure_anew, set_valid_until, was_extended};
pub use visits::{
    NewVisitsMove, first_wrong_visits, insert_visits, insert_visits_move, update_visits, visits,
    visits_left_after, visits_lot, visits_moves, visits_of_customer,
};

use super::model::{
    BonusTerms, Card, CardKind, CardMove, CardPlan, CardPlanWish, CardState, CardVisits, DrawOrder, Lot,
    MoveKind, OnBill, Origin, PlanRates, PlanReach, PlanTime, PlanVisits, Refusal, StoredLot, Through,
    TimeStart, Value,
};
use crate::args;
use crate::ledger::{Site, Stretch};
use crate::store::{Row, StoreError, Tx};
use kernel::{BranchId, CardId, CustomerId, Day, ImportId, LotId, Money, PlanId, Problem, RowId, ServiceId};

/// All plans, those for sale first, by name.
pub async fn plans(tx: &mut Tx<'_>) -> Result<Vec<CardPlan>, StoreError> {
    let sql = "SELECT p.id, v.version, v.name, v.kind, v.price, v.bonus, v.service_id, v.service_name, v.visits, v.gift,
                   v.time_terms, v.rates, v.bundle, v.valid_days, v.valid_starts, v.reach, v.bonus_terms, v.draw_order, v.terms, p.active
               FROM card_plan p
               JOIN card_plan_version v ON v.org_id = p.org_id AND v.plan_id = p.id AND v.version = p.version
               WHERE p.org_id = $1 ORDER BY p.active DESC, p.name, p.id LIMIT 1000";
    tx.rows(sql, args![], read_plan).await
}

/// One plan. Refuses: plan unknown.
pub async fn plan(tx: &mut Tx<'_>, id: PlanId) -> Result<CardPlan, Problem> {
    let sql = "SELECT p.id, v.version, v.name, v.kind, v.price, v.bonus, v.service_id, v.service_name, v.visits, v.gift,
                   v.time_terms, v.rates, v.bundle, v.valid_days, v.valid_starts, v.reach, v.bonus_terms, v.draw_order, v.terms, p.active
               FROM card_plan p
               JOIN card_plan_version v ON v.org_id = p.org_id AND v.plan_id = p.id AND v.version = p.version
               WHERE p.org_id = $1 AND p.id = $2";
    tx.row(sql, args![id], read_plan).await?.ok_or_else(|| Refusal::PlanUnknown.into())
}

/// A plan as it was in one version. Refuses: plan unknown.
pub async fn plan_version(tx: &mut Tx<'_>, id: PlanId, version: i64) -> Result<CardPlan, Problem> {
    let sql = "SELECT p.id, v.version, v.name, v.kind, v.price, v.bonus, v.service_id, v.service_name, v.visits, v.gift,
                   v.time_terms, v.rates, v.bundle, v.valid_days, v.valid_starts, v.reach, v.bonus_terms, v.draw_order, v.terms, p.active
               FROM card_plan p
               JOIN card_plan_version v ON v.org_id = p.org_id AND v.plan_id = p.id
               WHERE p.org_id = $1 AND p.id = $2 AND v.version = $3";
    tx.row(sql, args![id, version], read_plan).await?.ok_or_else(|| Refusal::PlanUnknown.into())
}

pub async fn insert_plan(tx: &mut Tx<'_>, id: PlanId, wish: &CardPlanWish) -> Result<(), StoreError> {
    let sql = "INSERT INTO card_plan (org_id, id, version, name, active) VALUES ($1, $2, 1, $3, $4)";
    tx.put(sql, args![id, wish.name.trim(), wish.active]).await
}

pub async fn update_plan(
    tx: &mut Tx<'_>,
    id: PlanId,
    version: i64,
    wish: &CardPlanWish,
) -> Result<(), StoreError> {
    let sql = "UPDATE card_plan SET version = $3, name = $4, active = $5 WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![id, version, wish.name.trim(), wish.active]).await
}

/// What the cards of a plan are to hold, where that is no money.
pub struct PlanHolds {
    pub visits: Option<PlanVisits>,
    pub time: Option<PlanTime>,
    pub rates: Option<PlanRates>,
    pub bundle: Vec<PlanVisits>,
}

pub async fn insert_plan_version(
    tx: &mut Tx<'_>,
    id: PlanId,
    version: i64,
    wish: &CardPlanWish,
    holds: &PlanHolds,
) -> Result<(), Problem> {
    let sql = "INSERT INTO card_plan_version
                   (org_id, plan_id, version, at, name, kind, price, bonus, service_id, service_name, visits, gift,
                   time_terms, rates, bundle, valid_days, reach, draw_order, terms, bonus_terms,
                   valid_starts)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                   $20, $21)";
    let PlanHolds { visits, time, rates, bundle } = holds;
    let bundle = (!bundle.is_empty()).then(|| serde_json::to_string(bundle)).transpose();
    let (visits, time) = (visits.as_ref(), time.as_ref().map(serde_json::to_string).transpose());
    let args = args![
        id,
        version,
        tx.now(),
        wish.name.trim(),
        wish.kind.code(),
        wish.price,
        wish.bonus,
        visits.map(|visits| visits.service),
        visits.map_or("", |visits| visits.service_name.as_str()),
        visits.map_or(0, |visits| visits.count),
        visits.map_or(0, |visits| visits.gift),
        time.map_err(Problem::bug)?,
        rates.as_ref().map(serde_json::to_string).transpose().map_err(Problem::bug)?,
        bundle.map_err(Problem::bug)?,
        wish.valid_days,
        serde_json::to_string(&wish.reach).map_err(Problem::bug)?,
        wish.draw_order.code(),
        wish.terms.as_str(),
        serde_json::to_string(&wish.bonus_terms).map_err(Problem::bug)?,
        wish.valid_starts.code(),
    ];
    Ok(tx.put(sql, args).await?)
}

/// One card. Refuses: card unknown.
pub async fn find(tx: &mut Tx<'_>, id: CardId) -> Result<Card, Problem> {
    let sql =
        "SELECT c.id, c.number, c.customer_id, c.kind, c.plan_name, c.plan_id, c.plan_version, c.draw_order,
                   c.state, c.opened_on, c.branch_id, c.valid_until,
                   CASE WHEN c.password IS NULL THEN 0 ELSE 1 END,
                   CASE WHEN EXISTS (SELECT 1 FROM card_gift g WHERE g.org_id = c.org_id AND g.card_id = c.id
                                     AND g.claimed_at IS NULL) THEN 1 ELSE 0 END,
                   (SELECT CAST(COALESCE(SUM(l.principal_left), 0) AS BIGINT) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id),
                   (SELECT CAST(COALESCE(SUM(l.bonus_left), 0) AS BIGINT) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id),
                   (SELECT MIN(l.bonus_until) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id AND l.bonus_left > 0)
               FROM card c WHERE c.org_id = $1 AND c.id = $2";
    let found = tx.row(sql, args![id], read_card).await?;
    let mut card = found.ok_or(Refusal::CardUnknown)?;
    if card.kind.counts_visits() {
        card.visits = CardVisits::by_service(&visits(tx, id).await?);
    }
    Ok(card)
}

/// A customer's cards, those that can be used first, newest first.
pub async fn of_customer(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<Card>, StoreError> {
    let sql =
        "SELECT c.id, c.number, c.customer_id, c.kind, c.plan_name, c.plan_id, c.plan_version, c.draw_order,
                   c.state, c.opened_on, c.branch_id, c.valid_until,
                   CASE WHEN c.password IS NULL THEN 0 ELSE 1 END,
                   CASE WHEN EXISTS (SELECT 1 FROM card_gift g WHERE g.org_id = c.org_id AND g.card_id = c.id
                                     AND g.claimed_at IS NULL) THEN 1 ELSE 0 END,
                   (SELECT CAST(COALESCE(SUM(l.principal_left), 0) AS BIGINT) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id),
                   (SELECT CAST(COALESCE(SUM(l.bonus_left), 0) AS BIGINT) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id),
                   (SELECT MIN(l.bonus_until) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id AND l.bonus_left > 0)
               FROM card c WHERE c.org_id = $1 AND c.customer_id = $2
               ORDER BY c.state, c.opened_on DESC, c.id DESC LIMIT 1000";
    let mut cards = tx.rows(sql, args![customer], read_card).await?;
    let visits = visits_of_customer(tx, customer).await?;
    for visits in visits.chunk_by(|one, next| one.card == next.card) {
        let card = cards.iter_mut().find(|card| Some(card.id) == visits.first().map(|lot| lot.card));
        card.into_iter().for_each(|card| card.visits = CardVisits::by_service(visits));
    }
    Ok(cards)
}

/// The card of a number.
pub async fn by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<CardId>, StoreError> {
    let sql = "SELECT id FROM card WHERE org_id = $1 AND number = $2";
    tx.row(sql, args![number], |row| row.take()).await
}

/// The hash of a card's password, where its holder set one.
pub async fn password(tx: &mut Tx<'_>, id: CardId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT password FROM card WHERE org_id = $1 AND id = $2";
    Ok(tx.row(sql, args![id], |row| row.take()).await?.flatten())
}

pub async fn set_password(tx: &mut Tx<'_>, id: CardId, hash: Option<&str>) -> Result<(), StoreError> {
    let sql = "UPDATE card SET password = $3 WHERE org_id = $1 AND id = $2";
    tx.put(sql, args![id, hash.map(str::to_owned)]).await
}

/// A card about to be written.
pub struct NewCard<'a> {
    pub id: CardId,
    pub number: &'a str,
    pub customer: CustomerId,
    pub kind: CardKind,
    pub plan: Option<(PlanId, i64)>,
    pub plan_name: &'a str,
    pub draw_order: DrawOrder,
    pub branch: BranchId,
    pub opened_on: Day,
    pub valid_until: Option<Day>,
    pub import: Option<ImportId>,
}

/// Writes a card. Refuses: number taken.
pub async fn insert_card(tx: &mut Tx<'_>, new: &NewCard<'_>) -> Result<(), Problem> {
    let sql = "INSERT INTO card (org_id, id, number, customer_id, kind, plan_id, plan_version, plan_name, draw_order,
                   state, branch_id, opened_on, import_id, valid_until)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', $10, $11, $12, $13)
               ON CONFLICT (org_id, number) DO NOTHING";
    let args = args![
        new.id,
        new.number,
        new.customer,
        new.kind.code(),
        new.plan.map(|(plan, _)| plan),
        new.plan.map(|(_, version)| version),
        new.plan_name,
        new.draw_order.code(),
        new.branch,
        new.opened_on,
        new.import,
        new.valid_until,
    ];
    // What hangs on the card is written next, so whether it is there must be known at once.
    match tx.exec(sql, args).await? {
        0 => Err(Refusal::NumberTaken.into()),
        _ => Ok(()),
    }
}

pub async fn close_card(tx: &mut Tx<'_>, id: CardId) -> Result<(), StoreError> {
    let sql = "UPDATE card SET state = 'closed' WHERE org_id = $1 AND id = $2 AND state = 'active'";
    tx.guard(sql, args![id], Refusal::CardClosed.into()).await
}

/// Some cards of an import.
pub async fn of_import(tx: &mut Tx<'_>, import: ImportId, limit: i64) -> Result<Vec<CardId>, StoreError> {
    let sql = "SELECT id FROM card WHERE org_id = $1 AND import_id = $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![import, limit], |row| row.take()).await
}

/// Deletes a card with all that hangs on it. Only for cards that nobody has seen yet.
pub async fn delete_card(tx: &mut Tx<'_>, card: CardId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM card_move WHERE org_id = $1 AND card_id = $2", args![card]).await?;
    tx.exec("DELETE FROM card_lot WHERE org_id = $1 AND card_id = $2", args![card]).await?;
    tx.exec("DELETE FROM card_visits_move WHERE org_id = $1 AND card_id = $2", args![card]).await?;
    tx.exec("DELETE FROM card_visits WHERE org_id = $1 AND card_id = $2", args![card]).await?;
    tx.put("DELETE FROM card WHERE org_id = $1 AND id = $2", args![card]).await
}

/// A card's lots, oldest first: the order in which they are used.
pub async fn lots(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<StoredLot>, StoreError> {
    let sql = "SELECT id, card_id, branch_id, company_id, at, origin, principal_bought, bonus_bought, principal_left,
                   bonus_left, principal_ratio, bonus_ratio, bonus_until, bonus_lapsed
               FROM card_lot WHERE org_id = $1 AND card_id = $2 ORDER BY at, id";
    tx.rows(sql, args![card], read_lot).await
}

/// One lot. A lot is only ever asked for by what it paid, so that it is unknown is a fault.
pub async fn lot(tx: &mut Tx<'_>, id: LotId) -> Result<StoredLot, Problem> {
    let sql = "SELECT id, card_id, branch_id, company_id, at, origin, principal_bought, bonus_bought, principal_left,
                   bonus_left, principal_ratio, bonus_ratio, bonus_until, bonus_lapsed
               FROM card_lot WHERE org_id = $1 AND id = $2";
    let found = tx.row(sql, args![id], read_lot).await?;
    found.ok_or_else(|| Problem::bug(format!("lot {id} paid and is gone")))
}

pub async fn insert_lot(tx: &mut Tx<'_>, stored: &StoredLot) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO card_lot (org_id, id, card_id, branch_id, company_id, at, origin, principal_bought,
                   bonus_bought, principal_left, bonus_left, principal_ratio, bonus_ratio, bonus_until, bonus_lapsed)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let Lot { id, home, at, bought, left, ratio, bonus_until, lapsed } = stored.lot;
    let args = args![
        id,
        stored.card,
        home.branch,
        home.company,
        at,
        stored.origin.code(),
        bought.principal,
        bought.bonus,
        left.principal,
        left.bonus,
        ratio.principal,
        ratio.bonus,
        bonus_until,
        lapsed,
    ];
    tx.put(sql, args).await
}

/// Takes value from a lot that holds it. Refuses: balance short.
pub async fn draw_from_lot(tx: &mut Tx<'_>, lot: LotId, value: Value) -> Result<(), StoreError> {
    let sql = "UPDATE card_lot SET principal_left = principal_left - $3, bonus_left = bonus_left - $4
               WHERE org_id = $1 AND id = $2 AND principal_left >= $3 AND bonus_left >= $4";
    let absent = Refusal::BalanceShort { left: Money::ZERO };
    tx.guard(sql, args![lot, value.principal, value.bonus], absent.into()).await
}

/// Writes a lot that was read in this transaction and changed.
pub async fn update_lot(tx: &mut Tx<'_>, before: &Lot, after: &Lot) -> Result<(), StoreError> {
    let sql =
        "UPDATE card_lot SET principal_left = $3, bonus_left = $4, principal_ratio = $5, bonus_ratio = $6,
                   bonus_until = $9, bonus_lapsed = $10
               WHERE org_id = $1 AND id = $2 AND principal_left = $7 AND bonus_left = $8";
    let args = args![
        after.id,
        after.left.principal,
        after.left.bonus,
        after.ratio.principal,
        after.ratio.bonus,
        before.left.principal,
        before.left.bonus,
        after.bonus_until,
        after.lapsed,
    ];
    tx.put(sql, args).await
}

/// Value that moved on a lot, about to be written.
pub struct NewMove {
    pub card: CardId,
    pub lot: LotId,
    pub kind: MoveKind,
    pub bill: Option<OnBill>,
    /// Positive when it came onto the card.
    pub value: Value,
    /// The list price of what a use paid for; negative when that came back.
    pub list: Money,
}

pub async fn insert_move(tx: &mut Tx<'_>, new: &NewMove) -> Result<(), StoreError> {
    let id = tx.new_id();
    insert_move_as(tx, id, new, None).await
}

/// Writes value that moved, and through which companion card.
pub async fn insert_move_through(
    tx: &mut Tx<'_>,
    new: &NewMove,
    through: Option<Through>,
) -> Result<(), StoreError> {
    let id = tx.new_id();
    insert_move_as(tx, id, new, through).await
}

/// The same under an id that its entries name.
pub async fn insert_move_as(
    tx: &mut Tx<'_>,
    id: RowId,
    new: &NewMove,
    through: Option<Through>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO card_move (org_id, id, card_id, lot_id, at, kind, bill_id, bill_number, principal, bonus, list,
                   companion_id, companion_day)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let args = args![
        id,
        new.card,
        new.lot,
        tx.now(),
        new.kind.code(),
        new.bill.map(|bill| bill.id),
        new.bill.map(|bill| bill.number),
        new.value.principal,
        new.value.bonus,
        new.list,
        through.map(|through| through.companion),
        through.map(|through| through.day),
    ];
    tx.put(sql, args).await
}

/// The newest hundred moves of a card, newest first; the lots of one event together.
pub async fn moves(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<CardMove>, StoreError> {
    let sql = "SELECT at, kind, bill_id, bill_number, CAST(SUM(principal) AS BIGINT), CAST(SUM(bonus) AS BIGINT)
               FROM card_move WHERE org_id = $1 AND card_id = $2
               GROUP BY at, kind, bill_id, bill_number ORDER BY at DESC, kind, COALESCE(bill_number, 0) LIMIT 100";
    let read = |row: &mut Row| {
        Ok(CardMove {
            at: row.take()?,
            kind: row.take_as(MoveKind::parse)?,
            bill: row.take()?,
            bill_number: row.take()?,
            principal: row.take()?,
            bonus: row.take()?,
            visits: 0,
            uses: 0,
            used_by: None,
        })
    };
    tx.rows(sql, args![card], read).await
}

/// What the stored balance of each lot is, in the order of their ids, after one of them.
pub async fn left_after(
    tx: &mut Tx<'_>,
    after: LotId,
    limit: i64,
) -> Result<Vec<(LotId, Value)>, StoreError> {
    let sql = "SELECT id, principal_left, bonus_left FROM card_lot
               WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![after, limit], |row| Ok((row.take()?, read_value(row)?))).await
}

/// The first lot of a stretch whose moves do not add up to what is left of it.
pub async fn first_wrong_lot(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Option<LotId>, StoreError> {
    let sql = "SELECT l.id FROM card_lot l
               LEFT JOIN card_move m ON m.org_id = l.org_id AND m.lot_id = l.id
               WHERE l.org_id = $1 AND l.id > $2 AND l.id <= $3
               GROUP BY l.id, l.principal_left, l.bonus_left
               HAVING COALESCE(SUM(m.principal), 0) <> l.principal_left OR COALESCE(SUM(m.bonus), 0) <> l.bonus_left
               ORDER BY l.id LIMIT 1";
    tx.row(sql, args![stretch.after, stretch.upto], |row| row.take()).await
}

fn read_plan(row: &mut Row) -> Result<CardPlan, StoreError> {
    let (id, version, name) = (row.take()?, row.take()?, row.take()?);
    let (kind, price, bonus) = (row.take_as(CardKind::parse)?, row.take()?, row.take()?);
    let (service, service_name): (Option<ServiceId>, String) = (row.take()?, row.take()?);
    let (count, gift) = (row.take()?, row.take()?);
    let visits = service.map(|service| PlanVisits { service, service_name, count, gift });
    let time = read_terms(row)?;
    let rates = read_terms(row)?;
    let bundle: Option<Vec<PlanVisits>> = read_terms(row)?;
    let (bundle, valid_days) = (bundle.unwrap_or_default(), row.take()?);
    let valid_starts = row.take_as(TimeStart::parse)?;
    // A plan that says nothing about it reaches everything.
    let reach: Option<PlanReach> = read_terms(row)?;
    let bonus_terms: Option<BonusTerms> = read_terms(row)?;
    let (draw_order, terms) = (row.take_as(DrawOrder::parse)?, row.take()?);
    let active = row.take()?;
    Ok(CardPlan {
        id,
        version,
        name,
        kind,
        price,
        bonus,
        bonus_terms: bonus_terms.unwrap_or_default(),
        visits,
        bundle,
        valid_days,
        valid_starts,
        time,
        rates,
        reach: reach.unwrap_or_default(),
        draw_order,
        terms,
        active,
    })
}

/// What a plan says of time or of rates, where it says something.
fn read_terms<T: serde::de::DeserializeOwned>(row: &mut Row) -> Result<Option<T>, StoreError> {
    let text: Option<String> = row.take()?;
    let unread = |_| StoreError::row("a plan is not what the product wrote");
    text.map(|text| serde_json::from_str(&text).map_err(unread)).transpose()
}

fn read_card(row: &mut Row) -> Result<Card, StoreError> {
    Ok(Card {
        id: row.take()?,
        number: row.take()?,
        customer: row.take()?,
        customer_name: String::new(),
        kind: row.take_as(CardKind::parse)?,
        plan_name: row.take()?,
        plan: row.take()?,
        plan_version: row.take()?,
        draw_order: row.take_as(DrawOrder::parse)?,
        state: row.take_as(CardState::parse)?,
        reach: PlanReach::default(),
        bonus_max_ppm: None,
        opened_on: row.take()?,
        branch: row.take()?,
        valid_until: row.take()?,
        valid_days: None,
        has_password: row.take()?,
        bearer: row.take()?,
        companion: None,
        principal: row.take()?,
        bonus: row.take()?,
        bonus_until: row.take()?,
        visits: Vec::new(),
        time: None,
        rates: None,
    })
}

fn read_lot(row: &mut Row) -> Result<StoredLot, StoreError> {
    let (id, card) = (row.take()?, row.take()?);
    let home = Site { branch: row.take()?, company: row.take()? };
    let (at, origin) = (row.take()?, row.take_as(Origin::parse)?);
    let (bought, left, ratio) = (read_value(row)?, read_value(row)?, read_value(row)?);
    let (bonus_until, lapsed) = (row.take()?, row.take()?);
    let lot = Lot { id, home, at, bought, left, ratio, bonus_until, lapsed };
    Ok(StoredLot { lot, card, origin })
}

fn read_value(row: &mut Row) -> Result<Value, StoreError> {
    Ok(Value { principal: row.take()?, bonus: row.take()? })
}
