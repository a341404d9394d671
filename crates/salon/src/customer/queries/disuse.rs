//! Accounts that nobody uses: finding, closing and opening them again.

use crate::args;
use crate::customer::model::{Disused, Idle, Kind};
use crate::store::{Row, StoreError, Tx, sixteen};
use kernel::{CustomerId, RowId, Zone};

/// Some customers of a kind whom the criteria mean and whose accounts are open, newest first, before one of
/// them. Whether something is left for them is not known here.
pub async fn disused(
    tx: &mut Tx<'_>,
    kind: Kind,
    wanted: &Disused,
    zone: &Zone,
    before: CustomerId,
    limit: i64,
) -> Result<Vec<Idle>, StoreError> {
    let sql =
        "SELECT c.id, COALESCE(c.member_number, c.walk_in_number, ''), c.name, COALESCE(c.registered_at, c.created_at),
                   c.last_visit
               FROM customer c WHERE c.org_id = $1 AND c.kind = $2 AND c.id < $3 AND c.merged_into IS NULL
                   AND c.closed_in IS NULL
                   AND ($4 = '' OR LENGTH(COALESCE(c.member_number, c.walk_in_number, '')) > LENGTH($4)
                        OR (LENGTH(COALESCE(c.member_number, c.walk_in_number, '')) = LENGTH($4)
                            AND COALESCE(c.member_number, c.walk_in_number, '') >= $4))
                   AND ($5 = '' OR LENGTH(COALESCE(c.member_number, c.walk_in_number, '')) < LENGTH($5)
                        OR (LENGTH(COALESCE(c.member_number, c.walk_in_number, '')) = LENGTH($5)
                            AND COALESCE(c.member_number, c.walk_in_number, '') <= $5))
                   AND (COALESCE(c.registered_at, c.created_at) >= $6 OR $6 IS NULL)
                   AND (COALESCE(c.registered_at, c.created_at) < $7 OR $7 IS NULL)
                   AND (COALESCE(c.registered_at, c.created_at) < $8 OR $8 IS NULL)
                   AND ($9 = '' OR COALESCE(c.last_visit, '') < $9)
                   AND NOT EXISTS (SELECT 1 FROM customer_unseen u WHERE u.org_id = c.org_id AND u.import_id = c.import_id)
               ORDER BY c.id DESC LIMIT $10";
    let Disused { numbers: (first, last), opened: (from, to), idle_since } = wanted;
    let args = args![
        kind.code(),
        before,
        first.as_str(),
        last.as_str(),
        from.map(|day| day.starts(zone)),
        to.map(|day| day.plus_days(1).starts(zone)),
        idle_since.map(|day| day.starts(zone)),
        idle_since.map(|day| day.to_string()).unwrap_or_default(),
        limit,
    ];
    let read = |row: &mut Row| {
        Ok(Idle {
            id: row.take()?,
            number: row.take()?,
            name: row.take()?,
            opened_at: row.take()?,
            last_used: row.take()?,
        })
    };
    tx.rows(sql, args, read).await
}

/// Closes the account of a customer, with its number and kind; nothing where it is closed, erased or of somebody
/// who was merged into another one.
pub async fn close(
    tx: &mut Tx<'_>,
    id: CustomerId,
    batch: RowId,
) -> Result<Option<(String, Kind)>, StoreError> {
    let sql = "SELECT COALESCE(member_number, walk_in_number, ''), kind FROM customer
               WHERE org_id = $1 AND id = $2 AND merged_into IS NULL AND closed_in IS NULL AND kind <> 'erased'";
    let read = |row: &mut Row| Ok((row.take()?, row.take_as(Kind::parse)?));
    let Some(found) = tx.row(sql, args![id], read).await? else { return Ok(None) };
    tx.put("UPDATE customer SET closed_in = $3 WHERE org_id = $1 AND id = $2", args![id, batch]).await?;
    Ok(Some(found))
}

/// Opens the account of a customer, by the one who survives, because they have come.
pub async fn reopen(tx: &mut Tx<'_>, id: CustomerId) -> Result<(), StoreError> {
    let sql = "UPDATE customer SET closed_in = NULL
               WHERE org_id = $1 AND closed_in IS NOT NULL AND id IN
                   (SELECT COALESCE(merged_into, id) FROM customer WHERE org_id = $1 AND id = $2)";
    tx.exec(sql, args![id]).await.map(drop)
}

/// Opens the account of a customer that a batch closed; says whether it was still closed.
pub async fn reopen_from(tx: &mut Tx<'_>, id: CustomerId, batch: RowId) -> Result<bool, StoreError> {
    let sql = "UPDATE customer SET closed_in = NULL WHERE org_id = $1 AND id = $2 AND closed_in = $3";
    Ok(tx.exec(sql, args![id, batch]).await? > 0)
}

/// Of sixteen customers those whose account is closed.
pub async fn closed_among(tx: &mut Tx<'_>, ids: &[CustomerId]) -> Result<Vec<CustomerId>, StoreError> {
    let sql = "SELECT id FROM customer WHERE org_id = $1 AND closed_in IS NOT NULL AND id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY id";
    tx.rows(sql, sixteen(ids), |row| row.take()).await
}

/// Those who were merged into one of sixteen customers, each with the one who survives.
pub async fn merged_among(
    tx: &mut Tx<'_>,
    ids: &[CustomerId],
) -> Result<Vec<(CustomerId, CustomerId)>, StoreError> {
    let sql = "SELECT id, merged_into FROM customer WHERE org_id = $1 AND merged_into IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY id";
    tx.rows(sql, sixteen(ids), |row| Ok((row.take()?, row.take()?))).await
}
