//! Tenders, cells, taxes, and the cards that a payment touched.

use crate::args;
use crate::bill::model::{Cell, PaidCell, PostedTax, Source, StoredTender};
use crate::card::Value;
use crate::store::{Row, StoreError, Tx};
use kernel::{BillId, CardId, Day, LineId, LotId, Money, Rate, TenderId};
use std::collections::BTreeMap;

pub async fn insert_tender(
    tx: &mut Tx<'_>,
    bill: BillId,
    position: i64,
    tender: &StoredTender,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_tender (org_id, id, bill_id, position, kind, amount, received, change_given, reference,
                   card_id, card_number, principal, bonus, visits, line_id, receipt_id, proof)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    let args = args![
        tender.id,
        bill,
        position,
        tender.kind.as_str(),
        tender.amount,
        tender.received,
        tender.change,
        tender.reference.as_str(),
        tender.card,
        tender.card_number.clone(),
        tender.principal,
        tender.bonus,
        tender.visits,
        tender.line,
        tender.receipt,
        tender.proof.as_str(),
    ];
    tx.put(sql, args).await
}

/// A bill's tenders, in the order in which they were entered.
pub async fn tenders(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<StoredTender>, StoreError> {
    let sql =
        "SELECT id, kind, amount, received, change_given, reference, card_id, card_number, principal, bonus,
                   visits, line_id, receipt_id, proof
               FROM bill_tender WHERE org_id = $1 AND bill_id = $2 ORDER BY position";
    let read = |row: &mut Row| {
        Ok(StoredTender {
            id: row.take()?,
            kind: row.take()?,
            amount: row.take()?,
            received: row.take()?,
            change: row.take()?,
            reference: row.take()?,
            card: row.take()?,
            card_number: row.take()?,
            principal: row.take()?,
            bonus: row.take()?,
            visits: row.take()?,
            line: row.take()?,
            receipt: row.take()?,
            proof: row.take()?,
        })
    };
    tx.rows(sql, args![bill], read).await
}

pub async fn insert_cell(
    tx: &mut Tx<'_>,
    bill: BillId,
    position: i64,
    tender: TenderId,
    cell: &Cell,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_cell (org_id, bill_id, position, line_id, tender_id, part, lot_id, amount, returned,
                   count, returned_count, value, returned_value)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 0, $10, 0)";
    let (part, lot) = (cell.source.code(), cell.source.lot());
    let args = args![bill, position, cell.line, tender, part, lot, cell.amount, cell.count, cell.earned];
    tx.put(sql, args).await
}

/// A bill's cells in the order in which they paid, each with its place. Tenders are given by their
/// place in the list.
pub async fn cells(
    tx: &mut Tx<'_>,
    bill: BillId,
    tenders: &[StoredTender],
) -> Result<Vec<(i64, PaidCell)>, StoreError> {
    let sql =
        "SELECT position, line_id, tender_id, part, lot_id, amount, returned, count, returned_count, value,
                   returned_value
               FROM bill_cell WHERE org_id = $1 AND bill_id = $2 ORDER BY position";
    let places: BTreeMap<TenderId, usize> = tenders.iter().map(|tender| tender.id).zip(0..).collect();
    let read = |row: &mut Row| {
        let (position, line, tender): (i64, LineId, TenderId) = (row.take()?, row.take()?, row.take()?);
        let (part, lot): (String, Option<LotId>) = (row.take()?, row.take()?);
        let source = Source::parse(&part, lot).ok_or_else(|| StoreError::row("a cell of no known source"))?;
        let tender =
            *places.get(&tender).ok_or_else(|| StoreError::row("a cell of another bill's tender"))?;
        let (amount, returned) = (row.take()?, row.take()?);
        let (count, returned_count) = (row.take()?, row.take()?);
        let (earned, returned_earned) = (row.take()?, row.take()?);
        let paid = Cell { line, tender, source, amount, count, earned };
        Ok((position, PaidCell { paid, returned, returned_count, returned_earned }))
    };
    tx.rows(sql, args![bill], read).await
}

pub async fn insert_tax(
    tx: &mut Tx<'_>,
    bill: BillId,
    line: LineId,
    position: i64,
    (rate, amount): (Rate, Money),
) -> Result<(), StoreError> {
    let sql = "INSERT INTO bill_tax (org_id, bill_id, line_id, position, rate_ppm, amount, returned)
               VALUES ($1, $2, $3, $4, $5, $6, 0)";
    tx.put(sql, args![bill, line, position, rate, amount]).await
}

/// The taxes that were posted for a bill's lines, in their order.
pub async fn taxes(tx: &mut Tx<'_>, bill: BillId) -> Result<BTreeMap<LineId, Vec<PostedTax>>, StoreError> {
    let sql = "SELECT line_id, rate_ppm, amount, returned FROM bill_tax
               WHERE org_id = $1 AND bill_id = $2 ORDER BY line_id, position";
    let read = |row: &mut Row| {
        let line: LineId = row.take()?;
        Ok((line, PostedTax { rate: row.take()?, amount: row.take()?, returned: row.take()? }))
    };
    let mut by_line: BTreeMap<LineId, Vec<PostedTax>> = BTreeMap::new();
    for (line, tax) in tx.rows(sql, args![bill], read).await? {
        by_line.entry(line).or_default().push(tax);
    }
    Ok(by_line)
}

/// A card that a payment touched, as it stood after it.
#[derive(Clone, Debug)]
pub struct CardAfter {
    pub card: CardId,
    pub number: String,
    pub plan_name: String,
    pub used: Value,
    pub left: Value,
    /// How many visits were left, where it holds visits.
    pub visits_left: Option<i64>,
    /// Its last day, where it holds time that has begun or is a trial.
    pub ends_on: Option<Day>,
}

pub async fn insert_card_after(tx: &mut Tx<'_>, bill: BillId, card: &CardAfter) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO bill_card (org_id, bill_id, card_id, card_number, plan_name, used_principal, used_bonus,
                   principal_left, bonus_left, visits_left, ends_on)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let CardAfter { card, number, plan_name, used, left, visits_left, ends_on } = card;
    let args = args![
        bill,
        *card,
        number.as_str(),
        plan_name.as_str(),
        used.principal,
        used.bonus,
        left.principal,
        left.bonus,
        *visits_left,
        *ends_on,
    ];
    tx.put(sql, args).await
}

/// The cards that a bill's payment touched, by number.
pub async fn cards_after(tx: &mut Tx<'_>, bill: BillId) -> Result<Vec<CardAfter>, StoreError> {
    let sql =
        "SELECT card_id, card_number, plan_name, used_principal, used_bonus, principal_left, bonus_left,
                   visits_left, ends_on
               FROM bill_card WHERE org_id = $1 AND bill_id = $2 ORDER BY card_number, card_id";
    let read = |row: &mut Row| {
        Ok(CardAfter {
            card: row.take()?,
            number: row.take()?,
            plan_name: row.take()?,
            used: Value { principal: row.take()?, bonus: row.take()? },
            left: Value { principal: row.take()?, bonus: row.take()? },
            visits_left: row.take()?,
            ends_on: row.take()?,
        })
    };
    tx.rows(sql, args![bill], read).await
}
