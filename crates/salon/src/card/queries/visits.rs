//! Visits on cards.

use crate::args;
use crate::card::model::{CardMove, MoveKind, OnBill, Origin, Refusal, StoredVisits, VisitsLot};
use crate::ledger::{Site, Stretch};
use crate::store::{Row, StoreError, Tx};
use kernel::{CardId, CustomerId, Instant, LotId, Money, Problem, RowId};

/// A card's visits, oldest first: the order in which they are used.
pub async fn visits(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<StoredVisits>, StoreError> {
    let sql = "SELECT id, card_id, branch_id, company_id, at, origin, service_id, service_name, bought, gift, unused,
                   paid, value_left, value_known, ended_at
               FROM card_visits WHERE org_id = $1 AND card_id = $2 ORDER BY at, id";
    tx.rows(sql, args![card], read_visits).await
}

/// The visits on all cards of a customer, card by card, oldest first.
pub async fn visits_of_customer(
    tx: &mut Tx<'_>,
    customer: CustomerId,
) -> Result<Vec<StoredVisits>, StoreError> {
    let sql =
        "SELECT v.id, v.card_id, v.branch_id, v.company_id, v.at, v.origin, v.service_id, v.service_name, v.bought,
                   v.gift, v.unused, v.paid, v.value_left, v.value_known, v.ended_at
               FROM card c JOIN card_visits v ON v.org_id = c.org_id AND v.card_id = c.id
               WHERE c.org_id = $1 AND c.customer_id = $2 ORDER BY v.card_id, v.at, v.id";
    tx.rows(sql, args![customer], read_visits).await
}

/// One lot of visits. It is only ever asked for by what it paid or by what sold it, so that it is
/// unknown is a fault.
pub async fn visits_lot(tx: &mut Tx<'_>, id: LotId) -> Result<StoredVisits, Problem> {
    let sql = "SELECT id, card_id, branch_id, company_id, at, origin, service_id, service_name, bought, gift, unused,
                   paid, value_left, value_known, ended_at
               FROM card_visits WHERE org_id = $1 AND id = $2";
    let found = tx.row(sql, args![id], read_visits).await?;
    found.ok_or_else(|| Problem::bug(format!("visits {id} paid and are gone")))
}

/// Writes visits that came onto a card.
pub async fn insert_visits(tx: &mut Tx<'_>, stored: &StoredVisits) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO card_visits (org_id, id, card_id, branch_id, company_id, at, origin, service_id, service_name,
                   bought, gift, unused, paid, value_left, value_known)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let VisitsLot { id, home, at, service, bought, gift, left, paid, value_left } = stored.lot;
    let args = args![
        id,
        stored.card,
        home.branch,
        home.company,
        at,
        stored.origin.code(),
        service,
        stored.service_name.as_str(),
        bought,
        gift,
        left,
        paid,
        value_left,
        stored.value_known,
    ];
    tx.put(sql, args).await
}

/// Writes what is left of a lot that was read in this transaction. Of two tills that use its last
/// visit, one finds it changed. Refuses: visits short.
pub async fn update_visits(tx: &mut Tx<'_>, before: &VisitsLot, after: &VisitsLot) -> Result<(), StoreError> {
    let sql = "UPDATE card_visits SET unused = $3, value_left = $4
               WHERE org_id = $1 AND id = $2 AND unused = $5 AND value_left = $6";
    let args = args![after.id, after.left, after.value_left, before.left, before.value_left];
    tx.guard(sql, args, Refusal::VisitsShort { left: 0 }.into()).await
}

/// Visits that moved on a lot, about to be written.
pub struct NewVisitsMove {
    pub card: CardId,
    pub lot: LotId,
    pub kind: MoveKind,
    pub bill: Option<OnBill>,
    /// Positive when they came onto the card.
    pub visits: i64,
    /// What was paid for them, with the same sign.
    pub value: Money,
    /// The list price of what a use paid for; negative when that came back.
    pub list: Money,
}

pub async fn insert_visits_move(tx: &mut Tx<'_>, new: &NewVisitsMove) -> Result<(), StoreError> {
    let sql = "INSERT INTO card_visits_move
                   (org_id, id, card_id, lot_id, at, kind, bill_id, bill_number, visits, value, list)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let id: RowId = tx.new_id();
    let (bill, number) = (new.bill.map(|bill| bill.id), new.bill.map(|bill| bill.number));
    let (kind, now) = (new.kind.code(), tx.now());
    let NewVisitsMove { card, lot, visits, value, list, .. } = *new;
    tx.put(sql, args![id, card, lot, now, kind, bill, number, visits, value, list]).await
}

/// The newest hundred moves of a card's visits, newest first; the lots of one event together.
pub async fn visits_moves(tx: &mut Tx<'_>, card: CardId) -> Result<Vec<CardMove>, StoreError> {
    let sql = "SELECT at, kind, bill_id, bill_number, CAST(SUM(value) AS BIGINT), CAST(SUM(visits) AS BIGINT)
               FROM card_visits_move WHERE org_id = $1 AND card_id = $2
               GROUP BY at, kind, bill_id, bill_number ORDER BY at DESC, kind, COALESCE(bill_number, 0) LIMIT 100";
    let read = |row: &mut Row| {
        Ok(CardMove {
            at: row.take()?,
            kind: row.take_as(MoveKind::parse)?,
            bill: row.take()?,
            bill_number: row.take()?,
            principal: row.take()?,
            bonus: Money::ZERO,
            visits: row.take()?,
            uses: 0,
            used_by: None,
        })
    };
    tx.rows(sql, args![card], read).await
}

/// What is left of each lot of visits and of its value, in the order of their ids, after one of them.
pub async fn visits_left_after(
    tx: &mut Tx<'_>,
    after: LotId,
    limit: i64,
) -> Result<Vec<(LotId, i64, Money)>, StoreError> {
    let sql = "SELECT id, unused, value_left FROM card_visits
               WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    tx.rows(sql, args![after, limit], |row| Ok((row.take()?, row.take()?, row.take()?))).await
}

/// The first lot of visits of a stretch whose moves do not add up to what is left of it.
pub async fn first_wrong_visits(tx: &mut Tx<'_>, stretch: Stretch) -> Result<Option<LotId>, StoreError> {
    let sql = "SELECT v.id FROM card_visits v
               LEFT JOIN card_visits_move m ON m.org_id = v.org_id AND m.lot_id = v.id
               WHERE v.org_id = $1 AND v.id > $2 AND v.id <= $3
               GROUP BY v.id, v.unused, v.value_left
               HAVING COALESCE(SUM(m.visits), 0) <> v.unused OR COALESCE(SUM(m.value), 0) <> v.value_left
               ORDER BY v.id LIMIT 1";
    tx.row(sql, args![stretch.after, stretch.upto], |row| row.take()).await
}

fn read_visits(row: &mut Row) -> Result<StoredVisits, StoreError> {
    let (id, card) = (row.take()?, row.take()?);
    let home = Site { branch: row.take()?, company: row.take()? };
    let (at, origin) = (row.take()?, row.take_as(Origin::parse)?);
    let (service, service_name) = (row.take()?, row.take()?);
    let (bought, gift, left) = (row.take()?, row.take()?, row.take()?);
    let (paid, value_left, value_known) = (row.take()?, row.take()?, row.take()?);
    let lot = VisitsLot { id, home, at, service, bought, gift, left, paid, value_left };
    let ended_at: Option<Instant> = row.take()?;
    let is_over = ended_at.is_some();
    Ok(StoredVisits { lot, card, origin, service_name, value_known, is_over })
}
