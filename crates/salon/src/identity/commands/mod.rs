//! What can be done with accounts, roles, sessions, second factors and keys. Hashing happens before: a
//! command awaits nothing but its transaction.

mod event;
mod factor;
mod key;
mod role;
mod session;
mod user;

pub use event::Record;
pub use factor::{BeginTotp, ConfirmTotp, RemoveTotp, ResetTotp};
pub use key::{MakeKey, RevokeKey, SeeKey};
pub use role::{AddRole, ChangeRole, RemoveRole};
pub use session::{EndDevice, EndSession, EndSessions, SeeSession, StartSession, SwitchOperator};
pub use user::{AddUser, ChangePassword, ChangeUser, ResetPassword, SetEmail, SetPin};

use super::model::{Ready, Refusal, Role};
use super::{queries, rules};
use crate::access::Permission;
use crate::branch;
use crate::store::Tx;
use kernel::{BranchId, Problem, RoleId};

/// Adds the ready roles to a new organisation and returns the owner's.
pub async fn add_ready_roles(tx: &mut Tx<'_>) -> Result<RoleId, Problem> {
    let mut owner = None;
    for ready in Ready::ALL {
        let id: RoleId = tx.new_id();
        let permissions = rules::permissions_of(ready);
        let role = Role { id, name: ready.code().to_owned(), ready: Some(ready), permissions };
        queries::insert_role(tx, id, &role).await?;
        owner = owner.or(Some(id));
    }
    owner.ok_or_else(|| Problem::bug("there is no owner's role"))
}

/// The id of a ready role of this organisation.
pub async fn ready_role(tx: &mut Tx<'_>, ready: Ready) -> Result<RoleId, Problem> {
    let found = queries::roles(tx).await?.into_iter().find(|role| role.ready == Some(ready));
    found.map(|role| role.id).ok_or_else(|| Problem::bug(format!("there is no role {}", ready.code())))
}

/// What is given for some branches names at least one, and all of them exist. Refuses: grant's branches.
async fn check_branches(
    tx: &mut Tx<'_>,
    branches: impl IntoIterator<Item = &BranchId>,
) -> Result<(), Problem> {
    let mut named = false;
    for branch in branches {
        named = true;
        branch::find(tx, *branch).await.map_err(|_| Refusal::GrantBranches)?;
    }
    if named { Ok(()) } else { Err(Refusal::GrantBranches.into()) }
}

/// Refuses: last owner.
async fn somebody_manages(tx: &mut Tx<'_>) -> Result<(), Problem> {
    let actors = queries::active_actors(tx).await?;
    let manages = actors.iter().any(|actor| actor.may_everywhere(Permission::IdentityManage).is_ok());
    if manages { Ok(()) } else { Err(Refusal::LastOwner.into()) }
}
