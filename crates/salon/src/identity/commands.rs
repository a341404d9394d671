//! What can be done with accounts, roles and sessions. Hashing happens before: a command awaits
//! nothing but its transaction.

use super::model::{GrantWish, Ready, Refusal, Role, RoleWish, User};
use super::secret::Hashed;
use super::{queries, rules};
use crate::access::Permission;
use crate::branch;
use crate::store::{Command, Tx};
use kernel::{Problem, RoleId, SessionId, UserId};

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

/// Adds an account. Refuses, in this order: not for every branch, sign-in's form, name, role
/// unknown, branches, sign-in taken.
pub struct AddUser {
    /// What they type to sign in.
    pub sign_in: String,
    /// The person's name.
    pub name: String,
    /// Their password.
    pub password: Hashed,
    /// What they may do, and where.
    pub grants: Vec<GrantWish>,
}

impl Command for AddUser {
    type Out = User;
    const NAME: &'static str = "identity.add_user";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<User, Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        let sign_in = rules::check_sign_in(&self.sign_in)?;
        let name = rules::check_name(&self.name)?;
        check_grants(tx, &self.grants).await?;
        let id: UserId = tx.new_id();
        queries::insert_user(tx, id, &sign_in, &name, &self.password).await?;
        queries::set_grants(tx, id, &self.grants).await?;
        tx.touched("identity_user", id, None);
        user(tx, id).await
    }
}

/// Changes an account. Refuses, in this order: not for every branch, name, role unknown, branches,
/// user unknown, last owner.
pub struct ChangeUser {
    pub user: UserId,
    pub name: String,
    pub active: bool,
    pub grants: Vec<GrantWish>,
    pub password: Option<Hashed>,
}

impl Command for ChangeUser {
    type Out = User;
    const NAME: &'static str = "identity.change_user";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<User, Problem> {
        tx.actor().may_everywhere(Permission::IdentityManage)?;
        let name = rules::check_name(&self.name)?;
        check_grants(tx, &self.grants).await?;
        queries::update_user(tx, self.user, &name, self.active).await?;
        queries::set_grants(tx, self.user, &self.grants).await?;
        if let Some(password) = &self.password {
            queries::set_password(tx, self.user, password).await?;
        }
        if self.password.is_some() || !self.active {
            queries::end_sessions_of(tx, self.user).await?;
        }
        somebody_manages(tx).await?;
        tx.touched("identity_user", self.user, None);
        user(tx, self.user).await
    }
}

/// Gives an account a new password and ends its sessions: for the owner's own recovery on the
/// server. Refuses: user unknown.
pub struct ResetPassword {
    /// Whose.
    pub user: UserId,
    /// The new one.
    pub password: Hashed,
}

impl Command for ResetPassword {
    type Out = ();
    const NAME: &'static str = "identity.reset_password";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::set_password(tx, self.user, &self.password).await?;
        queries::end_sessions_of(tx, self.user).await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Changes one's own password and ends every session, this one too.
pub struct ChangePassword {
    pub user: UserId,
    pub password: Hashed,
}

impl Command for ChangePassword {
    type Out = ();
    const NAME: &'static str = "identity.change_password";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::set_password(tx, self.user, &self.password).await?;
        queries::end_sessions_of(tx, self.user).await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Sets one's own PIN.
pub struct SetPin {
    pub user: UserId,
    pub pin: Hashed,
}

impl Command for SetPin {
    type Out = ();
    const NAME: &'static str = "identity.set_pin";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::set_pin(tx, self.user, &self.pin).await?;
        tx.touched("identity_user", self.user, None);
        Ok(())
    }
}

/// Signs a device in. Refuses: sign-in wrong, when the account is no longer active.
pub struct StartSession {
    pub user: UserId,
    pub secret: [u8; 32],
    pub device: String,
}

impl Command for StartSession {
    type Out = SessionId;
    const NAME: &'static str = "identity.sign_in";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SessionId, Problem> {
        let account = queries::account(tx, self.user).await?;
        if !account.active {
            return Err(Refusal::SignInWrong.into());
        }
        let id: SessionId = tx.new_id();
        queries::insert_session(tx, id, self.secret, self.user, &self.device).await?;
        tx.touched("identity_session", id, None);
        Ok(id)
    }
}

/// Remembers that a session is in use.
pub struct SeeSession(pub SessionId);

impl Command for SeeSession {
    type Out = ();
    const NAME: &'static str = "identity.see_session";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        Ok(queries::see_session(tx, self.0).await?)
    }
}

/// Signs a device out.
pub struct EndSession(pub SessionId);

impl Command for EndSession {
    type Out = ();
    const NAME: &'static str = "identity.sign_out";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::end_session(tx, self.0).await?;
        tx.touched("identity_session", self.0, None);
        Ok(())
    }
}

/// Signs somebody out on every device.
pub struct EndSessions(pub UserId);

impl Command for EndSessions {
    type Out = ();
    const NAME: &'static str = "identity.sign_out_everywhere";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::end_sessions_of(tx, self.0).await?;
        tx.touched("identity_user", self.0, None);
        Ok(())
    }
}

/// Hands a shared till to somebody whose PIN was right.
pub struct SwitchOperator {
    pub session: SessionId,
    pub operator: UserId,
}

impl Command for SwitchOperator {
    type Out = ();
    const NAME: &'static str = "identity.switch_operator";

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Problem> {
        queries::set_operator(tx, self.session, self.operator).await?;
        tx.touched("identity_user", self.operator, None);
        Ok(())
    }
}

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

async fn user(tx: &mut Tx<'_>, id: UserId) -> Result<User, Problem> {
    let found = queries::users(tx).await?.into_iter().find(|user| user.id == id);
    found.ok_or_else(|| Refusal::UserUnknown.into())
}

async fn check_grants(tx: &mut Tx<'_>, grants: &[GrantWish]) -> Result<(), Problem> {
    for grant in grants {
        queries::role(tx, grant.role).await?;
        let Some(branches) = &grant.branches else { continue };
        if branches.is_empty() {
            return Err(Refusal::GrantBranches.into());
        }
        for branch in branches {
            branch::find(tx, *branch).await.map_err(|_| Refusal::GrantBranches)?;
        }
    }
    Ok(())
}

/// Refuses: last owner.
async fn somebody_manages(tx: &mut Tx<'_>) -> Result<(), Problem> {
    let actors = queries::active_actors(tx).await?;
    let manages = actors.iter().any(|actor| actor.may_everywhere(Permission::IdentityManage).is_ok());
    if manages { Ok(()) } else { Err(Refusal::LastOwner.into()) }
}
