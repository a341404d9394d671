//! Roles of the organisation's own.

use super::somebody_manages;
use crate::access::Permission;
use crate::identity::model::{Refusal, Role, RoleWish};
use crate::identity::{queries, rules};
use crate::store::{Command, Tx};
use kernel::{Problem, RoleId};

/// Adds a role. Refuses, in this order: not for every branch, name, role taken.
pub struct AddRole(pub RoleWish);

impl Command for AddRole {
    type Out = Role;
    const NAME: &'static str = "identity.add_role";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Role, Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        let name = rules::check_name(&self.0.name)?;
        let id: RoleId = tx.new_id();
        let role = Role { id, name, ready: None, permissions: self.0.permissions.clone() };
        queries::insert_role(tx, id, &role).await?;
        tx.touched("identity_role", id, None);
        Ok(role)
    }
}

/// Changes a role of the organisation's own. Refuses, in this order: not for every branch, name,
/// role unknown, ready role, role taken, last owner.
pub struct ChangeRole {
    pub role: RoleId,
    pub wish: RoleWish,
}

impl Command for ChangeRole {
    type Out = Role;
    const NAME: &'static str = "identity.change_role";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Role, Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        let name = rules::check_name(&self.wish.name)?;
        own_role(tx, self.role).await?;
        let taken = |role: &Role| role.name == name && role.id != self.role;
        if queries::roles(tx).await?.iter().any(taken) {
            return Err(Refusal::RoleTaken.into());
        }
        queries::update_role(tx, self.role, &name, &self.wish.permissions).await?;
        somebody_manages(tx).await?;
        tx.touched("identity_role", self.role, None);
        queries::role(tx, self.role).await
    }
}

/// Removes a role of the organisation's own. Refuses, in this order: not for every branch, role
/// unknown, ready role, role used.
pub struct RemoveRole(pub RoleId);

impl Command for RemoveRole {
    type Out = ();
    const NAME: &'static str = "identity.remove_role";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        own_role(tx, self.0).await?;
        if queries::role_uses(tx, self.0).await? > 0 {
            return Err(Refusal::RoleUsed.into());
        }
        queries::delete_role(tx, self.0).await?;
        tx.touched("identity_role", self.0, None);
        Ok(())
    }
}

async fn own_role(tx: &mut Tx<'_>, id: RoleId) -> Result<Role, Problem> {
    let role = queries::role(tx, id).await?;
    if role.ready.is_some() { Err(Refusal::RoleReady.into()) } else { Ok(role) }
}
