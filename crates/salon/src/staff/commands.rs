//! What can be done with staff.

use super::model::{Job, Refusal, Staff, StaffWish};
use super::{queries, rules};
use crate::access::Permission;
use crate::store::{Command, Tx};
use crate::{branch, identity};
use kernel::text::{Name, fold};
use kernel::{BranchId, ImportId, Problem, StaffId, UserId};

/// Takes somebody on. Refuses, in this order: number, name, level, branches, other branch, account
/// unknown, number taken, account taken.
pub struct AddStaff(pub StaffWish);

impl Command for AddStaff {
    type Out = Staff;
    const NAME: &'static str = "staff.add";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Staff, Problem> {
        let mut wish = rules::check(&self.0)?;
        let first = reach(tx, &wish.branches).await?;
        check_user(tx, wish.user).await?;
        let others = queries::all(tx).await?;
        if wish.number.is_empty() {
            let numbers = others.iter().map(|other| other.number.as_str());
            wish.number = rules::next_number('S', first, numbers);
        }
        rules::check_taken(&wish, &others)?;
        let id: StaffId = tx.new_id();
        queries::insert(tx, id, &wish, None).await?;
        changed(tx, id).await
    }
}

/// Changes what is said of somebody. Refuses, in this order: number, name, level, branches, staff
/// unknown, other branch (of those they work in, then of those wished for), account unknown, number
/// taken, account taken.
pub struct ChangeStaff {
    /// Who.
    pub staff: StaffId,
    /// What is said of them from now on.
    pub wish: StaffWish,
}

impl Command for ChangeStaff {
    type Out = Staff;
    const NAME: &'static str = "staff.change";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Staff, Problem> {
        let mut wish = rules::check(&self.wish)?;
        let before = queries::find(tx, self.staff).await?;
        reach(tx, &before.branches).await?;
        reach(tx, &wish.branches).await?;
        if wish.number.is_empty() {
            wish.number = before.number;
        }
        check_user(tx, wish.user).await?;
        let mut others = queries::all(tx).await?;
        others.retain(|other| other.id != self.staff);
        rules::check_taken(&wish, &others)?;
        queries::update(tx, self.staff, &wish).await?;
        changed(tx, self.staff).await
    }
}

/// Finds whom another program's sheet means, by number or by name; somebody unknown is taken on as one who
/// does not work here any more, until somebody says otherwise. Nobody sees them until the import is
/// done. Refuses: name.
pub async fn take_in(
    tx: &mut Tx<'_>,
    text: &str,
    branch: BranchId,
    import: ImportId,
) -> Result<StaffId, Problem> {
    let wanted = fold::lower(text);
    let known = queries::known(tx).await?;
    let by = |of: fn(&(StaffId, String, String)) -> &str| {
        known.iter().find(|one| fold::lower(of(one)) == wanted).map(|one| one.0)
    };
    if let Some(found) = by(|one| &one.1).or_else(|| by(|one| &one.2)) {
        return Ok(found);
    }
    let number = rules::next_number(
        'H',
        branch::find(tx, branch).await?.number,
        known.iter().map(|one| one.1.as_str()),
    );
    let wish = StaffWish {
        number,
        name: Name::parse(text).ok_or(Refusal::Name)?.into_string(),
        job: Job::Stylist,
        level: String::new(),
        branches: vec![branch],
        user: None,
        active: false,
    };
    let id: StaffId = tx.new_id();
    queries::insert(tx, id, &wish, Some(import)).await?;
    Ok(id)
}

/// What is said of somebody holds in every shop they work in, so it is said only by who reaches all
/// of them. Returns the first shop's number. Refuses: branch that does not exist, other branch.
async fn reach(tx: &mut Tx<'_>, wanted: &[BranchId]) -> Result<i64, Problem> {
    let known = branch::all(tx).await?;
    let mut numbers = Vec::with_capacity(wanted.len());
    for id in wanted {
        let branch = known.iter().find(|branch| branch.id == *id).ok_or(Refusal::Branches)?;
        tx.at(Permission::StaffManage, *id)?;
        numbers.push(branch.number);
    }
    Ok(numbers.first().copied().unwrap_or_default())
}

async fn check_user(tx: &mut Tx<'_>, wanted: Option<UserId>) -> Result<(), Problem> {
    let Some(wanted) = wanted else { return Ok(()) };
    let known = identity::users(tx).await?.iter().any(|user| user.id == wanted);
    if known { Ok(()) } else { Err(Refusal::UserUnknown.into()) }
}

async fn changed(tx: &mut Tx<'_>, id: StaffId) -> Result<Staff, Problem> {
    tx.touched("staff", id, None);
    tx.tell("staff.changed", id, None).await?;
    queries::find(tx, id).await
}
