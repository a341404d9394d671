//! Looks through the log, as far as who looks may.

use super::model::{AuditRow, Refusal};
use crate::access::Permission;
use crate::sheet::Cell;
use crate::store::{AuditFilter, Audited, Tx};
use crate::{branch, identity};
use kernel::{BranchId, Id, Limit, Problem, RowId, SessionId, UserId};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The most rows of a file.
const FILE: usize = 50_000;
/// How many rows a file is read by.
const AT_ONCE: i64 = 1_000;

/// What was done, newest first, before a row. Who answers for all branches sees everything, anybody else
/// what was done in theirs. Refuses: another branch.
pub async fn rows(
    tx: &mut Tx<'_>,
    filter: &AuditFilter,
    before: RowId,
    limit: i64,
) -> Result<Vec<Audited>, Problem> {
    if let Some(branch) = filter.branch {
        tx.at(Permission::AuditRead, branch)?;
        return Ok(tx.audited(filter, before, limit).await?);
    }
    if tx.actor().may_everywhere(Permission::AuditRead).is_ok() {
        return Ok(tx.audited(filter, before, limit).await?);
    }
    let mut found = Vec::new();
    for branch in branch::all(tx).await? {
        if tx.at(Permission::AuditRead, branch.id).is_ok() {
            let here = AuditFilter { branch: Some(branch.id), ..filter.clone() };
            found.extend(tx.audited(&here, before, limit).await?);
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse(row.id));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// The whole of what is asked for, as the rows of a sheet. Refuses, in this order: another branch, too many.
pub async fn sheet(tx: &mut Tx<'_>, filter: &AuditFilter) -> Result<Vec<Vec<Cell>>, Problem> {
    let mut names = Names::of(tx).await?;
    let head = ["at", "user", "released_by", "via", "device", "command", "subject", "subject_id", "branch"];
    let mut sheet = vec![head.map(Cell::text).to_vec()];
    let mut before = last();
    loop {
        let some = rows(tx, filter, before, AT_ONCE).await?;
        let Some(oldest) = some.last() else { return Ok(sheet) };
        before = oldest.id;
        for audited in some {
            sheet.push(names.cells(tx, audited).await?);
        }
        if sheet.len() > FILE {
            return Err(Refusal::TooMany(FILE).into());
        }
    }
}

/// One page, with names. Refuses: another branch.
pub async fn page(
    tx: &mut Tx<'_>,
    filter: &AuditFilter,
    before: RowId,
    limit: Limit,
) -> Result<Vec<AuditRow>, Problem> {
    let mut names = Names::of(tx).await?;
    let mut page = Vec::new();
    for audited in rows(tx, filter, before, limit.one_more()).await? {
        page.push(names.row(tx, audited).await?);
    }
    Ok(page)
}

/// Whoever a piece of a name means.
pub async fn people(tx: &mut Tx<'_>, words: &str) -> Result<Vec<UserId>, Problem> {
    let words = words.to_lowercase();
    let meant =
        identity::names(tx).await?.into_iter().filter(|(_, name)| name.to_lowercase().contains(&words));
    Ok(meant.map(|(user, _)| user).collect())
}

/// Before which row the newest page begins.
pub fn last() -> RowId {
    RowId::from_uuid(Uuid::max())
}

/// Names for what the log holds as ids.
struct Names {
    people: BTreeMap<UserId, String>,
    keys: BTreeMap<RowId, String>,
    branches: BTreeMap<BranchId, String>,
    devices: HashMap<SessionId, String>,
}

impl Names {
    async fn of(tx: &mut Tx<'_>) -> Result<Names, Problem> {
        let branches = branch::all(tx).await?.into_iter().map(|branch| (branch.id, branch.name)).collect();
        let (people, keys) = (identity::names(tx).await?, identity::key_names(tx).await?);
        Ok(Names { people, keys, branches, devices: HashMap::new() })
    }

    async fn row(&mut self, tx: &mut Tx<'_>, audited: Audited) -> Result<AuditRow, Problem> {
        let device = match (audited.session, audited.key) {
            (_, Some(key)) => self.keys.get(&key).cloned().unwrap_or_default(),
            (Some(session), None) => self.device(tx, session).await?,
            (None, None) => String::new(),
        };
        Ok(AuditRow {
            id: audited.id,
            at: audited.at,
            user: audited.user,
            user_name: self.person(audited.user),
            released_by: audited.released_by,
            released_by_name: self.person(audited.released_by),
            via: audited.via,
            device,
            command: audited.command,
            subject: audited.subject,
            subject_id: audited.subject_id,
            branch: audited.branch,
        })
    }

    async fn cells(&mut self, tx: &mut Tx<'_>, audited: Audited) -> Result<Vec<Cell>, Problem> {
        let row = self.row(tx, audited).await?;
        let branch = row.branch.and_then(|branch| self.branches.get(&branch).cloned()).unwrap_or_default();
        let subject = row.subject_id.map(|id| id.to_string()).unwrap_or_default();
        let texts = [
            row.at.to_string(),
            row.user_name,
            row.released_by_name,
            row.via,
            row.device,
            row.command,
            row.subject,
            subject,
            branch,
        ];
        Ok(texts.iter().map(|text| Cell::text(text)).collect())
    }

    fn person(&self, user: Option<UserId>) -> String {
        user.and_then(|user| self.people.get(&user).cloned()).unwrap_or_default()
    }

    async fn device(&mut self, tx: &mut Tx<'_>, session: SessionId) -> Result<String, Problem> {
        if let Some(known) = self.devices.get(&session) {
            return Ok(known.clone());
        }
        let device = identity::device_of(tx, session).await?;
        self.devices.insert(session, device.clone());
        Ok(device)
    }
}
