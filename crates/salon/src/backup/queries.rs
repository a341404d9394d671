//! Every statement over `backup_run`.

use super::model::{Ended, Run, RunKind};
use crate::args;
use crate::store::{Row, StoreError, Tx};
use kernel::RowId;

pub async fn insert(tx: &mut Tx<'_>, id: RowId, run: &Ended) -> Result<(), StoreError> {
    let sql = "INSERT INTO backup_run
                   (org_id, id, kind, started_at, ended_at, folder, file, bytes, row_count, failure, cause)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let args = args![
        id,
        run.kind.code(),
        run.started_at,
        run.ended_at,
        run.folder.as_str(),
        run.file.as_str(),
        run.bytes,
        run.rows,
        run.failure.clone(),
        run.cause.clone(),
    ];
    tx.put(sql, args).await
}

/// The newest runs, newest first: enough for years of daily ones.
pub async fn newest(tx: &mut Tx<'_>) -> Result<Vec<Run>, StoreError> {
    let sql = "SELECT id, kind, started_at, ended_at, folder, file, bytes, row_count, failure, cause
               FROM backup_run WHERE org_id = $1 ORDER BY ended_at DESC, id DESC LIMIT 1000";
    tx.rows(sql, args![], read).await
}

fn read(row: &mut Row) -> Result<Run, StoreError> {
    Ok(Run {
        id: row.take()?,
        kind: row.take_as(RunKind::parse)?,
        started_at: row.take()?,
        ended_at: row.take()?,
        folder: row.take()?,
        file: row.take()?,
        bytes: row.take()?,
        rows: row.take()?,
        failure: row.take()?,
        cause: row.take()?,
    })
}
