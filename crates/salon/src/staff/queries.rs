//! Every statement over `staff` and `staff_branch`.

use super::model::{Job, Refusal, Staff, StaffWish};
use crate::args;
use crate::store::{Row, SIXTEEN, StoreError, Tx, sixteen};
use kernel::{BranchId, ImportId, Problem, StaffId};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody whom people may see, by number. The largest chain's staff is still read in a moment, so lists and choices
/// are cut out of it in memory.
pub async fn all(tx: &mut Tx<'_>) -> Result<Vec<Staff>, StoreError> {
    let sql = "SELECT id, number, name, job, level, user_id, active FROM staff
               WHERE org_id = $1
                   AND NOT EXISTS (SELECT 1 FROM staff_unseen u
                                   WHERE u.org_id = staff.org_id AND u.import_id = staff.import_id)
               ORDER BY number LIMIT 10000";
    let mut everybody = tx.rows(sql, args![], read_staff).await?;
    let sql = "SELECT staff_id, branch_id FROM staff_branch WHERE org_id = $1 ORDER BY staff_id, branch_id";
    let read = |row: &mut Row| Ok((row.take::<StaffId>()?, row.take::<BranchId>()?));
    let mut branches: BTreeMap<StaffId, Vec<BranchId>> = BTreeMap::new();
    for (staff, branch) in tx.rows(sql, args![], read).await? {
        branches.entry(staff).or_default().push(branch);
    }
    for staff in &mut everybody {
        staff.branches = branches.remove(&staff.id).unwrap_or_default();
    }
    Ok(everybody)
}

/// One person. Refuses: staff unknown.
pub async fn find(tx: &mut Tx<'_>, id: StaffId) -> Result<Staff, Problem> {
    let sql = "SELECT id, number, name, job, level, user_id, active FROM staff WHERE org_id = $1 AND id = $2";
    let found = tx.row(sql, args![id], read_staff).await?.ok_or(Refusal::Unknown)?;
    let sql = "SELECT branch_id FROM staff_branch WHERE org_id = $1 AND staff_id = $2 ORDER BY branch_id";
    let branches = tx.rows(sql, args![id], |row| row.take()).await?;
    Ok(Staff { branches, ..found })
}

/// The names of some of those who work here or did.
pub async fn names(
    tx: &mut Tx<'_>,
    ids: &BTreeSet<StaffId>,
) -> Result<BTreeMap<StaffId, String>, StoreError> {
    let sql = "SELECT id, name FROM staff WHERE org_id = $1 AND id IN
                   ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
               ORDER BY id";
    let ids: Vec<StaffId> = ids.iter().copied().collect();
    let mut names = BTreeMap::new();
    for some in ids.chunks(SIXTEEN) {
        names.extend(tx.rows(sql, sixteen(some), |row| Ok((row.take()?, row.take()?))).await?);
    }
    Ok(names)
}

pub async fn insert(
    tx: &mut Tx<'_>,
    id: StaffId,
    wish: &StaffWish,
    import: Option<ImportId>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO staff (org_id, id, number, name, job, level, user_id, active, import_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (org_id, number) DO NOTHING";
    let args = args![
        id,
        wish.number.as_str(),
        wish.name.as_str(),
        wish.job.code(),
        wish.level.as_str(),
        wish.user,
        wish.active,
        import
    ];
    tx.guard(sql, args, Refusal::NumberTaken.into()).await?;
    set_branches(tx, id, &wish.branches).await
}

pub async fn update(tx: &mut Tx<'_>, id: StaffId, wish: &StaffWish) -> Result<(), StoreError> {
    let sql = "UPDATE staff SET number = $3, name = $4, job = $5, level = $6, user_id = $7, active = $8
               WHERE org_id = $1 AND id = $2";
    let args = args![
        id,
        wish.number.as_str(),
        wish.name.as_str(),
        wish.job.code(),
        wish.level.as_str(),
        wish.user,
        wish.active
    ];
    tx.guard(sql, args, Refusal::Unknown.into()).await?;
    tx.exec("DELETE FROM staff_branch WHERE org_id = $1 AND staff_id = $2", args![id]).await?;
    set_branches(tx, id, &wish.branches).await
}

async fn set_branches(tx: &mut Tx<'_>, id: StaffId, branches: &[BranchId]) -> Result<(), StoreError> {
    let sql = "INSERT INTO staff_branch (org_id, staff_id, branch_id) VALUES ($1, $2, $3)";
    for branch in branches {
        tx.put(sql, args![id, *branch]).await?;
    }
    Ok(())
}

/// The numbers and names by which everybody is known, seen or not, by number.
pub async fn known(tx: &mut Tx<'_>) -> Result<Vec<(StaffId, String, String)>, StoreError> {
    let sql = "SELECT id, number, name FROM staff WHERE org_id = $1 ORDER BY number LIMIT 10000";
    tx.rows(sql, args![], |row| Ok((row.take()?, row.take()?, row.take()?))).await
}

/// Hides the people of an import.
pub async fn hide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "INSERT INTO staff_unseen (org_id, import_id) VALUES ($1, $2)
               ON CONFLICT (org_id, import_id) DO NOTHING";
    tx.exec(sql, args![import]).await.map(drop)
}

/// Shows the people of an import, all at once.
pub async fn unhide(tx: &mut Tx<'_>, import: ImportId) -> Result<(), StoreError> {
    let sql = "DELETE FROM staff_unseen WHERE org_id = $1 AND import_id = $2";
    tx.exec(sql, args![import]).await.map(drop)
}

/// Removes the people of an import whom nobody has seen, and says how many.
pub async fn take_back(tx: &mut Tx<'_>, import: ImportId) -> Result<u64, StoreError> {
    let sql = "DELETE FROM staff_branch WHERE org_id = $1 AND staff_id IN
                   (SELECT s.id FROM staff s JOIN staff_unseen u ON u.org_id = s.org_id AND u.import_id = s.import_id
                    WHERE s.org_id = $1 AND s.import_id = $2)";
    tx.exec(sql, args![import]).await?;
    let sql = "DELETE FROM staff WHERE org_id = $1 AND import_id = $2
                   AND import_id IN (SELECT import_id FROM staff_unseen WHERE org_id = $1)";
    tx.exec(sql, args![import]).await
}

/// A person whose branches are still to be read.
fn read_staff(row: &mut Row) -> Result<Staff, StoreError> {
    Ok(Staff {
        id: row.take()?,
        number: row.take()?,
        name: row.take()?,
        job: row.take_as(Job::parse)?,
        level: row.take()?,
        user: row.take()?,
        active: row.take()?,
        branches: Vec::new(),
    })
}
