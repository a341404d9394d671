//! Who may do something, for those who tell people about it.

use super::queries;
use crate::access::{Actor, Permission};
use crate::store::Tx;
use kernel::{BranchId, Problem, UserId};

/// Somebody who may do something.
pub struct Holder {
    /// Their account.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Where mail reaches them; empty where that is not known.
    pub email: String,
}

/// Everybody active who may do something in a branch; without one, in every branch.
pub async fn holders(
    tx: &mut Tx<'_>,
    permission: Permission,
    branch: Option<BranchId>,
) -> Result<Vec<Holder>, Problem> {
    let mut emails = queries::emails(tx).await?;
    let may = |actor: &Actor| match branch {
        Some(branch) => actor.at(permission, branch).is_ok(),
        None => actor.may_everywhere(permission).is_ok(),
    };
    let holders = queries::active_actors(tx).await?.into_iter().filter(may).filter_map(|actor| {
        let user = actor.user?;
        Some(Holder { user, name: actor.name, email: emails.remove(&user).unwrap_or_default() })
    });
    Ok(holders.collect())
}
