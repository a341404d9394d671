//! Cards that nobody uses: finding, closing and opening them again.

use crate::args;
use crate::card::model::{CardKind, CardState, IdleCard};
use crate::customer::Disused;
use crate::store::{Row, StoreError, Tx, sixteen};
use kernel::{CardId, CustomerId, Day, Instant, RowId, Zone};

/// Some cards that hold something of their own, that the criteria mean and that are not closed, newest first, before one of them.
pub async fn disused(
    tx: &mut Tx<'_>,
    kind: Option<CardKind>,
    wanted: &Disused,
    zone: &Zone,
    before: CardId,
    limit: i64,
) -> Result<Vec<IdleCard>, StoreError> {
    let sql = "SELECT c.id, c.number, c.customer_id, c.opened_on,
                   (SELECT MAX(m.at) FROM card_move m WHERE m.org_id = c.org_id AND m.card_id = c.id),
                   (SELECT MAX(m.at) FROM card_visits_move m WHERE m.org_id = c.org_id AND m.card_id = c.id),
                   (SELECT MAX(m.at) FROM card_time_move m WHERE m.org_id = c.org_id AND m.card_id = c.id),
                   CASE WHEN EXISTS (SELECT 1 FROM card_lot l WHERE l.org_id = c.org_id AND l.card_id = c.id
                                     AND (l.principal_left <> 0 OR l.bonus_left <> 0))
                       OR EXISTS (SELECT 1 FROM card_visits v WHERE v.org_id = c.org_id AND v.card_id = c.id
                                  AND (v.unused <> 0 OR v.value_left <> 0))
                       OR EXISTS (SELECT 1 FROM card_time t WHERE t.org_id = c.org_id AND t.card_id = c.id
                                  AND t.ended_at IS NULL AND (t.value_left <> 0 OR t.starts_on IS NULL OR t.frozen_on IS NOT NULL
                                       OR t.at + (t.days + t.frozen_days) * 86400000 >= $11)) THEN 1 ELSE 0 END
               FROM card c WHERE c.org_id = $1 AND c.id < $2 AND c.state <> 'closed' AND c.kind <> 'companion'
                   AND ($3 = '' OR c.kind = $3)
                   AND ($4 = '' OR LENGTH(c.number) > LENGTH($4) OR (LENGTH(c.number) = LENGTH($4) AND c.number >= $4))
                   AND ($5 = '' OR LENGTH(c.number) < LENGTH($5) OR (LENGTH(c.number) = LENGTH($5) AND c.number <= $5))
                   AND ($6 = '' OR c.opened_on >= $6) AND ($7 = '' OR c.opened_on <= $7)
                   AND ($8 = '' OR c.opened_on < $8)
                   AND NOT EXISTS (SELECT 1 FROM card_move m
                                   WHERE m.org_id = c.org_id AND m.card_id = c.id AND m.at >= $9)
                   AND NOT EXISTS (SELECT 1 FROM card_visits_move m
                                   WHERE m.org_id = c.org_id AND m.card_id = c.id AND m.at >= $9)
                   AND NOT EXISTS (SELECT 1 FROM card_time_move m
                                   WHERE m.org_id = c.org_id AND m.card_id = c.id AND m.at >= $9)
               ORDER BY c.id DESC LIMIT $10";
    let Disused { numbers: (first, last), opened: (from, to), idle_since } = wanted;
    let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let args = args![
        before,
        kind.map(CardKind::code).unwrap_or_default(),
        first.as_str(),
        last.as_str(),
        text(*from),
        text(*to),
        text(*idle_since),
        idle_since.map_or(i64::MAX, |day| day.starts(zone).millis()),
        limit,
        tx.now(),
    ];
    let read = |row: &mut Row| {
        let (id, number, customer, opened_on) = (row.take()?, row.take()?, row.take()?, row.take()?);
        let (money, visits): (Option<Instant>, Option<Instant>) = (row.take()?, row.take()?);
        let last_used = money.max(visits).max(row.take()?);
        Ok(IdleCard { id, number, customer, opened_on, last_used, holds: row.take()? })
    };
    tx.rows(sql, args, read).await
}

/// Closes a card on which nothing is left, for a batch; says whether it could.
pub async fn close_idle(tx: &mut Tx<'_>, id: CardId, batch: RowId) -> Result<bool, StoreError> {
    let sql = "UPDATE card SET state = 'closed', closed_in = $3
               WHERE org_id = $1 AND id = $2 AND state <> 'closed'
                   AND NOT EXISTS (SELECT 1 FROM card_lot l WHERE l.org_id = $1 AND l.card_id = $2
                                   AND (l.principal_left <> 0 OR l.bonus_left <> 0))
                   AND NOT EXISTS (SELECT 1 FROM card_visits v WHERE v.org_id = $1 AND v.card_id = $2
                                   AND (v.unused <> 0 OR v.value_left <> 0))
                   AND NOT EXISTS (SELECT 1 FROM card_time t WHERE t.org_id = $1 AND t.card_id = $2
                                   AND t.ended_at IS NULL AND t.value_left <> 0)";
    Ok(tx.exec(sql, args![id, batch]).await? > 0)
}

/// Opens a card that a batch closed, in the state that it had; says whether it was still closed.
pub async fn reopen_idle(
    tx: &mut Tx<'_>,
    id: CardId,
    batch: RowId,
    state: CardState,
) -> Result<bool, StoreError> {
    let sql = "UPDATE card SET state = $4, closed_in = NULL
               WHERE org_id = $1 AND id = $2 AND closed_in = $3 AND state = 'closed'";
    Ok(tx.exec(sql, args![id, batch, state.code()]).await? > 0)
}

/// Of sixteen customers those who have a card that is not closed.
pub async fn holders_among(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<Vec<CustomerId>, StoreError> {
    let sql =
        "SELECT DISTINCT customer_id FROM card WHERE org_id = $1 AND state <> 'closed' AND customer_id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY customer_id";
    tx.rows(sql, sixteen(ids), |row| row.take()).await
}
