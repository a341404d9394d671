//! Every statement over `card` and `card_*`.

use super::commands::OpeningVisits;
use super::model::{
    Card, CardKind, CardMove, CardPlan, CardPlanWish, CardState, CardVisits, DrawOrder, Lot, MoveKind,
    OnBill, Origin, Refusal, StoredLot, Value,
};
use crate::args;
use crate::ledger::Site;
use crate::store::{Row, StoreError, Tx};
use kernel::{BranchId, CardId, CustomerId, Day, ImportId, Instant, LotId, Money, PlanId, Problem, RowId};
use std::collections::BTreeMap;

/// All plans, those for sale first, by name.
pub async fn plans(tx: &mut Tx<'_>) -> Result<Vec<CardPlan>, StoreError> {
    let sql = "SELECT p.id, v.version, v.name, v.price, v.bonus, v.draw_order, v.terms, p.active
               FROM card_plan p
               JOIN card_plan_version v ON v.org_id = p.org_id AND v.plan_id = p.id AND v.version = p.version
               WHERE p.org_id = $1 ORDER BY p.active DESC, p.name, p.id LIMIT 1000";
    tx.rows(sql, args![], read_plan).await
}

/// One plan. Refuses: plan unknown.
pub async fn plan(tx: &mut Tx<'_>, id: PlanId) -> Result<CardPlan, Problem> {
    let sql = "SELECT p.id, v.version, v.name, v.price, v.bonus, v.draw_order, v.terms, p.active
               FROM card_plan p
               JOIN card_plan_version v ON v.org_id = p.org_id AND v.plan_id = p.id AND v.version = p.version
               WHERE p.org_id = $1 AND p.id = $2";
    tx.row(sql, args![id], read_plan).await?.ok_or_else(|| Refusal::PlanUnknown.into())
}

/// A plan as it was in one version. Refuses: plan unknown.
pub async fn plan_version(tx: &mut Tx<'_>, id: PlanId, version: i64) -> Result<CardPlan, Problem> {
    let sql = "SELECT p.id, v.version, v.name, v.price, v.bonus, v.draw_order, v.terms, p.active
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

pub async fn insert_plan_version(
    tx: &mut Tx<'_>,
    id: PlanId,
    version: i64,
    wish: &CardPlanWish,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO card_plan_version
                   (org_id, plan_id, version, at, name, price, bonus, draw_order, terms)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let order = wish.draw_order.code();
    let args =
        args![id, version, tx.now(), wish.name.trim(), wish.price, wish.bonus, order, wish.terms.as_str()];
    tx.put(sql, args).await
}

/// One card. Refuses: card unknown.
pub async fn find(tx: &mut Tx<'_>, id: CardId) -> Result<Card, Problem> {
    let sql =
        "SELECT c.id, c.number, c.customer_id, c.kind, c.plan_name, c.plan_id, c.plan_version, c.draw_order,
                   c.state, c.opened_on, c.branch_id,
                   (SELECT CAST(COALESCE(SUM(l.principal_left), 0) AS BIGINT) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id),
                   (SELECT CAST(COALESCE(SUM(l.bonus_left), 0) AS BIGINT) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id)
               FROM card c WHERE c.org_id = $1 AND c.id = $2";
    let found = tx.row(sql, args![id], read_card).await?;
    let mut card = found.ok_or(Refusal::CardUnknown)?;
    if card.kind == CardKind::Visits {
        card.visits = visits(tx, id).await?;
    }
    Ok(card)
}

/// A customer's cards, those that can be used first, newest first.
pub async fn of_customer(tx: &mut Tx<'_>, customer: CustomerId) -> Result<Vec<Card>, StoreError> {
    let sql =
        "SELECT c.id, c.number, c.customer_id, c.kind, c.plan_name, c.plan_id, c.plan_version, c.draw_order,
                   c.state, c.opened_on, c.branch_id,
                   (SELECT CAST(COALESCE(SUM(l.principal_left), 0) AS BIGINT) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id),
                   (SELECT CAST(COALESCE(SUM(l.bonus_left), 0) AS BIGINT) FROM card_lot l
                    WHERE l.org_id = c.org_id AND l.card_id = c.id)
               FROM card c WHERE c.org_id = $1 AND c.customer_id = $2
               ORDER BY c.state, c.opened_on DESC, c.id DESC LIMIT 1000";
    let mut cards = tx.rows(sql, args![customer], read_card).await?;
    let mut visits = visits_of_customer(tx, customer).await?;
    for card in &mut cards {
        card.visits = visits.remove(&card.id).unwrap_or_default();
    }
    Ok(cards)
}

async fn visits(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<CardVisits>, StoreError> {
    let sql = "SELECT service_id, service_name, CAST(SUM(unused) AS BIGINT), MIN(value_known)
               FROM card_visits WHERE org_id = $1 AND card_id = $2
               GROUP BY service_id, service_name ORDER BY service_name, service_id";
    tx.rows(sql, args![card], read_visits).await
}

async fn visits_of_customer(
    tx: &mut Tx<'_>,
    customer: CustomerId,
) -> Result<BTreeMap<CardId, Vec<CardVisits>>, StoreError> {
    let sql =
        "SELECT v.card_id, v.service_id, v.service_name, CAST(SUM(v.unused) AS BIGINT), MIN(v.value_known)
               FROM card c JOIN card_visits v ON v.org_id = c.org_id AND v.card_id = c.id
               WHERE c.org_id = $1 AND c.customer_id = $2
               GROUP BY v.card_id, v.service_id, v.service_name
               ORDER BY v.card_id, v.service_name, v.service_id";
    let rows = tx.rows(sql, args![customer], |row| Ok((row.take()?, read_visits(row)?))).await?;
    let mut by_card: BTreeMap<CardId, Vec<CardVisits>> = BTreeMap::new();
    for (card, visits) in rows {
        by_card.entry(card).or_default().push(visits);
    }
    Ok(by_card)
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
    pub import: Option<ImportId>,
}

/// Writes a card. Refuses: number taken.
pub async fn insert_card(tx: &mut Tx<'_>, new: &NewCard<'_>) -> Result<(), Problem> {
    let sql = "INSERT INTO card (org_id, id, number, customer_id, kind, plan_id, plan_version, plan_name, draw_order,
                   state, branch_id, opened_on, import_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', $10, $11, $12)
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

/// Writes visits that another program had on a card.
pub async fn insert_visits(
    tx: &mut Tx<'_>,
    id: LotId,
    card: CardId,
    home: Site,
    at: Instant,
    visits: &OpeningVisits,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO card_visits (org_id, id, card_id, branch_id, company_id, at, service_id, service_name,
                   bought, unused, value_known)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0)";
    let OpeningVisits { service, service_name, count } = visits;
    let args = args![id, card, home.branch, home.company, at, *service, service_name.as_str(), *count];
    tx.put(sql, args).await
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
    tx.exec("DELETE FROM card_visits WHERE org_id = $1 AND card_id = $2", args![card]).await?;
    tx.put("DELETE FROM card WHERE org_id = $1 AND id = $2", args![card]).await
}

/// A card's lots, oldest first: the order in which they are used.
pub async fn lots(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<StoredLot>, StoreError> {
    let sql = "SELECT id, card_id, branch_id, company_id, at, origin, principal_bought, bonus_bought, principal_left,
                   bonus_left, principal_ratio, bonus_ratio
               FROM card_lot WHERE org_id = $1 AND card_id = $2 ORDER BY at, id";
    tx.rows(sql, args![card], read_lot).await
}

/// One lot. A lot is only ever asked for by what it paid, so that it is unknown is a fault.
pub async fn lot(tx: &mut Tx<'_>, id: LotId) -> Result<StoredLot, Problem> {
    let sql = "SELECT id, card_id, branch_id, company_id, at, origin, principal_bought, bonus_bought, principal_left,
                   bonus_left, principal_ratio, bonus_ratio
               FROM card_lot WHERE org_id = $1 AND id = $2";
    let found = tx.row(sql, args![id], read_lot).await?;
    found.ok_or_else(|| Problem::bug(format!("lot {id} paid and is gone")))
}

pub async fn insert_lot(tx: &mut Tx<'_>, stored: &StoredLot) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO card_lot (org_id, id, card_id, branch_id, company_id, at, origin, principal_bought,
                   bonus_bought, principal_left, bonus_left, principal_ratio, bonus_ratio)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let Lot { id, home, at, bought, left, ratio } = stored.lot;
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
        "UPDATE card_lot SET principal_left = $3, bonus_left = $4, principal_ratio = $5, bonus_ratio = $6
               WHERE org_id = $1 AND id = $2 AND principal_left = $7 AND bonus_left = $8";
    let args = args![
        after.id,
        after.left.principal,
        after.left.bonus,
        after.ratio.principal,
        after.ratio.bonus,
        before.left.principal,
        before.left.bonus,
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
    let sql = "INSERT INTO card_move (org_id, id, card_id, lot_id, at, kind, bill_id, bill_number, principal, bonus, list)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let id: RowId = tx.new_id();
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

/// The first lot whose moves do not add up to what is left of it.
pub async fn first_wrong_lot(tx: &mut Tx<'_>) -> Result<Option<LotId>, StoreError> {
    let sql = "SELECT l.id FROM card_lot l
               LEFT JOIN card_move m ON m.org_id = l.org_id AND m.lot_id = l.id
               WHERE l.org_id = $1
               GROUP BY l.id, l.principal_left, l.bonus_left
               HAVING COALESCE(SUM(m.principal), 0) <> l.principal_left OR COALESCE(SUM(m.bonus), 0) <> l.bonus_left
               ORDER BY l.id LIMIT 1";
    tx.row(sql, args![], |row| row.take()).await
}

fn read_plan(row: &mut Row) -> Result<CardPlan, StoreError> {
    Ok(CardPlan {
        id: row.take()?,
        version: row.take()?,
        name: row.take()?,
        price: row.take()?,
        bonus: row.take()?,
        draw_order: row.take_as(DrawOrder::parse)?,
        terms: row.take()?,
        active: row.take()?,
    })
}

fn read_card(row: &mut Row) -> Result<Card, StoreError> {
    Ok(Card {
        id: row.take()?,
        number: row.take()?,
        customer: row.take()?,
        kind: row.take_as(CardKind::parse)?,
        plan_name: row.take()?,
        plan: row.take()?,
        plan_version: row.take()?,
        draw_order: row.take_as(DrawOrder::parse)?,
        state: row.take_as(CardState::parse)?,
        opened_on: row.take()?,
        branch: row.take()?,
        principal: row.take()?,
        bonus: row.take()?,
        visits: Vec::new(),
    })
}

fn read_visits(row: &mut Row) -> Result<CardVisits, StoreError> {
    Ok(CardVisits {
        service: row.take()?,
        service_name: row.take()?,
        left: row.take()?,
        value_known: row.take()?,
    })
}

fn read_lot(row: &mut Row) -> Result<StoredLot, StoreError> {
    let (id, card) = (row.take()?, row.take()?);
    let home = Site { branch: row.take()?, company: row.take()? };
    let (at, origin) = (row.take()?, row.take_as(Origin::parse)?);
    let (bought, left, ratio) = (read_value(row)?, read_value(row)?, read_value(row)?);
    Ok(StoredLot { lot: Lot { id, home, at, bought, left, ratio }, card, origin })
}

fn read_value(row: &mut Row) -> Result<Value, StoreError> {
    Ok(Value { principal: row.take()?, bonus: row.take()? })
}
